"""Whether cards look as before though their templates differ, as templates carry what the course's questions need."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from mkdeck.diff.editions import Edition, Parts, list_parts
from mkdeck.identity import NoteClass
from mkdeck.notes.note import Note
from mkdeck.notetypes import FORMULA_GAPS, NoteType, list_own_ids, read_tasks
from mkdeck.text.anki_gaps import has_gap_in_math


@dataclass(frozen=True, slots=True)
class TemplateChange:
    """A part of a note type: its front, its back or its style."""

    note_class: NoteClass
    part: Literal["front", "back", "style"]
    before: str
    after: str


def compare_templates(old: Edition, new: Edition) -> Iterator[TemplateChange]:
    """Yield what cards show differently, part by part."""
    parts: tuple[Literal["front", "back", "style"], ...] = ("front", "back", "style")
    for note_class, after in new.notetypes.items():
        before = old.notetypes.get(note_class, after)
        if before == after or _looks_same(old, new, note_class):
            continue
        for part, was, now in zip(parts, before, after, strict=True):
            if was != now:
                yield TemplateChange(note_class, part, was, now)


def _looks_same(old: Edition, new: Edition, note_class: NoteClass) -> bool:
    """Whether two note types differ in no more than the kinds of questions that they serve, which no card shows."""
    return any(
        _would_look_same(one.made[note_class], other.notetypes[note_class], one.notes, other.notes)
        for one, other in ((new, old), (old, new))
        if note_class in one.made and note_class in other.notetypes
    )


def _would_look_same(made: NoteType, other: Parts, notes: Iterable[Note], others: Iterable[Note]) -> bool:
    """Whether a note type would be another one if it served other tasks, and no card looks different for that.

    `notes` and `others` are those of its course and of the other one.
    """
    front, _, css = other
    if list_parts(made.serve(read_tasks(front, css), list_own_ids(css))) != other:
        return False
    marks = FORMULA_GAPS in read_tasks(made.front, made.css)
    if marks == (FORMULA_GAPS in read_tasks(front, css)):
        return True
    # Gaps in formulas may be there and not be marked.
    return not any(map(_has_gap_in_math, others if marks else notes))


def _has_gap_in_math(note: Note) -> bool:
    return note.note_class == "cloze" and has_gap_in_math(note["Text"])
