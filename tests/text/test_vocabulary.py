"""Proves which languages lack a word to read texts and text banks by, and that every meaning is used and explained."""

import re
from functools import cache
from importlib import resources
from pathlib import Path

import pytest

from mkdeck.importers.drafting.vocabulary import LABELS, pattern
from mkdeck.text.vocabulary import WORDS, Vocabulary

LACKING_LABELS = {
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
    "heading": "uk cs hu ro sv nb da fi ca el ar fa he hi th",
    "type": "uk cs hu ro sv nb da fi ca el tr vi ar fa he hi th",
    "truth": "uk cs hu ro sv nb da fi ca el tr id vi ar fa he hi th",
    "field": "uk cs hu ro sv nb da fi ca el tr id vi ar fa he hi th",
}
LACKING_WORDS = {
    "about": "ja zh",
    "absolute": "ja zh",
    "alike": "fr es it pt nl pl ja zh",
    "all_or_none": "",
    "amounts": "fr es it pt nl pl ja zh",
    "asks": "ja zh",
    "asks_about": "ja zh",
    "at_least": "ja zh",
    "because": "pl ja zh",
    "before_clause": "fr es it pt nl pl ja zh",
    "before_letter": "en de fr es it pt nl pl",
    "before_qualified": "fr es it pt nl pl ja zh",
    "both": "es it pt nl pl ja zh",
    "called": "",
    "choice": "ja zh",
    "commands": "fr es it pt nl pl ja zh",
    "common": "ja zh",
    "decimals": "pl ja zh",
    "digits": "fr es it pt nl pl ja zh",
    "either": "ja zh",
    "explains": "pt nl pl ja zh",
    "fits": "de es pt nl pl ja zh",
    "forbids": "fr es it pt nl pl ja zh",
    "is": "ja zh",
    "joins_letters": "ja zh",
    "judges": "ja zh",
    "judges_statement": "es it pt nl pl ja zh",
    "last_thing": "ja zh",
    "least_likely": "ja zh",
    "linking": "pt nl pl ja zh",
    "negates": "ja zh",
    "new_clause": "ja zh",
    "no_unit": "fr es it pt nl pl ja zh",
    "not_told": "fr es it pt nl pl ja zh",
    "one_of": "fr es it pt nl pl ja zh",
    "only": "ja zh",
    "duty": "de fr es it pt nl pl ja zh",
    "open": "fr es it pt nl pl ja zh",
    "or_less": "ja zh",
    "or_more": "ja zh",
    "over": "ja zh",
    "percent": "ja zh",
    "picture": "",
    "range_from": "ja zh",
    "range_to": "ja zh",
    "relative": "fr es it pt nl pl ja zh",
    "rhythm": "fr es it pt nl pl ja zh",
    "right": "",
    "set_off": "fr es it pt nl pl ja zh",
    "statement": "fr es it pt nl pl ja zh",
    "strong": "ja zh",
    "tag": "ja zh",
    "tells": "ja zh",
    "tells_of_sign": "it nl pl ja zh",
    "time_of_day": "fr es it pt nl pl ja zh",
    "turns_around": "ja zh",
    "turns_around_last": "ja zh",
    "under": "ja zh",
    "up_to": "ja zh",
    "vague": "ja zh",
    "verbs": "de fr es it pt nl pl ja zh",
    "wrong": "",
}
"""The languages that have no word of their own for a meaning; of labels, for what a bank most often says.

Who adds one takes it out here.
"""
VOCABULARIES = ((LABELS, LACKING_LABELS), (WORDS, LACKING_WORDS))
TABLES = ("field", "heading", "truth", "type")
"""What a language has as tables of their own, below its labels."""
MEANINGS = [
    pytest.param(vocabulary, meaning, id=f"{vocabulary.package}-{meaning}")
    for vocabulary, _ in VOCABULARIES
    for meaning in sorted({meaning for language in vocabulary.read().values() for meaning in language})
]


@pytest.mark.parametrize(
    ("vocabulary", "meaning", "lacking"),
    [
        pytest.param(vocabulary, meaning, codes.split(), id=f"{vocabulary.package}-{meaning}")
        for vocabulary, lacking in VOCABULARIES
        for meaning, codes in lacking.items()
    ],
)
def test_lists_the_languages_that_lack_a_word(vocabulary: Vocabulary, meaning: str, lacking: list[str]) -> None:
    assert [code for code, language in vocabulary.read().items() if not language.get(meaning)] == lacking


def test_every_meaning_of_a_word_is_listed() -> None:
    assert {meaning for language in WORDS.read().values() for meaning in language} == LACKING_WORDS.keys()


@pytest.mark.parametrize(("vocabulary", "meaning"), MEANINGS)
def test_every_entry_is_a_pattern_that_says_something(vocabulary: Vocabulary, meaning: str) -> None:
    for language in vocabulary.read().values():
        for entry in language.get(meaning, ()):
            assert not re.compile(entry).fullmatch("")
            assert entry == entry.strip()


@pytest.mark.parametrize("table", TABLES)
def test_each_word_of_a_table_stands_once_in_its_language(table: str) -> None:
    for language in LABELS.read().values():
        for meaning, entries in language.get(table, {}).items():
            assert len(set(entries)) == len(entries), meaning
            assert all(entry == entry.strip() != "" and re.compile(entry) for entry in entries), meaning


@pytest.mark.parametrize(("vocabulary", "meaning"), MEANINGS)
def test_every_meaning_is_explained_at_the_head_and_read_by_a_module(vocabulary: Vocabulary, meaning: str) -> None:
    table = resources.files(vocabulary.package).joinpath("vocabulary.toml")
    explained = set(re.findall(r"\w+", table.read_text("utf-8").partition("\n[")[0]))
    assert meaning in explained
    assert re.search(rf"""["']{meaning.replace("_", "[_-]")}["']""", _read_modules(vocabulary.package))


@cache
def _read_modules(package: str) -> str:
    """Return the code that reads a table of words: the importers, or whatever is about texts."""
    root = Path(str(resources.files("mkdeck")))
    top = root / "importers" if package == "mkdeck.importers.drafting" else root
    return "\n".join(path.read_text("utf-8") for path in top.rglob("*.py"))


def test_a_blank_of_a_word_counts_in_a_verbose_pattern_too() -> None:
    assert re.fullmatch(rf"  {pattern('prompt')}  ", "Question text", re.IGNORECASE | re.VERBOSE)


def test_a_meaning_that_no_language_has_is_a_fault() -> None:
    with pytest.raises(KeyError):
        pattern("answr")


def test_the_words_of_a_language_are_found_with_their_case_folded() -> None:
    assert {"Zeichen", "zeichen"} <= WORDS.find_words("explains", "de")
    assert WORDS.find_words("vague", "ja") == frozenset()
