"""Notes of any note type as questions, as well as the names of its fields and its templates tell.

A note with gaps becomes a cloze, one with choices a multiple choice; of all others each card becomes a short answer:
the question is what its front shows, the answer what only its back shows.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from mkdeck.apkg.collection import Collection, StoredNote, StoredNotetype, StoredTemplate
from mkdeck.importers.anki import templates
from mkdeck.importers.anki.choices import read_choices
from mkdeck.importers.anki.roles import UNNAMED, Roles, find_roles
from mkdeck.importers.anki.text import AnkiText, find_numbers, has_gap
from mkdeck.importers.draft import Draft, Remark
from mkdeck.importers.drafting.losses import Said, find_lost, quote
from mkdeck.importers.sources.attachments import Attachments
from mkdeck.importers.to_markdown.markdown_blocks import paragraphs
from mkdeck.text.markdown import render

_OWN_TAGS = frozenset({"marked", "leech"})
_FILE, _LETTER = re.compile(r"\[sound:[^\]]*\]", re.IGNORECASE), re.compile(r"[^\W\d_]")
_COVERED = re.compile(r"\{\{c\d+::image-occlusion:")
_COVERED_FIELDS = frozenset({"Question Mask", "Answer Mask", "Original Mask"})
OCCLUSION = "image occlusion asks for what is covered in a picture, which no type of question here does"
_CHOICE = re.compile(r"choice|mcq|quiz|kprim|auswahl|\bmc\b|opci[oó]n|choix|scelta|escolha", re.IGNORECASE)
_MOST_TEXT_AROUND = 300
"""More constant text in a template than this is a layout, not a question."""


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
        self._roles: dict[tuple[str, ...], Roles] = {}
        self._unread: set[tuple[str, str]] = set()

    def read_stored(self, number: int, note: StoredNote, collection: Collection) -> list[Draft | str]:
        """Read a note of a package: a question, or more where it has several cards; or say why it can't be."""
        notetype = collection.notetypes.get(note.notetype)
        if notetype is None or len(note.fields) != len(notetype.fields):
            return ["its note type is not part of the package, so nothing tells what its fields are"]
        notetype = replace(notetype, fields=part_names(notetype.fields))
        fields = dict(zip(notetype.fields, note.fields, strict=True))
        ordinals = tuple(dict.fromkeys(ordinal for _, ordinal in note.cards)) or (0,)
        return list(self.read(Row(number, notetype, fields, note.tags, ordinals)))

    def read(self, row: Row) -> Iterator[Draft | str]:
        """Read a note with the names of its fields."""
        roles = self._roles.setdefault(row.notetype.fields, find_roles(row.notetype.fields))
        attachments = Attachments(self.files, sized=True)
        note = _Note(row, roles, AnkiText(attachments))
        drafts = list(note.read())
        self._name_unread(row, roles, [draft for draft in drafts if isinstance(draft, Draft)])
        for draft in drafts:
            if isinstance(draft, str):
                yield draft
                continue
            media = tuple(attachments.taken.values())
            yield replace(draft, media=media, tags=tuple(tag for tag in row.tags if tag.lower() not in _OWN_TAGS))
        missing = dict.fromkeys(attachments.missing)
        self.remarks += [Remark(row.number, f"'{address}' is not part of this file") for address in missing]

    def _name_unread(self, row: Row, roles: Roles, drafts: list[Draft]) -> None:
        """Name each field that is on no card, with the first note that says something in it."""
        silent = {i for role in ("id", "type", "correct") for i in roles.by_name.get(role, ())}
        texts = [
            Said("" if name.startswith(UNNAMED) else name, _FILE.sub(" ", value))
            for i, (name, value) in enumerate(row.fields.items())
            if i not in silent and _LETTER.search(value)
        ]
        for draft in drafts:
            texts = find_lost(texts, draft)
        for said in texts if drafts else ():
            if (row.notetype.name, said.place) not in self._unread:
                self._unread.add((row.notetype.name, said.place))
                field = f"the field '{said.place}'" if said.place else "a field without a name"
                message = f"{field} is on no card, and is left out in all such notes: {quote(said.text)}"
                self.remarks.append(Remark(row.number, message))


