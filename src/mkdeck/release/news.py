"""What a release changes for students, in questions: those corrected, new, no longer asked, and asked again."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdeck.diff.changes import Changes
from mkdeck.diff.matching import Key, index_notes
from mkdeck.diff.words import show
from mkdeck.ledger.unreleased import Unreleased
from mkdeck.notes.note import Note
from mkdeck.questions.occlusion import LABELS, read_stem
from mkdeck.questions.question import REVERSE
from mkdeck.text.anki_markup import fill_gaps
from mkdeck.text.words import cut_words

_MAX_TEXT = 120
"""Characters of a question that are shown."""


@dataclass(frozen=True, slots=True)
class News:
    """The notes of each kind; `untold` counts those that are no longer asked and whose text is not at hand."""

    corrected: tuple[Note, ...] = ()
    new: tuple[Note, ...] = ()
    gone: tuple[Note, ...] = ()
    again: tuple[Note, ...] = ()
    untold: int = 0

    @property
    def count(self) -> int:
        """Count the questions."""
        return len(self.corrected) + len(self.new) + len(self.gone) + self.untold + len(self.again)

    def tell(self, words: Mapping[str, str]) -> Iterator[tuple[str, tuple[Note, ...]]]:
        """Yield for each kind that has any how many there are, in words for students, and the notes."""
        kinds = (
            (words["n_corrected"], len(self.corrected), self.corrected),
            (words["n_new"], len(self.new), self.new),
            (words["n_gone"], len(self.gone) + self.untold, self.gone),
            (words["n_again"], len(self.again), self.again),
        )
        for word, count, notes in kinds:
            if count:
                yield word.replace("{n}", str(count)), notes


def read_news(changes: Changes, corrected: Container[Key]) -> News:
    """Return what changes tell students; `corrected` are the notes that say something else than before."""
    return News(
        corrected=_leave_out_turned(each.note for each in changes.changed if each.note.key in corrected),
        new=_leave_out_turned([*changes.added, *(now for _, now in changes.restyled if not now.retired)]),
        gone=_leave_out_turned([*changes.retired, *changes.removed]),
        again=_leave_out_turned(changes.unretired),
    )


def join_news(several: Sequence[News]) -> News:
    """Return what is news to those who have any of several editions; a question may be news of two kinds."""

    def unite(lists: Iterable[Iterable[Note]]) -> tuple[Note, ...]:
        return tuple({note.key: note for notes in lists for note in notes}.values())

    return News(
        corrected=unite(each.corrected for each in several),
        new=unite(each.new for each in several),
        gone=unite(each.gone for each in several),
        again=unite(each.again for each in several),
        untold=max((each.untold for each in several), default=0),
    )


def guess_news(notes: tuple[Note, ...], unreleased: Unreleased, corrected: Iterable[Key]) -> News:
    """Return what is known of the news where the last release is not at hand."""
    known = index_notes(notes)
    return News(
        corrected=_leave_out_turned(known[key] for key in sorted(corrected)),
        new=_leave_out_turned(known[key] for key in unreleased.added if not known[key].retired),
        gone=_leave_out_turned(known[key] for key in unreleased.retired),
        untold=sum(not question_id.endswith(REVERSE) for question_id, _ in unreleased.gone),
    )


def name_question(note: Note) -> str:
    """Return the text of a question in one line, with its gaps filled, shortened."""
    text = read_stem(note["Text"]) if note[LABELS] else fill_gaps(note["Text"])
    return cut_words(show(text), _MAX_TEXT)


def count_news(news: News, words: Mapping[str, str]) -> str:
    """Return how many questions there are of each kind, in words for students."""
    return " · ".join(heading for heading, _ in news.tell(words))


def _leave_out_turned(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Return notes without those that ask another of them the other way round: to students, that is one question."""
    notes = tuple(notes)
    ids = {note.id for note in notes}
    return tuple(
        note for note in notes if note.id.removesuffix(REVERSE) == note.id or note.id.removesuffix(REVERSE) not in ids
    )
