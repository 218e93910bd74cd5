"""Where code stands in a Markdown text: in one way through it, however many fences never close."""

import re
from collections.abc import Iterator
from itertools import accumulate

TICKED = r"(?P<ticks>`(?<![\\`]`)`*+)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)"
"""Code within a line, or over lines without an empty one between them."""
_TICKED = re.compile(TICKED, re.DOTALL)
_FENCE = re.compile(r"^[ ]{0,3}(?P<run>`{3,}|~{3,})", re.MULTILINE)
_FENCE_OR_TICKS = re.compile(r"^[ ]{0,3}(?P<run>`{3,}|~{3,})|`(?<![\\`]`)`*", re.MULTILINE)
_CLOSER = re.compile(r"^[ ]{0,3}(?P<run>`{3,}+|~{3,}+)[`~]*[ \t]*$", re.MULTILINE)


class _Closers:
    """The lines that may close a block whose fence is of one sign; they are asked for in their order."""

    def __init__(self, text: str, sign: str) -> None:
        self._lines = [line for line in _CLOSER.finditer(text) if line["run"][0] == sign]
        lengths = (len(line["run"]) for line in reversed(self._lines))
        self._longest = list(accumulate(lengths, max))[::-1]  # of each line and those after it
        self._at = 0

    def find(self, length: int, start: int) -> int:
        """Return where the first line from a place on ends whose fence is so long; 0 where there is none."""
        while self._at < len(self._lines) and self._lines[self._at].start() < start:
            self._at += 1
        if self._at == len(self._lines) or self._longest[self._at] < length:
            return 0
        while len(self._lines[self._at]["run"]) < length:
            self._at += 1
        return self._lines[self._at].end()


def find_blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each block of code between fences."""
    return _find(text, _FENCE)


def find_code(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each piece of code, between fences or ticks."""
    return _find(text, _FENCE_OR_TICKS)


def _find(text: str, opener: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    closers: dict[str, _Closers] = {}
    at = 0
    while match := opener.search(text, at):
        start, end, run = match.start(), 0, match.group().lstrip(" ")
        if match.lastgroup and (line := text.find("\n", match.end())) >= 0:
            if run[0] not in closers:
                closers[run[0]] = _Closers(text, run[0])
            end = closers[run[0]].find(len(run), line + 1)
        if not end and opener is _FENCE_OR_TICKS and (ticked := _TICKED.match(text, match.end() - len(run))):
            start, end = ticked.span()
        if end:
            yield start, end
        at = end or match.end()
