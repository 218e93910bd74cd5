"""A question has no `id` of its own.

Without an id, mkdeck makes a provisional one of the question's first words. It changes when those words change, and
students then get the question a second time, as a new card. `mkdeck stamp` writes ids into the files.

Fails:

```yaml
questions:
  - type: true-false
    question: An RNN reads its input step by step.
    answer: true
```

Passes:

```yaml
questions:
  - type: true-false
    id: reads-step-by-step
    question: An RNN reads its input step by step.
    answer: true
```
"""

from collections.abc import Iterator

from mkdeck.checks import Case
from mkdeck.diagnostics import Finding, Rule

RULE = Rule("missing-id", "warning", in_release="error")


def check(case: Case) -> Iterator[Finding]:
    """Yield a finding for each question whose id is provisional."""
    for entry in case.course.entries:
        if entry.provisional and not entry.question.draft:
            message = (
                "this question has no `id`; run `mkdeck stamp`, so that students keep their schedule when its text "
                "changes"
                if case.is_release
                else f"no id; '{entry.id}' is used until `mkdeck stamp` writes it"
            )
            loc = ("questions", entry.index)
            yield Finding(entry.deck.source.name, loc, RULE.when(releasing=case.is_release), message, entry.id)
