"""A quiz page as a person copies it out of a browser.

Numbered headings with the type or none ("Question 2 Multiple Choice"), each choice on a line of its own with its letter
glued to it ("BRNNs use ...") or on the line before, `TTrue` and `FFalse`, "Answer: False", "Model answer: ...", and
then the explanation. Such pages rarely tell which choice is right.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from string import ascii_uppercase

from mkdeck.importers.blocks import paragraphs
from mkdeck.importers.draft import Document, Draft, DraftChoice, Reading, Remark, Skipped
from mkdeck.importers.letters import find_right
from mkdeck.importers.plain import to_markdown

_HEADING = re.compile(
    r"(?:Question|Frage|Pregunta|Domanda|Quest[aã]o|Pergunta|Vraag)\s*#?(\d+)(?:\s*(?:of|/|von|de|di)\s*\d+)?"
    r"\s*[.:)\u2013\u2014-]?\s*(.*)",
    re.IGNORECASE,
)
_KINDS = (
    ("true-false", re.compile(r"true\s*(?:/|or|-)?\s*false|t\s*/\s*f", re.IGNORECASE)),
    (
        "multiple-choice",
        re.compile(
            r"multiple[ -]?(?:choice|answers?|select)|single[ -]?choice|select all.*|choose.*|mcq", re.IGNORECASE
        ),
    ),
    (
        "short-answer",
        re.compile(
            r"(?:short|long|free|open)[ -]?(?:answer|response|text|ended)|open[ -]ended|essay|fill.in.*|free[ -]?form",
            re.IGNORECASE,
        ),
    ),
)
_POINTS = re.compile(r"\(?\d+(?:\.\d+)?\s*(?:points?|pts?|marks?)\.?\)?", re.IGNORECASE)
_REVEAL = re.compile(
    r"think about your answer.*|(?:click|tap)\s.*\b(?:reveal|show|see)\b.*|(?:show|reveal|hide|check)\s+"
    r"(?:the\s+|my\s+)?(?:model\s+)?(?:answer|explanation|hint)s?\.?|your answer:?|submit(?: answer)?|"
    r"(?:next|previous)(?: question)?",
    re.IGNORECASE,
)
_MODEL = re.compile(
    r"(?:model|sample|suggested|example|ideal|expected)\s+(?:answer|response)\s*:\s*(.*)", re.IGNORECASE
)
_ANSWER = re.compile(r"(?:the\s+)?(?:correct\s+)?answers?(?:\s+is)?\s*:\s*(.*)", re.IGNORECASE)
_EXPLANATION = re.compile(r"(?:explanation|rationale|feedback)\s*:\s*(.*)", re.IGNORECASE)
_HINT = re.compile(r"hint\s*:\s*(.*)", re.IGNORECASE)
_TRUE, _FALSE = re.compile(r"T?\s?True"), re.compile(r"F?\s?False")

_FAR = 200
"""Choices and their letters stand on so many lines at most."""

Lines = list[tuple[int, str]]


def recognise(document: Document) -> float:
    """Look for glued letters, for headings with a type, and for what invites to reveal an answer."""
    lines = [(i, line.strip()) for i, line in enumerate(document.start.split("\n"), 1) if line.strip()]
    typed = sum(bool((m := _HEADING.fullmatch(line)) and m[2] and _kind(m[2])) for _, line in lines)
    untyped = sum(bool((m := _HEADING.fullmatch(line)) and not m[2]) for _, line in lines)
    glued = sum(_has_glued(block) for _, _, block in _split(lines))
    judged = sum(one == "TTrue" and other == "FFalse" for (_, one), (_, other) in pairwise(lines))
    revealed = sum(bool(_MODEL.match(line)) for _, line in lines)
    if typed or judged or (untyped and (glued or revealed)):
        return 0.95
    return 0.6 if glued else 0.3 if revealed else 0.0


def read(document: Document) -> Reading:
    """Read the questions of a page; what stands before the first and is none is remarked on."""
    lines = [(i, line.strip()) for i, line in enumerate(document.text.split("\n"), 1)]
    drafts: list[Draft] = []
    skipped: list[Skipped] = []
    remarks: list[Remark] = []
    for line, heading, block in _split(lines):
        draft = _read_question(line, heading, block)
        if isinstance(draft, Draft):
            drafts.append(draft)
        elif heading is None:
            remarks.append(Remark(line, "this text before the first question is left out"))
        else:
            skipped.append(Skipped(line, draft))
    return Reading(tuple(drafts), tuple(skipped), tuple(remarks))


def _split(lines: Lines) -> Iterator[tuple[int, str | None, Lines]]:
    """Part the lines at the headings; gives each question's line, its heading (None: cut off) and its own lines."""
    heading: str | None = None
    start = 0
    block: Lines = []
    for number, line in lines:
        match = _HEADING.fullmatch(line)
        rest = _POINTS.sub("", match[2]).strip(" -\u2013\u2014.:|()") if match else ""
        if match and (not rest or _kind(rest)):
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


