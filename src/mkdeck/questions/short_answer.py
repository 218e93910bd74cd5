"""Short answer: a prompt to answer in the mind, whose model answer is revealed."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from mkdeck.identity import NoteClass
from mkdeck.questions.keys import Text
from mkdeck.questions.question import Fields, Filled, Keys, Question, ReadBack, Reader, Writer


class ShortAnswer(Question):
    """A prompt whose model answer is revealed."""

    type: Literal["short-answer"]
    answer: Text = Field(description="The model answer; Markdown.")

    place: ClassVar[int] = 3

    @override
    def fill(self, writer: Writer) -> Filled:
        question = writer.write(self.question, "question").html
        return Filled({"Text": question, "Answer": writer.write(self.answer, "answer").html})

    @classmethod
    @override
    def read_back(cls, fields: Fields, note_class: NoteClass, reader: Reader, *, retired: bool) -> ReadBack:
        keys: Keys = {"question": reader.read("Question", fields["Text"])}
        answer = reader.read("Answer", fields["Answer"])
        return ReadBack(keys | {"answer": answer} if answer else keys)

    @classmethod
    @override
    def write_key(cls, fields: Fields, words: Mapping[str, str]) -> str:
        return fields["Answer"]
