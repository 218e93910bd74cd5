"""Questions as staff have them, what was released of them, and who takes it."""

from dataclasses import dataclass, field
from pathlib import Path

from mkdeck.apkg.read import ReadPackage
from mkdeck.rehearsal.states import CardKey, Schedule
from mkdeck.rehearsal.student import Student

START = 1_700_000_000
DAY = 24 * 60 * 60
FILES = ("1.yaml", "2.yaml", "more/3.yaml")
BASIC = ("multiple-choice", "true-false", "short-answer", "statements", "numeric", "ordering", "matching")
GAPPED = ("cloze", "occlusion")
KINDS = (*BASIC, *GAPPED)
HEART = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 50"><circle cx="20" cy="20" r="9"/></svg>'
STYLED = ("multiple-choice", "true-false")


@dataclass
class Draft:
    """A question as staff have it in their files now."""

    id: str
    kind: str
    word: str
    file: str
    card: str = "basic"
    explanation: str = ""
    tags: tuple[str, ...] = ()
    retired: str = ""
    gaps: dict[int, str] = field(default_factory=lambda: {1: "first", 2: "second"})

    def write(self) -> dict[str, object]:
        text = f"Question {self.id} about {self.word}"
        own: dict[str, object] = {}
        if self.kind == "multiple-choice":
            own["choices"] = [{"correct": f"Right {self.word}", "feedback": "So it is."}, "Wrong", "Wronger"]
        elif self.kind == "true-false":
            own["answer"] = True
        elif self.kind == "short-answer":
            own["answer"] = f"Answer {self.word}"
        elif self.kind == "statements":
            own["statements"] = [{"true": f"So is {self.word}."}, {"false": "Never.", "feedback": "Sometimes."}]
        elif self.kind == "numeric":
            own |= {"answer": str(len(self.word)), "tolerance": "2 %", "unit": "m"}
        elif self.kind == "ordering":
            own["items"] = ["First", f"Second {self.word}", "Third"]
        elif self.kind == "matching":
            own["pairs"] = [{"left": "One", "right": f"odd {self.word}"}, {"left": "Two", "right": "even"}]
        elif self.kind == "occlusion":
            own |= {"image": "heart.svg", "hide": "all" if len(self.word) > 6 else "one"}
            own["masks"] = [
                {"label": gap, "box": [str(10 * i), "0", "9", "9"], "hint": self.word, "group": str(number)}
                for i, (number, gap) in enumerate(self.gaps.items())
            ]
        if self.kind == "cloze":
            text += "".join(f" and {{{{c{number}::{gap}}}}}" for number, gap in self.gaps.items())
        elif self.kind in STYLED:
            own["card"] = self.card
        said = {"explanation": self.explanation, "tags": list(self.tags), "retired": self.retired}
        return {
            "id": self.id,
            "type": self.kind,
            "question": text,
            **own,
            **{key: value for key, value in said.items() if value},
        }


@dataclass
class Released:
    """A package that students were given, and when each of its notes was last given other content."""

    path: Path
    package: ReadPackage
    changed: dict[str, int]

    @property
    def notes(self) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        return {note.guid: (note.fields, note.tags) for note in self.package.notes}


@dataclass
class Learner:
    """A student, and what must be in their collection: notes, when each was changed, the decks and cards.

    `versions` gives when what they took of a note was released.
    """

    anki: Student
    notes: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    edited: set[str] = field(default_factory=set)
    schedules: dict[CardKey, Schedule] = field(default_factory=dict)
    places: dict[CardKey, str] = field(default_factory=dict)

    def remember_cards(self) -> None:
        """Take note of schedules after studying, and of cards that Anki makes by itself when a note is edited."""
        self.schedules = self.anki.schedules()
        decks = self.anki.decks()
        self.places = {card: name.casefold() for name, deck in decks.items() for card in deck.cards}
