"""Workbooks for tests, made of plain descriptions."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

from openpyxl import Workbook

Cell = str | int | float | bool | object | None
SHEET = "xl/worksheets/sheet1.xml"


def make_workbook(
    sheets: Mapping[str, Sequence[Sequence[Cell]]],
    *,
    formats: Mapping[str, str] | None = None,
    merged: Sequence[str] = (),
    hidden: Sequence[str] = (),
) -> bytes:
    """Write sheets of rows; number formats and merged ranges are of the first sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
    first = book.worksheets[0]
    for cell, form in (formats or {}).items():
        first[cell].number_format = form
    for cells in merged:
        first.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def change_member(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Write a workbook anew with one of its members changed."""
    out = io.BytesIO()
    anew = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1)  # as soon done where it is a bomb
    with zipfile.ZipFile(io.BytesIO(content)) as old, anew as new:
        for member in old.namelist():
            new.writestr(member, change(old.read(member)) if member == name else old.read(member))
    return out.getvalue()
