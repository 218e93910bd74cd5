"""Proves that tags which are one to Anki are spelt in one way in an imported deck, and that lists read as written."""

from pathlib import Path

from conftest import Run
from mkdeck.importers.draft import Draft, Reading
from mkdeck.importers.writing.normalise import settle
from mkdeck.importers.writing.yaml import write_deck


def test_a_tag_is_spelt_as_it_was_first() -> None:
    drafts = (
        Draft(1, "true-false", "Cells divide.", answer=True, tags=("bio", "Cells", "cells")),
        Draft(2, "true-false", "Cells breathe.", answer=True, tags=("CELLS", "Bio", "bio::Cells")),
    )
    assert [draft.tags for draft in settle(Reading(drafts)).drafts] == [
        ("bio", "Cells"),
        ("Cells", "bio", "bio::Cells"),
    ]


def test_an_entry_that_opens_a_bracket_is_not_taken_for_half_of_one(mkdeck: Run, tmp_path: Path) -> None:
    drafts = (
        Draft(1, "short-answer", "Where?", answer="f(x)", tags=("f(x)", "(optional", "for-all)"), id="where"),
        Draft(2, "short-answer", "Who?", answer="x", more={"accept": ["a (b", "c) d"]}, id="who"),
        Draft(3, "short-answer", "Why?", answer="x", more={"accept": ["a (b)", "c"]}, id="why"),
    )
    deck = tmp_path / "deck.yaml"
    deck.write_text(write_deck(drafts, ["where", "who", "why"]), "utf-8")
    assert mkdeck("check", deck) == (0, "", "3 questions checked: no errors.\n")
    assert "tags: [f(x), '(optional', for-all)]" in deck.read_text("utf-8")
    assert "accept: [a (b), c]" in deck.read_text("utf-8")
