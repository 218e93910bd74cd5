"""The heading of a table: which of its columns hold the question, the choices, what is right, and all else."""

from collections import Counter
from collections.abc import Iterable, Sequence

from mkdeck.importers.formats.table.columns import Heading
from mkdeck.importers.formats.table.heading_cells import read_above, read_cell
from mkdeck.importers.formats.table.heading_passes import settle


def find_heading(rows: Iterable[tuple[int, Sequence[str]]]) -> Heading | None:
    """Return the first row that is a heading."""
    above: Sequence[str] = ()
    for number, cells in rows:
        if heading := read_heading(number, cells, above):
            return heading
        above = cells
    return None


def read_heading(number: int, cells: Sequence[str], above: Sequence[str] = ()) -> Heading | None:
    """Read a row as the heading of a table; None where it names no question, or nothing that answers one.

    Where it leaves a column empty, the row `above` may say that right answers go there.
    """
    if sum(bool(cell) for cell in cells) < 2:
        return None
    columns = [read_cell(index, cell) for index, cell in enumerate(cells)]
    columns = settle([column if column.heading else read_above(column, above) for column in columns])
    roles = Counter(column.role for column in columns)
    answered = roles["answer"] + roles["choices"] + roles["wrong"] + roles["explanation"] + (roles["choice"] >= 2)
    if roles["question"] != 1 or not answered:
        return None
    return Heading(number, tuple(columns))
