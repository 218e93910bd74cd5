"""What to write instead of a number, a tolerance or a range that is none, such as `~71`, `$3$`, `5 to 7` or `> 3`."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from mkdeck.questions.number_forms import write_plainly
from mkdeck.questions.numbers import is_comparable, read_number, read_numbers, show_number

_LONGEST = 100
"""Characters of what is looked at; a longer text is no number in other words."""
_LONGEST_ECHO = 40
NO_NUMBER = "is no number; write one such as 9.81, -2, 1.5e-3 or 1/3"
_NO_TOLERANCE = "is no tolerance; write a number that is not negative, or a share such as 2 %"

_DIGITS = r"[+\u2212-]?[0-9][0-9.,]*(?:[eE][+-]?[0-9]{1,3})?"
_UNIT = r"(?!π|%%|(?:or|oder|and|und|of|von|to|bis|plus|minus|out)\b)(?:[^\W\d_]|[°%‰€$£¥'\"\u2032\u2033])[^\u00b1]*"
_SHARE = re.compile(r"(?P<number>[^%‰]*)(?P<sign>[%‰])")
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
_SEVERAL = re.compile(r"(?P<one>.*?)\s*(?:;|,\s|/\s|\||\bor\b|\boder\b|\band\b|\bund\b)\s*(?P<other>.*)")
_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?")
_SUM = re.compile(
    r"π|∞|√|^e$|\b(?:pi|sqrt|log|ln|exp|sin|cos|tan)\b|^[^A-Za-z]*[0-9)]\s*(?:!|\^|[*/+·\u00d7\u2212-]\s*[0-9(])[^A-Za-z]*$"
)
_DATE = re.compile(r"[0-9]+([-/.])[0-9]+\1[0-9]+")
_PLACES = re.compile(
    r"(?P<number>[0-9])\s*(?:decimals?|decimal places?|places|nachkommastellen|dezimalstellen)", re.IGNORECASE
)
_OF_DIGITS = re.compile(r"digit|figure|sig|stelle|ziffer", re.IGNORECASE)
_OPEN = frozenset("inf .inf -inf -.inf +inf infinity -infinity ∞ -∞ +∞ −∞ null none ~ -".split())  # noqa: RUF001 - as typed
_LOW_KEYS = frozenset("min minimum least from low lower start von".split())
_HIGH_KEYS = frozenset("max maximum most to high upper end bis".split())


class Measure(NamedTuple):
    """A number as it is written, and the unit behind it."""

    number: str
    unit: str


def explain_number(text: str, *, alone: bool = True) -> str:
    """Return what is wrong with a text that is no number, and what to write instead; `alone` is no end of a range."""
    if len(text) > _LONGEST:
        return f"'{_echo(text)}' {NO_NUMBER}"
    plain = write_plainly(text)
    whole = (
        (_tell_range, _tell_tolerance, _tell_about, _tell_bound, _tell_several, _tell_time) if alone else (_tell_end,)
    )
    steps = (_tell_readings, _tell_plain(text), *whole, _tell_unit)
    found = (said for meant in dict.fromkeys((text, plain)) for tell in steps if (said := tell(meant)))
    return f"'{_echo(text)}' {next(found, None) or _tell_sum(plain) or NO_NUMBER}"


def explain_tolerance(text: str) -> str:
    """Return what is wrong with a text that is no tolerance, and what to write instead."""
    wrong = f"'{_echo(text)}' {_NO_TOLERANCE}"
    if len(text) > _LONGEST:
        return wrong
    if len(meant := _list_readings(text)) > 1:
        return f"'{text}' may be read as {' or '.join(meant)}; write one of these"
    if said := _tell_range(text, "`answer` and `tolerance`"):
        return f"'{text}' {said}"
    if places := _PLACES.fullmatch(text):
        return f"{wrong}; for {text}, write {10 ** -int(places['number']) / 2:.{int(places['number']) + 1}f}"
    plain = write_plainly(text).lstrip("+-±\u2212").strip()
    bare = _take_word(plain)
    if share := _PERCENT.fullmatch(bare):
        bare = f"{share['number']} %"
    number, unit = part_unit(bare)
    if read_number(number) is None or _OF_DIGITS.match(unit):
        return wrong if any(map(str.isdigit, text)) else f"{wrong}, or remove the key"
    if unit in ("%", "‰"):
        number, unit = f"{number} {unit}", ""
    more = f", and '{unit}' below `unit`" if unit else ""
    return f"'{text}' is no tolerance; write {number}{more}"


def explain_range(value: object) -> str:
    """Return what is wrong with what stands in place of two numbers, and what to write instead."""
    wrong = "`range` is two numbers, [least, most]"
    if isinstance(value, str):
        return _explain_range_text(" ".join(value.split()), wrong)
    if isinstance(value, dict):
        ends = find_ends(value) if len(value) == 2 else None
        return f"`range` is a list of two numbers; write `range: [{ends[0]}, {ends[1]}]`" if ends else wrong
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        return wrong
    if len(value) == 4 and all(each.strip().lstrip("-").isdigit() for each in value):
        return f"{wrong}, and a comma stands between them alone; write numbers such as 1.5 or 1500 in it"
    if len(value) == 1:
        return _explain_range_text(" ".join(value[0].split()), wrong)
    return wrong


def is_open(text: str) -> bool:
    """Whether a text says that a range has no end."""
    return text.strip().lower() in _OPEN


def part_unit(text: str) -> Measure:
    """Part a number from what stands behind it, or before it as `$` does."""
    if share := _SHARE.fullmatch(text):
        return Measure(share["number"].strip(), share["sign"])
    apart = _WITH_UNIT.fullmatch(text) or _UNIT_FIRST.fullmatch(text)
    if read_number(text) is None and apart and read_number(apart["number"]) is not None:
        return Measure(apart["number"], apart["unit"].strip())
    return Measure(text, "")


def _explain_range_text(text: str, wrong: str) -> str:
    text = text[:_LONGEST]
    if ends := _BRACKETS.fullmatch(text) or _BRACKETS.fullmatch(f"[{text}]"):
        return f"{wrong}; write `range: [{ends['least']}, {ends['most']}]`"
    if read := _read_range(text):
        return f"{wrong}; write {_write_range(*read)}"
    if match := _BOUND.fullmatch(text):
        return f"{wrong}; '{text}' is one of its ends; write {_write_end(match).rstrip(',')}"
    if parts := _part_tolerance(text):
        keys = zip(("answer", "tolerance", "unit"), parts, strict=True)
        return f"{wrong}; in its place write {', '.join(f'`{key}: {each}`' for key, each in keys if each)}"
    if read_number(text) is not None:
        return f"{wrong}; one number stands below `answer`, with a `tolerance` if others near it are right, too"
    return wrong


def is_end(key: str) -> bool:
    """Whether a key is what others call an end of a range."""
    return key.lower() in _LOW_KEYS | _HIGH_KEYS


def find_ends(value: Mapping[str, object]) -> tuple[str, str] | None:
    """Return the ends of a range that two keys of a mapping name, such as `min` and `max`."""
    low, high = ([each for key, each in value.items() if key.lower() in keys] for keys in (_LOW_KEYS, _HIGH_KEYS))
    found = [each for each in (*low[:1], *high[:1]) if isinstance(each, str)]
    return (found[0], found[1]) if len(low) == len(high) == 1 and len(found) == 2 else None


def _tell_readings(text: str) -> str | None:
    if len(meant := _list_readings(text)) > 1:
        return f"may be read as {' or '.join(meant)}; write one of these"
    return "is beyond what a card can compare" if read_number(text) is None and read_numbers(text) else None


def _list_readings(text: str) -> list[str]:
    return sorted({show_number(each) for each in read_numbers(text) if is_comparable(each)})


def _tell_plain(written: str) -> Callable[[str], str | None]:
    """Return a function that says how a formula, or a program's way to write, is typed."""

    def tell(text: str) -> str | None:
        is_typed = text != written and read_number(text) is not None
        return f"is no number as it is typed; write {text}" if is_typed else None

    return tell


