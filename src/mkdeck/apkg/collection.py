"""What stands in the SQLite file of a package, whichever program and version of Anki wrote it.

The file may come from anywhere: it is opened in memory, may only be read, and only from the tables named here.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from mkdeck.apkg.archive import BrokenPackageError
from mkdeck.apkg.json_values import read_json
from mkdeck.apkg.package import COURSE_ID
from mkdeck.apkg.protobuf import read_bytes, read_float, read_message, read_number, read_text

_TABLES = frozenset(
    "col notes cards notetypes fields templates decks sqlite_master sqlite_schema sqlite_sequence".split()
)
_ALLOWED = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ))
_PLAIN_TABLE = re.compile(r"CREATE TABLE\b", re.IGNORECASE)
_COMPUTED = re.compile(r"\bAS\s*\(", re.IGNORECASE)
"""A column that is computed as it is read, so that a small file gives endless text."""
_MAX_ORDINAL = 2**16
FIELD_SEPARATOR = "\x1f"
"""What stands between the fields of a note in Anki's tables."""
_TICKS, _TICK = 1_000, 1_000_000
"""After so many times so many of SQLite's steps a query is given up: 1,000,000 notes take a tenth."""
_WAL, _ROLLBACK = b"\x02\x02", b"\x01\x01"
_VERSIONS = slice(18, 20)
"""Where a SQLite file says how it is written to (https://sqlite.org/fileformat2.html, 1.3.3); in memory only as 1."""
_IMAGE_OCCLUSION = 6
_OTHER_KEYS = 255
"""Where Anki's newer form keeps the JSON of keys that it does not know."""
_MAX_VALUE_BYTES = 256 * 2**20
"""Bytes of a value."""
_NEW = 0
"""The type of a card that was never studied; only then is `due` its place."""
_OWN_PLACE = re.compile(r"[0-9]{1,10}")
_PLACE = re.compile(r'"pos":(\d{1,10})\b')


@dataclass(frozen=True, slots=True)
class StoredTemplate:
    """A template of a note type: the HTML of its two sides, with Anki's `{{Field}}`."""

    name: str
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class StoredNotetype:
    """A note type: names of fields in order, templates by ordinal, CSS, its time in seconds.

    `course_id` is told by what mkdeck itself wrote (see `package.COURSE_ID`).
    """

    name: str
    cloze: bool
    fields: tuple[str, ...]
    templates: tuple[StoredTemplate, ...]
    css: str
    time: int
    covers_pictures: bool = False
    course_id: str = ""


@dataclass(frozen=True, slots=True)
class StoredDeck:
    """A deck: whole name with `::`, description as HTML (or Markdown), desired retention (0 to 1) or none."""

    name: str
    description: str = ""
    markdown: bool = False
    retention: float | None = None


@dataclass(frozen=True, slots=True)
class StoredNote:
    """A note; `cards` are deck id and ordinal of each card, by ordinal, `time` is seconds since 1970.

    `place` is where it comes among new notes, from 1, if anything tells: Anki keeps it when a card is studied.
    """

    guid: str
    notetype: int
    time: int
    tags: tuple[str, ...]
    fields: tuple[str, ...]
    cards: tuple[tuple[int, int], ...]
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """Note types and decks by id, notes in order of their ids."""

    notetypes: Mapping[int, StoredNotetype]
    decks: Mapping[int, StoredDeck]
    notes: tuple[StoredNote, ...]


def read_collection(content: bytes) -> Collection:
    """Read a collection's SQLite file. Raises BrokenPackageError where it is none, or damaged."""
    with _opened(content) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
        tables = {str(name) for name, sql in found if _PLAIN_TABLE.match(str(sql)) and not _COMPUTED.search(str(sql))}
        if not {"col", "notes", "cards"} <= tables:
            raise BrokenPackageError("its collection is none of Anki's")
        newer = {"notetypes", "fields", "templates", "decks"} <= tables
        notetypes = _read_notetypes(connection) if newer else _parse_notetypes(connection)
        decks = _read_decks(connection) if newer else _parse_decks(connection)
        cards, places = _read_cards(connection)
        return Collection(notetypes, decks, tuple(_read_notes(connection, cards, places)))


