"""Join what two branches released, each without knowing of the other.

Students of either side have what that side gave them, and the next release has to reach all of them. So of each note
the later word counts. Where both sides changed it after they parted, its digest is left out: whatever the joined course
says, the next release gives it a new time, for one that is only later than one side's would not arrive where an Anki
up to 24.11 wrote down the time of import instead.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mkdeck.apkg.release import Release
from mkdeck.identity import NoteClass
from mkdeck.ledger.ledger import Ledger, ReleasedNote, ReleasedNotetype

UNKNOWN = "-"
"""In place of a digest: no text has this one."""


def unite(
    course_id: str,
    releases: Iterable[Release],
    notetypes: Iterable[ReleasedNotetype],
    notes: Iterable[ReleasedNote],
) -> Ledger:
    """Return the ledger of lines of one side, or of both: releases are numbered by their times, each note stands once.

    Lines that only one side has are those of what it released; equal ones are what both have in common.
    """
    releases = sorted(set(releases), key=lambda each: (each.time, each.digest, each.number))
    parted = _find_parting(releases)
    united: list[Release] = []
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for each in releases:
        if not united or united[-1].mark != each.mark:
            united.append(replace(each, number=len(united) + 1))
        first.setdefault(each.number, len(united))
        last[each.number] = len(united)
    joined_notetypes: dict[NoteClass, ReleasedNotetype] = {}
    for notetype in notetypes:
        known = joined_notetypes.get(notetype.note_class)
        joined_notetypes[notetype.note_class] = _join_notetypes(known, notetype, parted) if known else notetype
    joined: dict[tuple[str, NoteClass], ReleasedNote] = {}
    for note in notes:
        ended = None if note.last is None else last.get(note.last, note.last)
        corrected = _find_correction(note, releases, united)
        begun = first.get(note.first, note.first)
        renumbered = note if parted is None else replace(note, first=begun, last=ended, corrected=corrected)
        before = joined.get(note.key)
        joined[note.key] = _join_notes(before, renumbered, parted) if before else renumbered
    return Ledger(course_id, tuple(united), joined_notetypes, joined)


def _find_correction(note: ReleasedNote, releases: Iterable[Release], united: Iterable[Release]) -> int | None:
    """Return the new number of the release that corrected a note: of those that had its number, the one of its time."""
    if note.corrected is None:
        return None
    times = [each.time for each in releases if each.number == note.corrected]
    time = min((each for each in times if each >= note.time), default=max(times, default=-1))
    return next((each.number for each in united if each.time == time), note.corrected)


def join_ledgers(ledgers: Sequence[Ledger]) -> Ledger:
    """Return the ledger that knows all that any of these knows; there is at least one, and all are of one course."""
    widest = [each for each in ledgers if not any(_knows_more(other, each) for other in ledgers)]
    joined = widest[0]
    for ledger in widest[1:]:
        if not _knows(joined, ledger):
            joined = unite(
                joined.course_id,
                [*joined.releases, *ledger.releases],
                [*joined.notetypes.values(), *ledger.notetypes.values()],
                [*joined.notes.values(), *ledger.notes.values()],
            )
    return joined


def find_missing(ledger: Ledger | None, releases: Iterable[Release]) -> list[Release]:
    """Return those releases, by time, that a ledger does not know, whatever number it gives them."""
    known = {each.mark for each in ledger.releases} if ledger else set()
    return sorted({each for each in releases if each.mark not in known}, key=lambda each: each.mark)


def _knows(ledger: Ledger, other: Ledger) -> bool:
    return not find_missing(ledger, other.releases)


def _knows_more(ledger: Ledger, other: Ledger) -> bool:
    return _knows(ledger, other) and not _knows(other, ledger)


@dataclass(frozen=True, slots=True)
class _Parting:
    """Where two sides parted: the time of the last release before (0 for none), and those of later ones that both have.

    Those are of a side that went on after it was merged into the other.
    """

    time: int
    common: frozenset[int]

    def changed_both(self, one: tuple[int, str], other: tuple[int, str]) -> bool:
        """Whether each side changed what has these times and digests without the other's change."""
        time, digest = min(one, other)
        return one[1] != other[1] and time > self.time and (time not in self.common or digest == UNKNOWN)


def _find_parting(releases: Sequence[Release]) -> _Parting | None:
    """Find where two sides parted, of different releases; None where there is but one side."""
    numbers = Counter(each.number for each in releases)
    forked = min((number for number, several in numbers.items() if several > 1), default=None)
    if forked is None:
        return None
    before = max((each.time for each in releases if each.number < forked), default=0)
    known = Counter(each.mark for each in releases)
    return _Parting(before, frozenset(time for (time, _), sides in known.items() if sides > 1))


def _join_notetypes(one: ReleasedNotetype, other: ReleasedNotetype, parted: _Parting | None) -> ReleasedNotetype:
    later, digest = _find_later((one.time, one.digest), (other.time, other.digest), parted)
    return replace(other if later else one, digest=digest)


def _join_notes(one: ReleasedNote, other: ReleasedNote, parted: _Parting | None) -> ReleasedNote:
    later, digest = _find_later((one.time, one.digest), (other.time, other.digest), parted)
    gone = [each.last for each in (one, other) if each.last is not None]  # on purpose: nothing goes by itself
    return replace(
        other if later else one, digest=digest, first=min(one.first, other.first), last=max(gone, default=None)
    )


def _find_later(one: tuple[int, str], other: tuple[int, str], parted: _Parting | None) -> tuple[bool, str]:
    """Whether the other (time, digest) is the later, and the digest that students of either side have."""
    later = max(one, other)
    return later == other, UNKNOWN if parted and parted.changed_both(one, other) else later[1]
