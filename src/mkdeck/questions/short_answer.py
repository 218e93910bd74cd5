"""Short answer: a prompt to answer in the mind, whose model answer is revealed."""

import html
import json
import re
from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from mkdeck.identity import NoteClass
from mkdeck.questions.keys import Text
from mkdeck.questions.question import Fields, Filled, Keys, Question, ReadBack, Reader, Writer
from mkdeck.text.words import read_words

_MODEL = re.compile(
    r'<div class="answer model" data-accept="(?P<accept>[^"]*)"(?P<loose> data-accents="ignore")?>(?P<answer>.*)</div>',
    re.DOTALL,
)


class ShortAnswer(Question):
    """A prompt whose model answer is revealed."""

    type: Literal["short-answer"]
    answer: Text = Field(description="The model answer; Markdown.")
    accept: tuple[Text, ...] = Field((), description="Other answers that are right, as typed; with it, students type.")
    accents: Literal["count", "ignore"] = Field("count", description="Whether e may be typed for é; with `accept`.")

    place: ClassVar[int] = 3

    @property
    @override
    def task(self) -> str:
        return "entry" if self.accept else ""

    @override
    def fill(self, writer: Writer) -> Filled:
        question = writer.write(self.question, "question").html
        answer = writer.write(self.answer, "answer").html
        if not self.accept:
            return Filled({"Text": question, "Answer": answer})
        accept = _hide(json.dumps([read_words(answer), *self.accept], ensure_ascii=False))
        loose = ' data-accents="ignore"' if self.accents == "ignore" else ""
        model = f'<div class="answer model" data-accept="{accept}"{loose}>{answer}</div>'
        return Filled({"Text": question, "Choices": '<div class="task entry text"></div>', "Answer": model})

    @classmethod
    @override
    def read_back(cls, fields: Fields, note_class: NoteClass, reader: Reader, *, retired: bool) -> ReadBack:
        keys: Keys = {"question": reader.read("Question", fields["Text"])}
        match = _MODEL.fullmatch(fields["Answer"])
        if match:
            keys["accept"] = json.loads(html.unescape(match["accept"]))[1:]
            keys |= {"accents": "ignore"} if match["loose"] else {}
        answer = reader.read("Answer", match["answer"] if match else fields["Answer"])
        return ReadBack(keys | {"answer": answer} if answer else keys)

    @classmethod
    @override
    def write_key(cls, fields: Fields, words: Mapping[str, str]) -> str:
        match = _MODEL.fullmatch(fields["Answer"])
        return match["answer"] if match else fields["Answer"]


def _hide(said: str) -> str:
    """Return a text for an attribute, in which Anki looks for sounds and LaTeX as well."""
    return html.escape(said).replace("[", "&#91;").replace("{", "&#123;")
