"""Compare a course with its ledger: what students do not have yet, what it costs them, what the next ledger says."""

import hashlib
import html
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from mkdeck.apkg.package import Package, Release, Times
from mkdeck.identity import NoteClass
from mkdeck.ledger.ledger import Ledger, ReleasedNote, ReleasedNotetype
from mkdeck.ledger.similarity import are_similar, make_sketch
from mkdeck.ledger.standing import NOTHING, Standing
from mkdeck.notes.note import Note
from mkdeck.notetypes import NoteType
from mkdeck.notetypes.report_address import fill
from mkdeck.text.anki_markup import read_gaps

_DAY = 24 * 60 * 60

Key = tuple[str, NoteClass]


@dataclass(frozen=True, slots=True)
class Unreleased:
    """What is in a course and not in its ledger, by question id and class, and the times that a package carries.

    `restyled` are questions that changed their class; `gone` are released ones that the course no longer has;
    `renamed` gives the new id that a gone one probably has now; `anything` is false if students have all there is.
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


def compare_with_nothing(package: Package, time: int, standing: Standing = NOTHING) -> Unreleased:
    """Take a draft for what stands there already and, at this time, for new; without a release's digests.

    `changed` are the notes that do not stand there as they are now.
    """
    fresh = standing.choose_time(time)
    found = {note.guid: standing.find_time(note) for note in package.notes}
    kept = {each.note_class: standing.find_notetype_time(each) for each in package.notetypes}
    note_times = {guid: fresh if known is None else known for guid, known in found.items()}
    notetype_times = {note_class: fresh if known is None else known for note_class, known in kept.items()}
    return Unreleased(
        added=tuple((note.id, note.note_class) for note in package.notes),
        changed=tuple((note.id, note.note_class) for note in package.notes if found[note.guid] is None),
        moved={},
        retired=(),
        restyled=(),
        gone=(),
        renamed={},
        lost_gaps={},
        swapped_gaps={},
        notetypes=tuple(notetype.note_class for notetype in package.notetypes),
        anything=True,
        times=Times(max([*note_times.values(), *notetype_times.values()], default=fresh), note_times, notetype_times),
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
    known = ledger.notes if ledger else {}
    current = {(note.id, note.note_class): note for note in package.notes}
    digests = {key: make_digest(note) for key, note in current.items()}
    changed = tuple(
        key
        for key, digest in digests.items()
        if key in known
        and (
            (
                known[key].digest != digest
                and known[key].digest not in digest_reports(current[key], known[key].deck, report)
            )
            or standing.has_later(current[key], known[key].time)  # a draft that was taken back
        )
    )
    added = tuple(key for key in current if key not in known or known[key].last is not None)
    shipped = {key for key, note in known.items() if note.last is None}
    missing = shipped - current.keys()
    ids = {question_id for question_id, _ in current}
    gone = tuple(sorted(key for key in missing if key[0] not in ids))
    lost, swapped = _compare_gaps(current, known, changed)
    notetypes = tuple(
        each.note_class
        for each in package.notetypes
        if not ledger
        or each.note_class not in ledger.notetypes
        or ledger.notetypes[each.note_class].digest != _digest_notetype(each)
        or standing.has_later_notetype(each, ledger.notetypes[each.note_class].time)
    )
    digest = _digest_package(package, digests)
    fresh = max(standing.choose_time(time), ledger.newest_time + 1 if ledger else 0)
    differing = set(changed)
    note_times = {
        note.guid: known[key].time
        if key in known and key not in differing
        else standing.find_time(note, after=known[key].time if key in known else 0) or fresh
        for key, note in current.items()
    }
    was = ledger.notetypes if ledger else {}
    notetype_times: dict[NoteClass, int] = {}
    for each in package.notetypes:
        before = was[each.note_class].time if each.note_class in was else 0
        unreleased = each.note_class in notetypes
        notetype_times[each.note_class] = (
            standing.find_notetype_time(each, after=before) or fresh if unreleased else before
        )
    newest = max([*note_times.values(), *notetype_times.values()], default=time)
    return Unreleased(
        added=added,
        changed=changed,
        moved={
            key: (known[key].deck, note.deck)
            for key, note in current.items()
            if key in shipped and note.cards and known[key].deck.casefold() != note.deck.casefold()
        },
        retired=tuple(key for key, note in current.items() if key in known and note.retired and not known[key].retired),
        restyled=tuple(sorted(key for key in missing if key[0] in ids)),
        gone=gone,
        renamed=_find_renamed(gone, added, current, known),
        lost_gaps=lost,
        swapped_gaps=swapped,
        notetypes=notetypes,
        anything=not ledger or ledger.latest.digest != digest or bool(added or changed or notetypes),
        times=Times(newest, note_times, notetype_times),
        digests=digests,
        digest=digest,
    )


def make_next_ledger(
    course_id: str, package: Package, ledger: Ledger | None, unreleased: Unreleased, time: int
) -> Ledger:
    """Make the ledger as it is once the package is released at this time, or right after all that is in the ledger."""
    before = ledger.releases if ledger else ()
    number, later = len(before) + 1, max(time, ledger.newest_time + 1 if ledger else 0)
    known = dict(ledger.notes) if ledger else {}
    notes = {key: note if note.last is not None else replace(note, last=number - 1) for key, note in known.items()}
    unchanged = known.keys() - set(unreleased.changed) - set(unreleased.added)
    for note in package.notes:
        key: Key = (note.id, note.note_class)
        old = known.get(key)
        if old and key in unchanged and old.deck == note.deck:
            notes[key] = old
        else:
            day = note.retired_on
            at_once = day is None or day <= time < day + _DAY
            retired = (ledger.retired_at(note.id) if ledger else None) or (time if at_once else day)
            notes[key] = ReleasedNote(
                id=note.id,
                note_class=note.note_class,
                time=unreleased.times.of_note(note.guid),
                digest=unreleased.digests[key],
                first=old.first if old else number,
                last=None,
                gaps=_digest_gaps(note),
                retired=retired if note.retired else None,
                sketch=make_sketch(join_texts(note)),
                deck=note.deck,
            )
    notetypes = dict(ledger.notetypes) if ledger else {}
    for each in package.notetypes:
        own_time = unreleased.times.of_notetype(each.note_class)
        notetypes[each.note_class] = ReleasedNotetype(each.note_class, _digest_notetype(each), own_time)
    return Ledger(course_id, (*before, Release(number, later, unreleased.digest)), notetypes, notes)


def make_digest(note: Note) -> str:
    """Digest all of a note that reaches the student, but for its deck; media count by their names' own digest."""
    return _digest(note.fields, note.tags, note.cards)


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


