"""What a row offers to choose from, and what it says of the answer, wherever its table has columns for that."""

import re
from dataclasses import dataclass, replace
from string import ascii_uppercase

from mkdeck.importers.formats.table.answer_keys import RowChoice, normal
from mkdeck.importers.formats.table.choice_lists import drop_labels, number_choices, split_choices
from mkdeck.importers.formats.table.headings import Column, Heading
from mkdeck.importers.formats.table.words import read_truth
from mkdeck.importers.sources.cells import Row

_DIGITS = re.compile(r"[\s\d]+")
_APART = re.compile(r"[;|\n]")
_NOTHING = re.compile(r"[-\u2013\u2014.]|n/?a", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Offer:
    """The choices of a row, and what it says of the answer, by the headings of its columns.

    Where the answer is one of the choices itself, as in tables with wrong answers in other columns, it is no key, and
    `notes` are what else is said of it.
    """

    choices: tuple[RowChoice, ...]
    said: dict[str, str]
    keyed: bool = True
    notes: tuple[str, ...] = ()
    fault: str = ""

    def without_fillers(self) -> "Offer":
        """Leave out choices such as `-`, which only fill their cells."""
        choices = tuple(choice for choice in self.choices if not _NOTHING.fullmatch(choice.text))
        return replace(self, choices=choices)


def read_offer(row: Row, heading: Heading) -> Offer:
    """Read the choices and answers of a row."""
    said: dict[str, str] = {}
    for column in heading.all("answer"):
        if cell := cell_at(row, column):  # columns of the same heading speak together
            said[column.heading] = "\n".join(filter(None, (said.get(column.heading), cell)))
    if choices := _read_columns(row, heading):
        return Offer(tuple(drop_labels(choices)), said)
    if listed := [cell for column in heading.all("choices") if (cell := cell_at(row, column))]:
        found = split_choices(listed, said.values())
        fault = "" if found else "the choices in one cell can't be told apart; part them with | or ;"
        return Offer(tuple(found), said, fault=fault)
    if wrong := [cell for column in heading.all("wrong") if (cell := cell_at(row, column))]:
        return _read_wrong(row, heading, wrong, said)
    return Offer((), said)


def cell_at(row: Row, column: Column) -> str:
    """Return what a row says in a column."""
    return row.cells[column.index] if column.index < len(row.cells) else ""


def _read_columns(row: Row, heading: Heading) -> list[RowChoice]:
    """Read choices that have a column each, and perhaps one beside it that says whether they are right."""
    columns = heading.all("choice")
    flags = {column.key: column for column in heading.all("right")}
    first = 0 if any(column.key == "0" for column in columns) else 1
    found: list[RowChoice] = []
    for i, column in enumerate(columns):
        if text := cell_at(row, column):
            letter = column.key.upper() if column.key.isalpha() else ascii_uppercase[i % 26]
            number = int(column.key) + 1 - first if column.key.isdigit() else i + 1
            flag = flags.get(column.key)
            found.append(
                RowChoice(text, letter, number, read_truth(cell_at(row, flag), loosely=True) if flag else None)
            )
    return found


def _read_wrong(row: Row, heading: Heading, wrong: list[str], said: dict[str, str]) -> Offer:
    """Read the choices of a row that has right answers in one place, and wrong ones in another."""
    right: list[str] = []
    notes: list[str] = []
    names = [_DIGITS.sub("", column.heading) for column in heading.all("answer")]
    for name, column in zip(names, heading.all("answer"), strict=True):
        if cell := cell_at(row, column):
            (right if name == names[0] else notes).append(cell)
    if len(wrong) == 1:
        wrong = [each.strip() for each in _APART.split(wrong[0]) if each.strip()]
    if {normal(text) for text in right} & {normal(text) for text in wrong}:
        return Offer((), said, fault="the right answer stands among the wrong ones, too")
    choices = number_choices([*right, *wrong])
    marked = [RowChoice(c.text, c.letter, c.number, i < len(right) if right else None) for i, c in enumerate(choices)]
    return Offer(tuple(marked), said, keyed=False, notes=tuple(notes))
