"""Proves that mistakes which YAML notices far below, or not at all, are named where they were made, with their cure."""

from pathlib import Path

import pytest

from conftest import Run
from course.hostile import check
from growth import assert_time_keeps_pace
from mkdeck.course.yaml_places import find_conflicts

CONFLICT = (
    "merge conflict: lines {} hold two versions; keep what is right of both, and remove the lines that start with "
    "'<<<<<<<', '=======' and '>>>>>>>'"
)
OPEN = "not valid YAML: this quotation mark is not closed; close it at the end of the text"
DASH = "not valid YAML: a blank is missing behind the dash; write `- {}`"
NO_QUESTIONS = "not valid YAML: `questions:` is missing; write it on a line of its own above this one"
DEEP = (
    "not valid YAML: the text below `{}` begins further in than this line, which YAML takes for its end; take out the "
    "blanks before its first line, or keep them with `{}`"
)
BLANK = "not valid YAML: the character U+{} is no blank to YAML; {}"


def ask(*lines: str, end: str = "answer: true") -> str:
    return "".join(f"{line}\n" for line in ("questions:", "  - id: q", "    type: true-false", *lines, f"    {end}"))


def choose(*lines: str) -> str:
    head = "questions:\n  - id: q\n    type: multiple-choice\n    question: Q\n    choices:\n"
    return head + "".join(f"      {line}\n" for line in lines)


SECOND = ("    answer: true", "", "  - id: r", "    type: true-false")

# By what is wrong: the deck, where that stands, and what is said.
MISPLACED: dict[str, tuple[str, str, str]] = {
    "a merge conflict": (
        ask("<<<<<<< HEAD", "    question: One?", "=======", "    question: Two?", ">>>>>>> branch"),
        "4:1",
        CONFLICT.format("4 to 8"),
    ),
    "a merge conflict with the base": (
        ask("<<<<<<< HEAD", "    question: 1?", "||||||| a1", "=======", "    question: 2?", ">>>>>>> b"),
        "4:1",
        CONFLICT.format("4 to 9"),
    ),
    "a double quote": (ask('    question: "What?', *SECOND, '    question: "Why?"'), "4:15", OPEN),
    "a single quote": (
        ask("    question: 'What?", *SECOND, "    question: 'Why?'"),
        "4:15",
        f"{OPEN}, and write '' for an apostrophe in single quotes",
    ),
    "no blank behind the first dash": ("questions:\n  -id: q\n    type: true-false\n", "2:3", DASH.format("id: q")),
    "no blank behind a later dash": (
        ask("    question: Q") + "  -id: r\n    type: true-false\n",
        "6:3",
        DASH.format("id: r"),
    ),
    "no blank behind the dash of a choice": (choose("- correct: a", "-two", "- three"), "7:7", DASH.format("two")),
    "no blank behind the dash of a key": (choose("- correct: a", "-wrong: b"), "7:7", DASH.format("wrong: b")),
    "a block that begins further in": (
        ask("    question: |", "          x = 5", "        What is x?", "      Say it."),
        "6:9",
        DEEP.format("question: |", "question: |2"),
    ),
    "a block of an entry": (
        choose("- correct: >-", "      if x:", "    y", "- two"),
        "8:11",
        DEEP.format("correct: >-", "correct: >2"),
    ),
    "no questions": ("deck: Test\n- id: x\n  type: true-false\n  question: Q\n", "2:1", NO_QUESTIONS),
    "no questions, indented": ("deck: Test\n  - id: x\n    type: true-false\n    question: Q\n", "2:3", NO_QUESTIONS),
}
ODD_BLANKS = {
    "00A0 (no-break space)": ("  - id: q\n    type:\u00a0true-false", "3:10", "type a plain blank"),
    "3000 (ideographic space)": ("  - id:\u3000q\n    type: true-false", "2:8", "type a plain blank"),
    "202F (narrow no-break space)": ("  - id: q\n  \u202f type: true-false", "3:3", "type a plain blank"),
    "200B (zero width space)": ("  - id:\u200bq\n    type: true-false", "2:8", "type a plain blank"),
    "FEFF (zero width no-break space)": ("  - id: q\n\ufeff    type: true-false", "3:1", "remove it"),
}
MISPLACED |= {
    name: (f"questions:\n{lines}\n    question: Q\n", place, BLANK.format(name, cure))
    for name, (lines, place, cure) in ODD_BLANKS.items()
}


