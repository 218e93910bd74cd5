"""Choices: as YAML has them, as the list in a note's field `Choices`, and back."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from mkdeck.questions.items import FEEDBACK, split_items
from mkdeck.questions.keys import ANY_SCALAR, YES_NO_SCALAR, Strict, Text, YesNo
from mkdeck.questions.question import Keys, Reader, Writer
from mkdeck.questions.slips import is_text_elsewhere, suggest_choice
from mkdeck.text.markdown import unwrap

CHOICE = re.compile(r'(?=<li class="choice)')
"""Before each choice of a list."""
_FIXED = re.compile(r'<ol class="[^"]*\bfixed\b')
_PINNED = re.compile(r'<li class="[^"]*\bpinned\b')
_RIGHT = re.compile(r'<li class="choice right')


class Choice(Strict):
    """One choice of a multiple-choice question; in YAML a text, or a mapping with `correct` or `wrong`."""

    text: Text
    correct: bool
    feedback: Text | None = None
    pin: YesNo = False

    @model_validator(mode="before")
    @classmethod
    def _from_source(cls, value: Any) -> Any:
        match value:
            case str():
                return {"text": value, "correct": False}
            case {"correct": _, "wrong": _}:
                raise PydanticCustomError("choice", "a choice is either `correct:` or `wrong:`, not both")
            case {"correct": text, **rest} | {"wrong": text, **rest} if not is_text_elsewhere(text, rest):
                return {"text": text, "correct": "correct" in value, **rest}
        raise _reject(value)

    @classmethod
    def __get_pydantic_json_schema__(cls, _core: Any, _handler: Any) -> dict[str, Any]:
        either = {"feedback": ANY_SCALAR, "pin": YES_NO_SCALAR}
        mappings = [
            {
                "type": "object",
                "properties": {word: ANY_SCALAR, **either},
                "required": [word],
                "additionalProperties": False,
            }
            for word in ("correct", "wrong")
        ]
        return {"anyOf": [ANY_SCALAR, *mappings]}


def _reject(value: object) -> PydanticCustomError:
    """Return what to say of a value that is no choice."""
    if advice := suggest_choice(value):
        return PydanticCustomError("choice", "{advice}", {"advice": advice})
    sign = "starts with '- ' or '['" if isinstance(value, list) else "contains ': '"
    return PydanticCustomError(
        "choice",
        "a choice is text, or a mapping with `correct:` or `wrong:`; text that {sign} needs single quotes",
        {"sign": sign},
    )


def write_list(classes: str, items: Iterable[str]) -> str:
    """Return a list of choices."""
    return f'<ol class="{classes}">{"".join(items)}</ol>'


def write_choice(writer: Writer, i: int, choice: Choice) -> str:
    """Return the item of the i-th choice of a question."""
    text = writer.write(choice.text, *locate(i, choice)).html
    right = " right" if choice.correct else ""
    pinned = " pinned" if choice.pin else ""
    return f'<li class="choice{right}{pinned}">{unwrap(text)}{write_feedback(writer, i, choice)}</li>'


def write_feedback(writer: Writer, i: int, choice: Choice) -> str:
    """Return what stands below the i-th choice once the card has turned; empty where nothing does."""
    if not choice.feedback:
        return ""
    text = writer.write(choice.feedback, "choices", i, "feedback").html
    return f"{FEEDBACK}{unwrap(text)}</div>"


def locate(i: int, choice: Choice) -> tuple[str, int, str]:
    """Return the keys below which the text of the i-th choice stands."""
    return "choices", i, "correct" if choice.correct else "wrong"


def read_choices(page: str, reader: Reader) -> list[Keys]:
    """Read a list of choices back."""
    choices: list[Keys] = []
    for classes, inner in split_items(page, "choice"):
        text, _, feedback = inner.partition(FEEDBACK)
        shown = reader.read("Choices", text, bare=True)
        reason = reader.read("Choices", feedback.removesuffix("</div>"), bare=True)
        choices.append(make_keys(shown, reason, correct="right" in classes, pin="pinned" in classes))
    return choices


def read_feedback(page: str, reader: Reader) -> list[str]:
    """Read the feedback of right choices back, which follows in their order."""
    parts = page.split(FEEDBACK)[1:]
    return [reader.read("Answer", part.removesuffix("</div>"), bare=True) for part in parts]


def make_keys(text: str, feedback: str, *, correct: bool, pin: bool = False) -> Keys:
    """Return a choice as YAML has it."""
    keys: Keys = {"correct" if correct else "wrong": text}
    return keys | ({"feedback": feedback} if feedback else {}) | ({"pin": True} if pin else {})


def is_fixed(page: str) -> bool:
    """Whether a list of choices keeps its order."""
    return bool(_FIXED.match(page))


def find_right(page: str) -> list[int]:
    """Return which choices of a list are right, counted from 0."""
    return [i for i, item in enumerate(CHOICE.split(page)[1:]) if _RIGHT.match(item)]


def mix(page: str, seed: str) -> str:
    """Put choices in another order, always the same one: on paper the written one may give the right ones away."""
    head, *items = CHOICE.split(page)
    if not items or is_fixed(head):
        return page
    items[-1] = items[-1].removesuffix("</ol>")
    free = [i for i, item in enumerate(items) if not _PINNED.match(item)]
    drawn = sorted(free, key=lambda i: hashlib.sha256(f"{seed} {i}".encode()).digest())
    order = dict(zip(free, drawn, strict=True))
    return f"{head}{''.join(items[order.get(i, i)] for i in range(len(items)))}</ol>"


def write_letters(right: Sequence[int]) -> str:
    """Return choices by their letters, as the badges have them."""
    return ", ".join(_letter(i) for i in right)


def _letter(i: int) -> str:
    """Count as the badges of the choices do: A to Z, AA, AB."""
    return (_letter(i // 26 - 1) if i >= 26 else "") + chr(ord("A") + i % 26)
