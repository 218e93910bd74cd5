"""Proves that ExamView's text comes over by its sections, and what lettered text says of single choices."""

import pytest

from growth import assert_time_keeps_pace
from importers.contract import import_one
from mkdeck.importers.draft import Document, Draft, Reading
from mkdeck.importers.formats import lettered
from mkdeck.importers.recognise import recognise
from mkdeck.importers.writing.normalise import settle

BODY = """Ice and Snow

Multiple Choice
Identify the choice that best completes the statement.

____\t1.\tWhat falls in winter?
a.\train\tc.\tsnow
b.\tdust\td.\tsand

True/False
Indicate whether the statement is true or false.

____\t2.\tIce floats.

Modified True/False

____\t3.\tSnow is _blue_. __________

Completion

4.\tIce melts at ____________________ degrees.

Matching
Match each word with what it means.
a.\tice in the air
b.\tfrozen water
c.\tsoft rain

____\t5.\tice
____\t6.\thail

Essay

7.\tTell about fog.
"""
ANSWERS = """
Ice and Snow
Answer Section

MULTIPLE CHOICE

1.\tANS:\tC\tPTS:\t1\tDIF:\tEasy
OBJ:\tweather

TRUE/FALSE

2.\tANS:\tT\tPTS:\t1

MODIFIED TRUE/FALSE

3.\tANS:\tF, white\tPTS:\t1

COMPLETION

4.\tANS:\tzero\tPTS:\t1

MATCHING

5.\tANS:\tB\tPTS:\t1
6.\tANS:\tA\tPTS:\t1

ESSAY

7.\tANS:
Moist air cools,
and water condenses.

PTS:\t5
"""


def read(text: str) -> Reading:
    document = Document("x.txt", text.encode())
    assert recognise(document) == "lettered"
    return lettered.read(document)


def show(draft: Draft) -> tuple[object, ...]:
    choices = tuple((choice.text, choice.correct, choice.feedback) for choice in draft.choices)
    return (draft.kind, draft.question, choices or draft.more or draft.answer, draft.explanation)


def test_an_export_with_its_answers_at_the_end() -> None:
    reading = read(BODY + ANSWERS)
    assert reading.skipped == ()
    wrong = [(word, False, "") for word in ("rain", "dust", "sand")]
    assert [show(draft) for draft in settle(reading).drafts] == [
        ("multiple-choice", "What falls in winter?", (*wrong[:2], ("snow", True, ""), wrong[2]), ""),
        ("true-false", "Ice floats.", True, ""),
        ("true-false", "Snow is \\_blue\\_. \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_", False, "white"),
        ("short-answer", "Ice melts at ____________________ degrees.", "zero", ""),
        (
            "matching",
            "Match each word with what it means.",
            {"pairs": [{"left": "ice", "right": "frozen water"}, {"left": "hail", "right": "ice in the air"}]},
            "",
        ),
        ("short-answer", "Tell about fog.", "Moist air cools, and water condenses.", ""),
    ]
    (remark,) = reading.remarks
    assert remark.message == (
        "left out in the whole file: the title, instructions, 'PTS:', 'DIF:', 'OBJ:', "
        "'soft rain', which matches nothing"
    )


def test_an_export_with_each_answer_below_its_question() -> None:
    text = """MULTIPLE CHOICE

 1. What floats?
a. iron
b. ice
ANS: B PTS: 1 DIF: Easy
FEEDBACK
A. It sinks.
B. It is light.

 2. What burns?
a. wood
b. stone
ANS: A PTS: 1

SHORT ANSWER

 1. Why does ice float?
ANS: It is light.
PTS: 2

 2. Who knows?

ANS: 9
"""
    reading = read(text)
    assert [show(draft)[2] for draft in settle(reading).drafts] == [
        (("iron", False, "It sinks."), ("ice", True, "It is light.")),
        (("wood", True, ""), ("stone", False, "")),
        "It is light.",
        "9",
    ]


def test_an_answer_that_fits_no_question_is_told() -> None:
    reading = read("TRUE/FALSE\n\n1. Ice floats.\n\nAnswer Section\n\n1. ANS: T\n2. ANS: F\n")
    assert [remark.message for remark in reading.remarks] == [
        "left out in the whole file: the answer 'F', which fits no question"
    ]


CHOICES = "1. What floats?\nA. iron\nB. ice\nC. lead\n"


