"""Proves that Markdown of any shape is read in time that grows with its length, and what is a question, and its number.

A list of plans is no bank.
"""

import pytest

from growth import assert_time_keeps_pace
from mkdeck.importers.draft import Document
from mkdeck.importers.errors import UnreadableError
from mkdeck.importers.formats import markdown
from mkdeck.importers.recognise import recognise

QUESTION = "# Which?\n\n- [x] a\n- [ ] b\n\n"


@pytest.mark.parametrize(
    "line",
    [
        "- [ ] A\n1. a\n2. b\n",
        "- []int\n",
        "A. a\nB. b\n- [ ] A\n- [x] B\n",
        "> # Why?\n",
        '??? success "Answer"\n    a\n',
        "2. Why?\n",
    ],
)
def test_time_keeps_pace_with_lines(line: str) -> None:
    def work(size: int) -> None:
        document = Document("bank.md", (QUESTION + line * size).encode())
        assert markdown.recognise(document) > 0
        markdown.read(document)

    many = 8_000 if line.startswith("- [") else 2_000
    assert_time_keeps_pace(work, many)


@pytest.mark.parametrize(
    "line", ["- [{}", "- [x]{}a", "- [ ] A{}B", "::: {}", "**{}**", "# **{}", "{}:", "1.{}", ">{}# a", "- A{},"]
)
@pytest.mark.parametrize("filling", [" ", "A,"])
def test_time_keeps_pace_with_one_line(line: str, filling: str) -> None:
    def work(size: int) -> None:
        text = line.replace("{}", filling * size)
        document = Document("bank.md", f"{QUESTION}{text}\n- [ ] c\n\n{text}\n".encode())
        markdown.recognise(document)
        markdown.read(document)

    assert_time_keeps_pace(work, 16_000)


@pytest.mark.parametrize(
    "plan",
    [
        "# To do\n\n- [x] buy milk\n- [x] call the plumber\n- [ ] write a letter\n",
        "# To do\n- [x] buy milk\n- [x] eat\n",
        "- [x] buy milk\n- [ ] eat\n",
        "# Version 2\n\nThings to be done before the release:\n\n- [x] tests\n- [ ] manual\n",
        "# Week 3\n\nThings to read before the lecture:\n\n- [x] chapter one\n- [ ] chapter two\n",
        "# Shopping\n\n## Fruit\n\n- [ ] pears\n- [ ] figs\n\n## Other\n\n- [x] soap\n",
        "# Einkauf\n\n* [x] Milch\n* [ ] Brot\n",
    ],
)
def test_a_list_of_plans_is_no_bank(plan: str) -> None:
    with pytest.raises(UnreadableError, match="none of the formats that can be imported; it comes nearest to markdown"):
        recognise(Document("todo.md", plan.encode()))


@pytest.mark.parametrize(
    "bank",
    [
        "# Which are metals?\n- [x] iron\n- [ ] ice\n",
        "## Select all metals.\n- [x] iron\n- [ ] ice\n",
        "## 1. Metals\n- [x] iron\n- [ ] ice\n",
        "# Quiz\n\n## Metals\n- [x] iron\n- [ ] ice\n",
        "## Water boils at ___\n- [x] 100 °C\n- [ ] 0 °C\n",
        "## 地球上最大的海洋\n- [x] 太平洋\n- [ ] 大西洋\n",
        "## Metals\n- [x] iron\n- [ ] ice\n\nExplanation: Ice is no metal.\n",
    ],
)
def test_boxes_below_what_asks_are_choices(bank: str) -> None:
    assert recognise(Document("quiz.md", bank.encode())) == "markdown"


@pytest.mark.parametrize("word", ["Exercise", "Frage", "Pergunta", "Вопрос"])
@pytest.mark.parametrize("counted", ["## {} {}\n\nWhy?", "**{} {}:** Why?"])
def test_the_number_of_a_question_and_the_word_before_it_are_no_part_of_it(word: str, counted: str) -> None:
    bank = "".join(f"{counted.format(word, number)}\n\n- [x] a\n- [ ] b\n\n" for number in (1, 2))
    reading = markdown.read(Document("quiz.md", bank.encode()))
    assert [draft.question for draft in reading.drafts] == ["Why?", "Why?"]


def test_a_list_of_answers_names_choices_in_the_words_of_any_language() -> None:
    asked = "".join(f"**Frage {number}:** Why?\n\nA. a\nB. b\nC. c\n\n" for number in (1, 2))
    reading = markdown.read(Document("quiz.md", f"{asked}Frage 1: A und C\nFrage 2: B\n".encode()))
    right = [[choice.correct for choice in draft.choices] for draft in reading.drafts]
    assert (right, [draft.explanation for draft in reading.drafts]) == (
        [[True, False, True], [False, True, False]],
        ["", ""],
    )


@pytest.mark.parametrize("heading", ["## 1", "## 1.", "### #1", "## **1**", "## Question 1", "## 1)"])
def test_a_heading_that_only_counts_is_no_question(heading: str) -> None:
    second = heading.replace("1", "2")
    text = f"{heading}\n\nWhich floats?\n\n- [x] ice\n- [ ] iron\n\n{second}\n\nWhich sinks?\n\n- [ ] ice\n- [x] iron\n"
    drafts = markdown.read(Document("x.md", text.encode())).drafts
    assert [draft.question for draft in drafts] == ["Which floats?", "Which sinks?"]
