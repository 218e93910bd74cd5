"""Notes to what the page of a deck shows of them: their fields as a browser can show them, and a short key.

The page holds fields only. `cards.js` puts them into the templates of the package, so that a card looks and works as in
Anki; without scripts, and on paper, the fields are read as they stand.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from mkdeck.notes.corrections import take_line_off
from mkdeck.notes.directions import find_direction
from mkdeck.notes.note import Note
from mkdeck.notetypes import CONTEXT
from mkdeck.notetypes.report_address import fill
from mkdeck.questions import TYPES
from mkdeck.questions.feedback import join_feedback
from mkdeck.questions.items import find_task
from mkdeck.questions.occlusion import LABELS, join_labels
from mkdeck.rendering.typeset import read_macros, typeset_field
from mkdeck.text.anki_gaps import has_gap_in_math, list_answers, reveal

_DOTS = '<span class="dots">[...]</span>'
_IN_ORDER = (CONTEXT, "Text", "Choices", "Hint", "Answer", LABELS, "Explanation")
"""The fields that hold formulas, in the order in which a card shows them."""


@dataclass(frozen=True, slots=True)
class GapSides:
    """How the text of a cloze reads on the front and on the back of one of its cards."""

    number: int
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question that is asked: its fields as HTML, gaps closed; those it has not are empty.

    `context` stands above what is asked; one that is `turned` asks another the other way round, and would give away its
    answer on a sheet. `task` is what is to be done beside picking choices, by its class; empty where
    there is nothing of the kind.
    `report` is the address for mistakes, `deck` what cards need for it; `direction` is told where any text runs from
    right to left. `gaps` are the numbers of a cloze's cards; `sides` say how they read where the page can't work that
    out. `labels` is a picture with all its labels, and `spots` how many there are. `key` is the right answer in few
    words, and `mark` changes with what is asked and what is right.
    """

    id: str
    kind: str
    task: str
    mark: str
    text: str
    choices: str
    answer: str
    explanation: str
    hint: str
    source: str
    report: str
    deck: str
    direction: str
    key: str
    context: str = ""
    turned: bool = False
    gaps: tuple[int, ...] = ()
    sides: tuple[GapSides, ...] = ()
    labels: str = ""
    spots: int = 0

    @property
    def cards(self) -> int:
        """Return how many cards it makes."""
        return len(self.gaps) or 1


def make_question(note: Note, words: Mapping[str, str], report: str | None = None) -> Question:
    """Make the question of a note that has cards, with its choices mixed.

    `words` are those of its language, `report` is the course's address for mistakes.
    """
    raw = _read_fields(note)
    moved = {name: _move_media(field, note.media) for name, field in raw.items()}
    kind = TYPES[note["Kind"]]
    mixed = moved | {"Choices": kind.mix(moved, note.id)}
    macros = read_macros(moved[name] for name in _IN_ORDER)
    write = partial(typeset_field, macros=macros) if macros else typeset_field
    is_cloze, text = note.note_class == "cloze", moved["Text"]
    gaps = tuple(ordinal + 1 for ordinal in note.cards) if is_cloze else ()
    sides = tuple(_write_sides(text, number, write) for number in gaps) if has_gap_in_math(text) else ()
    return Question(
        id=note.id,
        kind=raw["Kind"],
        task=find_task(raw["Choices"]),
        mark=_mark(raw),
        text=write(_part_dots(reveal(text, None, question=True, marked=True)) if is_cloze else text),
        choices=write(mixed["Choices"]),
        answer=write(moved["Answer"]),
        explanation=write(moved["Explanation"]),
        hint=write(moved["Hint"]),
        source=write(moved["Source"]),
        report=fill(report, note.id, note.deck) if report else "",
        deck=raw["Report"],
        direction=find_direction(raw),
        key=write(kind.write_key(mixed, words)),
        context=write(moved[CONTEXT]),
        gaps=gaps,
        sides=sides,
        labels=write(reveal(moved[LABELS], None, question=False)),
        spots=len(list_answers(moved[LABELS])),
    )


def _read_fields(note: Note) -> dict[str, str]:
    """Return the fields of a note by their names, with feedback at its choices and all labels on their picture."""
    fields = take_line_off(note).name_fields()
    if fields[LABELS]:
        fields |= {LABELS: join_labels(fields), "Answer": ""}
    fields["Choices"], fields["Answer"] = join_feedback(fields["Choices"], fields["Answer"])
    return fields


def _mark(fields: Mapping[str, str]) -> str:
    """Return what changes with what is asked and what is right."""
    names = ("Text", "Choices", "Answer", *(name for name in (CONTEXT, LABELS) if fields[name]))
    return hashlib.sha256("\0".join(fields[name] for name in names).encode()).hexdigest()[:8]


def _move_media(field: str, names: tuple[str, ...]) -> str:
    for name in names:
        for player in ("audio", "video"):
            field = field.replace(f'<{player} src="{name}"', f'<{player} src="media/{name}"')
        field = field.replace(f'src="{name}"', f'loading="lazy" src="media/{name}"')
        field = field.replace(f"[sound:{name}]", f"[sound:media/{name}]")
    return field


def _part_dots(text: str) -> str:
    """Mark what stands for a gap without a hint, which paper goes without."""
    return text.replace('">[...]</span>', f'">{_DOTS}</span>')


def _write_sides(text: str, number: int, write: Callable[[str], str]) -> GapSides:
    front, back = (write(reveal(text, number, question=question, marked=True)) for question in (True, False))
    return GapSides(number, front, back)
