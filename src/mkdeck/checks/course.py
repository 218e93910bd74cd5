"""The settings in `course.yaml` do not fit what is there.

`report` must be an http, https or mailto address and may hold `{id}` and `{deck}`; `style` must name a CSS file of the
course that loads nothing from elsewhere; a language without words of its own gets the English ones; a course can't
stand inside another. Folders that can't be read, links to folders with decks and a `course.yml` are errors, too, since
their questions would be missing.

Fails:

```yaml
# course.yaml
course: Deep Learning
id: deep-learning
report: example.org/report?question={question}
```

Passes:

```yaml
# course.yaml
course: Deep Learning
id: deep-learning
report: https://example.org/report?question={id}
```
"""

import re
from collections.abc import Iterator

from mkdeck.course.loading import Course
from mkdeck.diagnostics import Finding
from mkdeck.notetypes import has_language, languages


def check(course: Course) -> Iterator[Finding]:
    """Yield what is wrong with the settings of the course."""
    source, settings = course.settings_source, course.settings
    if not source:
        return
    if settings.report is not None:
        if not settings.report.startswith(("https://", "http://", "mailto:")):
            message = "`report` must start with https://, http:// or mailto:"
            yield Finding(source.name, ("report",), "error", "course", message)
        for unknown in re.findall(r"\{(?!id\}|deck\})[^}]*\}?", settings.report):
            message = f"'{unknown}' in `report` is not filled in; only {{id}} and {{deck}} are"
            yield Finding(source.name, ("report",), "error", "course", message, near=unknown)
    if not has_language(settings.language):
        known = ", ".join(sorted(languages()))
        message = f"there are no words in '{settings.language}' yet, so cards say them in English; there are {known}"
        yield Finding(source.name, ("language",), "warning", "course", message)
