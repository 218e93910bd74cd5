"""Write a package so that equal content gives equal bytes, and so that it is there whole or not at all.

genanki makes the schema, the note types and the decks. The rows are written here: genanki gives every note one time,
rereads the whole JSON of decks and note types for each deck, and derives cards by rules that Anki does not share.
"""

import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import genanki
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

from mkdeck.apkg.collection import FIELD_SEPARATOR
from mkdeck.apkg.package import COURSE_ID, DeckInfo, Package
from mkdeck.apkg.release import write_comment
from mkdeck.diagnostics import CommandError, tell_reason
from mkdeck.files.stages import open_in_one_step
from mkdeck.identity import make_card_id, make_deck_id, make_note_id
from mkdeck.notes.media import read_content
from mkdeck.notetypes import FIELDS, TEMPLATE_IDS, NoteType

_COLLECTION = "collection.anki2"
_COMPRESSION = 3  # measured on 10,000 notes: level 6 saves another 14 % and takes three times as long
_STORED = frozenset(
    ".png .jpg .jpeg .gif .webp .avif .mp3 .ogg .oga .opus .m4a .flac .aac .mp4 .webm .mov .m4v .mkv".split()
)
_CHUNK = 2**20
_SQLITE_VERSION = slice(96, 100)
"""Where SQLite writes its own version into a file (https://sqlite.org/fileformat2.html, 1.3.16); nothing reads it."""

_INSERT_NOTE = "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, ?)"
"""Its last column is Anki's for programs of others; there the note's place in the course stands, also without cards."""
_INSERT_CARD = "INSERT INTO cards VALUES (?, ?, ?, ?, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')"


def write_package(package: Package, path: Path, place: Path | None = None) -> None:
    """Write the package to a path, whose folder is made if need be; an older file there is replaced in one step.

    Raises CommandError if that can't be done; then nothing at the path has changed. `place` is where it
    goes from there.
    """
    place = place or path
    try:
        database = make_database(package)
    except sqlite3.OperationalError as error:  # of memdb, which holds up to 1 GB
        raise CommandError(f"{place} would hold more than 1 GB of text; part the course into several.") from error
    try:
        with (
            open_in_one_step(path) as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION) as archive,
        ):
            archive.comment = write_comment(package.digest, package.release).encode()
            _add_collection(archive, database)
            names = {str(i): media.name for i, media in enumerate(package.media)}
            _add(archive, "media", json.dumps(names).encode())
            for i, media in enumerate(package.media):
                _add(archive, str(i), read_content(media), deflate=Path(media.name).suffix not in _STORED)
    except OSError as error:
        raise CommandError(f"{place} can't be written: {tell_reason(error)}.") from error


def make_database(package: Package) -> tuple[memoryview, ...]:
    """Make the collection of a package: a SQLite file, in pieces; the same for every version of SQLite."""
    # One growing block of memory, where ":memory:" would keep every page by itself and twice over to serialize it.
    connection = sqlite3.connect("file:collection?vfs=memdb", uri=True)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        _Collection(package).write_to_db(connection.cursor(), package.times.newest, iter(()))
        connection.commit()
        database = memoryview(connection.serialize())
    finally:
        connection.close()
    return database[: _SQLITE_VERSION.start], memoryview(bytes(4)), database[_SQLITE_VERSION.stop :]


class _Model(genanki.Model):  # type: ignore[misc]  # genanki has no types
    """A note type with its own time, and without genanki's guess at which fields a front needs."""

    _req = ((0, "any", (0,)),)


class _Deck(genanki.Deck):  # type: ignore[misc]  # genanki has no types
    def __init__(self, info: DeckInfo) -> None:
        super().__init__(make_deck_id(info.name), info.name, info.description)
        self.retention = info.retention

    def to_json(self) -> dict[str, Any]:
        deck: dict[str, Any] = super().to_json()
        if self.retention is not None:
            deck["desiredRetention"] = round(self.retention * 100)
        return deck