def _kind(heading: str) -> str:
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(heading)), "")


def _read_question(line: int, heading: str | None, block: Lines) -> Draft | str:
    """Read one question, or say why it is none."""
    kind = _kind(heading or "")
    block = [each for each in block if not _REVEAL.fullmatch(each[1])]
    model = next((i for i, (_, text) in enumerate(block) if _MODEL.match(text)), None)
    judged = _find_judgement(block)
    choices = _find_choices(block) if judged is None else None
    if kind == "short-answer" or (not kind and model is not None and not choices and judged is None):
        return _read_open(line, block)
    if judged is not None and kind != "multiple-choice":
        return _read_judged(line, block, judged)
    if choices:
        return _read_choices(line, block, *choices)
    if kind == "true-false":
        at = next((i for i, (_, text) in enumerate(block) if _ANSWER.fullmatch(text)), None)
        if at:
            return _read_judged(line, block, (at, at))
    return "no choices were found" if kind else "neither choices nor a model answer were found"


def _read_open(line: int, block: Lines) -> Draft:
    """Read a question that is answered in words."""
    at = next((i for i, (_, text) in enumerate(block) if _MODEL.match(text) or _ANSWER.match(text)), len(block))
    stem, hint = _take_hint(block[:at])
    if at == len(block):
        return Draft(line, "short-answer", _text(stem), hint=hint)
    match = _MODEL.match(block[at][1]) or _ANSWER.match(block[at][1])
    rest = block[at + 1 :]
    first = match[1] if match else ""
    if not first and rest:
        first, rest = next(((text, rest[i + 1 :]) for i, (_, text) in enumerate(rest) if text), ("", []))
    return Draft(line, "short-answer", _text(stem), answer=to_markdown(first), explanation=_explain(rest), hint=hint)


def _read_judged(line: int, block: Lines, judged: tuple[int, int]) -> Draft:
    """Read a statement to judge; without an answer it becomes a choice between two."""
    stem, hint = _take_hint(block[: judged[0]])
    rest = block[judged[1] :]
    at = next((i for i, (_, text) in enumerate(rest) if text), len(rest))
    match = _ANSWER.fullmatch(rest[at][1]) if at < len(rest) else None
    said = match[1].strip(" .").lower() if match else ""
    if said in ("true", "false", "t", "f"):
        explanation = _explain(rest[at + 1 :])
        return Draft(line, "true-false", _text(stem), answer=said[0] == "t", explanation=explanation, hint=hint)
    choices = (DraftChoice("True", None), DraftChoice("False", None))
    return Draft(line, "multiple-choice", _text(stem), choices, explanation=_explain(rest), hint=hint)


def _read_choices(line: int, block: Lines, start: int, end: int, texts: list[str]) -> Draft | str:
    stem, hint = _take_hint(block[:start])
    if not stem:
        return "the question's own text is missing"
    rest = block[end:]
    at = next((i for i, (_, text) in enumerate(rest) if text), len(rest))
    match = _ANSWER.fullmatch(rest[at][1]) if at < len(rest) else None
    right: set[int] = set()
    comments: tuple[str, ...] = ()
    if match:
        right = find_right(match[1], texts)
        if right:
            rest = rest[at + 1 :]
        else:
            comments = (f'The source says "{rest[at][1]}", which names none of the choices.',)
    choices = tuple(DraftChoice(to_markdown(text), i in right if right else None) for i, text in enumerate(texts))
    return Draft(
        line, "multiple-choice", _text(stem), choices, explanation=_explain(rest), hint=hint, comments=comments
    )