def _read_cards(connection: sqlite3.Connection) -> tuple[dict[int, list[tuple[int, int]]], dict[int, int]]:
    """Return, by the ids of notes, the deck and ordinal of each card, and where the first card came when it was new."""
    cards: dict[int, list[tuple[int, int]]] = {}
    places: dict[int, int] = {}
    columns = f"nid, did, odid, ord, {_choose(connection, 'cards', 'type', 'due', 'data')}"
    query = f"SELECT {columns} FROM cards ORDER BY nid, ord"  # noqa: S608 - they stand above
    for note_id, deck_id, home, ordinal, state, due, data in connection.execute(query):
        cards.setdefault(note_id, []).append((int(home or deck_id), _read_ordinal(ordinal)))
        place = due if state == _NEW else _read_place(data)
        if place is not None:
            places[note_id] = min(place, places.get(note_id, place))
    return cards, places


def _read_notes(
    connection: sqlite3.Connection, cards: Mapping[int, Sequence[tuple[int, int]]], places: Mapping[int, int]
) -> Iterator[StoredNote]:
    columns = f"id, guid, mid, mod, tags, flds, {_choose(connection, 'notes', 'data')}"
    query = f"SELECT {columns} FROM notes ORDER BY id"  # noqa: S608 - they stand above
    for note_id, guid, notetype, time, tags, fields, data in connection.execute(query):
        yield StoredNote(
            guid=str(guid),
            notetype=int(notetype),
            time=int(time or 0),
            tags=tuple(str(tags).split()),
            fields=tuple(str(fields).split(FIELD_SEPARATOR)),
            cards=tuple(cards.get(note_id, ())),
            place=int(data) if _OWN_PLACE.fullmatch(str(data)) else places.get(note_id),
        )


def _choose(connection: sqlite3.Connection, table: str, *columns: str) -> str:
    """Write columns for a query; those that a table lacks, which other programs wrote, as nothing."""
    there = {each[0] for each in connection.execute(f"SELECT * FROM {table} LIMIT 0").description}  # noqa: S608 - ours
    return ", ".join(each if each in there else "NULL" for each in columns)


def _read_place(data: object) -> int | None:
    """Read where a card came before it was studied, which newer Ankis note in the JSON of its data."""
    found = _PLACE.search(str(data))
    return int(found[1]) if found else None


def sort_by_place(notes: Iterable[StoredNote]) -> list[StoredNote]:
    """Return notes in the order in which students meet them; those whose place is not known come last."""
    return sorted(notes, key=lambda note: (note.place is None, note.place or 0))


def _read_ordinal(value: object) -> int:
    ordinal = int(str(value))
    if not 0 <= ordinal < _MAX_ORDINAL:
        raise ValueError("no card has such a number")
    return ordinal


@contextmanager
def _opened(content: bytes) -> Iterator[sqlite3.Connection]:
    """Open a SQLite file that may be hostile: nothing in it is trusted to run, and nothing runs for ever."""
    if not content.startswith(b"SQLite format 3\0"):
        raise BrokenPackageError("its collection is no database")
    if content[_VERSIONS] == _WAL:
        content = content[: _VERSIONS.start] + _ROLLBACK + content[_VERSIONS.stop :]
    connection = sqlite3.connect(":memory:")
    ticks = iter(range(_TICKS))
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_VALUE_BYTES)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.deserialize(content)
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.create_collation("unicase", _compare_caseless)
        connection.execute("PRAGMA query_only = ON")
        connection.set_authorizer(_authorize)
        connection.set_progress_handler(lambda: next(ticks, None) is None, _TICK)
        yield connection
    except (sqlite3.Error, ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError) as error:
        if isinstance(error, BrokenPackageError):
            raise
        raise BrokenPackageError("its collection is damaged") from error
    except MemoryError as error:
        raise BrokenPackageError("its collection is too large") from error
    finally:
        connection.close()


