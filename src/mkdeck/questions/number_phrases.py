"""Numbers among other words, as people write them: with a unit, a tolerance or a bound, or two as a range."""

import re
from typing import NamedTuple

from mkdeck.questions.numbers import read_number

SHARE = re.compile(r"(?P<number>[^%‰]*)(?P<sign>[%‰])")
_DIGITS = r"[+\u2212-]?[0-9][0-9.,]*(?:[eE][+-]?[0-9]{1,3})?"
_UNIT = r"(?!π|%%|(?:or|oder|and|und|of|von|to|bis|plus|minus|out)\b)(?:[^\W\d_]|[°%‰€$£¥'\"\u2032\u2033])[^\u00b1]*"
_PERCENT = re.compile(
    r"(?P<number>.*\d)\s*(?:percent|per cent|pct\.?|prozent|pourcent|pour cent|procent)", re.IGNORECASE
)
_WITH_UNIT = re.compile(rf"(?P<number>.*[0-9])\s*(?P<unit>{_UNIT})")
_UNIT_FIRST = re.compile(r"(?P<unit>[€$£¥]|[A-Z]{3})\s*(?P<number>[0-9].*)")
_PLUS_MINUS = re.compile(r"±|\+\s*(?:/\s*)?[-\u2212]|\bplus\s*(?:/|or)\s*minus\b")
_ABOUT = re.compile(
    r"(?:[~≈≃\u223c]|\\approx|\\sim|(?:circa|ca|approximately|approx|about|around|roughly|nearly|almost|some|etwa|ungefähr|rund"
    r"|environ|env|aproximadamente|ongeveer|około)\b\.?)\s*(?P<rest>\S.*)",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"(?:(?P<low>[>≥]=?|=>|\\geq?\b|at least|min(?:imum)?\b\.?|(?:more|greater|larger) than|over|above|mindestens"
    r"|mehr als)|(?P<high>[<≤]=?|=<|\\leq?\b|at most|max(?:imum)?\b\.?|up to|(?:less|fewer|smaller) than|under|below"
    r"|höchstens|weniger als))\s*(?P<rest>\S.*)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"(?P<word>between|from|zwischen|von|entre|de|tra|da)?\s*(?P<least>{_DIGITS})\s*(?P<first>{_UNIT})?\s*"
    r"(?P<mark>[-\u2013\u2014~\u223c]|\.\.+|…|to\b|bis\b|through\b|(?:and|und|et|e|a|à)\b)"
    rf"\s*(?P<most>{_DIGITS})\s*(?P<unit>{_UNIT})?",
    re.IGNORECASE,
)
_NEEDS_WORD = frozenset("and und et e a à".split())
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
    """Part a number from what stands behind it, or before it as `$` does."""
    if share := SHARE.fullmatch(text):
        return Measure(share["number"].strip(), share["sign"])
    apart = _WITH_UNIT.fullmatch(text) or _UNIT_FIRST.fullmatch(text)
    if read_number(text) is None and apart and read_number(apart["number"]) is not None:
        return Measure(apart["number"], apart["unit"].strip())
    return Measure(text, "")


def part_tolerance(text: str) -> Spread | None:
    """Part a number, its tolerance and its unit, as in `71 ± 5 %`; None where these are not what stands there."""
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
    if not match or (match["mark"].lower() in _NEEDS_WORD and not match["word"]):
        return None
    units = {unit.strip() for unit in match.group("first", "unit") if unit}
    if len(units) > 1 or not _ascend(match["least"], match["most"]):
        return None
    return Span(match["least"], match["most"], "".join(units))


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
