"""A course as students get it at one time."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mkdeck.identity import NoteClass
from mkdeck.notes.note import Note
from mkdeck.notetypes import NoteType

Parts = tuple[str, str, str]
"""Front, back and CSS of a note type."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A course as students get it: notes in order, (front, back, css) by class, descriptions (HTML) by deck.

    `made` are its note types where mkdeck made them just now.
    """

    notes: tuple[Note, ...] = ()
    notetypes: Mapping[NoteClass, Parts] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    made: Mapping[NoteClass, NoteType] = field(default_factory=dict)


def list_parts(notetype: NoteType) -> Parts:
    """Return the parts of a note type."""
    return notetype.front, notetype.back, notetype.css
