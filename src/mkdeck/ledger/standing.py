"""The packages that stand where a new one goes: the nearest thing to what students have, where no ledger tells it.

A note that equals the one there keeps its time, so that Anki leaves it alone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from mkdeck.apkg.read import ReadNotetype, ReadPackage, read_package
from mkdeck.diagnostics import CommandError
from mkdeck.identity import NOTE_CLASSES, NoteClass, make_guid
from mkdeck.ledger.clock import LATEST_AHEAD
from mkdeck.ledger.ledger import Ledger
from mkdeck.ledger.union import find_missing
from mkdeck.notes.note import Note
from mkdeck.notetypes import NoteType


@dataclass(frozen=True, slots=True)
class Targets:
    """Where packages of a course stand that students may have: folders in which `<course id>.apkg` is looked for.

    Without `keep_times` they do not lend their times to equal notes; `frozen` makes it an error that a ledger does not
    know a release that it should know.
    """

    folders: tuple[Path, ...] = ()
    keep_times: bool = True
    frozen: bool = False

    def list_places(self, course_id: str) -> tuple[Path, ...]:
        """Return the places of a course's packages; a site of several courses has a folder for each."""
        names = (f"{course_id}.apkg", f"{course_id}/{course_id}.apkg")
        return tuple(folder / name for folder in self.folders for name in names)


NO_TARGETS = Targets()

Key = TypeVar("Key", str, NoteClass)
Part = TypeVar("Part", Note, ReadNotetype)


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands at hand: notes by guid and note types, each with its time, and the newest time of all.

    Times are seconds since 1970. `drafted` gives times, by guid or class, of packages that were made after a release
    that the ledger knows. `here` is false where nothing stands; without `lends`, no note or note type takes its time
    from there.
    """

    notes: Mapping[str, tuple[Note, int]]
    notetypes: Mapping[NoteClass, tuple[ReadNotetype, int]]
    drafted: Mapping[str, int]
    newest: int
    here: bool
    lends: bool = True

    def choose_time(self, time: int) -> int:
        """Return the time of new content: this one, or right after what stands there where the clock is not past it."""
        return max(time, self.newest + 1)

    def find_time(self, note: Note, after: int = 0) -> int | None:
        """Return the time of the note that stands there, if this one equals it and that time is later than `after`."""
        other, time = self.notes.get(note.guid, (None, 0))
        same = other and _list_content(other) == _list_content(note)
        return time if same and self.lends and time > after else None

    def has_later(self, note: Note, than: int) -> bool:
        """Whether the note stands there with a later time: a draft that students may have, or one before it."""
        return self.drafted.get(note.guid, 0) > than

    def find_notetype_time(self, notetype: NoteType, after: int = 0) -> int | None:
        """Return the time of the note type that stands there, as `find_time` does that of a note."""
        other, time = self.notetypes.get(notetype.note_class, (None, 0))
        same = other and _list_parts(other) == _list_parts(notetype)
        return time if same and self.lends and time > after else None

    def has_later_notetype(self, notetype: NoteType, than: int) -> bool:
        """Whether the note type stands there with a later time, as `has_later` does of a note."""
        return self.drafted.get(notetype.note_class, 0) > than

    def find_retirement(self, guid: str) -> int | None:
        """Return the day on which the note with this guid was retired, if it stands there retired."""
        note, _ = self.notes.get(guid, (None, 0))
        return note.retired_on if note else None


def _list_content(note: Note) -> tuple[object, ...]:
    """Return what makes a note another one to students: not what it says of the address for mistakes."""
    return note.put(Report="").fields, note.tags, note.cards


def _list_parts(notetype: NoteType | ReadNotetype) -> tuple[str, ...]:
    return notetype.name, notetype.front, notetype.back, notetype.css


NOTHING = Standing({}, {}, {}, newest=0, here=False)


def find_standing(places: Iterable[Path], course_id: str, ledger: Ledger | None, time: int, *, lends: bool) -> Standing:
    """Return what stands of a course at these places; `time` is now, in seconds since 1970.

    With `lends`, equal notes and note types take their times from there.
    """
    found = _read_packages(places, course_id)
    return replace(_join_packages(found, ledger, time), lends=lends)


def _read_packages(paths: Iterable[Path], course_id: str) -> Iterator[ReadPackage]:
    """Read those packages of a course that stand at these paths; any other file there tells nothing."""
    for path in paths:
        try:
            package = read_package(path) if path.is_file() else None
        except CommandError:
            continue
        if package and package.is_of(course_id):
            yield package


def _join_packages(packages: Iterable[ReadPackage], ledger: Ledger | None, time: int) -> Standing:
    """Return what stands in packages, the first before the others, but where another has another text of a later time.

    Some student may have that text, and keeps it against any time that is not later still. A time so far ahead of
    `time` (now) that only a clock that was wrong gives it becomes now, which students who have the note pass by, and
    which keeps the changes that others make to it. A package that was made without the ledger, as by a colleague who
    had not pulled it, tells nothing of what was drafted since.
    """
    notes: dict[str, tuple[Note, int]] = {}
    notetypes: dict[NoteClass, tuple[ReadNotetype, int]] = {}
    drafted: dict[str, int] = {}
    newest, here = 0, False
    for package in packages:
        here = True
        newest = max([newest, *package.times.values(), *(each.time for each in package.notetypes.values())])
        found = {note.guid: (note, _settle(package.times[note.guid], time)) for note in package.notes}
        styles = {each: (notetype, _settle(notetype.time, time)) for each, notetype in package.notetypes.items()}
        if package.release and not find_missing(ledger, [package.release]):
            for key, (_, own_time) in (*found.items(), *styles.items()):
                drafted[key] = max(own_time, drafted.get(key, 0))
        _take_later(notes, found, _list_content)
        _take_later(notetypes, styles, _list_parts)
    return Standing(notes, notetypes, drafted, newest, here=here)


def _take_later(
    known: dict[Key, tuple[Part, int]],
    found: Mapping[Key, tuple[Part, int]],
    list_content: Callable[[Part], tuple[object, ...]],
) -> None:
    """Take into what is known what is not, or is later and reads otherwise."""
    for key, (part, time) in found.items():
        if key not in known or (time > known[key][1] and list_content(part) != list_content(known[key][0])):
            known[key] = part, time


def _settle(time: int, now: int) -> int:
    """Return a time of a package, or now where only a clock that was wrong gives it."""
    return time if time <= now + LATEST_AHEAD else now


def find_retirement(question_id: str, course_id: str, ledger: Ledger | None, standing: Standing, time: int) -> int:
    """Return when a question was retired, as the ledger knows it or the package that stands there; else `time`, now."""
    if known := ledger.retired_at(question_id) if ledger else None:
        return known
    guids = (make_guid(course_id, question_id, each) for each in NOTE_CLASSES)
    return next(filter(None, map(standing.find_retirement, guids)), time)
