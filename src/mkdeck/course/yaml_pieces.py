"""The questions of a deck file as pieces of its text, so that after a save only those that changed are read.

A piece is what stands from the dash of a question up to that of the next. YAML reads it alone as it reads it in its
file wherever this holds: the dashes of all questions begin their lines, in one column, below a `questions:` that is the
last key; the piece reads to its end without an error; and no name is given to a part (`&name`) that others could take.
What stands before a dash can then not reach beyond it, as nothing is open there but the list itself.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from threading import Lock
from typing import NamedTuple

import yaml

from mkdeck.course.yaml_apart import HEAD, find_dashes, has_dash, is_entangled
from mkdeck.course.yaml_source import Source, compose

Lines = tuple[tuple[int, int], ...]
"""The first and the last line of every question of a file, from 1."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Where the questions of a deck file stand; `starts` are the indexes of their pieces and the end of the last one.

    There are no `starts` where no piece can be read alone. `column` is that of the dashes, from 0.
    """

    lines: Lines
    starts: tuple[int, ...] = ()
    column: int = 0


class Change(NamedTuple):
    """What of a deck file another text of it changes: its questions from `first` up to `last`, which is not among them.

    `part` is a deck file of what stands there now, `size` its number of questions, and `skipped` how many lines more
    there are above it than in `part`. It stands where `old_lines` stood; the file is `more_lines` longer.
    """

    first: int
    last: int
    part: Source
    size: int
    skipped: int
    old_lines: int
    more_lines: int


def find_lines(source: Source) -> Lines:
    """Return the first and last line of every question of a deck file; none if it is not valid YAML."""
    return split_pieces(source).lines


def split_pieces(source: Source) -> Pieces:
    """Return the pieces of a deck file."""
    with _LOCK:
        known = _revised.get(source)
    return known or _split(source)


_LOCK = Lock()
_MOST_TEXTS = 64
_revised: dict[Source, Pieces] = {}
"""Pieces of the latest texts that were not read whole."""


def _remember(source: Source, pieces: Pieces) -> None:
    with _LOCK:
        _revised[source] = pieces
        while len(_revised) > _MOST_TEXTS:
            del _revised[next(iter(_revised))]


@lru_cache(maxsize=512)
def _split(source: Source) -> Pieces:
    text = source.text
    try:
        root = compose(text)
    except yaml.YAMLError:
        return Pieces(())
    key, questions = _find_questions(root)
    if questions is None:
        return Pieces(())
    nodes = questions.value
    lines = _list_lines(nodes)
    stands_last = root is not None and not root.start_mark.column and key is root.value[-1]
    if not stands_last or questions.flow_style or is_entangled(text):
        return Pieces(lines)
    column = questions.start_mark.column
    starts = find_dashes(text, column, questions.start_mark.index - column)
    # In a text between quotes a line may begin as a question does; but each question has a dash of its own.
    return Pieces(lines, (*starts, len(text)), column) if len(starts) == len(nodes) else Pieces(lines)


def find_change(old: Source, new: Source) -> Change | None:
    """Return what a new text changes of a deck file; none where that is more than some of its questions.

    The lines of the new text are then known without reading it whole.
    """
    pieces = split_pieces(old)
    if not pieces.starts or not new.text.startswith(old.text[: pieces.starts[0]]):
        return None
    first, start = _skip_alike(old.text, new.text, pieces)
    last, end = _skip_alike_at_end(old.text, new.text, pieces, first, start)
    middle = new.text[start:end]
    if is_entangled(f"\n{middle}"):
        return None
    part = Source(new.path, new.name, HEAD + middle)
    lines = _read_lines(part, pieces.column)
    if lines is None or (not lines and last == len(pieces.lines)):  # where the last question ends is to be read anew
        return None
    skipped = new.text.count("\n", 0, start) - 1
    old_lines = old.text.count("\n", pieces.starts[first], pieces.starts[last])
    change = Change(first, last, part, len(lines), skipped, old_lines, middle.count("\n") - old_lines)
    _remember(new, _revise(old, new, pieces, change, lines))
    return change


def _skip_alike(old: str, new: str, pieces: Pieces) -> tuple[int, int]:
    """Return how many questions at the start of two texts are alike, and where the next one begins."""
    number, starts = 0, pieces.starts
    while number < len(pieces.lines) and new.startswith(old[starts[number] : starts[number + 1]], starts[number]):
        number += 1
    # The last of them may go on in the new text.
    while number and starts[number] < len(new) and not has_dash(new, pieces.column, starts[number]):
        number -= 1
    if number and new[starts[number] - 1] != "\n":
        number -= 1
    return number, starts[number]


def _skip_alike_at_end(old: str, new: str, pieces: Pieces, first: int, start: int) -> tuple[int, int]:
    """Return the number of the first question from which on two texts are alike, and where it begins in the new one."""
    number, end = len(pieces.lines), len(new)
    while number > first:
        piece = old[pieces.starts[number - 1] : pieces.starts[number]]
        at = end - len(piece)
        if at < start or not new.startswith(piece, at) or new[at - 1] != "\n":
            break
        number, end = number - 1, at
    return number, end


def _read_lines(part: Source, column: int) -> Lines | None:
    """Return the lines of the questions of a part; none where it is not a list of whole questions alone."""
    if part.text == HEAD:
        return ()
    try:
        root = compose(part.text)
    except yaml.YAMLError:
        return None
    _, questions = _find_questions(root)
    if root is None or len(root.value) > 1 or questions is None:
        return None
    if questions.flow_style or questions.start_mark.column != column:
        return None
    dashes = find_dashes(part.text, column, len(HEAD))
    return _list_lines(questions.value) if len(dashes) == len(questions.value) else None


def _revise(old: Source, new: Source, pieces: Pieces, change: Change, lines: Lines) -> Pieces:
    """Return the pieces of a new text from those of the old one."""
    first, last = change.first, change.last
    grown = len(new.text) - len(old.text)
    starts = find_dashes(change.part.text, pieces.column, len(HEAD))
    begin = pieces.starts[first] - len(HEAD)
    edges = (
        *pieces.lines[:first],
        *((one + change.skipped, end + change.skipped) for one, end in lines),
        *((one + change.more_lines, end + change.more_lines) for one, end in pieces.lines[last:]),
    )
    # A question ends where the next one begins.
    joined = (*((one, after - 1) for (one, _), (after, _) in pairwise(edges)), *edges[-1:])
    new_starts = (begin + start for start in starts)
    moved = (each + grown for each in pieces.starts[last:])
    return Pieces(joined, (*pieces.starts[:first], *new_starts, *moved), pieces.column)


def _find_questions(root: yaml.Node | None) -> tuple[object, yaml.SequenceNode | None]:
    """Return the key of a deck file under which its questions stand, with its value, and that value if it is a list."""
    if isinstance(root, yaml.MappingNode):
        for pair in root.value:
            key, value = pair
            if isinstance(key, yaml.ScalarNode) and key.value == "questions":
                return pair, value if isinstance(value, yaml.SequenceNode) and value.value else None
    return None, None


def _list_lines(nodes: list[yaml.Node]) -> Lines:
    """Return the lines of questions, each of which ends where the next one begins."""
    lines = [
        (node.start_mark.line + 1, max(after.start_mark.line, node.start_mark.line + 1))
        for node, after in pairwise(nodes)
    ]
    end = nodes[-1].end_mark
    return (*lines, (nodes[-1].start_mark.line + 1, end.line + (end.column > 0)))
