"""Lists of answers by number, as they stand behind the last question: `1. B`, `2. A, C - because ...`."""

import re
from collections.abc import Iterable

from mkdeck.importers.drafting.vocabulary import pattern
from mkdeck.importers.formats.markdown.lines import WORDS, Line, label_of
from mkdeck.importers.formats.markdown.pieces import Piece

_AND = rf"(?:[ \t]*[,&][ \t]*|[ \t]+{pattern('conjunction')}[ \t]+)"
_ENTRY = re.compile(
    rf"""
    [ \t]* (?:[-*+][ \t]+)? (?:\*\*|__)? {WORDS}? [ \t]* \#?(?P<number>\d{{1,4}}) (?:\*\*|__)?
    [ \t]* [.):-] [ \t]*
    (?P<marks>\*\*|__|`)? \(? (?P<letters>[A-Za-z](?:{_AND}[A-Za-z]\b){{0,20}})
    (?P<rest>(?:\*\*|__|`)? (?:[ \t]*[.):\u2013\u2014-].*)? (?:\*\*|__|`)? [ \t]*)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HIDES = re.compile(r"[ \t]*</?(?:details|summary|p)\b.*", re.IGNORECASE)


def spread_keys(pieces: Iterable[Piece]) -> None:
    """Put with every question the answer that a list behind it names by its number, and take the lists out.

    It is such a list only if questions of all its numbers, two or more, stand before it.
    """
    open_questions: dict[int, Piece] = {}
    for piece in pieces:
        if piece.choices:
            if piece.number in open_questions:
                open_questions.clear()
            open_questions[piece.number] = piece
        lines = piece.tail if piece.choices else piece.stem
        start, key = _find_key(lines)
        if len(key) > 1 and key.keys() <= open_questions.keys():
            for number, answer in key.items():
                open_questions[number].key = answer
            del lines[start:]
            open_questions.clear()


def _find_key(lines: list[Line]) -> tuple[int, dict[int, tuple[str, str]]]:
    """Find the list of answers that ends some lines; return where it starts, and letters and remark by number."""
    key: dict[int, tuple[str, str]] = {}
    start = len(lines)
    while start:
        line = lines[start - 1]
        match = None if line.code else _ENTRY.fullmatch(line.text)
        if match and int(match["number"]) not in key:
            key[int(match["number"])] = match["letters"], match["rest"].strip(" \t.):*_`\u2013\u2014-")
        elif not line.blank and not _HIDES.fullmatch(line.text) and label_of(line) != ("answer", ""):
            break
        start -= 1
    return start, key
