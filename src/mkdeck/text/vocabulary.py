"""Words that people write in texts, by language, as a table `vocabulary.toml` of a package lists and explains them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The table of a package, and the pattern of a blank in its entries."""

    package: str
    blank: str

    def read(self) -> dict[str, dict[str, Any]]:
        """Return by the code of each language its entries for each meaning."""
        return _read(self.package)

    def find_words(self, meaning: str, language: str) -> frozenset[str]:
        """Return the words of a language for a meaning, also with their case folded; none where it has none."""
        return _find(self.package, meaning, language)

    def list_entries(self, *meanings: str) -> list[str]:
        """Return the entries of all languages for one meaning or several, each once and in the order of the table.

        Raises KeyError where no language has such a meaning.
        """
        languages = self.read().values()
        for meaning in meanings:
            if not any(meaning in language for language in languages):
                raise KeyError(meaning)
        found = [entry for language in languages for meaning in meanings for entry in language.get(meaning, ())]
        return list(dict.fromkeys(found))

    def join_words(self, *meanings: str) -> frozenset[str]:
        """Return the words of all languages for one meaning or several, where these are plain words."""
        return _join(self, meanings)

    def make_pattern(self, *meanings: str) -> str:
        """Return a pattern, to be read without case, for any entry of one meaning or several.

        It may be part of a verbose pattern.
        """
        return f"(?:{'|'.join(self.list_entries(*meanings))})".replace(" ", self.blank)


@cache
def _read(package: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads(resources.files(package).joinpath("vocabulary.toml").read_text("utf-8"))


@cache
def _join(vocabulary: Vocabulary, meanings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(vocabulary.list_entries(*meanings))


@cache
def _find(package: str, meaning: str, language: str) -> frozenset[str]:
    words = frozenset(_read(package).get(language, {}).get(meaning, ()))
    return words | frozenset(map(str.casefold, words))


WORDS = Vocabulary("mkdeck.text", blank=r"\s+")
"""Words of questions, for what mkdeck says about texts."""
