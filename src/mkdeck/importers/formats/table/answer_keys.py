"""What a cell such as `B`, `1,3` or `Paris` says is right, where it can be read in one way only."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from mkdeck.importers.drafting.unclear import comment_unnamed, quote_answer
from mkdeck.importers.drafting.vocabulary import pattern
from mkdeck.importers.formats.table.words import fold, heading_words

Way = Literal["text", "letter", "number"]
"""By what a key names choices."""

_AND = re.compile(rf"[,;/&+|\n]|\s(?:{pattern('lone_conjunction')}|AND)\s")
_PART = re.compile(r"[(\[]?\s*(?:(?P<letter>[A-Za-z])|(?P<number>\d{1,2})(?:\.0+)?)\s*[)\].:]?")
_WITH_TEXT = re.compile(
    r"(?:[^\W\d_]{3,}\s+)?[(\[]?(?P<name>[A-Za-z]|\d{1,2})\s*[)\].:\u2013-]*\s+(?P<text>\S.*)", re.DOTALL
)
_TOGETHER = re.compile(r"[A-L]{2,}")
_MIN_KEYS_TO_TELL = 2
"""So many keys that can be read in one way only show how a column names choices."""
_TIMES_MORE_TO_TELL = 10
"""Of two signs that contradict each other, one has to be so many times as frequent."""


@dataclass(frozen=True, slots=True)
class RowChoice:
    """A choice of a row: its text, and the letter and number that its column gives it (numbers count from 1).

    `marked` tells whether it is right, where the row says so beside the choice itself.
    """

    text: str
    letter: str
    number: int
    marked: bool | None = None


@dataclass(frozen=True, slots=True)
class Convention:
    """How the keys of a column name choices: the way, if that is settled, and which number the first one has.

    `first` is None where numbers can't be read, as nothing tells from where they count.
    """

    way: Way | None = None
    first: int | None = 1
    shown_by: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The positions of the right choices; without any, the comment says why. `inferred`: the column settled it."""

    right: frozenset[int] = frozenset()
    comment: str = ""
    inferred: bool = field(default=False)


def read_key(key: str, choices: Sequence[RowChoice], convention: Convention) -> Verdict:
    """Find the choices that a key names; none where it can be read in two ways that differ."""
    readings = find_readings(key, choices, convention.first)
    found = set(readings.values())
    if len(found) == 1:
        return Verdict(found.pop())
    told = " ".join(key.split())
    if not found and convention.first is None and _PART.fullmatch(key.strip()):
        return Verdict(comment=f"{quote_answer(told)}, but its numbers may count from 0 or from 1.")
    if not found:
        return Verdict(comment=comment_unnamed(told))
    if convention.way in readings:
        return Verdict(readings[convention.way], inferred=bool(convention.shown_by))
    return Verdict(comment=f"{quote_answer(told)}, which may be {_describe(readings, choices)}.")


def find_readings(key: str, choices: Sequence[RowChoice], first: int | None) -> dict[Way, frozenset[int]]:
    """Return every way in which a key can be read, and the choices that it then names."""
    key = _unwrap(key)
    ways: dict[Way, frozenset[int] | None] = {
        "text": _read_texts(key, choices),
        "letter": _read_names(key, {choice.letter: i for i, choice in enumerate(choices)}, choices),
    }
    if first is not None:
        numbers = {str(choice.number - 1 + first): i for i, choice in enumerate(choices)}
        ways["number"] = _read_names(key, numbers, choices)
    return {way: right for way, right in ways.items() if right}


def find_convention(
    keys: Iterable[tuple[str, Sequence[RowChoice]]], *, named: Way | None, first: int | None, indexed: bool
) -> Convention:
    """Return how a column names choices, by all its keys and by what its heading says."""
    keys = [(key, choices) for key, choices in keys if key and choices]
    first = _find_first(keys, indexed=indexed) if first is None else first
    if named:
        return Convention(named, first)
    votes = Counter(way for key, choices in keys for way in _only(find_readings(key, choices, first)))
    if len(votes) == 1 and max(votes.values()) >= _MIN_KEYS_TO_TELL:
        way, count = votes.most_common(1)[0]
        return Convention(way, first, count)
    return Convention(None, first)


def _count_ends(keys: Iterable[tuple[str, Sequence[RowChoice]]]) -> tuple[int, int]:
    """Count the keys that name 0, and those that name the number of the last choice."""
    zeros = lasts = 0
    for key, choices in keys:
        numbers = _read_numbers(key)
        if numbers and _read_texts(key, choices) is None:
            zeros += 0 in numbers
            lasts += max(numbers) == max(choice.number for choice in choices)
    return zeros, lasts