def _find_judgement(block: Lines) -> tuple[int, int] | None:
    """Find the two lines `TTrue` and `FFalse`, glued or not, in either order."""
    for i in range(len(block) - 1):
        one, other = block[i][1], block[i + 1][1]
        if (_TRUE.fullmatch(one) and _FALSE.fullmatch(other)) or (_FALSE.fullmatch(one) and _TRUE.fullmatch(other)):
            return i, i + 2
    return None


def _has_glued(block: Lines) -> bool:
    found = _find_choices(block)
    return found is not None and all(text[1:2].isalnum() for _, text in block[found[0] : found[1]] if text)


def _find_choices(block: Lines) -> tuple[int, int, list[str]] | None:
    """Find the longest run of lines with A, B, C, ... in front; gives where it starts and ends, and the texts."""
    best: tuple[int, int, list[str]] | None = None
    for start in range(len(block)):
        if not block[start][1].startswith("A"):
            continue
        for read in (_read_glued, _read_alone):
            end, texts = read(block, start)
            if len(texts) >= 2 and (best is None or len(texts) > len(best[2])):
                best = (start, end, texts)
    return best


def _read_glued(block: Lines, start: int) -> tuple[int, list[str]]:
    """Read choices whose letter is glued to their text, or stands before it with a dot, bracket or space."""
    texts: list[str] = []
    i = start
    while i < len(block) and len(texts) < len(ascii_uppercase):
        text = block[i][1]
        if not text:
            i += 1
            continue
        letter = ascii_uppercase[len(texts)]
        if not text.startswith(letter) or len(text) < 2 or _is_aside(block, i, texts):
            break
        texts.append(re.sub(r"^[.):]?\s+", "", text[1:]) if text[1] in ".): \t" else text[1:])
        i += 1
    return i, texts


def _is_aside(block: Lines, i: int, texts: list[str]) -> bool:
    """Tell whether a line that starts with the next letter is rather the explanation, or a line of the page itself."""
    text = block[i][1]
    if any(pattern.match(text) for pattern in (_ANSWER, _MODEL, _EXPLANATION, _HINT)):
        return True
    if len(texts) < 2:
        return False
    if text[1].islower() and not any(each[:1].islower() for each in texts):
        return True
    last = not any(line for _, line in block[i + 1 :])
    if last and text.endswith(".") and not any(each.endswith(".") for each in texts):
        return True
    return last and len(text) > 2 * max(map(len, texts)) and bool(re.search(r"[.!?]\s+[A-Z]", text))


def _read_alone(block: Lines, start: int) -> tuple[int, list[str]]:
    """Read choices whose letter stands on the line before."""
    texts: list[str] = []
    lines = ((i, text) for i, (_, text) in enumerate(block[start : start + _FAR], start) if text)
    end = start
    for _, letter in lines:
        if len(texts) >= len(ascii_uppercase) or letter.rstrip(".)") != ascii_uppercase[len(texts)]:
            break
        i, text = next(lines, (0, ""))
        if not text:
            break
        texts.append(text)
        end = i + 1
    return end, texts


def _take_hint(lines: Lines) -> tuple[Lines, str]:
    for i, (_, text) in enumerate(lines):
        if match := _HINT.fullmatch(text):
            return lines[:i] + lines[i + 1 :], to_markdown(match[1])
    return lines, ""


def _text(lines: Lines) -> str:
    return to_markdown("\n".join(text for _, text in lines))


def _explain(lines: Lines) -> str:
    """Write the explanation: on such pages every line is a paragraph."""
    texts = [text for _, text in lines if text]
    if texts and (match := _EXPLANATION.match(texts[0])):
        texts[0] = match[1]
    return paragraphs(*(to_markdown(text) for text in texts))
