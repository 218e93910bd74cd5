"""One table, read row by row, with what its author should know of it as a whole."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from mkdeck.importers.draft import Remark
from mkdeck.importers.drafting.losses import Said, name_lost
from mkdeck.importers.drafting.reading_builder import ReadingBuilder
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.formats.table.columns import Column, Heading
from mkdeck.importers.formats.table.habits import find_habits
from mkdeck.importers.formats.table.listed_answers import offer_answers
from mkdeck.importers.formats.table.offers import cell_at
from mkdeck.importers.formats.table.row_reading import Reader
from mkdeck.importers.formats.table.unread import find_unread
from mkdeck.importers.sources.attachments import Attachments, name_missing
from mkdeck.importers.sources.cells import Row, Sheet
from mkdeck.importers.to_markdown.html import has_html
from mkdeck.importers.to_markdown.markdown import adopt
from mkdeck.importers.to_markdown.moodle import convert_moodle
from mkdeck.importers.to_markdown.text import to_markdown
from mkdeck.text.english import plural

_EXPLAINS = re.compile(r"\((?:required|optional|mandatory|default)\b[^)]*\)", re.IGNORECASE)
_WHOLE_HTML = re.compile(r"<(?:p|div|h\d|ul|ol|table|span)\b[^<>]*>.*</\w+>", re.DOTALL | re.IGNORECASE)
_COUNT = re.compile(r"\d{1,5}[.)]?")
_USED = frozenset(
    "question choice choices wrong right answer explanation hint type tag source id image tolerance unit accept "
    "remark".split()
)
_KEPT_FROM_STUDENTS = "is a comment in the deck file, and on no card; if students are to read it, head it 'Explanation'"
_SHARE_OF_HTML = 0.5
_ENTITY = re.compile(r"\s*&#?\w+;\s*")
_ESCAPED = re.compile(
    r"(?<=[A-Za-z])&(?:#0*39|rsquo|szlig|[A-Za-z](?:acute|grave|uml|circ|tilde|cedil|slash|ring));|&(?:quot|[lb]dquo);(?=\w)"
)
"""An entity in a word or right before one, as in `What&#039;s`, where nobody types it to show it."""
_MAX_TYPES_NAMED = 3


class TableReader:
    """The rows of one table on their way into a reading."""

    def __init__(self, sheet: Sheet, heading: Heading, builder: ReadingBuilder) -> None:
        self.sheet = sheet
        self.heading = heading
        self.builder = builder
        self.rows: list[Row] = []
        self.html = any(column.html for column in heading.columns)
        self.html_at = self.line = 0
        self.attachments = Attachments()
        self.missing: list[Remark] = []
        self.unread: dict[str, list[tuple[int, Said]]] = {}
        self.reader = Reader(heading, self.convert, spaced=sheet.delimiter == "\t" and _is_of_anki(heading))

    def read(self, rows: Iterable[Row]) -> None:
        """Read the rows below the heading."""
        self.prepare(rows)
        for row in self.rows:
            self.line = row.number
            with self.builder.question(row.number, self.sheet.name):
                self.add(row)
        self.builder.remarks += [Remark(row, message, self.sheet.name) for row, message in self.describe()]
        self.builder.remarks += self.missing

    def prepare(self, rows: Iterable[Row]) -> None:
        """Find the rows that ask, and how this table writes them."""
        self.rows = [row for row in rows if self.reader.asks(row) and not self.repeats_heading(row)]
        if self.rows and sum(bool(_EXPLAINS.search(cell)) for cell in self.rows[0].cells) > 1:
            self.builder.skip(self.rows.pop(0).number, "this row explains the columns", self.sheet.name)
        self.html = not self.sheet.markdown and (self.html or self.holds_html())
        if not self.html and self.holds_entities():
            self.rows = [replace(row, cells=tuple(map(html.unescape, row.cells))) for row in self.rows]
        self.heading = self.reader.heading = offer_answers(self.heading, self.rows)
        self.reader.habits = find_habits(self.rows, self.heading)

    def add(self, row: Row) -> None:
        """Read one row. Raises NoDraftError where it asks nothing."""
        width = len(self.heading.columns)
        self.attachments = Attachments()
        if self.sheet.delimiter and any(row.cells[width:]):
            raise NoDraftError(f"it has {len(row.cells)} cells, but the heading has {width}; are its quotes missing?")
        draft = self.reader.read(row)
        self.builder.add(replace(draft, member=self.sheet.name, media=tuple(self.attachments.taken.values())))
        for said in find_unread(row, self.heading, draft):
            self.unread.setdefault(said.place, []).append((row.number, said))
        absent = [*self.attachments.missing, *self.reader.pictures]
        self.missing += [Remark(row.number, message, self.sheet.name) for message in name_missing(absent)]
        self.reader.pictures.clear()

    def convert(self, text: str) -> str:
        """Turn the text of a cell into Markdown."""
        if self.sheet.markdown:
            return adopt(text, self.attachments)
        if self.html:
            return convert_moodle(text, "html", self.attachments)
        if not self.html_at and has_html(text):
            self.html_at = self.line
        return to_markdown(text, wrapped=False)

    def holds_entities(self) -> bool:
        """Whether the cells were escaped as for a page: entities stand in words, and none is asked for by itself."""
        cells = [cell for row in self.rows for cell in row.cells if "&" in cell]
        return any(map(_ESCAPED.search, cells)) and not any(map(_ENTITY.fullmatch, cells))

    def holds_html(self) -> bool:
        """Whether the texts are HTML: most questions stand in an element as a whole."""
        questions = [self.reader.cell(row, "question") for row in self.rows]
        return sum(bool(_WHOLE_HTML.fullmatch(each)) for each in questions) > _SHARE_OF_HTML * len(questions)

    def repeats_heading(self, row: Row) -> bool:
        """Whether a row is the heading once more, as at the top of a new page."""
        return [" ".join(cell.split()) for cell in row.cells if cell] == [
            column.heading for column in self.heading.columns if column.heading
        ]

    def describe(self) -> Iterator[tuple[int, str]]:
        """Yield what was left out, and what its author may want to look at, each with its row."""
        if unused := [_name(column) for column in self.find_unused()]:
            yield self.heading.row, f"columns that are left out: {', '.join(unused)}"
        if remarks := [_name(column) for column in self.heading.all("remark") if self.cells(column)]:
            what = f"what stands below {' and '.join(remarks)}"
            yield self.heading.row, f"{what} {_KEPT_FROM_STUDENTS}"
        if types := self.reader.unknown_types:
            message = f"types that are not known, and read as their columns show: {_list_types(list(types))}"
            yield min(types.values()), message
        if self.reader.inferred:
            yield self.describe_inferred()
        if self.html_at:
            yield self.html_at, "HTML in the cells of this table stays the text that it is"
        for lost in self.unread.values():
            yield from _describe_lost(lost)

    def describe_inferred(self) -> tuple[int, str]:
        """Say of how many rows, and by how many others, the whole column tells what is right; with the first row."""
        first, *more = self.reader.inferred
        convention = self.reader.habits.convention
        others = f" and in {plural(len(more), 'more row')}" if more else ""
        how = f"by its {convention.way}, as in {plural(convention.shown_by, 'other row')}"
        return first, f"here{others} the right choice is told {how}"

    def find_unused(self) -> Iterator[Column]:
        """Yield the columns that hold something that is not used; those that only count say nothing."""
        columns = list(self.heading.columns)
        if not self.sheet.delimiter:
            width = max((len(row.cells) for row in self.rows), default=0)
            columns += [Column(index, "", "") for index in range(len(columns), width)]
        for column in columns:
            cells = self.cells(column)
            if column.role not in _USED and cells and not _only_counts(column, cells):
                yield column

    def cells(self, column: Column) -> list[str]:
        """Return what stands in a column."""
        return [cell for row in self.rows if (cell := cell_at(row, column))]


def _is_of_anki(heading: Heading) -> bool:
    """Whether a heading names the sides of a card, as in tables that are made for Anki."""
    return {"front", "back"} <= {column.heading.casefold() for column in heading.columns}


def _only_counts(column: Column, cells: Sequence[str]) -> bool:
    """Whether a column only numbers its rows, in all or from 1 on in each part of the table."""
    if not all(map(_COUNT.fullmatch, cells)) or (column.heading and column.role != "number"):
        return False
    numbers = [int(cell.rstrip(".)")) for cell in cells]
    steps = list(pairwise(numbers))
    return all(one < other for one, other in steps) or all(other in (one + 1, 1) for one, other in steps)


def _name(column: Column) -> str:
    return f"'{column.heading[:60]}'" if column.heading else f"number {column.index + 1}, unnamed"


def _list_types(types: Sequence[str]) -> str:
    shown = ", ".join(f"'{name[:40]}'" for name in types[:_MAX_TYPES_NAMED])
    return f"{shown} and {len(types) - _MAX_TYPES_NAMED} more" if len(types) > _MAX_TYPES_NAMED else shown


def _describe_lost(lost: Sequence[tuple[int, Said]]) -> Iterator[tuple[int, str]]:
    """Yield what did not arrive of the first row of a column, and of how many more rows as much is lost."""
    row, said = lost[0]
    more = len({number for number, _ in lost}) - 1
    others = f", and as much in {plural(more, 'more row')}" if more else ""
    for message in name_lost([said]):
        yield row, f"{message}{others}"
