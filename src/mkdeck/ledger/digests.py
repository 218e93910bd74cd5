"""Digest what reaches students, so that a ledger tells what changed without holding it."""

import hashlib
import html
import json
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from mkdeck.apkg.package import Package
from mkdeck.diff.matching import Key
from mkdeck.notes.note import Note
from mkdeck.notetypes import NoteType
from mkdeck.notetypes.report_address import fill

_LENGTH = 20
"""Hexadecimal digits of a digest."""
_GAP_LENGTH = 6
"""Hexadecimal digits of the digest of a gap's text, which is compared within its note alone."""


def make_digest(note: Note) -> str:
    """Digest all of a note that reaches the student, but for its deck; media count by their names' own digest."""
    return _digest(note.fields, note.tags, note.cards)


def digest_notes(notes: Mapping[Key, Note]) -> dict[Key, str]:
    """Digest notes, as `make_digest` does."""
    return {key: make_digest(note) for key, note in notes.items()}


def digest_reports(note: Note, deck: str, report: str | None) -> Iterator[str]:
    """Yield what a note's digest is with another address for mistakes in it, of which no student needs to be told.

    It may tell no deck, or that in which the note was released; notes once held the whole address. Where `{deck}` is in
    the address, the templates would not take that.
    """
    parts = deck.split("::")
    held = {"", *(quote("".join(f"::{part}" for part in parts[i:]), safe="") for i in range(1, len(parts)))}
    if report and "{deck}" not in report:
        held.add(html.escape(fill(report, note.id, deck)))
    for each in held:
        yield make_digest(note.put(Report=each))


def digest_gaps(note: Note) -> dict[int, str]:
    """Return a short digest of the text behind each cloze number, sorted; none for a card without gaps."""
    return {number: _digest(text)[:_GAP_LENGTH] for number, text in sorted(note.gaps.items())}


def digest_notetype(notetype: NoteType) -> str:
    """Digest all of a note type that reaches the student."""
    return _digest(notetype.name, notetype.front, notetype.back, notetype.css)


def digest_package(package: Package, digests: Mapping[Key, str]) -> str:
    """Digest all that a package holds; `digests` are those of its notes."""
    return _digest(
        [(note.guid, digests[note.key], note.deck) for note in package.notes],
        [(deck.name, deck.description, deck.retention) for deck in package.decks],
        [(each.id, digest_notetype(each)) for each in package.notetypes],
        [media.name for media in package.media],
    )


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:_LENGTH]
