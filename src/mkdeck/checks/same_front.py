"""Two short answers that are asked both ways have the same answer: two cards show the same but ask different things.

Students who see it can't tell which of the two questions is meant. Say in one of the answers what sets it apart, or ask
one of the two without `reverse`.

Fails:

```yaml
questions:
  - id: dune
    type: short-answer
    question: Which grass holds a dune?
    answer: Marram
    reverse: true
  - id: sown
    type: short-answer
    question: Which grass is sown on bare sand?
    answer: Marram
    reverse: true
```

Passes:

```yaml
questions:
  - id: dune
    type: short-answer
    question: Which grass holds a dune?
    answer: Marram
    reverse: true
  - id: sown
    type: short-answer
    question: Which grass is sown on bare sand?
    answer: Marram
```
"""

from collections.abc import Iterator

from mkdeck.checks import Case, point_at
from mkdeck.course.loading import Entry
from mkdeck.diagnostics import Finding, Rule

RULE = Rule("same-front", "warning", style=True)


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each second card that shows what one before it shows, and asks for something else."""
    first: dict[tuple[str, ...], Entry] = {}
    for entry in case.course.entries:
        question = entry.question
        if not entry.turned or question.retired:
            continue
        shown = _normalise(question.context or "", question.question)
        other = first.setdefault(shown, entry)
        if other is not entry and not _ask_the_same(entry, other):
            where = f"question {other.index + 1} of {other.deck.source.name}"
            message = (
                f"turned round, this shows the same as '{other.id}' ({where}), and students can't tell which is asked; "
                "say more in one of the answers, or ask one without `reverse`"
            )
            yield point_at(entry, RULE, message, "answer")


def _normalise(*texts: str) -> tuple[str, ...]:
    return tuple(" ".join(text.split()).casefold().rstrip(".") for text in texts)


def _ask_the_same(entry: Entry, other: Entry) -> bool:
    """Whether two second cards ask for the same: then the questions are one, which another rule says."""
    return _normalise(str(getattr(entry.question, "answer", ""))) == _normalise(
        str(getattr(other.question, "answer", ""))
    )
