"""Mistakes in YAML that show far below the line where they were made, or are made by another tool than an editor."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import yaml

_CONFLICT_MARK = re.compile(r"^(?:(?P<ours><{7})(?: .*)?|(?P<middle>={7})|(?P<theirs>>{7})(?: .*)?)$", re.MULTILINE)
_BLANKS = "\u00a0\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff"
"""Blanks, and signs without a width, that are none to YAML."""
_WITHOUT_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
_ODD_BLANK = re.compile(rf"^[ {_BLANKS}]*(?:-[ {_BLANKS}]*)?(?:[\w-]+[ {_BLANKS}]*:[ {_BLANKS}]*)?")
_ODD = re.compile(f"[{_BLANKS}]")
_KEY_LINE = re.compile(r"\n *(?:- +)?[a-z_]+:(?: |$|\n)")
_LINES_ABOVE = 3
"""An odd blank shows at most so many lines below it."""
_CONFLICT = (
    "merge conflict: lines {} to {} hold two versions; keep what is right of both, and remove the lines that start "
    "with '<<<<<<<', '=======' and '>>>>>>>'"
)
_OPEN_QUOTE = "this quotation mark is not closed; close it at the end of the text"
_APOSTROPHE = ", and write '' for an apostrophe in single quotes"


class Place(NamedTuple):
    """A line and a column, both counted from 0, and what is wrong there."""

    line: int
    column: int
    message: str


def find_conflicts(text: str) -> Iterator[Place]:
    """Yield the merge conflicts that git left in a file, each with its lines. Source: git-merge(1)."""
    if "<<<<<<<" not in text:
        return
    text = text.replace("\r\n", "\n")
    first = line = at = 0
    seen = ""
    for match in _CONFLICT_MARK.finditer(text):
        line, at = line + text.count("\n", at, match.start()), match.start()
        if match["ours"]:
            first, seen = line, "ours"
        elif match["middle"] and seen == "ours":
            seen = "middle"
        elif match["theirs"]:
            if seen == "middle":
                yield Place(first, 0, _CONFLICT.format(first + 1, line + 1))
            seen = ""


def find_odd_blank(lines: Sequence[str], number: int) -> Place | None:
    """Return the blank that is none to YAML, in a line or just above it, where one stands that YAML would read."""
    for at in range(number, max(-1, number - _LINES_ABOVE), -1):
        lead = _ODD_BLANK.match(lines[at]) if at < len(lines) else None
        if lead and (odd := _ODD.search(lead.group())):
            name = unicodedata.name(odd.group(), "").lower()
            apart = (
                lines[at][: odd.start()].endswith((" ", "-")) or not odd.start() or lines[at][odd.end() :][:1] == " "
            )
            cure = "remove it" if odd.group() in _WITHOUT_WIDTH and apart else "type a plain blank"
            message = f"the character U+{ord(odd.group()):04X} ({name}) is no blank to YAML; {cure}"
            return Place(at, odd.start(), message)
    return None


def find_open_quote(text: str, mark: yaml.Mark, loader: type) -> Place | None:
    """Return where a quoted text begins that swallowed the keys below it, and ends in the line of a mark."""
    try:
        for token in yaml.scan(text, Loader=loader):
            if not isinstance(token, yaml.ScalarToken) or token.style not in ("'", '"'):
                continue
            start, end = token.start_mark, token.end_mark
            if end.line == mark.line and end.line > start.line and _KEY_LINE.search(text[start.index : end.index]):
                return Place(start.line, start.column, _OPEN_QUOTE + (_APOSTROPHE if token.style == "'" else ""))
            if start.line > mark.line:
                break
    except yaml.YAMLError:
        pass
    return None
