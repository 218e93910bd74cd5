"""Lines of plain text that are choices: lettered in any alphabet, numbered or ticked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mkdeck.importers.drafting.answer_letters import LETTER, MOST_CHOICES, follows, letter_of
from mkdeck.importers.drafting.labels import ANSWER
from mkdeck.importers.drafting.vocabulary import pattern

Lines = list[tuple[int, str]]
"""Lines of a file with their numbers."""

TICKS = "\u2713\u2714\u2705\u2611"
CROSSES = "\u2715\u2716\u2717\u2718\u274c\u274e\u2612"
MARKS = rf"*+$#&=>!^@{TICKS}"
"""What people put before the letter of the right choice."""
_SIGN = r"[.)\]\uff0e\u3001\uff09\u3011\u3002]"
_CLOSE = rf"(?:[.)]-(?=\s)|{_SIGN}|\s?[:\uff1a\u2013-](?=\s)|\uff1a|(?<=[アイウエオカキク])(?=\s))"
"""What stands behind a letter; Japanese letters need no sign."""
_BEFORE_TEXT = r"(?:\s+|(?<=[^.:])(?=\S)|(?<=\.)(?![A-Za-z]\.)(?=[^\s.])|(?=\s*$))"
"""White space or nothing between a letter's sign and the text, but not in `e.g.` and `...`."""
LABEL = rf"(?:[(\[\uff08\u3010]?(?P<letter>{LETTER}){_CLOSE}{_BEFORE_TEXT}|(?P<circle>[\u2460-\u2469\u24b6-\u24e9])\s*)"
CHOICE = re.compile(
    rf"""
    \s* (?:[-\u2022\u25aa\u25cf\u25cb\u25e6]\s+)?
    (?:[{CROSSES}]\ufe0f?\s*)?
    (?P<star>(?:-{{1,3}}>|[{MARKS}])\ufe0f?\s*)?
    (?:[-*]?\s*\[(?P<box>[xX{TICKS} ]?)\]\s*)?
    {LABEL}
    (?P<star_after>\*(?!\*)\s*|[{TICKS}]\ufe0f?\s+)?
    (?P<text>.*)
    """,
    re.VERBOSE,
)
_NAMES_NUMBER = re.compile(r"[(\[]?\d{1,2}\b(?![.,]\d)")
_DIGIT = re.compile(
    r"""
    \s* (?P<star>\*\s*)?
    (?:\[(?P<box>[xX ]?)\]\s*)?
    \(? (?P<letter>\d{1,2}) [.)\uff0e\uff09\u3001]\s*
    (?P<star_after>\*\s*)?
    (?P<text>\S.*)
    """,
    re.VERBOSE,
)
_RIGHT_AFTER = re.compile(
    rf"""
    \s*
    (?: [*_]{{0,3}}[(\[](?:{pattern("marked_right")}|x|[{TICKS}])[)\]][*_]{{0,3}}
      | [{TICKS}]\ufe0f?
      | (?:<-+|\u2190)\s*{pattern("arrow_right")}
      | (?<=\S)\s?\*
    )
    \s*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WRONG = re.compile(
    rf"""
    (?P<before>[{CROSSES}]\ufe0f?\s+)(?=\S)
    | (?<=\S)\s*
      (?: [*_]{{0,3}}[(\[](?:{pattern("marked_wrong")}|[{CROSSES}])[)\]][*_]{{0,3}}
        | [{CROSSES}]\ufe0f?
      )
      \s*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""A mark before or behind a text that says that the choice is wrong."""
_LINES_OF_CHOICES = 20
"""Numbered choices and the answer below them stand on so many lines at most."""


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """A line that is the next choice: its letter or number, its text, and whether a mark says that it is right."""

    letter: str
    text: str
    right: bool


def match_choice(line: str, before: int) -> ChoiceLine | None:
    """Read a line as the choice that has to come after `before` others."""
    match = CHOICE.match(line)
    if not match or before >= MOST_CHOICES:
        return None
    letter = letter_of(match)
    if not follows(letter, before):
        return None
    return _make(match, letter)


def match_numbered(line: str, before: int, first: Sequence[int]) -> ChoiceLine | None:
    """Read a line as the next of numbered choices, whose first may have one of these numbers."""
    match = _DIGIT.match(line)
    if not match or before >= MOST_CHOICES or int(match["letter"]) - before not in first:
        return None
    return _make(match, match["letter"])


def _make(match: re.Match[str], letter: str) -> ChoiceLine:
    text = match["text"].strip()
    if (match["star_after"] or "").startswith("*") and text.endswith("*") and not text.endswith("**"):
        return ChoiceLine(letter, f"*{text}", right=False)  # two stars around words only make them stand out
    text, marked = split_mark(text)
    return ChoiceLine(letter, text, _has_mark(match) or marked)


def split_mark(text: str) -> tuple[str, bool]:
    """Split a choice from what says that it is right: bold letters, or a mark behind it. Return whether one does."""
    bold = _is_bold(text)
    text = text[2:-2].strip() if bold else text
    unmarked = _RIGHT_AFTER.sub("", text) or text
    return unmarked, bold or unmarked != text


def _has_mark(match: re.Match[str]) -> bool:
    """Whether a choice has a star, or its box is ticked."""
    return bool(match["star"] or match["star_after"] or (match["box"] or "").strip())


def drop_wrong_mark(text: str) -> str:
    """Take off the mark that says that a choice is wrong, as the one that says that another is right goes."""
    match = _WRONG.match(text)
    return text[match.end() :] if match and match["before"] else _WRONG.sub("", text)


def _is_bold(text: str) -> bool:
    """Whether a text is bold from its start to its end."""
    return len(text) > 4 and text.startswith("**") and text.endswith("**") and "**" not in text[2:-2]


def are_numbered(lines: Lines, at: int) -> bool:
    """Whether choices `1)`, `2)` start here: they follow each other, and a mark or an answer below names one."""
    count, marked, said = _count_numbered(lines[at : at + _LINES_OF_CHOICES])
    return count > 1 and (marked or bool(_NAMES_NUMBER.match(said)))


def _count_numbered(lines: Lines) -> tuple[int, bool, str]:
    """Count the choices that follow each other; return whether one is marked, and what an answer below them says."""
    count, marked = 0, False
    for _, line in lines:
        match = _DIGIT.match(line)
        if match and int(match["letter"]) == count + 1:
            count += 1
            marked = marked or split_mark(match["text"].strip())[1]
        elif line.strip():
            answer = None if match else ANSWER.match(line.strip())
            return count, marked, answer["said"] if answer else ""
    return count, marked, ""
