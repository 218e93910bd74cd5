"""The release ledger as text: one line for each note that was ever released, its cells parted by tabs.

Lines are sorted by id: made to be read in a diff, and to be merged by git. A ledger reads back from the lines of two
branches that both released, in any order: see union.py.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from mkdeck.apkg.release import Release
from mkdeck.identity import NoteClass
from mkdeck.ledger.clock import write_time
from mkdeck.ledger.ledger import Ledger, LedgerError, ReleasedNote, ReleasedNotetype
from mkdeck.ledger.union import unite

FORMAT = 1

_HEAD = "# What was released to students. `mkdeck release` writes this file; commit it with the course.\n"
_NONE = "-"
_COLUMNS = {"format": (1,), "course": (1,), "release": (3,), "notetype": (3,), "note": (10, 11), "end": (0,)}
"""How many cells a line of each kind has; a note that was corrected has one more."""
_CONFLICT = re.compile(r"(?P<ours><{7})|(?P<base>\|{7})|(?P<theirs>={7}$)|(?P<end>>{7})")
"""What git writes around the two sides of a conflict, and around what both were made of."""
_DAMAGED = "this line of the ledger is damaged; restore the file from git"
_OF_RELEASES = re.compile(r"^(?:course|release)\t.*", re.MULTILINE)
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_UNESCAPED = {written: plain for plain, written in _ESCAPES.items()}
_TO_ESCAPE, _ESCAPED = re.compile(r"[\\\t\n\r]"), re.compile(r"\\[\\tnr]")


def write_ledger(ledger: Ledger) -> str:
    """Return a ledger as text; equal ledgers give equal texts."""
    lines: list[tuple[str, ...]] = [("format", str(FORMAT)), ("course", ledger.course_id)]
    lines += [("release", str(each.number), write_time(each.time), each.digest) for each in ledger.releases]
    lines += [
        ("notetype", each.note_class, write_time(each.time), each.digest)
        for _, each in sorted(ledger.notetypes.items())
    ]
    lines += [_write_note(each) for _, each in sorted(ledger.notes.items())]
    lines.append(("end",))
    return _HEAD + "".join("\t".join(map(_escape, line)) + "\n" for line in lines)


def parse_ledger(text: str, *, conflicts: bool = False) -> Ledger:
    """Read a ledger's text.

    Raises LedgerError if anything about it is not as `mkdeck release` wrote it, alone or on two branches; the marks of
    git's conflicts are a fault unless `conflicts` lets both sides of them be read.
    """
    courses: list[str] = []
    releases: list[Release] = []
    notetypes: list[ReleasedNotetype] = []
    notes: list[ReleasedNote] = []
    kind, number = "", 0
    for number, line in read_lines(text, conflicts=conflicts):
        kind, *cells = map(_unescape, line.split("\t"))
        _check_cells(number, kind, cells)
        try:
            match kind:
                case "course":
                    courses.append(cells[0])
                case "release":
                    releases.append(Release(int(cells[0]), _read_time(cells[1]), cells[2]))
                case "notetype":
                    notetypes.append(ReleasedNotetype(_read_class(cells[0]), cells[2], _read_time(cells[1])))
                case "note":
                    notes.append(_read_note(cells))
        except ValueError:
            raise LedgerError(number, _DAMAGED) from None
    if kind != "end" or not any(courses) or not releases:
        raise LedgerError(max(1, number), "the ledger ends too early; restore the file from git")
    _check_whole(courses, releases)
    return unite(courses[0], releases, notetypes, notes)


def _check_cells(number: int, kind: str, cells: list[str]) -> None:
    """Raise LedgerError where a line is of a later format, or has not as many cells as its kind."""
    if kind == "format" and cells and cells[0].isdecimal() and int(cells[0]) > FORMAT:
        raise LedgerError(number, f"the ledger is of format {cells[0]}, made by a newer mkdeck; update mkdeck")
    if len(cells) not in _COLUMNS.get(kind, ()):
        raise LedgerError(number, _DAMAGED)


def _check_whole(courses: list[str], releases: list[Release]) -> None:
    """Raise LedgerError where lines are of several courses, or releases are missing."""
    if len(set(courses)) > 1:
        raise LedgerError(1, f"the ledger is of two courses, '{courses[0]}' and '{courses[-1]}'; restore it from git")
    if {each.number for each in releases} != set(range(1, max(each.number for each in releases) + 1)):
        raise LedgerError(1, "the ledger's releases are not numbered 1, 2, 3, ...; restore the file from git")


def read_lines(text: str, *, conflicts: bool = False) -> Iterable[tuple[int, str]]:
    """Yield each line that says something, with its number from 1; of a conflict what either side has."""
    in_base = False
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.removesuffix("\r")  # which git writes on Windows
        mark = _CONFLICT.match(line)
        if mark and not conflicts:
            raise LedgerError(number, "the ledger has a merge conflict; `mkdeck release --merge` joins both sides")
        if mark:
            in_base = mark.lastgroup == "base"
        elif line and not line.startswith("#") and not in_base:
            yield number, line


def read_releases(text: str) -> tuple[str, list[Release]]:
    """Return the course's id and the releases of a ledger's text, as far as they can be read: not its notes."""
    course_id, releases = "", list[Release]()
    for line in _OF_RELEASES.findall(text):  # git puts those of a second side below the notes of the first
        kind, *cells = map(_unescape, line.removesuffix("\r").split("\t"))
        try:
            if kind == "course" and len(cells) in _COLUMNS[kind]:
                course_id = cells[0]
            elif kind == "release" and len(cells) in _COLUMNS[kind]:
                releases.append(Release(int(cells[0]), _read_time(cells[1]), cells[2]))
        except ValueError:
            continue
    return course_id, releases


def find_line(text: str, question_id: str) -> int:
    """Return the line (from 1) of a question in a ledger's text."""
    return next(i for i, line in enumerate(text.split("\n"), 1) if line.startswith(f"note\t{question_id}\t"))


def _escape(cell: str) -> str:
    return _TO_ESCAPE.sub(lambda match: _ESCAPES[match.group()], cell)


def _unescape(cell: str) -> str:
    return _ESCAPED.sub(lambda match: _UNESCAPED[match.group()], cell)


def _write_note(note: ReleasedNote) -> tuple[str, ...]:
    gaps = ",".join(f"{number}:{digest}" for number, digest in note.gaps) or _NONE
    last = _NONE if note.last is None else str(note.last)
    retired = _NONE if note.retired is None else write_time(note.retired)
    return (
        "note",
        note.id,
        note.note_class,
        write_time(note.time),
        note.digest,
        str(note.first),
        last,
        gaps,
        retired,
        note.sketch,
        note.deck,
        *([] if note.corrected is None else [str(note.corrected)]),
    )


def _read_note(cells: list[str]) -> ReleasedNote:
    question_id, note_class, time, digest, first, last, gaps, retired, sketch, deck, *corrected = cells
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
        corrected=int(corrected[0]) if corrected else None,
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


def _read_time(cell: str) -> int:
    year, month, day, hour, minute, second = map(
        int, (cell[:4], cell[5:7], cell[8:10], cell[11:13], cell[14:16], cell[17:19])
    )
    if write_time(seconds := int(datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp())) != cell:
        raise ValueError(cell)
    return seconds
