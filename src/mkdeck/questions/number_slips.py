"""What to write instead of a number, a tolerance or a range that is none, such as `~71`, `$3$`, `5 to 7` or `> 3`."""

import re
from collections.abc import Callable, Mapping

from mkdeck.questions.number_forms import write_plainly
from mkdeck.questions.number_phrases import (
    Bound,
    Measure,
    Span,
    part_tolerance,
    part_unit,
    read_about,
    read_bound,
    read_brackets,
    read_range,
    take_word,
    write_percent,
)
from mkdeck.questions.numbers import is_comparable, read_number, read_numbers, show_number
from mkdeck.text.vocabulary import WORDS

_MOST_CHARACTERS = 100
"""Characters of what is looked at; a longer text is no number in other words."""
_MOST_SHOWN_CHARACTERS = 40
NO_NUMBER = "is no number; write one such as 9.81, -2, 1.5e-3 or 1/3"
_NO_TOLERANCE = "is no tolerance; write a number that is not negative, or a share such as 2 %"
_NO_RANGE = "`range` is two numbers, [least, most]"

_SEVERAL = re.compile(
    rf"(?P<one>.*?)\s*(?:;|,\s|/\s|\||(?<!\w){WORDS.make_pattern('last_thing')}(?!\w))\s*(?P<other>.*)"
)
_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?")
_SUM = re.compile(
    r"π|∞|√|^e$|\b(?:pi|sqrt|log|ln|exp|sin|cos|tan)\b|^[^A-Za-z]*[0-9)]\s*(?:!|\^|[*/+·\u00d7\u2212-]\s*[0-9(])[^A-Za-z]*$"
)
_DATE = re.compile(r"[0-9]+([-/.])[0-9]+\1[0-9]+")
_PLACES = re.compile(rf"(?P<number>[0-9])\s*{WORDS.make_pattern('decimals')}", re.IGNORECASE)
_OF_DIGITS = re.compile(WORDS.make_pattern("digits"), re.IGNORECASE)
_OPEN = frozenset("inf .inf -inf -.inf +inf infinity -infinity ∞ -∞ +∞ −∞ null none ~ -".split())  # noqa: RUF001 - as typed
_LOW_KEYS = frozenset(("min", "minimum", "least", "low", "lower", "start", *WORDS.list_entries("range_from")))
_HIGH_KEYS = frozenset(("max", "maximum", "most", "high", "upper", "end", *WORDS.list_entries("range_to")))


def explain_number(text: str, *, alone: bool = True) -> str:
    """Return what is wrong with a text that is no number, and what to write instead; `alone` is no end of a range."""
    if len(text) > _MOST_CHARACTERS:
        return f"'{_echo(text)}' {NO_NUMBER}"
    plain = write_plainly(text)
    whole = (
        (_tell_range, _tell_tolerance, _tell_about, _tell_bound, _tell_several, _tell_time) if alone else (_tell_end,)
    )
    steps = (_tell_readings, _tell_size, _tell_plain(text), *whole, _tell_unit)
    found = (said for meant in dict.fromkeys((text, plain)) for tell in steps if (said := tell(meant)))
    return f"'{_echo(text)}' {next(found, None) or _tell_sum(plain) or NO_NUMBER}"


def explain_tolerance(text: str) -> str:
    """Return what is wrong with a text that is no tolerance, and what to write instead."""
    wrong = f"'{_echo(text)}' {_NO_TOLERANCE}"
    if len(text) > _MOST_CHARACTERS:
        return wrong
    if said := _tell_readings(text) or _tell_range(text, "`answer` and `tolerance`"):
        return f"'{text}' {said}"
    if places := _PLACES.fullmatch(text):
        return f"{wrong}; for {text}, write {10 ** -int(places['number']) / 2:.{int(places['number']) + 1}f}"
    if meant := _read_tolerance(text):
        return f"'{text}' is no tolerance; write {meant.number}{_place_unit(meant.unit)}"
    return wrong if any(map(str.isdigit, text)) else f"{wrong}, or remove the key"


def explain_range(value: object) -> str:
    """Return what is wrong with what stands in place of two numbers, and what to write instead."""
    if isinstance(value, str):
        return _explain_range_text(value)
    if isinstance(value, dict):
        ends = find_ends(value) if len(value) == 2 else None
        return f"`range` is a list of two numbers; write `range: [{ends[0]}, {ends[1]}]`" if ends else _NO_RANGE
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return _explain_range_list(value)
    return _NO_RANGE


def is_open(text: str) -> bool:
    """Whether a text says that a range has no end."""
    return text.strip().lower() in _OPEN


def _read_tolerance(text: str) -> Measure | None:
    """Return the tolerance that a text means, as it is written below `tolerance`, and the unit behind it."""
    plain = write_plainly(text).lstrip("+-±\u2212").strip()
    number, unit = part_unit(write_percent(take_word(plain)))
    if read_number(number) is None or _OF_DIGITS.match(unit):
        return None
    return Measure(f"{number} {unit}", "") if unit in ("%", "‰") else Measure(number, unit)


