"""A column of answers that holds the choices of each question, as another column tells which of them is right."""

from collections.abc import Sequence
from dataclasses import replace

from mkdeck.importers.formats.table.answer_keys import find_readings
from mkdeck.importers.formats.table.choice_lists import split_choices
from mkdeck.importers.formats.table.columns import Column, Heading
from mkdeck.importers.formats.table.offers import cell_at
from mkdeck.importers.formats.table.words import heading_words, split_words
from mkdeck.importers.sources.cells import Row

_OFFERING = ("choice", "choices", "wrong")


def offer_answers(heading: Heading, rows: Sequence[Row]) -> Heading:
    """Take a column such as `Answers` for choices where every row names one of several in `Correct answer`."""
    answers = sorted(heading.all("answer"), key=_says_right)
    if list(map(_says_right, answers)) != [False, True] or any(each.role in _OFFERING for each in heading.columns):
        return heading
    listed, key = answers
    if not rows or not all(_names_one(cell_at(row, listed), cell_at(row, key)) for row in rows):
        return heading
    offered = (replace(column, role="choices") if column is listed else column for column in heading.columns)
    return replace(heading, columns=tuple(offered))


def _says_right(column: Column) -> bool:
    return any("right" in heading_words().get(word, ()) for word in split_words(column.heading))


def _names_one(cell: str, key: str) -> bool:
    """Whether a cell holds several choices, and a key names one of them."""
    choices = split_choices([cell], [key]) if cell and key else []
    return len(choices) > 1 and bool(find_readings(key, choices, 1))
