"""Read a package that mkdeck made, also one that Anki exported again, back into notes."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mkdeck.apkg.archive import Archive, BrokenPackageError
from mkdeck.apkg.collection import (
    FIELD_SEPARATOR,
    Collection,
    StoredNote,
    StoredNotetype,
    read_collection,
    sort_by_place,
)
from mkdeck.apkg.release import Release, read_comment
from mkdeck.diagnostics import CommandError
from mkdeck.identity import NoteClass
from mkdeck.notes.corrections import take_off
from mkdeck.notes.note import Note
from mkdeck.notetypes import FIELDS, NAMES

_MEDIA_NAME = re.compile(r"(?:src=\"|\[sound:)([^\"\]]+)")
_ID = NAMES.index("Id")
_DEFAULT_DECK = 1
"""The id of the deck that is in every collection."""


@dataclass(frozen=True, slots=True)
class ReadNotetype:
    """A note type as it stands in a package: HTML templates, CSS, and its time in seconds."""

    name: str
    front: str
    back: str
    css: str
    time: int


@dataclass(frozen=True, slots=True)
class ReadPackage:
    """A package's content: notes in order, their times by guid, note types, descriptions by deck, media names."""

    notes: tuple[Note, ...]
    times: dict[str, int]
    notetypes: dict[NoteClass, ReadNotetype]
    descriptions: dict[str, str]
    media: tuple[str, ...]
    digest: str = ""
    """What the package itself says of its content (see `Package.digest`)."""
    release: Release | None = None
    """The last release that was known when it was made, without its number."""

    def is_of(self, course_id: str) -> bool:
        """Whether the course with this id made it, as its notes tell."""
        return any(note.is_of(course_id) for note in self.notes[:1])


def read_package(path: Path) -> ReadPackage:
    """Read a package.

    Raises CommandError if the file is no package, or one that mkdeck did not make.
    """
    if path.exists() and not path.is_file() and not path.is_dir():  # reading a pipe may never end
        raise CommandError(f"{path} is a pipe or a device, not a package.")
    try:
        with Archive(path) as archive:
            read = _read(read_collection(archive.read_collection()), archive.media)
            digest, release = read_comment(archive.comment)
            return replace(read, digest=digest, release=release)
    except OSError as error:
        if path.is_dir():
            raise CommandError(f"{path} is a folder; name a package, such as build/{path.name}.apkg.") from error
        raise CommandError(f"{path} can't be read: {error.strerror or error}.") from error
    except BrokenPackageError as error:
        raise CommandError(f"{path} is no package that mkdeck made.") from error


def read_release(path: Path) -> Release | None:
    """Read which release a package says it was made after, without its number; none where it says nothing."""
    try:
        with Archive(path) as archive:
            return read_comment(archive.comment)[1]
    except (OSError, BrokenPackageError):
        return None


def find_class(notetype: StoredNotetype) -> NoteClass | None:
    """Return which of mkdeck's own note types this is, if it is one."""
    note_class: NoteClass = "cloze" if notetype.cloze else "standard"
    known = list(notetype.fields) == [name for name, _ in FIELDS[note_class]] and bool(notetype.templates)
    return note_class if known else None


def _read(collection: Collection, media: frozenset[str]) -> ReadPackage:
    classes = _find_classes(collection)
    notetypes = {note_class: _read_notetype(collection.notetypes[i]) for i, note_class in classes.items()}
    notes = [_read_note(each, collection, classes, media) for each in sort_by_place(collection.notes)]
    return ReadPackage(
        tuple(notes),
        {each.guid: each.time for each in collection.notes},
        notetypes,
        {deck.name: deck.description for number, deck in collection.decks.items() if number != _DEFAULT_DECK},
        tuple(sorted(media)),
    )


def _read_note(
    note: StoredNote, collection: Collection, classes: Mapping[int, NoteClass], media: Container[str]
) -> Note:
    if note.notetype not in classes or len(note.fields) <= _ID:
        raise BrokenPackageError("a note is none of mkdeck's")
    decks = [collection.decks[deck_id].name for deck_id, _ in note.cards if deck_id in collection.decks]
    names = _MEDIA_NAME.findall(FIELD_SEPARATOR.join(note.fields))
    return Note(
        id=note.fields[_ID],
        guid=note.guid,
        note_class=classes[note.notetype],
        deck=decks[0] if decks else "",
        fields=take_off(note.fields),
        tags=note.tags,
        cards=tuple(ordinal for _, ordinal in note.cards),
        media=tuple(dict.fromkeys(name for name in names if name in media)),
    )


def _find_classes(collection: Collection) -> dict[int, NoteClass]:
    """Return the classes of mkdeck's own note types; others are let be where they have no notes and others do."""
    used = {note.notetype for note in collection.notes}
    classes: dict[int, NoteClass] = {}
    for number, notetype in collection.notetypes.items():
        if note_class := find_class(notetype):
            classes[number] = note_class
        elif number in used or not collection.notes:
            raise BrokenPackageError(f"the note type '{notetype.name}' is none of mkdeck's")
    return classes


def _read_notetype(notetype: StoredNotetype) -> ReadNotetype:
    template = notetype.templates[0]
    return ReadNotetype(notetype.name, template.front, template.back, notetype.css, notetype.time)
