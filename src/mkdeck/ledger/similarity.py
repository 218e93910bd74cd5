"""Sketches of texts: short enough for a line of the ledger, good enough to find a text again after small edits."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from zlib import crc32

from mkdeck.notes.note import Note
from mkdeck.questions.occlusion import LABELS

_BUCKETS = 8
_EMPTY = "--"
_SIMILAR = 0.5
"""From this likeness of sketches on, texts are nearly the same."""
_LEAST_COMMON = 2
"""So many pieces two sketches have in common at least; a single one may be chance."""
_MOST_TURNED = 2
"""Parts of a sketch that two pairs of words fill: where question and answer meet, in either order."""
_MARKUP = re.compile(r"<[^>]*>|\{\{c\d+::|\}\}|&\w+;")
_WORD = re.compile(r"\w+")


def make_sketch(text: str) -> str:
    """Sketch a text (HTML or not): 16 characters, the least hash of its words and word pairs in each of 8 buckets.

    Source: Li, Owen and Zhang, "One Permutation Hashing", 2012.
    """
    words = _find_words(text)
    least: list[int | None] = [None] * _BUCKETS
    for piece in (*words, *(f"{one} {two}" for one, two in pairwise(words))):
        value = crc32(piece.encode())
        bucket, rest = value % _BUCKETS, value // _BUCKETS
        known = least[bucket]
        if known is None or rest < known:
            least[bucket] = rest
    return "".join(_EMPTY if value is None else f"{value & 0xFF:02x}" for value in least)


def sketch_note(note: Note) -> str:
    """Sketch what a note asks."""
    return make_sketch(join_texts(note))


def join_texts(note: Note) -> str:
    """Return what a note is sketched by: its text, its choices and its answer, or the labels of its picture."""
    return " ".join((note["Text"], note["Choices"], note["Answer"], note[LABELS]))


def are_similar(one: str, two: str) -> bool:
    """Whether two sketches are of nearly the same text: at least half of what either has agrees."""
    return measure_likeness(one, two) >= _SIMILAR


def measure_likeness(one: str, two: str) -> float:
    """Return how much of two texts agrees, from 0 to 1, by their sketches; 0 where a single piece may be chance."""
    pairs = [(one[i : i + 2], two[i : i + 2]) for i in range(0, 2 * _BUCKETS, 2)]
    filled = [pair for pair in pairs if pair != (_EMPTY, _EMPTY)]
    same = sum(left == right for left, right in filled)
    return same / len(filled) if same >= _LEAST_COMMON else 0.0


def may_be_turned(one: str, two: str) -> bool:
    """Whether two sketches may be of a question and of it the other way round: all but a pair of words is the same."""
    return sum(one[i : i + 2] != two[i : i + 2] for i in range(0, 2 * _BUCKETS, 2)) <= _MOST_TURNED


class SketchIndex:
    """Sketches by names, made to find those like another one without a look at each."""

    def __init__(self, sketches: Mapping[str, str]) -> None:
        self._filled: dict[str, int] = {}
        self._names: dict[tuple[int, str], list[str]] = defaultdict(list)
        for name, sketch in sketches.items():
            parts = _split(sketch)
            self._filled[name] = _mark(parts)
            for part in parts:
                self._names[part].append(name)

    def find(self, sketch: str) -> Iterator[tuple[float, str]]:
        """Yield the likeness of each sketch that is at all like this one (see `measure_likeness`), and its name."""
        parts = _split(sketch)
        filled = _mark(parts)
        for name, same in Counter(name for part in parts for name in self._names.get(part, ())).items():
            if same >= _LEAST_COMMON:
                yield same / (filled | self._filled[name]).bit_count(), name


def is_full(sketch: str) -> bool:
    """Whether a text has words enough for every part of its sketch."""
    return not any(sketch[i : i + 2] == _EMPTY for i in range(0, 2 * _BUCKETS, 2))


def compare_words(one: str, two: str) -> float:
    """Return how much of their words two texts have in common, from 0 to 1 (Dice's coefficient)."""
    ours, theirs = (Counter(_find_words(text)) for text in (one, two))
    return 2 * (ours & theirs).total() / max(1, ours.total() + theirs.total())


def _split(sketch: str) -> list[tuple[int, str]]:
    """Return the parts of a sketch that are filled, each with its place."""
    parts = ((i, sketch[2 * i : 2 * i + 2]) for i in range(_BUCKETS))
    return [part for part in parts if part[1] != _EMPTY]


def _mark(parts: list[tuple[int, str]]) -> int:
    """Return the places of parts as bits."""
    return sum(1 << i for i, _ in parts)


def _find_words(text: str) -> list[str]:
    return _WORD.findall(_MARKUP.sub(" ", text).casefold())
