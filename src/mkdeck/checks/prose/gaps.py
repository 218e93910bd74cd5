"""The gaps of a cloze text as it is written."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_OPEN = re.compile(r"\{\{c(?P<number>\d+)::")
_PART = re.compile(r"\{\{c\d+::|\{\{|\}\}|::|`+[^`]*`+|\$[^$\n]*\$|\\.", re.DOTALL)


class Gap(NamedTuple):
    """A gap: its number, what stands in it, its hint, and where the whole of it starts and ends."""

    number: int
    text: str
    hint: str
    start: int
    end: int


@lru_cache(maxsize=1 << 15)
def find_gaps(text: str) -> tuple[Gap, ...]:
    """Return the outermost gaps of a text."""
    return tuple(_walk(text))


def _walk(text: str) -> Iterator[Gap]:
    at = 0
    while match := _OPEN.search(text, at):
        at, hint = _find_end(text, match.end())
        if not at:
            return
        end = at - 2
        inner = text[match.end() : hint if hint >= 0 else end]
        yield Gap(int(match["number"]), inner, text[hint + 2 : end] if hint >= 0 else "", match.start(), at)


def _find_end(text: str, at: int) -> tuple[int, int]:
    """Return where a gap ends whose text starts here, or 0, and where the sign before its hint stands, or -1."""
    depth, hint = 1, -1
    while depth and (part := _PART.search(text, at)):
        at = part.end()
        if part.group().startswith("{{"):
            depth += 1
        elif part.group() == "}}":
            depth -= 1
        elif part.group() == "::" and depth == 1 and hint < 0:
            hint = part.start()
    return 0 if depth else at, hint
