"""Questions in tables, one a row: where their rows come from, what their columns mean, and what a row says."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row as a person sees them, and the line or row at which it starts.

    `loose` tells that its quotes do not pair up, so that it was parted at every delimiter.
    """

    number: int
    cells: tuple[str, ...]
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one table, and its name where a file has several; `notes` say what of it could not be read.

    Where it was `delimited`, a row with more cells than the heading is one whose text was taken apart.
    """

    name: str
    rows: Iterable[Row]
    notes: tuple[tuple[int, str], ...] = ()
    delimited: bool = False
