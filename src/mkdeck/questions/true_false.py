"""True or false: a statement to judge."""

import html
from collections.abc import Mapping
from typing import ClassVar, Literal

from typing_extensions import override

from mkdeck.identity import NoteClass
from mkdeck.questions.choices import find_right, write_list
from mkdeck.questions.gaps import has_gap, read_gaps, write_gap_key, write_gaps
from mkdeck.questions.keys import Style, YesNo
from mkdeck.questions.question import Fields, Filled, Keys, Question, ReadBack, Reader, Writer


class TrueFalse(Question):
    """A statement to judge."""

    type: Literal["true-false"]
    answer: YesNo
    card: Style | None = None

    place: ClassVar[int] = 2

    @property
    @override
    def own_style(self) -> Style | None:
        return self.card

    @override
    def fill(self, writer: Writer) -> Filled:
        words = writer.words
        stem = writer.write(self.question, "question").html
        if writer.style == "cloze":
            gap = f"{{{{c1::{words['true' if self.answer else 'false']}::{words['true_or_false']}}}}}"
            return Filled({"Text": write_gaps(stem, [gap])}, "cloze")
        items = [
            f'<li class="choice{" right" if self.answer == value else ""}">{words[word]}</li>'
            for word, value in (("true", True), ("false", False))
        ]
        return Filled({"Text": stem, "Choices": write_list("choices judge fixed", items)})

    @classmethod
    @override
    def read_back(cls, fields: Fields, note_class: NoteClass, reader: Reader, *, retired: bool) -> ReadBack:
        if note_class == "cloze":
            stem, gaps = read_gaps(fields["Text"])
            keys: Keys = {"question": reader.read("Text", stem), "card": "cloze"}
            answer = _judge(gaps[0] if gaps else "", reader.words)
        else:
            keys = {"question": reader.read("Question", fields["Text"])}
            right = find_right(fields["Choices"])
            answer = right[0] == 0 if right else None
        return ReadBack(keys if answer is None else keys | {"answer": answer})

    @classmethod
    @override
    def write_key(cls, fields: Fields, words: Mapping[str, str]) -> str:
        if has_gap(fields["Text"]):
            return write_gap_key(fields["Text"])
        return html.escape(words["true" if find_right(fields["Choices"]) == [0] else "false"])


def _judge(gap: str, words: Mapping[str, str]) -> bool | None:
    word = gap.removeprefix("{{c1::").removesuffix("}}").partition("::")[0]
    return {words["true"]: True, words["false"]: False}.get(html.unescape(word))
