"""CSV, TSV and their kin: text split into rows.

Source: RFC 4180; a first line `sep=;` is Excel's own way to name the delimiter.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator

from mkdeck.importers.sources.cells import Row

DELIMITERS = ",;\t|"

_LINES_TO_LOOK_AT = 30
_SHARE_OF_ALIKE = 0.8
_DECLARED = re.compile(r'"?sep=(?P<delimiter>.)"?[,;\t]*', re.IGNORECASE)

_QUOTED = re.compile(r'^"([^"]*)"$')


def find_declared(text: str) -> str:
    """Return the delimiter that the first line names; empty where it names none."""
    match = _DECLARED.fullmatch(text[:20].partition("\n")[0])
    return match["delimiter"] if match else ""


def are_rows(text: str, delimiter: str) -> bool:
    """Whether the first lines of a text have a delimiter, most of them equally often."""
    lines = [line for line in text.split("\n", _LINES_TO_LOOK_AT)[:_LINES_TO_LOOK_AT] if line.strip()]
    counts = Counter(line.count(delimiter) for line in lines)
    return len(lines) > 1 and not counts[0] and max(counts.values()) >= _SHARE_OF_ALIKE * len(lines)


def split_rows(text: str, delimiter: str) -> Iterator[Row]:
    """Split a text into its rows, each with the line on which it starts; empty ones are left out.

    A record whose quotes do not pair up ends at its line, and its quotes are text; the next record is not touched.
    """
    lines = text.split("\n")
    at = 1 if find_declared(text) else 0
    while at < len(lines):
        reader = csv.reader(
            (f"{lines[i]}\n" for i in range(at, len(lines))), delimiter=delimiter, strict=True, skipinitialspace=True
        )
        start = at
        try:
            for cells in reader:
                yield from _row(start, cells)
                start = at + reader.line_num
        except csv.Error:
            cells, at = _read_loosely(lines, start, delimiter)
            yield from _row(start, cells, loose=True)
        else:
            return


def _row(at: int, cells: list[str], *, loose: bool = False) -> Iterator[Row]:
    stripped = tuple(cell.strip() for cell in cells)
    if any(stripped):
        yield Row(at + 1, stripped, loose)


def _read_loosely(lines: list[str], at: int, delimiter: str) -> tuple[list[str], int]:
    """Read one record with quotes behind backslashes, as some programs write it; else split its line."""
    if '\\"' in lines[at]:
        reader = csv.reader([lines[at]], delimiter=delimiter, strict=True, skipinitialspace=True, escapechar="\\")
        try:
            return next(reader), at + 1
        except csv.Error:
            pass
    return [_QUOTED.sub(r"\1", cell.strip()) for cell in lines[at].split(delimiter)], at + 1
