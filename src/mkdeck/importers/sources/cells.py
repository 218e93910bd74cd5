"""Questions in tables, one a row: where their rows come from, what their columns mean, and what a row says."""

from collections.abc import Iterable
from dataclasses import dataclass

MAX_ROWS = 1_048_576
"""No spreadsheet has more, empty ones included."""
MAX_FILLED = 100_000
"""No bank of questions has more rows that say something; they would take gigabytes."""
TOO_MANY = f"this has more than {MAX_FILLED:,} rows; split it, and import the parts"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row as a person sees them, and the line or row at which it starts.

    `loose` tells that its quotes do not pair up, so that it was parted at every delimiter. `faults` are the cells, by
    position, that could not be read, and why.
    """

    number: int
    cells: tuple[str, ...]
    loose: bool = False
    faults: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one table, and its name where a file has several.

    Where a `delimiter` parts the cells, a row with more cells than the heading is one whose text was taken apart. Of a
    `hidden` sheet only the first row is given. The cells of a `markdown` one are Markdown.
    """

    name: str
    rows: Iterable[Row]
    delimiter: str = ""
    hidden: bool = False
    markdown: bool = False
