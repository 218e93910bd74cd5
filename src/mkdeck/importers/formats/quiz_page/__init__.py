"""A quiz page as a person copies it out of a browser.

Numbered headings with the type or none ("Question 2 Multiple Choice"), each choice on a line of its own with its letter
glued to it ("BRNNs use ...") or on the line before, `TTrue` and `FFalse`, "Answer: False", "Model answer: ...", and
then the explanation. Such pages rarely tell which choice is right.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from mkdeck.importers.draft import Document, Draft, DraftChoice, Reading
from mkdeck.importers.drafting.answer_letters import find_right
from mkdeck.importers.drafting.choice_lines import Lines
from mkdeck.importers.drafting.defaults import is_default
from mkdeck.importers.drafting.labels import ANSWER, FEEDBACK, HINT
from mkdeck.importers.drafting.reading_builder import ReadingBuilder
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.formats.quiz_page.choices import Choices, find_choices, has_glued
from mkdeck.importers.formats.quiz_page.lines import (
    COUNTED,
    FURNITURE,
    HEADING,
    MODEL,
    PROMPT,
    QUOTED,
    REVEAL,
    judgement,
    kind_of,
    strip_points,
)
from mkdeck.importers.to_markdown.markdown_blocks import paragraphs
from mkdeck.importers.to_markdown.text import to_markdown

_MARKDOWN = re.compile(r"^#{1,6}[ ]\S", re.MULTILINE)
"""Headings that a browser shows without their marks."""
_TRUE_FALSE = {"true": True, "t": True, "false": False, "f": False}


def recognise(document: Document) -> float:
    """Look for glued letters, for headings with a type, and for what invites to reveal an answer."""
    lines = [(i, line.strip()) for i, line in enumerate(document.start.split("\n"), 1) if line.strip()]
    blocks = list(_split(lines))
    headed = [heading for _, heading, _ in blocks if heading is not None]
    typed = sum(bool(kind_of(heading)) for heading in headed)
    untyped = len(headed) - typed
    glued = sum(has_glued(block) for _, _, block in blocks)
    judged = any(_is_glued(one) and _is_glued(other) for (_, one), (_, other) in pairwise(lines))
    revealed = sum(bool(MODEL.match(line) or PROMPT.fullmatch(line)) for _, line in lines)
    named = untyped and sum(bool(block and kind_of(block[0][1])) for _, _, block in blocks)
    if len(_MARKDOWN.findall(document.start)) > 1:
        return 0.0
    if typed or judged or named or (untyped and (glued or revealed)):
        return 0.95
    return 0.6 if glued else 0.3 if revealed else 0.0


def read(document: Document) -> Reading:
    """Read the questions of a page; what stands before the first and is none is remarked on."""
    lines = [(i, line.strip()) for i, line in enumerate(document.text.split("\n"), 1)]
    found = ReadingBuilder()
    for line, heading, block in _split(lines):
        try:
            found.add(_read_question(line, heading, block))
        except NoDraftError as error:
            if heading is None:
                found.remark(line, "this text before the first question is left out")
            else:
                found.skip(line, str(error))
    return found.build()


def _split(lines: Lines) -> Iterator[tuple[int, str | None, Lines]]:
    """Split the lines at the headings; gives each question's line, its heading (None: cut off) and its own lines."""
    heading: str | None = None
    start = 0
    block: Lines = []
    for number, line in lines:
        rest = _heading(line)
        if rest is not None:
            if heading is not None or any(text for _, text in block):
                yield start, heading, block
            heading, start, block = rest, number, []
        else:
            if not block and heading is None and line:
                start = number
            if line or block:
                block.append((number, line))
    if heading is not None or any(text for _, text in block):
        yield start, heading, block


def _is_glued(line: str) -> bool:
    """Whether a line is a judgement with its letter in front, such as `TTrue`."""
    return judgement(line) is not None and line[:1] == line[1:2].upper() and line[:1].isalpha()


def _heading(line: str) -> str | None:
    """Return what a heading says beside its number; None where a line is none."""
    if match := HEADING.fullmatch(line):
        rest = strip_points(match["rest"])
        return rest if not rest or kind_of(rest) else None
    match = COUNTED.fullmatch(line)
    return match["rest"] if match and kind_of(match["rest"]) else None


