"""The settings in `course.yaml` do not fit what is there.

`report` must be an http, https or mailto address and may hold `{id}` and `{deck}`; `style` must name a CSS file of the
course that loads nothing from elsewhere; a language without words of its own gets the English ones; a course can't
stand inside another. Folders that can't be read, links to folders with decks and a `course.yml` are errors, too, since
their questions would be missing. A warning is a name that Windows can't have, such as `aux.yaml`, one that differs from
another in case alone, or an id whose package would have such a name: with them nobody there can clone the course.

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
from mkdeck.course.loading import Course
from mkdeck.course.places import fits_windows
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
    yield from _check_names(case.course)
    if case.history is None and not fits_windows(package := f"{settings.id}.apkg"):
        message = f"on Windows no student could save '{package}'; give the course another id before its first release"
        yield Finding(source.name, ("id",), RULE.at("warning"), message)
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


def _check_names(course: Course) -> Iterator[Finding]:
    """Yield what is wrong with the names of deck files and their folders on Windows."""
    spelled: dict[str, str] = {}
    for deck in course.decks:
        path = deck.source.path
        parts = path.relative_to(course.root).parts if path.is_relative_to(course.root) else (path.name,)
        if odd := next((part for part in parts if not fits_windows(part)), None):
            message = f"Windows can have no '{odd}', so nobody there could clone this course; rename it"
            yield Finding(deck.source.name, (), RULE.at("warning"), message)
        if (other := spelled.setdefault("/".join(parts).casefold(), deck.source.name)) != deck.source.name:
            message = f"this name and {other} differ in case alone: Windows and Macs have only one of them; rename one"
            yield Finding(deck.source.name, (), RULE.at("warning"), message)


def _complete(report: str) -> str:
    """Say how an address is written that only lacks its start."""
    if re.fullmatch(r"[^\s@:/]+@[\w-]+(?:\.[\w-]+)+", report):
        return f"; write `report: mailto:{report}`"
    return f"; write `report: https://{report}`" if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?", report) else ""
