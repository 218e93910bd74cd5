"""Numbers as people write them, read in the way in which cards read them (notetypes/templates/tasks/entry.js)."""

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from mkdeck.questions.units import take_unit

_POWERS = {"⁺": "+", "⁻": "-"} | {power: str(i) for i, power in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
_DIGITS_OF_SCRIPTS = {first + i: str(i) for first in (0x660, 0x6F0, 0x966) for i in range(10)} | {0x66B: "."}
"""Arabic, Persian and Devanagari digits, and the Arabic mark of decimals."""
_VULGAR = re.compile(r"(?=[\u00bc-\u00be\u2150-\u215e])")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_SLASHES = re.compile(r"[\u2044\u2215]")
_TIMES = "[·⋅∙\u00d7*x]"
_AROUND = re.compile(rf"\s*({_TIMES}|[/^%‰]|\be(?=\s*[+-]?[0-9]))\s*", re.IGNORECASE)
_AFTER_SIGN = re.compile(r"^([+-])\s+")
_BEFORE_GROUP = re.compile(r"([0-9])[\s'\u2019_\u066c](?=[0-9]{3}(?![0-9]))")
_SHARES = {"%": -2, "‰": -3}
_DIGITS = r"[+-]?[0-9.,]+"
_POWER = re.compile(
    rf"(?:(?P<factor>{_DIGITS}){_TIMES})?(?P<sign>[+-]?)10\^(?P<power>[+-]?[0-9]{{1,3}})", re.IGNORECASE
)
_PLAIN = re.compile(rf"(?P<digits>{_DIGITS})(?:e(?P<power>[+-]?[0-9]{{1,3}}))?", re.IGNORECASE)
_FRACTION = re.compile(rf"(?:(?P<whole>[+-]?[0-9]+)\s)?(?P<above>{_DIGITS})/(?P<below>[0-9.,]+)")
_ONE_MARK = re.compile(r"[0-9]+[.,]?[0-9]*|[.,][0-9]+")
_FIRST_GROUP = re.compile(r"[1-9][0-9]{0,2}")
_GROUP = re.compile(r"[0-9]{3}")
_YAML = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_MAX_CHARACTERS = 100
_MOST = 10**300
"""JavaScript knows hardly a number beyond, nor one below its inverse."""


def read_numbers(typed: str, unit: str = "") -> list[Fraction]:
    """Return all that a typed number may mean; none if it is none.

    3,14 and 3.14; 1 234,5; 1e-3; 1.5·10^3; 1/3; 1 1/2; 50 %. `1,234` may be either. A unit, as `write_unit` returns it,
    may stand before or behind.
    """
    if len(typed) > _MAX_CHARACTERS:
        return []
    text = _write_plainly(take_unit(typed.strip(), unit))
    share = _SHARES.get(text[-1:], 0)
    text = text[:-1] if share else text
    return [each * Fraction(10) ** share for each in _read_plainly(text)]


def _read_plainly(text: str) -> list[Fraction]:
    """Return all that a number may mean that is written plainly, and without a sign for percent."""
    if (match := _POWER.fullmatch(text)) and not (match["factor"] and match["sign"]):
        return _scale(match["factor"] or f"{match['sign']}1", match["power"])
    if match := _PLAIN.fullmatch(text):
        return _scale(match["digits"], match["power"] or "0")
    if match := _FRACTION.fullmatch(text):
        return _read_fractions(match)
    return []


def _scale(digits: str, power: str) -> list[Fraction]:
    """Return the ways to read digits, times a power of ten."""
    return [each * Fraction(10) ** int(power) for each in _read_decimals(digits)]


def _write_plainly(text: str) -> str:
    """Write a number in ASCII, without blanks but in a mixed fraction, and without marks between thousands."""
    text = re.sub(f"[{''.join(_POWERS)}]+", lambda found: "^" + "".join(map(_POWERS.__getitem__, found.group())), text)
    text = unicodedata.normalize("NFKC", _VULGAR.sub(" ", text).strip()).translate(_DIGITS_OF_SCRIPTS)
    text = _SLASHES.sub("/", _DASHES.sub("-", text))
    return _BEFORE_GROUP.sub(r"\1", _AFTER_SIGN.sub(r"\1", _AROUND.sub(r"\1", text)))


@lru_cache(maxsize=1000)
def read_number(text: str) -> Fraction | None:
    """Return the number that a source states: with a point as YAML has it, or what can mean only one; else none."""
    text = text.strip()
    if len(text) > _MAX_CHARACTERS:
        return None
    found = {Fraction(text)} if _YAML.fullmatch(text) else set(read_numbers(text))
    number = found.pop() if len(found) == 1 else None
    return number if number is not None and is_comparable(number) else None


def is_comparable(number: Fraction) -> bool:
    """Whether a card can compare a number with others."""
    above, below = abs(number.numerator), number.denominator
    return not above or (below < above * _MOST and above < below * _MOST)


def show_number(number: Fraction) -> str:
    """Return a number as JavaScript reads it."""
    return str(number.numerator) if number.denominator == 1 else repr(float(number))


def _read_fractions(match: re.Match[str]) -> list[Fraction]:
    whole = match["whole"]
    if whole and not (match["above"].isdecimal() and match["below"].isdecimal()):
        return []
    sign = -1 if whole and whole.startswith("-") else 1
    return [
        (int(whole) if whole else 0) + sign * above / below
        for above in _read_decimals(match["above"])
        for below in _read_decimals(match["below"])
        if below
    ]


def _read_decimals(text: str) -> list[Fraction]:
    """Return the ways to read digits with points and commas."""
    sign = -1 if text.startswith("-") else 1
    digits = text.lstrip("+-")
    whole = [digits.replace(",", ".")] if _ONE_MARK.fullmatch(digits) else []
    for mark, other in (",.", ".,"):
        before, _, after = digits.partition(other)
        if other in after or mark in after or mark not in before:
            continue
        first, *groups = before.split(mark)
        if _FIRST_GROUP.fullmatch(first) and all(map(_GROUP.fullmatch, groups)):
            whole.append(f"{before.replace(mark, '')}.{after or '0'}")
    return [sign * Fraction(Decimal(each)) for each in whole]
