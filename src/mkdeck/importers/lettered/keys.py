"""Lists of answers at the end of a bank, such as `1. B  2. C`, and the questions that they belong to."""

import re
from collections.abc import Iterator

from mkdeck.importers.labels import ANSWER, KEY, NUMBER
from mkdeck.importers.lettered.choices import Lines, match_choice
from mkdeck.importers.letters import LETTER

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
    """Part a bank at its lists of answers; each comes with the lines above it."""
    start = 0
    at = 0
    while at < len(lines):
        line = lines[at][1].strip()
        headed = bool(line and KEY.fullmatch(line))
        row = "" if headed or not line else _find_row(line, lines, start, at)
        if headed or row or (line and _ROW.fullmatch(line)):
            asked = _find_numbers(lines[start:at]) if headed and not _has_answers(lines[start:at]) else frozenset()
            end, key = _read_key(
                [(0, row), *lines[at + 1 :]] if row else lines[at + headed :], asked, headed=bool(headed or row)
            )
            end += at + headed
            last = not any(text.strip() for _, text in lines[end:])
            if key and (headed or row or (last and len(key) >= _ENOUGH)):
                yield lines[start:at], key
                start = at = end
                continue
        at += 1
    if any(text.strip() for _, text in lines[start:]):
        yield lines[start:], {}


def _find_numbers(lines: Lines) -> frozenset[int]:
    """Give the numbers of the questions above a list."""
    return frozenset(int(match["number"]) for _, line in lines if (match := NUMBER.match(line.strip())))


def _find_row(line: str, lines: Lines, start: int, at: int) -> str:
    """Give the list that follows its heading on the same line; it answers questions that have no other answer.

    These stand from `start` up to `at`; they are looked at only where there is such a list.
    """
    heading = KEY.match(line)
    row = line[heading.end() :] if heading else ""
    if not heading or heading.group()[-1:].isalnum() or not _ROW.fullmatch(row):
        return ""
    numbers = {int(number) for number, _ in _ENTRY.findall(row)}
    above = lines[start:at]
    if len(numbers) < 2 or not numbers <= _find_numbers(above) or _has_answers(above):
        return ""
    return row


def _read_key(lines: Lines, asked: frozenset[int], *, headed: bool) -> tuple[int, Key]:
    """Read a list of answers; gives how many lines it has. A number that comes twice ends it.

    Below a heading an entry may say words, if its number is the next and that of a question: one of those `asked`.
    """
    key: Key = {}
    worded: set[int] = set()
    more = False
    latest = 0
    end = 0
    for i, (_, line) in enumerate(lines):
        text = line.strip()
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
        if not found or set(found) & set(key):
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
        return 0, {}
    return end, key


def _has_answers(lines: Lines) -> bool:
    return any(ANSWER.match(line.strip()) for _, line in lines)


def _has_choices(lines: Lines, at: int) -> bool:
    return any(match_choice(line, 0) for _, line in lines[at + 1 : at + _FAR])
