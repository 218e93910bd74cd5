"""Proves that statements to judge in lettered text are questions of their own, also with no empty line between them."""

import pytest

from mkdeck.importers.draft import Document, Draft
from mkdeck.importers.recognise import read, recognise

METAL = "Which is a metal?\nA. Iron\nB. Sulfur\nAnswer: A\n"


def _read(bank: str) -> list[Draft]:
    reading = read(Document("bank.txt", bank.encode()), "lettered")
    assert not reading.skipped
    return list(reading.drafts)


@pytest.mark.parametrize(
    "statements",
    [
        "1. The sky is blue. True\n2. Ice sinks. False\n",
        "1. The sky is blue. TRUE\n2. Ice sinks. FALSE\n\n",
        "1. The sky is blue.   T\n2. Ice sinks.\tF\n",
        "1. T  The sky is blue.\n2. F\tIce sinks.\n",
        "_T_ 1. The sky is blue.\n_F_ 2. Ice sinks.\n",
        "1. __T__ The sky is blue.\n2. __F__ Ice sinks.\n",
        "1. The sky is blue. (true)\n2. Ice sinks. (false)\n",
        "1. T/F: The sky is blue. (T)\n2. T/F: Ice sinks. (F)\n",
        "True or false:\n1. The sky is blue. (true)\n2. Ice sinks. (false)\n",
        "1. The sky is blue.\nTrue\nFalse\nAnswer: True\n\n2. Ice sinks.\n- True\n- False\nAnswer: False\n\n",
    ],
)
def test_statements_before_the_first_choices_are_questions(statements: str) -> None:
    bank = f"{statements}3. {METAL}"
    first, second, third = _read(bank)
    assert (first.kind, first.question, first.answer) == ("true-false", r"1\. The sky is blue.", True)
    assert (second.kind, second.question, second.answer) == ("true-false", "2. Ice sinks.", False)
    assert [choice.text for choice in third.choices] == ["Iron", "Sulfur"]
    assert recognise(Document("bank.txt", bank.encode())) == "lettered"


def test_statements_without_numbers_are_questions() -> None:
    first, second, third = _read(f"T/F: The sky is blue. (T)\nT/F: Ice sinks. (F)\n\n{METAL}")
    assert [(each.question, each.answer) for each in (first, second)] == [
        ("The sky is blue.", True),
        ("Ice sinks.", False),
    ]
    assert third.question == "Which is a metal?"


def test_a_list_of_answers_judges_statements_that_follow_each_other() -> None:
    bank = (
        "1. Ice floats.\n2. Ice sinks.\n3. Which is a metal?\nA. Iron\nB. Sulfur\n\nAnswers:\n1. True\n2. False\n3. A\n"
    )
    drafts = _read(bank)
    assert [(each.kind, each.answer) for each in drafts[:2]] == [("true-false", True), ("true-false", False)]
    assert [choice.correct for choice in drafts[2].choices] == [True, False]


def test_headings_of_questions_are_left_out_with_a_note() -> None:
    bank = f"1. Ice sinks. False\n\nMultiple Choice\n\n2. {METAL}"
    reading = read(Document("bank.txt", bank.encode()), "lettered")
    assert [draft.question for draft in reading.drafts] == [r"1\. Ice sinks.", "2. Which is a metal?"]
    assert [(remark.line, remark.message) for remark in reading.remarks] == [
        (3, "this heading of questions is left out")
    ]


@pytest.mark.parametrize(
    "stem",
    [
        "1. Consider:\n1. Ice floats.\n2. Ice sinks.\nWhich is right?",
        "1. Which step is first?\n2. Fill the glass\n3. Open the tap",
        "1. F = ma holds.\n2. E = mc holds.\nWhich is right?",
        "1. What does `if x: return True` do?",
        "1. Which is no word of Python: True or False?",
    ],
)
def test_a_list_in_a_question_stays_in_it(stem: str) -> None:
    (draft,) = _read(f"{stem}\nA. one\nB. two\nAnswer: A\n")
    assert draft.kind == "multiple-choice"
    for line in stem.split("\n"):
        assert line.rpartition(". ")[2] in draft.question.replace("\\", "")
