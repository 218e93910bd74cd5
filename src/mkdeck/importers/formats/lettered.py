"""Aiken, and plain text with lettered choices as people write it by hand.

Choices start with `A)`, `A.`, `(a)`; the right one is told by a line `ANSWER: B` or marked, as in `*a.`; a line
`Feedback:` explains. Questions and choices may go over several lines. A line above a question may name its type
(`truefalse`, `matching`, ...), and `category` with lines below it gives tags.

Source: MoodleDocs, "Aiken format"; the types are those of the aiken-to-moodlexml converter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from string import ascii_uppercase

from mkdeck.importers.blocks import paragraphs
from mkdeck.importers.categories import make_category_tag
from mkdeck.importers.conversions import matching, ordering, weighted_answers
from mkdeck.importers.draft import Document, Draft, DraftChoice, Reading, Skipped
from mkdeck.importers.embedded import has_embedded, read_embedded
from mkdeck.importers.labels import ANSWER, FEEDBACK, HINT
from mkdeck.importers.letters import find_right
from mkdeck.importers.plain import escape, to_markdown

_CHOICE = re.compile(
    r"\s*(?P<star>[*\u2713\u2714\u2705+]\s*)?(?:\[(?P<box>[xX ]?)\]\s*)?[(\[]?(?P<letter>[A-Za-z])"
    r"(?P<sign>[.)\]]|\s?[:\u2013-](?=\s))(?:\s+|(?<=\))(?=\S)|(?=\s*$))(?P<star_after>\*\s*)?(?P<text>.*)"
)
_DIGIT_CHOICE = re.compile(r"\s*(?P<star>\*\s*)?\(?(?P<letter>\d{1,2})[.)]\s+(?P<star_after>\*\s*)?(?P<text>\S.*)")
_RIGHT_AFTER = re.compile(
    r"\s*(?:\((?:correct|right|richtig|correcta?|vrai|x)\)|[\u2713\u2714\u2705]|(?<=\S)\s?\*)\s*$", re.IGNORECASE
)
_MATCH = re.compile(r"\s*match\s*:\s*(?P<said>.*)", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*(?:(?:question|q|frage|pregunta)\s*)?#?\d{1,4}\s*[.):]\s*\S", re.IGNORECASE)
_TYPES = frozenset(
    "multichoice multiplechoice essay shortanswer truefalse description cloze numerical order ordering matching "
    "match".split()
)
_TRUE = frozenset("true t yes richtig wahr ja verdadero v vrai vero verdadeiro waar prawda correct".split())
_FALSE = frozenset("false f no falsch nein falso faux onwaar fałsz incorrect".split())


@dataclass(slots=True)
class _Block:
    """A question while its lines are gathered."""

    line: int
    kind: str = ""
    stem: list[str] = field(default_factory=list)
    choices: list[list[str]] = field(default_factory=list)
    right: set[int] = field(default_factory=set)
    digits: bool = False
    first: tuple[int, ...] = (1,)
    matches: list[str] = field(default_factory=list)
    answer: str | None = None
    feedback: list[str] = field(default_factory=list)
    hint: str = ""
    tag: str = ""

    @property
    def complete(self) -> bool:
        return self.answer is not None or bool(self.feedback)


def recognise(document: Document) -> float:
    """Look for lines `A)`, `B)` that follow each other, lines `ANSWER:`, and lines that name a type."""
    lines = document.start.split("\n")
    runs = answers = 0
    expected = "B"
    for line in lines:
        match = _CHOICE.match(line)
        if match and match["letter"].upper() == "A":
            expected = "B"
        elif match and match["letter"].upper() == expected:
            runs += expected == "B"
            expected = ascii_uppercase[(ascii_uppercase.index(expected) + 1) % 26]
        answers += bool(ANSWER.match(line))
    typed = sum(line.strip().lower() in _TYPES for line in lines)
    if answers and (runs or typed):
        return 0.9
    return 0.7 if runs else 0.0


def read(document: Document) -> Reading:
    """Read every question; what is between two questions belongs to the one after it."""
    drafts: list[Draft] = []
    skipped: list[Skipped] = []
    for block in _split(document.text.split("\n")):
        result = _read_block(block)
        if isinstance(result, Draft):
            drafts.append(replace(result, tags=(block.tag,) if block.tag else ()))
        else:
            skipped.append(Skipped(block.line, result))
    return Reading(tuple(drafts), tuple(skipped))


def _split(lines: list[str]) -> Iterator[_Block]:
    """Gather the lines of each question."""
    block = _Block(0)
    category: list[str] | None = None
    tag = ""
    after_blank = True
    pre_until = 0
    for number, raw in enumerate(lines, 1):
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
        starts = _starts_question(block, line, after_blank=after_blank) and not in_pre
        if word == "category" and (after_blank or block.complete):
            if block.line:
                yield block
            block, category = _Block(0), []
            continue
        if word in _TYPES and (after_blank or block.complete):
            if block.line:
                yield block
            block = _Block(number, kind=word, tag=tag)
            after_blank = False
            continue
        if starts:
            if block.line:
                yield block
            block = _Block(number, tag=tag)
        elif not block.line:
            block.line, block.tag = number, tag
        _add(block, line, after_blank=after_blank, in_pre=in_pre)
        if "<pre" in line.lower() and not in_pre:
            pre_until = _find_pre_end(lines, number)
        after_blank = False
    if block.line:
        yield block


def _find_pre_end(lines: list[str], opened: int) -> int:
    """Give the number of the line that closes a `<pre>`; 0 where none does before the question ends."""
    for number, line in enumerate(lines[opened - 1 : opened + 99], opened):
        if "</pre" in line.lower():
            return number
        if ANSWER.match(line):
            break
    return 0


def _starts_question(block: _Block, line: str, *, after_blank: bool) -> bool:
    """Tell whether a line is the first of the next question."""
    if ANSWER.match(line) or FEEDBACK.match(line) or HINT.match(line) or _MATCH.match(line):
        return False
    if not block.stem:
        return False
    if block.complete:
        return after_blank or not block.feedback or bool(_NUMBERED.match(line))
    if _next_choice(block, line):
        return False
    if block.choices:
        return len(block.choices) >= 2 and (after_blank or bool(_NUMBERED.match(line) and not block.digits))
    # A question without choices ends at an empty line only if it is of a type that has none.
    return after_blank and (bool(block.kind) or bool(_NUMBERED.match(line)))


def _add(block: _Block, line: str, *, after_blank: bool, in_pre: bool) -> None:
    """Put a line where it belongs in its question."""
    text = line.strip()
    gap = [""] if after_blank else []
    if in_pre:
        (block.choices[-1] if block.choices else block.stem).append(line)
    elif block.stem and (match := ANSWER.match(line)):
        block.answer = ", ".join(filter(None, (block.answer, match["said"].strip())))
    elif block.stem and (match := FEEDBACK.match(line)):
        block.feedback.append(match["said"].strip())
    elif block.stem and (match := HINT.match(line)) and block.choices:
        block.hint = match["said"].strip()
    elif block.kind in ("matching", "match") and (match := _MATCH.match(line)):
        block.matches.append(match["said"].strip())
    elif block.stem and not block.complete and (match := _next_choice(block, line)):
        choice = match["text"].strip()
        ticked = match.groupdict().get("box") in ("x", "X")
        if match["star"] or match["star_after"] or ticked or _RIGHT_AFTER.search(choice):
            block.right.add(len(block.choices))
            choice = _RIGHT_AFTER.sub("", choice)
        block.digits = match["letter"].isdigit()
        if block.digits:
            block.first = (int(match["letter"]) - len(block.choices),)
        block.choices.append([choice])
    elif block.feedback:
        block.feedback += [*gap, text]
    elif block.choices:
        block.choices[-1] += [*gap, text]
    else:
        block.stem += [*(gap if block.stem else []), line.rstrip()]


def _next_choice(block: _Block, line: str) -> re.Match[str] | None:
    """Match the choice that has to come next: A after the question, B after A; or 1, 2, where the type tells."""
    count = len(block.choices)
    if count >= len(ascii_uppercase):
        return None
    if not block.digits or not block.choices:
        match = _CHOICE.match(line)
        if match and match["letter"].upper() == ascii_uppercase[count]:
            return match
    if block.kind in ("multichoice", "multiplechoice", "order", "ordering", "matching", "match"):
        match = _DIGIT_CHOICE.match(line)
        first = block.first if block.choices else (0, 1)
        if match and (block.digits or not block.choices) and int(match["letter"]) - count in first:
            return match
    return None


def _read_block(block: _Block) -> Draft | str:
    """Turn the lines of a question into a draft, or say why that is not possible."""
    stem = to_markdown("\n".join(block.stem))
    explanation = to_markdown("\n".join(block.feedback))
    said = block.answer
    if block.kind == "description":
        return "a description asks nothing"
    if not stem:
        return "the question has no text"
    if block.kind == "cloze" or (has_embedded("\n".join(block.stem)) and not block.choices):
        draft = read_embedded(block.line, "\n".join(block.stem), to_markdown)
    elif block.kind in ("matching", "match"):
        draft = _read_matching(block, stem)
    elif block.kind in ("order", "ordering"):
        draft = _read_ordering(block, stem)
    elif block.choices:
        draft = _read_choices(block, stem)
    elif block.kind in ("multichoice", "multiplechoice"):
        return "no choices that follow each other were found"
    else:
        draft = _read_words(block, stem)
    if isinstance(draft, str):
        return draft
    if explanation and draft.kind == "short-answer" and draft.answer is None and said is None:
        return replace(draft, answer=explanation)
    return replace(draft, explanation=paragraphs(draft.explanation, explanation), hint=escape(block.hint))


def _read_choices(block: _Block, stem: str) -> Draft | str:
    texts = ["\n".join(lines) for lines in block.choices]
    right = set(block.right)
    comments: tuple[str, ...] = ()
    if block.answer:
        named = find_right(block.answer, texts, first=block.first[0] if block.digits else None)
        if not named:
            comments = (f'The source says "{block.answer[:60]}", which names none of the choices.',)
        right |= named
    choices = tuple(DraftChoice(to_markdown(text), i in right if right else None) for i, text in enumerate(texts))
    return Draft(block.line, "multiple-choice", stem, choices, comments=comments)


def _read_words(block: _Block, stem: str) -> Draft | str:
    """Read a question that has no choices."""
    said = (block.answer or "").strip()
    word = said.rstrip(".").casefold()
    if block.kind == "truefalse" or (not block.kind and word in ("true", "false")):
        if word in _TRUE or word in _FALSE:
            return Draft(block.line, "true-false", stem, answer=word in _TRUE)
        choices = (DraftChoice("True", None), DraftChoice("False", None))
        return Draft(block.line, "multiple-choice", stem, choices)
    if block.answer is None and not block.kind:
        return "neither choices nor an answer were found"
    if block.kind in ("shortanswer", "numerical"):
        answers = [(escape(each.strip()), 100.0, "") for each in said.split(",") if each.strip()]
        return weighted_answers(block.line, stem, answers)
    return Draft(block.line, "short-answer", stem, answer=to_markdown(said) or None)


def _read_matching(block: _Block, stem: str) -> Draft | str:
    if not block.choices or len(block.choices) != len(block.matches):
        return "not every item has its match"
    left = [" ".join(lines) for lines in block.choices]
    return matching(block.line, stem, [(escape(a), escape(b)) for a, b in zip(left, block.matches, strict=True)])


def _read_ordering(block: _Block, stem: str) -> Draft | str:
    items = [escape(" ".join(lines)) for lines in block.choices]
    order = [int(number) - 1 for number in re.findall(r"\d+", block.answer or "")]
    if sorted(order) != list(range(len(items))) or not items:
        return "the answer does not name every item once"
    return ordering(block.line, stem, [items[i] for i in order])
