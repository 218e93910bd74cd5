"""What a release changes for students, in questions: those corrected, new, no longer asked, taken out, moved."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdeck.diff.changes import Changes, Move
from mkdeck.diff.matching import Key, index_notes
from mkdeck.diff.words import show
from mkdeck.ledger.ledger import Ledger
from mkdeck.ledger.turned import has_turned
from mkdeck.ledger.unreleased import Unreleased
from mkdeck.notes.directions import strip_direction
from mkdeck.notes.note import Note
from mkdeck.questions.occlusion import LABELS, read_stem
from mkdeck.questions.question import REVERSE
from mkdeck.questions.short_answer import ShortAnswer
from mkdeck.text.anki_markup import fill_gaps
from mkdeck.text.words import cut_words

_MAX_SHOWN_CHARACTERS = 120
"""Characters of a question that are shown."""


@dataclass(frozen=True, slots=True)
class News:
    """The notes of each kind; `untold` counts those that were taken out and whose text is not at hand.

    Those that are `gone` were retired, so that their cards ask nothing; those that are `out` stay with students.
    """

    corrected: tuple[Note, ...] = ()
    new: tuple[Note, ...] = ()
    gone: tuple[Note, ...] = ()
    out: tuple[Note, ...] = ()
    again: tuple[Note, ...] = ()
    moved: tuple[Move, ...] = ()
    untold: int = 0

    @property
    def count(self) -> int:
        """Count the questions, but for those that only stand elsewhere."""
        return len(self.corrected) + len(self.new) + len(self.gone) + len(self.out) + self.untold + len(self.again)

    def tell(self, words: Mapping[str, str]) -> Iterator[tuple[str, tuple[Note, ...]]]:
        """Yield for each kind that has any how many there are, in words for students, and the notes."""
        kinds = (
            (words["n_corrected"], len(self.corrected), self.corrected),
            (words["n_new"], len(self.new), self.new),
            (words["n_gone"], len(self.gone), self.gone),
            (words["n_out"], len(self.out) + self.untold, self.out),
            (words["n_again"], len(self.again), self.again),
        )
        for word, count, notes in kinds:
            if count:
                yield word.replace("{n}", str(count)), notes

    def tell_moves(self, words: Mapping[str, str], course: str) -> tuple[str, tuple[str, ...]] | None:
        """Return how many questions are in another deck, and each such deck below the course's, as it was and is."""
        if not self.moved:
            return None
        pairs = {(move.before, move.note.deck): None for move in self.moved}
        return words["n_moved"].replace("{n}", str(len(self.moved))), tuple(_name_move(*each, course) for each in pairs)


def read_news(changes: Changes, corrected: Container[Key]) -> News:
    """Return what changes tell students; `corrected` are the notes that say something else than before."""
    restyled = [now for _, now in changes.restyled if not now.retired]
    return News(
        corrected=_leave_out_turned(each.note for each in changes.changed if each.note.key in corrected),
        new=_leave_out_turned([*changes.added, *(note for note in restyled if note.id not in changes.returning)]),
        gone=_leave_out_turned(changes.retired),
        out=_leave_out_turned(changes.removed),
        again=_leave_out_turned([*changes.unretired, *(note for note in restyled if note.id in changes.returning)]),
        moved=_leave_out_turned_moves(changes.moved),
    )


def join_news(several: Sequence[News]) -> News:
    """Return what is news to those who have any of several editions; a question may be news of two kinds."""

    def unite(lists: Iterable[Iterable[Note]]) -> tuple[Note, ...]:
        return tuple({note.key: note for notes in lists for note in notes}.values())

    return News(
        corrected=unite(each.corrected for each in several),
        new=unite(each.new for each in several),
        gone=unite(each.gone for each in several),
        out=unite(each.out for each in several),
        again=unite(each.again for each in several),
        moved=tuple({(move.note.key, move.before): move for each in several for move in each.moved}.values()),
        untold=max((each.untold for each in several), default=0),
    )


def guess_news(notes: tuple[Note, ...], unreleased: Unreleased, ledger: Ledger, corrected: Iterable[Key]) -> News:
    """Return what is known of the news where the last release is not at hand."""
    known = index_notes(notes)
    added = [key for key in unreleased.added if not known[key].retired]
    again = list_again(known, unreleased, ledger)
    return News(
        corrected=_leave_out_turned(known[key] for key in sorted(corrected)),
        new=_leave_out_turned(known[key] for key in added if key not in again),
        gone=_leave_out_turned(known[key] for key in unreleased.retired),
        again=_leave_out_turned(known[key] for key in again),
        moved=_leave_out_turned_moves(Move(known[key], before) for key, (before, _) in unreleased.moved.items()),
        untold=_count_untold(unreleased, ledger),
    )


def list_again(known: Mapping[Key, Note], unreleased: Unreleased, ledger: Ledger) -> list[Key]:
    """Return the notes that are asked again: those that were retired, and those of an earlier kind of card."""
    restyled = {question_id for question_id, _ in unreleased.restyled}
    returning = [key for key in unreleased.added if key[0] in restyled and key in ledger.notes]
    return [*_list_unretired(known, ledger), *(key for key in returning if not known[key].retired)]


def _list_unretired(known: Mapping[Key, Note], ledger: Ledger) -> list[Key]:
    """Return the notes that were retired when they were released last, and are asked now."""
    gone = [key for key, was in ledger.shipped.items() if was.retired is not None]
    return [key for key in gone if key in known and not known[key].retired]


def _count_untold(unreleased: Unreleased, ledger: Ledger) -> int:
    """Count the questions that were taken out without having been retired."""
    return sum(not has_turned(ledger, key[0]) and ledger.notes[key].retired is None for key in unreleased.gone)


def name_question(note: Note) -> str:
    """Return the text of a question in one line, with its gaps filled, shortened."""
    text = read_stem(note["Text"]) if note[LABELS] else fill_gaps(note["Text"])
    return cut_words(show(text), _MAX_SHOWN_CHARACTERS)


def name_reason(note: Note) -> str:
    """Return why a question was retired, in one line, shortened."""
    return cut_words(show(note.retired.partition(": ")[2]), _MAX_SHOWN_CHARACTERS)


def _name_move(before: str, after: str, course: str) -> str:
    """Return the name of a deck as it was and is: below the course's, where both are."""
    names = [before, after]
    if all(name.startswith(f"{course}::") for name in names):
        names = [name.removeprefix(f"{course}::") for name in names]
    return " → ".join(name.replace("::", " / ") for name in names)


def _leave_out_turned_moves(moves: Iterable[Move]) -> tuple[Move, ...]:
    """Return moves without those of notes that ask another of them the other way round."""
    by_key = {move.note.key: move for move in moves}
    return tuple(by_key[note.key] for note in _leave_out_turned(move.note for move in by_key.values()))


def _leave_out_turned(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Return notes without those that ask another of them the other way round: to students, that is one question."""
    notes = tuple(notes)
    by_id = {note.id: note for note in notes}
    return tuple(note for note in notes if not _turns(note, by_id.get(note.id.removesuffix(REVERSE), note)))


def _turns(note: Note, base: Note) -> bool:
    """Whether a note asks another the other way round, as its texts tell."""
    answer = ShortAnswer.write_key(base.name_fields(), {})
    return note is not base and (note["Text"], strip_direction(note["Answer"])) == (
        strip_direction(answer),
        base["Text"],
    )
