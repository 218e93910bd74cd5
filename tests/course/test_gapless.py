"""Proves that no question of which Anki would make no card gets through a check, whatever stands in it like a gap."""

from pathlib import Path

import pytest

from conftest import Run
from course.hostile import check

NEEDS = "a cloze question needs a gap such as {{c1::text}}"
STRAY = "cloze marks work in questions of type cloze only; in code they may stand anywhere"
LOOKS = "this looks like a gap, but a gap is written {{c1::text}} or {{c1::text::hint}}"

# By its text: where it stands, and what is said.
GAPLESS = {
    "The sky is {{blue}}.": (27, "a cloze question needs a gap, and '{{blue}}' is none; write {{c1::blue}}"),
    "The {{ sky }} is {{blue}}.": (20, "a cloze question needs a gap, and '{{ sky }}' is none; write {{c1::sky}}"),
    "The sky is `{{blue}}`.": (16, NEEDS),
    "The sky is ${{blue}}$.": (16, NEEDS),
    "The sky is {{Front}}.": (16, NEEDS),
    "The sky is {c1::blue}.": (16, NEEDS),
    "The sky is \\{{c1::blue}}.": (16, NEEDS),
    "The sky is ___.": (16, NEEDS),
    "The sky is {{C1::blue}}.": (27, LOOKS),
    "The sky is {{c0::blue}}.": (27, "gap numbers go from c1 to c500"),
    "The sky is {{c501::blue}}.": (27, "gap numbers go from c1 to c500"),
    "The sky is {{c1::}}.": (27, "this gap has no text"),
    "The sky is {{c1::blue}.": (27, "this gap is never closed; it needs '}}' at its end"),
}


@pytest.mark.parametrize("text", GAPLESS)
def test_a_cloze_of_which_no_card_would_come_is_an_error(text: str, mkdeck: Run, tmp_path: Path) -> None:
    column, message = GAPLESS[text]
    deck = f"questions:\n  - id: q\n    type: cloze\n    question: '{text}'\n".encode()
    errors = [line for line in check(mkdeck, tmp_path, deck).splitlines() if ": error: " in line]
    assert errors == [f"d.yaml:4:{column}: error: q: {message} [cloze]"]


def test_a_gap_in_an_explanation_alone_is_none(mkdeck: Run, tmp_path: Path) -> None:
    deck = b"questions:\n  - id: q\n    type: cloze\n    question: Blue.\n    explanation: The {{c1::sky}}.\n"
    found = [line for line in check(mkdeck, tmp_path, deck).splitlines() if ": error: " in line]
    assert found == [
        f"d.yaml:4:15: error: q: {NEEDS} [cloze]",
        f"d.yaml:5:22: error: q: {STRAY} [cloze]",
    ]
