"""The columns of a table: what each of them holds, and the row that names them."""

from dataclasses import dataclass
from typing import Literal

Role = Literal[
    "question", "choice", "choices", "wrong", "right", "answer", "explanation", "hint", "type", "tag", "source", "id",
    "number", "image", "time", "tolerance", "unit", "accept", "remark",
    "",
]  # fmt: skip
"""What a column holds; empty where the heading is not understood. `choices` are all of them in one cell.

A `remark` is for staff.
"""

Naming = Literal["number", "letter"]
"""How a heading wants choices to be named."""


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
    named: Naming | None = None
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
