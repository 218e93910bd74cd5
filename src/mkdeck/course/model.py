"""The source format, version 1: what a course, a deck file and each kind of question may hold.

The pydantic models below are the one definition of the format. The JSON Schema that editors use comes from them.
"""

import difflib
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

from mkdeck.course.model_errors import explain, name_any, nearest, without
from mkdeck.course.yaml_source import Value
from mkdeck.diagnostics import Finding, Loc

_BAD_CHARACTER = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u{fdd0}-\u{fdef}\u{fffe}\u{ffff}"
_TEXT = rf"^[^{_BAD_CHARACTER}]*[^{_BAD_CHARACTER}\s][^{_BAD_CHARACTER}]*$"
# A YAML editor sees `- 1.10` as a number and `- No` as a boolean; mkdeck reads both as text.
_ESCAPED = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufdd0-\ufdef\ufffe\uffff"
_ANY_SCALAR: dict[str, Any] = {
    "type": ["string", "number", "boolean", "null"],
    "pattern": rf"^[^{_ESCAPED}]*[^{_ESCAPED}\s][^{_ESCAPED}]*$",
}
_ID = r"^[a-z0-9][a-z0-9._-]*$"
_ID_SCALAR = {"type": ["string", "number", "boolean"], "pattern": _ID, "maxLength": 100, "minimum": 0}
_YES_NO_SCALAR = {
    "type": ["boolean", "string"],
    "pattern": "^([Tt][Rr][Uu][Ee]|[Yy][Ee][Ss]|[Oo][Nn]|[Ff][Aa][Ll][Ss][Ee]|[Nn][Oo]|[Oo][Ff][Ff])$",
}
_RETENTION_SCALAR = {
    "type": ["number", "string"],
    "minimum": 0.7,
    "maximum": 0.99,
    "pattern": r"^0?\.([78][0-9]*|9|9[0-8][0-9]*|990*)$",
}
_YES_NO = {
    **dict.fromkeys(("true", "yes", "on"), True),
    **dict.fromkeys(("false", "no", "off"), False),
}


def _yes_no(value: Any) -> Any:
    if isinstance(value, str) and value.lower() in _YES_NO:
        return _YES_NO[value.lower()]
    raise PydanticCustomError("yes_no", "must be true or false")


