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

from mkdeck.course.loading import Course
from mkdeck.course.names import find_fault
from mkdeck.diagnostics import Finding


def check(course: Course) -> Iterator[Finding]:
    """Yield an error for each name that Anki would change."""
    settings = course.settings_source
    if settings and (message := find_fault(course.settings.course)):
        yield Finding(settings.name, ("course",), "error", "deck-name", message)
    spelled: dict[str, str] = {}
    for deck in course.decks:
        # Those above it are decks, too.
        names = accumulate(deck.name.split("::"), lambda above, part: f"{above}::{part}")
        others = [(name, spelled.setdefault(name.casefold(), name)) for name in names]
        if found := next(((name, other) for name, other in others if name != other), None):
            message = f"'{found[0]}' and '{found[1]}' are one deck to Anki, which does not tell case apart"
            yield Finding(deck.source.name, ("deck",), "error", "deck-name", message)
        own = deck.settings.deck or (deck.source.path.stem if settings else "")
        if own and (message := find_fault(own)):
            yield Finding(deck.source.name, ("deck",), "error", "deck-name", message)
        if not settings and (message := find_fault(course.settings.course)):
            yield Finding(deck.source.name, (), "error", "deck-name", f"{message}; it comes from the file's name")
