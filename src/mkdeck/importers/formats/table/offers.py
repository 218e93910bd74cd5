"""What a row offers to choose from, and what it says of the answer, wherever its table has columns for that."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from string import ascii_uppercase

from mkdeck.importers.formats.table.answer_keys import RowChoice, normal
from mkdeck.importers.formats.table.choice_lists import drop_labels, number_choices, split_choices
from mkdeck.importers.formats.table.columns import Column, Heading
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
    answers: dict[str, str]
    keyed: bool = True
    notes: tuple[str, ...] = ()
    fault: str = ""

    def without_fillers(self) -> "Offer":
        """Leave out choices such as `-`, which only fill their cells."""
        choices = tuple(choice for choice in self.choices if not _NOTHING.fullmatch(choice.text))
        return replace(self, choices=choices)


def read_offer(row: Row, heading: Heading) -> Offer:
    """Read the choices and answers of a row."""
    answers = _read_answers(row, heading)
    if choices := _read_columns(row, heading):
        return Offer(tuple(drop_labels(choices)), answers)
    if listed := cells_at(row, heading.all("choices")):
        found = split_choices(listed, answers.values())
        fault = "" if found else "the choices in one cell can't be told apart; part them with | or ;"
        return Offer(tuple(found), answers, fault=fault)
    if wrong := cells_at(row, heading.all("wrong")):
        return _read_wrong(row, heading, wrong, answers)
    return Offer((), answers)


def _read_answers(row: Row, heading: Heading) -> dict[str, str]:
    """Return what a row says of the answer; columns of the same heading speak together."""
    answers: dict[str, str] = {}
    for column in heading.all("answer"):
        if cell := cell_at(row, column):
            answers[column.heading] = "\n".join(filter(None, (answers.get(column.heading), cell)))
    return answers


def cell_at(row: Row, column: Column) -> str:
    """Return what a row says in a column."""
    return row.cells[column.index] if column.index < len(row.cells) else ""


def cells_at(row: Row, columns: Iterable[Column]) -> list[str]:
    """Return all that a row says in some columns."""
    return [cell for column in columns if (cell := cell_at(row, column))]


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


def _split_answers(row: Row, heading: Heading) -> tuple[list[str], list[str]]:
    """Return what stands in the first column of answers and those of its name, and what in all others."""
    columns = heading.all("answer")
    names = [_DIGITS.sub("", column.heading) for column in columns]
    right = [column for name, column in zip(names, columns, strict=True) if name == names[0]]
    notes = [column for name, column in zip(names, columns, strict=True) if name != names[0]]
    return cells_at(row, right), cells_at(row, notes)


def _read_wrong(row: Row, heading: Heading, wrong: list[str], answers: dict[str, str]) -> Offer:
    """Read the choices of a row that has right answers in one place, and wrong ones in another."""
    right, notes = _split_answers(row, heading)
    if len(wrong) == 1:
        parts = [each.strip() for each in _APART.split(wrong[0]) if each.strip()]
        wrong = parts if len(parts) > 1 else wrong  # a sign at its end parts nothing
    if set(map(normal, right)) & set(map(normal, wrong)):
        return Offer((), answers, fault="the right answer stands among the wrong ones, too")
    choices = number_choices([*right, *wrong])
    marked = [replace(choice, marked=i < len(right) if right else None) for i, choice in enumerate(choices)]
    return Offer(tuple(marked), answers, keyed=False, notes=tuple(notes))
