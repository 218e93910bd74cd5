"""Proves that text as Respondus takes it comes over with its types, and each feedback with its choice."""

import pytest

from growth import assert_time_keeps_pace
from importers.contract import import_one
from mkdeck.importers.draft import Document, Draft, Reading
from mkdeck.importers.formats import lettered
from mkdeck.importers.writing.normalise import settle

BANK = """Title: Ice
Points: 1
1. What floats?
@ It is about weight.
a. iron
@ It sinks.
*b. ice
@ It is light.
c. lead

Type: MR
2) What melts?
*a. ice
*b. snow
c. sand

Type: E
3. Tell about fog.
a. Water in the air.

Type: FMB
4. Ice is [water, Water] that is [frozen].

Type: F
5. What falls in winter?
a. snow
b. sleet

Type: MT
Title: Words
6. Match.
a. ice = frozen water
b. hail=ice in the air

Type: TF
7. Ice floats.
*a. True
b. False
"""


def read(text: str) -> Reading:
    return lettered.read(Document("x.txt", text.encode()))


def show(draft: Draft) -> tuple[object, ...]:
    choices = tuple((choice.text, choice.correct, choice.feedback) for choice in draft.choices)
    return (draft.kind, draft.question, choices or draft.more or draft.answer)


def test_every_type_comes_over() -> None:
    reading = read(BANK)
    floats = (("iron", False, "It sinks."), ("ice", True, "It is light."), ("lead", False, ""))
    melts = (("ice", True, ""), ("snow", True, ""), ("sand", False, ""))
    pairs = [{"left": "ice", "right": "frozen water"}, {"left": "hail", "right": "ice in the air"}]
    drafts = settle(reading).drafts
    assert [show(draft) for draft in drafts[:3]] == [
        ("multiple-choice", "What floats?", floats),
        ("multiple-choice", "What melts?", melts),
        ("short-answer", "Tell about fog.", "Water in the air."),
    ]
    assert (drafts[3].kind, drafts[3].question) == ("cloze", "Ice is {{c1::water}} that is {{c2::frozen}}.")
    assert (drafts[4].answer, drafts[4].more) == ("snow", {"accept": ["sleet"]})
    assert show(drafts[5]) == ("matching", "Match.", {"pairs": pairs})
    assert show(drafts[6]) == ("true-false", "Ice floats.", True)
    assert drafts[0].explanation == "It is about weight."
    assert [each.message for each in reading.remarks] == ["left out in the whole file: 'Title:', 'Points:'"]
    assert import_one(BANK.encode(), "lettered")


def test_what_is_said_of_the_whole_question_is_no_feedback_of_a_choice() -> None:
    (draft,) = read("Type: MC\n1. What floats?\n@ it is about weight\n*a. ice\nb. iron\n@ it sinks\n").drafts
    assert [choice.feedback for choice in draft.choices] == ["", "it sinks"]
    assert draft.explanation == "it is about weight"


def test_answers_at_the_end_go_by_number() -> None:
    reading = read(
        "Type: MC\n3. What floats?\na. iron\nb. ice\n\n4. What melts?\na. snow\nb. sand\n\nAnswers:\n3. B\n4. A\n"
    )
    right = [[choice.text for choice in draft.choices if choice.correct] for draft in reading.drafts]
    assert right == [["ice"], ["snow"]]


@pytest.mark.parametrize(
    "text",
    [
        "1. What floats?\nType: MC\nA. iron\nB. ice\nAnswer: B\n",
        "Type: MC is a type.\n\n1. What floats?\nA. iron\nB. ice @ home\nAnswer: B\n",
    ],
)
def test_other_text_is_read_as_it_was(text: str) -> None:
    (draft,) = read(text).drafts
    assert next(choice.text for choice in draft.choices if choice.correct).startswith("ice")


@pytest.mark.parametrize("piece", ["1. x\n@ y\n", "Type: F\n1. x\na. y\n", "a. x\n", "@ x\n", "Title: x\n", "[a"])
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    assert_time_keeps_pace(lambda size: read("Type: FMB\n1. x\n" + piece * size + "\n"), 400, piece)
