"""Notes of any note type as questions, as well as the names of its fields and its templates tell.

A note with gaps becomes a cloze, one with choices a multiple choice; of all others each card becomes a short answer:
the question is what its front shows, the answer what only its back shows.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from mkdeck.apkg.collection import Collection, StoredNote, StoredNotetype, StoredTemplate
from mkdeck.importers.anki import templates
from mkdeck.importers.anki.choices import read_choices
from mkdeck.importers.anki.covered import COVERED, read_covered
from mkdeck.importers.anki.fields import NoteFields, shows
from mkdeck.importers.anki.roles import UNNAMED, Roles, find_roles
from mkdeck.importers.anki.text import AnkiText, find_numbers, has_gap
from mkdeck.importers.draft import Draft, Remark, Skipped
from mkdeck.importers.drafting.losses import Said, find_lost, quote
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.sources.attachments import Attachments, name_missing
from mkdeck.importers.to_markdown.markdown_blocks import paragraphs
from mkdeck.text.markdown import render

_OWN_TAGS = frozenset({"marked", "leech"})
_FILE, _LETTER = re.compile(r"\[sound:[^\]]*\]", re.IGNORECASE), re.compile(r"[^\W\d_]")
_COVERED_FIELDS = frozenset({"Question Mask", "Answer Mask", "Original Mask"})
_CHOICE = re.compile(r"choice|mcq|quiz|kprim|auswahl|\bmc\b|opci[oó]n|choix|scelta|escolha", re.IGNORECASE)
_MAX_TEXT_AROUND = 300
"""Characters; more constant text in a template than this is a layout, not a question."""


@dataclass(frozen=True, slots=True)
class Row:
    """A note with the names of its fields; `ordinals` are its cards."""

    number: int
    notetype: StoredNotetype
    fields: Mapping[str, str]
    tags: tuple[str, ...]
    ordinals: tuple[int, ...]


def part_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of fields, each once: a name that was there before says nothing."""
    parted: dict[str, None] = {}
    for i, name in enumerate(names):
        parted[f"{UNNAMED}{i}" if name in parted else name] = None
    return tuple(parted)


class ForeignReader:
    """Reads notes that mkdeck did not make; `files` are the media of the package."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.remarks: list[Remark] = []
        self._unread: set[tuple[str, str]] = set()

    def read_stored(self, number: int, note: StoredNote, collection: Collection) -> Iterator[Draft | Skipped]:
        """Read a note of a package: a question, or more where it has several cards, or why one can't be read."""
        notetype = collection.notetypes.get(note.notetype)
        if notetype is None or len(note.fields) != len(notetype.fields):
            yield Skipped(number, "its note type is not part of the package, so nothing tells what its fields are")
            return
        notetype = replace(notetype, fields=part_names(notetype.fields))
        fields = dict(zip(notetype.fields, note.fields, strict=True))
        ordinals = tuple(dict.fromkeys(ordinal for _, ordinal in note.cards)) or (0,)
        yield from self.read(Row(number, notetype, fields, note.tags, ordinals))

    def read(self, row: Row) -> Iterator[Draft | Skipped]:
        """Read a note with the names of its fields."""
        roles = find_roles(row.notetype.fields)
        attachments = Attachments(self.files, sized=True)
        found = list(_Note(list(row.fields), list(row.fields.values()), roles, AnkiText(attachments), row).read())
        drafts = [each for each in found if isinstance(each, Draft)]
        self._name_unread(row, roles, drafts)
        tags = tuple(tag for tag in row.tags if tag.lower() not in _OWN_TAGS)
        media = tuple(attachments.taken.values())
        for each in found:
            yield replace(each, media=media, tags=tags) if isinstance(each, Draft) else each
        missing = name_missing(attachments.missing) if drafts else []
        self.remarks += [Remark(row.number, message) for message in missing]

    def _name_unread(self, row: Row, roles: Roles, drafts: list[Draft]) -> None:
        """Name each field that is on no card, with the first note that says something in it."""
        texts = list(_find_texts(row, roles))
        for draft in drafts:
            texts = find_lost(texts, draft)
        for unread in texts if drafts else ():
            if (row.notetype.name, unread.place) not in self._unread:
                self._unread.add((row.notetype.name, unread.place))
                field = f"the field '{unread.place}'" if unread.place else "a field without a name"
                message = f"{field} is on no card, and is left out in all such notes: {quote(unread.text)}"
                self.remarks.append(Remark(row.number, message))


