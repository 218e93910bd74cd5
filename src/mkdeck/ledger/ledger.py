"""The release ledger, `mkdeck.lock`: what students have been given, and when.

Only `mkdeck release` writes it. How it stands in its file is told in text.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mkdeck.apkg.release import Release
from mkdeck.course.discovery import LEDGER_FILE
from mkdeck.diagnostics import Rule
from mkdeck.identity import NoteClass

LEDGER_RULE = Rule("ledger", "error", "warning")


class LedgerError(Exception):
    """Say what is wrong with a ledger, and in which line (from 1)."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


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
    behind each cloze number, `retired` when it was retired, `sketch` a sketch of its text (see similarity.py),
    `corrected` the last release, after its first, that changed what it says.
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
    corrected: int | None = None

    @property
    def key(self) -> tuple[str, NoteClass]:
        """Return what tells one note from all others of the course."""
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
        """Return the newest release."""
        return self.releases[-1]

    @property
    def shipped(self) -> dict[tuple[str, NoteClass], ReleasedNote]:
        """Return the notes that the newest release holds."""
        return {key: note for key, note in self.notes.items() if note.last is None}

    @property
    def newest_time(self) -> int:
        """Return the latest time that anything in the ledger carries; -1 where nothing is in it."""
        times = [release.time for release in self.releases]
        times += [notetype.time for notetype in self.notetypes.values()]
        return max(times + [note.time for note in self.notes.values()], default=-1)

    def retired_at(self, question_id: str) -> int | None:
        """Return when a question was retired, if it is."""
        found = (self.notes.get((question_id, each)) for each in ("standard", "cloze"))
        return next((note.retired for note in found if note and note.last is None and note.retired), None)


def find_ledger(course_path: Path) -> Path:
    """Return the place of a course's ledger: in its folder, or beside a loose file."""
    if course_path.is_dir():
        return course_path / LEDGER_FILE
    return course_path.with_name(f"{course_path.stem}.{LEDGER_FILE}")