def _tell_range(text: str, instead: str = "`answer`") -> str | None:
    read = _read_range(text)
    if not read:
        return None
    unit = f", and '{read[2]}' below `unit`" if read[2] else ""
    return f"is a range; write `range: [{read[0]}, {read[1]}]` instead of {instead}{unit}"


def _read_range(text: str) -> tuple[str, str, str] | None:
    """Return least, most and unit of a range in words or with a dash."""
    match = _RANGE.fullmatch(text)
    if not match or (match["mark"].lower() in _NEEDS_WORD and not match["word"]):
        return None
    least, most = read_number(match["least"]), read_number(match["most"])
    first, unit = (match["first"] or "").strip(), (match["unit"] or "").strip()
    if least is None or most is None or least > most or (first and unit and first != unit):
        return None
    return match["least"], match["most"], unit or first


def _write_range(least: str, most: str, unit: str) -> str:
    return f"`range: [{least}, {most}]`" + (f", and '{unit}' below `unit`" if unit else "")


def _tell_tolerance(text: str) -> str | None:
    parts = _part_tolerance(text)
    if not parts:
        return None
    number, room, unit = parts
    places = [f"'{room}' below `tolerance`", *([f"'{unit}' below `unit`"] if unit else [])]
    return f"holds more than a number; write {number} here" + ", and ".join(["", *places])


