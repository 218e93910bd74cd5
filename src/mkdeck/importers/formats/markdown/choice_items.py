"""The choices of a question in Markdown: items with boxes, `- [x]` or `- (x)`, or with letters, `- A.`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import NamedTuple

from mkdeck.importers.formats.markdown.lines import HEADING, NUMBER, TAG, Line, label_of, unbold

_TICKS, _DOTS, _CROSSES = (
    "xXvV*\u2713\u2714\u2705\u2611\u221a",
    "xX*\u2713\u2714\u2705\u25cf\u2022",
    "_\u2013\u2717\u2718\u2716\u274c\u2610-",
)
"""What people put into square boxes and round ones that are right, and besides nothing into those that are wrong."""
_ROOM = r"[ \t\xa0]{0,3}"
_BOX_ALONE = (
    rf"(?: \\?\[ {_ROOM} (?:(?P<tick>[{_TICKS}])\ufe0f?|[{_CROSSES}])? {_ROOM} \\?\] (?=[\s\xa0]|[^(\[:{{]|$)"
    rf"  | \( {_ROOM} (?:(?P<dot>[{_DOTS}])|[{_CROSSES}])? {_ROOM} \) (?=[\s\xa0]|\w|$) )"
)
BULLETED_BOX = re.compile(
    rf"^[ \t]* (?:[-*+]|\d{{1,3}}[.)])[ \t]* {_BOX_ALONE} [ \t\xa0]*(?=\S).*$", re.MULTILINE | re.VERBOSE
)
"""A line with a bullet, a box and words; `tick` or `dot` is what stands in the box of a right choice."""
_BOX = re.compile(
    rf"[ \t]* (?P<bullet>[-*+][ \t]*|\d{{1,3}}[.)][ \t]*)? (?P<box>{_BOX_ALONE}) (?P<room>[ \t\xa0]*) (?P<text>.*)",
    re.VERBOSE,
)
_LETTER = re.compile(
    r"""
    [ \t]* (?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?
    (?P<bold>\*\*|__)? \(? (?P<letter>[A-Za-z]) (?P<closed>\*\*|__)? [.):]
    (?P<text>(?:\*\*|__)?(?:[ \t].*)?)
    """,
    re.VERBOSE,
)
_STARTS = re.compile(r"[ \t]*(?:[-*+(\[_]|\d{1,3}[.)]|[A-Za-z][.):*_])")
"""How any line with a choice starts; most lines do not."""
_BARE = re.compile(r"[*_(]*(?P<letter>[A-Za-z])[.):*_]*(?P<text>)")
_GLUED = re.compile(r"(?P<letter>[A-Z])[.)](?P<text>[A-Z].*)")
_STEP = re.compile(r"[ \t]*(?P<number>\d{1,3})[.)][ \t]+(?=\S)")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")


@dataclass(slots=True)
class ListedChoice:
    """A choice: whether its box is ticked (None: it has a letter and no box), its first text, the lines below.

    It is not `sure` that `- []int` has a box where no other choice has one.
    """

    ticked: bool | None
    text: str
    indent: int
    bulleted: bool = True
    sure: bool = True
    below: list[Line] = field(default_factory=list)


class Run(NamedTuple):
    """Choices that follow each other: the place of their first line, that behind their last, and what they are."""

    start: int
    end: int
    choices: list[ListedChoice]

    @property
    def boxed(self) -> bool:
        """Whether the choices have boxes, not letters."""
        return self.choices[0].ticked is not None


def find_runs(lines: list[Line]) -> Iterator[Run]:
    """Yield choices that follow each other."""
    i = 0
    while i < len(lines):
        if not _match(lines[i], None, 0):
            i += 1
            continue
        run = _RunReader(lines, i).read()
        if any(each.sure for each in run.choices) and (len(run.choices) > 1 or (run.boxed and run.choices[0].bulleted)):
            yield run
        i = run.end


def _match(line: Line, before: ListedChoice | None, count: int) -> ListedChoice | None:
    """Read a line that starts a choice: one with a box, or with the letter that comes next."""
    if line.code or not _STARTS.match(line.text):
        return None
    if before is None:
        return _match_box(line) or _match_letter(line, count)
    return _match_letter(line, count) if before.ticked is None else _match_box(line)


def _match_box(line: Line) -> ListedChoice | None:
    match = _BOX.fullmatch(line.text)
    if not match:
        return None
    text = match["text"].strip("\u2800\xa0 \t")  # some pages put a sign there that nobody sees
    ticked = bool(match["tick"] or match["dot"])
    sure = bool(match["room"]) or match["box"] != "[]"
    return ListedChoice(ticked, text, line.indent, bool(match["bullet"]), sure)


def _match_letter(line: Line, count: int) -> ListedChoice | None:
    match = _LETTER.fullmatch(line.text)
    if not match or match["letter"].upper() != ascii_uppercase[count : count + 1]:
        return None
    text = unbold(match["text"].strip(), bold=bool(match["bold"] and not match["closed"]))
    return ListedChoice(None, text, line.indent)


class _RunReader:
    """Choices that follow each other, on their way down the lines, and what is indented below each of them.

    `pending` are lines that may stand between two choices or end the last one. A choice is `hanging` where code comes
    before the next; `steps_end` is behind a numbered list below a box.
    """

    def __init__(self, lines: list[Line], start: int) -> None:
        self.lines = lines
        self.start = self.end = start
        self.choices: list[ListedChoice] = []
        self.pending: list[Line] = []
        self.hanging = False
        self.steps_end = 0

    def read(self) -> Run:
        """Read as many lines as belong to the choices."""
        for i in range(self.start, len(self.lines)):
            if not self.take(i):
                break
        self.take_code()
        return Run(self.start, self.end, self.choices)

    def take(self, i: int) -> bool:
        """Take a line; False where it belongs to no choice."""
        line = self.lines[i]
        last = self.choices[-1] if self.choices else None
        if last and self.is_step(i, last):
            last.below += [*self.pending, line]
        elif choice := _match(line, last, len(self.choices)):
            self.begin(choice)
        elif last is None:
            return False
        elif line.blank or (line.code and line.indent <= last.indent):
            self.pending.append(line)
            return True
        elif self.continues(line, last):
            last.below += [*self.pending, line]
        else:
            return False
        self.pending, self.end = [], i + 1
        return True

    def is_step(self, i: int, last: ListedChoice) -> bool:
        """Whether a line is of a numbered list below a box."""
        if last.ticked is not None and i >= self.steps_end and _STEP.match(self.lines[i].text):
            self.steps_end = _find_steps(self.lines, i, last=self.steps_end > 0) or self.steps_end
        return i < self.steps_end

    def begin(self, choice: ListedChoice) -> None:
        """Begin a choice; the lines before it belong to the one above."""
        self.hanging = self.hanging or any(line.code for line in self.pending)
        if self.choices:
            self.choices[-1].below += self.pending
        self.choices.append(choice)

    def continues(self, line: Line, last: ListedChoice) -> bool:
        """Whether a line goes on with the last choice: it is indented, or follows at once and starts nothing else."""
        if line.indent > last.indent and not TAG.match(line.text):
            return True
        return not self.pending and not _ends_choice(line) and not _match(line, None, 0)

    def take_code(self) -> None:
        """Take the code block below the last choice, where that is the choice itself."""
        code = next((k for k, line in enumerate(self.pending) if line.code), None)
        if code is not None and (self.hanging or not self.choices[-1].text):
            end = next((k for k in range(code, len(self.pending)) if not self.pending[k].code), len(self.pending))
            self.choices[-1].below += self.pending[:end]
            self.end += end


def _find_steps(lines: list[Line], start: int, *, last: bool) -> int:
    """Find the end of a numbered list of two or more below a box, with another box behind it; 0 where there is none.

    It may be the `last` where the boxes above have such lists, too.
    """
    end = start
    while end < len(lines) and _is_step(lines[end], end - start + 1):
        end += 1
    after = next((lines[i] for i in range(end, len(lines)) if not lines[i].blank), None)
    boxed = bool(after and not after.code and _BOX.fullmatch(after.text))
    return end if end - start > 1 and (last or boxed) else 0


def _is_step(line: Line, number: int) -> bool:
    """Whether a line is the item of a number in a numbered list, and no box."""
    step = None if line.code else _STEP.match(line.text)
    return bool(step and int(step["number"]) == number and not _BOX.fullmatch(line.text))


def break_list(lines: list[Line]) -> Iterator[Line]:
    """Yield lines, those of a lettered list with breaks between them, as Markdown knows no such list."""
    listed = [not line.code and bool(_LETTER.fullmatch(line.text)) for line in lines]
    for i, line in enumerate(lines):
        if not listed[i] or not any(listed[max(i - 1, 0) : i] + listed[i + 1 : i + 2]):
            yield line
            continue
        if i and not listed[i - 1] and not lines[i - 1].blank:
            yield Line(line.number, "")
        text = line.text.strip()
        yield Line(line.number, f"{text}\\" if any(listed[i + 1 : i + 2]) else text)


def _ends_choice(line: Line) -> bool:
    """Whether a line can't go on with the choice above it."""
    return bool(
        HEADING.fullmatch(line.text)
        or NUMBER.fullmatch(line.text)
        or TAG.match(line.text)
        or label_of(line)[0]
        or _ITEM.match(line.text)
        or line.text.lstrip().startswith((">", "<", "|", "[", "!["))
    )


def _find_letter(text: str) -> re.Match[str] | None:
    """Find the letter before a choice, in its first line."""
    first = text.partition("\n")[0]
    return _LETTER.fullmatch(first) or _GLUED.fullmatch(first) or _BARE.fullmatch(first)


def strip_letters(texts: list[str]) -> list[str]:
    """Take off the letters of choices that have boxes, too."""
    found = [_find_letter(text) for text in texts]
    rests = [_take_off(text, match) for text, match in zip(texts, found, strict=True) if match]
    letters = [match["letter"].upper() for match in found if match]
    return rests if letters == list(ascii_uppercase[: len(texts)]) and all(rests) else texts


def _take_off(text: str, match: re.Match[str]) -> str:
    parts = match.groupdict()
    bold = bool(parts.get("bold") and not parts.get("closed"))
    return unbold(text[match.start("text") :].strip(), bold=bold)
