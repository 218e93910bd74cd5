"""What a row says besides its question and answer: tags, sources, links, pictures and what staff remark."""

import re
from collections.abc import Iterator

from mkdeck.importers.drafting.vocabulary import pattern
from mkdeck.importers.formats.table.columns import Heading
from mkdeck.importers.formats.table.offers import cell_at, cells_at
from mkdeck.importers.sources.cells import Row

_TAGS = re.compile(r"[,;|\n]+")
_SPACES = re.compile(r"[,;|\s]+")
_SAYS_SPACES = re.compile(rf"\b{pattern('blanks_between')}", re.IGNORECASE)
_LEVEL = re.compile(r">+")
_ADDRESS = re.compile(r"https?://[\w./?=&%#~:@!,;+()*'-]+", re.ASCII | re.IGNORECASE)


def read_tags(row: Row, heading: Heading, *, spaced: bool) -> Iterator[str]:
    """Yield the tags of a row, `a > b` as `a::b`; they are `spaced` where spaces part them."""
    for column in heading.all("tag"):
        between = _SPACES if spaced or _SAYS_SPACES.search(column.heading) else _TAGS
        for tag in between.split(cell_at(row, column)):
            if levels := "::".join(level.strip() for level in _LEVEL.split(tag.strip())):
                yield levels


def read_pictures(row: Row, heading: Heading) -> tuple[list[str], list[str]]:
    """Return the addresses of pictures on the web, and the names of files."""
    cells = cells_at(row, heading.all("image"))
    return [cell for cell in cells if _ADDRESS.fullmatch(cell)], [
        cell for cell in cells if not _ADDRESS.fullmatch(cell)
    ]


def read_remarks(row: Row, heading: Heading) -> Iterator[str]:
    """Yield what staff say to each other, which no student is to read, as comments."""
    for column in heading.all("remark"):
        if cell := cell_at(row, column):
            yield f"{column.heading}: {cell}"
