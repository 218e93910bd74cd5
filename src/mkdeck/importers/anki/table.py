"""Anki's text files: header lines with `#`, then a table of notes.

Source: the Anki manual, "Importing text files", "File headers".
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mkdeck.importers.drafting.numbers import read_count
from mkdeck.importers.errors import UnreadableError

_KEYS = (
    "separator", "html", "columns", "guid column", "notetype column", "deck column", "tags column", "notetype", "deck",
    "tags", "if matches", "allow duplicates"
)  # fmt: skip
HEADER = re.compile(rf"#\s*({'|'.join(_KEYS)})\s*:[ ]?(.*)", re.IGNORECASE)
_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "space": " ", "pipe": "|", "colon": ":"}
_COLUMNS = ("guid", "notetype", "deck", "tags")


@dataclass(frozen=True, slots=True)
class Record:
    """A note of a text file; `line` is where it starts, `fields` are its fields without what is told of it."""

    line: int
    fields: tuple[str, ...]
    guid: str
    notetype: str
    deck: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A text file: what its header says, and its notes; `names` are those of the fields, if they are told.

    `tagged` tells whether one of its columns holds tags.
    """

    html: bool = True
    tagged: bool = False
    names: tuple[str, ...] = ()
    header: dict[str, str] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)


def read_table(text: str) -> Table:
    """Read a text file. Raises UnreadableError where it is no table at all."""
    lines = text.split("\n")
    header, start = _read_header(lines)
    separator = _find_separator(header.get("separator", ""), lines[start : start + 1])
    columns, names = _find_columns(header, separator)
    return Table(
        html=header.get("html", "true").strip().lower() != "false",
        tagged="tags" in columns.values(),
        names=names,
        header=header,
        records=[_make_record(line, row, columns, header) for line, row in _read_rows(lines, start, separator)],
    )


def _read_header(lines: list[str]) -> tuple[dict[str, str], int]:
    """Return what the header says, by its keys in small letters, and how many lines it has."""
    header: dict[str, str] = {}
    start = 0
    while start < len(lines) and lines[start].startswith("#"):
        if match := HEADER.match(lines[start]):
            header.setdefault(match[1].lower(), match[2].rstrip("\r"))
        start += 1
    return header, start


def _find_columns(header: Mapping[str, str], separator: str) -> tuple[dict[int, str], tuple[str, ...]]:
    """Return the columns, from 0, that hold no fields, by what they hold; and the names of the fields, where told."""
    numbers = {name: read_count(header.get(f"{name} column", "")) for name in _COLUMNS}
    columns = {number - 1: name for name, number in numbers.items() if number is not None}
    if "columns" not in header:
        return columns, ()
    named = [name.strip() for name in next(csv.reader([header["columns"]], delimiter=separator), [])]
    for i, name in enumerate(named):  # a column of such a name is meant, unless the header says otherwise
        if name.lower() in _COLUMNS and name.lower() not in columns.values():
            columns.setdefault(i, name.lower())
    return columns, tuple(name for i, name in enumerate(named) if i not in columns)


def _make_record(line: int, row: list[str], columns: Mapping[int, str], header: Mapping[str, str]) -> Record:
    """Return a note; what no column of its own tells of it, the header tells of all."""
    told = {name: row[i].strip() for i, name in columns.items() if 0 <= i < len(row)}
    return Record(
        line,
        tuple(value for i, value in enumerate(row) if i not in columns),
        told.get("guid", ""),
        told.get("notetype") or header.get("notetype", "").strip(),
        told.get("deck") or header.get("deck", "").strip(),
        tuple(f"{told.get('tags', '')} {header.get('tags', '')}".split()),
    )


def _find_separator(named: str, first: list[str]) -> str:
    name = named.strip().lower()
    if name in _SEPARATORS:
        return _SEPARATORS[name]
    if len(named) == 1 and named.isprintable() and named != '"':
        return named
    line = first[0] if first else ""
    return next((each for each in "\t|;,:" if each in line), "\t")


def _read_rows(lines: list[str], start: int, separator: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(max(csv.field_size_limit(), sum(map(len, lines)) + 1))
    reader = csv.reader((line + "\n" for line in lines[start:]), delimiter=separator)
    at = 0
    try:
        for row in reader:
            line, at = start + at + 1, reader.line_num
            if any(value.strip() for value in row) and not lines[line - 1].startswith("#"):
                yield line, row
    except csv.Error as error:
        raise UnreadableError(f"this is no table: {error}", start + at + 1) from error
