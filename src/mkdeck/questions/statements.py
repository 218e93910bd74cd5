"""Statements: several statements on one matter, each to be judged true or false."""

import html
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from typing_extensions import override

from mkdeck.identity import NoteClass
from mkdeck.questions.items import FEEDBACK, number_keys, split_items, write_items
from mkdeck.questions.keys import ANY_SCALAR, Strict, Text
from mkdeck.questions.question import Fields, Filled, Keys, Question, ReadBack, ReadBackError, Reader, Writer
from mkdeck.questions.slips import suggest_statement, suggest_statement_text
from mkdeck.text.markdown import unwrap

_WORDS = ("true", "false")


class Statement(Strict):
    """One statement; in YAML a mapping with `true` or `false`, and `feedback` if wanted."""

    text: Text
    true: bool
    feedback: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_source(cls, value: Any) -> Any:
        if isinstance(value, dict):
            named = [word for word in _WORDS if word in value]
            if len(named) == 1 and "text" not in value:
                rest = {key: each for key, each in value.items() if key != named[0]}
                return {"text": value[named[0]], "true": named[0] == "true", **rest}
            if len(named) == 2:
                raise PydanticCustomError("statement", "a statement is either `true:` or `false:`, not both")
            if advice := suggest_statement(value):
                raise PydanticCustomError("statement", "{advice}", {"advice": advice})
        if isinstance(value, str) and value.strip():
            raise PydanticCustomError("statement", "{advice}", {"advice": suggest_statement_text(value)})
        raise PydanticCustomError("statement", "a statement is a mapping with `true:` or `false:`")

    @classmethod
    def __get_pydantic_json_schema__(cls, _core: Any, _handler: Any) -> dict[str, Any]:
        return {
            "anyOf": [
                {
                    "type": "object",
                    "description": "A statement that is true, or false.",
                    "properties": {word: ANY_SCALAR, "feedback": ANY_SCALAR},
                    # The language server of VS Code takes this key for a boolean, which is no name of a property to it.
                    "patternProperties": {f"^{word}$": {}},
                    "required": [word],
                    "additionalProperties": False,
                }
                for word in _WORDS
            ]
        }


class Statements(Question):
    """Several statements, each to be judged true or false."""

    type: Literal["statements"]
    statements: Annotated[tuple[Statement, ...], Field(min_length=2)] = Field(
        description="Each `true:` or `false:` with its text; `feedback:` shows once the card has turned."
    )

    place: ClassVar[int] = 5
    parts: ClassVar = {"statements": (*_WORDS, "feedback")}

    @property
    @override
    def task(self) -> str:
        return "statements"

    @override
    def fill(self, writer: Writer) -> Filled:
        stem = writer.write(self.question, "question").html
        said, keys = [], []
        for i, each in enumerate(self.statements):
            word = _WORDS[not each.true]
            text = unwrap(writer.write(each.text, "statements", i, word).html)
            said.append(text)
            reason = unwrap(writer.write(each.feedback, "statements", i, "feedback").html) if each.feedback else ""
            keys.append(
                f'<li class="key {word}">{writer.words[word]}{f"{FEEDBACK}{reason}</div>" if reason else ""}</li>'
            )
        listed = write_items("task statements", "statement", said)
        return Filled({"Text": stem, "Choices": listed, "Answer": f'<ol class="keys">{"".join(keys)}</ol>'})

    @classmethod
    @override
    def read_back(cls, fields: Fields, note_class: NoteClass, reader: Reader, *, retired: bool) -> ReadBack:
        stem = reader.read("Question", fields["Text"])
        said = [inner for _, inner in split_items(fields["Choices"], "statement")]
        judged = split_items(fields["Answer"], "key")
        if len(said) != len(judged) or not all(word in _WORDS for word, _ in judged):
            raise ReadBackError("its statements and what is true of them are no longer equally many")
        statements: list[Keys] = []
        for text, (word, inner) in zip(said, judged, strict=True):
            reason = inner.partition(FEEDBACK)[2].removesuffix("</div>")
            feedback = reader.read("Answer", reason, bare=True)
            keys: Keys = {word: reader.read("Choices", text, bare=True)}
            statements.append(keys | ({"feedback": feedback} if feedback else {}))
        return ReadBack({"question": stem, "statements": statements})

    @classmethod
    @override
    def write_key(cls, fields: Fields, words: Mapping[str, str]) -> str:
        right = [word for word, _ in split_items(fields["Answer"], "key")]
        return number_keys(html.escape(words[word]) for word in right)
