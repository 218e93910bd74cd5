"""Two questions of one course have the same `id`.

An id is what makes a note the same note when the deck is made again, so each may stand once in the whole course.

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

from mkdeck.courses import Course, Entry
from mkdeck.diagnostics import Finding


def check(course: Course) -> Iterator[Finding]:
    """Yield an error for each question whose id an earlier one has."""
    first: dict[str, Entry] = {}
    for entry in course.entries:
        before = first.setdefault(entry.id, entry)
        if before is not entry:
            where = f"question {before.index + 1} of {before.deck.source.name}"
            message = f"the id '{entry.id}' is taken by {where}; give this question another"
            loc = ("questions", entry.index, "id")
            yield Finding(entry.deck.source.name, loc, "error", "duplicate-id", message, entry.id)
