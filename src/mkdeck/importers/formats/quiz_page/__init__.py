"""A quiz page as a person copies it out of a browser.

Numbered headings with the type or none ("Question 2 Multiple Choice"), each choice on a line of its own with its letter
glued to it ("BRNNs use ...") or on the line before, `TTrue` and `FFalse`, "Answer: False", "Model answer: ...", and
then the explanation. Such pages rarely tell which choice is right.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from mkdeck.importers.draft import Document, Draft, DraftChoice, Reading
from mkdeck.importers.drafting.answer_letters import read_answer
from mkdeck.importers.drafting.choice_lines import Lines
from mkdeck.importers.drafting.defaults import is_default
from mkdeck.importers.drafting.labels import ANSWER, FEEDBACK, HINT
from mkdeck.importers.drafting.reading_builder import ReadingBuilder
from mkdeck.importers.drafting.unclear import UNJUDGED, comment_unnamed
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.formats.quiz_page.choices import Choices, find_choices, has_glued
from mkdeck.importers.formats.quiz_page.lines import (
    ANSWER_BOX,
    COUNTED,
    FURNITURE,
    GLUED_PROMPT,
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

_DIGIT = re.compile(r"\d")
_MARKDOWN = re.compile(r"^#{1,6}[ ]\S", re.MULTILINE)
"""Headings that a browser shows without their marks."""
_ASIDE = (REVEAL, PROMPT, GLUED_PROMPT, ANSWER_BOX)
"""Lines between a question and its answers that only the page says."""
_TRUE_FALSE = {"true": True, "t": True, "false": False, "f": False}


@dataclass(frozen=True, slots=True)
class _Section:
    """The lines of a page below a heading; `heading` is what that says beside its number, None where it is cut off."""

    line: int
    heading: str | None
    lines: Lines

    @property
    def first(self) -> str:
        return self.lines[0][1] if self.lines else ""


def recognise(document: Document) -> float:
    """Look for glued letters, for headings with a type, and for what invites to reveal an answer."""
    if len(_MARKDOWN.findall(document.start)) > 1:
        return 0.0
    lines = [(i, line.strip()) for i, line in enumerate(document.start.split("\n"), 1) if line.strip()]
    sections = list(_split(lines))
    headings = [section.heading for section in sections if section.heading is not None]
    if any(map(kind_of, headings)):
        # `Choose a table from the list.` is a line of a manual, too
        return 0.95 if any(map(_DIGIT.search, headings)) else 0.9
    if (headings and any(kind_of(section.first) for section in sections)) or _has_glued_pair(lines):
        return 0.95
    weak = _weigh_signs(lines, sections)
    return 0.95 if weak and headings else weak


def _weigh_signs(lines: Lines, sections: Iterable[_Section]) -> float:
    """Weigh what stands on other pages, too: glued letters before choices, and lines that invite to answer."""
    if any(has_glued(section.lines) for section in sections):
        return 0.6
    return 0.3 if _invites(lines) else 0.0


def _has_glued_pair(lines: Lines) -> bool:
    return any(_is_glued(one) and _is_glued(other) for (_, one), (_, other) in pairwise(lines))


def _invites(lines: Lines) -> bool:
    """Whether a line names a model answer, or invites to give or reveal one."""
    return any(MODEL.match(line) or PROMPT.fullmatch(line) for _, line in lines)


def read(document: Document) -> Reading:
    """Read the questions of a page; what stands before the first and is none is remarked on."""
    lines = [(i, line.strip()) for i, line in enumerate(document.text.split("\n"), 1)]
    found = ReadingBuilder()
    for section in _split(lines):
        try:
            found.add(_read_question(section))
        except NoDraftError as error:
            if section.heading is None:
                found.remark(section.line, "this text before the first question is left out")
            else:
                found.skip(section.line, str(error))
    return found.build()


def _split(lines: Lines) -> Iterator[_Section]:
    """Split the lines at the headings; before the first, empty lines are left out."""
    starts = [(i, heading) for i, (_, line) in enumerate(lines) if (heading := _heading(line)) is not None]
    first = starts[0][0] if starts else len(lines)
    before = next((i for i, (_, line) in enumerate(lines[:first]) if line), None)
    if before is not None:
        yield _Section(lines[before][0], None, lines[before:first])
    for (start, heading), (end, _) in pairwise([*starts, (len(lines), "")]):
        below = next((i for i in range(start + 1, end) if lines[i][1]), end)
        yield _Section(lines[start][0], heading, lines[below:end])


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


def _read_question(section: _Section) -> Draft:
    """Read one question. Raises NoDraftError where it is none."""
    kind, lines = _take_kind(section)
    judged = _find_judgement(lines)
    choices = find_choices(lines) if judged is None else None
    if kind == "short-answer" or (not kind and not choices and judged is None and _has_model(lines)):
        return _read_open(section.line, lines)
    if judged is not None and kind != "multiple-choice":
        return _read_judged(section.line, lines, judged)
    if choices:
        return _read_choices(section.line, lines, choices)
    if kind == "true-false" and (at := _find_said(lines)):
        return _read_judged(section.line, lines, (at, at))
    raise NoDraftError("no choices were found" if kind else "neither choices nor a model answer were found")


def _has_model(lines: Lines) -> bool:
    return any(MODEL.match(text) for _, text in lines)


def _find_said(lines: Lines) -> int:
    """Return where a line says the answer, below the first one; 0 where none does."""
    return next((i for i, (_, text) in enumerate(lines) if _said(text) is not None), 0)


def _drop_furniture(lines: Lines, *, headed: bool) -> Lines:
    """Leave out what invites to answer, and what the page says between a heading and the question."""
    kept = [(i, text) for i, text in lines if not any(each.fullmatch(text) for each in _ASIDE)]
    filled = (i for i, (_, text) in enumerate(kept) if text and not (headed and FURNITURE.fullmatch(text)))
    return kept[next(filled, len(kept)) :]


def _take_kind(section: _Section) -> tuple[str, Lines]:
    """Return the kind that a section names, if any, and its lines without that and what only the page says."""
    headed = section.heading is not None
    kind = kind_of(section.heading or "")
    lines, boxed = _drop_typed(section.lines)
    kind = kind or ("short-answer" if boxed else "")
    lines = _drop_furniture(lines, headed=headed)
    if headed and not kind and lines and (kind := kind_of(lines[0][1])):
        del lines[0]
    return kind, lines


def _drop_typed(lines: Lines) -> tuple[Lines, bool]:
    """Leave out a box to type into with what a student typed there; and return whether there is one."""
    box = next((i for i, (_, text) in enumerate(lines) if ANSWER_BOX.fullmatch(text)), None)
    if box is None:
        return lines, False
    below = range(box + 1, len(lines))
    end = next((i for i in below if _heads_feedback(lines[i][1]) or _said(lines[i][1]) is not None), len(lines))
    return lines[:box] + lines[end:], True


def _heads_feedback(text: str) -> bool:
    match = FEEDBACK.fullmatch(f"{text}:")
    return bool(match and not match["said"])


def _said(text: str) -> str | None:
    """Return what a line says is the answer; None where it says nothing of it."""
    match = QUOTED.fullmatch(text) or ANSWER.fullmatch(text)
    return match["said"] if match else None


def _take_said(lines: Lines) -> tuple[str, Lines]:
    """Take the line that tells the answer out of those below the choices."""
    for i, (_, text) in enumerate(lines):
        said = _said(text)
        if said:
            return said, lines[:i] + lines[i + 1 :]
        if said is not None:
            said, below = _take_below(lines[i + 1 :])
            return said, lines[:i] + below
    return "", lines


def _take_below(lines: Lines) -> tuple[str, Lines]:
    """Return what a label says that stands alone: the text below it, and the next while that ends with a comma."""
    said, rest = _take_first_text(lines)
    while said.endswith(",") and rest:
        more, rest = _take_first_text(rest)
        said = f"{said} {more}"
    return said, rest


def _take_first_text(lines: Lines) -> tuple[str, Lines]:
    """Return the first line that is not empty, and the lines below it."""
    return next(((text, lines[i + 1 :]) for i, (_, text) in enumerate(lines) if text), ("", []))


def _read_open(line: int, block: Lines) -> Draft:
    """Read a question that is answered in words."""
    at = next((i for i, (_, text) in enumerate(block) if MODEL.match(text) or _said(text) is not None), len(block))
    end = next((i for i, (_, text) in enumerate(block[:at]) if i and _heads_feedback(text)), at)
    stem, hint = _take_hint(block[:end])
    if at == len(block):
        return Draft(line, "short-answer", _text(stem), explanation=_explain(block[end:]), hint=hint)
    match = MODEL.match(block[at][1])
    first, rest = match[1] if match else _said(block[at][1]) or "", block[at + 1 :]
    if not first:
        first, rest = _take_first_text(rest)
    explanation = paragraphs(_explain(block[end:at]), _explain(rest))
    return Draft(line, "short-answer", _text(stem), answer=to_markdown(first), explanation=explanation, hint=hint)


def _read_judged(line: int, block: Lines, judged: tuple[int, int]) -> Draft:
    """Read a statement to judge; without an answer it becomes a choice between two."""
    stem, hint = _take_hint(block[: judged[0]])
    said, rest = _take_said(block[judged[1] :])
    word = said.strip(" .").casefold()
    answer = _TRUE_FALSE.get(word, judgement(word))
    if answer is not None:
        return Draft(line, "true-false", _text(stem), answer=answer, explanation=_explain(rest), hint=hint)
    return Draft(line, "multiple-choice", _text(stem), UNJUDGED, explanation=_explain(block[judged[1] :]), hint=hint)


def _read_choices(line: int, block: Lines, found: Choices) -> Draft:
    stem, hint = _take_hint(block[: found.start])
    if not stem:
        raise NoDraftError("the question's own text is missing")
    said, rest = _take_said(block[found.end :])
    right, reason = set(found.right), ""
    comments: tuple[str, ...] = ()
    if said:
        named, reason = read_answer(said, found.texts)
        right |= named
        if not named:
            rest = block[found.end :]
            comments = (comment_unnamed(said),)
    choices = tuple(DraftChoice(to_markdown(text), i in right if right else None) for i, text in enumerate(found.texts))
    explanation = paragraphs(to_markdown(reason), _explain(rest))
    return Draft(line, "multiple-choice", _text(stem), choices, explanation=explanation, hint=hint, comments=comments)


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
    hints = {i: to_markdown(match["said"]) for i, (_, text) in enumerate(lines) if (match := HINT.fullmatch(text))}
    return [line for i, line in enumerate(lines) if i not in hints], paragraphs(*hints.values())


def _text(lines: Lines) -> str:
    return to_markdown("\n".join(text for _, text in lines))


def _explain(lines: Lines) -> str:
    """Write the explanation: on such pages every line is a paragraph."""
    texts = [text for _, text in lines if text and not is_default(text)]
    if texts and (match := FEEDBACK.match(texts[0]) or FEEDBACK.fullmatch(f"{texts[0]}:")):
        texts[0] = match["said"]
    return paragraphs(*(to_markdown(text) for text in texts))
