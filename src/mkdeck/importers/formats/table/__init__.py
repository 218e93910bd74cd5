"""Tables of questions with a heading: CSV, TSV, .xlsx, and the templates of Kahoot and other quiz games.

One question a row. The heading may stand below a title, in any of several languages; it names the columns of the
question, the answer, the choices and all else. A column of choices may name them by letter, number or text.

Source: the spreadsheet templates of Kahoot, Quizizz, Blooket, Gimkit and Socrative.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from mkdeck.importers.draft import Document, Draft, Reading, Remark, Skipped
from mkdeck.importers.drafting.losses import Said, name_lost
from mkdeck.importers.errors import UnreadableError
from mkdeck.importers.formats.table.headings import Column, Heading, find_heading
from mkdeck.importers.formats.table.offers import cell_at
from mkdeck.importers.formats.table.row_reading import Reader
from mkdeck.importers.formats.table.unread import find_unread
from mkdeck.importers.sources.attachments import Attachments
from mkdeck.importers.sources.cells import MAX_FILLED, TOO_MANY, Row, Sheet
from mkdeck.importers.sources.delimited import DELIMITERS, are_rows, find_declared, split_rows
from mkdeck.importers.sources.workbook import OLD_OFFICE, is_workbook, read_sheets
from mkdeck.importers.to_markdown.html import has_html
from mkdeck.importers.to_markdown.moodle import convert_moodle
from mkdeck.importers.to_markdown.text import to_markdown

_ANKI = re.compile(r"#(?:separator|html|tags|notetype|deck|guid|columns|if matches)\b[^\n:]*:", re.IGNORECASE)
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*")
_EXPLAINS = re.compile(r"\((?:required|optional|mandatory|default)\b[^)]*\)", re.IGNORECASE)
_WHOLE_HTML = re.compile(r"<(?:p|div|h\d|ul|ol|table|span)\b[^<>]*>.*</\w+>", re.DOTALL | re.IGNORECASE)
_COUNT = re.compile(r"\d{1,5}[.)]?")
_USED = frozenset("question choice choices wrong right answer explanation hint type tag source id image".split())
_PROGRAM = re.compile(r"[=(]\s*[\"'(*\[{]|\)\)|[({]$|^    ")
"""What no heading has, but a line of a program that names `question` and `answer`."""
_ABOVE = 40
"""A heading stands in the first so many rows."""
_SAMPLE = 60
_PLAIN = 4
"""A heading of so many columns is one, even where most rows below it are torn."""
_HALF = 0.5
_NAMED = 3


def recognise(document: Document) -> float:
    """Look for a workbook, or for a line that names columns and rows that fill them."""
    if is_workbook(document.content):
        return 0.99
    if document.content.startswith(OLD_OFFICE):
        return 0.5
    text = document.start
    delimiter = _find_delimiter(text)
    if not delimiter or _ANKI.match(text):
        return 0.06 if any(are_rows(text, sign) for sign in DELIMITERS) else 0.0
    rows = list(islice(split_rows(text, delimiter), _SAMPLE))
    heading = _find(rows)
    if not heading or _PROGRAM.search(text.split("\n", heading.row)[heading.row - 1]):
        return 0.0
    if any(_RULE.fullmatch(line) for line in text.split("\n")[:_ABOVE]):
        return 0.0
    width = len(heading.columns)
    below = [row for row in rows if row.number > heading.row]
    filled = sum(not any(row.cells[width:]) and sum(map(bool, row.cells)) > 1 for row in below)
    if not below:
        return 0.95 if all(column.role or not column.heading for column in heading.columns) else 0.0
    if filled >= _HALF * len(below):
        return 0.98
    return 0.95 if heading.known >= _PLAIN else 0.0


def read(document: Document) -> Reading:
    """Read every row below a heading, of every sheet that is not hidden."""
    drafts: list[Draft] = []
    skipped: list[Skipped] = []
    remarks: list[Remark] = []
    headed = False
    for sheet in _open(document):
        rows = list(sheet.rows)
        heading = _find(rows)
        if heading is None or sheet.hidden:
            why = "this sheet is hidden" if sheet.hidden else "no row here names columns of questions"
            remarks += [Remark(row.number, f"left out: {why}", sheet.name) for row in rows[:1]]
            continue
        headed = True
        table = _Table(sheet, heading, [row for row in rows if row.number > heading.row])
        drafts += table.drafts
        skipped += table.skipped
        remarks += table.remarks()
    if not headed:
        raise UnreadableError("no row names the columns; a heading such as 'question, answer' is needed")
    return Reading(tuple(drafts), tuple(skipped), tuple(remarks))


def _open(document: Document) -> Iterable[Sheet]:
    if is_workbook(document.content) or document.content.startswith(OLD_OFFICE):
        return read_sheets(document.content)
    text = document.text
    delimiter = _find_delimiter(text[:200_000]) or ","
    rows = list(islice(split_rows(text, delimiter), MAX_FILLED + 1))
    if len(rows) > MAX_FILLED:
        raise UnreadableError(TOO_MANY, rows[-1].number)
    return [Sheet("", rows, delimiter=delimiter)]


def _find_delimiter(text: str) -> str:
    """Return the delimiter with which a heading names most columns; empty where none does."""
    if declared := find_declared(text):
        return declared
    known = {sign: _find(islice(split_rows(text, sign), _ABOVE)) for sign in DELIMITERS if sign in text}
    counts = {sign: heading.known for sign, heading in known.items() if heading}
    return max(counts, key=lambda sign: counts[sign]) if counts else ""


def _find(rows: Iterable[Row]) -> Heading | None:
    return find_heading((row.number, row.cells) for row in islice(rows, _ABOVE))


def _is_of_anki(heading: Heading) -> bool:
    """Whether a heading names the sides of a card, as in tables that are made for Anki."""
    return {"front", "back"} <= {column.heading.casefold() for column in heading.columns}


class _Table:
    """The rows of one table, read."""

    def __init__(self, sheet: Sheet, heading: Heading, rows: list[Row]) -> None:
        self.sheet = sheet
        self.heading = heading
        self.html = any(column.html for column in heading.columns)
        self.html_at = self.line = 0
        self.attachments = Attachments()
        self.missing: list[Remark] = []
        self.unread: dict[str, list[tuple[int, Said]]] = {}
        self.reader = Reader(heading, self.convert, spaced=sheet.delimiter == "\t" and _is_of_anki(heading))
        self.below = [row for row in rows if self.reader.asks(row) and not self.repeats_heading(row)]
        explained = [row for row in self.below[:1] if sum(bool(_EXPLAINS.search(cell)) for cell in row.cells) > 1]
        self.drafts: list[Draft] = []
        self.skipped = [Skipped(row.number, "this row explains the columns", sheet.name) for row in explained]
        self.below = self.below[len(explained) :]
        self.html = self.html or self.holds_html()
        self.reader.look_at(self.below)
        for row in self.below:
            self.line = row.number
            self.add(row)

    def add(self, row: Row) -> None:
        """Read one row."""
        width = len(self.heading.columns)
        self.attachments = Attachments()
        if self.sheet.delimiter and any(row.cells[width:]):
            draft: Draft | str = f"it has {len(row.cells)} cells, but the heading has {width}; are its quotes missing?"
        else:
            draft = self.reader.read(row)
        if isinstance(draft, str):
            self.skipped.append(Skipped(row.number, draft, self.sheet.name))
            return
        self.drafts.append(replace(draft, member=self.sheet.name, media=tuple(self.attachments.taken.values())))
        for said in find_unread(row, self.heading, draft):
            self.unread.setdefault(said.place, []).append((row.number, said))
        absent = [*self.attachments.missing, *self.reader.pictures]
        self.missing += [Remark(row.number, f"'{each}' is not part of this file", self.sheet.name) for each in absent]
        self.reader.pictures.clear()

    def convert(self, text: str) -> str:
        """Turn the text of a cell into Markdown."""
        if self.html:
            return convert_moodle(text, "html", self.attachments)
        if not self.html_at and has_html(text):
            self.html_at = self.line
        return to_markdown(text, wrapped=False)

    def holds_html(self) -> bool:
        """Whether the texts are HTML: most questions stand in an element as a whole."""
        questions = [self.reader.cell(row, "question") for row in self.below]
        return sum(bool(_WHOLE_HTML.fullmatch(each)) for each in questions) > _HALF * len(questions)

    def repeats_heading(self, row: Row) -> bool:
        """Whether a row is the heading once more, as at the top of a new page."""
        return [" ".join(cell.split()) for cell in row.cells if cell] == [
            column.heading for column in self.heading.columns if column.heading
        ]

    def remarks(self) -> list[Remark]:
        """Say what was left out, and what was read in a way that the reader may want to look at."""
        at, reader = self.heading.row, self.reader
        found = [(at, f"columns that are left out: {', '.join(unused)}")] if (unused := self.name_unused()) else []
        if types := [f"'{name[:40]}'" for name in reader.unknown_types]:
            shown = ", ".join(types[:_NAMED]) + (f" and {len(types) - _NAMED} more" if len(types) > _NAMED else "")
            message = f"types that are not known, and read as their columns show: {shown}"
            found.append((min(reader.unknown_types.values()), message))
        if reader.inferred:
            how = f"by its {reader.convention.way}, as in {reader.convention.shown_by} other rows"
            others = f" and in {len(reader.inferred) - 1} more rows" if len(reader.inferred) > 1 else ""
            found.append((reader.inferred[0], f"here{others} the right choice is told {how}"))
        if self.html_at:
            found.append((self.html_at, "HTML in the cells of this table stays the text that it is"))
        for lost in self.unread.values():
            row, said = lost[0]
            more = len({row for row, _ in lost}) - 1
            others = f", and as much in {more} more row{'s' if more > 1 else ''}" if more else ""
            found += [(row, f"{message}{others}") for message in name_lost([said])]
        return [*(Remark(row, message, self.sheet.name) for row, message in found), *self.missing]

    def name_unused(self) -> list[str]:
        """Name the columns that hold something that is not used; those that only count say nothing."""
        columns = list(self.heading.columns)
        if not self.sheet.delimiter:
            width = max((len(row.cells) for row in self.below), default=0)
            columns += [Column(index, "", "") for index in range(len(columns), width)]
        unused = [column for column in columns if column.role not in _USED]
        names: list[str] = []
        for column in unused:
            cells = [cell for row in self.below if (cell := cell_at(row, column))]
            counts = all(map(_COUNT.fullmatch, cells)) and (column.role == "number" or not column.heading)
            if cells and not counts:
                names.append(f"'{column.heading[:60]}'" if column.heading else f"number {column.index + 1}, unnamed")
        return names
