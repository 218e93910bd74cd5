"""A question without an explanation.

`mkdeck check --rules empty-explanation` finds it, and nothing else does: many courses do without. Who was wrong learns
from the back of a card what was right, but only an explanation tells why.

Fails:

```yaml
questions:
  - id: gates
    type: true-false
    question: The GRU has gates.
    answer: true
```

Passes:

```yaml
questions:
  - id: gates
    type: true-false
    question: The GRU has gates.
    answer: true
    explanation: It has two, one to reset the state and one to update it.
```
"""

from collections.abc import Iterator

from mkdeck.checks import Case, point_at
from mkdeck.diagnostics import Finding, Rule
from mkdeck.questions.question import Question

RULE = Rule("empty-explanation", "warning", style=True, by_default=False)


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each question that explains nothing."""
    for entry in case.asked_entries:
        if not entry.question.explanation and not _explains_choices(entry.question):
            yield point_at(entry, RULE, "nothing explains the answer; add `explanation:`")


def _explains_choices(question: Question) -> bool:
    """Whether every wrong choice or statement has feedback of its own."""
    parts = getattr(question, "choices", ()) or getattr(question, "statements", ())
    return bool(parts) and all(part.feedback or getattr(part, "correct", False) for part in parts)