def _part_tolerance(text: str) -> tuple[str, str, str] | None:
    """Part a number, its tolerance and its unit, as in `71 ± 5 %`."""
    parts = [part.strip() for part in _PLUS_MINUS.split(text)]
    if len(parts) != 2:
        return None
    (number, unit), (room, behind) = map(part_unit, parts)
    if read_number(number) is None or read_number(room) is None or (unit and behind not in (unit, "")):
        return None
    if _SHARE.fullmatch(f"{room} {behind}") and not unit:
        room, behind = f"{room} {behind}", ""
    return number, room, unit or behind


def _tell_about(text: str) -> str | None:
    match = _ABOUT.fullmatch(text)
    number, unit = part_unit(match["rest"]) if match else ("", "")
    if read_number(number) is None:
        return None
    more = f", '{unit}' below `unit`" if unit else ""
    return f"says about how much; write {number} here{more}, and how far off is still right below `tolerance`"


def _tell_bound(text: str) -> str | None:
    match = _BOUND.fullmatch(text)
    if not match or read_number(part_unit(match["rest"]).number) is None:
        return None
    return f"is one end of a range; write {_write_end(match)} in place of `answer`"


def _write_end(match: re.Match[str]) -> str:
    number, unit = part_unit(match["rest"])
    ends, other = (f"{number}, ...", "largest") if match["low"] else (f"..., {number}", "smallest")
    more = f" and '{unit}' below `unit`," if unit else ""
    return f"`range: [{ends}]`, with the {other} number that is right,{more}"


def _tell_several(text: str) -> str | None:
    match = _SEVERAL.fullmatch(text)
    if not match or None in (read_number(match["one"]), read_number(match["other"])):
        return None
    return "is more than one number; write one, or make this a short-answer with the others below `accept`"


def _tell_time(text: str) -> str | None:
    if not _TIME.fullmatch(text):
        return None
    return "is a time or a ratio; write one number, such as 90 with `unit: min`, or make this a short-answer"


def _tell_end(text: str) -> str | None:
    """Say what an end of a range is without the words around it."""
    if is_open(text):
        return "is no end of a range; write the smallest or the largest number that could be right"
    bare = _take_word(text)
    return f"is more than an end of a range; write {bare}" if bare != text and read_number(bare) is not None else None


def _tell_unit(text: str) -> str | None:
    if share := _PERCENT.fullmatch(text):
        text = f"{share['number']} %"
    number, unit = part_unit(text)
    if not unit or read_number(number) is None:
        return None
    return f"holds more than a number; write {number} here, and '{unit}' below `unit`"


def _tell_sum(text: str) -> str | None:
    if not _SUM.search(text) or _DATE.fullmatch(text):
        return None
    return "is to be worked out; write the result in digits, and below `tolerance` how far off is still right"


def _take_word(text: str) -> str:
    """Take off what says that a number is about right, or an end."""
    match = _ABOUT.fullmatch(text) or _BOUND.fullmatch(text)
    return match["rest"] if match else _PLUS_MINUS.sub("", text).strip()


def _echo(text: str) -> str:
    return text if len(text) <= _LONGEST_ECHO else f"{text[:_LONGEST_ECHO]}…"
