"""Short answer: a prompt to answer in the mind, whose model answer is revealed."""

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from typing_extensions import override

from mkdeck.identity import NoteClass
from mkdeck.questions.attributes import read_attributes, write_attribute
from mkdeck.questions.keys import Text
from mkdeck.questions.question import Fields, Filled, Keys, Question, ReadBack, ReadBackError, Reader, Writer
from mkdeck.text.words import read_words

_MODEL = re.compile(
    r'<div class="answer model"(?P<attributes>(?:\s+[\w-]+="[^"]*")*)\s*>(?P<answer>.*)</div>'
    r"(?:\s|&nbsp;|<br\s*/?>)*(?P<after>.*)",
    re.DOTALL,
)
_NOT_TYPED = re.compile(r"\\[(\[]|<(?:img|audio|video|svg)\b|\[sound:")
"""Formulas, pictures and sounds."""


class ShortAnswer(Question):
    """A prompt whose model answer is revealed."""

    type: Literal["short-answer"]
    answer: Text = Field(description="The model answer; Markdown.")
    accept: tuple[Text, ...] | None = Field(
        None, description="Other answers that are right, as typed; with it, even if it is [], students type."
    )
    accents: Literal["count", "ignore"] | None = Field(
        None, description="`ignore` lets students type e for é; with `accept`."
    )

    place: ClassVar[int] = 3

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.accents and self.accept is None:
            message = "`accents` is about what students type; add `accept: []`, or remove it"
            raise PydanticCustomError("accents", message, {"key": "accents"})
        return self

    @property
    @override
    def task(self) -> str:
        return "" if self.accept is None else "entry"

    @override
    def fill(self, writer: Writer) -> Filled:
        question = writer.write(self.question, "question").html
        answer = writer.write(self.answer, "answer").html
        if self.accept is None:
            return Filled({"Text": question, "Answer": answer})
        accept = [unicodedata.normalize("NFC", each) for each in self.accept]
        attributes = write_attribute("data-accept", json.dumps(accept, ensure_ascii=False))
        attributes += write_attribute("data-answer", typed) if (typed := write_typed(answer)) else ""
        attributes += ' data-accents="ignore"' if self.accents == "ignore" else ""
        model = f'<div class="answer model"{attributes}>{answer}</div>'
        return Filled({"Text": question, "Choices": '<div class="task entry text"></div>', "Answer": model})

    @classmethod
    @override
    def read_back(cls, fields: Fields, note_class: NoteClass, reader: Reader, *, retired: bool) -> ReadBack:
        keys: Keys = {"question": reader.read("Question", fields["Text"])}
        match = _MODEL.search(fields["Answer"])
        if match:
            attributes = read_attributes(match["attributes"])
            keys["accept"] = _read_accepted(attributes.get("data-accept", ""))
            keys |= {"accents": "ignore"} if attributes.get("data-accents") == "ignore" else {}
        answer = reader.read("Answer", match["answer"] + match["after"] if match else fields["Answer"])
        return ReadBack(keys | {"answer": answer} if answer else keys)

    @classmethod
    @override
    def write_key(cls, fields: Fields, words: Mapping[str, str]) -> str:
        match = _MODEL.search(fields["Answer"])
        return match["answer"] + match["after"] if match else fields["Answer"]


def write_typed(page: str) -> str:
    """Return what students would type of an answer in HTML; nothing where it holds what nobody types."""
    return "" if _NOT_TYPED.search(page) else read_words(page)


def _read_accepted(said: str) -> list[str]:
    try:
        accepted = json.loads(said)
    except ValueError:
        accepted = None
    if not isinstance(accepted, list) or not all(isinstance(each, str) for each in accepted):
        raise ReadBackError("what its answer accepts can't be read any more")
    return accepted
