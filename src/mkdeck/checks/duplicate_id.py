"""Two questions of one course, or two courses, have the same `id`.

Where the text is the same, too, as when a question was copied to another file and not removed from the first, remove
one of them; with another id, students would get a second card. Where most questions of a file are such copies and
others changed, as in what a folder in a cloud leaves of a conflict, the two files are versions of one.

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

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from mkdeck.checks import Case
from mkdeck.course.loading import Course, Deck, Entry
from mkdeck.course.shelf import Shelf
from mkdeck.diagnostics import Finding, Rule
from mkdeck.identity import make_card_id, make_note_id
from mkdeck.notes.note import Note
from mkdeck.questions.question import Question

RULE = Rule("duplicate-id", "error")


def check(case: Case) -> Iterator[Finding]:
    """Yield an error for each question whose id, or whose number in Anki, an earlier one has."""
    yield from _check_ids(case.course)
    yield from _check_turned(case.course.entries)
    if case.notes:
        yield from _check_numbers(case.course.entries, case.notes)


def check_beside(course: Course, path: Path, shelf: Shelf) -> Iterator[Finding]:
    """Yield an error if another course on the shelf has this one's id; the shelf gets it."""
    if "id" in course.guessed:
        return
    declared = course.settings.id
    if (other := shelf.paths.setdefault(declared, path)).resolve() != path.resolve():
        if course.settings_source:
            message = f"the id '{declared}' is that of {other}, too; give the newer of the two courses another"
            yield Finding(course.settings_source.name, ("id",), RULE, message)
        else:
            message = (
                f"the id '{declared}', made of the file's name, is that of {other}, too; rename the newer of the two"
            )
            yield Finding(course.decks[0].source.name, (), RULE, message)


class _Taken(NamedTuple):
    """A question by its place in its file, and the file and the place of another that has its id."""

    place: int
    file: str
    first: int


def _check_ids(course: Course) -> Iterator[Finding]:
    taken = _find_taken(course)
    questions = {(entry.deck.source.name, entry.index): entry.question for entry in course.entries if not entry.turned}
    for deck in course.decks:
        name, found = deck.source.name, taken.get(deck.source.name, [])
        copies = {each.place for each in found if _is_copy(questions, name, each)}
        file = _find_only_file(found)
        if file not in ("", name) and (message := _tell_of_whole_file(file, deck.size, len(found), len(copies))):
            yield Finding(name, ("questions",), RULE, message)
        else:
            yield from (_report(deck, each, is_copy=each.place in copies) for each in found)


def _tell_of_whole_file(file: str, size: int, taken: int, copies: int) -> str:
    """Return what is wrong with a file as a whole that has ids of another file; empty if nothing is."""
    if 1 < size == copies:
        return f"every question of this file is a copy of one in {file}; remove one of the two files"
    # As a folder in a cloud leaves them, where two machines changed one file.
    if size < 2 * copies and copies < taken:
        return f"this file and {file} are two versions of one; put what is right into one of them, and remove the other"
    return ""


def _find_taken(course: Course) -> dict[str, list[_Taken]]:
    """Return by file the questions whose ids others have."""
    first: dict[str, tuple[Deck, int]] = {}
    taken: dict[str, list[_Taken]] = {}
    places = [(deck, index) for deck in course.decks for index in deck.ids]
    for deck, index in sorted(places, key=lambda place: place[1] in place[0].drafts):  # what is ready has it first
        other, at = first.setdefault(deck.ids[index], (deck, index))
        if (other, at) != (deck, index):
            taken.setdefault(deck.source.name, []).append(_Taken(index, other.source.name, at))
    return taken


def _find_only_file(taken: Iterable[_Taken]) -> str:
    """Return the file that has all these ids first; empty where several have them."""
    files = {each.file for each in taken}
    return files.pop() if len(files) == 1 else ""


def _is_copy(questions: Mapping[tuple[str, int], Question], name: str, taken: _Taken) -> bool:
    """Whether two places hold the same question, as after a copy whose original was not removed yet."""
    question = questions.get((name, taken.place))
    return question is not None and question == questions.get((taken.file, taken.first))


def _report(deck: Deck, taken: _Taken, *, is_copy: bool) -> Finding:
    declared, where = deck.ids[taken.place], f"question {taken.first + 1} of {taken.file}"
    message = f"the id '{declared}' is taken by {where}; give this question another"
    if is_copy:
        message = f"this is a copy of {where}; remove one of them"
    return Finding(deck.source.name, ("questions", taken.place, "id"), RULE, message, declared)


def _check_turned(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Yield an error for each question whose id is that of one that asks another the other way round."""
    turned = {entry.id: entry for entry in entries if entry.turned}
    for entry in entries if turned else ():
        if not entry.turned and (other := turned.get(entry.id)):
            place = f"question {other.index + 1} of {other.deck.source.name}"
            message = f"the id '{entry.id}' is that of the card that turns {place} round; give this question another"
            yield Finding(entry.deck.source.name, ("questions", entry.index, "id"), RULE, message, entry.id)


def _check_numbers(entries: Sequence[Entry], notes: Sequence[Note]) -> Iterator[Finding]:
    """Yield an error for each question whose note, or one of whose cards, has the number of an earlier one."""
    own = [_number(note) for note in notes]
    if len(set(chain(*own))) == sum(map(len, own)):
        return
    taken: dict[tuple[str, int], Entry] = {}
    for entry, numbers in zip(entries, own, strict=True):
        other = next((before for each in numbers if (before := taken.setdefault(each, entry)).id != entry.id), None)
        if other:
            message = (
                f"the ids '{entry.id}' and '{other.id}' come to one number in Anki; give another id to the one that "
                "students do not have yet"
            )
            yield Finding(entry.deck.source.name, ("questions", entry.index, "id"), RULE, message, entry.id)


def _number(note: Note) -> list[tuple[str, int]]:
    """Return the numbers in Anki of a note and of its cards."""
    note_id = make_note_id(note.guid)
    return [("note", note_id), *(("card", make_card_id(note_id, ordinal)) for ordinal in note.cards)]
