"""Proves which languages lack a word to read text banks by, and that every meaning of a word is used and explained."""

import re
from importlib import resources
from pathlib import Path

import pytest

from mkdeck.importers import drafting
from mkdeck.importers.drafting.vocabulary import pattern, read_vocabulary

LACKING = {
    "answer": "ca",
    "right": "ca vi ko fa hi th",
    "is": "uk cs hu ro fi ca el tr id vi ja zh ko ar fa he hi th",
    "feedback": "ca th",
    "hint": "nl uk cs hu ro sv nb da fi ca el tr id vi ar fa he hi th",
    "question": "nb ca el he hi th",
    "points": "nl pl uk cs hu ro sv nb da fi ca el tr id vi ja ko ar fa he hi th",
    "answer_key": "de it pt nl uk cs hu ro sv nb da fi ca el tr id vi ja ko ar fa he hi th",
    "true": "uk da fi ca el id vi ar fa he hi th",
    "false": "uk da fi ca el id vi ar fa he hi th",
    "because": "uk cs hu ro fi ca el ja zh ko ar fa he hi th",
    "marked_right": "uk cs hu ro sv nb da fi ca el tr id vi ar fa he hi th",
    "default_feedback": "uk cs hu ro sv nb da fi el tr id vi ko ar fa he hi th",
    "true_false": "uk cs hu ro sv nb da fi ca el id vi ar fa he hi th",
    "multiple_choice": "uk cs hu ro sv nb da fi ca el id vi ar fa he hi th",
    "short_answer": "uk cs hu ro sv nb da fi ca el id vi ar fa he hi th",
    "reveal": "uk cs hu ro sv nb da fi ca el tr id vi ar fa he hi th",
    "model_answer": "uk cs hu ro sv nb da fi ca el id vi ar fa he hi th",
}
"""The languages that have no word of their own for what a bank most often says; who adds one takes it out here."""
MEANINGS = sorted({meaning for language in read_vocabulary().values() for meaning in language})


@pytest.mark.parametrize("meaning", LACKING)
def test_lists_the_languages_that_lack_a_word(meaning: str) -> None:
    without = [tag for tag, language in read_vocabulary().items() if not language.get(meaning)]
    assert without == LACKING[meaning].split()


@pytest.mark.parametrize("meaning", MEANINGS)
def test_every_entry_is_a_pattern_that_says_something(meaning: str) -> None:
    for language in read_vocabulary().values():
        for entry in language.get(meaning, ()):
            assert not re.compile(entry).fullmatch("")
            assert entry == entry.strip()


@pytest.mark.parametrize("meaning", MEANINGS)
def test_every_meaning_is_explained_at_the_head_and_read_by_a_module(meaning: str) -> None:
    head = resources.files(drafting).joinpath("vocabulary.toml").read_text("utf-8").partition("\n[")[0]
    explained = set(re.findall(r"\w+", head))
    importers = Path(str(resources.files(drafting))).parent
    modules = "\n".join(path.read_text("utf-8") for path in importers.rglob("*.py"))
    assert meaning in explained
    assert re.search(rf"""["']{meaning.replace("_", "[_-]")}["']""", modules)


def test_a_blank_of_a_word_counts_in_a_verbose_pattern_too() -> None:
    assert re.fullmatch(rf"  {pattern('prompt')}  ", "Question text", re.IGNORECASE | re.VERBOSE)


def test_a_meaning_that_no_language_has_is_a_fault() -> None:
    with pytest.raises(KeyError):
        pattern("answr")
