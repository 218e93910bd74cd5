"""The line on a card's back that tells in which edition it was corrected: `Corrected in edition 5 (2026-10-14)`.

It ends the field `Source`, and is no part of what the note says: with it or without, a note is the same to students, so
none gets a newer time for it, and whoever reads a note of a package takes it off.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from mkdeck.identity import NoteClass
from mkdeck.notes.note import Note

_START = '<span class="edition'
_LINE = re.compile(rf"\s*{_START}[^>]*>[^<]*</span>")


def add_lines(notes: Iterable[Note], lines: Mapping[tuple[str, NoteClass], str]) -> Iterator[Note]:
    """Yield notes with their lines, as plain text by their keys, in place of those that they have."""
    for note in notes:
        bare, line = take_line_off(note), lines.get(note.key)
        yield bare.put(Source=bare["Source"] + _write(line, alone=not bare["Source"])) if line else bare


def take_line_off(note: Note) -> Note:
    """Return the note without its line."""
    fields = take_off(note.fields)
    return note if fields is note.fields else replace(note, fields=fields)


def take_off(fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return the fields of a note without its line."""
    if _START not in "".join(fields):
        return fields
    return tuple(_LINE.sub("", each) for each in fields)


def _write(line: str, *, alone: bool) -> str:
    return f'{_START}{" alone" if alone else ""}">{html.escape(line, quote=False)}</span>'
