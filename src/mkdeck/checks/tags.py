"""A tag that Anki would not take as it is.

Anki parts tags at spaces, nests them at `::`, and keeps `marked` and `leech` for itself. Tags that differ in case only
are one tag to it, so a warning names the rarer spelling.

Fails:

```yaml
questions:
  - id: gates
    type: true-false
    question: The GRU has gates.
    answer: true
    tags: [gated cells, leech, "rnn::"]
```

Passes:

```yaml
questions:
  - id: gates
    type: true-false
    question: The GRU has gates.
    answer: true
    tags: [gated-cells, rnn::gru]
```
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from mkdeck.checks import Case
from mkdeck.course.loading import Course
from mkdeck.diagnostics import Finding, Loc, Rule

RULE = Rule("tags", "error", "warning")

RESERVED = frozenset({"marked", "leech"})


Place = tuple[str, str, Loc, str | None]
"""A tag, and where it stands: its file, its path there, and the id of its question."""


def check(case: Case) -> Iterator[Finding]:
    """Yield an error for each tag of the course, its decks and its questions that Anki would change, and spellings."""
    places = list(find_tags(case.course))
    for tag, file, loc, question in places:
        if message := _fault(tag):
            yield Finding(file, loc, RULE, message, question)
    yield from _check_spelling(places)


def find_tags(course: Course) -> Iterator[Place]:
    """Yield each tag of the course, its decks and its questions, and where it stands."""
    if course.settings_source:
        for i, tag in enumerate(course.settings.tags):
            yield tag, course.settings_source.name, ("tags", i), None
    for deck in course.decks:
        for i, tag in enumerate(deck.settings.tags):
            yield tag, deck.source.name, ("tags", i), None
    for entry in course.entries:
        for i, tag in enumerate(entry.question.tags):
            yield tag, entry.deck.source.name, ("questions", entry.index, "tags", i), entry.id


def _check_spelling(places: list[Place]) -> Iterator[Finding]:
    """Yield a warning for each tag that is mostly written in other letters, or whose first parts are."""
    counts: Counter[str] = Counter()
    for tag, times in Counter(tag for tag, *_ in places).items():
        counts.update(dict.fromkeys(_open_up(tag), times))
    best: dict[str, str] = {}
    for part, _ in counts.most_common():
        best.setdefault(_fold(part), part)
    if len(best) == len(counts):
        return
    for tag, file, loc, question in places:
        for part in _open_up(tag):
            other = best[_fold(part)]
            if other != part:
                message = f"the tags '{part}' and '{other}' are one to Anki, which does not tell case apart; write one"
                yield Finding(file, loc, RULE.at("warning"), message, question)
                break


def _open_up(tag: str) -> list[str]:
    """Return a tag's first part, its first two, and so on."""
    parts = unicodedata.normalize("NFC", tag).split("::")
    return ["::".join(parts[: i + 1]) for i in range(len(parts))]


def _fold(tag: str) -> str:
    return unicodedata.normalize("NFC", tag.casefold())


def _fault(tag: str) -> str:
    if re.search(r"[\s\u3000]", tag):
        return f"the tag '{tag}' has a space, where Anki would part it; write '{'-'.join(tag.split())}'"
    if tag.lower() in RESERVED:
        return f"the tag '{tag}' belongs to Anki itself; choose another"
    if tag.lower() == "mkdeck" or tag.lower().startswith("mkdeck::"):
        return f"the tag '{tag}' belongs to mkdeck itself; choose another"
    if not all(tag.split("::")):
        return f"the tag '{tag}' has an empty part beside '::'"
    if '"' in tag:
        return f"the tag '{tag}' has a quotation mark, which Anki's search can't find"
    return ""
