"""Texts in the cells of a row that arrived nowhere in its question."""

import re
from collections.abc import Iterator

from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting.losses import Said, find_lost
from mkdeck.importers.formats.table.columns import Column, Heading, Role
from mkdeck.importers.formats.table.offers import cell_at
from mkdeck.importers.formats.table.words import read_truth
from mkdeck.importers.sources.cells import Row

_VALUE = re.compile(r"[-+\d.,;:/|%\s]*")
_TOLD = frozenset({"", "type", "image", "time", "number"})
"""Columns of whose cells others tell what became of them."""
_MEASURED = frozenset({"tolerance", "unit"})
"""Columns whose numbers are lost where their question is no number."""
_LABEL = re.compile(r"\s*[(\[]?(?:[A-La-l]|\d{1,2})\s*[.):\]]+\s+")
_PARTS = re.compile(r"[;,|\n:=\t\u2192]|->|\s(?=[(\[]?(?:[A-La-l]|\d{1,2})[.)]\s)")
"""What parts the choices, pairs or answers of a cell."""
_SPACE, _NOTHING = re.compile(r"[,;|\s]+"), re.compile(r"(?!)")


def find_unread(row: Row, heading: Heading, draft: Draft) -> list[Said]:
    """Return the cells that did not arrive in a draft, each with what heads it."""
    offered = len(draft.choices) > 1 or isinstance(draft.answer, bool)
    return find_lost((said for column in heading.columns for said in _read(row, column, offered=offered)), draft)


def _marks_choices(role: Role, cell: str, *, offered: bool) -> bool:
    """Whether a cell says no more than which choices are right."""
    if role == "answer" and offered:
        return True
    return (offered or role == "right") and read_truth(cell, loosely=True) is not None


def _read(row: Row, column: Column, *, offered: bool) -> Iterator[Said]:
    cell = cell_at(row, column)
    role = column.role
    if (
        role in _TOLD
        or (role not in _MEASURED and _VALUE.fullmatch(cell))
        or _marks_choices(role, cell, offered=offered)
    ):
        return
    parted = role in ("choices", "choice", "wrong", "right", "answer", "accept")
    between = _PARTS if parted else _SPACE if role == "tag" else _NOTHING
    for part in between.split(cell):
        yield Said(column.heading, _LABEL.sub("", part, count=1) if parted else part)
