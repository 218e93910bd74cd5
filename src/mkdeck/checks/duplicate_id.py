"""Two questions of one course, or two courses, have the same `id`.

An id is what makes a note the same note when the deck is made again, so each may stand once in the whole course. Two
courses of one id would be one course to students, and one package on disk. Anki works with a number that is made of the
ids of course and question. Once in some 10,000 courses of 10,000 questions, two questions come to one number; then one
of them needs another id.

Fails:

```yaml
questions:
  - id: clipping
    type: true-false
    question: Clipping bounds the norm of the gradient.
    answer: true
  - id: clipping
    type: true-false
    question: Clipping cures vanishing gradients.
    answer: false
```

Passes:

```yaml
questions:
  - id: clipping-bounds
    type: true-false
    question: Clipping bounds the norm of the gradient.
    answer: true
  - id: clipping-cures
    type: true-false
    question: Clipping cures vanishing gradients.
    answer: false
```
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from mkdeck.course.loading import Course, Entry
from mkdeck.diagnostics import Finding
from mkdeck.identity import make_card_id, make_note_id
from mkdeck.notes.note import Note


def check(course: Course) -> Iterator[Finding]:
    """Yield an error for each question whose id an earlier one has."""
    first: dict[str, str] = {}
    for deck in course.decks:
        for index, said in deck.ids.items():
            here = f"question {index + 1} of {deck.source.name}"
            if (before := first.setdefault(said, here)) != here:
                message = f"the id '{said}' is taken by {before}; give this question another"
                loc = ("questions", index, "id")
                yield Finding(deck.source.name, loc, "error", "duplicate-id", message, said)


def check_shelf(course: Course, path: Path, before: dict[str, Path]) -> Iterator[Finding]:
    """Yield an error if an earlier course has this one's id; `before` gives their paths by id, and gets this one's."""
    if "id" in course.guessed:
        return
    said = course.settings.id
    if (other := before.setdefault(said, path)).resolve() != path.resolve():
        if course.settings_source:
            message = f"the id '{said}' is that of {other}, too; give the newer of the two courses another"
            yield Finding(course.settings_source.name, ("id",), "error", "duplicate-id", message)
        else:
            message = f"the id '{said}', made of the file's name, is that of {other}, too; rename the newer of the two"
            yield Finding(course.decks[0].source.name, (), "error", "duplicate-id", message)


def check_numbers(course: Course, notes: Sequence[Note]) -> Iterator[Finding]:
    """Yield an error for each question whose note, or one of whose cards, has the number of an earlier one.

    `notes` are those of the course's entries, in their order.
    """
    note_ids = [make_note_id(note.guid) for note in notes]
    card_ids = [
        make_card_id(note_id, ordinal) for note, note_id in zip(notes, note_ids, strict=True) for ordinal in note.cards
    ]
    if len(set(note_ids)) == len(note_ids) and len(set(card_ids)) == len(card_ids):
        return
    taken: dict[tuple[str, int], Entry] = {}
    for entry, note, note_id in zip(course.entries, notes, note_ids, strict=True):
        own = [("note", note_id), *(("card", make_card_id(note_id, ordinal)) for ordinal in note.cards)]
        other = next((before for number in own if (before := taken.setdefault(number, entry)).id != entry.id), None)
        if other:
            message = (
                f"the ids '{entry.id}' and '{other.id}' come to one number in Anki; give another id to the one that "
                "students do not have yet"
            )
            loc = ("questions", entry.index, "id")
            yield Finding(entry.deck.source.name, loc, "error", "duplicate-id", message, entry.id)
