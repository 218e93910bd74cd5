"""Choices that are numbers, keep their written order, and are not sorted.

Who looks for a number finds it sooner where they rise or fall, and an order of its own hints at something.

Fails:

```yaml
questions:
  - id: bits
    type: multiple-choice
    question: How many bits has a byte?
    shuffle: false
    choices: [4, correct: 8, 2, 16]
```

Passes:

```yaml
questions:
  - id: bits
    type: multiple-choice
    question: How many bits has a byte?
    shuffle: false
    choices: [2, 4, correct: 8, 16]
```
"""

from collections.abc import Iterator

from mkdeck.checks import Case, point_at
from mkdeck.checks.prose.numbers import read_quantities
from mkdeck.diagnostics import Finding, Rule

RULE = Rule("choice-order", "warning", style=True)

_LEAST_NUMBERS = 3


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each question whose fixed choices are numbers of one kind out of order."""
    for each in case.choice_entries:
        if each.question.shuffle:
            continue
        numbers = read_quantities([choice.text for choice in each.question.choices if not choice.pin])
        if len(numbers) >= _LEAST_NUMBERS and numbers not in (sorted(numbers), sorted(numbers, reverse=True)):
            message = "these numbers keep their order and are not sorted; sort them, so that each is found at once"
            yield point_at(each.entry, RULE, message, "choices")
