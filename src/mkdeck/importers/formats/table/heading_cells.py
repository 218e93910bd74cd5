"""One cell of a heading: what its words, in any of several languages, say that the column below it holds."""

import re
from collections.abc import Sequence
from dataclasses import replace
from string import ascii_lowercase
from typing import NamedTuple

from mkdeck.importers.drafting.vocabulary import pattern
from mkdeck.importers.formats.table.columns import Column, Naming, Role
from mkdeck.importers.formats.table.words import fold, heading_words, read_truth, split_words

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_REMARK = re.compile(r"\s[-\u2013\u2014]\s.*(?:\d|max|choose|select).*|\n\s*\n.*|\A\s*\d{1,2}[.)]\s+(?=\D)", re.DOTALL)
"""What a heading says besides: limits, instructions, the number of a step."""
_KEY = re.compile(r"[A-La-l]|\d")
_LOUD_LETTER = re.compile(r"(?<![^\W\d_])[A-L](?![^\W\d_])")
_NUMERO = re.compile(r"\bn[°º]", re.IGNORECASE)
_TO = rf"\s*(?:[-\u2013/,]|{pattern('to')})\s*"
_INDEX = re.compile(rf"\b{pattern('index')}")
_NUMBERS = re.compile(rf"#|\b[01]{_TO}\d|\d-based|index|{pattern('number')}")
_LETTERS = re.compile(rf"\ba\s*(?:[-\u2013/,|]|{pattern('to', 'or')})\s*[b-l]\b|{pattern('letter')}")
_EITHER = re.compile(rf"\s*[/|]\s*|\s+{pattern('or')}\s+", re.IGNORECASE)
_FROM_ZERO = re.compile(rf"\b0{_TO}\d|0-based|{pattern('zero')}")
_FROM_ONE = re.compile(rf"\b1{_TO}\d|1-based")
_MAX_HEADING_CHARS = 90
_MAX_CELL_CHARS = 1_000
"""What stands further behind in a cell names no column."""
_MAX_NUMBER_OF_CHOICE = 20


class _Case(NamedTuple):
    """The role of a column in whose heading some meanings come together, `without` others.

    `keyed` is its role where it speaks of one choice, as `Answer B` does.
    """

    meanings: frozenset[str]
    role: Role
    keyed: Role = ""
    without: frozenset[str] = frozenset()


_CASES = (
    _Case(frozenset({"type"}), "type"),
    _Case(frozenset({"tolerance"}), "tolerance"),
    _Case(frozenset({"accept"}), "accept"),
    _Case(frozenset({"time"}), "time"),
    _Case(frozenset({"image"}), "image"),
    _Case(frozenset({"hint"}), "hint", "hint", without=frozenset({"right"})),  # `indice` is both, in two languages
    _Case(frozenset({"explanation"}), "explanation", "explanation"),
    _Case(frozenset({"remark"}), "remark", "remark"),
    _Case(frozenset({"right", "wrong"}), ""),
    _Case(frozenset({"wrong"}), "wrong", "wrong"),
    _Case(frozenset({"right"}), "answer", "right"),
    _Case(frozenset({"choice"}), "choices", "choice"),
    _Case(frozenset({"answer"}), "answer", "choice", without=frozenset({"question"})),
    _Case(frozenset({"tag"}), "tag"),
    _Case(frozenset({"source"}), "source"),
    _Case(frozenset({"id"}), "id"),
    _Case(frozenset({"number"}), "number"),
    _Case(frozenset({"question"}), "question"),
    _Case(frozenset({"unit"}), "unit"),
)
"""The first that holds counts: an `Answer type` is a type, and a `Correct answer` no list of choices."""
_SAYS_NOTHING_ELSE = frozenset({"text", "filler"})


def read_cell(index: int, cell: str) -> Column:
    """Read a cell of a heading; its role is empty where any word of it is unknown."""
    if not cell:
        return Column(index, "", "")
    whole = " ".join(cell.split())
    cell = cell[:_MAX_CELL_CHARS]
    text = _NUMERO.sub("number", _REMARK.sub("", _BRACKETS.sub(_keep_key, cell)))
    if not text.strip() or len(text) > _MAX_HEADING_CHARS:
        return Column(index, whole, "number" if whole == "#" else "")
    if _names_truths(text):
        return Column(index, whole, "answer", judges=True)
    key, meanings = _read_words(text)
    if meanings is None:
        return Column(index, whole, "")
    aside = _read_aside(cell, text)
    return Column(
        index,
        whole,
        _find_role(meanings, key),
        key,
        named=_find_naming(aside, meanings),
        first=0 if _FROM_ZERO.search(aside) else 1 if _FROM_ONE.search(aside) else None,
        indexed="index" in aside,
        html="markup" in meanings,
    )


def read_above(column: Column, above: Sequence[str]) -> Column:
    """Read what stands above an empty heading, of whatever length, for a place of right answers."""
    text = above[column.index] if column.index < len(above) else ""
    if not text:
        return column
    meanings = set().union(*(heading_words().get(word, frozenset()) for word in split_words(text)))
    return replace(column, heading="^", role="answer") if {"right", "answer"} <= meanings else column


def _keep_key(match: re.Match[str]) -> str:
    return match[1].strip() if _KEY.fullmatch(match[1].strip()) else " "


def _read_aside(cell: str, text: str) -> str:
    """Return what stands in brackets, and whether the rest speaks of an index."""
    aside = fold(" ".join(words for each in _BRACKETS.findall(cell) if len(words := each.strip()) > 2))
    return aside + (" index" if _INDEX.search(" ".join(split_words(text))) else "")


def _names_truths(text: str) -> bool:
    """Whether a heading names true and false, as `True/False`, `T/F` or `wahr oder falsch` do."""
    words = _EITHER.split(text.strip(" ?"))
    truths = [read_truth(word, loosely=True) for word in words if not word.isdecimal()]
    return len(words) == 2 and set(truths) == {True, False}


def _read_words(text: str) -> tuple[str, set[str] | None]:
    """Return the choice that a heading is about, and what its words mean; None where one of them is unknown."""
    known = heading_words()
    words = split_words(text)
    loud = set(_LOUD_LETTER.findall(text))
    keys: list[str] = []
    meanings: set[str] = set()
    for i, word in enumerate(words):
        letter = len(word) == 1 and word in ascii_lowercase[:12]
        if letter and (word.upper() in loud or i in (0, len(words) - 1)):
            keys.append(word)
        elif word.isdecimal() and int(word) <= _MAX_NUMBER_OF_CHOICE:
            keys.append(str(int(word)))
        elif word in known:
            meanings |= known[word]
        else:
            return "", None
    return ("", None) if len(keys) > 1 else ("".join(keys), meanings)


def _find_naming(aside: str, meanings: set[str]) -> Naming | None:
    """Return how a heading wants choices to be named; None where it does not say."""
    if _LETTERS.search(aside) or "letter" in meanings:
        return "letter"
    if _NUMBERS.search(aside) or ("number" in meanings and meanings & {"answer", "right"}):
        return "number"
    return None


def _find_role(meanings: set[str], key: str) -> Role:
    """Return the role of a column by what the words of its heading mean, and the choice that it is about, if any."""
    for case in _CASES:
        if case.meanings <= meanings and not case.without & meanings:
            return case.keyed if key else case.role
    if key:
        return "choice" if meanings <= _SAYS_NOTHING_ELSE else ""
    return "question" if "text" in meanings else ""
