"""The values of cells as a spreadsheet program shows them.

Source: ECMA-376, 18.8.30 and 18.8.31, number formats. Where a format depends on the reader's country, as the order in
short dates does, the value is written in the way that everyone understands.
"""

import datetime as dt
import math
import re
from collections.abc import Iterable
from fractions import Fraction

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.')
_DATE_PART = re.compile(r'"[^"]*"|\\.|yyyy|yy|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|am/pm|.', re.IGNORECASE | re.DOTALL)
_DIGITS = re.compile(r"[#0?,]*[#0?](?:\.(?P<decimals>[#0?]*))?(?P<percent>\s*%)?")
_EXPONENT = re.compile(r"[#0?]+(?:\.(?P<decimals>[#0?]*))?E[+-]0+", re.IGNORECASE)
_FRACTION = re.compile(r"\?+\s*/\s*(?P<bottom>\?+|\d+)")
_LOCAL_DATES = frozenset({"mm-dd-yy", "m/d/yy", "m/d/yyyy", "mm/dd/yyyy", "m/d/yy h:mm"})
MAX_DIGITS = 11
"""A cell of the format General shows no more."""
_MAX_FRACTION = 1e9
"""Beyond this a fraction is no way to write a number."""


def show(value: object, form: str) -> str:
    """Write a cell's value as its number format shows it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return _show_date(value, form)
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(value, int | float):
        return _show_number(value, form)
    return str(value)


def _show_number(value: float, form: str) -> str:
    if not math.isfinite(value):
        return str(value)
    section, shown = _pick_section(value, form)
    literal = _QUOTED.sub(lambda match: match[1] or match[2] or match[3] or "", section)
    if match := _EXPONENT.search(literal):
        return f"{value:.{_count_decimals(match)}E}"
    if (match := _FRACTION.search(literal)) and abs(value) < _MAX_FRACTION:
        return _show_fraction(value, match["bottom"])
    match = _DIGITS.search(literal)
    if not match or "general" in section.lower() or section == "@":
        return _show_plainly(value)
    before, after = literal[: match.start()], literal[match.end() :]
    return f"{before}{_show_digits(shown, match)}{match['percent'] or ''}{after}".strip()


def _pick_section(value: float, form: str) -> tuple[str, float]:
    """Return the part of a format that is for a value, and the value as it shows it: its own part writes the sign."""
    sections = form.split(";")
    if value < 0 and len(sections) > 1 and sections[1]:
        return sections[1], -value
    return sections[0], value


def _show_digits(value: float, match: re.Match[str]) -> str:
    """Write a number with the decimals of a format; those that it writes as `#` only where they are not 0."""
    number = value * 100 if match["percent"] else value
    text = f"{number:.{_count_decimals(match)}f}"
    return text.rstrip("0").rstrip(".") if "#" in (match["decimals"] or "") else text


def _count_decimals(match: re.Match[str]) -> int:
    return len(match["decimals"] or "")


def _show_plainly(value: float) -> str:
    if isinstance(value, int) or (value.is_integer() and abs(value) < 10**MAX_DIGITS):
        return str(int(value))
    return f"{value:.10g}"


def _show_fraction(value: float, bottom: str) -> str:
    fraction = (
        Fraction(round(value * int(bottom)), int(bottom))
        if bottom.isdigit() and int(bottom)
        else Fraction(value).limit_denominator(10 ** len(bottom) - 1)
    )
    sign = "-" if fraction < 0 else ""
    whole, rest = divmod(abs(fraction), 1)
    part = f"{rest.numerator}/{rest.denominator}" if rest else ""
    return sign + (" ".join(filter(None, (str(whole) if whole else "", part))) or "0")


def _find_unit(tokens: Iterable[str]) -> str:
    """Return the first part of a form that shows a unit of time."""
    return next((each.lower() for each in tokens if each[0].lower() in "ymdhs"), "")


def _show_date(value: dt.datetime | dt.date | dt.time, form: str) -> str:
    if isinstance(value, dt.time):
        value = dt.datetime.combine(dt.date(1900, 1, 1), value)
    section = re.sub(r"\[[^\[\]]*\]", "", form.partition(";")[0])
    if section.lower() in _LOCAL_DATES or section.lower() in ("general", "@"):
        return _show_plain_date(value)
    parts: list[str] = []
    before = ""
    tokens = _DATE_PART.findall(section)
    halves = any(each.lower() == "am/pm" for each in tokens)
    for i, token in enumerate(tokens):
        low = token.lower()
        after = _find_unit(tokens[i + 1 :])
        minutes = low in ("m", "mm") and (before.startswith("h") or after.startswith("s"))
        parts.append(_date_part(value, low, token, minutes=minutes, halves=halves))
        if low[0] in "ymdhs" and low != "am/pm":
            before = low
    return "".join(parts).strip()


def _date_part(value: dt.datetime | dt.date, low: str, token: str, *, minutes: bool, halves: bool) -> str:
    codes = {
        "yyyy": f"{value.year:04}",
        "yy": f"{value.year % 100:02}",
        "mmmm": value.strftime("%B"),
        "mmm": value.strftime("%b"),
        "mm": f"{value.month:02}",
        "m": str(value.month),
        "dddd": value.strftime("%A"),
        "ddd": value.strftime("%a"),
        "dd": f"{value.day:02}",
        "d": str(value.day),
    }
    if isinstance(value, dt.datetime):
        hour = (value.hour % 12 or 12) if halves else value.hour
        codes |= {"hh": f"{hour:02}", "h": str(hour), "ss": f"{value.second:02}", "s": str(value.second)}
        codes["am/pm"] = "AM" if value.hour < 12 else "PM"
        if minutes:
            codes |= {"mm": f"{value.minute:02}", "m": str(value.minute)}
    return codes.get(low, token.strip('"').removeprefix("\\"))


def _show_plain_date(value: dt.datetime | dt.date) -> str:
    if not isinstance(value, dt.datetime) or value.time() == dt.time():
        return value.strftime("%Y-%m-%d")
    return value.strftime("%Y-%m-%d %H:%M:%S" if value.second else "%Y-%m-%d %H:%M")
