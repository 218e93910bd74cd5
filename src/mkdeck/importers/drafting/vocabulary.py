"""The words of text banks and quiz pages in every language, as `vocabulary.toml` lists and explains them."""

import tomllib
from functools import cache
from importlib import resources

Vocabulary = dict[str, dict[str, list[str]]]
"""By the tag of a language the entries for each meaning."""


@cache
def read_vocabulary() -> Vocabulary:
    """Read the words of every language."""
    text = resources.files(__package__ or __name__).joinpath("vocabulary.toml").read_text("utf-8")
    vocabulary: Vocabulary = tomllib.loads(text)
    return vocabulary


def entries(*meanings: str) -> list[str]:
    """Return the entries of all languages for one meaning or several, each once and in the order of the file.

    Raises KeyError where no language has such a meaning.
    """
    languages = read_vocabulary().values()
    for meaning in meanings:
        if not any(meaning in language for language in languages):
            raise KeyError(meaning)
    found = [entry for language in languages for meaning in meanings for entry in language.get(meaning, ())]
    return list(dict.fromkeys(found))


def pattern(*meanings: str) -> str:
    """Return a pattern, to be read without case, for any word of one meaning or several.

    Its blanks are escaped, so that it may be part of a verbose pattern.
    """
    return f"(?:{'|'.join(entries(*meanings))})".replace(" ", r"\ ")


def words(*meanings: str) -> frozenset[str]:
    """Return the words of one meaning or several, where these are plain words."""
    return frozenset(entries(*meanings))
