"""Ledgers that lie without their course: it was renamed, moved or made a folder, and its ledger stayed where it was.

A course without its ledger starts anew: students get all of its questions a second time, or lose their own changes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mkdeck.course.discovery import COURSE_FILE, STDIN, show_path
from mkdeck.course.loading import Course
from mkdeck.diagnostics import Finding, Span
from mkdeck.ledger.ledger import LEDGER_RULE, Ledger, LedgerError
from mkdeck.ledger.loading import LedgerFile
from mkdeck.ledger.places import find_committed, find_lost, tell_stem
from mkdeck.ledger.similarity import are_similar, sketch_note
from mkdeck.ledger.text import parse_ledger
from mkdeck.notes.note import Note


@dataclass(frozen=True, slots=True)
class LostLedger:
    """A ledger without its course: its place, what it knows, and how many questions of another course it knows."""

    path: Path
    ledger: Ledger
    shared: int


def check_lost(file: LedgerFile, course: Course, notes: Iterable[Note], *, stops: bool) -> Iterator[Finding]:
    """Yield a finding if a course without a ledger is one that was released, as a ledger without its course tells."""
    course_path = file.course_path
    if course_path == STDIN:
        return
    found = _find_lost(course_path, course.settings.id, list(notes))
    if not found:
        return
    name, place = show_path(found.path), file.name
    if found.ledger.course_id == course.settings.id:
        message = (
            f"{show_path(course_path)} was released with this ledger, which did not come along when the course was "
            f"moved; without it every note would count as new, so move it to {place}"
        )
    else:
        total = len(course.entries)
        known = "all questions" if found.shared == total else f"{found.shared} of {total} questions"
        message = (
            f"{known} of {show_path(course_path)} were released with this ledger, whose course is gone, under the id "
            f"'{found.ledger.course_id}'; with the id '{course.settings.id}' students get every question a second "
            f"time, so {_tell_way_back(found, course_path, course, place)}; or delete {name} if no student has that "
            "course"
        )
    yield Finding(name, (), LEDGER_RULE.at("error" if stops else "warning"), message, span=Span(name, 1, 1))


def _tell_way_back(found: LostLedger, course_path: Path, course: Course, place: str) -> str:
    if course.settings_source:
        return f"say `id: {found.ledger.course_id}` in {course.settings_source.name}, and move the ledger to {place}"
    stem = tell_stem(found.path)
    if not stem:
        return f"put the file back into a folder with a {COURSE_FILE} that says `id: {found.ledger.course_id}`"
    back = f"call the file {stem}{course_path.suffix} again"
    if found.path.parent.resolve() == course_path.parent.resolve():
        return back
    return f"{back}, and move the ledger to {show_path(course_path.with_name(found.path.name))}"


def _find_lost(course_path: Path, course_id: str, notes: list[Note]) -> LostLedger | None:
    """Find the ledger without a course that knows most of a course's notes, and at least half of them."""
    folder = course_path if course_path.is_dir() else course_path.parent
    best: LostLedger | None = None
    for path in (*find_lost(folder), *find_committed(folder)):
        try:
            ledger = parse_ledger(path.read_text("utf-8-sig"), conflicts=True)
        except (LedgerError, OSError, ValueError):
            continue
        shared = sum(_knows(ledger, note) for note in notes)
        enough = shared if ledger.course_id == course_id else 2 * shared >= len(notes)
        if shared and enough and (best is None or shared > best.shared):
            best = LostLedger(path, ledger, shared)
    return best


def _knows(ledger: Ledger, note: Note) -> bool:
    """Whether a note was released under its id, with a text that is much like its own."""
    known = ledger.notes.get(note.key)
    if known is None or known.last is not None:
        return False
    sketch = sketch_note(note)
    return sketch == known.sketch or are_similar(sketch, known.sketch)
