"""The release ledger, `mkdeck.lock`: what students have been given, and when.

One line per note that was ever released, sorted by id, its columns parted by tabs: made to be read in a diff and
merged by git. Only `mkdeck release` writes it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mkdeck.identity import NoteClass

LEDGER_FILE = "mkdeck.lock"
FORMAT = 1

_HEAD = "# What was released to students. `mkdeck release` writes this file; commit it with the course.\n"
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_NONE = "-"
_COLUMNS = {"format": 1, "course": 1, "release": 3, "notetype": 3, "note": 10, "end": 0}


class LedgerFault(Exception):  # noqa: N818 - a fault of the file, with its place
    """Say what is wrong with a ledger, and in which line (from 1)."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Release:
    """One act of publishing: its number from 1, its time (seconds since 1970), and a digest of all it held."""

    number: int
    time: int
    digest: str


@dataclass(frozen=True, slots=True)
class ReleasedNotetype:
    """A note type as students have it: a digest of templates and CSS, and the time that it carries."""

    note_class: NoteClass
    digest: str
    time: int


@dataclass(frozen=True, slots=True)
class ReleasedNote:
    """A note as students have it.

    `time` is what the note carries (seconds since 1970), `digest` stands for all that reaches the student, `first`
    and `last` are releases (`last` is none while the note is still shipped), `gaps` gives a short digest of the text
    behind each cloze number, `retired` when it was retired, `sketch` a sketch of its text (see sketch.py).
    """

    id: str
    note_class: NoteClass
    time: int
    digest: str
    first: int
    last: int | None
    gaps: tuple[tuple[int, str], ...]
    retired: int | None
    sketch: str
    deck: str

    @property
    def key(self) -> tuple[str, NoteClass]:
        """Give what tells one note from all others of the course."""
        return self.id, self.note_class


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that was ever released of one course."""

    course_id: str
    releases: tuple[Release, ...]
    notetypes: Mapping[NoteClass, ReleasedNotetype]
    notes: Mapping[tuple[str, NoteClass], ReleasedNote]

    @property
    def latest(self) -> Release:
        """Give the newest release."""
        return self.releases[-1]

    @property
    def newest_time(self) -> int:
        """Give the latest time that anything in the ledger carries."""
        times = [release.time for release in self.releases]
        times += [notetype.time for notetype in self.notetypes.values()]
        return max(times + [note.time for note in self.notes.values()])

    def retired_at(self, question_id: str) -> int | None:
        """Give when a question was retired, if it is."""
        found = (self.notes.get((question_id, each)) for each in ("standard", "cloze"))
        return next((note.retired for note in found if note and note.last is None and note.retired), None)


def find_ledger(course_path: Path) -> Path:
    """Give the place of a course's ledger: in its folder, or beside a loose file."""
    if course_path.is_dir():
        return course_path / LEDGER_FILE
    return course_path.with_name(f"{course_path.stem}.{LEDGER_FILE}")


def write_ledger(ledger: Ledger) -> str:
    """Write a ledger as text; equal ledgers give equal texts."""
    lines: list[tuple[str, ...]] = [("format", str(FORMAT)), ("course", ledger.course_id)]
    lines += [("release", str(each.number), _write_time(each.time), each.digest) for each in ledger.releases]
    lines += [
        ("notetype", each.note_class, _write_time(each.time), each.digest)
        for _, each in sorted(ledger.notetypes.items())
    ]
    lines += [_write_note(each) for _, each in sorted(ledger.notes.items())]
    lines.append(("end",))
    return _HEAD + "".join("\t".join(line) + "\n" for line in lines)


