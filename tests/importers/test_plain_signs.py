"""Proves that signs in plain text tell choices and answers: ticks, brackets, bold words, numbers, pandoc's escapes."""

import pytest

from growth import assert_time_keeps_pace
from importers.contract import import_one
from mkdeck.importers.draft import Document, Draft
from mkdeck.importers.errors import UnreadableError
from mkdeck.importers.formats import lettered
from mkdeck.importers.recognise import read, recognise

PERU, CHILE = ["*Lima", "Cusco", "Quito"], ["Arica", "*Santiago"]


def _read(text: str) -> list[Draft]:
    document = Document("bank.txt", text.encode())
    assert recognise(document) == "lettered"
    reading = read(document, "lettered")
    assert not reading.skipped
    return list(reading.drafts)


def _list(draft: Draft) -> list[str]:
    return [f"{'*' if choice.correct else ''}{choice.text}" for choice in draft.choices]


def _list_questions(text: str) -> list[str]:
    batch = import_one(text.encode())
    assert batch
    return [line.strip().removeprefix("question: ") for line in batch.text.split("\n") if "question: " in line]


@pytest.mark.parametrize(
    ("peru", "chile"),
    [
        ("1. {}\n   - ✅ Lima\n   - ❌ Cusco\n   - ❌ Quito", "2. {}\n   - ❌ Arica\n   - ✅ Santiago\n"),
        ("{}\n✅ Lima\n❌ Cusco\n❌ Quito\n", "{}\n❌ Arica\n✅ Santiago\n"),
        ("{}\n\n✔️ Lima\n\n✘ Cusco\n\n✘ Quito\n", "{}\n\n✘ Arica\n\n✔️ Santiago\n"),
        ("1. {}\n   - **Lima**\n   - Cusco\n   - Quito\n", "2. {}\n   - Arica\n   - **Santiago**\n"),
        ("1. {}\n• Lima ✓\n• Cusco\n• Quito\n", "2. {}\n• Arica\n• Santiago (correct)\n"),
        ("1. {}\n- Lima ✅\n- Cusco ❌\n- Quito ❌\n", "2. {}\n- Arica ❌\n- Santiago ✅\n"),
        ("Q: {}\n- Lima *\n- Cusco\n- Quito\n", "Q: {}\n- Arica\n- Santiago *\n"),
        ("( A ) 1. {}\nA. Lima\nB. Cusco\nC. Quito", "( B ) 2. {}\nA. Arica\nB. Santiago\n"),
        ("1. (A) {}\nA. Lima\nB. Cusco\nC. Quito\n", "2. (B) {}\nA. Arica\nB. Santiago\n"),
        ("1. {} (A)\nA. Lima\nB. Cusco\nC. Quito\n", "2. {} [ b ]\nA. Arica\nB. Santiago\n"),
        ("1\\. {}\n\na\\) Lima\n\nb\\) Cusco\n\nc\\) Quito\n\nKey: a", "2\\. {}\n\na\\) Arica\n\nb\\) Santiago \\*\n"),
        ("1\\. {}\n\n1\\) Lima\n2\\) Cusco\n3\\) Quito\n\nKey: 1\n", "2\\. {}\n\n1\\) Arica\n2\\) Santiago\n\nKey: 2"),
        ("1. {}\n\n1) Lima\n2) Cusco\n3) Quito\n\nAnswer: 1\n", "2. {}\n\n1) Arica\n2) Santiago\n\nAnswer: 2\n"),
        ("1. {}\n☒ Lima\n☐ Cusco\n☐ Quito\n", "2. {}\n☐ Arica\n☒ Santiago\n"),
        ("1. {}\n☑ Lima\n☒ Cusco\n☒ Quito\n", "2. {}\n☒ Arica\n☑ Santiago\n"),
        ("1. {}\n● Lima\n○ Cusco\n○ Quito\n", "2. {}\n○ Arica\n● Santiago\n"),
        ("1. {}\n(x) Lima\n( ) Cusco\n( ) Quito\n", "2. {}\n[ ] Arica\n[X] Santiago\n"),
        ("Q1: {}\n 1) Lima [correct]\n 2) Cusco\n 3) Quito\n", "Q2: {}\n 1) Arica\n 2) Santiago (correct)\n"),
        ("{}\nOptions:\nA. Lima\nB. Cusco\nC. Quito\nKey: A\n", "{}\n**Choices:**\nA. Arica\nB. Santiago\nKey: B"),
        ("1. {}\nA) Lima\nB) Cusco\nC) Quito\nAnswer: A\n-----", "2. {}\nA) Arica\nB) Santiago\nAnswer: B\n=====\n"),
        ("**1. {}**\n\nA. Lima\nB. Cusco\nC. Quito\n\n**Key: A**\n\n---\n", "**2. {}**\n\nA. Arica\n**B. Santiago**\n"),
    ],
)  # fmt: skip
def test_a_sign_tells_the_right_choice(peru: str, chile: str) -> None:
    asked = ["Capital of Peru?", "Capital of Chile?"]
    text = f"{peru.format(asked[0])}\n{chile.format(asked[1])}"
    drafts = _read(text)
    assert [_list(draft) for draft in drafts] == [PERU, CHILE]
    assert not any(draft.explanation for draft in drafts)
    assert _list_questions(text) == asked