def join_texts(note: Note) -> str:
    """Return what a note is sketched by: its text, its choices and its answer."""
    return " ".join((note["Text"], note["Choices"], note["Answer"]))


def _compare_gaps(
    current: dict[Key, Note], known: Mapping[Key, ReleasedNote], changed: Iterable[Key]
) -> tuple[dict[Key, tuple[int, ...]], dict[Key, tuple[int, ...]]]:
    """Find cloze numbers that vanished, and those whose text now stands under another number."""
    lost: dict[Key, tuple[int, ...]] = {}
    swapped: dict[Key, tuple[int, ...]] = {}
    for key in changed:
        note = current[key]
        if key[1] != "cloze" or note.retired:
            continue
        old, new = dict(known[key].gaps), dict(_digest_gaps(note))
        vanished = tuple(sorted(old.keys() - new.keys()))
        other = tuple(
            number
            for number, digest in sorted(old.items())
            if number in new and new[number] != digest and (digest in new.values() or new[number] in old.values())
        )
        if vanished:
            lost[key] = vanished
        if other:
            swapped[key] = other
    return lost, swapped


def _find_renamed(
    gone: Iterable[Key], added: Iterable[Key], current: dict[Key, Note], known: Mapping[Key, ReleasedNote]
) -> dict[str, str]:
    candidates = {key: make_sketch(join_texts(current[key])) for key in added if key not in known} if gone else {}
    renamed: dict[str, str] = {}
    for key in gone:
        for new, sketch in candidates.items():
            if new[0] not in renamed.values() and are_similar(known[key].sketch, sketch):
                renamed[key[0]] = new[0]
                break
    return renamed


def _digest_gaps(note: Note) -> tuple[tuple[int, str], ...]:
    if note.note_class != "cloze":
        return ()
    return tuple((number, _digest(text)[:6]) for number, text in sorted(read_gaps(note["Text"]).items()))


def _digest_notetype(notetype: NoteType) -> str:
    return _digest(notetype.name, notetype.front, notetype.back, notetype.css)


def _digest_package(package: Package, digests: dict[Key, str]) -> str:
    return _digest(
        [(note.guid, digests[note.id, note.note_class], note.deck) for note in package.notes],
        [(deck.name, deck.description, deck.retention) for deck in package.decks],
        [(each.id, _digest_notetype(each)) for each in package.notetypes],
        [media.name for media in package.media],
    )


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:20]
