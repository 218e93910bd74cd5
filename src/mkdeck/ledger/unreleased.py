"""Compare a course with its ledger: what students do not have yet, and what it costs them."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from mkdeck.apkg.package import Package, Times
from mkdeck.diff.matching import Key, Matching, find_swapped, index_notes, match_notes
from mkdeck.identity import NoteClass
from mkdeck.ledger.digests import digest_gaps, digest_notes, digest_notetype, digest_package, digest_reports
from mkdeck.ledger.ledger import Ledger, ReleasedNote
from mkdeck.ledger.similarity import are_similar, sketch_note
from mkdeck.ledger.standing import NOTHING, Standing
from mkdeck.notes.note import Note
from mkdeck.notetypes import NoteType


@dataclass(frozen=True, slots=True)
class Unreleased:
    """What is in a course and not in its ledger, by question id and class, and the times that a package carries.

    `restyled` are questions that changed their class; `gone` are released ones that the course no longer has;
    `renamed` gives the new id that a gone one probably has now; `anything` is false if students have all there is;
    `redrafted` are questions that read as they were released, but had another text in a package that stands there, and
    `differs` is false where there is no more than those.
    """

    added: tuple[Key, ...]
    changed: tuple[Key, ...]
    moved: dict[Key, tuple[str, str]]
    retired: tuple[Key, ...]
    restyled: tuple[Key, ...]
    gone: tuple[Key, ...]
    renamed: dict[str, str]
    lost_gaps: dict[Key, tuple[int, ...]]
    swapped_gaps: dict[Key, tuple[int, ...]]
    notetypes: tuple[NoteClass, ...]
    anything: bool
    times: Times
    digests: dict[Key, str] = field(repr=False)
    digest: str = field(repr=False)
    redrafted: tuple[Key, ...] = ()
    differs: bool = True


def compare_with_nothing(package: Package, time: int, standing: Standing = NOTHING) -> Unreleased:
    """Take a draft for what stands there already and, at this time, for new; without a release's digests.

    `changed` are the notes that do not stand there as they are now.
    """
    fresh = standing.choose_time(time)
    kept = {note.guid: known for note in package.notes if (known := standing.find_time(note)) is not None}
    notes = {note.guid: kept.get(note.guid, fresh) for note in package.notes}
    notetypes = {each.note_class: standing.find_notetype_time(each) or fresh for each in package.notetypes}
    return Unreleased(
        added=tuple(note.key for note in package.notes),
        changed=tuple(note.key for note in package.notes if note.guid not in kept),
        moved={},
        retired=(),
        restyled=(),
        gone=(),
        renamed={},
        lost_gaps={},
        swapped_gaps={},
        notetypes=tuple(notetype.note_class for notetype in package.notetypes),
        anything=True,
        times=Times(max([*notes.values(), *notetypes.values()], default=fresh), notes, notetypes),
        digests={},
        digest="",
    )


def compare_with_ledger(
    package: Package, ledger: Ledger | None, time: int, standing: Standing = NOTHING, report: str | None = None
) -> Unreleased:
    """Find out what is unreleased; `time` (seconds since 1970) is what new and changed notes carry, if it is later.

    What stands there as it is now keeps its time, if the ledger has none for it. The package's own times are not
    looked at. `report` is the course's address for mistakes.
    """
    notes = index_notes(package.notes)
    released = ledger or Ledger("", (), {}, {})
    matching = match_notes(released.notes, notes)
    shipped = released.shipped.keys()
    digests = digest_notes(notes)
    changed = dict(_find_changed(matching, digests, standing, report))
    redrafted = tuple(_find_redrafted(changed, digests, report))
    added = tuple(key for key in notes if key not in shipped)
    gone = tuple(sorted(shipped & matching.gone.keys()))
    notetypes = [each for each in package.notetypes if _is_changed(each, released, standing)]
    looks = tuple(each.note_class for each in notetypes)
    gaps = _pair_gaps(changed)
    digest = digest_package(package, digests)
    is_new = not ledger or ledger.latest.digest != digest
    return Unreleased(
        added=added,
        changed=tuple(changed),
        moved=_find_moved(matching, shipped),
        retired=tuple(_find_retired(matching)),
        restyled=tuple(sorted(shipped & matching.restyled.keys())),
        gone=gone,
        renamed=_find_renamed(gone, matching),
        lost_gaps=_compare_gaps(gaps, _find_lost),
        swapped_gaps=_compare_gaps(gaps, find_swapped),
        notetypes=looks,
        anything=is_new or any((added, changed, looks)),
        times=_choose_times(package, released, matching, {*changed, *looks}, standing, time),
        digests=digests,
        digest=digest,
        redrafted=redrafted,
        differs=is_new or any((added, len(changed) > len(redrafted), not _look_same(notetypes, released))),
    )


def _find_redrafted(
    changed: Mapping[Key, tuple[ReleasedNote, Note]], digests: Mapping[Key, str], report: str | None
) -> Iterator[Key]:
    """Yield the changed notes that read as they were released."""
    for key, (was, now) in changed.items():
        if _reads_same(was, now, digests[key], report):
            yield key


def _reads_same(was: ReleasedNote, now: Note, digest: str, report: str | None) -> bool:
    """Whether a note reads as it was released."""
    return was.digest == digest or was.digest in digest_reports(now, was.deck, report)


def _look_same(notetypes: Iterable[NoteType], ledger: Ledger) -> bool:
    """Whether note types look as they were released."""
    known = ledger.notetypes
    return all(
        each.note_class in known and known[each.note_class].digest == digest_notetype(each) for each in notetypes
    )


def _find_changed(
    matching: Matching[ReleasedNote], digests: Mapping[Key, str], standing: Standing, report: str | None
) -> Iterator[tuple[Key, tuple[ReleasedNote, Note]]]:
    """Yield the notes that students have otherwise, or may have from a draft that was taken back."""
    for key, (was, now) in matching.kept.items():
        if not _reads_same(was, now, digests[key], report) or standing.has_later(now, was.time):
            yield key, (was, now)


def _is_changed(notetype: NoteType, ledger: Ledger, standing: Standing) -> bool:
    """Whether students have a note type otherwise, or may have it so, as `_find_changed` tells of notes."""
    known = ledger.notetypes.get(notetype.note_class)
    return not known or not _look_same([notetype], ledger) or standing.has_later_notetype(notetype, known.time)


def _find_retired(matching: Matching[ReleasedNote]) -> Iterator[Key]:
    for key, (was, now) in matching.kept.items():
        if now.retired and not was.retired:
            yield key


def _find_moved(matching: Matching[ReleasedNote], shipped: Container[Key]) -> dict[Key, tuple[str, str]]:
    """Return the decks, before and after, of notes whose cards students have in another deck."""
    moved = matching.find_moved()
    return {key: (was.deck, now.deck) for key, (was, now) in moved.items() if key in shipped and now.cards}


def _choose_times(
    package: Package,
    ledger: Ledger,
    matching: Matching[ReleasedNote],
    changed: Container[Key | NoteClass],
    standing: Standing,
    time: int,
) -> Times:
    """Return the times that all carries: what was released so, its own; what stands there so, that one; or a new one.

    A new one is later than all that the ledger knows. `changed` are notes and note types.
    """
    fresh = max(standing.choose_time(time), ledger.newest_time + 1)
    notes = {note.guid: standing.find_time(note) or fresh for note in matching.come.values()}
    for key, (was, now) in matching.kept.items():
        notes[now.guid] = (standing.find_time(now, after=was.time) or fresh) if key in changed else was.time
    notetypes: dict[NoteClass, int] = {}
    for each in package.notetypes:
        known = ledger.notetypes.get(each.note_class)
        before = known.time if known else 0
        found = standing.find_notetype_time(each, after=before) or fresh
        notetypes[each.note_class] = found if each.note_class in changed else before
    return Times(max([*notes.values(), *notetypes.values()], default=time), notes, notetypes)


def _pair_gaps(
    changed: Mapping[Key, tuple[ReleasedNote, Note]],
) -> dict[Key, tuple[dict[int, str], dict[int, str]]]:
    """Return the digests of gaps, as they were and as they are, of notes that are asked."""
    return {key: (dict(was.gaps), digest_gaps(now)) for key, (was, now) in changed.items() if not now.retired}


def _find_lost(old: Mapping[int, str], new: Mapping[int, str]) -> list[int]:
    return sorted(old.keys() - new.keys())


def _compare_gaps(
    gaps: Mapping[Key, tuple[Mapping[int, str], Mapping[int, str]]],
    find: Callable[[Mapping[int, str], Mapping[int, str]], list[int]],
) -> dict[Key, tuple[int, ...]]:
    """Return the cloze numbers that are found between gaps as they were and as they are, by note, where any is."""
    found = {key: tuple(find(*each)) for key, each in gaps.items()}
    return {key: numbers for key, numbers in found.items() if numbers}


def _find_renamed(gone: Iterable[Key], matching: Matching[ReleasedNote]) -> dict[str, str]:
    """Return the id of a question that is new and much like one that is gone, by the id of that one."""
    candidates = {key: sketch_note(note) for key, note in matching.come.items()} if gone else {}
    renamed: dict[str, str] = {}
    for key in gone:
        for (new, _), sketch in candidates.items():
            if new not in renamed.values() and are_similar(matching.gone[key].sketch, sketch):
                renamed[key[0]] = new
                break
    return renamed
