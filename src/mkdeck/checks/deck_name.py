"""A deck's or course's name that Anki would not take as it is.

`::` nests decks. An empty part beside it becomes a deck called "blank", and spaces around a part are cut off. Names
that differ in case only are one deck, also those of decks above others, and a warning names two courses whose names do.
A tab or a line break does not show in a list
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

from mkdeck.checks import Case
from mkdeck.course.loading import Course, Deck
from mkdeck.course.names import find_fault
from mkdeck.course.shelf import Shelf, find_other_spelling
from mkdeck.diagnostics import Finding, Rule

RULE = Rule("deck-name", "error", otherwise="warning")


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
        if found := find_other_spelling(deck.name, spelled):
            text = f"'{found[0]}' and '{found[1]}' are one deck to Anki, which does not tell case apart"
            yield Finding(deck.source.name, ("deck",), RULE, text)
        own = _find_own_name(deck, in_course=bool(settings))
        if own and (wrong := find_fault(own)):
            yield Finding(deck.source.name, ("deck",), RULE, wrong)
        if not settings and message:
            yield Finding(deck.source.name, (), RULE, f"{message}; it comes from the file's name")


def check_beside(course: Course, shelf: Shelf) -> Iterator[Finding]:
    """Yield a warning if Anki takes this course's name for another one's on the shelf; the shelf gets it."""
    if "course" not in course.guessed and (found := find_other_spelling(course.settings.course, shelf.spelled)):
        settings = course.settings_source
        message = (
            f"'{found[0]}' and another course's '{found[1]}' are one deck to Anki, which does not tell case apart; "
            "write both alike, or call one otherwise"
        )
        file, loc = (settings.name, ("course",)) if settings else (course.decks[0].source.name, ())
        yield Finding(file, loc, RULE.at("warning"), message)
