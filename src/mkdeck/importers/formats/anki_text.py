"""Anki's text export, with its header lines such as `#separator:tab`; also the export of cards instead of notes.

A file names note types at most, and not their fields: those of Anki's own and of some well-known types are known, of
all others the first field asks and the second answers.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import replace

from mkdeck.apkg.collection import StoredNotetype, StoredTemplate
from mkdeck.importers.anki.notes import ForeignReader, Row, part_names
from mkdeck.importers.anki.roles import UNNAMED
from mkdeck.importers.anki.table import HEADER, Record, Table, read_table
from mkdeck.importers.decompiler.course import find_course, make_text_outline
from mkdeck.importers.decompiler.notes import OwnNote, OwnReader
from mkdeck.importers.draft import Document, Draft, Outline, Reading, Remark, Skipped
from mkdeck.importers.sources.delimited import are_rows
from mkdeck.importers.writing.course import clean_deck, make_outline
from mkdeck.notetypes import FIELDS, find_words
from mkdeck.questions import TYPES

_FRONT, _BACK, _REVERSE = "Front", "Back", "Add Reverse"
_CLOZE_FIELDS = ("Text", "Back Extra")
_ASK = StoredTemplate("Card 1", "{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}")
_ASK_BACK = StoredTemplate("Card 2", "{{Back}}", "{{FrontSide}}<hr id=answer>{{Front}}")
_REVERSED = re.compile(
    r"revers|umgekehrt|beide richtungen|invers|invertid|rovesci|omgekeerd|odwr[oó]c|обратн", re.IGNORECASE
)
_OPTIONAL = re.compile(r"option|opcional|facolt|facult|optat", re.IGNORECASE)
_CLOZE = re.compile(r"cloze|l[uü]cken|trous|hueco|omiss|gaten|luki|пропуск|填空|穴埋め", re.IGNORECASE)
_BASIC = re.compile(r"basic|einfach|b[aá]sic|base\b|basis|podstawow|основн", re.IGNORECASE)
_ALL_IN_ONE = re.compile(r"AllInOne|all.in.one", re.IGNORECASE)
_ALL_IN_ONE_FIELDS = (
    "Question", "Title", "QType (0=kprim,1=mc,2=sc)", "Q_1", "Q_2", "Q_3", "Q_4", "Q_5", "Answers", "Sources", "Extra 1"
)  # fmt: skip
_NAMES = [name for name, _ in FIELDS["cloze"]]
_KIND, _ID = _NAMES.index("Kind"), _NAMES.index("Id")
_OWN_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")


def recognise(document: Document) -> float:
    """Look for a header line at the very start."""
    start = document.start.lstrip("\n")
    return 0.99 if HEADER.match(start) else 0.05 if are_rows(start, "\t") else 0.0


def read(document: Document) -> Reading:
    """Read every note of the file."""
    table = read_table(document.text.lstrip("\n"))
    drafts: list[Draft] = []
    skipped: list[Skipped] = []
    own = [record for record in table.records if _is_own(record)]
    is_course = own and len(own) == len(table.records)
    found, remarks, outline = _read_own(own, document.name) if is_course else _read_foreign(table)
    for line, draft in found:
        if isinstance(draft, str):
            skipped.append(Skipped(line, draft))
        else:
            drafts.append(draft)
    return Reading(tuple(drafts), tuple(skipped), tuple(remarks), outline=outline)


def _is_own(record: Record) -> bool:
    """Whether a note is of one of mkdeck's note types."""
    return (
        len(record.fields) >= len(_NAMES)
        and record.fields[_KIND] in TYPES
        and bool(_OWN_ID.fullmatch(record.fields[_ID]))
    )


_NO_ORDER = "a text file does not tell the order of a course's questions: in each deck they stand by their ids"

_Found = tuple[list[tuple[int, Draft | str]], list[Remark], Outline | None]
"""Questions by their line, or why there is none; remarks; and the course."""


def _read_own(records: list[Record], name: str) -> _Found:
    # Anki writes notes by their numbers, which tell nothing of the course's order.
    records = sorted(records, key=lambda record: (record.deck, record.fields[_ID]))
    notes = [
        OwnNote(
            number=record.line,
            note_class="cloze" if "{{c" in record.fields[0] or 'class="gap"' in record.fields[0] else "standard",
            deck=record.deck,
            fields=record.fields[: len(_NAMES)],
            tags=record.tags,
            guid=record.guid,
            time=0,
        )
        for record in records
    ]
    outline = make_text_outline(notes, name)
    reader = OwnReader({}, {}, find_words(outline.settings.language))
    found: list[tuple[int, Draft | str]] = [(note.number, reader.read(note)) for note in notes]
    return found, [Remark(records[0].line, _NO_ORDER), *reader.remarks], outline


def _read_foreign(table: Table) -> _Found:
    reader = ForeignReader({})
    found: list[tuple[int, Draft | str]] = []
    for record in table.records:
        fields = [value if table.html else _to_html(value) for value in record.fields]
        notetype, ordinals = _find_notetype(record.notetype, table.names, fields)
        tags = record.tags
        told = "notetype" in table.said and notetype.name and not table.tagged
        if told and len(fields) == len(notetype.fields) + 1:
            tags = (*tags, *record.fields[-1].split())  # as Anki takes a column that is no field
        names = (*notetype.fields, *(UNNAMED + chr(0x61 + i) for i in range(len(fields) - len(notetype.fields))))
        if tags is not record.tags:
            names, fields = notetype.fields, fields[:-1]
        names = part_names(names)
        values = fields + [""] * (len(names) - len(fields))
        row = Row(
            record.line,
            replace(notetype, fields=names),
            dict(zip(names, values, strict=True)),
            tags,
            ordinals,
        )
        for draft in reader.read(row):
            placed = draft if isinstance(draft, str) else replace(draft, deck=clean_deck(record.deck))
            found.append((record.line, placed))
    decks = list(dict.fromkeys(deck for record in table.records if (deck := clean_deck(record.deck))))
    outline = make_outline(find_course(decks) or decks[0].partition("::")[0]) if decks else None
    return found, reader.remarks, outline


def _find_notetype(name: str, names: tuple[str, ...], fields: list[str]) -> tuple[StoredNotetype, tuple[int, ...]]:
    """Return the note type of a note, as well as it is told, and which of its cards there are.

    It has a name only where its fields are known.
    """
    templates: tuple[StoredTemplate, ...] = ()
    ordinals: tuple[int, ...] = (0,)
    cloze = bool(_CLOZE.search(name))
    known = names
    if not names and _ALL_IN_ONE.search(name):
        known = _ALL_IN_ONE_FIELDS
    elif not names and cloze:
        known = _CLOZE_FIELDS
    elif not names and _BASIC.search(name):
        known, templates = (_FRONT, _BACK), (_ASK,)
        if _OPTIONAL.search(name):
            known = (*known, _REVERSE)
        if _REVERSED.search(name) and (not _OPTIONAL.search(name) or _filled(fields[2:3])):
            templates, ordinals = (_ASK, _ASK_BACK), (0, 1)
    said = name or ("-" if names else "")
    return StoredNotetype(said if known else "", cloze, known, templates, css="", time=0), ordinals


def _filled(fields: Iterable[str]) -> bool:
    return any(value.strip() for value in fields)


def _to_html(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>")
