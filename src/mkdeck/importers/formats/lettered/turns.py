"""Questions and answers by turns, each behind its label: `Q: ...` and `A: ...`, or `Question:` and `Answer:`."""

import re

from mkdeck.importers.drafting.choice_lines import Lines
from mkdeck.importers.drafting.question_letters import unbold_label
from mkdeck.importers.drafting.reading_builder import ReadingBuilder
from mkdeck.importers.drafting.vocabulary import pattern
from mkdeck.importers.formats.lettered.block import Block
from mkdeck.importers.formats.lettered.kinds import convert, read_words

_MARKS = r"\s*(?:[-*+]\s+)?(?P<bold>\*\*)?(?-i:(?![a-z]))"
"""Before a label, which no small letter begins, as it does in data."""
_END = r"\s*(?:[:\uff1a](?(bold)\s*\*\*)|(?(bold)\*\*\s*[:\uff1a]|(?!)))\s*"
_QUESTION = re.compile(rf"{_MARKS}(?:Q|{pattern('question')}){_END}(?P<said>.*)", re.IGNORECASE)
_ANSWER = re.compile(rf"{_MARKS}(?:A|Ans|{pattern('answer')}){_END}(?P<said>.*)", re.IGNORECASE)
_CHOICE = re.compile(r"\s*[(\[]?[bB][.):\]]\s*\S")
"""The second of choices, which have a reader of their own."""
_FEWEST = 2


def is_written(lines: Lines) -> bool:
    """Whether lines are such a text: several questions, each with one answer below it, and no choices."""
    asked = answered = 0
    for _, line in _unbold(lines):
        if _QUESTION.match(line):
            if asked != answered:
                return False
            asked += 1
        elif _ANSWER.match(line):
            answered += 1
            if asked != answered:
                return False
        elif _CHOICE.match(line):
            return False
    return asked == answered >= _FEWEST


def _unbold(lines: Lines) -> Lines:
    """Return lines without the marks of questions that are bold as a whole."""
    return [(number, unbold_label(line)) for number, line in lines]


def read(lines: Lines, found: ReadingBuilder) -> None:
    """Read every question with its answer, both of as many lines as they have."""
    block = Block(0)
    for number, line in [*_unbold(lines), (0, "Q:")]:
        if match := _QUESTION.match(line):
            _add(block, found)
            block = Block(number, stem=[match["said"]])
        elif match := _ANSWER.match(line):
            block.answer = match["said"]
        elif block.answer is not None:
            block.answer += f"\n{line}"
        else:
            block.line = block.line or (number if line.strip() else 0)
            block.stem.append(line)


def _add(block: Block, found: ReadingBuilder) -> None:
    """Add a question, or say of what stands before the first that it is left out."""
    if block.answer is None:
        if block.line:
            found.remark(block.line, "this text before the first question is left out")
        return
    with found.question(block.line):
        found.add(read_words(block, convert("\n".join(block.stem).strip())))
