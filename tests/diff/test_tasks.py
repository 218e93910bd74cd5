"""Proves that a difference calls what a card asks by the word of its type, and not choices where there are none."""

import re
from itertools import pairwise

import pytest

from conftest import Write
from mkdeck.compiler import compile_course
from mkdeck.diff.changes import compare
from mkdeck.diff.editions import Edition
from mkdeck.diff.report import write_markdown
from mkdeck.release.corrections import list_corrected
from mkdeck.release.editions import make_edition

NUMBER, PAIRS = "type: numeric, answer: 5, unit: m", "type: matching, pairs: [{left: a, right: b}, {left: c, right: d}]"
PICK = "type: multiple-choice, choices: [{correct: one}, two]"


def read_edition(course: Write, name: str, keys: str, question: str = "Which?") -> Edition:
    deck = f"questions: [{{id: q, question: '{question}', {keys}}}]"
    compiled = compile_course(course({"course.yaml": "{course: Nets, id: nets}", "1.yaml": deck}, name), 1_700_000_000)
    assert not compiled.broken, compiled.diagnostics
    return make_edition(compiled.package)


ORDER = "type: ordering, items: [one, two, three, four, five]"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (NUMBER, NUMBER.replace("unit: m", "unit: km"), ["Answer: 5 ~~m~~ **km**"]),
        (
            "type: statements, statements: [{true: It is}, {false: No}]",
            "type: statements, statements: [{true: It was}, {false: No}]",
            ["Statements:"],
        ),
        ("type: ordering, items: [one, two]", "type: ordering, items: [one, zwei]", ["Answer:"]),
        (PAIRS, PAIRS.replace("d}", "e}"), ["Answer:"]),
        (ORDER, ORDER.replace("two, three", "three, two"), ["Answer:"]),
        (f"{PAIRS}, extra: [x]", f"{PAIRS}, extra: [y]", ["Sides:"]),
        (f"{PAIRS}, extra: [x]", f"{PAIRS.replace('d}', 'e}')}, extra: [x]", ["Answer:"]),
        (PICK, PICK.replace("two", "zwei"), ["Choices:"]),
        (PICK, NUMBER, ["Choices:", "Answer: **5 m**", "Kind: ~~multiple-choice~~ **numeric**"]),
    ],
)
def test_what_a_card_asks_is_called_as_its_type_calls_it(
    before: str, after: str, told: list[str], course: Write
) -> None:
    page = write_markdown(compare(read_edition(course, "old", before), read_edition(course, "new", after)))
    assert re.findall(r"^  - (.*)", page, re.MULTILINE) == told


@pytest.mark.parametrize("keys", [ORDER, f"{PAIRS}, extra: [x, y, z]"])
def test_of_another_question_the_order_in_which_items_stand_mixed_is_not_told(keys: str, course: Write) -> None:
    asked = ["Which?", "Which *one*?", "Which _one_ ?", "And which?", "Which now?"]
    editions = [read_edition(course, f"c{i}", keys, question) for i, question in enumerate(asked)]
    stood = {note["Choices"] for edition in editions for note in edition.notes}
    assert len(stood) > 1  # so the order did change
    for old, new in pairwise(editions):
        page = write_markdown(compare(old, new))
        assert [line.partition(":")[0] for line in re.findall(r"^  - (.*)", page, re.MULTILINE)] == ["Question"]
    assert list_corrected(compare(editions[0], editions[1])) == {("q", "standard")}


@pytest.mark.parametrize("keys", [ORDER, PAIRS])
def test_items_that_only_stand_in_another_order_correct_nothing(keys: str, course: Write) -> None:
    asked = [f"Which {mark}one{mark}?" for mark in ("*", "**", "~~", "")]
    editions = [read_edition(course, f"c{i}", keys, question) for i, question in enumerate(asked)]
    assert len({note["Choices"] for edition in editions for note in edition.notes}) > 1
    assert [list_corrected(compare(*each)) for each in pairwise(editions)] == [frozenset()] * 3
