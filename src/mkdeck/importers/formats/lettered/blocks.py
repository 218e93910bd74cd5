"""The lines of lettered text, gathered into blocks of one question each."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from mkdeck.importers.drafting.categories import make_category_tag
from mkdeck.importers.drafting.choice_lines import ChoiceLine, Lines, are_numbered, match_choice, match_numbered
from mkdeck.importers.drafting.labels import ANSWER, FEEDBACK, HINT, NUMBER
from mkdeck.importers.formats.lettered.block import LISTED, PAIRED, TYPES, Block
from mkdeck.importers.formats.lettered.judged import ends_statement
from mkdeck.importers.formats.lettered.lines_ahead import (
    JUDGEMENTS,
    LINES_AHEAD,
    find_askers,
    find_code_end,
    goes_on,
    is_numbered,
)
from mkdeck.importers.formats.lettered.remarks import JUDGED

_MATCH = re.compile(r"\s*match\s*:\s*(?P<said>.*)", re.IGNORECASE)
_FIRST = re.compile(r"\s*(?:\*\s*)?(?:\[[xX ]?\]\s*)?\(?1[.)\uff0e\uff09\u3001]")
_SIGNED = re.compile(r"\D{0,12}\d{1,4}\s*(?P<sign>[.):\uff0e\uff09\u3001])")
_FEWEST_COUNTED, _SHARE_COUNTED = 2, 0.8
"""So many questions and such a share of them have numbers where the questions of a bank are counted."""
_ENDS = frozenset(".!?\u3002\uff01\uff1f")


def split_blocks(lines: Lines, keyed: AbstractSet[int] = frozenset()) -> list[Block]:
    """Gather the lines of each question; `keyed` are the numbers that a list of answers names.

    Where the questions are counted, what follows an answer and has no number explains that answer.
    """
    blocks = _Gathering(lines, keyed, counted=False).gather()
    return _Gathering(lines, keyed, counted=True).gather() if _are_counted(blocks) else blocks


def _are_counted(blocks: Sequence[Block]) -> bool:
    """Whether nearly all questions with choices have numbers or, where there are no choices, all with an answer."""
    asked = [block for block in blocks if block.choices]
    share = _SHARE_COUNTED if asked else 1
    asked = asked or [block for block in blocks if block.answer is not None]
    counted = sum(map(_has_number, asked))
    return len(asked) >= _FEWEST_COUNTED and counted >= share * len(asked) and not any(block.kind for block in blocks)


def _has_number(block: Block) -> bool:
    return any(is_numbered(line.strip()) for line in block.stem)


def number_first(blocks: Sequence[Block]) -> None:
    """Put the number of a question first where lines stand above it, and the questions around it have theirs."""
    latest = 0
    for block in blocks:
        if block.number is None:
            _move_number(block, latest + 1)
        latest = block.number or latest


def _move_number(block: Block, number: int) -> None:
    for at, line in enumerate(block.stem):
        match = NUMBER.match(line.strip())
        if match and int(match["number"]) == number and block.choices:
            block.stem[at] = line.strip()[match.end() :]
            block.stem[0] = f"{match.group()}{block.stem[0]}"
            return


class _Gathering:
    """The blocks of a bank while its lines are read, one after the other."""

    def __init__(self, lines: Lines, keyed: AbstractSet[int], *, counted: bool) -> None:
        self.lines = lines
        self.keyed = keyed
        self.counted = counted
        self.askers = find_askers(lines) if counted else set()
        self.blocks: list[Block] = []
        self.block = Block(0)
        self.category: list[str] | None = None
        self.tag = ""
        self.after_blank = True
        self.code_until = 0

    def gather(self) -> list[Block]:
        """Read every line, and return the blocks."""
        for at, (number, line) in enumerate(self.lines):
            self.read(at, number, line.rstrip())
        self.begin(Block(0))
        return self.blocks

    def begin(self, block: Block) -> None:
        """Begin the next block; the one before is complete."""
        if self.block.line:
            self.blocks.append(self.block)
        self.block = block

    def read(self, at: int, number: int, line: str) -> None:
        """Read the next line: an empty one, one of a category, one that names a type, or one of a question."""
        in_code = number <= self.code_until
        text = line.strip()
        word = text.rstrip("$ ").lower()
        named = self.after_blank or self.block.complete
        if not text and not in_code:
            self.pass_blank()
        elif self.category is not None and text:
            self.category.append(text)
        elif word == "category" and named:
            self.begin(Block(0))
            self.category = []
        elif word in TYPES and named:
            self.begin(Block(number, kind=word, tag=self.tag))
            self.after_blank = False
        else:
            self.read_question(at, number, line, in_code=in_code)

    def pass_blank(self) -> None:
        """Pass an empty line, which ends a category."""
        if self.category:
            self.tag, self.category = make_category_tag(self.category), None
        self.after_blank = True
        if self.block.feedback and not self.block.choices and self.block.kind:
            self.block.feedback.append("")

    def read_question(self, at: int, number: int, line: str, *, in_code: bool) -> None:
        """Put a line into its question, which it may be the first of."""
        block = self.block
        block.numbered = block.numbered or self.begins_numbered(at, line)
        if not in_code and self.starts_question(at, line):
            self.begin(Block(number, tag=self.tag))
        elif not block.line:
            block.line, block.tag = number, self.tag
        if in_code:
            self.block.add_code(line)
        else:
            self.add(at, line)
        self.after_blank = False

    def begins_numbered(self, at: int, line: str) -> bool:
        """Whether a line right below the question is the first of choices with numbers."""
        block = self.block
        if not block.stem or block.choices or block.kind or not _FIRST.match(line):
            return False
        if self.after_blank and not _is_numbered_otherwise(block.stem[0], line):
            return False
        return are_numbered(self.lines, at)

    def add(self, at: int, line: str) -> None:
        """Add a line to its question, in which code may begin with it."""
        if not self.remarks_on_choice(at, line):
            _add(self.block, line, after_blank=self.after_blank)
        if "<pre" in line.lower() or line.strip().startswith("```"):
            self.code_until = find_code_end(self.lines[at : at + LINES_AHEAD])

    def remarks_on_choice(self, at: int, line: str) -> bool:
        """Take a line of feedback for the choice above it, or one that goes on with it."""
        block, text = self.block, line.strip()
        last = len(block.choices) - 1
        if not block.takes_remarks:
            return False
        if last in block.remarks:
            goes_on = not (self.after_blank or _is_labelled(text) or _next_choice(block, line))
            block.remarks[last] += f"\n{text}" if goes_on else ""
            return goes_on
        match = FEEDBACK.match(text)
        if not match or not self.is_between_choices(at):
            return False
        block.remarks[last] = match["said"].strip()
        return True

    def is_between_choices(self, at: int) -> bool:
        """Whether another choice follows a line, or the choices before the last one have their feedback."""
        block = self.block
        below = next((each for _, each in self.lines[at + 1 : at + LINES_AHEAD] if each.strip()), "")
        return bool(_next_choice(block, below)) or 0 < len(block.choices) - 1 == len(block.remarks)

    def starts_question(self, at: int, line: str) -> bool:
        """Whether a line is the first of the next question."""
        block = self.block
        if self.ends_statement(at, line):
            return True
        explains = self.counted and block.complete and not is_numbered(line.strip()) and at not in self.askers
        if not _starts_question(block, line, after_blank=self.after_blank, explains=explains):
            return False
        ended = block.answer is None or block.kind or (self.after_blank and block.answer)
        return bool(ended) or not goes_on(self.lines, at)

    def ends_statement(self, at: int, line: str) -> bool:
        """Whether a statement to judge, which has no choices, ends before a line."""
        block = self.block
        if block.choices or block.complete or block.kind or _is_labelled(line.strip()):
            return False
        return ends_statement(block.stem, self.lines, at, self.keyed)


def _is_numbered_otherwise(question: str, line: str) -> bool:
    """Whether a question has a number with another sign than a line below it, as `1.` and `1)`."""
    own, below = _SIGNED.match(question), _SIGNED.match(line)
    return bool(own and below and own["sign"] != below["sign"])


def _starts_question(block: Block, line: str, *, after_blank: bool, explains: bool) -> bool:
    """Whether a line, by itself, can be the first of the question after a block."""
    text = line.strip()
    if not block.stem or _is_labelled(text) or _find_judged(block, text)[0]:
        return False
    if explains:
        # A line below an empty one explains only if it is a sentence, or what explains goes on.
        return after_blank and not block.feedback and text[-1:] not in _ENDS
    if block.complete:
        return after_blank or not block.feedback or is_numbered(text)
    return not _next_choice(block, line) and _ends_open(block, text, after_blank=after_blank)


def _is_labelled(text: str) -> bool:
    return any(label.match(text) for label in (ANSWER, FEEDBACK, HINT, _MATCH))


def _ends_open(block: Block, text: str, *, after_blank: bool) -> bool:
    """Whether a text, which is no choice, ends a question that does not say its answer yet."""
    if block.choices:
        return len(block.choices) >= 2 and (after_blank or (is_numbered(text) and not block.digits))
    # A question without choices ends at an empty line only if it is of a type that has none.
    return after_blank and (bool(block.kind) or is_numbered(text))


def _add(block: Block, line: str, *, after_blank: bool) -> None:
    """Put a line where it belongs in its question."""
    text = line.strip()
    label, said = _find_label(block, text)
    if label == "answer":
        block.answer = ", ".join(filter(None, (block.answer, said.removesuffix("**"))))
    elif label == "feedback":
        block.labelled.add(len(block.feedback))
        block.feedback.append(said)
    elif label == "hint":
        block.hints.append(said)
    elif block.kind in PAIRED and (match := _MATCH.match(line)):
        block.matches.append(match["said"].strip())
    elif block.stem and not block.complete and (choice := _next_choice(block, line)):
        block.add_choice(choice)
    else:
        _go_on(block, line, [""] if after_blank else [])


def _find_label(block: Block, text: str) -> tuple[str, str]:
    """Return which part of a question a line starts by its label, and what stands behind that; empty without one."""
    labels = [("answer", ANSWER), ("feedback", FEEDBACK)]
    if block.answer or block.right:
        labels.reverse()  # what could be either is no second answer
    if block.choices:
        labels.append(("hint", HINT))
    for name, label in labels if block.stem else ():
        if match := label.match(text):
            return name, match["said"].strip()
    return _find_judged(block, text)


def _find_judged(block: Block, text: str) -> tuple[str, str]:
    """Read a line such as `B is correct. It melts.`, which tells the answer or a reason; empty where it is none."""
    match = JUDGED.match(text) if len(block.choices) > 1 else None
    if not match or match["letter"] not in block.letters:
        return "", ""
    if block.answer is None and not block.right and match["right"]:
        return "answer", f"{match['letter']}. {match['said'].strip()}" if match["said"].strip() else match["letter"]
    return "feedback", text


def _go_on(block: Block, line: str, gap: list[str]) -> None:
    """Add a line, and the empty one before it, to the part of a question that was read last."""
    text = line.strip()
    if block.feedback:
        block.feedback += [*gap, text]
    elif block.answer is None:
        if block.choices:
            block.choices[-1] += [*gap, text]
        else:
            block.stem += [*(gap if block.stem else []), line]
    elif block.choices or (not block.kind and block.answer.rstrip(".").casefold() in JUDGEMENTS):
        block.feedback.append(text)
    elif not block.kind:
        block.answer = "\n".join([block.answer, *gap, text]).strip()
    else:
        block.stem += [*(gap if block.stem else []), line]


def _next_choice(block: Block, line: str) -> ChoiceLine | None:
    """Read the choice that has to come next: A after the question, B after A; or 1, 2, where the type tells."""
    before = len(block.choices)
    if (not block.digits or not block.choices) and (choice := match_choice(line, before)):
        return choice
    if block.numbered or block.kind in LISTED:
        first = block.first if block.choices else (0, 1)
        if block.digits or not block.choices:
            return match_numbered(line, before, first)
    return None