@pytest.mark.parametrize("name", MISPLACED)
def test_a_mistake_is_named_where_it_was_made(name: str, mkdeck: Run, tmp_path: Path) -> None:
    deck, place, message = MISPLACED[name]
    found = [line for line in check(mkdeck, tmp_path, deck.encode()).splitlines() if ": error: " in line]
    assert found == [f"d.yaml:{place}: error: {message} [syntax]"]


def test_two_conflicts_are_both_named_and_those_of_a_course(mkdeck: Run, tmp_path: Path) -> None:
    both = "<<<<<<< HEAD\ncourse: A\n=======\ncourse: B\n>>>>>>> b\n" * 2
    (tmp_path / "course.yaml").write_text(both)
    (tmp_path / "d.yaml").write_text(ask("    question: Q"))
    found = [line for line in mkdeck("check", cwd=tmp_path).out.splitlines() if ": error: " in line]
    assert [line.partition(": error: ")[0] for line in found] == ["course.yaml:1:1", "course.yaml:6:1"]
    assert found[1].endswith(f"{CONFLICT.format('6 to 10')} [syntax]")


@pytest.mark.parametrize(
    ("word", "meant"),
    {"wrong": "false", "no": "false", "falsch": "false", "right": "true", "correct": "true", "richtig": "true"}.items(),
)
def test_a_statement_by_another_word(word: str, meant: str, mkdeck: Run, tmp_path: Path) -> None:
    deck = "questions:\n  - id: q\n    type: statements\n    question: Q\n    statements:\n"
    deck += f"      - {word}: Grass is red\n        feedback: why\n      - true: It is green\n"
    found = check(mkdeck, tmp_path, deck.encode()).splitlines()[0]
    assert found == f"d.yaml:6:9: error: q: write this as `- {meant}: Grass is red` [schema]"


def test_a_second_line_of_a_text_with_a_colon(mkdeck: Run, tmp_path: Path) -> None:
    deck = ask("    question: Ice floats.", "    Give a reason: short.")
    assert check(mkdeck, tmp_path, deck.encode()).splitlines()[0] == (
        "d.yaml:5:5: error: q: unknown key 'Give a reason'; if it belongs to the text of `question`, write "
        "`question: |`, and all of its lines below that, two blanks further in [schema]"
    )


def test_a_misspelt_type_hides_no_other_mistake(mkdeck: Run, tmp_path: Path) -> None:
    deck = choose("- corect: a", "- b").replace("multiple-choice", "multiple-choise") + "    points: 3\n"
    found = [line for line in check(mkdeck, tmp_path, deck.encode()).splitlines() if ": error: " in line]
    assert found == [
        "d.yaml:3:11: error: q: there is no type 'multiple-choise'; did you mean `type: multiple-choice`? [schema]",
        "d.yaml:6:9: error: q: a choice has `correct:` or `wrong:`; did you mean 'correct'? [schema]",
        "d.yaml:8:5: error: q: unknown key 'points': cards have none; remove it [schema]",
    ]


def test_marks_of_a_conflict_in_a_text_are_text(mkdeck: Run, tmp_path: Path) -> None:
    deck = ask("    question: |", "      ```", "      <<<<<<< HEAD", "      =======", "      >>>>>>> b", "      ```")
    assert check(mkdeck, tmp_path, deck.encode()) == "fine\n"


def test_marks_of_a_conflict_out_of_their_order_are_none() -> None:
    lines = (
        "=======",
        "<<<<<<< a",
        ">>>>>>> b",
        "=======",
        ">>>>>>> b",
        "<<<<<<< a",
        "<<<<<<< a",
        "=======",
        ">>>>>>> b",
    )
    found = list(find_conflicts("\n".join(lines)))
    assert [(each.line, each.column) for each in found] == [(6, 0)]
    assert found[0].message == CONFLICT.format("7 to 9")


@pytest.mark.parametrize("head", ["<<<<<<< a\n", "<<<<<<< a\n=======\n"])
@pytest.mark.parametrize("line", ["<<<<<<< a\n", "=======\n", "a: b\n"])
def test_marks_that_nothing_ends_take_no_longer_than_the_file_is_long(head: str, line: str) -> None:
    assert_time_keeps_pace(lambda size: list(find_conflicts(head + line * size)), 8_000)
