"""Two choices of a question say the same.

Fails:

```yaml
questions:
  - id: sharing
    type: multiple-choice
    question: What do all time steps of an RNN share?
    choices:
      - correct: Its weights
      - Its inputs
      - Its  inputs
```

Passes:

```yaml
questions:
  - id: sharing
    type: multiple-choice
    question: What do all time steps of an RNN share?
    choices:
      - correct: Its weights
      - Its inputs
      - Its outputs
```
"""

import unicodedata
from collections.abc import Iterator

from mkdeck.courses import Course
from mkdeck.diagnostics import Finding
from mkdeck.model import MultipleChoice


def check(course: Course) -> Iterator[Finding]:
    """Yield an error for each choice that an earlier one says already."""
    for entry in course.entries:
        if not isinstance(entry.question, MultipleChoice):
            continue
        seen: dict[str, int] = {}
        for i, choice in enumerate(entry.question.choices):
            before = seen.setdefault(_content(choice.text), i)
            if before != i:
                message = f"choice {i + 1} says the same as choice {before + 1}; change or remove one"
                loc = ("questions", entry.index, "choices", i)
                yield Finding(entry.deck.source.name, loc, "error", "duplicate-choices", message, entry.id)


def _content(text: str) -> str:
    """Give what a text says: white space counts in code only."""
    composed = unicodedata.normalize("NFC", text.strip())
    return composed if "`" in composed or "~~~" in composed else " ".join(composed.split())
