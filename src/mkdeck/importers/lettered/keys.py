"""Lists of answers at the end of a bank, such as `1. B  2. C`, and the questions that they belong to."""

import re
from collections.abc import Iterator

from mkdeck.importers.labels import KEY
from mkdeck.importers.lettered.choices import Lines
from mkdeck.importers.letters import LETTER

Key = dict[int, tuple[str, str]]
"""What is said of each question, by its number: its letters, and an explanation if there is one."""

_SAID = rf"\(?{LETTER}\)?(?:\s*[,/&+]\s*{LETTER})*|[A-Z]{{2,5}}|[Tt]rue|[Ff]alse"
_ENTRY = re.compile(
    rf"(?:[Qq]\s*)?(\d{{1,4}})\s*[.):=\u2013\uff0e\u3001\uff1a-]?\s*({_SAID})(?=$|[\s,;|.\uff0c\u3001])"
)
_ROW = re.compile(rf"[\s|]*(?:{_ENTRY.pattern}[\s,;|.\uff0c\u3001]*)+")
_EXPLAINED = re.compile(
    rf"(?:[Qq]\s*)?(?P<number>\d{{1,4}})\s*[.):\u2013-]\s*(?P<said>{_SAID})\s*(?:[.):,\u2013\u2014-]\s*(?P<why>.*)|$)"
)
_ENOUGH = 3


def part_at_keys(lines: Lines) -> Iterator[tuple[Lines, Key]]:
    """Part a bank at its lists of answers; each comes with the lines above it."""
    start = 0
    at = 0
    while at < len(lines):
        line = lines[at][1].strip()
        headed = bool(line and KEY.fullmatch(line))
        if headed or (line and _ROW.fullmatch(line)):
            end, key = _read_key(lines, at + headed, headed=headed)
            last = not any(text.strip() for _, text in lines[end:])
            if key and (headed or (last and len(key) >= _ENOUGH)):
                yield lines[start:at], key
                start = at = end
                continue
        at += 1
    if any(text.strip() for _, text in lines[start:]):
        yield lines[start:], {}


def _read_key(lines: Lines, at: int, *, headed: bool) -> tuple[int, Key]:
    """Read a list of answers; gives where it ends. A number that comes twice ends it."""
    key: Key = {}
    latest = 0
    end = at
    for i in range(at, len(lines)):
        text = lines[i][1].strip()
        if not text:
            continue
        found: Key = {}
        if _ROW.fullmatch(text):
            found = {int(number): (said, "") for number, said in _ENTRY.findall(text)}
        elif headed and (match := _EXPLAINED.fullmatch(text)):
            found = {int(match["number"]): (match["said"], match["why"] or "")}
        if not found or set(found) & set(key):
            if found or not (latest and key[latest][1] and lines[i - 1][1].strip()):
                break
            said, why = key[latest]
            key[latest] = (said, f"{why}\n{text}")
        else:
            key |= found
            latest = max(found)
        end = i + 1
    return end, key
