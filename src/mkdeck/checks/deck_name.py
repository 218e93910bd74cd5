"""A deck's or course's name that Anki would not take as it is.

`::` nests decks. An empty part beside it becomes a deck called "blank", and spaces around a part are cut off. Names
that differ in case only are one deck, also those of decks above others. A tab or a line break does not show in a list
of decks.

Fails:

```yaml
deck: "07 Recurrent networks::"
questions:
  - id: gates
    type: true-false
    question: The GRU has gates.
    answer: true
```

Passes:

```yaml
deck: 07 Recurrent networks::Gates
questions:
  - id: gates
    type: true-false
    question: The GRU has gates.
    answer: true
```
"""

from collections.abc import Iterator
from itertools import accumulate

from mkdeck.checks import Case
from mkdeck.course.loading import Deck
from mkdeck.course.names import find_fault
from mkdeck.diagnostics import Finding, Rule

RULE = Rule("deck-name", "error")


def _find_own_name(deck: Deck, *, in_course: bool) -> str:
    """Return the name that a deck's file gives it; alone it is the course's, and has none of its own."""
    return deck.settings.deck or (deck.source.path.stem if in_course else "")


def check(case: Case) -> Iterator[Finding]:
    """Yield an error for each name that Anki would change, and for each that it takes for another."""
    course = case.course
    settings, message = course.settings_source, find_fault(course.settings.course)
    if settings and message:
        yield Finding(settings.name, ("course",), RULE, message)
    spelled: dict[str, str] = {}
    for deck in course.decks:
        if found := _find_other_spelling(deck.name, spelled):
            text = f"'{found[0]}' and '{found[1]}' are one deck to Anki, which does not tell case apart"
            yield Finding(deck.source.name, ("deck",), RULE, text)
        own = _find_own_name(deck, in_course=bool(settings))
        if own and (wrong := find_fault(own)):
            yield Finding(deck.source.name, ("deck",), RULE, wrong)
        if not settings and message:
            yield Finding(deck.source.name, (), RULE, f"{message}; it comes from the file's name")


def _find_other_spelling(name: str, spelled: dict[str, str]) -> tuple[str, str] | None:
    """Return the first of a deck and those above it whose name stood in other case before, and how it stood there.

    `spelled` gives the first spelling of each name by its folded form, and gets these.
    """
    names = accumulate(name.split("::"), lambda above, part: f"{above}::{part}")
    pairs = [(each, spelled.setdefault(each.casefold(), each)) for each in names]
    return next((pair for pair in pairs if pair[0] != pair[1]), None)
