"""Choices that are ranges one after another, of which two share a number, so that it belongs to both.

Ranges that are candidates beside each other, such as 0-255, 0-1023 and 1-65535, are none of these,
nor are hours of a day and eras of unlike length, which meet by nature.

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

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from mkdeck.checks import Case, point_at
from mkdeck.checks.prose.numbers import Span, read_spans
from mkdeck.diagnostics import Finding, Rule
from mkdeck.text.vocabulary import WORDS

RULE = Rule("overlapping-ranges", "warning", style=True)

_LEAST_CHOICES = 3
_TIME = re.compile(rf"\d\s*{WORDS.make_pattern('time_of_day')}|\d:\d\d", re.IGNORECASE)
"""Of a day; a time that ends at three and one that begins then are two."""
_YEARS = range(1000, 2100)


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for the first two ranges of a question that overlap."""
    for each in case.choice_entries:
        spans = read_spans(each.plain, case.language) if len(each.plain) >= _LEAST_CHOICES else []
        overlap = _find_overlap(spans)
        if overlap and not _are_periods(spans) and not any(map(_TIME.search, each.texts)):
            one, two = (each.plain[i] for i in overlap)
            message = f"'{one}' and '{two}' share a number, which then belongs to both; let each begin behind the other"
            yield point_at(each.entry, RULE, message, "choices", max(overlap))


def _are_periods(spans: Sequence[Span]) -> bool:
    """Whether all ranges are years of unlike length, each an era of its own, such as 1918-1933 and 1933-1945."""
    years = all(end in _YEARS for span in spans for end in span[:2])
    return years and len({span.high - span.low for span in spans}) > 1 and not _do_cross(spans)


def _do_cross(spans: Sequence[Span]) -> bool:
    """Whether two ranges share more than an end."""
    return any(two.low < one.high for one, two in pairwise(sorted(spans)))


def _find_overlap(spans: Sequence[Span]) -> tuple[int, int] | None:
    """Return two ranges that overlap where all of them climb, each beginning and ending behind the one before."""
    order = sorted(range(len(spans)), key=lambda i: spans[i][:2])
    steps = [(spans[i], spans[j]) for i, j in pairwise(order)]
    if not all(_climb(one, two) for one, two in steps):
        return None
    return next((places for places, (one, two) in zip(pairwise(order), steps, strict=True) if _share(one, two)), None)


def _climb(one: Span, two: Span) -> bool:
    """Whether a range begins and ends behind another; where they share most of one, they are candidates."""
    if one.low >= two.low or one.high >= two.high:
        return False
    return 2 * (one.high - two.low) <= min(one.high - one.low, two.high - two.low)


def _share(one: Span, two: Span) -> bool:
    """Whether a number belongs to a range and to the next one."""
    return two.low < one.high or (two.low == one.high and two.with_low and one.with_high)
