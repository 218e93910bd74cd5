"""All texts that a question puts on its card."""

from collections.abc import Iterator
from functools import cache

from mkdeck.diagnostics import Loc
from mkdeck.questions.keys import Strict
from mkdeck.questions.question import Question

_KEYS = (
    "context",
    "question",
    "hint",
    "choices",
    "statements",
    "items",
    "pairs",
    "extra",
    "masks",
    "answer",
    "explanation",
)
_NOT_BEFORE = ("hint", "answer", "explanation")


def list_texts(question: Question) -> Iterator[tuple[Loc, str]]:
    """Yield each text in Markdown, and the keys below which it stands; of a part of a list, those of the part."""
    for key in _name_keys(type(question)):
        value = getattr(question, key)
        if isinstance(value, str):
            yield (key,), value
        elif isinstance(value, tuple):
            for i, part in enumerate(value):
                yield from (((key, i), text) for text in _list_parts(part))


def list_front(question: Question) -> Iterator[str]:
    """Yield each text that is read before the answer; a hint, which opens on demand, is none of them."""
    for key in _name_keys(type(question)):
        value = getattr(question, key)
        if key not in _NOT_BEFORE and isinstance(value, str):
            yield value
        elif isinstance(value, tuple) and key != "masks":
            for part in value:
                yield from _list_parts(part, without="feedback")


def _list_parts(part: object, *, without: str = "") -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, Strict):
        names = (name for name in _name_texts(type(part)) if name != without)
        yield from (text for name in names if isinstance(text := getattr(part, name), str))


@cache
def _name_keys(kind: type[Question]) -> tuple[str, ...]:
    return tuple(key for key in _KEYS if key in kind.model_fields)


@cache
def _name_texts(kind: type[Strict]) -> tuple[str, ...]:
    return tuple(kind.model_fields)