@dataclass(frozen=True, slots=True)
class _Note(NoteFields):
    """One note on its way to drafts."""

    row: Row

    def read(self) -> Iterator[Draft | Skipped]:
        """Yield the questions of the note, or why there is none."""
        try:
            draft = self._read_whole()
        except NoDraftError as error:
            yield Skipped(self.row.number, str(error))
        else:
            yield from [draft] if draft else self._read_cards()

    def _read_whole(self) -> Draft | None:
        """Read a note that is one question; None where each of its cards is one. Raises NoDraftError."""
        notetype = self.row.notetype
        if self._any(COVERED):
            return read_covered(self.row.number, self)
        if notetype.covers_pictures:
            raise NoDraftError("image occlusion without a mask")
        if _COVERED_FIELDS & set(self.names):
            raise NoDraftError("its masks are pictures, which do not tell where on the picture below they lie")
        if not any(map(shows, self.values)):
            raise NoDraftError("all its fields are empty")
        if notetype.cloze or (not notetype.templates and any(map(has_gap, self.values))):
            return self._read_cloze()
        if self._offers_choices():
            return read_choices(self.row.number, self.names, self.values, self.roles, self.text)
        return None

    def _offers_choices(self) -> bool:
        """Whether fields hold choices, and a field or the note type's name tells that one of them is to be chosen."""
        roles = self.roles
        told = roles.first("correct") is not None or _CHOICE.search(self.row.notetype.name)
        return bool(told and (len(roles.options) >= 2 or roles.wrong or roles.first("choices") is not None))

    def _any(self, pattern: re.Pattern[str]) -> bool:
        return any(pattern.search(value) for value in self.values)

    def _read_cloze(self) -> Draft:
        """Read a note with gaps. Raises NoDraftError where it has none, or they can't be written down."""
        at = self._find_cloze()
        question = self.text.convert(self.values[at], gaps=True)
        fragment = render(question, lambda reference: reference, gaps=True)
        for fault in fragment.faults:
            if fault.severity == "error":
                raise NoDraftError(fault.message)
        if set(fragment.gaps) != find_numbers(self.values[at]):
            raise NoDraftError("its gaps can't be written down as Anki reads them")
        others = [i for i in range(len(self.values)) if i != at]
        hints, sources = self.among("hint", others), self.among("source", others)
        silent = {*hints, *sources, *self.among("id", others)}
        return Draft(
            self.row.number,
            "cloze",
            question,
            explanation=self.label(i for i in others if i not in silent),
            hint=paragraphs(*self.convert(hints)),
            source=self.cite(sources),
        )

    def _find_cloze(self) -> int:
        """Return the field whose gaps the template asks, or else the first with gaps. Raises NoDraftError."""
        stored = self.row.notetype.templates
        name = templates.find_cloze_field(stored[0].front) if stored else None
        asked = [i for i, each in enumerate(self.names) if each == name]
        for i in chain(asked, range(len(self.values))):
            if has_gap(self.values[i]):
                return i
        raise NoDraftError("it has no gap such as {{c1::text}}")

    def _read_cards(self) -> Iterator[Draft | Skipped]:
        """Read each card by its template; without templates the first field asks and the second answers."""
        stored = self.row.notetype.templates
        cards: list[StoredTemplate | None] = [stored[i] for i in self.row.ordinals if 0 <= i < len(stored)]
        if not stored:
            cards = [None for _ in self.row.ordinals]
        for template in cards:
            try:
                yield self._read_card(template)
            except NoDraftError as error:
                yield Skipped(self.row.number, str(error))
        if not cards:
            yield Skipped(self.row.number, "none of its cards has a template")

    def _find_answers(self, telling: Sequence[int]) -> list[int]:
        """Return which of the fields that tell something answer: all but explanations, where others are there."""
        explaining = self.among("explanation", telling)
        return [i for i in telling if i not in explaining] or list(telling[:1])

    def _read_card(self, template: StoredTemplate | None) -> Draft:
        """Read a card. Raises NoDraftError where its front shows nothing."""
        front, others = self._find_sides(template)
        hints = self.among("hint", (*front, *others))
        if len(hints) == len(front):
            hints = []
        question = self._write_front(template, front, hints)
        if not question:
            raise NoDraftError("its front is empty")
        sources = self.among("source", others)
        silent = {*hints, *sources, *self.among("id", others)}
        telling = [i for i in others if i not in silent and shows(self.values[i])]
        answers = self._find_answers(telling)
        rest = [i for i in telling if i not in answers]
        return Draft(
            self.row.number,
            "short-answer",
            question,
            answer=self._write_answer(template, answers, alone=not rest) or None,
            explanation=self.label(rest),
            hint=paragraphs(*self.convert(hints)),
            source=self.cite(sources),
        )

    def _find_sides(self, template: StoredTemplate | None) -> tuple[list[int], list[int]]:
        """Return the fields that a card's front shows, and those that its back shows beside them."""
        if template is None:
            first = next((i for i, value in enumerate(self.values) if shows(value)), 0)
            return [first], [i for i in range(len(self.values)) if i != first]
        front = self._positions(templates.list_fields(template.front, typed=False))
        back = self._positions(templates.list_fields(template.back, typed=True))
        typed = self._positions(templates.list_fields(template.front, typed=True))
        return front, [i for i in dict.fromkeys((*typed, *back)) if i not in front]

    def _write_front(self, template: StoredTemplate | None, front: list[int], hints: list[int]) -> str:
        """Write what the front of a card shows, but for hints."""
        if template is None:
            return self.convert(front)[0]
        return self._show(template.front, [i for i in front if i not in hints])

    def _write_answer(self, template: StoredTemplate | None, answers: list[int], *, alone: bool) -> str:
        """Write the fields that answer, in the words of the template where these are all that it says."""
        part = templates.find_answer(template.back) if template and alone else ""
        if part and answers and _is_text(part):
            return self._show(part, answers)
        return self.convert(answers)[0] if len(answers) == 1 else self.label(answers)

    def _positions(self, names: Iterable[str]) -> list[int]:
        return [self.names.index(name) for name in names if name in self.names]

    def _show(self, template: str, positions: list[int]) -> str:
        """Return what a template shows of these fields; of a layout or a program only the fields."""
        if not _is_text(template):
            return paragraphs(*self.convert(positions))
        return self.text.convert(templates.show(template, {self.names[i]: self.values[i] for i in positions}))


def _find_texts(row: Row, roles: Roles) -> Iterator[Said]:
    """Yield the fields of a note that say something in words, under their names."""
    silent = {i for role in ("id", "type", "correct") for i in roles.by_name.get(role, ())}
    for i, (name, value) in enumerate(row.fields.items()):
        if i not in silent and _LETTER.search(value):
            yield Said("" if name.startswith(UNNAMED) else name, _FILE.sub(" ", value))


def _is_text(template: str) -> bool:
    """Whether a template says something itself, and is no layout or program."""
    around = templates.text_around(template)
    return bool(re.search(r"\w", around)) and len(around) <= _MAX_TEXT_AROUND and not templates.is_program(template)
