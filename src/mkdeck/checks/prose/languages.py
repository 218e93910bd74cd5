"""The language of a course's texts, and tables of its words."""

import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

from mkdeck.checks.prose.plain import read_prose, split_words
from mkdeck.course.loading import Course
from mkdeck.notetypes import base_language

_SAMPLE = 400
"""How many questions tell the language of a course."""
_ENOUGH = 12
"""So many common words of another language, and twice those of the declared one, say that it is the other."""


@cache
def read_table(name: str) -> dict[str, dict[str, Any]]:
    """Return a table of words by language."""
    return tomllib.loads((files("mkdeck.checks.prose") / f"{name}.toml").read_text("utf-8"))


@cache
def find_set(name: str, language: str, key: str) -> frozenset[str]:
    """Return some words of a language, also as `split_words` folds them; none where the table has none."""
    words = frozenset(read_table(name).get(language, {}).get(key, ()))
    return words | frozenset(map(str.casefold, words))


def find_language(course: Course) -> str:
    """Return the code of a course's language, as it declares it; empty where its texts are plainly of another one.

    English is what a course says that says nothing; no word of it may be looked for in German texts.
    """
    declared = base_language(course.settings.language)
    counts: Counter[str] = Counter()
    for entry in islice(course.entries, _SAMPLE):
        counts.update(split_words(read_prose(entry.question.question)))
    seen = {code: sum(counts[word] for word in table["words"]) for code, table in read_table("common").items()}
    other = max((count for code, count in seen.items() if code != declared), default=0)
    return "" if other >= _ENOUGH and other > 2 * seen.get(declared, 0) else declared
