"""Lists of things within a text."""

import re

from mkdeck.checks.prose.plain import count_words, is_prose, read_plain

_LEAST_THINGS = 3
_THINGS_BUT_NO_PLACE = 4
"""Things between commas that no place with its country has."""
_MOST_WORDS = 4
"""Words of a thing in a list; what is longer is a clause."""
_BETWEEN = ",;、"
_THING = re.compile(r"[^\W\d](?:[^\W\d]|['\u2019 -])*")


def make_last(words: frozenset[str]) -> str:
    """Return a pattern of the words before the last thing of a list; empty where a language's are not known."""
    return "|".join(map(re.escape, sorted(words)))


def count_things(text: str, last: str) -> int:
    """Count the words or names that a text lists between commas, with `last` before the last one; 0 if it does not.

    Without such a word it lists four of them or more, or three in small letters: "in Paris, France" is no list.
    """
    if not last or not any(mark in text for mark in _BETWEEN):
        return 0
    parts = re.split(r"\s*[;、]\s*|\s*,\s+", read_plain(text).rstrip("."))
    if len(parts) < _LEAST_THINGS - 1 or not is_prose(text):
        return 0
    things = [*parts[:-1], *_split_end(parts[-1], last)]
    if things == parts and not _are_alike(things):
        return 0
    return len(things) if len(things) >= _LEAST_THINGS and all(map(_is_thing, things)) else 0


def _split_end(end: str, last: str) -> list[str]:
    """Return the one or two things behind the last comma, without `last` before or between them."""
    return re.split(rf"\s+(?:{last})\s+", re.sub(rf"^(?:{last})\s+", "", end))


def _is_thing(text: str) -> bool:
    return bool(_THING.fullmatch(text)) and count_words(text) <= _MOST_WORDS


def _are_alike(things: list[str]) -> bool:
    """Whether things without a word before the last one are a list: single words, in small letters or many."""
    single = all(len(thing.split()) == 1 for thing in things)
    least = _LEAST_THINGS if all(map(str.islower, things)) else _THINGS_BUT_NO_PLACE
    return single and len(things) >= least
