"""text2qti: a quiz in plain text, whose questions, choices and feedback are Markdown.

Code blocks that text2qti would run to write questions are never run; each is one skipped question.

Source: the README.md of text2qti.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from mkdeck.importers.draft import Document, Draft, DraftChoice, Reading
from mkdeck.importers.drafting import tasks
from mkdeck.importers.drafting.conversions import RIGHT, WRONG, label_feedback
from mkdeck.importers.drafting.gaps import Gap, drop_places, fill_gaps, hold_place
from mkdeck.importers.drafting.losses import quote
from mkdeck.importers.drafting.measures import Measure, is_number
from mkdeck.importers.drafting.names import name_comment
from mkdeck.importers.drafting.reading_builder import ReadingBuilder
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.formats.text2qti.blocks import Block, gather
from mkdeck.importers.formats.text2qti.parts import (
    BLANKS,
    BOXED,
    CHOICES,
    DROPDOWNS,
    LISTED,
    NUMERIC,
    RUN,
    START,
    WORDED,
    Part,
)
from mkdeck.importers.sources.attachments import Attachments
from mkdeck.importers.sources.neighbours import Nearby, name_absent
from mkdeck.importers.to_markdown.markdown import adopt, adopt_alone
from mkdeck.importers.to_markdown.markdown_blocks import paragraphs
from mkdeck.importers.to_markdown.text import escape

_REFERENCE = re.compile(r"\(\(([^()]{1,100})\)\)")
_RANGE = re.compile(r"\[\s*([^\s,]+)\s*,\s*([^\s,]+)\s*\]")
_MARGIN = re.compile(r"([^\s+]\S*?)\s*\+-\s*([^\s%]+)\s*(%?)")
_KINDS = (LISTED, BOXED, WORDED, NUMERIC, BLANKS, DROPDOWNS, {"essay"}, {"upload"})
"""What a question may have, one of them at a time."""
_LONGEST_QUOTE = 40
"""Characters of an answer that a message quotes."""
_OWN = frozenset({"quiz_title", "ticked", "blank", "dropdown_right", "group", "text_title"})
"""What no other format has."""
_NUMBER = re.compile(r"[\[+-]?\s*[+-]?\.?\d")
_BRACE = re.compile(r"\{[ \t]*$", re.MULTILINE)
"""How a question of GIFT opens its answers."""


def recognise(document: Document) -> float:
    """Look for numbered questions with choices `a)` and `*b)`, or with signs that no other format has."""
    kinds = _list_kinds(document.start)
    if "code" in kinds and RUN.search(document.start):
        return 0.95
    return 0.0 if "question" not in kinds or _BRACE.search(document.start) else _weigh(kinds)


def _weigh(kinds: Sequence[str | None]) -> float:
    """Return how surely lines that start so are a quiz."""
    after = {kind for before, kind in pairwise(kinds) if before == "question"}
    if not _OWN.isdisjoint(kinds) or "number" in after:
        return 0.96
    if after & {"essay", "upload"}:
        return 0.9  # such lines stand below headings and above signatures, too
    if _have_choices(kinds):
        return 0.96 if "option" in kinds else 0.88
    return 0.5 if after & {"accepted"} else 0.0


def _list_kinds(text: str) -> list[str | None]:
    """Return what the lines of a text start, of those that start anything; one of equals signs is a rule."""
    found = (match for line in text.split("\n") if (match := START.match(line)))
    return [
        match.lastgroup for match in found if match.lastgroup != "number" or _NUMBER.match(match.string, match.end())
    ]


def _have_choices(kinds: Sequence[str | None]) -> bool:
    """Whether most questions have choices, with no fewer wrong ones than right ones."""
    right = kinds.count("right")
    return 0 < right <= kinds.count("wrong") and right >= kinds.count("question") / 2


def read(document: Document) -> Reading:
    """Read every question, also those of groups."""
    found = ReadingBuilder()
    quiz = _Quiz()
    for each in gather(document.text.split("\n"), found):
        if isinstance(each, Part):
            quiz.take(each, found)
            continue
        with found.question(each.question.line):
            reader = _Question(each, Attachments(Nearby(document.folder)), quiz.options)
            draft = reader.read()
            found.add(draft, name_absent(reader.attachments.missing))
    return found.build(quiz.title, quiz.description)


@dataclass(slots=True)
class _Quiz:
    """What a quiz says of itself as a whole."""

    title: str = ""
    description: str = ""
    options: dict[str, str] = field(default_factory=dict)

    def take(self, part: Part, found: ReadingBuilder) -> None:
        """Take over what a part says of the quiz; remark on what it has said before."""
        match part.kind:
            case "quiz_title" if not self.title:
                self.title = " ".join(part.whole.split())
            case "quiz_description" if not self.description:
                self.description = adopt_alone(part.whole)
            case "quiz_title" | "quiz_description":
                left_out = f"this is left out: {quote(part.whole)}"
                found.remark(part.line, f"a quiz has one title and one description; {left_out}")
            case "option":
                name, _, value = part.whole.partition(":")
                self.options[name.lower()] = value.strip().lower()


class _Question:
    """One question on its way to a draft."""

    def __init__(self, block: Block, attachments: Attachments, options: dict[str, str]) -> None:
        self.block = block
        self.line = block.question.line
        self.attachments = attachments
        self.options = options

    def convert(self, text: str) -> str:
        """Take over a Markdown text."""
        return adopt(text, self.attachments)

    def read(self) -> Draft:
        """Read the question. Raises NoDraftError where that is not possible."""
        stem, title = self.convert(self.block.question.whole), self.block.title
        kinds = self.block.kinds
        remarks, solution = self.read_feedback()
        _check_kinds(kinds, solution)
        if kinds & (LISTED | BOXED):
            draft = self.read_choices(stem)
        elif kinds & (WORDED | NUMERIC):
            draft = self.read_words(stem)
        elif kinds & (BLANKS | DROPDOWNS):
            draft = self.read_gaps(self.block.question.whole)
        else:
            if self.options.get("feedback is solution") == "true" and not solution:
                remarks, solution = "", remarks
            draft, solution = Draft(self.line, "short-answer", stem, answer=solution or None), ""
        return replace(
            draft,
            explanation=paragraphs(draft.explanation, remarks, solution),
            comments=(*name_comment(title.whole if title else "", self.block.question.whole), *draft.comments),
            media=tuple(self.attachments.taken.values()),
        )

    def read_feedback(self) -> tuple[str, str]:
        """Return the feedback on the whole question, and its solution."""
        said: list[str] = []
        judged: list[tuple[str, str]] = []
        solution: list[str] = []
        behind_choice = False
        for part in self.block.parts:
            behind_choice = part.kind in CHOICES or (behind_choice and part.kind == "feedback")
            if part.kind == "solution":
                solution.append(self.convert(part.whole))
            elif part.kind in ("if_right", "if_wrong"):
                judged.append((RIGHT if part.kind == "if_right" else WRONG, self.convert(part.whole)))
            elif part.kind == "feedback" and not behind_choice:
                said.append(self.convert(part.whole))
        return paragraphs(*said, label_feedback(judged)), paragraphs(*solution)

    def answers(self) -> Iterator[tuple[Part, str]]:
        """Return every choice or answer with the feedback that follows it."""
        parts = self.block.parts
        for i, part in enumerate(parts):
            if part.kind in CHOICES:
                said = takewhile(lambda each: each.kind == "feedback", parts[i + 1 :])
                yield part, paragraphs(*(self.convert(each.whole) for each in said))

    def read_choices(self, stem: str) -> Draft:
        """Read choices of which one or several are right; True and False alone are a statement to judge."""
        found = [(self.convert(part.whole), part.kind in ("right", "ticked"), said) for part, said in self.answers()]
        right = [text.lower() for text, correct, _ in found if correct]
        if sorted(text.lower() for text, _, _ in found) == ["false", "true"] and len(right) == 1:
            said = label_feedback((text, said) for text, _, said in sorted(found, key=lambda each: not each[1]))
            return Draft(self.line, "true-false", stem, answer=right[0] == "true", explanation=said)
        choices = tuple(DraftChoice(text, correct if right else None, said) for text, correct, said in found)
        shuffle = self.options.get("shuffle answers") != "false"
        return Draft(self.line, "multiple-choice", stem, choices, shuffle=shuffle)

    def read_words(self, stem: str) -> Draft:
        """Read accepted words or a number."""
        found = list(self.answers())
        if self.block.kinds & WORDED:
            texts = [part.whole for part, _ in found]
            return tasks.typed(self.line, stem, texts, [(escape(part.whole), 100.0, said) for part, said in found])
        measures = [_read_number(part.whole) for part, _ in found]
        accepted = [(escape(measure.written), 100.0, said) for measure, (_, said) in zip(measures, found, strict=True)]
        return tasks.numeric(self.line, stem, measures, accepted)

    def read_gaps(self, text: str) -> Draft:
        """Read a text with blanks or dropdowns, each with its name in double parentheses."""
        found: dict[str, list[tuple[Part, str, str]]] = {}
        for part, said in self.answers():
            match = _REFERENCE.match(part.whole)
            if not match:
                raise NoDraftError("an answer does not name its gap")
            found.setdefault(match[1], []).append((part, escape(part.whole[match.end() :].strip()), said))
        text = drop_places(text)
        names = list(dict.fromkeys(_REFERENCE.findall(text)))
        if not names or set(names) != set(found):
            raise NoDraftError("its gaps and its answers do not have the same names")
        numbers = {name: number for number, name in enumerate(names, 1)}
        held = self.convert(_REFERENCE.sub(lambda match: hold_place(numbers[match[1]]), text))
        return fill_gaps(self.line, held, [_make_gap(found[name]) for name in names])


def _make_gap(answers: Sequence[tuple[Part, str, str]]) -> Gap:
    """Make a gap of its answers, each with its text and the feedback on it."""
    return Gap(
        right=tuple((text, 100.0) for part, text, _ in answers if part.kind != "dropdown_wrong"),
        offered=tuple(text for part, text, _ in answers if part.kind in DROPDOWNS),
        feedback=tuple(f"{text}: {said}" for _, text, said in answers if said),
    )


def _check_kinds(kinds: AbstractSet[str], solution: str) -> None:
    """Raise NoDraftError where there is no answer, or where answers are of kinds that do not go together."""
    if not kinds and not solution:
        raise NoDraftError("it has neither choices nor an answer")
    if not any(kinds <= each for each in _KINDS):
        raise NoDraftError("it has choices or answers of different kinds")


def _read_number(text: str) -> Measure:
    """Read a number, one with its margin or a range. Raises NoDraftError where it is none of them."""
    bare = text.replace("_", "")
    if (match := _RANGE.fullmatch(bare)) and is_number(match[1]) and is_number(match[2]):
        return Measure(match[1], high=match[2])
    if (match := _MARGIN.fullmatch(bare)) and is_number(match[1]) and is_number(match[2]):
        return Measure(match[1], f"{match[2]} %" if match[3] else match[2])
    if not is_number(bare):
        raise NoDraftError(f"'{text[:_LONGEST_QUOTE]}' is no number, range or number with a margin")
    return Measure(bare)
