"""What was most likely meant where YAML can't be read: by the lines around, as people type decks."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from mkdeck.questions import TYPES

_PARTS = {name: keys for kind in TYPES.values() for name, keys in kind.parts.items()}
_KEYS = frozenset(field for kind in TYPES.values() for field in kind.model_fields)
"""Keys of questions."""
_DECK_KEYS = frozenset({"deck", "description", "questions", "course", "language", "authors", "license"})
_PART_KEYS = frozenset(key for keys in _PARTS.values() for key in keys)
_LISTS = frozenset({*_PARTS, "items", "extra", "accept", "tags", "choices", "statements", "ignore", "questions"})
_MOST_LINES = 40
"""How far above a mistake its question, or its list, is looked for, and below it the end of its text."""

_LINE = re.compile(r"(?P<lead> *(?:- +)?)(?:(?P<key>[a-z]+):(?P<gap> +|$|(?=\S)))?(?P<value>.*)")
_BOX = re.compile(r"\[(?P<mark>[ xX✓✔])\] +(?P<text>\S.*)")
_TIGHT_DASH = re.compile(r"(?P<lead> *)-(?P<said>(?:(?P<key>[a-z]+):(?: +.*)?|[^\s-].*))")
_QUESTIONS = re.compile(r"(?:questions|['\"]questions['\"]|\?)\s*:?|\s*\{")
_BLOCK_HEAD = re.compile(r"[|>][+-]?\d?[+-]?\s*(?:#.*)?")


class _Line(NamedTuple):
    """A line of YAML as it is most often written: indentation with a dash, a key of lower-case letters, a value."""

    number: int
    text: str
    lead: str
    key: str
    gap: str
    value: str

    @property
    def is_item(self) -> bool:
        return "-" in self.lead

    @property
    def column(self) -> int:
        """Where its key or its text starts, counted from 0."""
        return len(self.lead)


class Slip(NamedTuple):
    """What to write instead, and where: line and column, both counted from 0."""

    line: int
    column: int
    message: str


def find_slip(lines: Sequence[str], number: int) -> Slip | None:
    """Return what was most likely meant in a line, counted from 0, that does not fit those around it."""
    here, above = _read(lines, number), next(_walk_up(lines, number), None)
    seen = [_see_no_questions(lines, number), _see_glued(here), _see_tight_dash(lines, here)]
    if above:
        seen += [_see_glued(above), _see_tight_dash(lines, above)]
        seen.append(_see_box(here))
        seen += [see(lines, here, above) for see in (_see_flat_block, _see_deep_start, _see_bare_item, _see_no_dash)]
    seen.append(_see_column(lines, here))
    return next((slip for slip in seen if slip), None)


def _read(lines: Sequence[str], number: int) -> _Line:
    text = lines[number] if number < len(lines) else ""
    match = _LINE.fullmatch(text)
    if not match:
        return _Line(number, text, "", "", "", text)
    return _Line(number, text, match["lead"], match["key"] or "", match["gap"] or "", match["value"])


def _walk_up(lines: Sequence[str], number: int) -> Iterator[_Line]:
    """Yield lines upwards from one, without it, and no blank ones."""
    return (_read(lines, i) for i in range(number - 1, max(-1, number - _MOST_LINES), -1) if lines[i].strip())


def _see_glued(line: _Line) -> Slip | None:
    """See a key whose colon has no blank behind it: `id:a`."""
    if line.key not in _KEYS | _PART_KEYS | _DECK_KEYS or line.gap or not line.value:
        return None
    written = f"{line.key}: {_shorten(line.value)}"
    return Slip(line.number, line.column, f"a blank is missing behind the colon; write `{written}`")


def _see_tight_dash(lines: Sequence[str], line: _Line) -> Slip | None:
    """See an entry of a list whose dash has no blank behind it: `-id: a`, or `-one` beside others."""
    match = _TIGHT_DASH.fullmatch(line.text)
    if not match:
        return None
    known = match["key"] in _KEYS | _PART_KEYS
    if not known and not any(
        each.is_item and _find_indent(each) == match.end("lead") for each in _walk_up(lines, line.number)
    ):
        return None
    message = f"a blank is missing behind the dash; write `- {_shorten(match['said'])}`"
    return Slip(line.number, match.end("lead"), message)


def _see_no_questions(lines: Sequence[str], number: int) -> Slip | None:
    """See questions in a deck file that does not say `questions:` above them."""
    if any(_QUESTIONS.match(line) for line in lines):
        return None
    for at in range(min(number, len(lines) - 1), -1, -1):
        line = _read(lines, at)
        if line.is_item and line.key in _KEYS and not lines[at][:1].strip(" -"):
            first = next(i for i, each in enumerate(lines) if each.startswith(lines[at][: _find_indent(line)] + "- "))
            return Slip(
                first, _find_indent(line), "`questions:` is missing; write it on a line of its own above this one"
            )
    return None


def _see_box(line: _Line) -> Slip | None:
    """See a choice with a box to tick, as in `- [x] one`."""
    match = _BOX.fullmatch(line.value) if line.is_item and not line.key else None
    if not match:
        return None
    word = "correct: " if match["mark"].strip() else ""
    message = f"a choice has no box; write `- {word}{_shorten(match['text'])}`"
    return Slip(line.number, line.column, message)


def _see_flat_block(_lines: Sequence[str], line: _Line, above: _Line) -> Slip | None:
    """See the text of a block that stands no further in than its key."""
    if not above.key or not _BLOCK_HEAD.fullmatch(above.value) or _find_indent(line) > above.column:
        return None
    message = f"the text below `{above.key}: {above.value.strip()}` stands two blanks further in than `{above.key}`"
    return Slip(line.number, _find_indent(line), message)


def _see_deep_start(lines: Sequence[str], line: _Line, _above: _Line) -> Slip | None:
    """See a line of a block that stands less far in than the block's first line, which tells how far all of it does."""
    indent = _find_indent(line)
    head = next((each for each in _walk_up(lines, line.number) if _find_indent(each) <= indent), None)
    if not head or head.column >= indent or not _BLOCK_HEAD.fullmatch(head.value) or line.key in _KEYS:
        return None
    below = lines[line.number : line.number + _MOST_LINES]
    inside = takewhile(lambda each: not each.strip() or _count_blanks(each) > head.column, below)
    blanks = min(_count_blanks(each) for each in inside if each.strip()) - head.column
    written = f"`{head.key}: {head.value[0]}{blanks}`"
    message = (
        f"the text below `{head.key}: {head.value.strip()}` begins further in than this line, which YAML takes for its "
        f"end; take out the blanks before its first line, or keep them with {written}"
    )
    return Slip(line.number, indent, message)


