"""A choice such as "all of the above" is shuffled among the others.

It makes sense only in its place. `pin: true` keeps it there while the others are shuffled.

Fails:

```yaml
questions:
  - id: gates
    type: multiple-choice
    question: Which of these has gates?
    ignore: [catch-all]
    choices:
      - The LSTM
      - The GRU
      - correct: All of the above
```

Passes:

```yaml
questions:
  - id: gates
    type: multiple-choice
    question: Which of these has gates?
    ignore: [catch-all]
    choices:
      - The LSTM
      - The GRU
      - correct: All of the above
        pin: true
```
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from mkdeck.checks import Case
from mkdeck.diagnostics import Finding, Rule
from mkdeck.questions.multiple_choice import MultipleChoice
from mkdeck.text.vocabulary import WORDS

RULE = Rule("unpinned-last", "warning")

_MAX_CHARACTERS = 80
"""Characters; a choice that is longer says something of its own."""
_STATEMENT = re.compile(WORDS.make_pattern("statement"), re.IGNORECASE)
_ALL_OR_NONE = re.compile(rf"^\W*{WORDS.make_pattern('all_or_none')}\W*(?:\w+\W*){{0,2}}$", re.IGNORECASE)
"""A longer sentence says something of its own."""


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each 'all/none of the above' that is free to move."""
    for entry in case.course.entries:
        question = entry.question
        if not isinstance(question, MultipleChoice) or not question.shuffle:
            continue
        last = list_last([choice.text for choice in question.choices])
        for i, choice in enumerate(question.choices):
            if not choice.pin and i in last:
                message = f"'{choice.text.strip()}' is shuffled among the others; add `pin: true`"
                loc = ("questions", entry.index, "choices", i)
                yield Finding(entry.deck.source.name, loc, RULE, message, entry.id)


def list_last(choices: Sequence[str]) -> list[int]:
    """Return the places of the choices that speak of all or none of the others.

    Where others name statements as well, as "Only statement 1" does, these stand in the question.
    """
    last = [i for i, choice in enumerate(choices) if belongs_last(choice)]
    others = " ".join(choice for i, choice in enumerate(choices) if i not in last) if last else ""
    return [i for i in last if not (_STATEMENT.search(choices[i]) and _STATEMENT.search(others))]


@lru_cache(maxsize=1 << 17)
def belongs_last(choice: str) -> bool:
    """Whether a choice speaks of all or none of those above it."""
    return len(choice) < _MAX_CHARACTERS and bool(_ALL_OR_NONE.search(choice))
