"""One question of lettered text while its lines are gathered, and the types that a bank may name."""

from dataclasses import dataclass, field

from mkdeck.importers.drafting.choice_lines import ChoiceLine
from mkdeck.importers.formats.lettered.judged import find_number

CHOSEN, ORDERED, PAIRED = ({"multichoice", "multiplechoice"}, {"order", "ordering"}, {"matching", "match"})
WORDED = {"shortanswer", "numerical"}
LISTED = CHOSEN | ORDERED | PAIRED
"""Types whose choices may be numbered."""
TYPES = LISTED | WORDED | {"essay", "truefalse", "description", "cloze"}
"""Lines that name the type of the question below."""


@dataclass(slots=True)
class Block:
    """A question while its lines are gathered; `labelled` are the places of those of its feedback with a label."""

    line: int
    kind: str = ""
    stem: list[str] = field(default_factory=list)
    choices: list[list[str]] = field(default_factory=list)
    right: set[int] = field(default_factory=set)
    letters: list[str] = field(default_factory=list)
    digits: bool = False
    numbered: bool = False
    first: tuple[int, ...] = (1,)
    matches: list[str] = field(default_factory=list)
    answer: str | None = None
    feedback: list[str] = field(default_factory=list)
    labelled: set[int] = field(default_factory=set)
    remarks: dict[int, str] = field(default_factory=dict)
    hints: list[str] = field(default_factory=list)
    tag: str = ""

    @property
    def complete(self) -> bool:
        """Whether the answer or its explanation was found."""
        return self.answer is not None or bool(self.feedback)

    @property
    def number(self) -> int | None:
        """Return the number that the bank gives to the question."""
        return find_number(self.stem[0]) if self.stem else None

    @property
    def takes_remarks(self) -> bool:
        """Whether something can be said of its last choice: there is one, and no answer yet."""
        return bool(self.choices) and not self.complete and self.kind in {"", *CHOSEN}

    def add_code(self, line: str) -> None:
        """Add a line of code to the last choice, or to the text above the choices."""
        (self.choices[-1] if self.choices else self.stem).append(line)

    def add_choice(self, choice: ChoiceLine) -> None:
        """Add the next choice."""
        if choice.right:
            self.right.add(len(self.choices))
        self.digits = choice.letter.isdecimal() and choice.letter.isascii()
        if self.digits:
            self.first = (int(choice.letter) - len(self.choices),)
        self.letters.append(choice.letter)
        self.choices.append([choice.text])