Text = Annotated[str, StringConstraints(pattern=_TEXT), WithJsonSchema(_ANY_SCALAR)]
YesNo = Annotated[bool, BeforeValidator(_yes_no), WithJsonSchema(_YES_NO_SCALAR)]
Id = Annotated[str, StringConstraints(pattern=_ID, max_length=100), WithJsonSchema(_ID_SCALAR)]
Style = Literal["basic", "cloze"]
"""How a choice or a true/false question is asked: as a card to pick on, or as a gap to fill in the mind."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


_M = TypeVar("_M", bound=_Strict)


class CourseSettings(_Strict):
    """The settings of a course, as in `course.yaml`."""

    course: Text = Field(description="The course's name; the root of every deck's name.")
    id: Id = Field(description="Permanent: part of every note's identity. Never change it.")
    language: Text = Field("en", description="Language of the words that mkdeck itself puts on cards.")
    authors: tuple[Text, ...] = ()
    license: Text | None = None
    report: Text | None = Field(None, description="Address behind 'Report a mistake'; {id} and {deck} are filled in.")
    tags: tuple[Text, ...] = Field((), description="Added to every question's own tags.")
    retention: Annotated[float, Field(ge=0.7, le=0.99), WithJsonSchema(_RETENTION_SCALAR)] | None = Field(
        None, description="Anki's desired retention when a student first gets the deck."
    )
    card: Style | None = Field(None, description="Default card style of choice and true/false questions.")
    turn: YesNo = Field(False, description="A card turns by itself at a pick, where the app allows it.")
    style: Text | None = Field(
        None, description="A CSS file for cards, after the built-in styles; relative to this file."
    )


class DeckSettings(_Strict):
    """What a deck file says about itself, apart from its questions."""

    deck: Text | None = Field(None, description="The deck's name below the course; '::' nests further.")
    description: Text | None = Field(None, description="Shown in Anki's overview of the deck; Markdown.")
    tags: tuple[Text, ...] = Field((), description="Added to every question's own tags.")
    source: Text | None = Field(None, description="Where the questions come from, unless one says otherwise.")
    card: Style | None = Field(None, description="Default card style of choice and true/false questions.")


class Choice(_Strict):
    """One choice of a multiple-choice question; in YAML a text, or a mapping with `correct` or `wrong`."""

    text: Text
    correct: bool
    feedback: Text | None = None
    pin: YesNo = False

    @model_validator(mode="before")
    @classmethod
    def _from_source(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"text": value, "correct": False}
        if isinstance(value, dict):
            named = [key for key in ("correct", "wrong") if key in value]
            if len(named) == 1:
                rest = {key: each for key, each in value.items() if key != named[0]}
                if "text" not in rest:
                    return {"text": value[named[0]], "correct": named[0] == "correct", **rest}
            if len(named) == 2:
                raise PydanticCustomError("choice", "a choice is either `correct:` or `wrong:`, not both")
            if meant := [word for key in value if (word := nearest(str(key), ["correct", "wrong"]))]:
                raise PydanticCustomError("choice", "a choice has `correct:` or `wrong:`{meant}", {"meant": meant[0]})
        raise PydanticCustomError(
            "choice",
            "a choice is text, or a mapping with `correct:` or `wrong:`; text that {sign} needs quotes",
            {"sign": "starts with '- ' or '['" if isinstance(value, list) else "contains ': '"},
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _core: Any, _handler: Any) -> dict[str, Any]:
        either = {"feedback": _ANY_SCALAR, "pin": _YES_NO_SCALAR}
        mappings = [
            {
                "type": "object",
                "properties": {word: _ANY_SCALAR, **either},
                "required": [word],
                "additionalProperties": False,
            }
            for word in ("correct", "wrong")
        ]
        return {"anyOf": [_ANY_SCALAR, *mappings]}


class _Question(_Strict):
    id: Id | None = Field(None, description="Permanent, unique in the course. `mkdeck stamp` writes it.")
    question: Text = Field(description="Markdown.")
    explanation: Text | None = Field(None, description="Shown after the answer; Markdown.")
    hint: Text | None = Field(None, description="Opens on a click before the answer; Markdown.")
    tags: tuple[Text, ...] = ()
    source: Text | None = Field(None, description="Where this comes from; may hold a Markdown link.")
    retired: Text | None = Field(None, description="Why this question is no longer asked.")


class MultipleChoice(_Question):
    """A question with choices; more than one correct choice makes it 'select all that apply'."""

    type: Literal["multiple-choice"]
    choices: Annotated[tuple[Choice, ...], Field(min_length=2)]
    shuffle: YesNo = Field(True, description="false keeps the written order.")
    card: Style | None = None


class TrueFalse(_Question):
    """A statement to judge."""

    type: Literal["true-false"]
    answer: YesNo
    card: Style | None = None


class ShortAnswer(_Question):
    """A prompt whose model answer is revealed."""

    type: Literal["short-answer"]
    answer: Text = Field(description="The model answer; Markdown.")


class Cloze(_Question):
    """A text with gaps: {{c1::text}} or {{c1::text::hint}}."""

    type: Literal["cloze"]


Question = MultipleChoice | TrueFalse | ShortAnswer | Cloze
KINDS: dict[str, type[MultipleChoice | TrueFalse | ShortAnswer | Cloze]] = {
    "multiple-choice": MultipleChoice,
    "true-false": TrueFalse,
    "short-answer": ShortAnswer,
    "cloze": Cloze,
}


class DeckFile(DeckSettings):
    """A whole deck file; only for the JSON Schema, as files are read question by question."""

    questions: Annotated[list[Annotated[Question, Field(discriminator="type")]], Field(min_length=1)]


class _WrittenSchema(GenerateJsonSchema):
    """A key that may be missing may not stand there empty, though Python's value is then None."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


