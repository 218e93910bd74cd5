"""Cloze: a text with gaps, each a card of its own or several of one number on one card."""

import re
from collections.abc import Mapping
from itertools import islice
from typing import ClassVar, Literal

from typing_extensions import override

from mkdeck.identity import NoteClass
from mkdeck.questions.gaps import write_gap_key
from mkdeck.questions.question import Fields, Filled, Question, ReadBack, ReadBackError, Reader, Writer
from mkdeck.text.anki_markup import fill_gaps
from mkdeck.text.markdown import render

_MAX_TRIED_WORDS = 20
_WORD = re.compile(r"(?<![\w\\$`&;#{\[(/])[^\W_]+(?![\w;`$}\])])")


class Cloze(Question):
    """A text with gaps: {{c1::text}} or {{c1::text::hint}}."""

    type: Literal["cloze"]

    place: ClassVar[int] = 4

    @override
    def fill(self, writer: Writer) -> Filled:
        text = writer.write(self.question, "question", gaps=True)
        return Filled({"Text": text.html}, "cloze", tuple(number - 1 for number in text.gaps))

    @classmethod
    @override
    def read_back(cls, fields: Fields, note_class: NoteClass, reader: Reader, *, retired: bool) -> ReadBack:
        comments: tuple[str, ...] = ()
        if retired:
            text = _restore_gap(fields["Text"], reader)
            comments = ("The package does not tell where the gaps of this retired question were.",)
        else:
            text = reader.read("Text", fields["Text"], gaps=True)
        faults = render(text, reader.picture, gaps=True).faults
        if fault := next((each.message for each in faults if each.severity == "error"), ""):
            raise ReadBackError(fault)
        return ReadBack({"question": text}, comments)

    @classmethod
    @override
    def write_key(cls, fields: Fields, words: Mapping[str, str]) -> str:
        return write_gap_key(fields["Text"])


def _restore_gap(page: str, reader: Reader) -> str:
    """Return the text of a retired question, which has lost its gaps; any gap gives the same field again."""
    text = reader.read("Text", page)
    for match in islice(_WORD.finditer(text), _MAX_TRIED_WORDS):
        attempt = f"{text[: match.start()]}{{{{c1::{match.group()}}}}}{text[match.end() :]}"
        if fill_gaps(render(attempt, reader.picture, gaps=True).html) == page:
            return attempt
    return f"{{{{c1::{text}}}}}"
