"""What a package holds, before and after it is a file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mkdeck.identity import NoteClass
from mkdeck.notes.media import Media
from mkdeck.notes.note import Note
from mkdeck.notetypes import NoteType

COURSE_ID = "mkdeckCourse"
"""The key of a note type under which the course's id stands; Anki keeps keys that it does not know."""


_COMMENT = "mkdeck"
"""The first word of the comment of a package's zip file, which is `mkdeck DIGEST [TIME RELEASE-DIGEST]`."""
_TIME = re.compile(r"[0-9]{1,11}")
"""Seconds since 1970, up to the year 5138: no calendar has a day for what a forged package may say."""


@dataclass(frozen=True, slots=True)
class Release:
    """One act of publishing: its number from 1, its time (seconds since 1970), and a digest of all it held."""

    number: int
    time: int
    digest: str


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


def write_comment(digest: str, release: Release | None) -> str:
    """Return what a package says of itself in the comment of its zip file; empty where there is nothing to say."""
    if not digest:
        return ""
    known = (str(release.time), release.digest) if release else ()
    return " ".join((_COMMENT, digest, *known))


def read_comment(comment: str) -> tuple[str, Release | None]:
    """Return the digest (empty where there is none) and the release, without its number, of `write_comment`."""
    word, *cells = comment.split(" ")
    if word != _COMMENT or len(cells) not in (1, 3):
        return "", None
    known = len(cells) == 3 and _TIME.fullmatch(cells[1])
    return cells[0], Release(0, int(cells[1]), cells[2]) if known else None
