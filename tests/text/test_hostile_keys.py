"""Proves that a hostile text arrives from every key of the types that ask for more than a pick, or is named."""

import html
import json
import re
import unicodedata
from collections.abc import Callable

import pytest

from conftest import Run
from text.arrivals import Question, arrive, even, holds, read
from text.test_hostile_text import PLAIN_CASES

_Make = Callable[[str], Question]


def _statement(text: str, feedback: str) -> Question:
    statements = [{"true": text, "feedback": feedback}, {"false": "Another."}]
    return {"type": "statements", "question": "Which?", "statements": statements}


def _match(left: str, right: str, extra: str) -> Question:
    pairs = [{"left": left, "right": right}, {"left": "Another left.", "right": "Another right."}]
    return {"type": "matching", "question": "Which?", "pairs": pairs, "extra": [extra]}


KEYS: dict[str, _Make] = {
    "context": lambda text: {"type": "true-false", "question": "So?", "answer": "true", "context": text},
    "items": lambda text: {"type": "ordering", "question": "Which?", "items": ["Another.", text, "A third."]},
    "statements": lambda text: _statement(text, "Because."),
    "statement's feedback": lambda text: _statement("One.", text),
    "left": lambda text: _match(text, "Right.", "More."),
    "right": lambda text: _match("Left.", text, "More."),
    "extra": lambda text: _match("Left.", "Right.", text),
    "typed answer": lambda text: {"type": "short-answer", "question": "Which?", "answer": text, "accept": ["other"]},
}
TEXTS = {name: case for name, case in PLAIN_CASES.items() if "&#" not in case.text}


@pytest.mark.parametrize("key", KEYS)
def test_a_hostile_text_arrives_or_is_named(key: str, mkdeck: Run) -> None:
    wrong = {}
    for (name, case), arrival in zip(
        TEXTS.items(), arrive(mkdeck, [KEYS[key](case.text) for case in TEXTS.values()]), strict=True
    ):
        assert arrival.said or arrival.built, name
        shown = "".join(arrival.sides[1]) if arrival.built else ""
        seen = not arrival.built or holds(even(read(shown)), even(case.back))
        if set(arrival.rules) != set(case.rules) or arrival.sounds or "[[type:" in shown or not seen:
            wrong[name] = (arrival.rules, case.rules, read(shown), case.back)
    assert wrong == {}


def test_what_may_be_typed_is_taken_as_it_stands(mkdeck: Run) -> None:
    texts = {name: case.text for name, case in TEXTS.items() if case.rules != ("schema",)}
    questions: list[Question] = [
        {"type": "short-answer", "question": "Which?", "answer": "One.", "accept": [text, "other"]}
        for text in texts.values()
    ]
    for (name, text), arrival in zip(texts.items(), arrive(mkdeck, questions), strict=True):
        assert arrival.built, (name, arrival.said)
        assert {each["rule"] for each in arrival.said} <= {"typed-answer"}, name
        match = re.search(r'data-accept="([^"]*)"', arrival.sides[1][1])
        assert match, name
        assert json.loads(html.unescape(match[1])) == [unicodedata.normalize("NFC", text), "other"], name
        assert arrival.sounds == 0, name