def _find_first(keys: Iterable[tuple[str, Sequence[RowChoice]]], *, indexed: bool) -> int | None:
    """Return whether numbers count from 0 or 1; None where they contradict each other or tell nothing.

    Only 0 and the number of the last choice tell. A single 0 may be a slip, unless the heading speaks of an index.
    """
    zeros, lasts = _count_ends(keys)
    if zeros and (indexed or zeros >= _MIN_KEYS_TO_TELL) and zeros >= _TIMES_MORE_TO_TELL * lasts:
        return 0
    if zeros and lasts < _TIMES_MORE_TO_TELL * zeros:
        return None
    return 1 if lasts or not indexed else None


def _read_numbers(key: str) -> list[int]:
    matches = (_PART.fullmatch(part) for part in _split_at_signs(key))
    return [int(match["number"]) for match in matches if match and match["number"]]


def _split_at_signs(key: str) -> list[str]:
    return [part.strip() for part in _AND.split(key)]


def _only(readings: Mapping[Way, frozenset[int]]) -> list[Way]:
    return list(readings) if len(readings) == 1 else []


def _unwrap(key: str) -> str:
    """Return the names in a list such as `["A", "C"]` each its line."""
    if not key.startswith("["):
        return key
    try:
        names = json.loads(key.replace("'", '"'))
    except (ValueError, RecursionError):
        return key
    return "\n".join(map(str, names)) if isinstance(names, list) else key


def normal(text: str) -> str:
    """Write a text so that what only differs in spaces and the last full stop is the same."""
    return " ".join(text.split()).rstrip(".")


def _read_texts(key: str, choices: Sequence[RowChoice]) -> frozenset[int] | None:
    """Read a key as the texts of choices, as they are or but for case."""
    ways = [[key], *(key.split(sign) for sign in "\n;|," if sign in key)]
    for write in (normal, _fold_text):
        texts = [write(choice.text) for choice in choices]
        wanted = next((each for parts in ways if (each := _find_all(parts, texts, write))), None)
        if wanted:
            found = frozenset(i for i, text in enumerate(texts) if text in wanted)
            # Where two choices differ in case only, a key in a third spelling names neither.
            named = {normal(choices[i].text) for i in found}
            return found if len(named) == len(wanted) else None
    return None


def _find_all(parts: Iterable[str], texts: Sequence[str], write: Callable[[str], str]) -> set[str]:
    """Return the parts of a key as they are written in texts, if all are among these."""
    wanted = {write(part) for part in parts if part.strip()}
    return wanted if wanted <= set(texts) else set()


def _fold_text(text: str) -> str:
    return fold(normal(text))


def _read_name_with_text(key: str, names: Mapping[str, int], choices: Sequence[RowChoice]) -> int | None:
    """Return which choice a key names that repeats its text."""
    match = _WITH_TEXT.fullmatch(key.strip())
    i = names.get(match["name"].upper()) if match else None
    return i if match and i is not None and _fold_text(choices[i].text) == _fold_text(match["text"]) else None


def _read_names(key: str, names: Mapping[str, int], choices: Sequence[RowChoice]) -> frozenset[int] | None:
    """Read a key as letters or numbers of choices, alone or before their text."""
    named = _read_name_with_text(key, names, choices)
    if named is not None:
        return frozenset([named])
    matches = [_PART.fullmatch(part) for part in _split_names(key)]
    found = [names.get((match["letter"] or str(int(match["number"]))).upper()) if match else None for match in matches]
    known = frozenset(i for i in found if i is not None)
    return known if known and None not in found else None


def _split_names(key: str) -> list[str]:
    """Split a key at the signs and words between its names, at blanks, or between letters such as `ABD`."""
    parts = [_drop_word(part) for part in _split_at_signs(key.strip(" .")) if part]
    if len(parts) == 1:
        parts = parts[0].split()
    if len(parts) == 1 and _TOGETHER.fullmatch(parts[0]) and sorted(set(parts[0])) == list(parts[0]):
        return list(parts[0])
    return parts


def _drop_word(part: str) -> str:
    """Take the word off `Option B`."""
    match = re.fullmatch(r"([^\W\d_]{3,}?)[\s_.:-]*(\d{1,2}|[A-L]|(?<=[\s_.:-])[a-l])", part.strip())
    word, rest = (match[1], match[2]) if match else ("", part)
    meanings = set().union(*(heading_words().get(each, frozenset({""})) for each in fold(word).split()))
    return rest if word and meanings <= {"choice", "answer", "right", "number", "letter", "filler"} else part.strip()


def _describe(readings: Mapping[Way, frozenset[int]], choices: Sequence[RowChoice]) -> str:
    parts = []
    for way, right in readings.items():
        texts = " and ".join(f'"{" ".join(choices[i].text.split())[:30]}"' for i in sorted(right))
        parts.append(f"the {way} of {texts}")
    return " or ".join(parts)
