"""The text that Respondus takes: `Type: E`, `Title:` and `Points:` above a question, and feedback behind `@`.

It is lettered text, but for what these lines say: here their questions are written with the types that a bank may name,
and each feedback as that of its choice.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mkdeck.importers.drafting.choice_lines import Lines
from mkdeck.importers.drafting.labels import LIST_HEADING, NUMBER

_TYPE = re.compile(r"\s*Type:\s*(?P<code>[A-Z]{1,3})\s*", re.IGNORECASE)
_HEAD = re.compile(r"\s*(?P<label>Title|Points?|Folder|Category):.*", re.IGNORECASE)
_REMARK = re.compile(r"\s*[@~]\s+(?P<said>\S.*)")
_CHOICE = re.compile(r"\s*(?P<star>\*\s*)?(?P<letter>[A-Za-z])[.)]\s*(?P<text>\S.*)")
_BLANK = re.compile(r"\[(?P<words>[^\[\]]+)\]")
_WORDED = frozenset({"F", "FB", "FIB", "SA"})
_CODES = _WORDED | {"MC", "MR", "MA", "TF", "E", "ES", "MT", "MAT", "FMB"}
"""What questions are called; those with choices are as they are without a type."""


@dataclass
class _Question:
    """A question with its lines: those of its text, its choices, and what is said of them, by their places.

    It keeps its number where a list of answers at the end names it.
    """

    line: int
    code: str
    stem: Lines
    keeps_number: bool
    choices: list[tuple[int, str, str]] = field(default_factory=list)
    remarks: dict[int, str] = field(default_factory=dict)
    general: list[str] = field(default_factory=list)


def is_written(lines: Lines) -> bool:
    """Whether lines are such a text: one above a question names its type, or feedback stands behind `@`."""
    before, named = "", False
    for _, line in lines:
        if named and line.strip() and not _HEAD.fullmatch(line):
            if NUMBER.match(line.strip()):
                return True
            named = False
        if _find_code(line):
            named = True
        elif _is_feedback(line, before):
            return True
        before = line.strip()
    return False


def _find_code(line: str) -> str:
    """Return the type that a line names; empty where it names none."""
    match = _TYPE.fullmatch(line)
    code = match["code"].upper() if match else ""
    return code if code in _CODES else ""


def _is_feedback(line: str, before: str) -> bool:
    """Whether a line is feedback behind `@`, right below a question or a choice."""
    match = _REMARK.fullmatch(line) if line.lstrip().startswith("@") else None
    return bool(match and (NUMBER.match(before) or _CHOICE.fullmatch(before)))


def rewrite(lines: Lines) -> tuple[Lines, dict[str, int]]:
    """Write such a text as lettered text; returns the labels that this leaves out, with the line of the first."""
    dropped: dict[str, int] = {}
    out: Lines = []
    is_keyed = any(LIST_HEADING.match(line.strip()) for _, line in lines)
    question: _Question | None = None
    code = ""
    for at, (number, line) in enumerate(lines):
        if LIST_HEADING.match(line.strip()):
            return [*out, *_write(question), *lines[at:]], dropped
        if named := _find_code(line):
            out += _write(question)
            question, code = None, named
        elif head := _HEAD.fullmatch(line):
            out += _write(question)
            question = None
            dropped.setdefault(f"'{head['label']}:'", number)
        elif NUMBER.match(line.strip()) and _is_over(question, code):
            out += _write(question)
            question, code = _Question(number, code, [(number, line)], keeps_number=is_keyed), ""
        elif question is None:
            out.append((number, line))
        else:
            _add(question, number, line)
    return [*out, *_write(question)], dropped


def _is_over(question: _Question | None, code: str) -> bool:
    """Whether another question can begin: there is none yet, one has its choices, or a type was named."""
    return question is None or bool(question.choices or code)


def _add(question: _Question, number: int, line: str) -> None:
    """Add a line to its question: feedback, a choice, or more of the text above it."""
    if match := _REMARK.fullmatch(line):
        said = match["said"].rstrip()
        if question.choices and len(question.choices) - 1 not in question.remarks:
            question.remarks[len(question.choices) - 1] = said
        else:
            question.general.append(said)
    elif match := _CHOICE.fullmatch(line):
        question.choices.append((number, line, match["text"].rstrip()))
    elif question.choices and line.strip():
        at, choice, text = question.choices[-1]
        question.choices[-1] = (at, f"{choice} {line.strip()}", f"{text} {line.strip()}")
    elif not question.choices:
        question.stem.append((number, line))


def _write(question: _Question | None) -> Iterator[tuple[int, str]]:
    """Yield the lines of a question in lettered text; one of choices names no type."""
    if question is None:
        return
    yield question.line, ""
    kind, body = _turn(question)
    if kind:
        yield question.line, kind
    yield from _write_stem(question, kind)
    yield from body
    end = question.choices[-1][0] if question.choices else question.line
    for place, said in question.remarks.items():
        yield end, f"Feedback: Feedback {chr(ord('A') + place)}: {said}"
    yield from ((end, f"Feedback: {said}") for said in question.general)
    yield end, ""


def _write_stem(question: _Question, kind: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a question's text, without its number where no list of answers names it."""
    for at, (number, line) in enumerate(question.stem):
        match = None if at or (question.keeps_number and not kind) else NUMBER.match(line.strip())
        text = line.strip()[match.end() :] if match else line
        yield number, _BLANK.sub(_embed, text) if kind == "cloze" else text


def _turn(question: _Question) -> tuple[str, Iterable[tuple[int, str]]]:
    """Return the type to name above a question, empty for one with choices, and the lines of its choices or answer."""
    texts = [text for *_, text in question.choices]
    match question.code:
        case "E" | "ES":
            return "essay", _write_answer(question, " ".join(texts))
        case "MT" | "MAT":
            return "matching", _write_pairs(question)
        case "FMB":
            return "cloze", []
        case "TF" if right := _find_right(question):
            return "truefalse", _write_answer(question, right)
        case code if code in _WORDED and texts:
            kind, sign = ("essay", " or ") if "," in "".join(texts) else ("shortanswer", ", ")
            return kind, _write_answer(question, sign.join(texts))
    return "", [(number, line) for number, line, _ in question.choices]


def _write_answer(question: _Question, said: str) -> Lines:
    return [(question.line, f"ANSWER: {said}")] if said else []


def _find_right(question: _Question) -> str:
    """Return the text of the first choice with a star; empty where none has one."""
    return next((text for _, line, text in question.choices if line.lstrip().startswith("*")), "")


def _write_pairs(question: _Question) -> Iterator[tuple[int, str]]:
    """Yield the two lines of each pair that stands on one, with `=` between its sides."""
    for place, (number, _, text) in enumerate(question.choices):
        left, sign, right = text.partition("=")
        yield number, f"{chr(ord('A') + place)}. {left.strip()}"
        if sign:
            yield number, f"match: {right.strip()}"


def _embed(blank: re.Match[str]) -> str:
    """Write the words that fill a blank, with commas between them, as an embedded answer."""
    return f"{{1:SHORTANSWER:{'~'.join(f'={word.strip()}' for word in blank['words'].split(','))}}}"
