"""What the lines ahead tell: where code ends, whether a question may start, and whether an answer goes on."""

from mkdeck.importers.drafting.choice_lines import Lines, match_choice
from mkdeck.importers.drafting.labels import ANSWER, FALSE_WORDS, HEADING, NUMBER, QUESTION_MARKS, TRUE_WORDS
from mkdeck.importers.formats.lettered.block import TYPES

LINES_AHEAD = 100
"""A question is looked for in so many lines."""
JUDGEMENTS = TRUE_WORDS | FALSE_WORDS
_ASKS = (*QUESTION_MARKS, ":")


def find_code_end(lines: Lines) -> int:
    """Return the number of the line that closes the code opened in the first; 0 where the question ends before."""
    closing = "```" if "```" in lines[0][1] else "</pre"
    for number, line in lines[1 if closing == "```" else 0 :]:
        if closing in line.lower():
            return number
        if ANSWER.match(line.strip()):
            break
    return 0


def find_askers(lines: Lines) -> set[int]:
    """Find the lines at which a question without a number may start: its answer comes before the next number."""
    askers: set[int] = set()
    answer = choice = -1
    judged = False
    for at in range(len(lines) - 1, -1, -1):
        if at < answer < at + LINES_AHEAD and (judged or 0 <= choice < answer):
            askers.add(at)
        text = lines[at][1].strip()
        if match := ANSWER.match(text):
            answer, choice = at, -1
            judged = match["said"].strip(" .").casefold() in JUDGEMENTS
        elif is_numbered(text):
            answer = -1
        elif match_choice(lines[at][1], 0):
            choice = at
    return askers


def goes_on(lines: Lines, at: int) -> bool:
    """Whether a line goes on with the answer above: neither it nor the lines just below it make a question."""
    text = ""
    for _, line in lines[at : at + LINES_AHEAD]:
        if not line.strip() or (text and is_numbered(line.strip())):
            break
        text = line.strip()
        if is_numbered(text) or ANSWER.match(text) or match_choice(line, 0) or text.lower() in TYPES:
            return False
    return text[-1:] not in _ASKS


def is_numbered(text: str) -> bool:
    """Whether a line has the number of a question, or is a heading over one."""
    return bool(NUMBER.match(text) or HEADING.fullmatch(text))
