"""A tag that Anki would not take as it is.

Anki parts tags at spaces, nests them at `::`, and keeps `marked` and `leech` for itself.

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
from collections.abc import Iterator

from mkdeck.courses import Course
from mkdeck.diagnostics import Finding, Loc

RESERVED = frozenset({"marked", "leech"})


def check(course: Course) -> Iterator[Finding]:
    """Yield an error for each tag of the course, its decks and its questions that Anki would change."""
    if course.settings_source:
        yield from _check(course.settings.tags, course.settings_source.name, ("tags",), None)
    for deck in course.decks:
        yield from _check(deck.settings.tags, deck.source.name, ("tags",), None)
    for entry in course.entries:
        loc = ("questions", entry.index, "tags")
        yield from _check(entry.question.tags, entry.deck.source.name, loc, entry.id)


def _check(tags: tuple[str, ...], file: str, loc: Loc, question: str | None) -> Iterator[Finding]:
    for i, tag in enumerate(tags):
        message = _fault(tag)
        if message:
            yield Finding(file, (*loc, i), "error", "tags", message, question)


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
