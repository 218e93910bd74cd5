"""Proves that labels of answers and marks of choices, as people write them in plain text, decide and are no texts."""

import pytest

from mkdeck.importers.draft import Document, Draft
from mkdeck.importers.drafting.labels import ANSWER
from mkdeck.importers.recognise import read, recognise


def _read(text: str) -> Draft:
    (draft,) = read(Document("bank.txt", text.encode()), "lettered").drafts
    return draft


@pytest.mark.parametrize(
    "label",
    [
        "Answer: Option B",
        "Correct option: B",
        "Correct choice - B",
        "Correct answer: Option B.",
        "The correct answer is option B",
        "The correct answer is B. beta",
        "The correct answer is (B) beta",
        "Correct answer is B \u2013 beta",
        "Answer: The correct option is B",
        "Correct Response: B",
        "Answer Key: B",
        "Answer -> B",
        "Correct Answer → B",
        "Ans.: B",
        "Sol. B",
        "Lsg.: B",
        "Loesung: B",
        "Musterlösung: B",
        "Richtige Antwort(en): B",
        "Richtig ist B",
        "Opción correcta: B",
        "Bonne réponse : proposition B",
    ],
)
def test_a_label_names_the_right_choice(label: str) -> None:
    draft = _read(f"1. What is it?\nA. alpha\nB. beta\nC. gamma\n{label}\n")
    assert [(choice.text, choice.correct) for choice in draft.choices] == [
        ("alpha", False),
        ("beta", True),
        ("gamma", False),
    ]
    assert draft.explanation == ""


@pytest.mark.parametrize(
    "line",
    [
        "The solution is x. Then y follows.",
        "The correct options are below.",
        "Correct statements follow:",
        "The letters: A, B and C",
        "key -> value",
        "Solution → salt and water",
        "Answer key: see the last page",
    ],
)
def test_what_only_begins_like_a_label_is_a_text(line: str) -> None:
    match = ANSWER.match(line)
    assert match is None or match["said"] == "see the last page"


@pytest.mark.parametrize(
    ("choices", "texts"),
    [
        ("A. tea ✗\nB. coffee ✓\nC. milk ✗", ("tea", "coffee", "milk")),
        ("❌ A. tea\n✅ B. coffee\n❌ C. milk", ("tea", "coffee", "milk")),
        ("A. ❌ tea\nB. ✅ coffee\nC. ❌ milk", ("tea", "coffee", "milk")),
        ("A. tea (incorrect)\nB. coffee (correct)\nC. milk (wrong)", ("tea", "coffee", "milk")),
        ("A. Tee (falsch)\nB. Kaffee (richtig)\nC. Milch (falsch)", ("Tee", "Kaffee", "Milch")),
        ("A. ✗\nB. ✓\nC. tea\nAnswer: B", ("✗", "✓", "tea")),
    ],
)
def test_a_mark_of_a_wrong_choice_goes_as_that_of_a_right_one_does(choices: str, texts: tuple[str, ...]) -> None:
    draft = _read(f"1. What is it?\n{choices}\n")
    assert tuple(choice.text for choice in draft.choices) == texts
    assert [choice.correct for choice in draft.choices] == [False, True, False]


def test_a_mark_of_a_wrong_choice_stays_where_no_choice_is_right() -> None:
    draft = _read("1. What is it?\nA. tea ✗\nB. coffee\n")
    assert [(choice.text, choice.correct) for choice in draft.choices] == [("tea ✗", None), ("coffee", None)]


@pytest.mark.parametrize(
    ("choices", "texts"),
    [
        ("A. int x;\nB. x int;\nC. int;", ("int x;", "x int;", "int;")),
        ("A. &lt;a&gt;\nB. <a>", (r"\&lt;a\&gt;", r"\<a>")),
        ("a) tea; b) milk; c) beer;", ("tea", "milk", "beer")),
        ("a) tea, b) milk, c) beer.", ("tea", "milk", "beer.")),
        ("a) i++; b) ++i", ("i++", "++i")),
    ],
)
def test_only_the_sign_between_choices_on_one_line_goes(choices: str, texts: tuple[str, ...]) -> None:
    draft = _read(f"1. What is it?\n{choices}\nAnswer: A\n")
    assert tuple(choice.text for choice in draft.choices) == texts


def test_a_bank_of_short_questions_is_recognised_though_most_of_its_words_are_labels() -> None:
    bank = "\n\n".join(
        f"Question {number}\nWhat is {name}?\nA. acid\nB. base\nThe correct answer is A. acid"
        for number, name in enumerate(("DNA", "RNA"), 1)
    )
    assert recognise(Document("bank.txt", bank.encode())) == "lettered"
