"""Find questions whose ids were given to other questions: renumbered, swapped or shifted.

To students an id is the question. Where a text comes back under the id of another, its schedule does not come along,
and it goes on with that of the other. The ledger's sketches and digests tell which text an id stood for.

Measured on 19 banks of 4 to 290 questions, real ones and series such as "What is 3+4?", each in three orders: all but 6
of 285 shifts, swaps and shuffles of texts that stayed as they were are found (what is missed is a single question near
the end of a series, or of a bank of four), and three in four of those whose every text was edited by a word. Of 798
edits, rewritten, translated, copied or added questions none is taken for that; of 57 banks whose ids were used again
for other questions, five, which had questions that were nearly the same.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace

from mkdeck.ledger.digests import digest_reports, make_digest
from mkdeck.ledger.ledger import Ledger, ReleasedNote
from mkdeck.ledger.similarity import SketchIndex, compare_words, is_full, join_texts, measure_likeness, sketch_note
from mkdeck.ledger.unreleased import Unreleased
from mkdeck.notes.note import Note

_LIKENESS_TO_ITSELF = 0.5
"""From this likeness of sketches on, a question is taken for what it was before."""
_LIKENESS_TO_ANOTHER = 0.75
"""From this likeness on, a question is taken for another; where others were renumbered surely, from the lower one on.

Without others, a new id and a text of few words do not tell enough.
"""
_LIKENESS_AHEAD = 0.25
"""By so much likeness it must be more like that question than like what it was before, and than any other."""
_MAX_PAIRS = 4_000_000
"""So many pairs are compared at most; beyond, only texts that are the same are found."""
_MAX_EQUAL = 100
"""So many questions of one sketch are looked at for each question that has it, too."""


def find_renumbered(
    notes: Iterable[Note], unreleased: Unreleased, ledger: Ledger, report: str | None
) -> dict[str, str]:
    """Return, by its id, each note that has (nearly) the text that was released under another id, and that id.

    The other id stands for another text by now, or is gone; what only became like another question is not meant, nor a
    new id for a question that is gone. `report` is the course's own.
    """
    known = {note.id: note for note in ledger.shipped.values()}
    current = {note.id: note for note in notes}
    fresh = {each for each, _ in (*unreleased.changed, *unreleased.added)}
    changed = {each: note for each, note in current.items() if each in fresh and not note.retired}
    left = {each: note for each, note in known.items() if each in changed or each not in current}
    return _Search(changed, left, current, report).run()


@dataclass(slots=True)
class _Search:
    """Finds changed notes among what was released and is no longer, both by id; `current` are all notes."""

    changed: Mapping[str, Note]
    left: Mapping[str, ReleasedNote]
    current: Mapping[str, Note]
    report: str | None
    sketches: dict[str, str] = field(init=False)
    released: SketchIndex = field(init=False)

    def __post_init__(self) -> None:
        self.released = SketchIndex({each: note.sketch for each, note in self.left.items()})
        self.sketches = {each: sketch_note(note) for each, note in self.changed.items()}

    def run(self) -> dict[str, str]:
        equal = dict(self.find_equal())
        sure = {new: old for new, old in equal.items() if self.is_elsewhere(new, old, equal)}
        near, likely = self.find_near(equal)
        sure |= near
        return {**likely, **equal, **sure} if sure else {}

    def find_equal(self) -> dict[str, str]:
        """Find notes that are, but for the id, what another was."""
        by_sketch: dict[str, list[str]] = defaultdict(list)
        for each, note in self.left.items():
            by_sketch[note.sketch].append(each)
        return {
            new: old
            for new, note in self.changed.items()
            for old in reversed(by_sketch[self.sketches[new]][:_MAX_EQUAL])
            if self.may_be(new, old) and self.is_same(note, self.left[old])
        }

    def is_same(self, note: Note, released: ReleasedNote) -> bool:
        """Whether a note would be what another was, if it had its id."""
        named = replace(note.put(Id=released.id), id=released.id)
        return released.digest in (make_digest(named), *digest_reports(named, released.deck, self.report))

    def find_rewritten(self, equal: Container[str], gone: Container[str]) -> list[str]:
        """Find notes that are new, or no longer like themselves, and that nothing else was before."""
        return [new for new in self.changed if new not in equal and (new not in self.left or new in gone)]

    def find_near(self, equal: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """Find notes that are more like what another was than like anything else: surely, and if others are."""
        near: dict[str, str] = {}
        likely: dict[str, str] = {}
        gone = {each: note.sketch for each, note in self.left.items() if self.measure_own(each) < _LIKENESS_TO_ITSELF}
        rewritten = self.find_rewritten(equal, gone)
        if len(rewritten) * len(gone) > _MAX_PAIRS:
            return near, likely
        index = SketchIndex(gone)
        for new in rewritten:
            likeness, old = self.find_nearest(new, index)
            if self.is_sure(new, likeness) and self.is_elsewhere(new, old, equal):
                near[new] = old
            elif likeness >= _LIKENESS_TO_ITSELF:
                likely[new] = old
        return near, likely

    def is_sure(self, new: str, likeness: float) -> bool:
        """Whether it tells enough that a note is so like another: it is no new one, and has words enough."""
        return likeness >= _LIKENESS_TO_ANOTHER and new in self.left and is_full(self.sketches[new])

    def find_nearest(self, new: str, index: SketchIndex) -> tuple[float, str]:
        """Return how like a note is to the one that it may be and is the most like, and its id; 0 without a lead."""
        found = sorted((each for each in index.find(self.sketches[new]) if self.may_be(new, each[1])), reverse=True)
        (best, old), (second, _) = (*found, (0.0, ""), (0.0, ""))[:2]
        own = self.measure_own(new) if new in self.left else 0.0
        return (best, old) if best - max(own, second) >= _LIKENESS_AHEAD else (0.0, "")

    def measure_own(self, old: str) -> float:
        """Return how like a released note is to what it is now; 0 where it did not change or is gone."""
        return measure_likeness(self.sketches[old], self.left[old].sketch) if old in self.changed else 0.0

    def may_be(self, new: str, old: str) -> bool:
        """Whether two ids may be meant; a new one for one that is gone is a renamed id, no renumbered one."""
        return new != old and (new in self.left or old in self.current)

    def is_elsewhere(self, new: str, old: str, equal: Mapping[str, str]) -> bool:
        """Whether an id has left the text that another one has: it is gone, or stands for another text."""
        if old in equal or old not in self.changed:
            return True
        if compare_words(*(join_texts(self.current[each]) for each in (new, old))) < _LIKENESS_TO_ITSELF:
            return True
        own = self.measure_own(old)
        others = (likeness for likeness, each in self.released.find(self.sketches[old]) if each != old)
        return max(others, default=0.0) - own >= _LIKENESS_AHEAD
