"""Choices that are ranges one after another, of which two share a number, so that it belongs to both.

Ranges that are candidates beside each other, such as 0-255, 0-1023 and 1-65535, are none of these.

Fails:

```yaml
questions:
  - id: share
    type: multiple-choice
    question: How much of the air is oxygen, in percent?
    choices: [0 to 10, 10 to 20, correct: 20 to 30]
```

Passes:

```yaml
questions:
  - id: share
    type: multiple-choice
    question: How much of the air is oxygen, in percent?
    choices: [under 10, 10 to 19, correct: 20 to 30]
```
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from mkdeck.checks import Case, point_at
from mkdeck.checks.prose.numbers import Span, read_spans
from mkdeck.checks.prose.plain import read_plain
from mkdeck.diagnostics import Finding, Rule

RULE = Rule("overlapping-ranges", "warning", style=True)

_LEAST = 3


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for the first two ranges of a question that overlap."""
    for entry, question in case.choice_entries:
        texts = [choice.text for choice in question.choices]
        if sum(any(map(str.isdigit, text)) for text in texts) < len(texts) or len(texts) < _LEAST:
            continue
        if overlap := _find_overlap(read_spans(texts, case.language)):
            one, two = (read_plain(texts[i]) for i in overlap)
            message = f"'{one}' and '{two}' share a number, which then belongs to both; let each begin behind the other"
            yield point_at(entry, RULE, message, "choices", max(overlap))


def _find_overlap(spans: Sequence[Span]) -> tuple[int, int] | None:
    """Return two ranges that overlap where all of them climb, each beginning and ending behind the one before."""
    order = sorted(range(len(spans)), key=lambda i: spans[i][:2])
    steps = [(spans[i], spans[j]) for i, j in pairwise(order)]
    if any(one.low >= two.low or one.high >= two.high for one, two in steps):
        return None
    for (i, j), (one, two) in zip(pairwise(order), steps, strict=True):
        if two.low < one.high or (two.low == one.high and two.with_low and one.with_high):
            return i, j
    return None
