"""Proves that choices, items and right sides with letters or numbers of their own are named, and nothing else."""

from pathlib import Path

import pytest

from conftest import Run
from course.hostile import check
from course.test_slips import ask, choose

CHOICES = "the choices bring {} of their own, which stand mixed on the card; write `{}` in place of `{}`"
ITEMS = "the items bear {} in their right order, which gives it away; write `{}` in place of `{}`"
RIGHTS = "the right sides bear {} in the order of the pairs, which gives them away; write `{}` in place of `{}`"

# By name: a deck, the line that is named, and what is said.
NAMED = {
    "choices": (choose("- a) one", "- correct: b) two"), 5, CHOICES.format("letters", "- one", "- a) one")),
    "a right one first": (
        choose("- correct: A. one", "- B. two", "- C. three"),
        5,
        CHOICES.format("letters", "- correct: one", "- correct: A. one"),
    ),
    "numbers": (choose("- (1) one", "- correct: (2) two"), 5, CHOICES.format("numbers", "- one", "- (1) one")),
    "numbers of Rome": (choose("- I. one", "- correct: II. two"), 5, CHOICES.format("letters", "- one", "- I. one")),
    "kept in order": (
        choose("- '[a] one'", "- correct: '[b] two'") + "    shuffle: false\n",
        5,
        CHOICES.replace("mixed on the card", "beside those of the card").format("letters", "- one", "- '[a] one'"),
    ),
    "kept in order on a cloze card": (
        choose("- a) one", "- correct: b) two") + "    shuffle: false\n    card: cloze\n",
        5,
        CHOICES.replace("stand mixed on the card", "say nothing on a cloze card").format(
            "letters", "- one", "- a) one"
        ),
    ),
    "items": (ask("ordering", "items: [1. one, 2. two]"), 5, ITEMS.format("numbers", "- one", "- 1. one")),
    "right sides": (
        ask("matching", "pairs:", "  - {left: one, right: A) eins}", "  - {left: two, right: B) zwei}"),
        5,
        RIGHTS.format("letters", "right: eins", "right: A) eins"),
    ),
}


@pytest.mark.parametrize(("text", "line", "message"), NAMED.values(), ids=NAMED)
def test_parts_with_letters_of_their_own_are_named(
    text: str, line: int, message: str, tmp_path: Path, mkdeck: Run
) -> None:
    said = check(mkdeck, tmp_path, text.encode())
    assert said == f"d.yaml:{line}:5: warning: q: {message} [own-letters]\n"


LET_BE = {
    "dates": choose("- correct: 1. Mai", "- 2. Mai", "- 3. Mai"),
    "leagues": choose("- correct: 1. Bundesliga", "- 2. Bundesliga", "- 3. Liga"),
    "one with a letter": choose("- a) one", "- correct: two"),
    "letters of no order": choose("- B. subtilis", "- correct: C. elegans", "- D. rerio"),
    "numbers": choose("- '1.5'", "- correct: '2.5'"),
    "names": choose("- correct: A", "- B"),
    "items in another order": ask("ordering", "items: [2. Symphonie, 1. Symphonie, 3. Symphonie]"),
    "left sides": ask("matching", "pairs:", "  - {left: 1. one, right: eins}", "  - {left: 2. two, right: zwei}"),
    "statements": ask("statements", "statements:", "  - true: a) one", "  - false: b) two"),
}


@pytest.mark.parametrize("text", LET_BE.values(), ids=LET_BE)
def test_what_is_no_label_is_let_be(text: str, tmp_path: Path, mkdeck: Run) -> None:
    assert "own-letters" not in check(mkdeck, tmp_path, text.encode())
