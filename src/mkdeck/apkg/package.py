"""What a package holds, before and after it is a file."""

from collections.abc import Mapping
from dataclasses import dataclass

from mkdeck.apkg.release import Release
from mkdeck.identity import NoteClass
from mkdeck.notes.media import Media
from mkdeck.notes.note import Note
from mkdeck.notetypes import NoteType

COURSE_ID = "mkdeckCourse"
"""The key of a note type under which the course's id stands; Anki keeps keys that it does not know."""


@dataclass(frozen=True, slots=True)
class DeckInfo:
    """A deck of the package: whole name, description as HTML, desired retention (0 to 1) or none."""

    name: str
    description: str = ""
    retention: float | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds since 1970: of each note by guid, of each note type, and of the package's newest part."""

    newest: int
    notes: Mapping[str, int]
    notetypes: Mapping[NoteClass, int]

    @classmethod
    def all_at(cls, time: int) -> "Times":
        """Return everything one time, as long as nothing says when it was released."""
        return cls(time, {}, {})

    def of_note(self, guid: str) -> int:
        """Return a note's time."""
        return self.notes.get(guid, self.newest)

    def of_notetype(self, note_class: NoteClass) -> int:
        """Return a note type's time."""
        return self.notetypes.get(note_class, self.newest)


@dataclass(frozen=True, slots=True)
class Package:
    """Everything that goes into one `.apkg`; notes in the order in which students meet them."""

    notetypes: tuple[NoteType, ...]
    decks: tuple[DeckInfo, ...]
    notes: tuple[Note, ...]
    media: tuple[Media, ...]
    times: Times
    course_id: str = ""
    digest: str = ""
    """Of all that it holds, as a ledger tells it; empty for a draft of a course without one."""
    release: Release | None = None
    """The last release that its ledger knew when it was made."""
