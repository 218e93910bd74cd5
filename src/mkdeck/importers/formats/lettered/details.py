"""What test banks note about a question beside it, such as `PTS: 1` or `Difficulty: easy`, and no student learns.

The short labels are those that ExamView prints behind its answers.
"""

import re

from mkdeck.importers.drafting.choice_lines import Lines, match_choice
from mkdeck.importers.drafting.labels import ANSWER, HEADING, NUMBER
from mkdeck.importers.drafting.vocabulary import pattern

_LABEL = re.compile(
    rf"(?P<label>PTS|DIF|REF|OBJ|TOP|KEY|MSC|NAT|STA|LOC|BLM|NOT|LO|(?i:{pattern('detail')}))\s*[:\uff1a]"
)
_BEHIND = re.compile(rf"(?<!\s)(?=\t|\s\s)\s+{_LABEL.pattern}")
_BLANK = re.compile(r"\s*_{2,}\s*(?=\d{1,4}\s*[.)])")
"""The line to write an answer on, in front of a question's number."""


def drop_details(lines: Lines) -> tuple[Lines, dict[str, int]]:
    """Leave out what is noted below the choices or the answer of a question.

    Returns the lines that stay, and the labels that went with the line of the first of each.
    """
    kept: Lines = []
    dropped: dict[str, int] = {}
    choices = 0
    answered = False
    for number, line in lines:
        text = line.strip()
        if _BLANK.match(line):
            kept.append((number, _BLANK.sub("", line)))
            choices, answered = 0, False
            continue
        rest, details = _part_line(line, below=answered or choices > 0, answered=answered)
        for match in details:
            dropped.setdefault(match["label"], number)
        if rest is None:
            continue
        kept.append((number, rest))
        if ANSWER.match(text):
            answered = True
        elif NUMBER.match(text) or HEADING.fullmatch(text):
            choices, answered = 0, False
        elif match_choice(line, choices):
            choices += 1
    return kept, dropped


def _part_line(line: str, *, below: bool, answered: bool) -> tuple[str | None, list[re.Match[str]]]:
    """Return what stays of a line, None where it is all details, and these; `below` says that it may be."""
    text = line.strip()
    if below and (details := _find_details(text, answered=answered)):
        return None, details
    behind = list(_BEHIND.finditer(line)) if ANSWER.match(text) else []
    return (line[: behind[0].start()] if behind else line), behind


def _find_details(text: str, *, answered: bool) -> list[re.Match[str]]:
    """Return the details on a line that starts with one; before the answer, `KEY:` is the label of that."""
    first = _LABEL.match(text)
    if first is None or (first["label"] == "KEY" and not answered):
        return []
    return [first, *_BEHIND.finditer(text)]
