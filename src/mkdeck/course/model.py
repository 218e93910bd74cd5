"""The source format, version 1: what a course, a deck file and each kind of question may hold.

The pydantic models below are the one definition of the format. The JSON Schema that editors use comes from them.
"""

from collections.abc import Container, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, Field, TypeAdapter, ValidationError, WithJsonSchema, create_model
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

from mkdeck.course.key_slips import find_called
from mkdeck.course.model_errors import explain, name_any, without
from mkdeck.course.model_slips import find_type, guess_type, suggest_type
from mkdeck.course.yaml_source import Value
from mkdeck.diagnostics import Finding, Loc
from mkdeck.questions import TYPES
from mkdeck.questions.keys import Id, Strict, Style, Text, YesNo, read_yes_no
from mkdeck.questions.question import Question
from mkdeck.text.faults import SCHEMA_RULE
from mkdeck.text.nearest import find_nearest

_RETENTION_SCALAR = {
    "type": ["number", "string"],
    "minimum": 0.7,
    "maximum": 0.99,
    "pattern": r"^0?\.([78][0-9]*|9|9[0-8][0-9]*|990*)$",
}

_DRAFT = {
    "type": "object",
    "required": ["draft"],
    "properties": {
        "draft": {
            "anyOf": [{"const": True}, {"type": "string", "pattern": "^([Tt][Rr][Uu][Ee]|[Yy][Ee][Ss]|[Oo][Nn])$"}]
        }
    },
}
"""What is not ready may be half written, and an editor lets it be."""

_M = TypeVar("_M", bound=Strict)


class CourseSettings(Strict):
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
    editions: YesNo = Field(True, description="The back of a card tells in which edition it was corrected.")
    topic: YesNo = Field(True, description="false keeps the deck's name off the cards.")
    style: Text | None = Field(
        None, description="A CSS file for cards, after the built-in styles; relative to this file."
    )
    ignore: tuple[Text, ...] = Field((), description="Rules of `mkdeck check` whose warnings this course goes without.")


class DeckSettings(Strict):
    """What a deck file says about itself, apart from its questions."""

    deck: Text | None = Field(None, description="The deck's name below the course; '::' nests further.")
    description: Text | None = Field(None, description="Shown in Anki's overview of the deck; Markdown.")
    tags: tuple[Text, ...] = Field((), description="Added to every question's own tags.")
    source: Text | None = Field(None, description="Where the questions come from, unless one says otherwise.")
    card: Style | None = Field(None, description="Default card style of choice and true/false questions.")
    ignore: tuple[Text, ...] = Field((), description="Rules of `mkdeck check` whose warnings this file goes without.")


_OF_QUESTION = frozenset(key for kind in TYPES.values() for key in kind.model_fields) - {*DeckSettings.model_fields}
_OF_COURSE = frozenset(CourseSettings.model_fields) - {*DeckSettings.model_fields}
"""The keys that questions and courses have, and deck files have not."""
_ONE_QUESTION = "`questions` is missing; write `questions:` above, and each question below it, starting with '- '"


