"""What every type of question has and does; each type is a file of this folder.

A type says what stands in the fields of its note (`fill`), reads its own keys back from them (`read_back`), and gives
what paper and a page need beside the card (`write_key`, `mix`).
"""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Protocol

from pydantic import Field

from mkdeck.identity import NoteClass
from mkdeck.questions.keys import Id, Reason, Strict, Style, Text, YesNo
from mkdeck.text.faults import Fault
from mkdeck.text.markdown import Fragment

Fields = Mapping[str, str]
"""The fields of a note by their names; the first one is `Text` in both note types."""
Keys = dict[str, object]
"""What stands in YAML below a question's keys."""


class Picture(NamedTuple):
    """A picture by its name in fields, and its size in pixels; a drawing's is that at which it is shown at most."""

    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Filled:
    """What a question puts into its note: its own fields, the class, and the ordinals of the cards."""

    fields: dict[str, str]
    note_class: NoteClass = "standard"
    cards: tuple[int, ...] = (0,)


class Writer(Protocol):
    """Writes the texts of one question as HTML, and keeps what is wrong with them.

    `words` are those of the course's language; `style` tells how to ask what can be asked in two ways.
    """

    @property
    def words(self) -> Mapping[str, str]: ...
    @property
    def style(self) -> Style: ...

    def write(
        self, text: str, *key: str | int, gaps: bool = False, as_gap: bool = False, folded: bool = False
    ) -> Fragment:
        """Write a text, which stands below these keys of the question."""
        ...

    def show(self, path: str, *key: str | int) -> Picture | None:
        """Return a picture that a key names alone by its path; None where it can't be shown, which is noted."""
        ...


class Reader(Protocol):
    """Reads the fields of one note back: the HTML of a text as the Markdown that makes the same again."""

    @property
    def words(self) -> Mapping[str, str]: ...

    def picture(self, path: str) -> str | Fault:
        """Return the name in fields of a file, by its path."""
        ...

    def find(self, name: str) -> str | None:
        """Return the path of a file by its name in fields, and take it along; None where it is not there."""
        ...

    def read(self, field: str, page: str, *, bare: bool = False, gaps: bool = False, as_gap: bool = False) -> str:
        """Read a text of a field; `bare` without the paragraph around it, `as_gap` as it stands in a gap."""
        ...


class ReadBackError(Exception):
    """A note is no longer one of its type; its words say why."""


class ReadBack(NamedTuple):
    """The keys that are peculiar to a type as a note tells them, and what its YAML should say in a comment.

    A key is missing where the note does not tell it any more.
    """

    keys: Keys
    comments: tuple[str, ...] = ()


REVERSE = ".reverse"
"""Ends the id of a question that asks another the other way round."""


class Question(Strict):
    """A question as it stands in YAML."""

    id: Id | None = Field(None, description="Permanent, unique in the course. `mkdeck stamp` writes it.")
    question: Text = Field(description="Markdown.")
    context: Text | None = Field(
        None, description="Shown above the question; several questions share it by an anchor. Markdown."
    )
    explanation: Text | None = Field(None, description="Shown after the answer; Markdown.")
    hint: Text | None = Field(None, description="Opens on a click before the answer; Markdown.")
    tags: tuple[Text, ...] = ()
    source: Text | None = Field(None, description="Where this comes from; may hold a Markdown link.")
    retired: Reason | None = Field(None, description="Why this question is no longer asked.")
    draft: YesNo = Field(False, description="Not ready yet: in no package and on no page; its faults stop nothing.")
    ignore: tuple[Text, ...] = Field((), description="Rules of `mkdeck check` whose warnings are meant here.")
    type: str

    place: ClassVar[int]
    """Its place in lists of all types."""
    parts: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """The keys that the parts of its lists may have, by the list's own."""
    gap_key: ClassVar[str] = "question"
    """The key below which its gaps stand, where it has any."""

    @property
    def own_style(self) -> Style | None:
        """Return the style that the question itself says."""
        return None

    def turn(self) -> "Question | None":
        """Return the question that asks the other way round, in a note of its own; None where nothing does."""
        return None

    @property
    def task(self) -> str:
        """Return which of `notetypes.TASKS` its card asks for; empty where students recall, or pick choices."""
        return ""

    @abstractmethod
    def fill(self, writer: Writer) -> Filled:
        """Return what stands in the note, apart from what all types have."""

    @classmethod
    @abstractmethod
    def read_back(cls, fields: Fields, note_class: NoteClass, reader: Reader, *, retired: bool) -> ReadBack:
        """Return the question's own keys, from the fields of its note. Raises ReadBackError."""

    @classmethod
    @abstractmethod
    def write_key(cls, fields: Fields, words: Mapping[str, str]) -> str:
        """Return the right answer in few words, as HTML, from fields as they stand on a page or on paper."""

    @classmethod
    def mix(cls, fields: Fields, seed: str) -> str:  # noqa: ARG003 - for those who mix
        """Return the choices of a note in the order for paper, always the same one for a seed."""
        return fields["Choices"]
