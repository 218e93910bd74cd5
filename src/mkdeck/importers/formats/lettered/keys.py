"""Lists of answers at the end of a bank, such as `1. B  2. C`, and the questions that they belong to."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from mkdeck.importers.drafting.answer_letters import LETTER
from mkdeck.importers.drafting.choice_lines import Lines, match_choice
from mkdeck.importers.drafting.labels import ANSWER, KEY, NUMBER

Key = dict[int, tuple[str, str]]
"""What is said of each question, by its number: its letters or words, and an explanation if there is one."""

_SAID = rf"\(?{LETTER}\)?(?:\s*[,/&+]\s*{LETTER})*|[A-Z]{{2,5}}|[Tt]rue|[Ff]alse"
_ENTRY = re.compile(
    rf"(?:[Qq]\s*)?(\d{{1,4}})\s*[.):=\u2013\uff0e\u3001\uff1a-]?\s*({_SAID})(?=$|[\s,;|.\uff0c\u3001])"
)
_ROW = re.compile(rf"[\s|]*(?:{_ENTRY.pattern}[\s,;|.\uff0c\u3001]*)+")
_EXPLAINED = re.compile(
    rf"(?:[Qq]\s*)?(?P<number>\d{{1,4}})\s*[.):\u2013-]\s*(?P<said>{_SAID})\s*(?:[.):,\u2013\u2014-]\s*(?P<why>.*)|$)"
)
_WORDED = re.compile(r"(?:[Qq]\s*)?(?P<number>\d{1,4})\s*[.):]\s+(?P<said>[^\s?\uff1f][^?\uff1f]*)")
_ENOUGH = 3
_FAR = 4


def part_at_keys(lines: Lines) -> Iterator[tuple[Lines, Key]]:
    """Split a bank at its lists of answers; each comes with the lines above it."""
    above = _Above()
    last = max((i for i, (_, text) in enumerate(lines, 1) if text.strip()), default=0)
    start = at = 0
    while at < len(lines):
        line = lines[at][1].strip()
        headed = bool(line and KEY.fullmatch(line))
        row = "" if headed or not line else _find_row(line, above)
        end = at + 1
        if headed or row or (line and _ROW.fullmatch(line)):
            listed = [*lines[:at], (0, row), *lines[at + 1 :]] if row else lines
            asked = above.numbers if headed and not above.answered else set()
            end, key = _read_key(listed, at + headed, asked, headed=bool(headed or row))
            if key and (headed or row or (end >= last and len(key) >= _ENOUGH)):
                yield lines[start:at], key
                start = at = end
                above = _Above()
                continue
            end = at + 1 if headed or end >= last else max(end, at + 1)  # what is no list has none in it
        for _, passed in lines[at:end]:
            above.add(passed.strip())
        at = end
    if start < last:
        yield lines[start:], {}


class _Above:
    """What the lines above a list say: the numbers of their questions, and whether they tell answers."""

    def __init__(self) -> None:
        self.numbers: set[int] = set()
        self.answered = False

    def add(self, text: str) -> None:
        """Take in the next line."""
        if match := NUMBER.match(text):
            self.numbers.add(int(match["number"]))
        self.answered = self.answered or bool(ANSWER.match(text))


def _find_row(line: str, above: _Above) -> str:
    """Return the list that follows its heading on the same line; it answers questions that have no other answer."""
    heading = KEY.match(line)
    row = line[heading.end() :] if heading else ""
    if not heading or heading.group()[-1:].isalnum() or not _ROW.fullmatch(row):
        return ""
    numbers = {int(number) for number, _ in _ENTRY.findall(row)}
    return row if len(numbers) > 1 and numbers <= above.numbers and not above.answered else ""


def _read_key(lines: Lines, start: int, asked: AbstractSet[int], *, headed: bool) -> tuple[int, Key]:
    """Read a list of answers; gives the place behind its last line. A number that comes twice ends it.

    Below a heading an entry may say words, if its number is the next and that of a question: one of those `asked`.
    """
    key: Key = {}
    worded: set[int] = set()
    more = False
    latest = 0
    end = start
    for i in range(start, len(lines)):
        text = lines[i][1].strip()
        if not text:
            continue
        found: Key = {}
        if _ROW.fullmatch(text):
            found = {int(number): (said, "") for number, said in _ENTRY.findall(text)}
        elif headed and (match := _EXPLAINED.fullmatch(text)):
            found = {int(match["number"]): (match["said"], match["why"] or "")}
        elif (match := _WORDED.fullmatch(text)) and int(match["number"]) in asked and not _has_choices(lines, i):
            number = int(match["number"])
            found = {number: (match["said"], "")} if number == latest + 1 else {}
            worded |= set(found)
        if not found or not key.keys().isdisjoint(found):
            if found or not latest or not lines[i - 1][1].strip() or not (key[latest][1] or latest in worded):
                break
            if latest in worded and NUMBER.match(text):
                more = True
                break
            said, why = key[latest]
            key[latest] = (said, f"{why}\n{text}") if why else (f"{said}\n{text}", "")
        else:
            key |= found
            latest = max(found)
        end = i + 1
    # A list of words alone may as well be one answer, in several steps.
    if worded == set(key) and (more or worded != asked or len(worded) < 2):
        return start, {}
    return end, key


def _has_choices(lines: Lines, at: int) -> bool:
    return any(match_choice(line, 0) for _, line in lines[at + 1 : at + _FAR])
