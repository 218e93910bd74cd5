"""Workbooks (.xlsx) as sheets of text: what a person sees in the cells, and nothing of a file that is a trap.

Source: ECMA-376, SpreadsheetML; openpyxl reads it, with defusedxml against entities.
"""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, repeat
from operator import is_
from typing import TYPE_CHECKING

from defusedxml.common import DefusedXmlException

from mkdeck.importers.errors import UnreadableError
from mkdeck.importers.sources.cell_text import show
from mkdeck.importers.sources.cells import MAX_FILLED, MAX_ROWS, TOO_MANY, Row, Sheet
from mkdeck.importers.sources.decoding import tidy

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell

MAX_UNPACKED = 256 * 2**20
MAX_MEMBERS = 10_000
MAX_COLUMNS = 100
"""What stands further right belongs to no table of questions."""

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_CHUNK = 2**20
_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f])_")
_WITHOUT_VALUE = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"[^<>]*>\s*<f[^<>]*(?:/>|>[^<>]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
"""What a damaged archive, one with a password or one of an unknown method raises."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What a sheet's XML says that openpyxl does not tell while it streams.

    By row, and with columns that count from 0: `blank` are the cells with a formula but no value, each with a reason,
    `merged` those that reach down, each with its last row.
    """

    blank: Mapping[int, tuple[tuple[int, str], ...]]
    merged: Mapping[int, list[tuple[int, int]]]


def is_workbook(content: bytes) -> bool:
    """Whether a content is a workbook, of a kind that can be read or of one that can't, by its archive's members."""
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(name.startswith("xl/") or name == "content.xml" for name in archive.namelist())
    except _DAMAGE:
        return b"xl/workbook" in content or b"xl/worksheets" in content


def read_sheets(content: bytes) -> list[Sheet]:
    """Read every sheet. Raises UnreadableError where the file is no sound workbook."""
    if content.startswith(OLD_OFFICE):
        raise UnreadableError("this file is of an old Office program or has a password; save it as .xlsx without one")
    parts = _check_archive(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts of a workbook that no question needs
        try:
            return _read(content, parts)
        except UnreadableError:
            raise
        except Exception as error:  # noqa: BLE001 - openpyxl lets every kind of exception out of a damaged workbook
            if any(isinstance(each, DefusedXmlException) for each in (error, error.__cause__, error.__context__)):
                raise UnreadableError(
                    "this workbook defines entities or points to other files, which is refused"
                ) from None
            raise UnreadableError(
                f"this workbook is damaged ({type(error).__name__}); open it and save it again"
            ) from None


def _check_archive(content: bytes) -> dict[str, _Part]:
    """Unpack every member once, within bounds, and look into those that are sheets."""
    parts: dict[str, _Part] = {}
    for name, member in _unpack(content):
        if name in ("content.xml", "xl/workbook.bin"):
            raise UnreadableError("only workbooks of the kind .xlsx can be read; save this one as .xlsx or .csv")
        if name.startswith("xl/worksheets/") and (b"<f" in member or b"<mergeCell" in member):
            parts[name] = _look_into(member)
    return parts


def _look_into(sheet: bytes) -> _Part:
    blank: dict[int, tuple[tuple[int, str], ...]] = {}
    for column, row in _WITHOUT_VALUE.findall(sheet):
        reason = f"the formula in {column.decode()}{row.decode()} has no value; open the workbook and save it"
        blank[int(row)] = (*blank.get(int(row), ()), (_number(column.decode()), reason))
    merged: dict[int, list[tuple[int, int]]] = {}
    for column, first, last in _MERGED.findall(sheet):
        if first != last:
            merged.setdefault(int(first), []).append((_number(column.decode()), int(last)))
    return _Part(blank, merged)


def _unpack(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the members of an archive. Raises UnreadableError where they are damaged, or too many or too large."""
    left = MAX_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for number, name in enumerate(archive.namelist()):
                member = bytearray()
                with archive.open(name) as file:
                    while left >= 0 and (chunk := file.read(_CHUNK)):
                        left -= len(chunk)
                        member += chunk
                if left < 0 or number >= MAX_MEMBERS:
                    break
                yield name, bytes(member)
            else:
                return
    except _DAMAGE as error:
        raise UnreadableError(f"this workbook is damaged or has a password ({error})") from None
    raise UnreadableError(f"this workbook unpacks to more than {MAX_UNPACKED // 2**20} MB or {MAX_MEMBERS:,} parts")


def _read(content: bytes, parts: dict[str, _Part]) -> list[Sheet]:
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import, and only workbooks need it

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheets = []
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # they may be wrong, or as wide and long as a sheet can be
        path = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
        rows = _rows(sheet.iter_rows(max_col=MAX_COLUMNS), parts.get(path, _Part({}, {})))
        hidden = sheet.sheet_state != "visible"
        name = sheet.title if len(book.worksheets) > 1 else ""
        sheets.append(Sheet(name, list(islice(rows, 1) if hidden else rows), hidden=hidden))
    return sheets


def _rows(rows: Iterable[Sequence["Cell | MergedCell"]], part: _Part) -> Iterator[Row]:
    """Yield the rows that hold something; a cell that reaches down over several says the same in each."""
    reaching = _Reaching()
    filled = 0
    empty: Sequence[Cell | MergedCell] | None = None
    for number, cells in enumerate(rows, 1):
        if number > MAX_ROWS:
            raise UnreadableError(f"a table has at most {MAX_ROWS:,} rows")
        if cells is empty:  # openpyxl gives one and the same for all rows that are missing
            continue
        texts = _texts(cells)
        empty = empty if texts else cells
        texts = reaching.fill(number, texts)
        reaching.add(texts, part.merged.get(number, ()))
        if texts:
            filled += 1
            if filled > MAX_FILLED:
                raise UnreadableError(TOO_MANY, number)
            yield Row(number, tuple(texts), faults=part.blank.get(number, ()))


class _Reaching:
    """Cells that reach down over several rows: by their column, the last of these rows, and what they say."""

    def __init__(self) -> None:
        self.cells: dict[int, tuple[int, str]] = {}

    def fill(self, number: int, texts: list[str]) -> list[str]:
        """Return the texts of a row with those that reach down to it."""
        if not texts or not self.cells:
            return texts
        self.cells = {at: (last, text) for at, (last, text) in self.cells.items() if last >= number}
        return _fill(texts, {at: text for at, (_, text) in self.cells.items()})

    def add(self, texts: Sequence[str], merged: Iterable[tuple[int, int]]) -> None:
        """Add the cells of a row that reach down, given by their columns, each to its last row."""
        self.cells |= {at: (last, texts[at]) for at, last in merged if at < len(texts)}


def _texts(cells: Sequence["Cell | MergedCell"]) -> list[str]:
    """Return the texts of the cells up to the last one that has any."""
    from openpyxl.cell.read_only import EMPTY_CELL  # noqa: PLC0415 - as above

    texts = [] if all(map(is_, cells, repeat(EMPTY_CELL))) else [_text(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _fill(texts: list[str], above: Mapping[int, str]) -> list[str]:
    """Return the texts of a row with those that reach down to it in the places of empty cells."""
    filled = texts + [""] * (max(above, default=-1) + 1 - len(texts))
    return [text or above.get(at, "") for at, text in enumerate(filled)]


def _number(column: str) -> int:
    """Return the number of a column, from 0, by its letters."""
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _text(cell: "Cell | MergedCell") -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        if "_x" in value:
            value = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
        return tidy(value.replace("\r\n", "\n")).strip()
    return show(value, str(cell.number_format or "General"))
