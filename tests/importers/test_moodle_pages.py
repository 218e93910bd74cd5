"""Proves that pages of Moodle 4, copied with what only screen readers say, come as their questions."""

import pytest

from mkdeck.importers.draft import Document, Draft
from mkdeck.importers.recognise import read


def _read(page: str) -> Draft:
    (draft,) = read(Document("page.txt", page.encode()), "quiz-page").drafts
    return draft


@pytest.mark.parametrize(
    ("prompt", "label"),
    [
        ("Question 1Select one:", "The correct answer is:\nHeart"),
        ("Question 1 Answer", "The correct answer is: Heart"),
        ("Question 1Answer", "The correct answer is:\n\nHeart"),
    ],
)
def test_the_number_before_a_prompt_is_no_part_of_the_question(prompt: str, label: str) -> None:
    draft = _read(
        f"Question 1\nCorrect\nQuestion text\nWhich organ pumps blood?\n{prompt}\n\na.\nLiver\n\nb.\nHeart\n"
        f"Feedback\nYour answer is correct.\nIt never rests.\n{label}\n"
    )
    assert draft.question == "Which organ pumps blood?"
    assert [(choice.text, choice.correct) for choice in draft.choices] == [("Liver", False), ("Heart", True)]
    assert draft.explanation == "It never rests."


def test_several_right_answers_stand_below_their_label() -> None:
    draft = _read(
        "Question 1\nCorrect\nQuestion text\nWhich are gases?\nQuestion 1Select one or more:\n\na.\nNeon\n\n"
        "b.\nIron\n\nc.\nArgon\nFeedback\nThe correct answers are:\n\nNeon,\n\nArgon\n"
    )
    assert [choice.correct for choice in draft.choices] == [True, False, True]


def test_what_a_student_typed_is_no_part_of_the_question() -> None:
    draft = _read(
        "Frage 2\nFalsch\nFragetext\nWelches Gefäß führt vom Herzen weg?\nAntwort:Frage 2\nVene\nFeedback\n"
        "Sie pulsiert.\nDie richtige Antwort ist: Arterie\n"
    )
    assert (draft.kind, draft.question, draft.answer) == (
        "short-answer",
        "Welches Gefäß führt vom Herzen weg?",
        "Arterie",
    )
    assert draft.explanation == "Sie pulsiert."
