"""A Markdown file of questions in pieces: each a heading or a number, with what stands below it and its choices."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from mkdeck.importers.drafting.vocabulary import pattern
from mkdeck.importers.formats.markdown.asking_folds import spell_out_titles
from mkdeck.importers.formats.markdown.choice_items import ListedChoice, Run, find_runs
from mkdeck.importers.formats.markdown.folds import unfold
from mkdeck.importers.formats.markdown.lines import NUMBER, TAG, WORDS, Line, heading_of, label_of, read_lines, unbold

_COUNTED = re.compile(
    rf"(?:{WORDS}[ \t]*#?\d{{1,4}}\b|#?\d{{1,4}}[.):]|#?\d{{1,3}}$)[ \t]*[-.):\u2013]*[ \t]*",
    re.IGNORECASE,
)
_BOLD = re.compile(r"(?P<marks>\*\*|__)(?P<text>(?:(?!(?P=marks)).)+)(?P=marks)")
_RULE = re.compile(r"[ ]{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
_ASKED = re.compile(rf"\W*{pattern('question', 'asked_below')}\W*", re.IGNORECASE)
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+")
_MARKED = re.compile(r"[ ]{0,3}(?:\*\*|__|[A-Za-z])")
_SETTING = re.compile(r"[ \t]*(?P<key>[A-Za-z_]{2,40})[ \t]*:[ \t]*(?P<value>.*)")
_DETAILS = re.compile(r"[ \t]*<details\b", re.IGNORECASE)
_QUIZ = re.compile(r"[ \t]*</?quiz\b[^<>]*>[ \t]*", re.IGNORECASE)
_ALL = pattern("all_letters")
_AND = rf"(?:\s*[,;&/+>\u2192-]+\s*|\s+{pattern('conjunction', 'then')}\s+|\s+)"
_NAMES = re.compile(
    rf"(?:{_ALL}\s+)?\(?[A-Z][).]?(?:{_AND}\(?[A-Z][).]?){{0,12}}(?:\s+{_ALL})?[ .]*|[A-Z]{{2,8}}",
    re.IGNORECASE,
)
"""Letters that name lines of a list above, such as `A, B`, `A and C only` or `C-A-B`."""


@dataclass(slots=True)
class Piece:
    """What may be a question: its heading and level (0: a number or none), lines before, in and behind its choices.

    `number` counts it (0: no number); `key` is the answer, and what is said of it, from a list behind all questions.
    A `section` only heads the questions below it.
    """

    line: int
    heading: str = ""
    level: int = 0
    number: int = 0
    stem: list[Line] = field(default_factory=list)
    choices: list[ListedChoice] = field(default_factory=list)
    tail: list[Line] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    key: tuple[str, str] | None = None
    section: bool = False

    @property
    def boxed(self) -> bool:
        """Whether it has choices with boxes, not letters."""
        return bool(self.choices) and self.choices[0].ticked is not None

    @property
    def asks(self) -> bool:
        """Whether its heading is a question, or has the number of one."""
        return not self.section and (self.heading.rstrip("*_ ").endswith("?") or self.number > 0)


def split(text: str) -> Iterator[Piece]:
    """Split a file into pieces, in their order."""
    for piece in _split_at_headings(spell_out_titles(list(unfold(read_lines(text))))):
        yield from _split_at_numbers(piece)


def _read_settings(lines: list[Line]) -> dict[str, str]:
    """Return the values of settings by their keys, in lower case."""
    found = (_SETTING.fullmatch(each.text) for each in lines)
    return {match["key"].lower(): match["value"].strip() for match in found if match}


def _split_at_headings(lines: list[Line]) -> Iterator[Piece]:
    """Split lines at headings and rules; a list of settings between two rules belongs to the heading above it."""
    piece = Piece(1)
    i = 0
    while i < len(lines):
        line = lines[i]
        i += 1
        heading = heading_of(line)
        if heading and not label_of(line)[0]:
            yield piece
            level, text = heading
            piece = Piece(line.number, text, level)
        elif not line.code and _RULE.fullmatch(line.text):
            end = _find_settings(lines, i, first=i == 1)
            if end:
                piece.settings |= _read_settings(lines[i:end])
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
    """Split a piece that has the choices or hidden answers of several questions."""
    lines = piece.stem
    runs = list(_find_choices(lines))
    starts = _find_starts(lines, runs)
    if not starts:
        if len(runs) > 1 and piece.heading and not _asks_all(piece.heading, lines[: runs[0].start]):
            yield Piece(piece.line, piece.heading, piece.level, settings=piece.settings, section=True)
            piece = Piece(next((line.number for line in lines if not line.blank), piece.line))
        yield from _split_between(piece, lines, runs)
        return
    if starts[0] or piece.heading:
        yield Piece(piece.line, piece.heading, piece.level, stem=lines[: starts[0]], settings=piece.settings)
    for start, end in pairwise([*starts, len(lines)]):
        own = lines[start + 1 : end]
        yield from _split_between(_begin_numbered(lines[start]), own, list(_find_choices(own)))


def _find_anchors(lines: list[Line], runs: list[Run]) -> list[int]:
    """Return where choices start; without any, where something folds away, such as an answer."""
    return [run.start for run in runs] or [i for i, line in enumerate(lines) if _DETAILS.match(line.text)]


def _find_starts(lines: list[Line], runs: list[Run]) -> list[int]:
    """Find the lines that start a question with a number; none where the first question has none."""
    anchors = _find_anchors(lines, runs)
    inside = {i for run in runs for i in range(run.start, run.end)}
    starts = _find_numbers(lines, anchors, inside)
    if len(anchors) < 2 and starts and not all(line.blank for line in lines[: starts[0]]):
        return []
    return starts


def _begin_numbered(line: Line) -> Piece:
    """Begin a piece at a line that is numbered."""
    piece = Piece(line.number)
    if match := NUMBER.fullmatch(line.text):
        closed = match["closed"] or match["ended"]
        piece.heading = unbold(match["text"].strip(), bold=bool(match["bold"] and not closed))
        piece.number = _count(match.string[: match.start("text")])
    return piece


def _split_between(piece: Piece, lines: list[Line], runs: list[Run]) -> Iterator[Piece]:
    """Split lines between the choices of one question and the words of the next.

    What a heading asks, it asks again where the next choices have no question of their own.
    """
    starts = [0, *(_find_stem(lines, before.end, after.start) for before, after in pairwise(runs))]
    heading = piece.heading
    for start, end in pairwise([*starts, len(lines)]):
        own = lines[start:end]
        runs = list(_find_choices(own))
        part = piece
        if start:
            part = Piece(next((line.number for line in own if not line.blank), piece.line))
            part.heading = "" if not runs or _asks(own[: runs[0].start]) else heading
        yield _close(part, own, runs)


def _find_choices(lines: list[Line]) -> Iterator[Run]:
    """Yield choices that follow each other, without a lettered list whose letters the boxes below it choose from."""
    runs = list(find_runs(lines))
    for run, after in zip(runs, [*runs[1:], None], strict=False):
        if after is None or run.boxed or not after.boxed or not _chooses_from(lines[run.end : after.start], after):
            yield run


def _chooses_from(lines: list[Line], run: Run) -> bool:
    """Whether boxes choose from the lettered list above them, with these lines between."""
    between = [line for line in lines if not line.blank]
    if any(label_of(line)[0] or line.text.rstrip("*_ ").endswith("?") for line in between):
        return False
    return not between or 2 * sum(bool(_NAMES.fullmatch(choice.text)) for choice in run.choices) >= len(run.choices)


def _asks_all(heading: str, words: list[Line]) -> bool:
    """Whether a heading asks what several lists of choices below it answer; else it is that of a section."""
    ends = heading.rstrip("*_ ").endswith((".", ":", "?", "!", "\u2026")) or heading.rstrip().endswith("___")
    return not any(not line.blank for line in words) or (ends and not _asks(words))


def _asks(words: list[Line]) -> bool:
    """Whether lines have a question of their own."""
    return any(line.text.rstrip("*_` ").endswith("?") for line in words if not line.code)


def _find_numbers(lines: list[Line], anchors: list[int], inside: set[int]) -> list[int]:
    """Find the numbered lines below which choices or an answer come before the next such line.

    `anchors` are lines where choices or hidden answers start. An answer in plain sight may as well end a list of steps;
    above it a question needs the number that comes next, and the first a bold number or a word such as `Question`. So
    does one without an answer, which ends in its sign.
    """
    found: list[int] = []
    latest = 0
    numbered = [i for i, line in enumerate(lines) if i not in inside and not line.code and NUMBER.fullmatch(line.text)]
    for start, end in pairwise([*numbered, len(lines)]):
        number = _count(lines[start].text)
        anchored = bisect_left(anchors, end) > bisect_left(anchors, start)
        if anchored or (number == latest + 1 and _asks_at_number(lines[start:end], first=not latest)):
            found.append(start)
            latest = number
    return found


def _asks_at_number(lines: list[Line], *, first: bool) -> bool:
    """Whether a numbered line with those below it asks, though it has neither choices nor a hidden answer."""
    answered = any(label_of(line)[0] == "answer" for line in lines)
    return answered and bool(_MARKED.match(lines[0].text)) if first else answered or _asks(lines[:1])


def _find_stem(lines: list[Line], start: int, end: int) -> int:
    """Find where the question to the choices at `end` starts, behind the choices that end at `start`."""
    begin = start
    blanks = [i for i in range(start, end) if lines[i].blank]
    for i in range(start, end):
        if TAG.match(lines[i].text) and "</details" in lines[i].text.lower():
            begin = i + 1
        elif label_of(lines[i])[0]:
            after = bisect_left(blanks, i)
            begin = blanks[after] if after < len(blanks) else i
    return begin


def _close(piece: Piece, lines: list[Line], runs: list[Run]) -> Piece:
    """Put lines where they belong: before, in or behind the choices."""
    _clean_heading(piece)
    piece.stem = lines
    if runs:
        start, end, choices = runs[0]
        piece.stem, piece.choices, piece.tail = lines[:start], choices, lines[end:]
        first = next((line for line in piece.stem if not line.blank), None)
        # A question may be an item of a list itself, with its choices below.
        if first and not piece.heading and not first.code and choices[0].indent > first.indent:
            first.text = _BULLET.sub("", first.text, count=1)
    return piece


def _clean_heading(piece: Piece) -> None:
    """Take marks, a number and a word such as `Question` off a heading."""
    if match := _BOLD.fullmatch(piece.heading.strip()):
        piece.heading = match["text"]
    if match := _COUNTED.match(piece.heading):
        piece.number = piece.number or _count(match.group())
        piece.heading = piece.heading[match.end() :]
    if _ASKED.fullmatch(piece.heading):
        piece.heading = ""


def _count(text: str) -> int:
    """Return the number that a text has in it; 0 where it has none."""
    match = re.search(r"\d+", text)
    return int(match.group()) if match else 0