def parse_ledger(text: str) -> Ledger:
    """Read a ledger's text. Raises LedgerFault if anything about it is not as `mkdeck release` wrote it."""
    course_id = ""
    releases: list[Release] = []
    notetypes: dict[NoteClass, ReleasedNotetype] = {}
    notes: dict[tuple[str, NoteClass], ReleasedNote] = {}
    kind = ""
    number = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(r"<{7}|={7}|>{7}|\|{7}", line):
            message = "the ledger has a merge conflict; keep the lines of both sides, once each, or take one side"
            raise LedgerFault(number, message)
        if line.startswith("#") or not line:
            continue
        if kind == "end":
            raise LedgerFault(number, "something stands after the ledger's end")
        kind, *cells = line.split("\t")
        if kind == "format" and cells and cells[0].isdecimal() and int(cells[0]) > FORMAT:
            raise LedgerFault(number, f"the ledger is of format {cells[0]}, made by a newer mkdeck; update mkdeck")
        if _COLUMNS.get(kind) != len(cells):
            raise LedgerFault(number, "this line of the ledger is damaged; restore the file from git")
        try:
            if kind == "course":
                course_id = cells[0]
            elif kind == "release":
                releases.append(Release(int(cells[0]), _read_time(cells[1]), cells[2]))
            elif kind == "notetype":
                notetype = ReleasedNotetype(_read_class(cells[0]), cells[2], _read_time(cells[1]))
                notetypes[notetype.note_class] = notetype
            elif kind == "note":
                note = _read_note(cells)
                if note.key in notes:
                    raise LedgerFault(number, f"the ledger has '{note.id}' twice; keep the line with the later time")
                notes[note.key] = note
        except ValueError:
            raise LedgerFault(number, "this line of the ledger is damaged; restore the file from git") from None
    if kind != "end" or not course_id or not releases:
        raise LedgerFault(max(1, number), "the ledger ends too early; restore the file from git")
    if [each.number for each in releases] != list(range(1, len(releases) + 1)):
        raise LedgerFault(1, "the ledger's releases are not numbered 1, 2, 3, ...; restore the file from git")
    return Ledger(course_id, tuple(releases), notetypes, notes)


def find_line(text: str, question_id: str) -> int:
    """Give the line (from 1) of a question in a ledger's text."""
    return next(i for i, line in enumerate(text.splitlines(), 1) if line.startswith(f"note\t{question_id}\t"))


def _write_note(note: ReleasedNote) -> tuple[str, ...]:
    gaps = ",".join(f"{number}:{digest}" for number, digest in note.gaps) or _NONE
    last = _NONE if note.last is None else str(note.last)
    retired = _NONE if note.retired is None else _write_time(note.retired)
    return (
        "note",
        note.id,
        note.note_class,
        _write_time(note.time),
        note.digest,
        str(note.first),
        last,
        gaps,
        retired,
        note.sketch,
        note.deck,
    )


def _read_note(cells: list[str]) -> ReleasedNote:
    question_id, note_class, time, digest, first, last, gaps, retired, sketch, deck = cells
    return ReleasedNote(
        id=question_id,
        note_class=_read_class(note_class),
        time=_read_time(time),
        digest=digest,
        first=int(first),
        last=None if last == _NONE else int(last),
        gaps=tuple(_read_gaps(gaps.split(","))) if gaps != _NONE else (),
        retired=None if retired == _NONE else _read_time(retired),
        sketch=sketch,
        deck=deck,
    )


def _read_gaps(cells: Iterable[str]) -> Iterable[tuple[int, str]]:
    for cell in cells:
        number, _, digest = cell.partition(":")
        yield int(number), digest


def _read_class(cell: str) -> NoteClass:
    if cell == "standard":
        return "standard"
    if cell == "cloze":
        return "cloze"
    raise ValueError(cell)


def _write_time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, tz=UTC).strftime(_TIME)


def _read_time(cell: str) -> int:
    year, month, day, hour, minute, second = map(
        int, (cell[:4], cell[5:7], cell[8:10], cell[11:13], cell[14:16], cell[17:19])
    )
    if _write_time(seconds := int(datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp())) != cell:
        raise ValueError(cell)
    return seconds
