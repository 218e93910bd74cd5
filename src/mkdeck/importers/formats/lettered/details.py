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
    """Leave out what is noted below the choices or the answer of a question; gives the labels and their first lines."""
    out: Lines = []
    dropped: dict[str, int] = {}
    choices = 0
    answered = False
    for number, line in lines:
        text = line.strip()
        if _BLANK.match(line):
            text = _BLANK.sub("", line)
            out.append((number, text))
            choices, answered = 0, False
            continue
        noted = _LABEL.match(text) if answered or choices else None
        if noted and (answered or noted["label"] != "KEY"):
            for match in (noted, *_BEHIND.finditer(text)):
                dropped.setdefault(match["label"], number)
            continue
        behind = None
        if ANSWER.match(text):
            behind, answered = _BEHIND.search(line), True
        elif NUMBER.match(text) or HEADING.fullmatch(text):
            choices, answered = 0, False
        elif match_choice(line, choices):
            choices += 1
        for match in _BEHIND.finditer(line, behind.start()) if behind else ():
            dropped.setdefault(match["label"], number)
        out.append((number, line[: behind.start()] if behind else line))
    return out, dropped
