"""A unit that can't stand behind a line to type into, or that the answer holds as well.

A unit is a few words or signs, or a formula, on one line. What students type is compared without the unit, whether they
type it or not; so an answer of `50 %` with the unit `%` is half of what is meant, and a tolerance of `2 %` beside it
may mean two points or a share. Without a unit, `50 %` is 0.5, and where a question asks for percent, students type 50.

Fails:

```yaml
questions:
  - id: humidity
    type: numeric
    question: How much of the Earth's surface is water?
    answer: 71 %
    unit: "%"
```

Passes:

```yaml
questions:
  - id: humidity
    type: numeric
    question: How much of the Earth's surface is water?
    answer: 71
    tolerance: 2
    unit: "%"
```
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from mkdeck.checks import Case
from mkdeck.diagnostics import Finding, Rule
from mkdeck.questions.numbers import read_number
from mkdeck.questions.numeric import Numeric
from mkdeck.questions.units import fold_unit, take_unit, write_unit
from mkdeck.text.markdown import render_inline
from mkdeck.text.vocabulary import WORDS

RULE = Rule("unit", "error", otherwise="warning")

_MORE_THAN_A_LINE = re.compile(
    r"<(?:br|p|ul|ol|pre|table|blockquote|h[1-6]|hr|img|audio|video|details|div)\b|\[sound:|\\\["
)
_SHARES = ("%", "‰")
_ASKS_PERCENT = re.compile(rf"%|\b{WORDS.make_pattern('percent')}", re.IGNORECASE)


def check(case: Case) -> Iterator[Finding]:
    """Yield a finding for each unit that is more than a line, or stands in a number."""
    for entry in case.course.entries:
        if isinstance(entry.question, Numeric) and (number := _find_share(entry.question)):
            key = "answer" if entry.question.answer else "range"
            rule, message = RULE.at("warning"), _advise_percent(number)
            yield Finding(entry.deck.source.name, ("questions", entry.index, key), rule, message, entry.id)
        if isinstance(entry.question, Numeric) and entry.question.unit:
            for key, message in _find(entry.question, entry.question.unit):
                yield Finding(entry.deck.source.name, ("questions", entry.index, key), RULE, message, entry.id)


def _find_share(question: Numeric) -> str:
    """Return a number in percent of a question that asks for percent, and has no unit; empty where it has none."""
    numbers = () if question.unit else (question.answer or "", *(question.range or ()))
    asks = _ASKS_PERCENT.search(question.question)
    return next((each for each in numbers if each.endswith("%")), "") if asks else ""


def _advise_percent(number: str) -> str:
    bare, value = number.removesuffix("%").strip(), float(read_number(number) or 0)
    return f"'{number}' is {value:g}, so who types {bare} is wrong; write {bare}, and '%' below `unit`"


_render = lru_cache(maxsize=100)(render_inline)
"""Many questions of a course share their unit."""


def _find(question: Numeric, written: str) -> Iterator[tuple[str, str]]:
    page = _render(written)
    if _MORE_THAN_A_LINE.search(page):
        yield "unit", "a unit is a few words or a formula on one line, without pictures and sounds"
        return
    unit = write_unit(page)
    if fold_unit(unit)[:1].isdigit():
        yield "unit", "a unit that starts with a digit can't be told from the number; write it with the answer"
        return
    yield from _find_in_numbers(question, unit)
    if fold_unit(unit) in _SHARES and (question.tolerance or "").endswith(fold_unit(unit)):
        yield "tolerance", _tell_share(question, fold_unit(unit))


def _find_in_numbers(question: Numeric, unit: str) -> Iterator[tuple[str, str]]:
    """Yield the numbers that hold the unit as well."""
    numbers = [("answer", question.answer or ""), *(("range", each) for each in question.range or ())]
    for key, number in numbers:
        if (bare := take_unit(number, unit)) != number and bare:
            yield key, f"'{number}' holds the unit that `unit` says already; write {bare}"


def _tell_share(question: Numeric, sign: str) -> str:
    points = (question.tolerance or "").removesuffix(sign).strip()
    low, high = question.bounds()
    share = f"{float(high - low) / 2:.6g}"
    return f"with the unit {sign}, write {points} for so many points, or {share} for a share of the answer"
