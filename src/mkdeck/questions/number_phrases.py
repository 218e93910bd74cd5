"""Numbers among other words, as people write them: with a unit, a tolerance or a bound, or two as a range."""

import re
from typing import NamedTuple

from mkdeck.questions.numbers import read_number
from mkdeck.text.vocabulary import WORDS

SHARE = re.compile(r"(?P<number>[^%‰]*)(?P<sign>[%‰])")
_DIGITS = r"[+\u2212-]?[0-9][0-9.,]*(?:[eE][+-]?[0-9]{1,3})?"
_NO_UNIT = "|".join(each for each in WORDS.list_entries("no_unit", "either", "last_thing", "range_to") if len(each) > 1)
_UNIT = rf"(?!π|%%|(?:{_NO_UNIT})\b)(?:[^\W\d_]|[°%‰€$£¥'\"\u2032\u2033])[^\u00b1]*"
_PERCENT = re.compile(rf"(?P<number>.*\d)\s*{WORDS.make_pattern('percent')}\.?", re.IGNORECASE)
_WITH_UNIT = re.compile(rf"(?P<number>.*[0-9])\s*(?P<unit>{_UNIT})")
_UNIT_FIRST = re.compile(r"(?P<unit>[€$£¥]|[A-Z]{3})\s*(?P<number>[0-9].*)")
_PLUS_MINUS = re.compile(r"±|\+\s*(?:/\s*)?[-\u2212]|\bplus\s*(?:/|or)\s*minus\b")
_ABOUT = re.compile(
    rf"(?:[~≈≃\u223c]|\\approx|\\sim|{WORDS.make_pattern('about')}\b\.?)\s*(?P<rest>\S.*)", re.IGNORECASE
)
_BOUND = re.compile(
    rf"(?:(?P<low>[>≥]=?|=>|\\geq?\b|{WORDS.make_pattern('at_least', 'over')}\b\.?)"
    rf"|(?P<high>[<≤]=?|=<|\\leq?\b|{WORDS.make_pattern('up_to', 'under')}\b\.?))\s*(?P<rest>\S.*)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"(?P<word>{WORDS.make_pattern('range_from')}\b)?\s*(?P<least>{_DIGITS})\s*(?P<first>{_UNIT})?\s*"
    rf"(?P<mark>[-\u2013\u2014~\u223c]|\.\.+|…|{WORDS.make_pattern('range_to')}\b)"
    rf"\s*(?P<most>{_DIGITS})\s*(?P<unit>{_UNIT})?",
    re.IGNORECASE,
)
_JOINING = frozenset(WORDS.list_entries("last_thing"))
"""Words that part the ends of a range behind a word such as "between" alone; so do those of a single letter."""
_BRACKETS = re.compile(r"[\[\](]\s*(?P<least>[^,;\s]+)\s*[,;]\s*(?P<most>[^,;\s]+)\s*[\])\[]")


class Measure(NamedTuple):
    """A number as it is written, and the unit behind it."""

    number: str
    unit: str


class Spread(NamedTuple):
    """A number as it is written, how far off is still right, and the unit behind them."""

    number: str
    tolerance: str
    unit: str


class Span(NamedTuple):
    """The ends of a range as they are written, and the unit behind them."""

    least: str
    most: str
    unit: str


class Bound(NamedTuple):
    """One end of a range as it is written, the unit behind it, and whether it is the least."""

    number: str
    unit: str
    is_least: bool


def part_unit(text: str) -> Measure:
    """Split a number from what stands behind it, or before it as `$` does."""
    if share := SHARE.fullmatch(text):
        return Measure(share["number"].strip(), share["sign"])
    apart = _WITH_UNIT.fullmatch(text) or _UNIT_FIRST.fullmatch(text)
    if read_number(text) is None and apart and read_number(apart["number"]) is not None:
        return Measure(apart["number"], apart["unit"].strip())
    return Measure(text, "")


def part_tolerance(text: str) -> Spread | None:
    """Split a number, its tolerance and its unit, as in `71 ± 5 %`; None where these are not what stands there."""
    parts = [part.strip() for part in _PLUS_MINUS.split(text)]
    if len(parts) != 2:
        return None
    (number, unit), (room, behind) = map(part_unit, parts)
    if read_number(number) is None or read_number(room) is None or (unit and behind not in (unit, "")):
        return None
    if SHARE.fullmatch(f"{room} {behind}") and not unit:
        room, behind = f"{room} {behind}", ""
    return Spread(number, room, unit or behind)


def read_range(text: str) -> Span | None:
    """Read a range in words or with a dash, such as `5 to 7 m`; None where it is none."""
    match = _RANGE.fullmatch(text)
    if not match or (_joins(match["mark"].lower()) and not match["word"]):
        return None
    units = {unit.strip() for unit in match.group("first", "unit") if unit}
    if len(units) > 1 or not _ascend(match["least"], match["most"]):
        return None
    return Span(match["least"], match["most"], "".join(units))


def _joins(mark: str) -> bool:
    """Whether what stands between two numbers joins any two things."""
    return mark in _JOINING or (len(mark) == 1 and mark.isalpha())


def read_brackets(text: str) -> tuple[str, str] | None:
    """Read the ends of a range in brackets, or without them, such as `(5, 7)`; None where it is none."""
    match = _BRACKETS.fullmatch(text) or _BRACKETS.fullmatch(f"[{text}]")
    return (match["least"], match["most"]) if match else None


def read_bound(text: str) -> Bound | None:
    """Read one end of a range, such as `at least 5 m`; None where nothing says that it is one."""
    match = _BOUND.fullmatch(text)
    return Bound(*part_unit(match["rest"]), is_least=bool(match["low"])) if match else None


def read_about(text: str) -> Measure | None:
    """Read a number that is about right, such as `circa 5 m`; None where nothing says so."""
    match = _ABOUT.fullmatch(text)
    return part_unit(match["rest"]) if match else None


def take_word(text: str) -> str:
    """Take off what says that a number is about right, or an end."""
    match = _ABOUT.fullmatch(text) or _BOUND.fullmatch(text)
    return match["rest"] if match else _PLUS_MINUS.sub("", text).strip()


def write_percent(text: str) -> str:
    """Write a share with its sign: `5 percent` as `5 %`."""
    share = _PERCENT.fullmatch(text)
    return f"{share['number']} %" if share else text


def _ascend(least: str, most: str) -> bool:
    """Whether two texts are numbers, the first of them not the larger one."""
    low, high = read_number(least), read_number(most)
    return low is not None and high is not None and low <= high
