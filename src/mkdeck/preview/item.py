"""A question on the page, with its cards and what is wrong with it."""

from dataclasses import dataclass

from mkdeck.course.yaml_pieces import find_lines
from mkdeck.course.yaml_source import Source
from mkdeck.diagnostics import Diagnostic
from mkdeck.notes.media import Media
from mkdeck.notes.note import Note
from mkdeck.preview.drawing import Drawing, read_drawing

_MAX_CARDS = 500
"""Of one question."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question in its place: the `index`-th of its file.

    `key` tells it from all others; `note` is None as long as nothing could be made of it; `stale` says that the file
    has moved on, and this is what it held when it could last be read; `turned` that it asks the question there the
    other way round; `draft` that it is not ready. `picture` is that of an occlusion of which nothing could be made
    yet, for which masks can be drawn.
    """

    key: str
    id: str
    source: Source
    index: int
    deck: str
    kind: str
    note: Note | None
    stale: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()
    turned: bool = False
    picture: Media | None = None
    draft: bool = False

    @property
    def drawing(self) -> Drawing | None:
        """Return what masks can be drawn on."""
        return read_drawing(self.note, self.picture)

    @property
    def cards(self) -> tuple[int, ...]:
        """Return the ordinals to show: those of the note, or the one that says why the question is retired."""
        if self.note is None:
            return ()
        return tuple(number for number in self.note.cards if 0 <= number < _MAX_CARDS) or (0,)

    @property
    def retired(self) -> bool:
        """Whether new students get no card of it."""
        return self.note is not None and not self.note.cards

    @property
    def tags(self) -> tuple[str, ...]:
        """Return its tags, with those of its deck and course."""
        return self.note.tags if self.note else ()

    @property
    def line(self) -> int:
        """Return the line on which it starts, or 0."""
        lines = find_lines(self.source)
        return lines[self.index][0] if self.index < len(lines) else 0

    def covers(self, line: int) -> bool:
        """Whether a line of its file is one of its own."""
        lines = find_lines(self.source)
        return self.index < len(lines) and lines[self.index][0] <= line <= lines[self.index][1]
