"""Numbers and ranges of them, as choices say them."""

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from math import inf
from typing import NamedTuple

from mkdeck.checks.prose.plain import read_plain
from mkdeck.questions.numbers import read_number
from mkdeck.text.vocabulary import WORDS

_DIGITS = r"[-+\u2212]?\d[\d.,\u00a0\u202f' ]*(?:\d)?|[-+\u2212]?\d"
_QUANTITY = re.compile(rf"(?P<before>[^\d\s+\-\u2212]*?)\s*(?P<number>{_DIGITS})\s*(?P<after>[^\d]*)")
_HALVES = {"under": "<", "up_to": "≤|<=", "over": ">", "at_least": "≥|>="}
"""Words before the one end of a range, and signs for them."""
_BEHIND = {"or_less": ("up_to", "(?!)"), "or_more": ("at_least", r"\s?\+")}
"""Words behind that end and its unit, which words before it say the same, and signs behind its number."""
_PLURAL = re.compile(r"(?<=..\w)(?:e?s|e?n|e)$")
_DIGIT = re.compile(r"\d")
_DASH = r"[-\u2010-\u2015]|\.\.\.?|…"


class Span(NamedTuple):
    """A range of numbers: its ends, and whether each belongs to it."""

    low: Fraction | float
    high: Fraction | float
    with_low: bool
    with_high: bool


def read_quantities(texts: Sequence[str]) -> list[Fraction]:
    """Return the numbers of texts that are a number of one unit each; nothing where any is something else."""
    found = [_QUANTITY.fullmatch(read_plain(text)) for text in texts]
    if len({(match["before"], match["after"].strip()) if match else None for match in found}) != 1 or not found[0]:
        return []
    numbers = [read_number(match["number"].strip()) for match in found if match]
    return [number for number in numbers if number is not None] if None not in numbers else []


def read_spans(texts: Sequence[str], language: str) -> list[Span]:
    """Return the ranges of plain texts that are a range each, such as `10-20 %` or `over 30`, in one unit.

    There are none where any text is something else.
    """
    spans: list[Span] = []
    units: set[str] = set()
    for text in texts:
        bare = text.strip(" .")
        if bare.isdigit() or not _DIGIT.search(bare):
            return []  # most texts, told quickly
        found = _read_span(bare, language)
        if found is None:
            return []
        spans.append(found[0])
        units |= found[1]
    return spans if len(units) <= 1 else []


def _read_span(text: str, language: str) -> tuple[Span, frozenset[str]] | None:
    """Return the range that a text is, and its units."""
    both, halves = _make_patterns(language)
    if match := both.fullmatch(text):
        low, high = _read_end(match["low"]), _read_end(match["high"])
        if low is None or high is None or low >= high:
            return None
        return Span(low, high, True, True), _read_units(match["unit"], match["unit_of_low"])
    for key, pattern in halves:
        match = pattern.fullmatch(text)
        end = _read_end(match["end"]) if match else None
        if match and end is not None:
            return _make_half(key, end), _read_units(match["unit"])
    return None


def _make_half(key: str, end: Fraction) -> Span:
    """Return the range with one end that a meaning of the vocabulary stands for."""
    closed = key in ("up_to", "at_least")
    return Span(-inf, end, False, closed) if key in ("under", "up_to") else Span(end, inf, closed, False)


def _read_units(*units: str) -> frozenset[str]:
    """Return units as one of them is called: "days" and "Tage" without the endings of their plurals."""
    return frozenset(_PLURAL.sub("", unit.strip().casefold()) for unit in units) - {""}


@cache
def _make_patterns(language: str) -> tuple[re.Pattern[str], list[tuple[str, re.Pattern[str]]]]:
    """Return the pattern of a range with two ends, and those of ranges with one, each with what it means."""
    number = r"[$€£]?\s?(?P<{}>[-+\u2212]?(?:\d{{1,3}}(?:[,.'\u00a0\u202f ]\d{{3}})+|\d+(?:[.,]\d+)?))"
    unit = r"(?P<{}>\s*[%‰°$€£]?(?:\s*[^\W\d]{{1,12}})?(?:\s[^\W\d]{{1,12}}){{0,2}})"
    keys = ("range_from", "range_to", *_HALVES, *_BEHIND)
    words = {key: "|".join(map(re.escape, WORDS.find_words(key, language))) or "(?!)" for key in keys}
    both = (
        rf"(?:(?:{words['range_from']})\s+)?{number.format('low')}{unit.format('unit_of_low')}\s*"
        rf"(?:{_DASH}|(?:{words['range_to']})\b)\s*{number.format('high')}{unit.format('unit')}"
    )
    end, unit_of_end = number.format("end"), unit.format("unit")
    halves = [(key, rf"(?:{signs}|(?:{words[key]})\b)\s*{end}{unit_of_end}") for key, signs in _HALVES.items()]
    halves += [
        (meaning, rf"{end}(?P<sign>{signs})?{unit_of_end}(?(sign)|\s*(?:{words[key]}))")
        for key, (meaning, signs) in _BEHIND.items()
    ]
    return re.compile(both, re.IGNORECASE), [(key, re.compile(each, re.IGNORECASE)) for key, each in halves]


def _read_end(text: str) -> Fraction | None:
    return read_number(_GROUPS.sub("", text))


_GROUPS = re.compile(r"(?<=\d)[,.'\u00a0\u202f ](?=\d{3}(?!\d))")