class _Note:
    """One note on its way to drafts."""

    def __init__(self, row: Row, roles: Roles, text: AnkiText) -> None:
        self.row = row
        self.roles = roles
        self.text = text
        self.values = list(row.fields.values())
        self.names = list(row.fields)

    def read(self) -> Iterable[Draft | str]:
        if self.row.notetype.covers_pictures or _COVERED_FIELDS & set(self.names) or self._any(_COVERED):
            return [OCCLUSION]
        if not any(_shows(value) for value in self.values):
            return ["all its fields are empty"]
        if self.row.notetype.cloze or (not self.row.notetype.templates and any(map(has_gap, self.values))):
            return [self._cloze()]
        told = self.roles.first("correct") is not None or _CHOICE.search(self.row.notetype.name)
        offered = len(self.roles.options) >= 2 or self.roles.wrong or self.roles.first("choices") is not None
        if told and offered:
            draft = self._choice()
            if draft is not None:
                return [draft]
        return list(self._cards())

    def _any(self, pattern: re.Pattern[str]) -> bool:
        return any(pattern.search(value) for value in self.values)

    def _convert(self, position: int | None) -> str:
        return self.text.convert(self.values[position]) if position is not None else ""

    def _cloze(self) -> Draft | str:
        templates_ = self.row.notetype.templates
        name = templates.find_cloze_field(templates_[0].front) if templates_ else None
        at = self.names.index(name) if name in self.names else None
        if at is None or not has_gap(self.values[at]):
            at = next((i for i, value in enumerate(self.values) if has_gap(value)), None)
        if at is None:
            return "it has no gap such as {{c1::text}}"
        page = self.values[at]
        question = self.text.convert(page, gaps=True)
        fragment = render(question, lambda reference: reference, gaps=True)
        fault = next((each.message for each in fragment.faults if each.severity == "error"), "")
        if fault:
            return fault
        if set(fragment.gaps) != find_numbers(page):
            return "its gaps can't be written down as Anki reads them"
        roles = self.roles.by_name
        hints = [i for i in roles.get("hint", ()) if i != at]
        sources = [i for i in roles.get("source", ()) if i != at]
        silent = {at, *hints, *sources, *roles.get("id", ())}
        rest = [i for i in range(len(self.values)) if i not in silent]
        return Draft(
            self.row.number,
            "cloze",
            question,
            explanation=self._labelled(rest),
            hint=paragraphs(*map(self._convert, hints)),
            source=_on_one_line(*map(self._convert, sources)),
        )

    def _choice(self) -> Draft | str | None:
        return read_choices(self.row.number, self.names, self.values, self.roles, self.text)

    def _labelled(self, positions: Iterable[int]) -> str:
        """Write fields as paragraphs; those whose name says more than that they explain keep it."""
        plain = {
            i for role in ("explanation", "question", "correct", "title") for i in self.roles.by_name.get(role, ())
        }
        texts = []
        for i in positions:
            text = self._convert(i)
            if text and i not in plain and not self.names[i].startswith(UNNAMED):
                block = "\n" in text or text.startswith(("- ", "1. ", "|", "```", "#", ">"))
                text = f"**{self.text.convert(self.names[i])}:**" + ("\n\n" if block else " ") + text
            texts.append(text)
        return paragraphs(*texts)

    def _cards(self) -> Iterator[Draft | str]:
        """Read each card by its template; without templates the first field asks and the second answers."""
        stored = self.row.notetype.templates
        found = 0
        for ordinal in self.row.ordinals:
            template = stored[ordinal] if 0 <= ordinal < len(stored) else None
            if stored and template is None:
                continue
            draft = self._card(template)
            found += 1
            yield draft
        if not found:
            yield "none of its cards has a template"

    def _card(self, template: StoredTemplate | None) -> Draft | str:
        if template is None:
            front = [next((i for i, value in enumerate(self.values) if _shows(value)), 0)]
            others = [i for i in range(len(self.values)) if i not in front]
            question = self._convert(front[0])
        else:
            front = self._positions(templates.list_fields(template.front, typed=False))
            back = self._positions(templates.list_fields(template.back, typed=True))
            typed = self._positions(templates.list_fields(template.front, typed=True))
            others = [i for i in dict.fromkeys((*typed, *back)) if i not in front]
            question = self._show(template.front, front)
        roles = self.roles.by_name
        hints = [i for i in roles.get("hint", ()) if i in front or i in others]
        if len(hints) == len(front):
            hints = []
        if hints and template is not None:
            question = self._show(template.front, [i for i in front if i not in hints])
        if not question:
            return "its front is empty"
        sources = [i for i in roles.get("source", ()) if i in others]
        telling = [i for i in others if i not in {*hints, *sources, *roles.get("id", ())} and _shows(self.values[i])]
        answers = [i for i in telling if i not in roles.get("explanation", ())] or telling[:1]
        rest = [i for i in telling if i not in answers]
        part = templates.find_answer(template.back) if template and not rest else ""
        if part and answers and _is_text(part):
            answer = self._show(part, answers)
        else:
            answer = self._convert(answers[0]) if len(answers) == 1 else self._labelled(answers)
        return Draft(
            self.row.number,
            "short-answer",
            question,
            answer=answer or None,
            explanation=self._labelled(rest),
            hint=paragraphs(*map(self._convert, hints)),
            source=_on_one_line(*map(self._convert, sources)),
        )

    def _positions(self, names: Iterable[str]) -> list[int]:
        return [self.names.index(name) for name in names if name in self.names]

    def _show(self, template: str, positions: list[int]) -> str:
        """Return what a template shows of these fields; of a layout or a program only the fields."""
        if not _is_text(template):
            return paragraphs(*map(self._convert, positions))
        return self.text.convert(templates.show(template, {self.names[i]: self.values[i] for i in positions}))


def _is_text(template: str) -> bool:
    """Whether a template says something itself, and is no layout or program."""
    around = templates.text_around(template)
    return bool(re.search(r"\w", around)) and len(around) <= _MOST_TEXT_AROUND and not templates.is_program(template)


def _shows(page: str) -> bool:
    return bool(re.sub(r"<(?!img|audio|video|object)[^<>]*>|&nbsp;|\s", "", page))


def _on_one_line(*texts: str) -> str:
    return "; ".join(" ".join(text.replace("\\\n", " ").split()) for text in texts if text)