class _WrittenSchema(GenerateJsonSchema):
    """A key that may be missing may not stand there empty, though Python's value is then None."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


def json_schema(kind: Literal["deck", "course"]) -> dict[str, Any]:
    """Return the JSON Schema of a deck file or of `course.yaml`."""
    model = _model_deck_file() if kind == "deck" else CourseSettings
    schema = TypeAdapter(model).json_schema(schema_generator=_WrittenSchema)
    if kind == "deck":
        questions = schema["properties"]["questions"]
        questions["items"] = {"if": _DRAFT, "then": {"type": "object"}, "else": questions["items"]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _model_deck_file() -> type[BaseModel]:
    """Return the model of a whole deck file, which is read question by question."""
    question: Any = Annotated[reduce(or_, TYPES.values()), Field(discriminator="type")]
    questions: Any = Annotated[list[question], Field(min_length=1)]
    doc = "A whole deck file; only for the JSON Schema, as files are read question by question."
    return create_model("DeckFile", __base__=DeckSettings, __doc__=doc, questions=(questions, ...))


def parse_course(data: Value, file: str) -> tuple[CourseSettings | None, list[Finding]]:
    """Read the content of a `course.yaml`."""
    misplaced = isinstance(data, dict) and "questions" in data
    own = {key: value for key, value in data.items() if key != "questions"} if isinstance(data, dict) else data
    settings, findings = _parse(CourseSettings, own, file, ())
    advice = "`questions` stands in a deck file beside this one, such as 01-first.yaml"
    return settings, findings + [Finding(file, ("questions",), SCHEMA_RULE, advice, on_key=True)] * misplaced


def parse_deck(
    data: Value, file: str, skipped: Container[int] = ()
) -> tuple[DeckSettings, dict[int, Question], list[Finding]]:
    """Read the content of a deck file: its settings, and its sound questions by their position.

    One broken question, or broken settings, hide nothing else. Questions at `skipped` positions are not looked at.
    """
    if not isinstance(data, dict):
        is_list = isinstance(data, list)
        message = "a deck file is a mapping with `questions:`" + ("; write it above the first question" * is_list)
        return DeckSettings(), {}, [Finding(file, (), SCHEMA_RULE, message)]
    misplaced = _find_misplaced(data)
    own = {key: value for key, value in data.items() if key != "questions" and key not in misplaced}
    settings, findings = _parse(DeckSettings, own, file, (), ("questions",))
    findings += _check_questions(data, own, misplaced, file)
    items = data.get("questions")
    questions: dict[int, Question] = {}
    for i, item in enumerate(items if isinstance(items, list) else []):
        question, faults = _parse_question(item, file, ("questions", i)) if i not in skipped else (None, [])
        findings += faults
        if question is not None:
            questions[i] = question
    return settings or DeckSettings(), questions, findings


def _find_misplaced(data: Mapping[str, Value]) -> dict[str, str]:
    """Return the keys of a deck file that stand elsewhere, each with where it belongs."""
    has_question = not (_OF_QUESTION - {"id"}).isdisjoint(data)
    found: dict[str, str] = {}
    for key in data:
        if key in _OF_QUESTION and (has_question or key not in _OF_COURSE):
            found[key] = f"`{key}` belongs to a question; indent it as far as the keys of the question above"
        elif key in _OF_COURSE:
            found[key] = f"`{key}` stands in `course.yaml`, for all decks of the course"
    return found


def _check_questions(
    data: Mapping[str, Value], own: Mapping[str, Value], misplaced: Mapping[str, str], file: str
) -> Iterator[Finding]:
    """Yield what is wrong with a file whose questions are no list of them, and with what stands beside them."""
    items = data.get("questions")
    if items is None and not {"type", "question"}.isdisjoint(misplaced):
        yield Finding(file, ("questions",), SCHEMA_RULE, _ONE_QUESTION)
        return
    is_named = items is None and "questions" in find_called(own, ("questions",))
    if (message := _explain_no_questions(items)) and not is_named:
        yield Finding(file, ("questions",), SCHEMA_RULE, f"`questions` {message}")
    for key, advice in misplaced.items():
        yield Finding(file, (key,), SCHEMA_RULE, advice, on_key=True)


def _explain_no_questions(items: Value | None) -> str:
    """Say what is wrong with the value of `questions`; empty where it is a list of them."""
    if items is None:
        return "is missing"
    advice = "; each question starts with '- '" if isinstance(items, dict) else ""
    return "" if isinstance(items, list) and items else f"must be a list with at least one question{advice}"


def list_ids(data: Value) -> tuple[dict[int, str], int]:
    """Return the ids that the questions of a deck file say, sound or not, by position, and how many it has."""
    items = data.get("questions") if isinstance(data, dict) else None
    if not isinstance(items, list):
        return {}, 0
    ids = {i: item.get("id") for i, item in enumerate(items) if isinstance(item, dict)}
    return {i: each for i, each in ids.items() if isinstance(each, str) and each.strip()}, len(items)


def list_drafts(data: Value) -> frozenset[int]:
    """Return the positions of the questions of a deck file that are not ready, whatever else may be wrong with them."""
    items = data.get("questions") if isinstance(data, dict) else None
    if not isinstance(items, list):
        return frozenset()
    return frozenset(i for i, item in enumerate(items) if isinstance(item, dict) and _says_yes(item.get("draft")))


def _says_yes(value: Value | None) -> bool:
    try:
        return read_yes_no(value)
    except PydanticCustomError:
        return False


def _parse_question(data: Value, file: str, loc: Loc) -> tuple[Question | None, list[Finding]]:
    if not isinstance(data, dict):
        message = "a question is a mapping with `type:` and `question:`"
        return None, [Finding(file, loc, SCHEMA_RULE, message)]
    declared = data.get("id")
    name = declared if isinstance(declared, str) else None
    kind = data.get("type")
    if not isinstance(kind, str) or kind not in TYPES:
        found = Finding(file, (*loc, "type"), SCHEMA_RULE, _say_no_type(data, kind), name)
        return None, [found, *_look_beyond_type(data, kind, file, loc, name)]
    question, findings = _parse(TYPES[kind], data, file, loc, question=name)
    return question, findings


def _look_beyond_type(
    data: dict[str, Value], kind: Value | None, file: str, loc: Loc, name: str | None
) -> list[Finding]:
    """Return what else is wrong with a question whose type is misspelt; what it lacks may be that of another type."""
    meant = (find_type(kind, TYPES) or find_nearest(kind, TYPES)) if isinstance(kind, str) else None
    if meant is None:
        return []
    _, findings = _parse(TYPES[meant], {**data, "type": meant}, file, loc, question=name)
    return [each for each in findings if each.loc != loc and not each.message.endswith("is missing")]


def _say_no_type(data: dict[str, Value], kind: Value | None) -> str:
    if kind is not None:
        return suggest_type(str(kind), TYPES) or f"`type` is one of {name_any(TYPES)}"
    if near := find_nearest("type", data):
        return f"`type` is missing; it is one of {name_any(TYPES)}; or is '{near}' meant to be 'type'?"
    guess = guess_type(data)
    return "`type` is missing; " + (f"here it is `type: {guess}`" if guess else f"it is one of {name_any(TYPES)}")


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
        faults = list(explain(data, error, [*model.model_fields, *more_keys], model.model_validate))
    findings = [
        Finding(file, (*loc, *fault.path), SCHEMA_RULE, fault.message, question, on_key=fault.on_key)
        for fault in faults
    ]
    if any(fault.path == ("id",) for fault in faults):
        return None, findings  # without it, it would count as a question that is to be stamped
    try:
        # What is sound in spite of them can still be checked.
        return model.model_validate(without(data, [fault.path for fault in faults])), findings
    except ValidationError:
        return None, findings
