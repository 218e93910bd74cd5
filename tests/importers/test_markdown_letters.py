"""Proves that `Q:` and `A:` begin questions and answers in Markdown, and that what opens a fold is no text."""

import pytest

from mkdeck.importers.draft import Document, Draft
from mkdeck.importers.formats import markdown


def read(text: str) -> list[Draft]:
    reading = markdown.read(Document("bank.md", text.encode()))
    assert (reading.skipped, reading.remarks) == ((), ())
    return list(reading.drafts)


def tell(draft: Draft) -> tuple[object, ...]:
    right = [each.text for each in draft.choices if each.correct]
    return draft.question, right or draft.answer, draft.explanation


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("Q: {}", "A: {}"),
        ("**Q: {}**", "**A:** {}"),
        ("**Q{n}:** {}", "**A{n}:** {}"),
        ("Q{n}. {}", "A{n}. {}"),
        ("**Q:** {}", "**A**: {}"),
    ],
)
def test_letters_begin_questions_and_answers(asked: str, answered: str) -> None:
    bank = "\n\n".join(
        [
            asked.format("What is the capital of France?", n=1),
            "- [ ] Lyon\n- [x] Paris",
            answered.format("Paris, since 987.", n=1),
            asked.format("What is 2 + 2?", n=2) + "\n" + answered.format("4", n=2),
            asked.format("Which are prime?", n=3),
            "- [x] 2\n- [x] 3\n- [ ] 4",
        ]
    )
    assert [tell(each) for each in read(bank)] == [
        ("What is the capital of France?", ["Paris"], "Paris, since 987."),
        ("What is 2 + 2?", "4", ""),
        ("Which are prime?", ["2", "3"], ""),
    ]


def test_an_a_beside_a_b_is_no_answer() -> None:
    bank = "Q: Which is a metal?\nA: Iron\nB: Neon\n- [x] A\n- [ ] B\n\nQ: And?\n- [x] tin\n- [ ] xenon\n"
    first, second = read(bank)
    assert "A: Iron" in first.question
    assert tell(second) == ("And?", ["tin"], "")


@pytest.mark.parametrize(
    "summary",
    [
        *("Show", "Reveal", "Click here", "Click to expand!", "Click here for more", "Show me", "**Details**"),
        *("Anzeigen", "Klicken zum Aufklappen", "Mostrar", "Ver m\u00e1s", "Afficher", "Cliquez ici pour voir"),
        *("\u663e\u793a", "\u70b9\u51fb\u67e5\u770b"),
    ],
)
def test_what_opens_a_fold_is_no_part_of_the_answer(summary: str) -> None:
    bank = f"## What makes proteins?\n\n<details><summary>{summary}</summary>\n\nThe ribosome.\n\n</details>\n"
    assert [tell(each) for each in read(bank)] == [("What makes proteins?", "The ribosome.", "")]


def test_words_behind_ticked_boxes_explain_them_where_they_name_none() -> None:
    bank = "**1. Which law?**\n\n- [ ] Charles\n- [x] Boyle\n\n**Answer:** Boyle, at constant temperature\n"
    (draft,) = read(bank)
    assert tell(draft) == ("Which law?", ["Boyle"], "Boyle, at constant temperature")
    assert draft.comments == ()


@pytest.mark.parametrize("summary", ["Thomas More", "Side view", "The details of 1848", "Ein Mehr"])
def test_what_says_more_than_that_it_opens_a_fold_stays(summary: str) -> None:
    bank = f"## Which is it?\n\n<details><summary>{summary}</summary>\n\nThe one from the book.\n\n</details>\n"
    assert [tell(each) for each in read(bank)] == [("Which is it?", f"{summary}\n\nThe one from the book.", "")]
