"""The parts of a text2qti quiz, gathered into questions."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from mkdeck.importers.drafting.reading_builder import ReadingBuilder
from mkdeck.importers.formats.text2qti.parts import CHOICES, ENDS, FEEDBACK, Part, split

_NO_QUESTIONS = {
    "run": "a code block that would write questions; no code of a source is run",
    "text": "a text between the questions asks nothing",
}


@dataclass(slots=True)
class Block:
    """A question with all that belongs to it."""

    question: Part
    title: Part | None = None
    parts: list[Part] = field(default_factory=list)

    @property
    def kinds(self) -> set[str]:
        """Return what choices or answers it has."""
        return {part.kind for part in self.parts} & (CHOICES | ENDS)


def gather(lines: list[str], found: ReadingBuilder) -> Iterator[Block | Part]:
    """Yield questions, and the parts that say something of the whole quiz; skip or remark on all else."""
    block: Block | None = None
    title: Part | None = None
    for part in split(lines):
        if part.kind == "stray" or part.kind in CHOICES | ENDS | FEEDBACK:
            _add(part, block, found)
            continue
        if block:
            yield block
        block = None
        if part.kind == "question":
            block, title = Block(part, title), None
        elif part.kind == "title":
            _name_stray(title, found)
            title = part
        elif part.kind in _NO_QUESTIONS:
            found.skip(part.line, _NO_QUESTIONS[part.kind])
        else:
            yield part
    if block:
        yield block
    _name_stray(title, found)


def _add(part: Part, block: Block | None, found: ReadingBuilder) -> None:
    """Add a part, or lines that go on below one, to the question that they belong to."""
    if part.kind != "stray" and block:
        block.parts.append(part)
    elif part.kind != "stray":
        found.skip(part.line, "this belongs to no question")
    elif block and not block.kinds:
        (block.parts or [block.question])[-1].text += ["", *part.text]
    else:
        found.remark(part.line, "this text belongs to no question and is left out")


def _name_stray(title: Part | None, found: ReadingBuilder) -> None:
    """Name a title below which no question follows."""
    if title:
        found.remark(title.line, "this title belongs to no question and is left out")
