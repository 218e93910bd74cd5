"""Which scripts the cards of a course need for what their texts hold."""

from collections.abc import Iterable, Sequence

from mkdeck.notes.note import Note
from mkdeck.notetypes import FORMULA_GAPS, PICTURES
from mkdeck.text.anki_gaps import has_gap_in_math, list_signs


def find_scripted(notes: Sequence[Note]) -> set[str]:
    """Return which of `PICTURES` and `FORMULA_GAPS` notes have."""
    pictured = any("<img" in "".join(note.fields) for note in notes)
    return {name for name, found in ((PICTURES, pictured), (FORMULA_GAPS, _marks_formulas(notes))) if found}


def _marks_formulas(notes: Iterable[Note]) -> bool:
    """Whether any cloze has a gap in a formula, and none a gap that plays something: that would play twice."""
    texts = [note["Text"] for note in notes if note.note_class == "cloze"]
    return any(map(has_gap_in_math, texts)) and not any("[sound:" in text and _plays(text) for text in texts)


def _plays(text: str) -> bool:
    return any("[sound:" in list_signs(text, None, question=question) for question in (True, False))
