"""Lists of answers at the end of a bank, such as `1. B  2. C`, and the questions that they belong to."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from mkdeck.importers.drafting.answer_letters import LETTER
from mkdeck.importers.drafting.choice_lines import Lines, match_choice
from mkdeck.importers.drafting.labels import ANSWER, KEY, LIST_HEADING, NUMBER, TABLE_HEADING

Key = dict[int, tuple[str, str]]
"""What is said of each question, by its number: its letters or words, and an explanation if there is one."""

_SAID = rf"\(?{LETTER}\)?(?:\s*[,/&+]\s*{LETTER})*|[A-Z]{{2,5}}|[Tt]rue|[Ff]alse"
_ENTRY = re.compile(
    rf"(?:[Qq]\s*)?(\d{{1,4}})\s*[.):=|\u2013\uff0e\u3001\uff1a-]?\s*({_SAID})(?=$|[\s,;|.\uff0c\u3001])"
)
_ROW = re.compile(rf"[\s|]*(?:{_ENTRY.pattern}[\s,;|.\uff0c\u3001]*)+")
_EXPLAINED = re.compile(
    rf"(?:[Qq]\s*)?(?P<number>\d{{1,4}})\s*[.):\u2013-]\s*(?P<said>{_SAID})\s*(?:[.):,\u2013\u2014-]\s*(?P<why>.*)|$)"
)
_WORDED = re.compile(r"(?:[Qq]\s*)?(?P<number>\d{1,4})(?:\s*[.):])?\s+(?P<said>[^\s?\uff1f][^?\uff1f]*)")
_SHARING = re.compile(
    rf"(?:[Qq]\s*)?(?P<number>\d{{1,4}})(?:\s*[.):=\u2013-]\s*|\s+|(?={LETTER}$))(?P<said>[^\s?\uff1f].*)"
)
"""One of several entries of a line, parted by commas: letters or words."""
_COMMA = re.compile(r"\s*[,;\uff0c\u3001]\s*")
_FEWEST_ENTRIES = 3
"""Without a heading, so many answers are a list."""
_LINES_TO_CHOICES = 4
"""The first choice of a question stands at most so many lines below it."""


def part_at_keys(lines: Lines) -> Iterator[tuple[Lines, Key]]:
    """Split a bank at its lists of answers; each comes with the lines above it."""
    above = _Above()
    last = max((i for i, (_, text) in enumerate(lines, 1) if text.strip()), default=0)
    start = at = 0
    while at < len(lines):
        end, key = _find_key(lines, at, last, above)
        if key:
            yield lines[start:at], key
            start = end
            above = _Above()
        else:
            for _, passed in lines[at:end]:
                above.add(passed.strip())
        at = end
    if start < last:
        yield lines[start:], {}


class _Above:
    """What the lines above a list say: the numbers of their questions, and whether they tell answers."""

    def __init__(self) -> None:
        self.numbers: set[int] = set()
        self.told: set[int] = set()
        self.answered = False
        self.latest = 0
        self.just_told = False

    def add(self, text: str) -> None:
        """Take in the next line."""
        if match := NUMBER.match(text):
            self.latest = int(match["number"])
            self.numbers.add(self.latest)
            self.just_told = False
        elif ANSWER.match(text):
            self.answered = self.just_told = True
            self.told.add(self.latest)

    @property
    def open(self) -> set[int]:
        """Return the numbers of all questions, if none has an answer of its own."""
        return set() if self.answered else self.numbers

    def takes(self, numbers: AbstractSet[int], *, is_list: bool) -> bool:
        """Whether answers of these numbers are missing: of questions without one of their own, or of any in a list."""
        if is_list and (self.just_told or self.told.isdisjoint(numbers)):
            return True
        return numbers <= self.numbers - self.told


def _find_row(line: str, above: _Above, *, ends: bool) -> Key:
    """Return the list that follows its heading on the same line; it answers questions that have no other answer.

    A list that `ends` the bank may leave others out, and name what no question has, if its heading says that it is one.
    """
    heading = KEY.match(line)
    if not heading or heading.group()[-1:].isalnum():
        return {}
    row = line[heading.end() :]
    lettered = bool(_ROW.fullmatch(row))
    key = _read_lettered(row) if lettered else _read_sharing(row)
    if len(key) < 2 or not (ends or (lettered and above.open)):
        return {}
    is_list = lettered and ends and bool(LIST_HEADING.match(line))
    return key if above.takes(key.keys(), is_list=is_list) else {}


def _read_lettered(row: str) -> Key:
    return {int(number): (said, "") for number, said in _ENTRY.findall(row)}


def _read_sharing(row: str) -> Key:
    """Read entries between commas, some of them words; the numbers must rise."""
    key: Key = {}
    latest = 0
    for part in _COMMA.split(row.strip(" .")):
        match = _SHARING.fullmatch(part)
        if not match or int(match["number"]) <= latest:
            return {}
        latest = int(match["number"])
        key[latest] = (match["said"], "")
    return key


def _heads_list(line: str) -> bool:
    return bool(KEY.fullmatch(line) or TABLE_HEADING.fullmatch(line))


def _find_key(lines: Lines, at: int, last: int, above: _Above) -> tuple[int, Key]:
    """Read the list of answers that starts at a line; returns the place behind it, or behind what has no list in it.

    Without a heading, a list is only what stands at the end of the bank: behind the `last` line that says something.
    """
    line = lines[at][1].strip()
    if _heads_list(line):
        end, key = _read_key(lines, at + 1, above.open, headed=True)
        return (end, key) if key else (at + 1, {})
    row = _find_row(line, above, ends=at + 1 >= last) if line else {}
    if row or not (line and _ROW.fullmatch(line)):
        return at + 1, row
    end, key = _read_key(lines, at, set(), headed=False)
    if end < last:
        return max(end, at + 1), {}
    return (end, key) if len(key) >= _FEWEST_ENTRIES else (at + 1, {})


def _read_key(lines: Lines, start: int, asked: AbstractSet[int], *, headed: bool) -> tuple[int, Key]:
    """Read a list of answers; returns the place behind its last line, too. A number that comes twice ends it.

    Below a heading an entry may say words, if its number is the next and that of a question: one of those `asked`.
    """
    reader = _KeyReader(lines, asked, headed=headed)
    end = start
    for at in range(start, len(lines)):
        if lines[at][1].strip():
            if not reader.read(at):
                break
            end = at + 1
    # A list of words alone may as well be one answer, in several steps.
    if reader.worded == set(reader.key) and (reader.more or reader.worded != asked or len(reader.worded) < 2):
        return start, {}
    return end, reader.key


class _KeyReader:
    """A list of answers while its lines are read; `worded` are the numbers of which words are said."""

    def __init__(self, lines: Lines, asked: AbstractSet[int], *, headed: bool) -> None:
        self.lines = lines
        self.asked = asked
        self.headed = headed
        self.key: Key = {}
        self.worded: set[int] = set()
        self.latest = 0
        self.more = False

    def read(self, at: int) -> bool:
        """Read a line that says something; False where the list ends before it."""
        text = self.lines[at][1].strip()
        entries = self.read_entries(at, text)
        if entries and self.key.keys().isdisjoint(entries):
            self.key |= entries
            self.latest = max(entries)
            return True
        if entries or not self.may_go_on(at):
            return False
        if self.latest in self.worded and NUMBER.match(text):
            self.more = True
            return False
        said, why = self.key[self.latest]
        self.key[self.latest] = (said, f"{why}\n{text}") if why else (f"{said}\n{text}", "")
        return True

    def read_entries(self, at: int, text: str) -> Key:
        """Read the entries that stand on a line: several letters, one with its explanation, or words."""
        if _ROW.fullmatch(text):
            return {int(number): (said, "") for number, said in _ENTRY.findall(text)}
        if self.headed and (match := _EXPLAINED.fullmatch(text)):
            return {int(match["number"]): (match["said"], match["why"] or "")}
        match = _WORDED.fullmatch(text)
        if not match or not self.is_next(int(match["number"])) or _has_choices(self.lines, at):
            return {}
        self.worded.add(int(match["number"]))
        return {int(match["number"]): (match["said"], "")}

    def is_next(self, number: int) -> bool:
        """Whether a question has the number behind the latest."""
        return number == self.latest + 1 and number in self.asked

    def may_go_on(self, at: int) -> bool:
        """Whether the words or the explanation of the latest entry may go on, right below it."""
        if not self.latest or not self.lines[at - 1][1].strip():
            return False
        return bool(self.key[self.latest][1]) or self.latest in self.worded


def _has_choices(lines: Lines, at: int) -> bool:
    return any(match_choice(line, 0) for _, line in lines[at + 1 : at + _LINES_TO_CHOICES])
