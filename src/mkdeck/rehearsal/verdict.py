"""What a rehearsal shows: what a student keeps, gets and loses."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mkdeck.apkg.read import ReadPackage
from mkdeck.notes.note import Note
from mkdeck.rehearsal.states import CardKey, Fate, NoteState, Performance, Schedule

OrphanReason = Literal["gone", "class", "gap", "guid"]
"""The question is gone; it is now of the other class; its gap has no such number; it has another course's guid."""


@dataclass(frozen=True, slots=True, order=True)
class Card:
    """A card as people name it: its question, and its number from 1, in a cloze question that of its gap."""

    id: str
    number: int


@dataclass(frozen=True, slots=True, order=True)
class Orphan:
    """A card that stays with the student, although the new package has no such card."""

    card: Card
    reason: OrphanReason


@dataclass(frozen=True, slots=True)
class Own:
    """What became of a student's own changes, by question: kept, or lost where staff did or did not change it."""

    kept: tuple[str, ...] = ()
    lost_on_changed: tuple[str, ...] = ()
    lost_on_unchanged: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Count kept and lost ones."""
        return len(self.kept) + len(self.lost_on_changed) + len(self.lost_on_unchanged)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a student who studied one package meets when they take the next; notes are named by question id.

    `new`, `updated`, `untouched` and `conflicting` say what Anki did with the notes of the new package; `rewritten`
    are those of the updated that hold what they held before, `missed` those that changed without Anki taking the
    change, `doubled` those that the student now has twice. `held_back` are changes that a student does not get whose
    note was touched after the release, and `stuck` those of them that "Update notes: Always" does not bring either.
    `refused` are changes that a student who added a field gets by "Merge note types" alone.
    `retired` were retired by the new package.
    """

    new: tuple[str, ...]
    updated: tuple[str, ...]
    rewritten: tuple[str, ...]
    untouched: tuple[str, ...]
    conflicting: tuple[str, ...]
    missed: tuple[str, ...]
    doubled: tuple[str, ...]
    held_back: tuple[str, ...]
    stuck: tuple[str, ...]
    refused: tuple[str, ...]
    retired: tuple[str, ...]
    schedules: int
    schedules_lost: tuple[Card, ...]
    edits: Own
    tags: Own
    orphans: tuple[Orphan, ...]
    media_missing: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether the student loses nothing, and misses no change."""
        return not (
            self.conflicting
            or self.missed
            or self.doubled
            or self.stuck
            or self.schedules_lost
            or self.edits.lost_on_unchanged
            or self.tags.lost_on_unchanged
        )


def find_changed(old: ReadPackage, new: ReadPackage) -> set[str]:
    """Find the notes, by guid, that hold something else in the new package."""
    was = {note.guid: note for note in old.notes}
    return {note.guid for note in new.notes if note.guid in was and _content(note) != _content(was[note.guid])}


def _index(package: ReadPackage) -> dict[str, Note]:
    """Return the notes of a package by their guids."""
    return {note.guid: note for note in package.notes}


def judge(old: ReadPackage, new: ReadPackage, performance: Performance) -> Rehearsal:
    """Compare what a student had with what they have now, in the order of the packages."""
    was, now = _index(old), _index(new)
    changed = {now[guid].id for guid in find_changed(old, new)}
    fates = performance.fates
    missed = _find_missed(was, now, changed, fates)
    before, after = performance.before, performance.after
    notes_before, notes_after = dict(before.notes), dict(after.notes)
    cards = {(note.guid, ordinal): _name(note, ordinal) for note in old.notes for ordinal in note.cards}

    def field_kept(guid: str) -> bool:
        position = performance.edited[guid]
        return notes_before[guid].fields[position] == notes_after[guid].fields[position]

    def tag_kept(guid: str) -> bool:
        return performance.tag in notes_after[guid].tags

    return Rehearsal(
        new=fates["new"],
        updated=fates["updated"],
        rewritten=tuple(each for each in fates["updated"] if each not in changed),
        untouched=fates["duplicate"],
        conflicting=fates["conflicting"],
        missed=missed,
        doubled=_find_doubled(after.notes, {**was, **now}),
        held_back=tuple(each for each in performance.held_back if each not in missed),
        stuck=tuple(each for each in performance.held_back if each not in performance.brought),
        refused=tuple(each for each in performance.refused if each in performance.merged),
        retired=tuple(_find_retired(was, now)),
        schedules=len(before.schedules),
        schedules_lost=tuple(_find_lost(cards, before.schedules, after.schedules)),
        edits=_judge_own(performance.edited, field_kept, was, changed),
        tags=_judge_own(performance.tagged, tag_kept, was, changed),
        orphans=tuple(_find_orphans(cards, was, now, set(fates["updated"]))),
        media_missing=performance.media_missing,
    )


def _find_missed(
    was: Mapping[str, Note], now: Mapping[str, Note], changed: set[str], fates: Mapping[Fate, Sequence[str]]
) -> tuple[str, ...]:
    """Return what is new or changed and did not arrive, not even as a conflict."""
    arrived = {*fates["new"], *fates["updated"], *fates["conflicting"]}
    fresh = changed | {note.id for guid, note in now.items() if guid not in was}
    return tuple(note.id for note in now.values() if note.id in fresh and note.id not in arrived)


def _find_retired(was: Mapping[str, Note], now: Mapping[str, Note]) -> Iterable[str]:
    for guid, note in now.items():
        if note.retired and guid in was and not was[guid].retired:
            yield note.id


def _find_lost(
    cards: Mapping[CardKey, Card], before: Mapping[CardKey, Schedule], after: Mapping[CardKey, Schedule]
) -> Iterable[Card]:
    for key, card in cards.items():
        if before.get(key) != after.get(key):
            yield card


def _judge_own(guids: Iterable[str], is_kept: Callable[[str], bool], was: Mapping[str, Note], changed: set[str]) -> Own:
    kept = {guid: is_kept(guid) for guid in guids}
    lost = [was[guid].id for guid in kept if not kept[guid]]
    return Own(
        kept=tuple(was[guid].id for guid in kept if kept[guid]),
        lost_on_changed=tuple(each for each in lost if each in changed),
        lost_on_unchanged=tuple(each for each in lost if each not in changed),
    )


def _find_orphans(
    cards: Mapping[CardKey, Card], was: Mapping[str, Note], now: Mapping[str, Note], updated: set[str]
) -> Iterable[Orphan]:
    classes = {note.id: note.note_class for note in now.values()}
    for (guid, ordinal), card in cards.items():
        note = now.get(guid)
        if card.id not in classes:
            yield Orphan(card, "gone")
        elif note is None:
            yield Orphan(card, "guid" if classes[card.id] == was[guid].note_class else "class")
        elif note.id in updated and ordinal not in note.cards and not note.retired:
            yield Orphan(card, "gap")


def _find_doubled(notes: Iterable[tuple[str, NoteState]], known: Mapping[str, Note]) -> tuple[str, ...]:
    count = Counter(known[guid].key for guid, _ in notes if guid in known)
    named = dict.fromkeys(note.key for note in known.values())
    return tuple(question_id for question_id, note_class in named if count[question_id, note_class] > 1)


def _content(note: Note) -> tuple[object, ...]:
    return note.fields, note.tags, note.cards


def _name(note: Note, ordinal: int) -> Card:
    return Card(note.id, ordinal + 1)
