"""Proves that words alone become the same gap by the short way as by the one that all other texts take."""

import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdeck.text import markdown

WORDS = st.text(alphabet="abzÄßéa\u0301שלם日1290 -", min_size=1, max_size=20)


def write_gap(text: str) -> markdown.Fragment:
    return markdown.render(text, lambda reference: reference, as_gap=True)


@given(WORDS)
def test_the_short_way_makes_the_same_gap(text: str) -> None:
    found = write_gap(text)
    with patch.object(markdown, "_WORDS", re.compile(r"(?!)")):
        assert found == write_gap(text)


@pytest.mark.parametrize("text", ["a", "sea level", "x-ray", "Öl 2", "日本"])
def test_plain_words_take_the_short_way(text: str) -> None:
    with patch.object(markdown, "_write_gaps", side_effect=AssertionError):
        assert write_gap(text) == markdown.Fragment(f"{{{{c1::{text}}}}}", (), (1,))


def test_long_words_are_told_from_others_soon() -> None:
    text = "a" * 100_000
    assert write_gap(text).gaps == write_gap(f"{text}!").gaps == (1,)  # a pattern that goes back would never end
