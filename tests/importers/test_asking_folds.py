"""Proves that folds whose titles ask are questions in Markdown, and that folds of answers alone stay answers."""

import pytest

from growth import assert_time_keeps_pace
from mkdeck.importers.draft import Document, Draft
from mkdeck.importers.formats import markdown
from mkdeck.importers.formats.markdown.asking_folds import spell_out_titles
from mkdeck.importers.formats.markdown.lines import read_lines
from mkdeck.importers.writing.normalise import settle


def read(text: str) -> list[Draft]:
    reading = markdown.read(Document("bank.md", text.encode()))
    assert (reading.skipped, reading.remarks) == ((), ())
    return list(settle(reading).drafts)


def fold(title: str, body: str) -> str:
    return f"<details><summary>{title}</summary>\n\n{body}\n\n</details>\n\n"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("What is ATP?", "Where is it made?"),
        ("1. What is ATP?", "2. Where is it made?"),
        ("<b>Q1: What is ATP?</b>", "<b>Q2: Where is it made?</b>"),
        ("<h3>Q: What is ATP?</h3>", "<h3>Q: Where is it made?</h3>"),
    ],
)
def test_titles_that_ask_are_questions(first: str, second: str) -> None:
    below = fold("More", "By the folds of their inner membrane.")
    drafts = read("# Energy\n\n" + fold(first, "A nucleotide.") + fold(second, f"In mitochondria.\n\n{below}"))
    assert [(each.question, each.answer) for each in drafts] == [
        ("What is ATP?", "A nucleotide."),
        ("Where is it made?", "In mitochondria.\n\nBy the folds of their inner membrane."),
    ]


def test_they_stand_below_headings() -> None:
    first, second, third = read(
        "# Energy\n\n"
        + fold("What is ATP?", "A nucleotide.")
        + "## Cells\n\n"
        + fold("Where?", "Within.")
        + "## Heat\n\n"
        + fold("How much?", "A little.")
    )
    assert [(each.question, each.tags) for each in (first, second, third)] == [
        ("What is ATP?", ()),
        ("Where?", ("Cells",)),
        ("How much?", ("Heat",)),
    ]


def test_a_heading_within_a_fold_is_a_part_of_its_answer() -> None:
    first, second = read(fold("What is ATP?", "## In cells\n\nA nucleotide.") + fold("Where is it made?", "Within."))
    assert (first.answer, second.answer) == ("**In cells**\n\nA nucleotide.", "Within.")


def test_a_title_may_stand_below_its_tag_and_choices_in_the_fold() -> None:
    bank = "<details open>\n<summary>What is `x`?</summary>\nA name\n</details>\n" + fold(
        "And a tuple?", "- [ ] []\n- [x] ()"
    )
    first, second = read(bank)
    assert (first.question, first.answer) == ("What is `x`?", "A name")
    assert (second.question, [(each.text, each.correct) for each in second.choices]) == (
        "And a tuple?",
        [("[]", False), ("()", True)],
    )


@pytest.mark.parametrize(
    "bank",
    [
        "## What is ATP?\n\n"
        + fold("Answer", "A nucleotide.")
        + "## Where is it made?\n\n"
        + fold("Need help?", "Within."),
        fold("What is ATP?", "A nucleotide."),
        "# List\n\n" + fold("Stuck?", "Use a loop.") + "# Set\n\n" + fold("Stuck?", "Use a set."),
        "# List\n\n" + fold("Need a hint?", "Use a loop.") + fold("Stuck?", "See below."),
        "## What is ATP?\n\n" + fold("Unsure?", "It has three of them.") + fold("Stuck?", "A nucleotide."),
        "```html\n" + fold("What is ATP?", "x") + fold("What else?", "x") + "```\n",
        "<details>\nWithout a title\n</details>\n" + fold("What is ATP?", "x") + fold("What else?", "x"),
    ],
)
def test_other_folds_stay_as_they_are(bank: str) -> None:
    lines = read_lines(bank)
    assert spell_out_titles(lines) is lines


@pytest.mark.parametrize("piece", [fold("Why?", "x"), "<details>", "<details><summary>1. x?", "</details>"])
def test_time_grows_no_faster_than_the_folds(piece: str) -> None:
    assert_time_keeps_pace(lambda size: spell_out_titles(read_lines(fold("Why?", "x") + piece * size)), 500, piece)
