"""Numbers as people write them, read in the way in which cards read them (notetypes/templates/tasks/entry.js)."""

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

_POWERS = {"⁺": "+", "⁻": "-"} | {power: str(i) for i, power in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_SLASHES = re.compile(r"[\u2044\u2215]")
_BETWEEN_DIGITS = re.compile(r"[\s'\u2019_]")
_SHARES = {"%": -2, "‰": -3}
_DIGITS = r"[+-]?[0-9.,]+"
_TIMES = "[·⋅∙\u00d7*x]"
_POWER = re.compile(
    rf"(?:(?P<factor>{_DIGITS}){_TIMES})?(?P<sign>[+-]?)10\^(?P<power>[+-]?[0-9]{{1,3}})", re.IGNORECASE
)
_PLAIN = re.compile(rf"(?P<digits>{_DIGITS})(?:e(?P<power>[+-]?[0-9]{{1,3}}))?", re.IGNORECASE)
_FRACTION = re.compile(rf"(?P<above>{_DIGITS})/(?P<below>[0-9.,]+)")
_ONE_MARK = re.compile(r"[0-9]+[.,]?[0-9]*|[.,][0-9]+")
_FIRST_GROUP = re.compile(r"[1-9][0-9]{0,2}")
_GROUP = re.compile(r"[0-9]{3}")
_MAX_DIGITS = 300
"""Cards know no number of more."""


def read_numbers(typed: str, unit: str = "") -> list[Fraction]:
    """Return all that a typed number may mean: 3,14 and 3.14; 1 234,5; 1e-3; 1.5·10^3; 1/3; 50 %; none if it is none.

    `1,234` may be either. A unit at the end may be typed as well.
    """
    text = typed.strip()
    if unit and text.endswith(unit):
        text = text.removesuffix(unit)
    text = re.sub(f"[{''.join(_POWERS)}]+", lambda found: "^" + "".join(map(_POWERS.__getitem__, found.group())), text)
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    text = _BETWEEN_DIGITS.sub("", _SLASHES.sub("/", text))
    share = _SHARES.get(text[-1:], 0)
    text = text[:-1] if share else text
    if (match := _POWER.fullmatch(text)) and not (match["factor"] and match["sign"]):
        factors = _read_decimals(match["factor"] or f"{match['sign']}1")
        return [each * Fraction(10) ** (int(match["power"]) + share) for each in factors]
    if match := _PLAIN.fullmatch(text):
        return [each * Fraction(10) ** (int(match["power"] or 0) + share) for each in _read_decimals(match["digits"])]
    if match := _FRACTION.fullmatch(text):
        below = [each for each in _read_decimals(match["below"]) if each]
        return [one / other * Fraction(10) ** share for one in _read_decimals(match["above"]) for other in below]
    return []


def read_number(text: str) -> Fraction | None:
    """Return the number that a source states: with a point as YAML has it, or what can mean only one; else none."""
    try:
        decimal = Decimal(text.strip())
    except ArithmeticError:
        found = set(read_numbers(text))
        number = found.pop() if len(found) == 1 else None
    else:
        number = Fraction(decimal) if decimal.is_finite() and abs(decimal.adjusted()) < _MAX_DIGITS else None
    return number if number is not None and abs(number) < 10**_MAX_DIGITS else None


def show_number(number: Fraction) -> str:
    """Return a number as JavaScript reads it."""
    return str(number.numerator) if number.denominator == 1 else repr(float(number))


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
