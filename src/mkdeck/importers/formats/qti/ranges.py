"""Numbers and ranges that items of QTI accept, written as people write them."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Literal, get_args

from mkdeck.importers.drafting.numbers import read_number

Sign = Literal["\u2265", ">", "\u2264", "<"]
Bound = tuple[Sign, str]
"""One end of a range: how numbers lie to it, and the number."""

LOW: frozenset[Sign] = frozenset({"\u2265", ">"})
_OPEN = frozenset({">", "<"})
_TURNED: dict[Sign, Sign] = dict(zip(get_args(Sign), ("\u2264", "<", "\u2265", ">"), strict=True))
_DENIED: dict[Sign, Sign] = dict(zip(get_args(Sign), ("<", "\u2264", ">", "\u2265"), strict=True))
SIGNS: dict[str, Sign] = dict(zip(("gte", "gt", "lte", "lt"), get_args(Sign), strict=True))
"""By the names of comparisons: those of QTI 2, and those of QTI 1 without `var`."""


def turn(sign: Sign) -> Sign:
    """Return how a number lies to another that lies to it in this way."""
    return _TURNED[sign]


def deny(sign: Sign) -> Sign:
    """Return how numbers lie that do not lie in this way."""
    return _DENIED[sign]


def write_accepted(values: Sequence[str], bounds: Sequence[Bound], excluded: Sequence[str] = ()) -> list[str]:
    """Write the numbers and ranges that are accepted, each for itself; a number in the middle of a sole range with it.

    What has one end, or an end that is not part of it, is written with signs, and so are numbers that are excluded.
    """
    numbers = list({_fold(value): value for value in reversed(values)}.values())[::-1]
    lows = [each for each in dict.fromkeys(bounds) if each[0] in LOW]
    highs = [each for each in dict.fromkeys(bounds) if each[0] not in LOW]
    if max(len(numbers), len(lows), len(highs)) > 1:
        texts = [*numbers, *(_write("", low, high) for low, high in zip_longest(lows, highs))]
    else:
        texts = [_write("".join(numbers), next(iter(lows), None), next(iter(highs), None))]
    besides = "".join(f" (\u2260 {each})" for each in dict.fromkeys(excluded))
    return [f"{text}{besides}" for text in texts if text]


def _fold(value: str) -> float | str:
    """Return what counts of a number."""
    number = read_number(value)
    return value if number is None else number


def _write(value: str, low: Bound | None, high: Bound | None) -> str:
    ends = [each for each in (low, high) if each]
    if low and high and not _is_turned(low[1], high[1]) and (value or not {low[0], high[0]} & _OPEN):
        return write_range(value, low[1], high[1])
    shown = ", ".join(f"{sign} {number}" for sign, number in ends)
    return f"{value} ({shown})" if value and shown else value or shown


def _is_turned(low: str, high: str) -> bool:
    """Whether numbers are right that lie outside of a range, or none at all."""
    least, most = read_number(low), read_number(high)
    return least is not None and most is not None and least > most


def write_range(value: str, low: str, high: str) -> str:
    """Write a number with the range in which answers are accepted: `5`, `5 ± 0.1`, `5 (4 \u2013 7)` or `4 \u2013 7`."""
    if not low or not high or low == high:
        return value or low or high
    span = f"{low} \u2013 {high}"
    if not value:
        return span
    try:
        return _write_tolerance(value, low, high) or f"{value} ({span})"
    except ArithmeticError:
        return f"{value} ({span})"


def _write_tolerance(value: str, low: str, high: str) -> str:
    """Write a number that stands in the middle of its range; empty where it does not."""
    middle, below, above = Decimal(value), Decimal(low), Decimal(high)
    if below == above == middle:
        return value
    tolerance = (above - middle).normalize()
    is_middle = middle - below == tolerance and abs(tolerance.adjusted()) < 30
    return f"{value} ± {tolerance:f}" if is_middle else ""
