"""Statements that say themselves whether they are true, and where they end, as no empty line may part them."""

import re
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from mkdeck.importers.drafting.choice_lines import CROSSES, TICKS, Lines, match_choice
from mkdeck.importers.drafting.labels import ANSWER, FALSE_WORDS, HEADING, NUMBER, TRUE_WORDS
from mkdeck.importers.drafting.vocabulary import pattern, words

_TICKS, _CROSSES = frozenset(f"\u221a{TICKS}"), frozenset(f"\xd7{CROSSES}")
_SIGNS = "".join(_TICKS | _CROSSES)
_TRUE, _FALSE = words("true", "yes") | {"t"} | _TICKS, words("false", "no") | {"f"} | _CROSSES
_NUMBER = r"(?P<number>\d{1,4}(?:[.)]\s+|[\u3001\uff0e]\s*))"
_TASK = r"(?P<task>\w+\s*(?:/|\s\w{1,5}\s)\s*\w+\s*[:.?\u2013-]\s*)"
_WORD = r"(?P<word>[TF]|[^\W_]{2,12})"
_BRACKETED = re.compile(
    rf"{_NUMBER}?{_TASK}?(?P<text>\S.*?)\s*[(\[\uff08]\s*(?P<word>\w+|[{_SIGNS}])\s*[)\]\uff09][.\u3002]?", re.DOTALL
)
"""A statement with its judgement in brackets at the end, and perhaps the task before it: `True or false: ...`."""
_BEFORE = re.compile(
    rf"{_NUMBER}?(?:_+[ ]?{_WORD}[ ]?_+\s*|{_WORD.replace('word', 'bare')}(?:\t|[ ]{{2,}})\s*)(?P<text>\S.*)", re.DOTALL
)
_BEFORE_NUMBER = re.compile(rf"_*{_WORD}_*[ \t]+{_NUMBER}(?P<text>\S.*)", re.DOTALL)
_BEHIND = re.compile(rf"{_NUMBER}?(?P<text>\S.*?)(?:[ ]*\t\s*|[ ]{{2,}}|(?<=[.!])[ ]){_WORD}\.?", re.DOTALL)
_KIND = re.compile(rf"\W*{pattern('true_false', 'multiple_choice', 'short_answer')}\W*", re.IGNORECASE)
_MOST_LINES = 4
"""A statement has so many lines at most."""
_LINES_AHEAD = 100
"""The next number is looked for in so many lines."""


class Judged(NamedTuple):
    """A statement, and whether it is true."""

    statement: str
    true: bool


def find_judgement(text: str) -> Judged | None:
    """Read `True/False: Ice floats. (T)`, `T  Ice floats.` or `Ice floats. True`; None where nothing judges."""
    if bracketed := _read_bracketed(text):
        return bracketed
    for form in (_BEFORE, _BEFORE_NUMBER, _BEHIND):
        if match := form.fullmatch(text):
            said = match["word"] or match["bare"]
            word = said.casefold()
            if said in ("T", "F") or word in TRUE_WORDS | FALSE_WORDS:
                return Judged(f"{match['number'] or ''}{match['text'].rstrip()}", word in _TRUE)
    return None


def _read_bracketed(text: str) -> Judged | None:
    """Read a judgement in brackets; a letter alone is one where a task stands before the statement."""
    match = _BRACKETED.fullmatch(text)
    word = match["word"].casefold() if match else ""
    if not match or word not in _TRUE | _FALSE or (len(word) == 1 and word.isascii() and not match["task"]):
        return None
    return Judged(f"{match['number'] or ''}{match['text']}", word in _TRUE)


def agrees(judged: Judged, said: str) -> bool:
    """Whether an answer says the same of a statement, or nothing."""
    return not said or said.rstrip(".").casefold() in (_TRUE if judged.true else _FALSE)


def is_kind(stem: list[str]) -> bool:
    """Whether a text heads questions of one kind, such as `True/False`."""
    return bool(stem) and bool(_KIND.fullmatch(stem[0].strip()))


def ends_statement(stem: list[str], lines: Lines, at: int, keyed: AbstractSet[int]) -> bool:
    """Whether the statement that a stem is so far ends before a line: it is judged, or the next number follows.

    A number begins a question, and no item of a list, where a list of answers names both, or where behind the choices
    that follow the questions go on to be counted.
    """
    if is_kind(stem):
        return find_number(lines[at][1]) is not None
    if not stem or len(stem) > _MOST_LINES:
        return False
    if find_judgement("\n".join(stem).strip()):
        return True
    number, following = find_number(stem[0]), find_number(lines[at][1])
    if number is None or following != number + 1:
        return False
    return {number, following} <= keyed or _counts_on(lines, at, following)


def find_number(line: str) -> int | None:
    """Return the number that a bank gives to the question that begins with a line; None where it gives none."""
    match = NUMBER.match(line.strip()) or HEADING.fullmatch(line.strip())
    return int(match["number"]) if match else None


def _counts_on(lines: Lines, at: int, number: int) -> bool:
    """Whether a question with a number has choices, itself or after more statements, and the next number follows."""
    chosen = False
    for _, line in lines[at + 1 : at + _LINES_AHEAD]:
        following = find_number(line)
        if following == number + 1:
            if chosen:
                return True
            number += 1
        elif following is not None:
            return False
        chosen = chosen or bool(match_choice(line, 0) or ANSWER.match(line.strip()))
    return False