def test_a_list_of_answers_may_be_a_table() -> None:
    choices = "A. tin\nB. iron\nC. gold\nD. lead\n"
    bank = "".join(f"{i}. Which one?\n{choices}\n" for i in range(1, 4))
    for key in ("| Question | Answer |\n|---|---|\n", "No. | Correct answer\n"):
        drafts = _read(f"{bank}{key}| 1 | B |\n| 2 | A |\n| 3 | D |\n")
        assert [[choice.correct for choice in draft.choices].index(True) for draft in drafts] == [1, 0, 3]


def test_a_table_in_a_question_keeps_the_line_below_its_heading() -> None:
    (draft,) = _read("Read this.\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\nWhich is y?\nA. 1\nB. 2\nAnswer: B\n")
    assert "---" in draft.question


def test_an_answer_of_several_paragraphs_ends_at_the_next_number() -> None:
    osmosis, energy = _read(
        "1. What is it?\n\nAnswer:\nWater moves.\n\nIt needs no help.\n\n2. Why?\n\nAnswer:\nHeat.\n"
    )
    assert (osmosis.answer, energy.answer) == ("Water moves.\n\nIt needs no help.", "Heat.")


def test_an_explanation_in_slanted_letters_ends_before_its_mark() -> None:
    (draft,) = _read("Which?\nA) x\nB) y\n*Answer: B*\n\n*Explanation: It is the default.*\n")
    assert (_list(draft), draft.explanation) == (["x", "*y"], "It is the default.")


def test_brackets_in_a_question_become_a_gap() -> None:
    text = (
        "1、水的化学式是\uff08 B \uff09吗\nA、CO2\nB、H2O\n\n2、光合作用发生在\uff08A\uff09。\nA. 叶绿体  B. 线粒体\n"
    )
    water, leaf = _read(text)
    assert (_list(water), _list(leaf)) == (["CO2", "*H2O"], ["*叶绿体", "线粒体"])
    assert _list_questions(text) == ["水的化学式是_____吗", "光合作用发生在。"]


@pytest.mark.parametrize(
    "text",
    [
        "Which is rich in vitamin (C)?\nA. bread\nB. salt\nC. lemons\n\nWhich is rich in iron?\nA. milk\nB. liver\n",
        "Is it vitamin (A) that heals?\nA. wounds\nB. eyes\n\nIs it vitamin (B) that helps?\nA. eyes\nB. nerves\n",
        "Which is rich in vitamin (C)?\nA. bread\nB. salt\nC. lemons\n",
    ],
)
def test_letters_in_brackets_that_are_words_of_the_question_decide_nothing(text: str) -> None:
    assert all(draft.undecided for draft in _read(text))
    assert _list_questions(text) == [line for line in text.split("\n") if line.endswith("?")]


def test_statements_say_behind_themselves_whether_they_are_true() -> None:
    text = "1. 地球是圆的。\uff08√\uff09\n2. 太阳绕地球转。\uff08\xd7\uff09\n3、水会结冰。\uff08 对 \uff09\n"
    assert [draft.answer for draft in _read(text)] == [True, False, True]


def test_lines_above_a_number_stay_with_its_question() -> None:
    text = "Read this.\n1. Which?\na) x\nb) y\nAnswer: a\n2. And this?\na) x\nb) y\nAnswer: b\n"
    first, _ = _read(text)
    assert first.question == "1\\. Read this.\\\nWhich?"
    assert _list_questions(text) == ["|-", "And this?"]


@pytest.mark.parametrize(
    "text",
    [
        "Tasks:\n- write tests ✓\n- ship\n",
        "Pros and cons of a house:\n✅ quiet\n❌ far\n\nPros and cons of a flat:\n✅ near\n❌ loud\n",
        "# Plan\n\n- ✅ tests\n- ❌ docs\n\nWe met on Monday and talked about all of this for a long while.\n" * 3,
        "# A game\n\n1. Clone it\n   - **git**\n   - or a copy\n2. Build it\n   - **make**\n   - or ninja\n\nGo.\n",
    ],
)
def test_signs_in_plans_make_no_questions(text: str) -> None:
    with pytest.raises(UnreadableError):
        recognise(Document("plan.md", text.encode()))


def test_time_grows_no_faster_than_the_letters_in_brackets() -> None:
    question = "{}\nA. x\nB. y\n\nWhich? (A)\nA. x\nB. y\n"
    assert_time_keeps_pace(lambda size: lettered.read(Document("x", question.format("(A)a" * size).encode())), 4_000)
