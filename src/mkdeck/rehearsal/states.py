"""What a student's Anki holds and what it says of a package, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

CardKey = tuple[str, int]
"""A card by its note's guid and its ordinal."""

Fate = Literal["new", "updated", "duplicate", "conflicting", "left_out"]
"""What became of a note of a package; a duplicate is one that Anki ignores, since it is not newer."""


@dataclass(frozen=True, slots=True)
class Taken:
    """How many notes of a package were new, updated, already there, at odds with the student's, or left out."""

    new: int = 0
    updated: int = 0
    duplicate: int = 0
    conflicting: int = 0
    left_out: int = 0


class NoteState(NamedTuple):
    """A note as the student has it."""

    notetype: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]


class DeckState(NamedTuple):
    """A deck as the student has it: HTML description, desired retention in percent or None, cards in order of due."""

    description: str
    retention: int | None
    cards: tuple[CardKey, ...]


class Schedule(NamedTuple):
    """All that Anki knows about a card's schedule: its row, and one row for each review.

    `data` is Anki's own JSON: memory state, desired retention, position among the new cards.
    """

    type: int
    queue: int
    due: int
    ivl: int
    factor: int
    reps: int
    lapses: int
    left: int
    odue: int
    odid: int
    flags: int
    data: str
    reviews: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """A student's collection at one moment: notes by guid, in order of their ids, and the schedule of every card."""

    notes: tuple[tuple[str, NoteState], ...]
    schedules: Mapping[CardKey, Schedule]


@dataclass(frozen=True, slots=True)
class Performance:
    """What a student did and had, before and after taking a package over the one that they had studied.

    `edited` gives the position of the field that they changed, by guid; `tagged` are guids. `fates` gives the ids of
    the package's questions by what became of their notes. `held_back` are those whose change another student does not
    get, who touched the note before they took it, and `brought` those that an import with "Always" then brings.
    `refused` are those whose change Anki refuses to a student who added a field to the note types, and `merged` those
    that "Merge note types" then brings. `media_missing` are names of files that notes ask for.
    """

    before: Moment
    after: Moment
    edited: Mapping[str, int]
    tagged: tuple[str, ...]
    tag: str
    fates: Mapping[Fate, tuple[str, ...]]
    held_back: tuple[str, ...]
    brought: tuple[str, ...]
    refused: tuple[str, ...]
    merged: tuple[str, ...]
    media_missing: tuple[str, ...]
