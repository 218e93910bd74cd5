"""A question in capitals, which reads as if somebody shouted.

Fails:

```yaml
questions:
  - { id: rain, type: true-false, question: DOES IT RAIN?, answer: true }
```

Passes:

```yaml
questions:
  - { id: rain, type: true-false, question: Does it rain?, answer: true }
```
"""

from collections.abc import Iterator

from mkdeck.checks import Case, point_at
from mkdeck.diagnostics import Finding, Rule

RULE = Rule("shouting", "warning", style=True)


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each question in capitals."""
    for entry in case.asked_entries:
        if entry.question.question.isupper():
            yield point_at(entry, RULE, "this question shouts; write it in small letters", "question")
