"""Tables of questions with a heading: CSV, TSV, .xlsx, Markdown, and the templates of Kahoot and other quiz games.

One question a row. The heading may stand below a title, in any of several languages; it names the columns of the
question, the answer, the choices and all else. A column of choices may name them by letter, number or text.

Source: the spreadsheet templates of Kahoot, Quizizz, Blooket, Gimkit and Socrative.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from string import ascii_uppercase

from mkdeck.importers.draft import Document, Reading
from mkdeck.importers.drafting.reading_builder import ReadingBuilder
from mkdeck.importers.errors import UnreadableError
from mkdeck.importers.formats.table.columns import Heading
from mkdeck.importers.formats.table.headings import find_heading
from mkdeck.importers.formats.table.table_reading import TableReader
from mkdeck.importers.sources.cells import MAX_FILLED, TOO_MANY, Row, Sheet
from mkdeck.importers.sources.delimited import DELIMITERS, are_rows, find_declared, split_rows
from mkdeck.importers.sources.workbook import OLD_OFFICE, is_workbook, read_sheets

_ANKI = re.compile(r"#(?:separator|html|tags|notetype|deck|guid|columns|if matches)\b[^\n:]*:", re.IGNORECASE)
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*")
_BAR = "\ue000"
"""Stands for a bar that is part of a cell while a table of Markdown is split."""
_PROGRAM = re.compile(r"[=(]\s*[\"'(*\[{]|\)\)|[({]$|^    |^\s*(?:CREATE|INSERT|SELECT)\s")
"""What no heading has, but a line of a program that names `question` and `answer`."""
_ROWS_WITH_HEADING = 40
"""A heading stands in the first so many rows."""
_ROWS_TO_RECOGNISE = 60
_CHARS_TO_FIND_DELIMITER = 200_000
_SCORE_IN_A_TEXT = 0.3
"""A table of Markdown, or one below more lines than it has, has to hold most of the text."""
_MOST_TITLES = 6
"""So many lines may stand above a table in any case."""
_PLAIN_COLUMNS = 4
"""A heading of so many columns is one, even where most rows below it are torn."""
_FEWEST_WITH_CHOICES = 3
"""A table of more columns than these is taken for one with choices."""
_SHARE_OF_WHOLE_ROWS = 0.5


def recognise(document: Document) -> float:
    """Look for a workbook, or for a line that names columns and rows that fill them."""
    if is_workbook(document.content):
        return 0.99
    if document.content.startswith(OLD_OFFICE):
        return 0.5
    return _recognise_text(document.start)


def _recognise_text(text: str) -> float:
    delimiter = _find_delimiter(text)
    if not delimiter or _ANKI.match(text):
        return 0.06 if any(are_rows(text, sign) for sign in DELIMITERS) else 0.0
    rows = list(islice(split_rows(text, delimiter), _ROWS_TO_RECOGNISE))
    heading = _find(rows)
    if not heading or _is_program(text, heading):
        return 0.0
    below = [row for row in rows if row.number > heading.row]
    stands_in_text = _is_markdown(text) or len(rows) - len(below) - 1 > max(len(below), _MOST_TITLES)
    return _SCORE_IN_A_TEXT if stands_in_text else _score(heading, below)


def _is_program(text: str, heading: Heading) -> bool:
    """Whether the line of a heading is one of a program."""
    return bool(_PROGRAM.search(text.split("\n", heading.row)[heading.row - 1]))


def _is_markdown(text: str) -> bool:
    """Whether a line between the heading and the rows is that of a table of Markdown."""
    return any(map(_RULE.fullmatch, text.split("\n", _ROWS_WITH_HEADING)[:_ROWS_WITH_HEADING]))


def _score(heading: Heading, below: Sequence[Row]) -> float:
    """Return how much a heading and the rows below it look like a table, from 0 to 1."""
    if not below:
        return 0.95 if all(column.role or not column.heading for column in heading.columns) else 0.0
    width = len(heading.columns)
    whole = sum(not any(row.cells[width:]) and sum(map(bool, row.cells)) > 1 for row in below)
    if whole >= _SHARE_OF_WHOLE_ROWS * len(below):
        return 0.98
    return 0.95 if heading.known >= _PLAIN_COLUMNS else 0.0


def read(document: Document) -> Reading:
    """Read every row below a heading, of every sheet that is not hidden."""
    builder = ReadingBuilder()
    headed = False
    for sheet in _open(document):
        rows = list(sheet.rows)
        heading = _find(rows)
        if heading and not sheet.hidden:
            headed = True
            TableReader(sheet, heading, builder).read(row for row in rows if row.number > heading.row)
        elif rows:
            why = "this sheet is hidden" if sheet.hidden else "no row here names columns of questions"
            builder.remark(rows[0].number, f"left out: {why}", member=sheet.name)
    if not headed:
        raise UnreadableError(f"no row names the columns; put a heading above them, such as {_write_heading(document)}")
    return builder.build()


def _write_heading(document: Document) -> str:
    """Return a heading that fits the columns of a table which has none: the question first, what is right last."""
    text = "" if is_workbook(document.content) else document.text[:_CHARS_TO_FIND_DELIMITER]
    delimiter = next((sign for sign in DELIMITERS if are_rows(text, sign)), "") or ","
    widths = Counter(len(row.cells) for row in islice(split_rows(text, delimiter), _ROWS_TO_RECOGNISE))
    width = widths.most_common(1)[0][0] if widths else 0
    names = _name_columns(width)
    return f"`{delimiter.join(names)}`" if delimiter != "\t" else f"`{'⇥'.join(names)}`, where ⇥ is a tab"


def _name_columns(width: int) -> list[str]:
    """Name so many columns, from the question to what is right."""
    if width > _FEWEST_WITH_CHOICES:
        return ["question", *(f"choice {letter}" for letter in ascii_uppercase[: width - 2]), "answer"]
    return ["question", "answer", *(["explanation"] if width == _FEWEST_WITH_CHOICES else [])]


def _open(document: Document) -> Iterable[Sheet]:
    if is_workbook(document.content) or document.content.startswith(OLD_OFFICE):
        return read_sheets(document.content)
    text = document.text
    delimiter = _find_delimiter(text[:_CHARS_TO_FIND_DELIMITER]) or ","
    markdown = delimiter == "|" and _is_markdown(text)
    rows = list(islice(_split_markdown(text) if markdown else split_rows(text, delimiter), MAX_FILLED + 1))
    if len(rows) > MAX_FILLED:
        raise UnreadableError(TOO_MANY, rows[-1].number)
    return [Sheet("", rows, delimiter=delimiter, markdown=markdown)]


def _split_markdown(text: str) -> Iterator[Row]:
    """Split a table of Markdown into its rows; a bar with a backslash before it stands in a cell."""
    lines = ("" if _RULE.fullmatch(line) else line for line in text.replace("\\|", _BAR).split("\n"))
    for row in split_rows("\n".join(lines), "|"):
        yield replace(row, cells=tuple(cell.replace(_BAR, "|") for cell in row.cells))


def _find_delimiter(text: str) -> str:
    """Return the delimiter with which a heading names most columns; empty where none does."""
    if declared := find_declared(text):
        return declared
    known = {sign: _find(islice(split_rows(text, sign), _ROWS_WITH_HEADING)) for sign in DELIMITERS if sign in text}
    counts = {sign: heading.known for sign, heading in known.items() if heading}
    return max(counts, key=lambda sign: counts[sign]) if counts else ""


def _find(rows: Iterable[Row]) -> Heading | None:
    return find_heading((row.number, row.cells) for row in islice(rows, _ROWS_WITH_HEADING))