def _explain_range_list(ends: list[str]) -> str:
    if len(ends) == 4 and all(each.strip().lstrip("-").isdigit() for each in ends):
        return f"{_NO_RANGE}, and a comma stands between them alone; write numbers such as 1.5 or 1500 in it"
    return _explain_range_text(ends[0]) if len(ends) == 1 else _NO_RANGE


def _explain_range_text(text: str) -> str:
    text = " ".join(text.split())[:_MOST_CHARACTERS]
    if ends := read_brackets(text):
        return f"{_NO_RANGE}; write `range: [{ends[0]}, {ends[1]}]`"
    if span := read_range(text):
        return f"{_NO_RANGE}; write {_write_range(span)}"
    if bound := read_bound(text):
        return f"{_NO_RANGE}; '{text}' is one of its ends; write {_write_end(bound).rstrip(',')}"
    if spread := part_tolerance(text):
        keys = zip(("answer", "tolerance", "unit"), spread, strict=True)
        return f"{_NO_RANGE}; in its place write {', '.join(f'`{key}: {each}`' for key, each in keys if each)}"
    if read_number(text) is not None:
        return f"{_NO_RANGE}; one number stands below `answer`, with a `tolerance` if others near it are right, too"
    return _NO_RANGE


def is_end(key: str) -> bool:
    """Whether a key is what others call an end of a range."""
    return key.lower() in _LOW_KEYS | _HIGH_KEYS


def find_ends(value: Mapping[str, object]) -> tuple[str, str] | None:
    """Return the ends of a range that two keys of a mapping name, such as `min` and `max`."""
    low, high = ([each for key, each in value.items() if key.lower() in keys] for keys in (_LOW_KEYS, _HIGH_KEYS))
    found = [each for each in (*low[:1], *high[:1]) if isinstance(each, str)]
    return (found[0], found[1]) if len(low) == len(high) == 1 and len(found) == 2 else None


def _tell_readings(text: str) -> str | None:
    meant = sorted({show_number(each) for each in read_numbers(text) if is_comparable(each)})
    return f"may be read as {' or '.join(meant)}; write one of these" if len(meant) > 1 else None


def _tell_size(text: str) -> str | None:
    return "is beyond what a card can compare" if read_number(text) is None and read_numbers(text) else None


def _tell_plain(written: str) -> Callable[[str], str | None]:
    """Return a function that says how a formula, or a program's way to write, is typed."""

    def tell(text: str) -> str | None:
        is_typed = text != written and read_number(text) is not None
        return f"is no number as it is typed; write {text}" if is_typed else None

    return tell


def _tell_range(text: str, instead: str = "`answer`") -> str | None:
    span = read_range(text)
    if not span:
        return None
    return f"is a range; write `range: [{span.least}, {span.most}]` instead of {instead}{_place_unit(span.unit)}"


def _write_range(span: Span) -> str:
    return f"`range: [{span.least}, {span.most}]`{_place_unit(span.unit)}"


def _place_unit(unit: str) -> str:
    """Return where a unit is to be written, as the end of a sentence; empty without one."""
    return f", and '{unit}' below `unit`" if unit else ""


def _tell_tolerance(text: str) -> str | None:
    spread = part_tolerance(text)
    if not spread:
        return None
    room = f", and '{spread.tolerance}' below `tolerance`{_place_unit(spread.unit)}"
    return f"holds more than a number; write {spread.number} here{room}"


def _tell_about(text: str) -> str | None:
    about = read_about(text)
    if not about or read_number(about.number) is None:
        return None
    more = f", '{about.unit}' below `unit`" if about.unit else ""
    return f"says about how much; write {about.number} here{more}, and how far off is still right below `tolerance`"


def _tell_bound(text: str) -> str | None:
    bound = read_bound(text)
    if not bound or read_number(bound.number) is None:
        return None
    return f"is one end of a range; write {_write_end(bound)} in place of `answer`"


def _write_end(bound: Bound) -> str:
    ends, other = (f"{bound.number}, ...", "largest") if bound.is_least else (f"..., {bound.number}", "smallest")
    more = f" and '{bound.unit}' below `unit`," if bound.unit else ""
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
    bare = take_word(text)
    return f"is more than an end of a range; write {bare}" if bare != text and read_number(bare) is not None else None


def _tell_unit(text: str) -> str | None:
    number, unit = part_unit(write_percent(text))
    if not unit or read_number(number) is None:
        return None
    return f"holds more than a number; write {number} here{_place_unit(unit)}"


def _tell_sum(text: str) -> str | None:
    if not _SUM.search(text) or _DATE.fullmatch(text):
        return None
    return "is to be worked out; write the result in digits, and below `tolerance` how far off is still right"


def _echo(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN_CHARACTERS else f"{text[:_MOST_SHOWN_CHARACTERS]}…"
