"""What an importer finds in a file: draft questions, and what had to be left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from mkdeck.course.model import CourseSettings
from mkdeck.importers.errors import UnreadableError
from mkdeck.importers.sources.attachments import MediaFile
from mkdeck.importers.sources.decoding import Text, read_text

Kind = str
"""What `type:` calls a type of question."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file to import, by its name; `folder` is where the files that it shows may lie (None: nowhere).

    `encoding` is what the texts of an archive are in that are not in UTF-8; empty where nobody says.
    """

    name: str
    content: bytes
    folder: Path | None = None
    encoding: str = ""

    @property
    def text(self) -> str:
        """Return the content as text with LF line ends. Raises UnreadableError where it is no text."""
        return _decode(self.content).text

    @property
    def guesses(self) -> "tuple[Remark, ...]":
        """Return what was guessed to read the text; nothing where it is no text."""
        try:
            found = _decode(self.content)
        except UnreadableError:
            return ()
        return (Remark(found.line, found.note),) if found.note else ()

    @property
    def start(self) -> str:
        """Return the first part of the text, to recognise the format by; empty where it is no text."""
        try:
            return (
                _decode(self.content[:_BYTES_TO_RECOGNISE]).text
                if len(self.content) > _BYTES_TO_RECOGNISE
                else self.text
            )
        except UnreadableError:
            return ""


_BYTES_TO_RECOGNISE = 200_000


@lru_cache(maxsize=4)
def _decode(content: bytes) -> Text:
    return read_text(content)


@dataclass(frozen=True, slots=True)
class DraftChoice:
    """A choice; `correct` is None where the source does not tell."""

    text: str
    correct: bool | None
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A question as its source tells it; all texts are Markdown.

    `answer` is None where the source tells none; then, and where every choice's `correct` is None, the question is
    undecided. `comments` stand above it in the YAML. `id` is what the source calls it, in the source's own spelling.
    `line` is that of the file itself, or of its `member` where the file is an archive.
    `deck` is the whole name of its deck where the source has several. `unsettled` says why it can't be asked as it
    stands, and what to do. `more` are keys that only its type has, as YAML has them.
    """

    line: int
    kind: Kind
    question: str
    choices: tuple[DraftChoice, ...] = ()
    answer: str | bool | None = None
    context: str = ""
    explanation: str = ""
    hint: str = ""
    tags: tuple[str, ...] = ()
    source: str = ""
    comments: tuple[str, ...] = ()
    media: tuple[MediaFile, ...] = ()
    id: str = ""
    shuffle: bool = True
    pinned: frozenset[int] = frozenset()
    member: str = ""
    card: str = ""
    retired: str = ""
    deck: str = ""
    unsettled: str = ""
    more: Mapping[str, object] = field(default_factory=dict)

    @property
    def undecided(self) -> bool:
        """Whether the source leaves open what is right."""
        if self.kind == "multiple-choice":
            return not any(choice.correct for choice in self.choices)
        return self.kind in ("true-false", "short-answer") and self.answer is None


@dataclass(frozen=True, slots=True, order=True)
class Skipped:
    """A question that could not be imported, where it stands (in a `member` of an archive) and why."""

    line: int
    reason: str
    member: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """Something about an imported question that its author should know, and where it stands."""

    line: int
    message: str
    member: str = ""


def by_place(found: Skipped | Remark) -> tuple[str, int, str]:
    """Return what to sort by: the member of the archive, the line, the words."""
    return (found.member, found.line, found.reason if isinstance(found, Skipped) else found.message)


@dataclass(frozen=True, slots=True)
class Outline:
    """The course that a source holds: its settings, the descriptions of its decks by whole name, its own CSS.

    With `exact` mkdeck itself made it, and its drafts are to stay as they are, in this order; a `loose` course is one
    file without settings.
    """

    settings: CourseSettings
    descriptions: Mapping[str, str] = field(default_factory=dict)
    style: str = ""
    exact: bool = False
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that a format's reader got out of a file: each question found is a draft or skipped.

    `language` is the tag, such as `de-AT`, of the one language that the file says it is in.
    """

    drafts: tuple[Draft, ...]
    skipped: tuple[Skipped, ...] = ()
    remarks: tuple[Remark, ...] = ()
    title: str = ""
    description: str = ""
    outline: Outline | None = None
    language: str = ""
