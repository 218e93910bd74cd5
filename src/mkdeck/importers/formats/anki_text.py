"""Anki's text export, with its header lines such as `#separator:tab`; also the export of cards instead of notes.

A file names note types at most, and not their fields: those of Anki's own and of some well-known types are known, of
all others the first field asks and the second answers.
"""

import html
import re
from dataclasses import replace

from mkdeck.apkg.collection import StoredNotetype, StoredTemplate
from mkdeck.importers.anki.notes import ForeignReader, Row, part_names
from mkdeck.importers.anki.roles import UNNAMED
from mkdeck.importers.anki.table import HEADER, Record, Table, read_table
from mkdeck.importers.decompiler.course import find_course, make_text_outline
from mkdeck.importers.decompiler.notes import OwnNote, OwnReader
from mkdeck.importers.decompiler.turned import fold_turned
from mkdeck.importers.draft import Document, Reading, Skipped
from mkdeck.importers.drafting.reading_builder import ReadingBuilder
from mkdeck.importers.drafting.vocabulary import pattern
from mkdeck.importers.sources.delimited import are_rows
from mkdeck.importers.writing.course import clean_deck, make_outline
from mkdeck.notes.corrections import take_off
from mkdeck.notetypes import FIELDS, find_words
from mkdeck.questions import TYPES

_FRONT, _BACK, _REVERSE = "Front", "Back", "Add Reverse"
_CLOZE_FIELDS = ("Text", "Back Extra")
_ASK = StoredTemplate("Card 1", "{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}")
_ASK_BACK = StoredTemplate("Card 2", "{{Back}}", "{{FrontSide}}<hr id=answer>{{Front}}")
_REVERSED = re.compile(pattern("reversed_type"), re.IGNORECASE)
_OPTIONAL = re.compile(pattern("optional_type"), re.IGNORECASE)
_CLOZE = re.compile(pattern("cloze_type"), re.IGNORECASE)
_BASIC = re.compile(pattern("basic_type"), re.IGNORECASE)
_ALL_IN_ONE = re.compile(r"AllInOne|all.in.one", re.IGNORECASE)
_ALL_IN_ONE_FIELDS = (
    "Question", "Title", "QType (0=kprim,1=mc,2=sc)", "Q_1", "Q_2", "Q_3", "Q_4", "Q_5", "Answers", "Sources", "Extra 1"
)  # fmt: skip
_NAMES = [name for name, _ in FIELDS["cloze"]]
_KIND, _ID = _NAMES.index("Kind"), _NAMES.index("Id")
_UNTOLD = "-"
"""In place of the name of a note type whose fields are named, and it is not."""
_OWN_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")


def recognise(document: Document) -> float:
    """Look for a header line at the very start."""
    start = document.start.lstrip("\n")
    return 0.99 if HEADER.match(start) else 0.05 if are_rows(start, "\t") else 0.0


def read(document: Document) -> Reading:
    """Read every note of the file."""
    table = read_table(document.text.lstrip("\n"))
    own = [record for record in table.records if _is_own(record)]
    if own and len(own) == len(table.records):
        return _read_own(own, document.name)
    return _read_foreign(table)


def _is_own(record: Record) -> bool:
    """Whether a note is of one of mkdeck's note types."""
    return (
        len(record.fields) >= len(_NAMES)
        and record.fields[_KIND] in TYPES
        and bool(_OWN_ID.fullmatch(record.fields[_ID]))
    )


_NO_ORDER = "a text file does not tell the order of a course's questions: in each deck they stand by their ids"


def _read_own(records: list[Record], name: str) -> Reading:
    # Anki writes notes by their numbers, which tell nothing of the course's order.
    records = sorted(records, key=lambda record: (record.deck, record.fields[_ID]))
    notes = [
        OwnNote(
            number=record.line,
            note_class="cloze" if "{{c" in record.fields[0] or 'class="gap"' in record.fields[0] else "standard",
            deck=record.deck,
            fields=take_off(record.fields[: len(_NAMES)]),
            tags=record.tags,
            guid=record.guid,
            time=0,
        )
        for record in records
    ]
    outline = make_text_outline(notes, name)
    reader = OwnReader({}, {}, find_words(outline.settings.language))
    reading = ReadingBuilder()
    for note in notes:
        with reading.question(note.number):
            reading.add(reader.read(note))
    reading.drafts = fold_turned(reading.drafts)
    reading.remark(records[0].line, _NO_ORDER)
    reading.remarks += reader.remarks
    return reading.build(outline=outline)


def _read_foreign(table: Table) -> Reading:
    reader = ForeignReader({})
    reading = ReadingBuilder()
    for record in table.records:
        for found in reader.read(_make_row(record, table)):
            if isinstance(found, Skipped):
                reading.skipped.append(found)
            else:
                reading.add(replace(found, deck=clean_deck(record.deck)))
    reading.remarks += reader.remarks
    decks = list(dict.fromkeys(deck for record in table.records if (deck := clean_deck(record.deck))))
    outline = make_outline(find_course(decks) or decks[0].partition("::")[0]) if decks else None
    return reading.build(outline=outline)


def _make_row(record: Record, table: Table) -> Row:
    """Return a note with the names of its fields, as well as they are told; a column more than these holds tags."""
    fields = [value if table.html else _to_html(value) for value in record.fields]
    notetype, ordinals = _find_notetype(record.notetype, table.names, fields)
    names, tags = notetype.fields, record.tags
    told = "notetype" in table.header and notetype.name and not table.tagged
    if told and len(fields) == len(names) + 1:
        tags = (*tags, *record.fields[-1].split())  # as Anki takes a column that is no field
        fields.pop()
    more = range(len(fields) - len(names))
    names = part_names((*names, *(UNNAMED + chr(ord("a") + i) for i in more)))
    values = fields + [""] * (len(names) - len(fields))
    return Row(record.line, replace(notetype, fields=names), dict(zip(names, values, strict=True)), tags, ordinals)


def _find_notetype(name: str, names: tuple[str, ...], fields: list[str]) -> tuple[StoredNotetype, tuple[int, ...]]:
    """Return the note type of a note, as well as it is told, and which of its cards there are.

    It has a name only where its fields are known.
    """
    cloze = bool(_CLOZE.search(name))
    if names:
        return StoredNotetype(name or _UNTOLD, cloze, names, (), css="", time=0), (0,)
    if _ALL_IN_ONE.search(name):
        return StoredNotetype(name, cloze, _ALL_IN_ONE_FIELDS, (), css="", time=0), (0,)
    if cloze:
        return StoredNotetype(name, cloze, _CLOZE_FIELDS, (), css="", time=0), (0,)
    if _BASIC.search(name):
        return _find_basic(name, fields)
    return StoredNotetype("", cloze, (), (), css="", time=0), (0,)


def _find_basic(name: str, fields: list[str]) -> tuple[StoredNotetype, tuple[int, ...]]:
    """Return the one of Anki's basic note types that a name tells, and the cards of a note with these fields."""
    optional = bool(_OPTIONAL.search(name))
    names = (_FRONT, _BACK, _REVERSE) if optional else (_FRONT, _BACK)
    turned = _REVERSED.search(name) and (not optional or any(value.strip() for value in fields[2:3]))
    templates, ordinals = ((_ASK, _ASK_BACK), (0, 1)) if turned else ((_ASK,), (0,))
    return StoredNotetype(name, cloze=False, fields=names, templates=templates, css="", time=0), ordinals


def _to_html(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>")
