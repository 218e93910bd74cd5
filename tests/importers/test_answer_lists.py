"""Proves that a list of answers below lettered text answers its questions by number, and is no answer itself."""

import pytest

from mkdeck.importers.draft import Document, Reading, Remark
from mkdeck.importers.formats import lettered

BANK = (
    "1. Which is the largest?\nA. Mars\nB. Jupiter\n\n2. Which is the nearest?\nA. Mercury\nB. Jupiter\n\n"
    "3. Name the capital of France.\nAnswer: Paris\n\n4. True/False: Mars has two moons. (T)\n\n"
)


def read(text: str) -> Reading:
    return lettered.read(Document("t.txt", text.encode()))


def find_answers(reading: Reading) -> list[object]:
    return [
        next((choice.text for choice in each.choices if choice.correct), "?") if each.choices else each.answer
        for each in reading.drafts
    ]


@pytest.mark.parametrize(
    "key",
    [
        "Key: 1B 2A",
        "Answer key: 1b, 2a",
        "Key:\n1B\n2A",
        "KEY: 1) B 2) A",
        "Answers: 1 Jupiter, 2 Mercury",
        "Key: 1-B; 2-A",
    ],
)
def test_a_list_at_the_end_answers_what_has_no_answer_yet(key: str) -> None:
    reading = read(f"{BANK}{key}\n")
    assert find_answers(reading) == ["Jupiter", "Mercury", "Paris", True]
    assert (reading.drafts[3].kind, reading.drafts[3].question) == ("true-false", "4. Mars has two moons.")
    assert (reading.remarks, reading.skipped) == ((), ())


def test_words_and_letters_share_a_line() -> None:
    bank = (
        "1. Which is the largest?\na) Saturn\nb) Mars\n\n2. Which gas glows red?\na) argon\nb) neon\n\n"
        "3. Mars has two moons.\n\n4. Which is a star?\na) Mars\nb) Sirius\n\n"
    )
    assert find_answers(read(f"{bank}Answer key: 1a, 2 neon, 3 true, 4b\n")) == ["Saturn", "neon", True, "Sirius"]


def test_what_a_list_says_of_no_question_is_named() -> None:
    reading = read("1. Which?\nA. one\nB. two\nAnswer: A\n\n2. Who?\nAnswer: Ann\n\nKey: 1B 7A\n")
    assert find_answers(reading) == ["one", "Ann"]
    assert reading.remarks == (
        Remark(1, "the list of answers says 'B' here, which the question does not"),
        Remark(6, "the list of answers says '7. A', which fits no single question"),
    )


def test_the_answer_of_one_question_is_no_list() -> None:
    bank = "1. Why?\nAnswer: So.\n\n2. Where?\nAnswer: There.\n\n3. What fits?\n1. egg\n2. hen\nAnswer: 1B 2A\n"
    assert find_answers(read(bank)) == ["So.", "There.", "1B 2A"]


@pytest.mark.parametrize(
    ("text", "statement", "answer"),
    [
        ("True or false: Ice floats. (True)", "Ice floats.", True),
        ("T/F: Iron floats. (F)", "Iron floats.", False),
        ("Wahr/Falsch: Eis schwimmt. (wahr)", "Eis schwimmt.", True),
        ("Iron floats. (false)", "Iron floats.", False),
        ("True/False: Ice floats. [T]", "Ice floats.", True),
    ],
)
def test_a_statement_with_its_judgement_is_true_or_false(text: str, statement: str, answer: bool) -> None:
    (draft,) = read(f"1. Which?\nA. one\nB. two\nAnswer: A\n\n2. {text}\n").drafts[1:]
    assert (draft.kind, draft.question, draft.answer) == ("true-false", f"2. {statement}", answer)


def test_a_letter_in_brackets_alone_judges_nothing() -> None:
    reading = read("1. Which?\nA. one\nB. two\nAnswer: A\n\n2. Name the unit of force (F)\nAnswer: newton\n")
    assert find_answers(reading) == ["one", "newton"]
