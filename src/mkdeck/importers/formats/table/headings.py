"""The heading of a table: which of its columns hold the question, the choices, what is right, and all else."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase
from typing import Literal

from mkdeck.importers.formats.table.words import fold, heading_words, read_truth, split_words

Role = Literal[
    "question", "choice", "choices", "wrong", "right", "answer", "explanation", "hint", "type", "tag", "source", "id",
    "number", "image", "time", ""
]  # fmt: skip
"""What a column holds; empty where the heading is not understood. `choices` are all of them in one cell."""

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_REMARK = re.compile(r"\s[-\u2013\u2014]\s.*(?:\d|max|choose|select).*|\n\s*\n.*|\A\s*\d{1,2}[.)]\s+(?=\D)", re.DOTALL)
"""What a heading says besides: limits, instructions, the number of a step."""
_KEY = re.compile(r"[A-La-l]|\d")
_NUMBERS = re.compile(r"#|\b[01]\s*(?:[-\u2013/,]|to|bis)\s*\d|\d-based|index|number|nummer")
_LETTERS = re.compile(r"\ba\s*(?:[-\u2013/,|]|to|bis|or)\s*[b-l]\b|letter")
_EITHER = re.compile(r"\s*[/|]\s*|\s+(?:or|oder|o|ou|of|lub|или)\s+", re.IGNORECASE)
_FROM_ZERO = re.compile(r"\b0\s*(?:[-\u2013/,]|to|bis)\s*\d|0-based|zero")
_FROM_ONE = re.compile(r"\b1\s*(?:[-\u2013/,]|to|bis)\s*\d|1-based")
_LONGEST = 90
_LONGEST_CELL = 1_000
"""What stands further behind in a cell names no column."""
_MOST_KEY = 20


@dataclass(frozen=True, slots=True)
class Column:
    """A column: where it is, what it holds, and for which choice (`a`, `3`; empty: for none in particular).

    `named` says how the heading wants choices to be named, `first` which number the first one has. A column that
    `judges` tells whether statements are true.
    """

    index: int
    heading: str
    role: Role
    key: str = ""
    named: Literal["number", "letter"] | None = None
    first: int | None = None
    indexed: bool = False
    html: bool = False
    judges: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """The columns of a table, and the row that names them."""

    row: int
    columns: tuple[Column, ...]

    def all(self, role: Role) -> list[Column]:
        """Return the columns of a role."""
        return [column for column in self.columns if column.role == role]

    @property
    def known(self) -> int:
        """Count the columns that are understood."""
        return sum(bool(column.role) for column in self.columns)


def read_heading(number: int, cells: Sequence[str], above: Sequence[str] = ()) -> Heading | None:
    """Read a row as the heading of a table; None where it names no question, or nothing that answers one.

    Where it leaves a column empty, the row `above` may say that right answers go there.
    """
    if sum(bool(cell) for cell in cells) < 2:
        return None
    columns = [_read_cell(index, cell) for index, cell in enumerate(cells)]
    columns = [_read_above(column, above) if not column.heading else column for column in columns]
    columns = _settle(_spread(columns))
    roles = Counter(column.role for column in columns)
    answered = roles["answer"] + roles["choices"] + roles["wrong"] + roles["explanation"] + (roles["choice"] >= 2)
    if roles["question"] != 1 or not answered:
        return None
    return Heading(number, tuple(columns))


def _keep_key(match: re.Match[str]) -> str:
    return match[1].strip() if _KEY.fullmatch(match[1].strip()) else " "


def _read_cell(index: int, cell: str) -> Column:
    whole = " ".join(cell.split())
    cell = cell[:_LONGEST_CELL]
    aside = fold(" ".join(said for each in _BRACKETS.findall(cell) if len(said := each.strip()) > 2))
    text = _REMARK.sub("", _BRACKETS.sub(_keep_key, cell))
    text = re.sub(r"\bn[°º]", "number", text, flags=re.IGNORECASE)
    if not text.strip() or len(text) > _LONGEST:
        return Column(index, whole, "number" if whole == "#" else "")
    if _names_truths(text):
        return Column(index, whole, "answer", judges=True)
    key, meanings = _read_words(text)
    if meanings is None:
        return Column(index, whole, "")
    aside += " index" if re.search(r"\bind(?:ex|ice)", " ".join(split_words(text))) else ""
    named: Literal["number", "letter"] | None = None
    if _LETTERS.search(aside) or "letter" in meanings:
        named = "letter"
    elif _NUMBERS.search(aside) or ("number" in meanings and meanings & {"answer", "right"}):
        named = "number"
    first = 0 if _FROM_ZERO.search(aside) else 1 if _FROM_ONE.search(aside) else None
    role = _find_role(meanings, key)
    return Column(index, whole, role, key, named, first, "index" in aside, "markup" in meanings)


def _names_truths(text: str) -> bool:
    """Whether a heading names true and false, as `True/False`, `T/F` or `wahr oder falsch` do."""
    words = _EITHER.split(text.strip(" ?"))
    truths = [read_truth(word, loosely=True) for word in words if not word.isdecimal()]
    return len(words) == 2 and set(truths) == {True, False}


def _read_above(column: Column, above: Sequence[str]) -> Column:
    """Read what stands above an empty heading, of whatever length, for a place of right answers."""
    text = above[column.index] if column.index < len(above) else ""
    meanings = set().union(*(heading_words().get(word, frozenset()) for word in split_words(text)))
    return replace(column, heading="^", role="answer") if {"right", "answer"} <= meanings else column


def _read_words(text: str) -> tuple[str, set[str] | None]:
    """Return the choice that a heading is about, and what its words mean; None where one of them is unknown."""
    known = heading_words()
    words = split_words(text)
    loud = set(re.findall(r"(?<![^\W\d_])[A-L](?![^\W\d_])", text))
    keys: list[str] = []
    meanings: set[str] = set()
    for i, word in enumerate(words):
        letter = len(word) == 1 and word in ascii_lowercase[:12]
        if letter and (word.upper() in loud or i in (0, len(words) - 1)):
            keys.append(word)
        elif word.isdecimal() and int(word) <= _MOST_KEY:
            keys.append(str(int(word)))
        elif word in known:
            meanings |= known[word]
        else:
            return "", None
    if len(keys) > 1:
        return "", None
    return (keys[0] if keys else ""), meanings


def _find_role(meanings: set[str], key: str) -> Role:
    """Tell the role of a column by what the words of its heading mean."""
    first: tuple[Role, ...] = ("type", "time", "image", "hint")
    for role in first:
        if role in meanings and not (role == "hint" and "right" in meanings):  # `indice` is both, in two languages
            return "" if key and role != "hint" else role
    if "explanation" in meanings:
        return "explanation"
    if "right" in meanings and "wrong" in meanings:
        return ""
    if "wrong" in meanings:
        return "wrong"
    if "right" in meanings:
        return "right" if key else "answer"
    if "choice" in meanings:
        return "choice" if key else "choices"
    if "answer" in meanings and "question" not in meanings:
        return "choice" if key else "answer"
    last: tuple[Role, ...] = ("tag", "source")
    for role in last:
        if role in meanings:
            return "" if key else role
    if key:
        return "" if meanings - {"text", "filler"} else "choice"
    if "id" in meanings:
        return "id"
    if "number" in meanings:
        return "number"
    return "question" if meanings & {"question", "text"} else ""


def _spread(columns: list[Column]) -> list[Column]:
    """Let a heading over several columns, which stands in the first of them, speak for all."""
    out: list[Column] = []
    for column in columns:
        before = out[-1] if out else None
        spreads = before and not before.key and (before.role in ("choices", "wrong") or before.heading == "^")
        if not column.heading and before and spreads:
            column = replace(before, index=column.index)  # noqa: PLW2901 - it is the same column, understood
        out.append(column)
    while out and not out[-1].heading:
        out.pop()
    return out


def _settle(columns: list[Column]) -> list[Column]:
    """Decide what only all headings together can tell."""
    columns = _only_one(columns, "question", weak="text")
    judging = [column for column in columns if column.judges]
    if len(judging) == 1 and any(c.role in ("choice", "choices", "wrong", "answer") and not c.judges for c in columns):
        columns = [replace(c, role="") if c.judges else c for c in columns]
    lists: tuple[Role, ...] = ("choices", "answer")
    for role in lists:
        named = [column for column in columns if column.role == role]
        alike = len(named) > 1 and len({fold(column.heading) for column in named if column.heading}) == 1
        if alike and not any(column.role == "choice" for column in columns):
            keys = {column.index: str(i) for i, column in enumerate(named, 1)}
            columns = [replace(c, role="choice", key=keys[c.index]) if c.index in keys else c for c in columns]
    seen: set[tuple[str, str]] = set()
    for i, column in enumerate(columns):
        if column.role in ("choice", "right"):
            columns[i] = replace(column, role="", key="") if (column.role, column.key) in seen else column
            seen.add((column.role, column.key))
    count = sum(column.role == "choice" for column in columns)
    if count == 1:
        columns = [replace(c, role="answer", key="") if c.role == "choice" else c for c in columns]
    if count < 2:
        return [replace(c, role="answer", key="") if c.role == "right" else c for c in columns]
    return _attach(columns)


def _only_one(columns: list[Column], role: Role, *, weak: str) -> list[Column]:
    """Keep one column of a role: the first whose heading says more than `weak` does."""
    all_of_it = [column for column in columns if column.role == role]
    strong = [c for c in all_of_it if not all(weak in heading_words().get(w, ()) for w in split_words(c.heading))]
    best = next(iter([c for c in strong if c.html] or strong or all_of_it), None)
    return [replace(c, role="") if c.role == role and c is not best else c for c in columns]


def _attach(columns: list[Column]) -> list[Column]:
    """Return columns that come again beside every choice, such as feedback, to the choice before them."""
    keys: dict[int, str] = {}
    key = ""
    for column in columns:
        key = column.key if column.role == "choice" else key
        keys[column.index] = key
    loose = [c for c in columns if c.role in ("explanation", "answer") and c.heading and not c.key]
    for heading in {fold(column.heading) for column in loose}:
        alike = [column for column in loose if fold(column.heading) == heading]
        if len(alike) > 1 and len({keys[column.index] for column in alike} - {""}) == len(alike):
            role: Role = "right" if alike[0].role == "answer" else "explanation"
            columns = [replace(c, role=role, key=keys[c.index]) if c in alike else c for c in columns]
    return columns


def find_heading(rows: Iterable[tuple[int, Sequence[str]]]) -> Heading | None:
    """Return the first row that is a heading."""
    above: Sequence[str] = ()
    for number, cells in rows:
        if heading := read_heading(number, cells, above):
            return heading
        above = cells
    return None