def _authorize(action: int, table: str | None, _column: str | None, _database: str | None, view: str | None) -> int:
    reads = action == sqlite3.SQLITE_SELECT or (action == sqlite3.SQLITE_READ and table in _TABLES and view is None)
    return sqlite3.SQLITE_OK if action in _ALLOWED and reads else sqlite3.SQLITE_DENY


def _compare_caseless(one: str, other: str) -> int:
    """Compare as Anki's own collation does, in which indexes of its newer tables are kept."""
    left, right = one.casefold(), other.casefold()
    return (left > right) - (left < right)


def _parse_notetypes(connection: sqlite3.Connection) -> dict[int, StoredNotetype]:
    """Read note types from the JSON of Anki's older form."""
    (text,) = connection.execute("SELECT models FROM col").fetchone()
    return {
        int(number): StoredNotetype(
            name=str(model["name"]),
            cloze=model.get("type") == 1,
            fields=tuple(str(field["name"]) for field in _in_order(model["flds"])),
            templates=tuple(
                StoredTemplate(str(each["name"]), str(each["qfmt"]), str(each["afmt"]))
                for each in _in_order(model["tmpls"])
            ),
            css=str(model.get("css") or ""),
            time=int(model.get("mod") or 0),
            covers_pictures=model.get("originalStockKind") == _IMAGE_OCCLUSION,
            course_id=str(model.get(COURSE_ID) or ""),
        )
        for number, model in read_json(text).items()
    }


def _in_order(parts: list[dict[str, object]]) -> list[dict[str, object]]:
    ordinals: Callable[[dict[str, object]], int] = lambda part: int(str(part.get("ord") or 0))  # noqa: E731 - a key
    return sorted(parts, key=ordinals)


def _parse_decks(connection: sqlite3.Connection) -> dict[int, StoredDeck]:
    """Read decks from the JSON of Anki's older form."""
    (text,) = connection.execute("SELECT decks FROM col").fetchone()
    decks: dict[int, StoredDeck] = {}
    for number, deck in read_json(text).items():
        percent = deck.get("desiredRetention")
        retention = percent / 100 if isinstance(percent, int | float) and percent > 1 else percent
        decks[int(number)] = StoredDeck(
            str(deck["name"]), str(deck.get("desc") or ""), bool(deck.get("md")), retention or None
        )
    return decks


def _read_notetypes(connection: sqlite3.Connection) -> dict[int, StoredNotetype]:
    """Read note types from the tables of Anki's newer form."""
    fields: dict[int, list[str]] = {}
    for notetype, name in connection.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
        fields.setdefault(notetype, []).append(str(name))
    templates: dict[int, list[StoredTemplate]] = {}
    for notetype, name, config in connection.execute("SELECT ntid, name, config FROM templates ORDER BY ntid, ord"):
        message = read_message(config)
        templates.setdefault(notetype, []).append(
            StoredTemplate(str(name), read_text(message, 1), read_text(message, 2))
        )
    notetypes: dict[int, StoredNotetype] = {}
    for number, name, time, config in connection.execute("SELECT id, name, mtime_secs, config FROM notetypes"):
        message = read_message(config)
        notetypes[number] = StoredNotetype(
            name=str(name),
            cloze=read_number(message, 1) == 1,
            fields=tuple(fields.get(number, ())),
            templates=tuple(templates.get(number, ())),
            css=read_text(message, 3),
            time=int(time),
            covers_pictures=read_number(message, 9) == _IMAGE_OCCLUSION,
            course_id=str(read_json(read_bytes(message, _OTHER_KEYS) or b"{}").get(COURSE_ID) or ""),
        )
    return notetypes


def _read_decks(connection: sqlite3.Connection) -> dict[int, StoredDeck]:
    """Read decks from the table of Anki's newer form."""
    decks: dict[int, StoredDeck] = {}
    for number, name, kind in connection.execute("SELECT id, name, kind FROM decks"):
        normal = read_message(read_bytes(read_message(kind), 1))
        retention = read_float(normal, 10)
        decks[number] = StoredDeck(
            str(name).replace("\x1f", "::"),
            read_text(normal, 4),
            bool(read_number(normal, 5)),
            round(retention, 4) if retention else None,
        )
    return decks
