"""What makes a note the same note for ever: ids, guids and note type ids. Nothing here may ever change.

A student's Anki knows a note by its guid and a note type by its id. Both come from names that staff declare, never
from a text, a position or a clock. Between a student's devices, Anki knows notes and cards by their ids alone: it
keeps the ids that a package gives them where they are free, and a note whose id differs between two editions is there
twice, for ever, once two devices took different editions before they synced. So these come from the guid.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Literal

from anyascii import anyascii

from mkdeck.text.cloze import plain

NoteClass = Literal["standard", "cloze"]
"""Every basic card is of the one class, every card with a gap of the other: Anki can't turn one into the other."""

NOTE_CLASSES: tuple[NoteClass, ...] = ("standard", "cloze")

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_WORD = re.compile(r"[a-z0-9]+")
_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|<[^>]*>|\\[a-zA-Z]+")
_SLUG_WORDS, _SLUG_LENGTH = 6, 48
_SLUG_SOURCE = 400
_NUMBERED_LENGTH = 90
"""An id has at most 100 characters."""
_FIRST_ID = 10**12
_IDS = 2**39
"""To Anki, ids are times in ms: these are of 2001 to 2019, with 13 digits as its own, and never in the future."""


def make_guid(course_id: str, question_id: str, note_class: NoteClass) -> str:
    """Make a note's guid: 16 characters that depend on the course's id, the question's id and the class."""
    return base64.urlsafe_b64encode(_digest("note", course_id, question_id, note_class)[:12]).decode()


def make_note_id(guid: str) -> int:
    """Make the id of the note with this guid, the same in every edition."""
    return _FIRST_ID + _read_number(guid) % _IDS


def make_card_id(note_id: int, ordinal: int) -> int:
    """Make the id of one card of the note with this id, the same in every edition.

    A note's cards follow each other. Where others lie between them, Anki (26.09) takes those behind for missing when a
    newer note type arrives: it makes them once more, new, and the student has each such card twice.
    """
    return note_id + 1 + ordinal


def make_notetype_id(course_id: str, note_class: NoteClass) -> int:
    """Make the id of one of the two note types of a course: from 2^40 up to 2^52, exact in JavaScript."""
    return _number(_digest("notetype", course_id, note_class))


def make_deck_id(name: str) -> int:
    """Make a deck's id; Anki matches decks by name, so this only has to differ inside one package.

    On every device, Anki gives a deck that comes new an id of its own. Two devices that both take it before they sync
    show it twice, as `Name` and `Name+`, with its cards in one of them or both; no package can prevent that.
    """
    return _number(_digest("deck", name.casefold()))


def make_slug(text: str) -> str:
    """Make a readable id of a text's first words: `[a-z0-9-]`, at most 48 characters, never empty."""
    start = text[:_SLUG_SOURCE]
    bare = _MARKUP.sub(lambda match: f" {match[1] or ''} ", plain(start)).translate(_UMLAUTS)
    words = _WORD.findall(anyascii(bare).lower().replace("'", ""))
    slug = ""
    for word in words[:_SLUG_WORDS]:
        longer = f"{slug}-{word}" if slug else word[:_SLUG_LENGTH]
        if len(longer) > _SLUG_LENGTH:
            break
        slug = longer
    return slug or "question"


def complete_ids(declared: Iterable[str], texts: Iterable[str]) -> Iterator[str]:
    """Yield an id for each text of a question that has none, unique beside the declared ones and each other.

    The same ids serve a build (as provisional) and `mkdeck stamp`, so stamping a question changes nothing.
    """
    return number_ids(declared, map(make_slug, texts))


def number_ids(taken: Iterable[str], names: Iterable[str]) -> Iterator[str]:
    """Yield each name where it is free, else the next of it that is, such as `name-2`; of a long one its start."""
    used = set(taken)
    latest: dict[str, int] = {}
    for name in names:
        new, start = name, name[:_NUMBERED_LENGTH]
        while new in used:
            latest[start] = latest.get(start, 1) + 1
            new = f"{start}-{latest[start]}"
        used.add(new)
        yield new


def _read_number(guid: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(guid)[:8], "big")


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(("mkdeck", *parts)).encode()).digest()


def _number(digest: bytes) -> int:
    low, high = 2**40, 2**52
    return low + int.from_bytes(digest[:8], "big") % (high - low)
