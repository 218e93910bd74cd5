"""A course, its releases a week apart, and a student who takes them."""

import dataclasses
import zipfile
from collections.abc import Iterable
from pathlib import Path

from card_reader import read_card
from conftest import Outcome, Run
from mkdeck.apkg.read import ReadPackage, read_package
from mkdeck.identity import make_guid
from mkdeck.rehearsal.states import CardKey, NoteState, Schedule, Taken
from mkdeck.rehearsal.student import Student

FIRST = 1_700_000_000
WEEK = 7 * 24 * 60 * 60

SETTINGS = "{course: Numbers, id: numbers, tags: [all], authors: [Staff]}\n"
ODD = """\
- id: odd
  type: multiple-choice
  question: Which number is odd?
  choices: [Two, {correct: Three}, Four]
  explanation: Halves of it are no whole numbers.
"""
PRIME = """\
- id: prime
  type: multiple-choice
  question: Which number is prime?
  choices: [{correct: Five}, Six]
"""
ZERO = """\
- id: zero
  type: true-false
  question: Zero is even.
  answer: true
  card: cloze
"""
ONE = """\
- id: one
  type: true-false
  question: One is prime.
  answer: false
"""
SUM = """\
- id: sum
  type: cloze
  question: One and {{c1::one}} is {{c2::two}}.
"""
ROOT = """\
- id: root
  type: short-answer
  question: What is the root of nine?
  answer: Three.
"""
MANY = "".join(
    f"""\
- id: many-{i}
  type: short-answer
  question: What is {i} times {i}?
  answer: {i * i}.
"""
    for i in range(6)
)
HEAD = "deck: 1 First\ndescription: To begin with.\nquestions:\n"
SECOND = "deck: 2 Second\nquestions:\n" + MANY
COURSE = {"course.yaml": SETTINGS, "1.yaml": HEAD + ODD + PRIME + ZERO + ONE + SUM + ROOT, "2.yaml": SECOND}
NOTES, CARDS = 12, 13


def guid(name: str, *, gap: bool = False, course: str = "numbers") -> str:
    return make_guid(course, name, "cloze" if gap else "standard")


ALL = {guid(name, gap=name in {"zero", "sum"}) for name in "odd prime zero one sum root".split()} | {
    guid(f"many-{i}") for i in range(6)
}
FIRST_DECK = {each for each in ALL if each not in {guid(f"many-{i}") for i in range(6)}}


class Term:
    """A course, its releases a week apart, and a student who takes them, studies, and edits some notes."""

    def __init__(self, home: Path, mkdeck: Run, student: Student) -> None:
        self.home = home
        self.mkdeck = mkdeck
        self.student = student
        self.weeks = 0
        self.notes: dict[str, NoteState] = {}
        self.cards: dict[CardKey, Schedule] = {}
        self.places: dict[CardKey, str] = {}

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.home / "course" / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)

    def run(self, *args: str) -> Outcome:
        return self.mkdeck(*args, cwd=self.home, env={"SOURCE_DATE_EPOCH": str(FIRST + self.weeks * WEEK)})

    def begin(self, files: dict[str, str], notes: int, cards: int) -> None:
        """Release the course for the first time; the student takes it, studies, and makes it their own."""
        self.write(files)
        assert self.release() == ""
        assert self.student.take(self.package) == Taken(new=notes)
        self.student.study()
        # What Anki's check finds of the studying, which may end a second after it began, is mended before it counts.
        self.student.fix_integrity()
        assert len(self.student.schedules()) == cards
        self.remember()

    def release(self, *options: str) -> str:
        """Build and release what staff wrote, a week later; gives the warnings, the same from both."""
        self.weeks += 1
        built = self.run("build", "course", "-o", f"drafts/{self.weeks}")
        done = self.run("release", "course", "-o", f"released/{self.weeks}", *options)
        assert (done.code, built.code) == (0, 0), done.err
        if not options:
            assert built.err == done.err
        draft = self.home / "drafts" / f"{self.weeks}" / "numbers.apkg"
        assert _unpack(draft) == _unpack(self.package)
        return done.err

    @property
    def package(self) -> Path:
        return self.home / "released" / str(self.weeks) / "numbers.apkg"

    def draft(self) -> Path:
        """Build without releasing, as if staff gave this to students all the same."""
        self.weeks += 1
        assert self.run("build", "course", "-o", f"drafts/{self.weeks}").code == 0
        (package,) = (self.home / "drafts" / str(self.weeks)).glob("*.apkg")
        return package

    def edit(self, *names: str) -> None:
        """Let the student write a hint of their own into notes, and tag them, an hour after the last release."""
        at = FIRST + self.weeks * WEEK + 3600
        for name in names:
            each = guid(name, gap=name in {"zero", "sum"})
            self.student.edit(each, "Hint", "My own hint.", at=at)
            self.student.tag(each, "mine", at=at)
        self.remember()

    def remember(self) -> None:
        self.notes = self.student.notes()
        self.cards = self.student.schedules()
        self.places = self.find_places()

    def find_places(self) -> dict[CardKey, str]:
        return {card: name for name, deck in self.student.decks().items() for card in deck.cards}

    def assert_kept(self, *, besides: Iterable[str] = (), new: dict[CardKey, str] | None = None) -> None:
        """Assert that the student has every schedule, every card in its deck, and all notes but some as they were.

        `new` gives cards that came, with their decks.
        """
        cards = self.student.schedules()
        assert len(cards) == self.student.collection.card_count()  # none is there twice
        assert {card: cards.get(card) for card in self.cards} == self.cards
        assert self.find_places() == self.places | (new or {})
        notes = self.student.notes()
        assert {note for note, state in self.notes.items() if notes[note] != state} == set(besides)
        assert notes.keys() - self.notes.keys() <= {note for note, _ in new or {}}

    def front(self, name: str, ordinal: int = 0, *, gap: bool = False) -> list[str]:
        return read_card(self.student.render(guid(name, gap=gap), ordinal)[0])

    def back(self, name: str, ordinal: int = 0, *, gap: bool = False) -> list[str]:
        return read_card(self.student.render(guid(name, gap=gap), ordinal)[1])


def _unpack(package: Path) -> tuple[ReadPackage, dict[str, bytes]]:
    """Return what a package holds, but for the line that tells in which edition a card was corrected."""
    with zipfile.ZipFile(package) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if name != "collection.anki2"}
    return dataclasses.replace(read_package(package), digest="", release=None), files


def replace(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


GERMAN = {"course.yaml": "{course: Numbers, id: numbers, tags: [all], authors: [Staff], language: de}\n"}
