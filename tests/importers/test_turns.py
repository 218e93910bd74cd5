"""Proves that questions and answers by turns, `Q:` and `A:`, come over, and that other text is left to others."""

import pytest

from growth import assert_time_keeps_pace
from importers.contract import import_one
from mkdeck.importers.draft import Document
from mkdeck.importers.errors import UnreadableError
from mkdeck.importers.formats import lettered
from mkdeck.importers.recognise import recognise
from mkdeck.importers.writing.normalise import settle


@pytest.mark.parametrize(
    ("question", "answer"),
    [("Q: ", "A: "), ("Question: ", "Answer: "), ("**Q:** ", "**A:** "), ("**Q**: ", "**A**: "), ("- Q: ", "- A: ")],
)
def test_turns_are_questions_with_their_answers(question: str, answer: str) -> None:
    text = (
        f"# Ice\n\n{question}What floats?\n{answer}Ice.\n\n{question}What\nmelts?\n\n{answer}\nIce,\nand snow.\n\n"
        f"{question}Ice sinks.\n{answer}False\n"
    )
    document = Document("x.txt", text.encode())
    assert recognise(document) == "lettered"
    reading = lettered.read(document)
    assert [(draft.kind, draft.question, draft.answer) for draft in settle(reading).drafts] == [
        ("short-answer", "What floats?", "Ice."),
        ("short-answer", "What\nmelts?", "Ice,\nand snow."),
        ("true-false", "Ice sinks.", False),
    ]
    assert [(each.line, each.message) for each in reading.remarks] == [
        (1, "this text before the first question is left out")
    ]
    assert import_one(text.encode(), "lettered")


def test_choices_between_them_are_choices() -> None:
    text = "Q: What floats?\nA: iron\nB: ice\nAnswer: B\n\nQ: What melts?\nA: snow\nB: sand\nAnswer: A\n"
    drafts = settle(lettered.read(Document("x.txt", text.encode()))).drafts
    assert [[choice.text for choice in draft.choices if choice.correct] for draft in drafts] == [["ice"], ["snow"]]
    assert [draft.question for draft in drafts] == ["What floats?", "What melts?"]


MIXED = """\
{q}What floats?
{a}Ice.

{q}Which is a metal?
A. neon
B. tin
Answer: B

{q}What melts? A) Sand B) Snow
Answer: B

{q}Which vitamin is it?
{a}Vitamin B. It is in meat.
"""


@pytest.mark.parametrize(("question", "answer"), [("Q: ", "A: "), ("Q1. ", "A1. "), ("**Q:** ", "**A:** ")])
def test_turns_stand_between_questions_with_choices(question: str, answer: str) -> None:
    document = Document("x.txt", MIXED.format(q=question, a=answer).encode())
    assert recognise(document) == "lettered"
    reading = lettered.read(document)
    assert (reading.skipped, reading.remarks) == ((), ())
    assert [
        (draft.question, [each.text for each in draft.choices if each.correct] or draft.answer)
        for draft in settle(reading).drafts
    ] == [
        ("What floats?", "Ice."),
        ("Which is a metal?", ["tin"]),
        ("What melts?", ["Snow"]),
        ("Which vitamin is it?", "Vitamin B. It is in meat."),
    ]


def test_no_letter_and_no_count_is_left_of_some_turns_among_other_questions() -> None:
    others = "Which floats?\nA. ice\nB. tin\nAnswer: A\n\n" * 2
    text = f"{others}Q: What melts?\nA:\n- ice\n- snow\nQ: What sinks?\nA: tin\n\nIt is heavy.\n\nQ: Why so?\nA: So.\n"
    reading = lettered.read(Document("x.txt", text.encode()))
    assert [(each.question, each.answer) for each in settle(reading).drafts[2:]] == [
        ("What melts?", "\\- ice\\\n\\- snow"),
        ("What sinks?", "tin"),
        ("Why so?", "So."),
    ]
    assert [(each.line, each.reason) for each in reading.skipped] == [(18, "neither choices nor an answer were found")]


def test_questions_that_are_bold_as_a_whole_are_turns() -> None:
    document = Document("x.txt", b"**Q: What floats?**\n\nA: Ice.\n\nAnd wood.\n\n**Q: What melts?**\n\nA: Snow.\n")
    assert recognise(document) == "lettered"
    assert [(each.question, each.answer) for each in lettered.read(document).drafts] == [
        ("What floats?", "Ice.\n\nAnd wood."),
        ("What melts?", "Snow."),
    ]


def test_numbered_turns_are_questions_with_their_answers() -> None:
    document = Document("x.txt", b"Q1. What floats?\nA1. Ice\n\nQ2. What melts?\nA2. Snow\n")
    assert recognise(document) == "lettered"
    assert [(each.question, each.answer) for each in settle(lettered.read(document)).drafts] == [
        ("What floats?", "Ice"),
        ("What melts?", "Snow"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Q: What floats?\nA: Ice.\n",
        "Q: Why?\nQ: How?\n",
        "A: So.\nA: Thus.\n",
        "Q. Why?\nA. So.\n",
        "- question: a\n  answer: b\n" * 2,
    ],
)
def test_what_has_no_turns_is_of_no_format(text: str) -> None:
    with pytest.raises(UnreadableError, match="none of the formats"):
        recognise(Document("x.txt", text.encode()))


@pytest.mark.parametrize("piece", ["Q: x\nA: y\n", "Q: x\n", "x\n", "**Q", " "])
def test_time_grows_no_faster_than_the_turns(piece: str) -> None:
    text = "Q: x\nA: y\nQ: x\nA: y\n"
    assert_time_keeps_pace(lambda size: lettered.read(Document("x", (text + piece * size).encode())), 1_000, piece)
