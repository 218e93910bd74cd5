"""Short answer: a prompt to answer in the mind, whose model answer is revealed."""

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError
from typing_extensions import override

from mkdeck.identity import NoteClass
from mkdeck.questions.attributes import read_attributes, write_attribute
from mkdeck.questions.keys import ANY_SCALAR, MAX_ID, YES_NO_SCALAR, Reason, Strict, Text, read_yes_no
from mkdeck.questions.question import REVERSE, Fields, Filled, Keys, Question, ReadBack, ReadBackError, Reader, Writer
from mkdeck.text.words import read_words

_MODEL = re.compile(
    r'<div class="answer model"(?P<attributes>(?:\s+[\w-]+="[^"]*")*)\s*>(?P<answer>.*)</div>'
    r"(?:\s|&nbsp;|<br\s*/?>)*(?P<after>.*)",
    re.DOTALL,
)
LONGEST_TYPED = 80
"""Nobody types more characters than that as they stand somewhere."""
_NOT_TYPED = re.compile(r"\\[(\[]|<(?:img|audio|video|svg)\b|\[sound:")
"""Formulas, pictures and sounds."""


class Reverse(Strict):
    """That a question is asked the other way round as well, and why it no longer is."""

    retired: Reason | None = None


def _read_reverse(value: Any) -> Any:
    if isinstance(value, dict):
        return value
    try:
        return {} if read_yes_no(value) else None
    except PydanticCustomError:
        message = "`reverse` is true or false, or a mapping with `retired:`"
        raise PydanticCustomError("reverse", message) from None


_REVERSE: dict[str, Any] = {
    "anyOf": [
        YES_NO_SCALAR,
        {
            "type": "object",
            "properties": {"retired": ANY_SCALAR},
            "required": ["retired"],
            "additionalProperties": False,
        },
    ]
}


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

    reverse: Annotated[Reverse | None, BeforeValidator(_read_reverse), WithJsonSchema(_REVERSE)] = Field(
        None, description="true makes a second card, which shows the answer and asks for the question."
    )

    place: ClassVar[int] = 3

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.reverse and self.id and len(self.id + REVERSE) > MAX_ID:
            message = "with `reverse`, an id has at most {most} characters"
            raise PydanticCustomError("reverse", message, {"most": MAX_ID - len(REVERSE), "key": "id"})
        if self.accents and self.accept is None:
            message = "`accents` is about what students type; add `accept: []`, or remove it"
            raise PydanticCustomError("accents", message, {"key": "accents"})
        return self

    @override
    def turn(self) -> "ShortAnswer | None":
        if not self.reverse:
            return None
        keys = {
            "question": self.answer,
            "answer": self.question,
            "accept": None,
            "accents": None,
            "hint": None,
            "reverse": None,
            "retired": self.retired or self.reverse.retired,
        }
        return self.model_copy(update=keys)

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


def fold_typed(text: str) -> str:
    """Return what counts of words that are typed, beside signs that keyboards have in kinds."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


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
