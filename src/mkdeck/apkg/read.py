"""Read a package that mkdeck wrote back into notes."""

import json
import re
import sqlite3
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from mkdeck.diagnostics import EnvironmentFault
from mkdeck.identity import NoteClass
from mkdeck.notes import Note
from mkdeck.notetypes import FIELDS

MAX_COLLECTION = 2 * 2**30
_COLLECTION = "collection.anki2"
_MEDIA_NAME = re.compile(r"(?:src=\"|\[sound:)([^\"\]]+)")
_ID = [name for name, _ in FIELDS["standard"]].index("Id")


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


def read_package(path: Path) -> ReadPackage:
    """Read a package.

    Raises EnvironmentFault if the file is no package, or one that mkdeck did not make.
    """
    try:
        with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory() as folder:
            if archive.getinfo(_COLLECTION).file_size > MAX_COLLECTION:
                raise EnvironmentFault(f"{path} is too large to be read.")
            archive.extract(_COLLECTION, folder)
            media = json.loads(archive.read("media"))
            connection = sqlite3.connect(Path(folder) / _COLLECTION)
            try:
                return _read(connection, frozenset(map(str, media.values())))
            finally:
                connection.close()
    except OSError as error:
        raise EnvironmentFault(f"{path} can't be read: {error.strerror or error}.") from error
    except (zipfile.BadZipFile, sqlite3.Error, KeyError, IndexError, ValueError, AttributeError) as error:
        raise EnvironmentFault(f"{path} is no package that mkdeck made.") from error


def _read(connection: sqlite3.Connection, media: frozenset[str]) -> ReadPackage:
    models_json, decks_json = connection.execute("SELECT models, decks FROM col").fetchone()
    models, decks = json.loads(models_json), json.loads(decks_json)
    classes: dict[int, NoteClass] = {}
    notetypes: dict[NoteClass, ReadNotetype] = {}
    for number, model in models.items():
        note_class: NoteClass = "cloze" if model["type"] == 1 else "standard"
        if [field["name"] for field in model["flds"]] != [name for name, _ in FIELDS[note_class]]:
            raise ValueError(model["name"])
        template = model["tmpls"][0]
        classes[int(number)] = note_class
        notetypes[note_class] = ReadNotetype(
            model["name"], template["qfmt"], template["afmt"], model["css"], model["mod"]
        )
    names = {int(number): deck["name"] for number, deck in decks.items()}
    cards: dict[int, list[tuple[int, int]]] = {}
    for note_id, deck_id, ordinal in connection.execute("SELECT nid, did, ord FROM cards ORDER BY id"):
        cards.setdefault(note_id, []).append((deck_id, ordinal))
    notes: list[Note] = []
    times: dict[str, int] = {}
    rows = connection.execute("SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY id")
    for note_id, guid, notetype_id, time, tags, joined in rows:
        fields = tuple(joined.split("\x1f"))
        own = cards.get(note_id, [])
        notes.append(
            Note(
                id=fields[_ID],
                guid=guid,
                note_class=classes[notetype_id],
                deck=names[own[0][0]] if own else "",
                fields=fields,
                tags=tuple(tags.split()),
                cards=tuple(ordinal for _, ordinal in own),
                media=tuple(dict.fromkeys(name for name in _MEDIA_NAME.findall(joined) if name in media)),
            )
        )
        times[guid] = time
    descriptions = {deck["name"]: deck["desc"] for number, deck in decks.items() if number != "1"}
    return ReadPackage(tuple(notes), times, notetypes, descriptions, tuple(sorted(media)))
