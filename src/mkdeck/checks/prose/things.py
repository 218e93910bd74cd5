"""Lists of things within a text."""

import re

from mkdeck.checks.prose.plain import count_words, is_prose, read_plain

_LEAST = 3
_SURE = 4
"""Things between commas that no place with its country has."""
_LONGEST = 4
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
    if len(parts) < _LEAST - 1 or not is_prose(text):
        return 0
    ends = re.split(rf"\s+(?:{last})\s+", re.sub(rf"^(?:{last})\s+", "", parts[-1]))
    things = [*parts[:-1], *ends]
    if len(ends) == 1 and not re.match(rf"(?:{last})\s", parts[-1]) and not _are_alike(things):
        return 0
    sound = all(_THING.fullmatch(each) and count_words(each) <= _LONGEST for each in things)
    return len(things) if sound and len(things) >= _LEAST else 0


def _are_alike(things: list[str]) -> bool:
    """Whether things without a word before the last one are a list: single words, in small letters or many."""
    single = all(len(thing.split()) == 1 for thing in things)
    return single and (len(things) >= _SURE or (len(things) >= _LEAST and all(map(str.islower, things))))
