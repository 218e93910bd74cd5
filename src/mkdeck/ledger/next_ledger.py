"""The ledger as it is once a package is released."""

from collections.abc import Container
from dataclasses import replace

from mkdeck.apkg.package import Package
from mkdeck.apkg.release import Release
from mkdeck.diff.matching import Key, index_notes
from mkdeck.identity import NoteClass
from mkdeck.ledger.digests import digest_gaps, digest_notetype
from mkdeck.ledger.ledger import Ledger, ReleasedNote, ReleasedNotetype
from mkdeck.ledger.similarity import sketch_note
from mkdeck.ledger.unreleased import Unreleased
from mkdeck.notes.note import Note

_DAY = 24 * 60 * 60
"""Seconds."""


def make_next_ledger(
    course_id: str,
    package: Package,
    ledger: Ledger | None,
    unreleased: Unreleased,
    time: int,
    corrected: Container[Key] = (),
) -> Ledger:
    """Make the ledger as it is once the package is released at this time, or right after all that is in the ledger.

    `corrected` are the notes that say something else than before.
    """
    ledger = ledger or Ledger(course_id, (), {}, {})
    number, later = len(ledger.releases) + 1, max(time, ledger.newest_time + 1)
    notes = {**ledger.notes, **{key: replace(note, last=number - 1) for key, note in ledger.shipped.items()}}
    fresh = {*unreleased.changed, *unreleased.added}
    for key, note in index_notes(package.notes).items():
        old = ledger.notes.get(key)
        if old and key not in fresh and old.deck == note.deck:
            notes[key] = old
            continue
        first, fixed = (old.first, old.corrected) if old else (number, None)
        if old and key in corrected:
            fixed = number
        retired = _find_retirement(note, ledger, time)
        notes[key] = _release_note(key, note, unreleased, first=first, retired=retired, corrected=fixed)
    notetypes = {**ledger.notetypes, **_release_notetypes(package, unreleased)}
    return Ledger(course_id, (*ledger.releases, Release(number, later, unreleased.digest)), notetypes, notes)


def _find_retirement(note: Note, ledger: Ledger, time: int) -> int | None:
    """Return when a note was retired: as the ledger knows it, now if its day is today or none, or its day.

    None where it is asked.
    """
    if not note.retired:
        return None
    if known := ledger.retired_at(note.id):
        return known
    day = note.retired_on
    return time if day is None or day <= time < day + _DAY else day


def _release_notetypes(package: Package, unreleased: Unreleased) -> dict[NoteClass, ReleasedNotetype]:
    times = unreleased.times
    made = (
        ReleasedNotetype(each.note_class, digest_notetype(each), times.of_notetype(each.note_class))
        for each in package.notetypes
    )
    return {each.note_class: each for each in made}


def _release_note(
    key: Key, note: Note, unreleased: Unreleased, *, first: int, retired: int | None, corrected: int | None
) -> ReleasedNote:
    return ReleasedNote(
        id=note.id,
        note_class=note.note_class,
        time=unreleased.times.of_note(note.guid),
        digest=unreleased.digests[key],
        first=first,
        last=None,
        gaps=tuple(digest_gaps(note).items()),
        retired=retired,
        sketch=sketch_note(note),
        deck=note.deck,
        corrected=corrected,
    )