@pytest.mark.parametrize(
    ("below", "right", "remarks", "explanation"),
    [
        ("B is correct.", "B", {}, ""),
        ("Option B is the right answer because it is light.", "B", {}, "because it is light."),
        ("(B) is right. It is light.", "B", {}, "It is light."),
        ("A is incorrect. It sinks.\nB is correct.\nC is wrong: heavy.", "B", {"A": "It sinks.", "C": "heavy."}, ""),
        ("\nA is incorrect. It sinks.\nB is correct.", "B", {"A": "It sinks."}, ""),
        ("Answer: B\nFeedback A: It sinks.\nFeedback C: Heavy.", "B", {"A": "It sinks.", "C": "Heavy."}, ""),
        ("Answer: B\nFeedback for a: It\nsinks.\nIce is light.", "B", {"A": "It\nsinks."}, "Ice is light."),
        ("Answer: B\nFeedback A: sinks\nFeedback: Ice is light", "B", {"A": "sinks"}, "Ice is light"),
        ("Answer: B\nA is wrong: sinks\nReason: Ice\nis light", "B", {"A": "sinks"}, "Ice\nis light"),
        ("Answer: B\nA: Sinks.\nB: Floats.\nC: Sinks.", "B", {"A": "Sinks.", "B": "Floats.", "C": "Sinks."}, ""),
        ("Answer: B\nA: Sinks.\nB: Floats.", "B", {}, "A: Sinks.\\\nB: Floats."),
        ("Answer: B\nA is correct. So they say.", "B", {}, "A is correct. So they say."),
        ("Answer: B\nReason: B is correct. A is wrong.", "B", {}, "B is correct. A is wrong."),
        ("Answer: B\nFeedback: A is wrong; so they say. C is wrong.", "B", {}, "A is wrong; so they say. C is wrong."),
    ],
)
def test_what_is_said_of_single_choices(below: str, right: str, remarks: dict[str, str], explanation: str) -> None:
    reading = read(f"{CHOICES}{below}\n\n2. What burns?\nA. wood\nB. ice\nAnswer: A\n")
    assert len(reading.drafts) == 2
    draft = reading.drafts[0]
    assert [choice.text for choice in draft.choices] == ["iron", "ice", "lead"]
    assert "".join("ABC"[i] for i, choice in enumerate(draft.choices) if choice.correct) == right
    found = {"ABC"[i]: choice.feedback for i, choice in enumerate(draft.choices) if choice.feedback}
    assert (found, draft.explanation) == (remarks, explanation)


@pytest.mark.parametrize(
    ("iron", "ice", "lead", "remarks", "explanation"),
    [
        ("Feedback: It sinks.\n", "Feedback: It\nfloats.\n", "", ["It sinks.", "It\nfloats.", ""], ""),
        ("Feedback: One.\n", "Feedback: Two.\n", "Feedback: Three.\n", ["One.", "Two.", "Three."], ""),
        ("", "Feedback: Two.\n", "Feedback: Ice is light.\n", ["", "Two.", ""], "Ice is light."),
        ("", "", "Feedback: Ice is light.\n", ["", "", ""], "Ice is light."),
    ],
)
def test_feedback_between_choices_is_that_of_the_one_above(
    iron: str, ice: str, lead: str, remarks: list[str], explanation: str
) -> None:
    choices = f"A. iron\n{iron}*B. ice\n{ice}C. lead\n{lead}"
    reading = read(f"1. What floats?\n{choices}\n2. What burns?\nA. wood\nB. ice\nAnswer: A\n")
    draft, other = reading.drafts
    assert [choice.text for choice in draft.choices] == ["iron", "ice", "lead"]
    assert [choice.feedback for choice in draft.choices] == remarks
    assert (draft.explanation, other.question) == (explanation, "2. What burns?")


def test_a_choice_that_speaks_of_another_is_one() -> None:
    reading = read("1. Who is right?\nA. Ann\nB. A is correct\nC. both\nAnswer: B\n\n2. What?\nA. x\nB. y\nAnswer: A\n")
    assert [choice.text for choice in reading.drafts[0].choices] == ["Ann", "A is correct", "both"]
    assert import_one(BODY.encode(), "lettered")


@pytest.mark.parametrize(
    "piece", ["____ 1. x\na. y\nANS: a\n", "1. ANS: a PTS: 1\n", "a. x  b. y\n", "ANS: A is right\n"]
)
def test_time_grows_no_faster_than_the_export(piece: str) -> None:
    text = "MATCHING\nMultiple choice\n\n1. x\na. y\nANS: a\n"
    assert_time_keeps_pace(lambda size: lettered.read(Document("x", (text + piece * size).encode())), 300, piece)


@pytest.mark.parametrize("piece", ["x  ", " ", "\t", "a. ", "PTS ", "is "])
def test_time_grows_no_faster_than_a_line(piece: str) -> None:
    def write(size: int) -> bytes:
        return (
            f"MULTIPLE CHOICE\n\n1. x\na. y{piece * size}\nb. z\nB is {piece * size}\nANS: a{piece * size}\n".encode()
        )

    assert_time_keeps_pace(lambda size: lettered.read(Document("x", write(size))), 4_000, piece)
