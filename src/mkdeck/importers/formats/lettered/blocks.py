"""The lines of lettered text, gathered into blocks of one question each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mkdeck.importers.drafting.categories import make_category_tag
from mkdeck.importers.drafting.choice_lines import ChoiceLine, Lines, are_numbered, match_choice, match_numbered
from mkdeck.importers.drafting.labels import ANSWER, FALSE_WORDS, FEEDBACK, HEADING, HINT, NUMBER, TRUE_WORDS

TYPES = frozenset(
    "multichoice multiplechoice essay shortanswer truefalse description cloze numerical order ordering matching "
    "match".split()
)
"""Lines that name the type of the question below."""
_MATCH = re.compile(r"\s*match\s*:\s*(?P<said>.*)", re.IGNORECASE)
_FIRST = re.compile(r"\s*(?:\*\s*)?(?:\[[xX ]?\]\s*)?\(?1[.)\uff0e\uff09\u3001]")
_FAR = 100
_ENOUGH, _MOST = 2, 0.8
_ASKS = ("?", "\uff1f", "؟", ":")
_ENDS = frozenset(".!?\u3002\uff01\uff1f")


@dataclass(slots=True)
class Block:
    """A question while its lines are gathered."""

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
    hint: str = ""
    tag: str = ""

    @property
    def complete(self) -> bool:
        return self.answer is not None or bool(self.feedback)

    @property
    def number(self) -> int | None:
        """The number that the bank gives to the question."""
        match = NUMBER.match(self.stem[0].strip()) or HEADING.fullmatch(self.stem[0].strip()) if self.stem else None
        return int(match["number"]) if match else None


def split_blocks(lines: Lines) -> list[Block]:
    """Gather the lines of each question.

    Where the questions are counted, what follows an answer and has no number explains that answer.
    """
    blocks = list(_gather(lines, counted=False))
    asked = [block for block in blocks if block.choices]
    counted = sum(any(_is_numbered(line.strip()) for line in block.stem) for block in asked)
    if len(asked) >= _ENOUGH and counted >= _MOST * len(asked) and not any(block.kind for block in blocks):
        return list(_gather(lines, counted=True))
    return blocks


def _gather(lines: Lines, *, counted: bool) -> Iterator[Block]:
    block = Block(0)
    askers = _find_askers(lines) if counted else set()
    category: list[str] | None = None
    tag = ""
    after_blank = True
    pre_until = 0
    for at, (number, raw) in enumerate(lines):
        line = raw.rstrip()
        text = line.strip()
        in_pre = number <= pre_until
        if not text and not in_pre:
            if category is not None and category:
                tag, category = make_category_tag(category), None
            after_blank = True
            if block.feedback and not block.choices and block.kind:
                block.feedback.append("")
            continue
        word = text.rstrip("$ ").lower()
        if category is not None and text:
            category.append(text)
            continue
        if block.stem and not (block.choices or block.kind or after_blank or block.numbered):
            block.numbered = bool(_FIRST.match(line)) and are_numbered(lines, at)
        explains = counted and block.complete and not _is_numbered(text) and at not in askers
        starts = _starts_question(block, line, after_blank=after_blank, explains=explains) and not in_pre
        if starts and block.answer is not None and not (block.kind or (after_blank and block.answer)):
            starts = not _goes_on(lines, at)
        if word == "category" and (after_blank or block.complete):
            if block.line:
                yield block
            block, category = Block(0), []
            continue
        if word in TYPES and (after_blank or block.complete):
            if block.line:
                yield block
            block = Block(number, kind=word, tag=tag)
            after_blank = False
            continue
        if starts:
            if block.line:
                yield block
            block = Block(number, tag=tag)
        elif not block.line:
            block.line, block.tag = number, tag
        _add(block, line, after_blank=after_blank, in_pre=in_pre)
        if not in_pre and ("<pre" in line.lower() or text.startswith("```")):
            pre_until = _find_pre_end(lines[at : at + _FAR])
        after_blank = False
    if block.line:
        yield block


def _find_pre_end(lines: Lines) -> int:
    """Return the number of the line that closes the code opened in the first; 0 where the question ends before."""
    closing = "```" if "```" in lines[0][1] else "</pre"
    for number, line in lines[1 if closing == "```" else 0 :]:
        if closing in line.lower():
            return number
        if ANSWER.match(line.strip()):
            break
    return 0


def _find_askers(lines: Lines) -> set[int]:
    """Find the lines at which a question without a number may start: its answer comes before the next number."""
    askers: set[int] = set()
    answer = choice = -1
    judged = False
    for at in range(len(lines) - 1, -1, -1):
        if at < answer < at + _FAR and (judged or 0 <= choice < answer):
            askers.add(at)
        text = lines[at][1].strip()
        if match := ANSWER.match(text):
            answer, choice = at, -1
            judged = match["said"].strip(" .").casefold() in TRUE_WORDS | FALSE_WORDS
        elif _is_numbered(text):
            answer = -1
        elif match_choice(lines[at][1], 0):
            choice = at
    return askers


def _goes_on(lines: Lines, at: int) -> bool:
    """Whether a line goes on with the answer above: neither it nor the lines just below it make a question."""
    text = ""
    for _, line in lines[at : at + _FAR]:
        if not line.strip() or (text and _is_numbered(line.strip())):
            break
        text = line.strip()
        if _is_numbered(text) or ANSWER.match(text) or match_choice(line, 0) or text.lower() in TYPES:
            return False
    return text[-1:] not in _ASKS


def _starts_question(block: Block, line: str, *, after_blank: bool, explains: bool) -> bool:
    """Whether a line is the first of the next question."""
    text = line.strip()
    if ANSWER.match(text) or FEEDBACK.match(text) or HINT.match(text) or _MATCH.match(line):
        return False
    if not block.stem:
        return False
    if explains:
        # A line below an empty one explains only if it is a sentence, or what explains goes on.
        return after_blank and not block.feedback and text[-1:] not in _ENDS
    if block.complete:
        return after_blank or not block.feedback or _is_numbered(text)
    if _next_choice(block, line):
        return False
    if block.choices:
        return len(block.choices) >= 2 and (after_blank or (_is_numbered(text) and not block.digits))
    # A question without choices ends at an empty line only if it is of a type that has none.
    return after_blank and (bool(block.kind) or _is_numbered(text))


def _add(block: Block, line: str, *, after_blank: bool, in_pre: bool) -> None:
    """Put a line where it belongs in its question."""
    text = line.strip()
    gap = [""] if after_blank else []
    if in_pre:
        (block.choices[-1] if block.choices else block.stem).append(line)
    elif block.stem and (block.answer or block.right) and (match := FEEDBACK.match(text)):
        block.feedback.append(match["said"].strip())
    elif block.stem and (match := ANSWER.match(text)):
        said = match["said"].strip().removesuffix("**")
        block.answer = ", ".join(filter(None, (block.answer, said)))
    elif block.stem and (match := FEEDBACK.match(text)):
        block.feedback.append(match["said"].strip())
    elif block.stem and (match := HINT.match(text)) and block.choices:
        block.hint = match["said"].strip()
    elif block.kind in ("matching", "match") and (match := _MATCH.match(line)):
        block.matches.append(match["said"].strip())
    elif block.stem and not block.complete and (choice := _next_choice(block, line)):
        if choice.right:
            block.right.add(len(block.choices))
        block.digits = choice.letter.isdecimal() and choice.letter.isascii()
        if block.digits:
            block.first = (int(choice.letter) - len(block.choices),)
        block.letters.append(choice.letter)
        block.choices.append([choice.text])
    elif block.feedback or (block.answer is not None and block.choices):
        block.feedback += [*(gap if block.feedback else []), text]
    elif block.answer is not None and not block.kind:
        if block.answer.rstrip(".").casefold() in TRUE_WORDS | FALSE_WORDS:
            block.feedback.append(text)
        else:
            block.answer = "\n".join([block.answer, *gap, text]).strip()
    elif block.choices:
        block.choices[-1] += [*gap, text]
    else:
        block.stem += [*(gap if block.stem else []), line.rstrip()]


def _is_numbered(text: str) -> bool:
    return bool(NUMBER.match(text) or HEADING.fullmatch(text))


def _next_choice(block: Block, line: str) -> ChoiceLine | None:
    """Read the choice that has to come next: A after the question, B after A; or 1, 2, where the type tells."""
    before = len(block.choices)
    if (not block.digits or not block.choices) and (choice := match_choice(line, before)):
        return choice
    if block.numbered or block.kind in ("multichoice", "multiplechoice", "order", "ordering", "matching", "match"):
        first = block.first if block.choices else (0, 1)
        if block.digits or not block.choices:
            return match_numbered(line, before, first)
    return None
