"""`Q:` and `A:` in banks of lettered questions, where they stand for words, and not for the letter of a choice."""

import re
from collections.abc import Sequence
from itertools import pairwise

_BOLD = re.compile(r"(?P<marks>[ ]{0,3}(?:[-*+][ ]+)?)(?P<bold>\*\*|__)(?P<label>[QA]\d{0,4})(?P<more>[:.*_].*)")
"""A line whose label is bold, or all of it."""
_MARKS = r"(?P<marks>[ ]{0,3}(?:[-*+][ ]+)?)"
_END = r"(?P<number>\d{0,4})(?P<end>[:.])[ \t]*"
_NAMES = r"[(\[]?[A-Za-z][)\]]?(?:$|[ \t]*[^\w\s'\u2019])"
_ASKED = re.compile(rf"{_MARKS}Q{_END}(?P<said>(?!{_NAMES})(?=.*[\s?\uff1f])\S.*)")
"""A line that asks; one that names a letter, or has a single word, is of a list of answers."""
_ANSWERED = re.compile(rf"{_MARKS}A{_END}(?P<said>.*)")
_SECOND = re.compile(r"[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__)?[(\[]?B[ ]?[:.)\]]")
"""The second of choices on a line of its own."""
SPELLED = re.compile(r"Question #\d+: ")
"""What stands for the letter of a question without a number."""
_FEWEST = 2


def spell_out_letters(lines: Sequence[str]) -> list[str]:
    """Return lines with `Question #1:` for `Q:`, and `Answer:` for `A:` where no `B:` follows before the next question.

    A single `Q:` may be anything.
    """
    spelled = list(lines)
    lines = [unbold_label(line) for line in lines]
    asked = {i: match for i, line in enumerate(lines) if (match := _ASKED.fullmatch(line))}
    if len(asked) < _FEWEST:
        return spelled
    for number, (start, end) in enumerate(pairwise([*asked, len(lines)]), 1):
        match = asked[start]
        spelled[start] = f"{match['marks']}Question {match['number'] or f'#{number}'}: {match['said']}"
        for i, each in _find_answers(lines, start + 1, end).items():
            spelled[i] = f"{each['marks']}Answer: {each['said']}"
    return spelled


def _find_answers(lines: Sequence[str], start: int, end: int) -> dict[int, re.Match[str]]:
    """Find the answers below a question; none where their letters are those of choices."""
    answered = {i: match for i in range(start, end) if (match := _ANSWERED.fullmatch(lines[i]))}
    has_choices = any(map(_SECOND.match, lines[start:end])) or any(map(_shares_line, answered.values()))
    return {} if has_choices else answered


def unbold_label(line: str) -> str:
    """Return a line without the marks that make its label bold, or all of it."""
    if (match := _BOLD.fullmatch(line)) and match["more"].count(match["bold"]) == 1:
        before, after = match["more"].split(match["bold"])
        if before in ("", ":", ".") or not after.strip():
            return f"{match['marks']}{match['label']}{before}{after}"
    return line


def _shares_line(first: re.Match[str]) -> bool:
    """Whether a second choice stands behind what may be a first one, as in `A. tin B. iron`."""
    return not first["number"] and f" B{first['end']}" in first["said"]