class _Collection(genanki.Package):  # type: ignore[misc]  # genanki has no types
    def __init__(self, package: Package) -> None:
        self.package = package
        super().__init__([_Deck(info) for info in package.decks])

    def write_to_db(self, cursor: sqlite3.Cursor, _timestamp: float, _id_gen: Iterator[int]) -> None:
        package, times = self.package, self.package.times
        cursor.executescript(APKG_SCHEMA)
        cursor.executescript(APKG_COL)
        (decks_json,) = cursor.execute("SELECT decks FROM col").fetchone()
        decks = json.loads(decks_json) | {str(deck.deck_id): deck.to_json() for deck in self.decks}
        first_deck = self.decks[0].deck_id if self.decks else 1
        models = {
            str(notetype.id): _make_model(notetype).to_json(times.of_notetype(notetype.note_class), first_deck)
            | {COURSE_ID: package.course_id}
            for notetype in package.notetypes
        }
        cursor.execute("UPDATE col SET decks = ?, models = ?", (json.dumps(decks), json.dumps(models)))
        notetype_ids = {notetype.note_class: notetype.id for notetype in package.notetypes}
        deck_ids = {deck.name: deck.deck_id for deck in self.decks}
        cards: list[tuple[int, ...]] = []
        # SQLite keeps rows in the order of their ids: in that order they are written fastest and lie closest.
        for note_id, due in sorted((make_note_id(note.guid), due) for due, note in enumerate(package.notes, start=1)):
            note = package.notes[due - 1]
            time, deck_id = times.of_note(note.guid), deck_ids[note.deck]
            tags = f" {' '.join(note.tags)} " if note.tags else ""
            fields, first = FIELD_SEPARATOR.join(note.fields), note.fields[0]
            notetype_id = notetype_ids[note.note_class]
            row = (note_id, note.guid, notetype_id, time, tags, fields, first, _checksum(first), str(due))
            cursor.execute(_INSERT_NOTE, row)
            cards += [(make_card_id(note_id, each), note_id, deck_id, each, time, due) for each in note.cards]
        cursor.executemany(_INSERT_CARD, sorted(cards))


def _make_model(notetype: NoteType) -> _Model:
    kind = _Model.CLOZE if notetype.note_class == "cloze" else _Model.FRONT_BACK
    template = {
        "name": "Card",
        "id": TEMPLATE_IDS[notetype.note_class],
        "qfmt": notetype.front,
        "afmt": notetype.back,
    }
    return _Model(
        model_id=notetype.id,
        name=notetype.name,
        fields=[{"name": name, "id": number} for name, number in FIELDS[notetype.note_class]],
        templates=[template],
        css=notetype.css,
        model_type=kind,
    )


def _checksum(first_field: str) -> int:
    """Return what Anki compares to find duplicates; Anki works it out again when a note is imported."""
    return int(hashlib.sha1(first_field.encode(), usedforsecurity=False).hexdigest()[:8], 16)


def _add_collection(archive: zipfile.ZipFile, pieces: Iterable[memoryview]) -> None:
    """Add the collection chunk by chunk: whole, it would stand in memory once more."""
    with archive.open(_COLLECTION, "w") as member:
        for piece in pieces:
            for start in range(0, len(piece), _CHUNK):
                member.write(piece[start : start + _CHUNK])
    _settle(archive.getinfo(_COLLECTION))


def _add(archive: zipfile.ZipFile, name: str, content: bytes, *, deflate: bool = True) -> None:
    info = zipfile.ZipInfo(name)
    _settle(info)
    archive.writestr(info, content, zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED, _COMPRESSION)


def _settle(info: zipfile.ZipInfo) -> None:
    """Set what else would tell of the machine; a member's date is 1980-01-01 where none is given."""
    info.external_attr = 0o644 << 16
    info.create_system = 3
