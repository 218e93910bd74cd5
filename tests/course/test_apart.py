"""Proves that the mistakes of several questions in a file that is no YAML are named at once, and no other question."""

from pathlib import Path

import pytest

from conftest import Run, Write
from growth import assert_time_keeps_pace
from mkdeck.course.yaml_source import Source, load

BEGIN = "questions:\n  - id: a\n    type: short-answer\n    question: A: b\n    answer: x\n"
BLOCK = "text that contains ': ' needs single quotes, or a block that starts with '|'"
QUOTE = "a quotation mark is not closed; in single quotes, write '' for an apostrophe"
STAR = "text that starts with '*' needs single quotes, or a block that starts with '|'"
FIRST = f"course/1.yaml:4:16: error: not valid YAML: mapping values are not allowed in this context ({BLOCK}) [syntax]"
GOOD = "  - id: good\n    type: short-answer\n    question: 'Is it: \"so\"?'\n    answer: |\n      - Yes\n      # No\n"


@pytest.mark.parametrize(
    ("more", "found"),
    [
        (
            GOOD + '  - id: b\n    type: short-answer\n    question: "open\n    answer: y\n' + GOOD,
            f"14:15: error: not valid YAML: found unexpected end of stream ({QUOTE}) [syntax]",
        ),
        (
            "  # One more\n  - id: e\n   type: short-answer\n    question: F\n    answer: g\n" + GOOD,
            "8:4: error: not valid YAML: `type` must start in the same column as `id` in line 7 [syntax]",
        ),
        (
            GOOD + "  - {id: c, type: true-false, question: *star, answer: true}\n" + GOOD,
            f"12:41: error: not valid YAML: found undefined alias ({STAR}) [syntax]",
        ),
    ],
)  # fmt: skip
def test_each_question_that_cannot_be_read_is_named(more: str, found: str, course: Write, mkdeck: Run) -> None:
    home = course({"course.yaml": "{course: Bees, id: bees}", "1.yaml": BEGIN + more}).parent
    assert mkdeck("check", "course", cwd=home).out.splitlines()[:2] == [FIRST, f"course/1.yaml:{found}"]


@pytest.mark.parametrize(
    "more",
    [
        pytest.param(GOOD + GOOD.replace("good", "fine"), id="others are right"),
        pytest.param(GOOD + "deck: Bees\ntags: [a]\n", id="a key below them"),
        pytest.param(
            "  - id: b\n    type: short-answer\n    question: 'Goes\n on.'\n    answer: x\n", id="a long text"
        ),
        pytest.param(
            "  - id: b\n    type: short-answer\n    question: 'Is\n  - it'\n    answer: x\n", id="a dash in it"
        ),
        pytest.param("  - &b {id: b, type: true-false, question: B, answer: true}\n  - *b\n", id="a part with a name"),
        pytest.param(
            "- id: b\n  type: multiple-choice\n  question: B\n  choices:\n  - correct: x\n  - wrong: y\n- id: c\n",
            id="dashes in another column",
        ),
    ],
)
def test_what_can_be_read_alone_is_no_mistake(more: str, course: Write, mkdeck: Run) -> None:
    home = course({"course.yaml": "{course: Bees, id: bees}", "1.yaml": BEGIN + more}).parent
    said = mkdeck("check", "course", cwd=home).out
    assert [line for line in said.splitlines() if " error: " in line] == [FIRST]


def test_no_more_than_some_are_named(course: Write, mkdeck: Run) -> None:
    deck = BEGIN + "".join(f"  - {{id: q{i}, question: @}}\n" for i in range(40))
    home: Path = course({"course.yaml": "{course: Bees, id: bees}", "1.yaml": deck}).parent
    said = mkdeck("check", "course", cwd=home).out
    assert sum(" error: " in line for line in said.splitlines()) == 21


def test_time_grows_no_faster_than_the_number_of_questions_below_a_mistake() -> None:
    def work(size: int) -> None:
        text = BEGIN + "".join(f"  - id: q{i}\n    question: {'word ' * 40}\n" for i in range(size))
        assert len(load(Source(Path("1.yaml"), "1.yaml", text))[1]) == 1

    assert_time_keeps_pace(work, 4_000)
