"""Words of tables in all languages of the vocabulary; case and accents do not matter."""

import re
import unicodedata
from functools import cache

from mkdeck.importers.drafting.vocabulary import join_tables

_BARRED = str.maketrans("łđø", "ldo")
"""Letters whose stroke is no accent of its own."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SCRIPT = re.compile(r"(?<=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])(?=[A-Za-z])")
_WORD = re.compile(r"[^\W\d_]+|\d+|[#№☑✓✔✅✗✘❌☐]")


def fold(text: str) -> str:
    """Write a text without case and accents."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    plain = unicodedata.normalize("NFKD", folded)
    return "".join(each for each in plain if not unicodedata.combining(each)).translate(_BARRED)


def split_words(text: str) -> list[str]:
    """Split a text into folded words and numbers, `optionA` and `option_a` as `Option A`."""
    return _WORD.findall(fold(_SCRIPT.sub(" ", _CAMEL.sub(" ", text))))


@cache
def heading_words() -> dict[str, frozenset[str]]:
    """Return what each word of a heading may mean."""
    meanings: dict[str, set[str]] = {}
    for meaning, words in join_tables("heading").items():
        for word in words:
            meanings.setdefault(fold(word), set()).add(meaning)
    return {word: frozenset(each) for word, each in meanings.items()}


@cache
def _type_names() -> dict[str, str]:
    """Return the kind of question that each name of a type stands for; empty for what asks nothing."""
    return {
        " ".join(split_words(name)) or fold(name): "" if kind == "none" else kind
        for kind, names in join_tables("type").items()
        for name in names
    }


_MAX_WORDS_OF_TYPE = 8
"""No name of a type has more."""


def find_type(text: str) -> str | None:
    """Return the kind of question by the name of its type, or the start of it; None where the name is unknown."""
    words = split_words(re.sub(r"\([^()]*\)", " ", text))[:_MAX_WORDS_OF_TYPE]
    known = _type_names()
    return next((known[name] for i in range(len(words), 0, -1) if (name := " ".join(words[:i])) in known), None)


def read_truth(text: str, *, loosely: bool = False) -> bool | None:
    """Read `true` and `false` in several languages, loosely also `yes`, `x` and `1`; None if it is neither."""
    word = fold(text.strip().rstrip(".!"))
    return _truths(loosely).get(word)


@cache
def _truths(loosely: bool) -> dict[str, bool]:
    judged = join_tables("truth")
    words = [("no", False), ("yes", True)] if loosely else []
    words += [("false", False), ("true", True)]
    return {fold(word): truth for meaning, truth in words for word in judged[meaning]}
