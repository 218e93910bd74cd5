"""Proves that a difference calls what a card asks by the word of its type, and not choices where there are none."""

import re

import pytest

from conftest import Write
from mkdeck.compiler import compile_course
from mkdeck.diff.changes import compare
from mkdeck.diff.editions import Edition
from mkdeck.diff.report import write_markdown
from mkdeck.release.editions import make_edition

NUMBER, PAIRS = "type: numeric, answer: 5, unit: m", "type: matching, pairs: [{left: a, right: b}, {left: c, right: d}]"
PICK = "type: multiple-choice, choices: [{correct: one}, two]"


def read_edition(course: Write, name: str, keys: str) -> Edition:
    deck = f"questions: [{{id: q, question: Which?, {keys}}}]"
    compiled = compile_course(course({"course.yaml": "{course: Nets, id: nets}", "1.yaml": deck}, name), 1_700_000_000)
    assert not compiled.broken, compiled.diagnostics
    return make_edition(compiled.package)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (NUMBER, NUMBER.replace("unit: m", "unit: km"), ["Unit: ~~m~~ **km**", "Answer: 5 ~~m~~ **km**"]),
        (
            "type: statements, statements: [{true: It is}, {false: No}]",
            "type: statements, statements: [{true: It was}, {false: No}]",
            ["Statements:"],
        ),
        ("type: ordering, items: [one, two]", "type: ordering, items: [one, zwei]", ["Items:", "Answer:"]),
        (PAIRS, PAIRS.replace("d}", "e}"), ["Sides:", "Answer:"]),
        (PICK, PICK.replace("two", "zwei"), ["Choices:"]),
        (PICK, NUMBER, ["Choices:", "Answer: **5 m**", "Kind: ~~multiple-choice~~ **numeric**"]),
    ],
)
def test_what_a_card_asks_is_called_as_its_type_calls_it(
    before: str, after: str, told: list[str], course: Write
) -> None:
    page = write_markdown(compare(read_edition(course, "old", before), read_edition(course, "new", after)))
    assert re.findall(r"^  - (.*)", page, re.MULTILINE) == told
