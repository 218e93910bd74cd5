"""Questions of a deck file apart from one another: where each begins, and the mistakes of those after the first one.

YAML stops at its first mistake. What stands below a question's dash reads alone as in its file, so the mistakes of the
questions further down are found all the same.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice, pairwise

import yaml

from mkdeck.course.yaml_errors import explain

MAX_MISTAKES = 20
"""So many of a file are told at most: with more, it is something else than a list of questions."""

HEAD = "questions:\n"
_QUESTIONS = re.compile(r"^questions:[ \t]*(?:#.*)?\r?\n", re.MULTILINE)
_FIRST_DASH = re.compile(r"^(?: *(?:#.*)?\r?\n)*(?P<column> *)-(?=[ \t])", re.MULTILINE)
_ITEM = re.compile(r" *- +(?:[a-z]+:(?:\s|\Z)|\{)")
_NEXT = re.compile(rf"{_ITEM.pattern}| *[\w-]+:(?:\s|\Z)")
"""What a line begins with that can only stand behind a question where it is not indented below its dash."""
_ANCHOR = re.compile(r"(?<!\w)&[\w-]+(?=[\s?:,\]}%@`]|\Z)")
_DOCUMENT = re.compile(r"[\r\n\x85\u2028\u2029](?:---|\.\.\.|%)")
"""Ends a document, or speaks about the next."""

Mistake = tuple[int, int, str]
"""Line and column from 1, and what is wrong there."""


def find_dashes(text: str, column: int, start: int) -> list[int]:
    """Return where the lines begin from here on that have a dash in a column."""
    return [match.start() for match in _dash_in(column).finditer(text, start)]


def has_dash(text: str, column: int, start: int) -> bool:
    """Whether the line that begins here has a dash in a column."""
    return _dash_in(column).match(text, start) is not None


def _dash_in(column: int) -> re.Pattern[str]:
    return re.compile(rf"^ {{{column}}}-(?=[ \t\r\n]|\Z)", re.MULTILINE)


def has_anchor(text: str) -> bool:
    """Whether a text seems to give a part of it a name, as `&name`, that other places could take."""
    return "&" in text and _ANCHOR.search(text) is not None  # to look for the sign first is quicker by far


def is_entangled(text: str) -> bool:
    """Whether a text may name parts for other places, hold several documents, or have lines that YAML alone sees."""
    return (
        has_anchor(text)
        or _DOCUMENT.search(text) is not None
        or (not text.isascii() and any(sign in text for sign in "\x85\u2028\u2029"))
        or ("\r" in text and "\r" in text.replace("\r\n", "\n"))
        or text.startswith("%")
    )


def find_more(text: str, line: int, compose: Callable[[str], object]) -> Iterator[Mistake]:
    """Yield a mistake of each question that begins below the line of a first one and can't be read, either."""
    key = _QUESTIONS.search(text)
    first = _FIRST_DASH.match(text, key.end()) if key else None
    if first and not is_entangled(text):
        found = _find_below(text, first.start(), len(first["column"]), line, compose)
        yield from islice(found, MAX_MISTAKES)


def _find_below(text: str, start: int, column: int, line: int, compose: Callable[[str], object]) -> Iterator[Mistake]:
    """Yield the mistakes of questions whose dashes stand in a column from a place on, below a line."""
    # In a text between quotes a line may begin with a dash, too.
    starts = [at for at in find_dashes(text, column, start) if _ITEM.match(text, at)]
    above = before = 0
    for at, end in pairwise([*starts, len(text)]):
        above, before = above + text.count("\n", before, at), at
        piece = _cut(text[at:end], column) if above >= line else ""
        if piece and (mistake := _read(piece, above, compose)):
            yield mistake


def _cut(piece: str, column: int) -> str:
    """Return what is indented below a question's dash; nothing where a line beside it may belong to it."""
    lines = piece.splitlines(keepends=True)
    for i, line in enumerate(lines[1:], 1):
        bare = line.lstrip(" ")
        if bare.strip() and bare[0] != "#" and len(line) - len(bare) <= column:
            return "".join(lines[:i]) if _NEXT.match(line) else ""
    return piece


def _read(piece: str, above: int, compose: Callable[[str], object]) -> Mistake | None:
    """Return the mistake of a question that has so many lines above it."""
    # Messages name lines of the file; but with all of them, to read each question would take longer the later it comes.
    for text in (HEAD + piece, HEAD + "\n" * (above - 1) + piece):
        try:
            compose(text)
        except yaml.YAMLError as error:
            problem = error
        else:
            return None
    return explain(text, problem)
