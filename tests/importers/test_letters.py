"""Proves which choices the words after `Answer:` name, and that unclear ones name none."""

import pytest

from mkdeck.importers.drafting.answer_letters import find_right, read_answer
from mkdeck.importers.drafting.labels import ANSWER, FEEDBACK, NUMBER

TOWNS = ("Paris", "Rome", "Oslo", "Bern", "Wien")


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("B", {1}),
        ("(b)", {1}),
        ("**B**", {1}),
        ("A, C", {0, 2}),
        ("A and C", {0, 2}),
        ("ACD", {0, 2, 3}),
        ("A, E", {0, 4}),
        ("a e c", {0, 2}),
        ("b, c y d", {1, 2, 3}),
        ("B) Rome", {1}),
        ("B. Rome", {1}),
        ("A)Paris", {0}),
        ("B, because Rome is big", {1}),
        ("C is the northern one", {2}),
        ("Rome", {1}),
        ("B) Oslo", set()),
        ("A dog", set()),
        ("F", set()),
        ("A, F", set()),
        ("Both A and B", set()),
        ("", set()),
    ],
)
def test_an_answer_names_choices(said: str, named: set[int]) -> None:
    assert find_right(said, TOWNS) == named


@pytest.mark.parametrize(
    ("said", "letters", "named"),
    [("А", "АБ", {0}), ("A", "АБ", {0}), ("Б", "АБ", {1}), ("ب", "أب", {1}), ("②", "①②", {1}), ("2", "①②", {1})],
)
def test_letters_of_other_scripts_name_choices(said: str, letters: str, named: set[int]) -> None:
    assert find_right(said, ("x", "y"), letters=letters) == named


def test_a_number_that_is_also_a_choice_is_unclear() -> None:
    assert find_right("3", ("2", "3", "5"), first=1) == set()
    assert find_right("1", ("2", "3", "5"), first=1) == {0}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ANSWER: B", "B"),
        ("Ans. b", "b"),
        ("The correct answer is C", "C"),
        ("Correct: D", "D"),
        ("Respuestas correctas: A y B", "A y B"),
        ("Правильный ответ: Б", "Б"),
        ("정답：②", "②"),
    ],
)
def test_a_label_of_an_answer_is_known(line: str, said: str) -> None:
    match = ANSWER.match(line)
    assert match
    assert match["said"] == said


@pytest.mark.parametrize("line", ["Right: the angle of 90 degrees", "The answer is not simple", "Answer the question"])
def test_a_sentence_is_no_label(line: str) -> None:
    assert not ANSWER.match(line)
    assert not FEEDBACK.match(line)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12. What", "12"),
        ("Q3: x", "3"),
        ("Câu 4. x", "4"),
        ("5、x", "5"),
        ("6.¿Qué", "6"),
        ("7.- x", "7"),
        ("8º) x", "8"),
        ("1.5 kg", ""),
        ("7 x", ""),
    ],
)
def test_the_number_of_a_question_is_known(text: str, number: str) -> None:
    match = NUMBER.match(text)
    assert (match["number"] if match else "") == number


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("B - since it is old", "since it is old"),
        ("B. It is Rome because of the Tiber", "It is Rome because of the Tiber"),
        ("A (see page 5, because it is big)", "see page 5, because it is big"),
        ("A and C, for both are cold", "for both are cold"),
        ("A because of its tower", "because of its tower"),
        ("B) Rome, because of the Tiber", "because of the Tiber"),
        ("B. Rome", ""),
        ("(B) Rome", ""),
        ("B) **Rome**", ""),
        ("B (Rome)", ""),
        ("B.", ""),
        ("Rome", ""),
        ("D) Oslo", ""),
    ],
)
def test_words_behind_a_letter_are_a_reason_unless_they_repeat_its_choice(said: str, reason: str) -> None:
    assert read_answer(said, TOWNS)[1] == reason


def test_a_letter_with_a_choice_that_is_a_letter_too_names_one_choice() -> None:
    assert [read_answer(said, ("x", "y")) for said in ("B) y", "(B) y", "B. y")] == [({1}, "")] * 3


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("2) 1939", ({1}, "")),
        ("2. because of Poland", ({1}, "because of Poland")),
        ("1, 2", ({0, 1}, "")),
        ("3", (set(), "")),
    ],
)
def test_numbers_name_choices_before_their_texts(said: str, read: tuple[set[int], str]) -> None:
    assert read_answer(said, ("1914", "1939"), first=1) == read
