"""Tables of Markdown: bars in math and code are no borders of cells, and rows that do not fit are named."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from mkdeck.text.faults import Fault
from mkdeck.text.lost_markup import MARKDOWN_RULE
from mkdeck.text.spans import CODE_SPAN, MATH, blank_blocks

_RULE = re.compile(r"[ ]{0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_BAR = re.compile(r"(?<!\\)\|")
_EDGES = re.compile(r"^\s*\||(?<!\\)\|\s*$")


class _Row(NamedTuple):
    """The line of a table's row, how many columns the line below its head stands for, and whether it is the head."""

    line: int
    columns: int
    is_head: bool


def free_bars(text: str) -> str:
    r"""Write `\|` for the bars in math and code of every row that would have too many cells with them."""
    if "|" not in text or "-" not in text:
        return text
    lines = text.split("\n")
    visible = blank_blocks(text).split("\n")
    for row in _find_rows(visible):
        if count_cells(visible[row.line]) > row.columns:
            freed = CODE_SPAN.sub(_free, MATH.sub(_free, lines[row.line]))
            if count_cells(freed) == row.columns or (count_cells(freed) < row.columns and not row.is_head):
                lines[row.line] = visible[row.line] = freed
    return "\n".join(lines)


def check_tables(text: str) -> list[Fault]:
    """Find rows with more cells than their table has columns, and first rows that do not fit the line below."""
    if "|" not in text or "-" not in text:
        return []
    lines = blank_blocks(text).split("\n")
    faults: list[Fault] = []
    for row in _find_rows(lines):
        cells = count_cells(lines[row.line])
        if row.is_head and cells != row.columns:
            message = f"this is no table, as its first row has {cells} cells and the line below it {row.columns}"
        elif cells > row.columns:
            message = f"this row has more cells than the table has columns ({row.columns}), and the rest vanishes"
        else:
            continue
        message += "; a bar in a cell is written '\\|'"
        faults.append(Fault(MARKDOWN_RULE, message, lines[row.line].strip()))
    return faults


def is_rule(line: str) -> bool:
    """Whether a line is the one below a table's head."""
    return bool(_RULE.fullmatch(line))


def _find_rows(lines: list[str]) -> Iterator[_Row]:
    """Yield the rows of all tables; where a first row does not fit, and is not made to fit meanwhile, no others."""
    columns = 0
    for i, line in enumerate(lines):
        if not line.strip():
            columns = 0
        elif columns:
            yield _Row(i, columns, is_head=False)
        elif i and "|" in lines[i - 1] and is_rule(line):
            stands_for = count_cells(line)
            if "|" in line or count_cells(lines[i - 1]) == stands_for:  # else it underlines a heading
                yield _Row(i - 1, stands_for, is_head=True)
            columns = stands_for if count_cells(lines[i - 1]) == stands_for else 0


def _free(match: re.Match[str]) -> str:
    return _BAR.sub(r"\\|", match.group())


def count_cells(row: str) -> int:
    """Count the cells of a row; bars behind a backslash part none."""
    return len(_BAR.split(_EDGES.sub("", row)))