def json_schema(kind: Literal["deck", "course"]) -> dict[str, Any]:
    """Give the JSON Schema of a deck file or of `course.yaml`."""
    model = DeckFile if kind == "deck" else CourseSettings
    schema = TypeAdapter(model).json_schema(schema_generator=_WrittenSchema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def parse_course(data: Value, file: str) -> tuple[CourseSettings | None, list[Finding]]:
    """Read the content of a `course.yaml`."""
    settings, findings = _parse(CourseSettings, data, file, ())
    return settings, findings


def parse_deck(data: Value, file: str) -> tuple[DeckSettings, dict[int, Question], list[Finding]]:
    """Read the content of a deck file: its settings, and its sound questions by their position.

    One broken question, or broken settings, hide nothing else.
    """
    if not isinstance(data, dict):
        message = "a deck file is a mapping with `questions:`"
        return DeckSettings(), {}, [Finding(file, (), "error", "schema", message)]
    own = {key: value for key, value in data.items() if key != "questions"}
    settings, findings = _parse(DeckSettings, own, file, (), ("questions",))
    items = data.get("questions")
    if not isinstance(items, list) or not items:
        message = "`questions` is missing" if items is None else "`questions` must be a list with at least one question"
        findings.append(Finding(file, ("questions",), "error", "schema", message))
        items = []
    questions: dict[int, Question] = {}
    for i, item in enumerate(items):
        question, faults = _parse_question(item, file, ("questions", i))
        findings += faults
        if question is not None:
            questions[i] = question
    return settings or DeckSettings(), questions, findings


def list_ids(data: Value) -> tuple[dict[int, str], int]:
    """Give the ids that the questions of a deck file say, sound or not, by position, and how many questions it has."""
    items = data.get("questions") if isinstance(data, dict) else None
    if not isinstance(items, list):
        return {}, 0
    said = {i: item.get("id") for i, item in enumerate(items) if isinstance(item, dict)}
    return {i: each for i, each in said.items() if isinstance(each, str) and each.strip()}, len(items)


def _parse_question(data: Value, file: str, loc: Loc) -> tuple[Question | None, list[Finding]]:
    if not isinstance(data, dict):
        message = "a question is a mapping with `type:` and `question:`"
        return None, [Finding(file, loc, "error", "schema", message)]
    said = data.get("id")
    name = said if isinstance(said, str) else None
    kind = data.get("type")
    if not isinstance(kind, str) or kind not in KINDS:
        if kind is None:
            near = difflib.get_close_matches("type", data, n=1)
            meant = f"; or is '{near[0]}' meant to be 'type'?" if near else ""
            message = f"`type` is missing; it is one of {name_any(KINDS)}{meant}"
        else:
            message = f"`type` is one of {name_any(KINDS)}" + nearest(str(kind), KINDS)
        return None, [Finding(file, (*loc, "type"), "error", "schema", message, name)]
    question, findings = _parse(KINDS[kind], data, file, loc, question=name)
    return question, findings


def _parse(
    model: type[_M],
    data: Value,
    file: str,
    loc: Loc,
    more_keys: tuple[str, ...] = (),
    question: str | None = None,
) -> tuple[_M | None, list[Finding]]:
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        faults = list(explain(data, error, [*model.model_fields, *more_keys]))
    findings = [
        Finding(file, (*loc, *fault.path), "error", "schema", fault.message, question, on_key=fault.on_key)
        for fault in faults
    ]
    if any(fault.path == ("id",) for fault in faults):
        return None, findings  # without it, it would count as a question that is to be stamped
    try:
        # What is sound in spite of them can still be checked.
        return model.model_validate(without(data, [fault.path for fault in faults])), findings
    except ValidationError:
        return None, findings
