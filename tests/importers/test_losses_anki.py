"""Proves that no field of a note of Anki is lost in silence: it is on a card, or in a note of the import."""

import pytest

from importers.contract import import_one
from importers.test_losses import say

HEADER = "#separator:tab\n#html:true\n"


def test_a_field_that_is_on_no_card_is_told_once() -> None:
    notes = "ice\tfrozen water\t\tseen in <b>May</b>\nsnow\tmany crystals\t\tseen in June\n"
    batch = import_one(f"{HEADER}#notetype:Basic\n{notes}".encode())
    assert batch
    assert [(each.line, each.message) for each in batch.accounts[0].remarks] == [
        (4, 'a field without a name is on no card, and is left out in all such notes: "seen in May"')
    ]


@pytest.mark.parametrize(
    ("header", "note"),
    [
        ("#notetype:Basic\n", "ice {}\tfrozen water"),
        ("#notetype:Basic\n", "ice\t<i>frozen {}</i> \\(x_1\\) [sound:a-b.mp3] <img src='u.png'>"),
        ("#notetype:Basic (and reversed card)\n", "ice\tfrozen water {}"),
        ("#notetype:Cloze\n", "{{{{c1::Ice {}}}}} melts\tas it does"),
        ("#notetype:Cloze\n", "{{{{c1::Ice}}}} melts\tas {} does"),
        ("#columns:Question\tA\tB\tCorrect\tExtra\n", "Which?\tice {}\tfire\tA\tas it is"),
        ("#columns:Question\tA\tB\tCorrect\tExtra\n", "Which?\tice\tfire\tA\tas {} is"),
    ],
)
def test_a_field_that_is_on_a_card_is_not_told(header: str, note: str) -> None:
    batch = import_one(f"{HEADER}{header}{note.format('zanzibar')}\n".encode())
    assert batch
    assert "zanzibar" in say(batch)
    assert not [each.message for each in batch.accounts[0].remarks if "left out" in each.message]


def test_a_choice_may_only_play_or_show_something() -> None:
    fields = "Which?\ta\t<audio src='x.mp3'></audio>\t<img src='y.png'>\t<ul><li>one</li><li>two</li></ul>\tp<br>2"
    batch = import_one(f"{HEADER}#columns:Question\tCorrect\tWrong 1\tWrong 2\tBackground\tSource\n{fields}\n".encode())
    assert batch
    assert batch.text == (
        "questions:\n  - id: which\n    type: multiple-choice\n    question: Which?\n    choices:\n      - correct: a\n"
        "      - (x.mp3)\n      - (y.png)\n    explanation: |-\n      **Background:**\n\n      - one\n      - two\n"
        "    source: p 2\n"
    )
