"""Proves that no text of a course takes longer to compile than in proportion, whatever run or nest it is made of."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from depth import DEEP, spread
from growth import assert_time_keeps_pace
from mkdeck.compiler import compile_course
from mkdeck.text.markdown import render
from pieces import LONG

FIELDS = {
    "text": {"type": "short-answer", "question": "Q", "answer": "A", "explanation": "{}"},
    "choice": {"type": "multiple-choice", "question": "{}", "choices": [{"correct": "{}"}, "b"]},
    "beside a gap": {"type": "cloze", "question": "{} {{{{c1::x}}}}"},
    "in a gap": {"type": "cloze", "question": "{{{{c1::{}}}}}"},
}


@pytest.mark.parametrize("place", FIELDS)
def test_time_grows_no_faster_than_a_text(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")  # asking git would take longer than to compile
    deck = tmp_path / "deck.yaml"

    def fill(value: object, text: str) -> object:
        if isinstance(value, list):
            return [fill(each, text) for each in value]
        if isinstance(value, dict):
            return {key: fill(each, text) for key, each in value.items()}
        return str(value).replace("{{{{", "{{").replace("}}}}", "}}").replace("{}", text)

    for piece, write in spread(list(LONG.items()), list(FIELDS).index(place)):

        def work(size: int, write: Callable[[int], str] = write) -> None:
            question = fill(FIELDS[place], write(size))
            deck.write_text(json.dumps({"questions": [question]}), "utf-8")
            compile_course(deck, 0)

        assert_time_keeps_pace(work, 2_000 if DEEP else 1_000, piece)


@pytest.mark.parametrize("where", ["deck", "question"])
def test_time_grows_no_faster_than_the_number_of_unknown_keys(where: str, tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"

    def work(number: int) -> None:
        indent = "" if where == "deck" else "  "
        question = "questions:\n- id: a\n  type: true-false\n  question: Q\n  answer: true\n"
        deck.write_text(question + "".join(f"{indent}k{i}: v\n" for i in range(number)), "utf-8")
        assert len(compile_course(deck, 0).diagnostics) >= number

    assert_time_keeps_pace(work, 4_000)


@pytest.mark.parametrize(
    "piece",
    [
        "{{{{c{i}::a}}}} {{{{b}}}} ",
        "*a {{{{c1::b* c}}}} ",
        "$a {{{{c1::b$ c}}}} ",
        "$\\frac{{a}}{{{{c1::{{b{i}}}}}$ *d {{{{c1::e{i}* f}}}} ",
        "{{{{c1::a ![x}}}}](https://y) *b* ",
        "{{{{c1::a <b title='}}}}'>x</b> ",
    ],
)
def test_time_grows_no_faster_than_the_number_of_gaps_that_are_none(piece: str) -> None:
    def work(number: int) -> None:
        render("".join(piece.format(i=i % 499 + 1) for i in range(number)), lambda address: address, gaps=True)

    assert_time_keeps_pace(work, 4_000)
