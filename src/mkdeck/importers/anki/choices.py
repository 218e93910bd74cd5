"""Multiple-choice notes: the choices in fields of their own or in one list, and which of them are right.

Note types of this kind name the right choices by marks (`1 0 0 1`), by letters or numbers, by their words, or by
fields of their own. What does not fit the choices that are there leaves them unmarked.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from mkdeck.importers.anki.fields import NoteFields, shows
from mkdeck.importers.anki.roles import Roles
from mkdeck.importers.anki.text import AnkiText
from mkdeck.importers.draft import Draft, DraftChoice
from mkdeck.importers.drafting.answer_letters import find_right
from mkdeck.importers.drafting.tasks import statements
from mkdeck.importers.to_markdown.markdown_blocks import bullet_list, paragraphs, table
from mkdeck.text.words import read_words

_LINE = re.compile(r"<br\s*/?>|</?(?:li|div|p|ul|ol)\b[^<>]*>|\n|\|\|", re.IGNORECASE)
_LETTER = re.compile(r"^\s*(?:\(?[A-Ja-j1-9][.):]|[-*\u2022])\s+")
_MARKS = re.compile(r"[01](?:[\s,;|]*[01])*")
_NUMBERS = re.compile(r"[\d\s,;/&+]+")
_BETWEEN = re.compile(r"[;\n|,]")
_KPRIM = "0"
"""How a note of the type AllInOne says that each of its choices is judged by itself."""
_MIN_CHOICES = 2


def read_choices(line: int, names: Sequence[str], values: Sequence[str], roles: Roles, text: AnkiText) -> Draft | None:
    """Read a note as a multiple choice; None where it has no two choices."""
    note = _ChoiceNote(names, values, roles, text)
    stem = note.find_stem()
    if stem is None:
        return None
    question = note.write_question(stem)
    offer = note.find_offer()
    if offer is None or len(offer.choices) < _MIN_CHOICES or not question:
        return None
    told = note.bare("correct") if all(choice.correct is None for choice in offer.choices) else ""
    used = {stem, *offer.fields}
    more = note.label(i for i in range(len(values)) if i not in note.known | used)
    draft = Draft(
        line,
        "multiple-choice",
        question,
        offer.choices,
        comments=(f"As the right answer the source says: {told}",) if told else (),
        explanation=paragraphs(*note.convert(i for i in note.of("explanation") if i not in used), more),
        hint=paragraphs(*note.convert(note.of("hint"))),
        source=note.cite(note.of("source")),
    )
    return _as_statements(draft) if note.bare("type") == _KPRIM else draft


@dataclass(frozen=True, slots=True)
class _Offer:
    """The choices of a note, and the fields, beside those for choices, that they were made of."""

    choices: tuple[DraftChoice, ...]
    fields: frozenset[int]


@dataclass(frozen=True, slots=True)
class _ChoiceNote(NoteFields):
    """A note with choices."""

    @property
    def known(self) -> set[int]:
        """Return the fields whose names say what they are for."""
        roles = self.roles
        named = {i for positions in roles.by_name.values() for i in positions}
        return named | {*roles.options, *roles.wrong, *roles.feedback.values()}

    def bare(self, role: str) -> str:
        """Return the words of the first field of a role; empty where there is none."""
        at = self.roles.first(role)
        return read_words(self.values[at]) if at is not None else ""

    def find_stem(self) -> int | None:
        """Return the field that asks: the one of that name, else the first of no known name, else the title."""
        stem = self.roles.first("question")
        if stem is not None:
            return stem
        known = self.known
        return next((i for i in range(len(self.values)) if i not in known), self.roles.first("title"))

    def write_question(self, stem: int) -> str:
        """Write the question, below its title where it has one."""
        question = self.text.convert(self.values[stem])
        title = self.roles.first("title")
        if title is None or title == stem:
            return question
        heading = self.text.convert(self.values[title])
        return paragraphs(f"**{heading}**" if heading and "\n" not in heading else heading, question)

    def find_offer(self) -> _Offer | None:
        """Return the choices: right and wrong ones in fields of their own, one a field, or a list in one field."""
        if self.roles.wrong and not self.roles.options:
            return self._part_by_fields()
        correct = self.roles.first("correct")
        key = [] if correct is None else [correct]
        if self.roles.options:
            return self._take_options(key)
        at = self.roles.first("choices")
        pages = [] if at is None else [_LETTER.sub("", page) for page in _parts(self.values[at], single=False)]
        return self._offer(dict(enumerate(pages)), {}, [*key, *([] if at is None else [at])])

    def _part_by_fields(self) -> _Offer | None:
        rights = [i for i in self.of("correct") if shows(self.values[i])]
        if not rights:
            return None
        several = len(self.roles.wrong) > 1
        right = self._part(rights, single=several or len(rights) > 1)
        wrong = filter(shows, self._part(self.roles.wrong, single=several))
        choices = [DraftChoice(self.text.convert(each), correct=True) for each in right]
        choices += [DraftChoice(self.text.convert(each), correct=False) for each in wrong]
        return _Offer(tuple(choices), frozenset(rights))

    def _part(self, positions: Iterable[int], *, single: bool) -> list[str]:
        """Return the choices that stand in fields, one in each where it is told that each holds a single one."""
        return [each for i in positions for each in _parts(self.values[i], single=single)]

    def _take_options(self, key: Iterable[int]) -> _Offer:
        pages = {position: self.values[i] for position, i in enumerate(self.roles.options)}
        filled = {position: page for position, page in pages.items() if shows(page)}
        feedback = {
            position: self.text.convert(self.values[i])
            for position, i in self.roles.feedback.items()
            if i < len(self.values)
        }
        return self._offer(filled, feedback, key)

    def _offer(self, pages: Mapping[int, str], feedback: Mapping[int, str], used: Iterable[int]) -> _Offer:
        """Return the choices of these pages, by their positions, of which the note says which are right."""
        right = _decide(self.bare("correct"), [read_words(page) for page in pages.values()], list(pages))
        choices = (
            DraftChoice(self.text.convert(page), None if right is None else i in right, feedback.get(position, ""))
            for i, (position, page) in enumerate(pages.items())
        )
        return _Offer(tuple(choices), frozenset(used))


def _as_statements(draft: Draft) -> Draft:
    """Make statements to judge of choices, where each is told to be true or false."""
    if any(choice.correct is None for choice in draft.choices):
        return draft
    judged = [(choice.text, bool(choice.correct), choice.feedback) for choice in draft.choices]
    made = statements(draft.line, draft.question, judged, _as_table(draft) if draft.undecided else draft)
    return replace(made, explanation=draft.explanation, hint=draft.hint, source=draft.source)


def _as_table(draft: Draft) -> Draft:
    """Write statements none of which is true as a short answer, since a multiple choice needs a right one."""
    texts = [choice.text for choice in draft.choices]
    return Draft(
        draft.line,
        "short-answer",
        paragraphs(draft.question, bullet_list(texts)),
        answer=table([(text, "\u2717") for text in texts], headed=False),
        explanation=draft.explanation,
        hint=draft.hint,
        source=draft.source,
    )


def _decide(key: str, texts: list[str], filled: list[int]) -> AbstractSet[int] | None:
    """Return which of the choices are right, by what the note says; None where it does not say.

    `filled` are the positions of the choices among all that could be.
    """
    if not key:
        return None
    if (marked := _read_marks(key, filled)) is not None:
        return marked
    return find_right(key, texts) or _find_number(key, texts) or _find_words(key, texts) or None


def _read_marks(key: str, filled: list[int]) -> set[int] | None:
    """Read one mark for each choice; where a choice in between is empty, its mark counts, too."""
    marks = re.findall(r"[01]", key) if _MARKS.fullmatch(key) else []
    if len(marks) < max(_MIN_CHOICES, len(filled)):
        return None
    if len(marks) == len(filled):
        return {i for i, mark in enumerate(marks) if mark == "1"}
    return {i for i, position in enumerate(filled) if position < len(marks) and marks[position] == "1"}


def _find_number(key: str, texts: list[str]) -> AbstractSet[int] | None:
    """Find choices by numbers from 1."""
    return find_right(key, texts, first=1) if _NUMBERS.fullmatch(key) else None


def _find_words(key: str, texts: list[str]) -> set[int]:
    """Find choices by their own words, each of which must be those of a choice."""
    parts = [part.strip().casefold() for part in _BETWEEN.split(key) if part.strip()]
    same = {i for i, each in enumerate(texts) if each.casefold() in parts}
    return same if len(same) == len(parts) else set()


def _parts(page: str, *, single: bool) -> list[str]:
    """Split a field with several choices at its lines or list items."""
    if single:
        return [page]
    return [part for part in _LINE.split(page) if shows(part)]
