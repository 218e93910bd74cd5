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

from mkdeck.checks import Case
from mkdeck.course.discovery import COURSE_RULE
from mkdeck.diagnostics import Finding
from mkdeck.notetypes import has_language, languages
from mkdeck.text.vocabulary import WORDS

_CODES = {name: code for code in WORDS.read() for name in WORDS.find_words("called", code)}
"""The codes of languages by their names."""
RULE = COURSE_RULE  # found in course/loading.py and course/style.py, too


def check(case: Case) -> Iterator[Finding]:
    """Yield what is wrong with the settings of the course."""
    source, settings = case.course.settings_source, case.course.settings
    if not source:
        return
    if settings.report is not None:
        if not settings.report.startswith(("https://", "http://", "mailto:")):
            message = "`report` must start with https://, http:// or mailto:" + _complete(settings.report)
            yield Finding(source.name, ("report",), RULE, message)
        for unknown in re.findall(r"\{(?!id\}|deck\})[^}]*\}?", settings.report):
            message = f"'{unknown}' in `report` is not filled in; only {{id}} and {{deck}} are"
            yield Finding(source.name, ("report",), RULE, message, near=unknown)
    if not has_language(settings.language):
        known = ", ".join(sorted(languages()))
        meant = _CODES.get(settings.language.strip().lower())
        message = f"there are no words in '{settings.language}' yet, so cards say them in English; there are {known}"
        if meant:
            message = f"a language is said by its code; write `language: {meant}`"
        yield Finding(source.name, ("language",), RULE.at("warning"), message)


def _complete(report: str) -> str:
    """Say how an address is written that only lacks its start."""
    if re.fullmatch(r"[^\s@:/]+@[\w-]+(?:\.[\w-]+)+", report):
        return f"; write `report: mailto:{report}`"
    return f"; write `report: https://{report}`" if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?", report) else ""