def _read_question(line: int, heading: str | None, block: Lines) -> Draft:
    """Read one question. Raises NoDraftError where it is none."""
    kind = kind_of(heading or "")
    block = [each for each in block if not REVEAL.fullmatch(each[1]) and not PROMPT.fullmatch(each[1])]
    while block and (not block[0][1] or (heading is not None and FURNITURE.fullmatch(block[0][1]))):
        del block[0]
    if block and not kind and heading is not None and (kind := kind_of(block[0][1])):
        del block[0]
    model = next((i for i, (_, text) in enumerate(block) if MODEL.match(text)), None)
    judged = _find_judgement(block)
    choices = find_choices(block) if judged is None else None
    if kind == "short-answer" or (not kind and model is not None and not choices and judged is None):
        return _read_open(line, block)
    if judged is not None and kind != "multiple-choice":
        return _read_judged(line, block, judged)
    if choices:
        return _read_choices(line, block, choices)
    if kind == "true-false":
        at = next((i for i, (_, text) in enumerate(block) if _said(text) is not None), None)
        if at:
            return _read_judged(line, block, (at, at))
    raise NoDraftError("no choices were found" if kind else "neither choices nor a model answer were found")


def _said(text: str) -> str | None:
    """Return what a line says is the answer; None where it says nothing of it."""
    match = QUOTED.fullmatch(text) or ANSWER.fullmatch(text)
    return match["said"] if match else None


def _take_said(lines: Lines) -> tuple[str, Lines]:
    """Take the line that tells the answer out of those below the choices."""
    for i, (_, text) in enumerate(lines):
        said = _said(text)
        if said is not None:
            return said, lines[:i] + lines[i + 1 :]
    return "", lines


def _read_open(line: int, block: Lines) -> Draft:
    """Read a question that is answered in words."""
    at = next((i for i, (_, text) in enumerate(block) if MODEL.match(text) or _said(text) is not None), len(block))
    stem, hint = _take_hint(block[:at])
    if at == len(block):
        return Draft(line, "short-answer", _text(stem), hint=hint)
    match = MODEL.match(block[at][1])
    rest = block[at + 1 :]
    first = match[1] if match else _said(block[at][1]) or ""
    if not first and rest:
        first, rest = next(((text, rest[i + 1 :]) for i, (_, text) in enumerate(rest) if text), ("", []))
    return Draft(line, "short-answer", _text(stem), answer=to_markdown(first), explanation=_explain(rest), hint=hint)


def _read_judged(line: int, block: Lines, judged: tuple[int, int]) -> Draft:
    """Read a statement to judge; without an answer it becomes a choice between two."""
    stem, hint = _take_hint(block[: judged[0]])
    said, rest = _take_said(block[judged[1] :])
    word = said.strip(" .").casefold()
    answer = _TRUE_FALSE.get(word, judgement(word))
    if answer is not None:
        return Draft(line, "true-false", _text(stem), answer=answer, explanation=_explain(rest), hint=hint)
    choices = (DraftChoice("True", None), DraftChoice("False", None))
    return Draft(line, "multiple-choice", _text(stem), choices, explanation=_explain(block[judged[1] :]), hint=hint)


def _read_choices(line: int, block: Lines, found: Choices) -> Draft:
    stem, hint = _take_hint(block[: found.start])
    if not stem:
        raise NoDraftError("the question's own text is missing")
    said, rest = _take_said(block[found.end :])
    right = set(found.right)
    comments: tuple[str, ...] = ()
    if said:
        named = find_right(said, found.texts)
        right |= named
        if not named:
            rest = block[found.end :]
            comments = (f'The source says "{said[:60]}", which names none of the choices.',)
    choices = tuple(DraftChoice(to_markdown(text), i in right if right else None) for i, text in enumerate(found.texts))
    return Draft(
        line, "multiple-choice", _text(stem), choices, explanation=_explain(rest), hint=hint, comments=comments
    )


def _find_judgement(block: Lines) -> tuple[int, int] | None:
    """Find the lines `TTrue` and `FFalse` in either order: glued, alone, or with their letter on the line before."""
    filled = [i for i, (_, text) in enumerate(block) if text and text.rstrip(".)") not in ("T", "F")]
    for one, other in pairwise(filled):
        both = {judgement(block[one][1]), judgement(block[other][1])}
        if both == {True, False}:
            before = one - 1 if one and block[one - 1][1].rstrip(".)") in ("T", "F") else one
            return before, other + 1
    return None


def _take_hint(lines: Lines) -> tuple[Lines, str]:
    for i, (_, text) in enumerate(lines):
        if match := HINT.fullmatch(text):
            return lines[:i] + lines[i + 1 :], to_markdown(match["said"])
    return lines, ""


def _text(lines: Lines) -> str:
    return to_markdown("\n".join(text for _, text in lines))


def _explain(lines: Lines) -> str:
    """Write the explanation: on such pages every line is a paragraph."""
    texts = [text for _, text in lines if text and not is_default(text)]
    if texts and (match := FEEDBACK.match(texts[0]) or FEEDBACK.fullmatch(f"{texts[0]}:")):
        texts[0] = match["said"]
    return paragraphs(*(to_markdown(text) for text in texts))
