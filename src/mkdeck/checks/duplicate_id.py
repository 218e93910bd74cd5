"""Two questions of one course, or two courses, have the same `id`.

An id is what makes a note the same note when the deck is made again, so each may stand once in the whole course. Two
courses of one id would be one course to students, and one package on disk.

Fails:

```yaml
questions:
  - id: clipping
    type: true-false
    question: Clipping bounds the norm of the gradient.
    answer: true
  - id: clipping
    type: true-false
    question: Clipping cures vanishing gradients.
    answer: false
```

Passes:

```yaml
questions:
  - id: clipping-bounds
    type: true-false
    question: Clipping bounds the norm of the gradient.
    answer: true
  - id: clipping-cures
    type: true-false
    question: Clipping cures vanishing gradients.
    answer: false
```
"""

from collections.abc import Iterator
from pathlib import Path

from mkdeck.courses import Course
from mkdeck.diagnostics import Finding


def check(course: Course) -> Iterator[Finding]:
    """Yield an error for each question whose id an earlier one has."""
    first: dict[str, str] = {}
    for deck in course.decks:
        for index, said in deck.ids.items():
            here = f"question {index + 1} of {deck.source.name}"
            if (before := first.setdefault(said, here)) != here:
                message = f"the id '{said}' is taken by {before}; give this question another"
                loc = ("questions", index, "id")
                yield Finding(deck.source.name, loc, "error", "duplicate-id", message, said)


def check_shelf(course: Course, path: Path, before: dict[str, Path]) -> Iterator[Finding]:
    """Yield an error if an earlier course has this one's id; `before` gives their paths by id, and gets this one's."""
    if "id" in course.guessed:
        return
    said = course.settings.id
    if (other := before.setdefault(said, path)).resolve() != path.resolve():
        if course.settings_source:
            message = f"the id '{said}' is that of {other}, too; give the newer of the two courses another"
            yield Finding(course.settings_source.name, ("id",), "error", "duplicate-id", message)
        else:
            message = f"the id '{said}', made of the file's name, is that of {other}, too; rename the newer of the two"
            yield Finding(course.decks[0].source.name, (), "error", "duplicate-id", message)
