"""The words of an HTML text."""

import html
import re
from collections.abc import Iterator

_BREAK = re.compile(
    r"<(?:br|hr|/?(?:div|p|li|ul|ol|dl|dt|dd|table|tr|td|th|pre|blockquote|h[1-6]))\b[^<>]*>", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]*>")
_WHOLE = re.compile(r"\\\(.*?\\\)|\\\[.*?\\\]|`[^`]+`|\{\{c\d+::[^{}]*\}\}|\[[^\[\]]*\]")
"""What is read as a whole, where it stands in a line: math, code, a gap."""
_WHOLE_START = re.compile(r"\\[(\[]|[`\[]|\{\{c")


def read_words(page: str) -> str:
    """Return what an HTML text says, in one line: with a blank where a line ends, none within `H<sub>2</sub>O`."""
    return " ".join(html.unescape(_TAG.sub("", _BREAK.sub(" ", page))).split())


def cut_words(text: str, most: int) -> str:
    """Return a text in one line of at most so many characters, cut between words, not within math, code or a gap."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    room = most - 2
    wholes = list(_find_wholes(line, room))
    ends = (i for i in range(room, room // 2, -1) if line[i] == " ")
    between = (i for i in ends if not any(start < i < end for start, end in wholes))
    # Where scripts put no blanks between words, or a formula is long, better more than nothing.
    before = (start for start, end in wholes if 0 < start <= room < end)
    return f"{line[: next(between, next(before, room))].rstrip()} …"


def _find_wholes(line: str, room: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of what is read as a whole and begins within the room."""
    end = 0
    for start in _WHOLE_START.finditer(line, 0, room + 1):
        if start.start() >= end and (whole := _WHOLE.match(line, start.start())):
            end = whole.end()
            yield whole.span()