def _see_bare_item(lines: Sequence[str], line: _Line, above: _Line) -> Slip | None:
    """See a key such as `feedback` below an entry of a list that is a plain text."""
    if line.key not in _PART_KEYS | {"feedback", "pin"} or line.is_item or line.column <= _find_indent(above):
        return None
    if not above.is_item or above.key:
        return None
    parent = _find_list(lines, above)
    words = {"choices": ("wrong", "correct"), "statements": ("false", "true")}.get(parent)
    if not words:
        return None
    one, other = words
    text = _shorten(above.value)
    message = (
        f"`{line.key}:` needs a key above it; write `- {one}: {text}`, or `- {other}: {text}`, "
        f"and `{line.key}:` below `{one}:`"
    )
    return Slip(above.number, above.column, message)


def _see_no_dash(lines: Sequence[str], line: _Line, _above: _Line) -> Slip | None:
    """See the entries of a list without their dashes."""
    if line.is_item:
        return None
    first = line
    for each in _walk_up(lines, line.number):
        if each.key in _LISTS and not each.value:
            return Slip(first.number, _find_indent(first), f"each entry of `{each.key}` starts with '- '")
        if each.is_item or each.key or _find_indent(each) != _find_indent(line):
            return None
        first = each
    return None


def _see_column(lines: Sequence[str], line: _Line) -> Slip | None:
    """See a key of a question that does not start where the others of its question do."""
    if line.key not in _KEYS or line.is_item:
        return None
    for each in _walk_up(lines, line.number):
        if each.is_item and each.key in _KEYS and each.gap:
            if each.column == line.column:
                return None
            message = f"`{line.key}` must start in the same column as `{each.key}` in line {each.number + 1}"
            return Slip(line.number, line.column, message)
    return None


def _find_list(lines: Sequence[str], item: _Line) -> str:
    """Return the key of the list that an entry stands in, or an empty text; the key may stand as far in as its list."""
    column = _find_indent(item)
    for each in _walk_up(lines, item.number):
        if _find_indent(each) < column or (_find_indent(each) == column and each.key and not each.is_item):
            return each.key
    return ""


def _find_indent(line: _Line) -> int:
    return _count_blanks(line.text)


def _count_blanks(text: str) -> int:
    """Count the blanks before a line."""
    return len(text) - len(text.lstrip(" "))


def _shorten(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 40 else f"{text[:40].rstrip()} ..."
