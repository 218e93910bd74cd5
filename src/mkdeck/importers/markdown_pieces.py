"""A Markdown file of questions in pieces: each a heading or a number, with what stands below it and its choices."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from string import ascii_uppercase
from textwrap import dedent

from mkdeck.importers.labels import ANSWER, FEEDBACK, HINT

_FENCE = re.compile(r"[ \t]*(?:(?:[-*+>]|\d{1,9}[.)])[ \t]+)?(?:\[[ xX]?\][ \t]*)?(`{3,}(?=[^`]*$)|~{3,})")
_FENCE_END = re.compile(r"[ \t>]*(`{3,}|~{3,})[ \t]*")
_BOX = re.compile(
    r"[ \t]*(?P<bullet>[-*+][ \t]*|\d{1,3}[.)][ \t]*)?(?P<box>\[[ xX\u2713\u2714]?\]|\([ xX*]?\))"
    r"(?:[ \t]+(?P<text>.*)|[ \t]*)"
)
_LETTER = re.compile(
    r"[ \t]*(?:[-*+][ \t]+)?(?P<bold>\*\*|__)?\(?(?P<letter>[A-Za-z])(?P<closed>\*\*|__)?[.):]"
    r"(?P<text>(?:\*\*|__)?(?:[ \t].*)?)"
)
HEADING = re.compile(r"[ ]{0,3}(?P<marks>#{1,6})[ \t]+(?P<text>.*?)[ \t]*#*[ \t]*")
_WORDS = "Question|Frage|Aufgabe|Pregunta|Domanda|Quest[aã]o|Vraag|Pytanie|Exercise|Q"
_NUMBER = re.compile(
    rf"[ ]{{0,3}}(?:[-*+][ ]+)?(?P<bold>\*\*|__)?(?:(?:{_WORDS})[ \t]*#?\d{{1,4}}(?P<ended>\*\*|__)?[ \t]*"
    r"(?:[.):\u2013-]|$)"
    r"|#?\d{1,4}(?P<closed>\*\*|__)?[ \t]*[.):](?=[ \t*_]|$))(?P<text>.*)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"(?:(?:{_WORDS})[ \t]*#?\d{{1,4}}\b|#?\d{{1,4}}[.):])[ \t]*[-.):\u2013]*[ \t]*",
    re.IGNORECASE,
)
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_RULE = re.compile(r"[ ]{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
_SETTING = re.compile(r"[ \t]*(?P<key>[A-Za-z_]{2,40})[ \t]*:[ \t]*(?P<value>.*)")
_TAG = re.compile(r"[ \t]*</?(?:details|summary)\b", re.IGNORECASE)
_DETAILS = re.compile(r"[ \t]*<details\b", re.IGNORECASE)
_QUIZ = re.compile(r"[ \t]*</?quiz\b[^<>]*>[ \t]*", re.IGNORECASE)
_PARTS = re.compile(
    r"(?:options|choices|answer choices|possible answers|antworten|optionen|opciones)\s*:?", re.IGNORECASE
)


@dataclass(slots=True)
class Line:
    """A line with its number; `code` tells that it is part of a code block."""

    number: int
    text: str
    code: bool = False

    @property
    def indent(self) -> int:
        """Count the spaces before the text."""
        expanded = self.text.expandtabs(4)
        return len(expanded) - len(expanded.lstrip(" "))

    @property
    def blank(self) -> bool:
        """Tell whether nothing stands here."""
        return not self.text.strip()


@dataclass(slots=True)
class Choice:
    """A choice: whether its box is ticked (None: it has a letter and no box), its first text, the lines below."""

    ticked: bool | None
    text: str
    indent: int
    bulleted: bool = True
    below: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Piece:
    """What may be a question: its heading and level (0: a number or none), lines before, in and behind its choices."""

    line: int
    heading: str = ""
    level: int = 0
    numbered: bool = False
    stem: list[Line] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    tail: list[Line] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)


def join(lines: list[Line]) -> str:
    """Give lines as a text, without the indentation that all share, and with one empty line where there are more."""
    kept = [line for i, line in enumerate(lines) if line.code or not line.blank or not i or not lines[i - 1].blank]
    return dedent("\n".join(line.text if line.code else line.text.expandtabs(4) for line in kept)).rstrip()


def split(text: str) -> Iterator[Piece]:
    """Part a file into pieces, in their order."""
    lines = [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]
    _mark_code(lines)
    for piece in _split_at_headings(lines):
        yield from _split_at_numbers(piece)


def label_of(line: Line) -> tuple[str, str]:
    """Tell whether a line says `Answer:`, `Explanation:` or `Hint:`, and what follows; a heading needs no colon."""
    if line.code:
        return "", ""
    bare = line.text.strip().lstrip("#>*_-+ \t")
    if HEADING.fullmatch(line.text) and ":" not in bare:
        said = next((name for name, label in _LABELS if label.fullmatch(bare.rstrip("*_ ") + ":")), "")
        if said or _PARTS.fullmatch(bare):
            return said or "choices", ""
    for name, label in _LABELS:
        if match := label.match(bare):
            return name, match["said"].strip().strip("*_").strip() if len(match["said"]) < 200 else match[
                "said"
            ].strip()
    return "", ""


_LABELS = (("answer", ANSWER), ("explanation", FEEDBACK), ("hint", HINT))


def _mark_code(lines: list[Line]) -> None:
    fence = ""
    for line in lines:
        if fence:
            line.code = True
            end = _FENCE_END.fullmatch(line.text)
            fence = "" if end and end[1].startswith(fence) else fence
        elif match := _FENCE.match(line.text):
            line.code, fence = not _BOX.match(line.text), match[1]


def _split_at_headings(lines: list[Line]) -> Iterator[Piece]:
    """Part lines at headings and rules; a list of settings between two rules belongs to the heading above it."""
    piece = Piece(1)
    i = 0
    while i < len(lines):
        line = lines[i]
        i += 1
        heading = None if line.code else HEADING.fullmatch(line.text)
        if heading and not label_of(line)[0]:
            yield piece
            piece = Piece(line.number, heading["text"], len(heading["marks"]))
        elif not line.code and _RULE.fullmatch(line.text):
            end = _find_settings(lines, i, first=i == 1)
            if end:
                found = (_SETTING.fullmatch(each.text) for each in lines[i:end])
                piece.settings |= {match["key"].lower(): match["value"].strip() for match in found if match}
                i = end + 1
            else:
                yield piece
                piece = Piece(line.number + 1)
        elif not line.code and _QUIZ.fullmatch(line.text):
            yield piece
            piece = Piece(line.number + 1)
        else:
            piece.stem.append(line)
    yield piece


def _find_settings(lines: list[Line], start: int, *, first: bool) -> int:
    """Find the rule that ends a list of settings which starts here; 0 where there is none."""
    found = False
    for i, line in enumerate(lines[start : start + 80], start):
        if _RULE.fullmatch(line.text):
            return i if found else 0
        if _SETTING.fullmatch(line.text):
            found = True
        elif not first and not line.blank:
            return 0
    return 0


def _split_at_numbers(piece: Piece) -> Iterator[Piece]:
    """Part a piece that has the choices or hidden answers of several questions."""
    lines = piece.stem
    runs = list(_find_runs(lines))
    anchors = [start for start, _, _ in runs] or [i for i, line in enumerate(lines) if _DETAILS.match(line.text)]
    inside = {i for start, end, _ in runs for i in range(start, end)}
    starts = _find_numbers(lines, anchors, inside)
    if len(anchors) < 2 and starts and not all(line.blank for line in lines[: starts[0]]):
        starts = []
    if not starts and len(runs) > 1:
        starts = [
            0,
            *(_find_stem(lines, end, start) for (_, end, _), (start, _, _) in pairwise(runs)),
        ]
    if not starts:
        yield _close(piece, lines, runs)
        return
    if starts[0] or piece.heading:
        yield Piece(piece.line, piece.heading, piece.level, stem=lines[: starts[0]], settings=piece.settings)
    for start, end in pairwise([*starts, len(lines)]):
        match = None if lines[start].code else _NUMBER.fullmatch(lines[start].text)
        first = next((line.number for line in lines[start:end] if not line.blank), lines[start].number)
        part = Piece(first, numbered=bool(match))
        if match:
            closed = match["closed"] or match["ended"]
            part.heading = _unbold(match["text"].strip(), bold=bool(match["bold"] and not closed))
        own = lines[start + bool(match) : end]
        yield _close(part, own, list(_find_runs(own)))


def _find_numbers(lines: list[Line], anchors: list[int], inside: set[int]) -> list[int]:
    """Find the numbered lines below which choices or a hidden answer come before the next such line."""
    numbered = [i for i, line in enumerate(lines) if i not in inside and not line.code and _NUMBER.fullmatch(line.text)]
    found = []
    for start, end in pairwise([*numbered, len(lines)]):
        if any(start < anchor < end for anchor in anchors):
            found.append(start)
    return found


def _find_stem(lines: list[Line], start: int, end: int) -> int:
    """Find where the question to the choices at `end` starts, behind the choices that end at `start`."""
    begin = start
    for i in range(start, end):
        if _TAG.match(lines[i].text) and "</details" in lines[i].text.lower():
            begin = i + 1
        elif label_of(lines[i])[0]:
            begin = next((k for k in range(i, end) if lines[k].blank), i)
    return begin


def _close(piece: Piece, lines: list[Line], runs: list[tuple[int, int, list[Choice]]]) -> Piece:
    """Put lines where they belong: before, in or behind the choices."""
    piece.heading = _COUNTED.sub("", piece.heading, count=1) if _COUNTED.match(piece.heading) else piece.heading
    piece.stem = lines
    if runs:
        start, end, choices = runs[0]
        piece.stem, piece.choices, piece.tail = lines[:start], choices, lines[end:]
    return piece


def _unbold(text: str, *, bold: bool) -> str:
    """Take off the marks of a bold number, or those that it shares with the text behind it."""
    if not bold:
        return text
    mark = "**" if "**" in text else "__"
    return text.removeprefix(mark).strip() if text.startswith(mark) else text.replace(mark, "", 1)


def strip_letters(texts: list[str]) -> list[str]:
    """Take off the letters of choices that have boxes, too."""
    found = [_LETTER.fullmatch(text.partition("\n")[0]) for text in texts]
    letters = [match["letter"].upper() for match in found if match and match["text"].strip()]
    if letters != list(ascii_uppercase[: len(texts)]):
        return texts
    return [text[match.start("text") :].strip() for text, match in zip(texts, found, strict=True) if match]


def _find_runs(lines: list[Line]) -> Iterator[tuple[int, int, list[Choice]]]:
    """Find choices that follow each other; gives where they start and end."""
    i = 0
    while i < len(lines):
        if _match(lines[i], None, 0):
            end, choices = _read_run(lines, i)
            if len(choices) > 1 or (choices[0].ticked is not None and choices[0].bulleted):
                yield i, end, choices
                i = end
                continue
        i += 1


def _match(line: Line, before: Choice | None, count: int) -> Choice | None:
    """Read a line that starts a choice: one with a box, or with the letter that comes next."""
    if line.code:
        return None
    if (match := _BOX.fullmatch(line.text)) and (before is None or before.ticked is not None):
        text = (match["text"] or "").strip("\u2800 \t")  # some pages put a sign there that nobody sees
        return Choice(match["box"][1:-1].strip() != "", text, line.indent, bool(match["bullet"]))
    match = _LETTER.fullmatch(line.text)
    if not match or (before and before.ticked is not None) or count >= len(ascii_uppercase):
        return None
    if match["letter"].upper() != ascii_uppercase[count]:
        return None
    text = match["text"].strip()
    return Choice(None, _unbold(text, bold=bool(match["bold"] and not match["closed"])), line.indent)


def _read_run(lines: list[Line], start: int) -> tuple[int, list[Choice]]:
    """Read choices and what is indented below each of them."""
    choices: list[Choice] = []
    pending: list[Line] = []
    end = start
    hanging = False
    for i in range(start, len(lines)):
        line = lines[i]
        new = _match(line, choices[-1] if choices else None, len(choices))
        if new:
            hanging = hanging or any(each.code for each in pending)
            if choices:
                choices[-1].below += pending
            choices.append(new)
        elif line.blank or (line.code and line.indent <= choices[-1].indent):
            pending.append(line)
            continue
        elif line.indent > choices[-1].indent and not _TAG.match(line.text):
            choices[-1].below += [*pending, line]
        elif not pending and not _ends_choice(line):
            choices[-1].below.append(line)
        else:
            break
        pending, end = [], i + 1
    code = [k for k, line in enumerate(pending) if line.code]
    if code and (hanging or not choices[-1].text):  # the code block below is the choice itself
        last = next((k for k in range(code[0], len(pending)) if not pending[k].code), len(pending))
        choices[-1].below += pending[:last]
        end += last
    return end, choices


def _ends_choice(line: Line) -> bool:
    """Tell whether a line can't go on with the choice above it."""
    return bool(
        HEADING.fullmatch(line.text)
        or _NUMBER.fullmatch(line.text)
        or _TAG.match(line.text)
        or label_of(line)[0]
        or _ITEM.match(line.text)
        or line.text.lstrip().startswith((">", "<", "|", "[", "!["))
    )
