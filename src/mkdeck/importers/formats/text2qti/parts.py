"""A quiz of text2qti in parts: each line that starts with one of its signs, with the lines that go on with it."""

import re
from dataclasses import dataclass

from mkdeck.importers.errors import UnreadableError

_STARTS = {
    "question": r"\d{1,6}\.",
    "right": r"\*[a-zA-Z]\)",
    "wrong": r"[a-zA-Z]\)",
    "ticked": r"\[\*\]",
    "empty": r"\[ ?\]",
    "accepted": r"\*",
    "feedback": r"\.\.\.",
    "if right": r"\+",
    "if wrong": r"-",
    "solution": r"!",
    "number": r"=",
    "blank": r"<>",
    "dropdown right": r"\{\*\}",
    "dropdown wrong": r"\{ ?\}",
    "title": r"[Tt]itle:",
    "points": r"[Pp]oints:",
    "text title": r"[Tt]ext [Tt]itle:",
    "text": r"[Tt]ext:",
    "quiz title": r"[Qq]uiz [Tt]itle:",
    "quiz description": r"[Qq]uiz [Dd]escription:",
    "option": r"(?:shuffle answers|show correct answers|one question at a time|can't go back|feedback is solution|"
    r"solutions sample groups|solutions randomize groups|[Pp]ick|[Ss]olutions pick|[Pp]oints per question):",
}
_ALONE = {"essay": r"_{3,}", "upload": r"\^{3,}", "group": r"(?:END_)?GROUP", "code": r"`{3,}.*"}
START = re.compile(
    "|".join(f"(?P<{name.replace(' ', '_')}>{sign}[ \t]+(?=\\S))" for name, sign in _STARTS.items())
    + "|"
    + "|".join(f"(?P<{name}>{sign}[ \t]*$)" for name, sign in _ALONE.items())
)
RUN = re.compile(r"(?<!`)`{3,}\s*\{[^{}]*\.run\b[^{}]*\}")
LISTED = frozenset({"right", "wrong"})
BOXED = frozenset({"ticked", "empty"})
WORDED = frozenset({"accepted"})
NUMERIC = frozenset({"number"})
BLANKS = frozenset({"blank"})
DROPDOWNS = frozenset({"dropdown_right", "dropdown_wrong"})
CHOICES = LISTED | BOXED | WORDED | NUMERIC | BLANKS | DROPDOWNS
ENDS = frozenset({"essay", "upload"})
FEEDBACK = frozenset({"feedback", "if_right", "if_wrong", "solution"})
_OUTSIDE = frozenset("title points text_title text quiz_title quiz_description option group".split())


@dataclass(slots=True)
class Part:
    """A piece of the quiz: what it is, its first line and its text."""

    kind: str
    line: int
    text: list[str]
    indent: int = 0

    @property
    def whole(self) -> str:
        """Return the text without the empty lines around it."""
        return "\n".join(self.text).strip("\n").rstrip()


def split(lines: list[str]) -> list[Part]:
    """Split the lines at the signs that start something; comments are left out."""
    splitter = _Splitter(lines)
    number = 0
    while number < len(lines):
        number = splitter.read(number + 1)
    return splitter.parts


class _Splitter:
    """The parts of a quiz while its lines are read, one after the other; lines go on with the part that is `open`."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.parts: list[Part] = []
        self.open: Part | None = None

    def begin(self, part: Part | None) -> None:
        """Begin a part, or end the one before."""
        self.open = part
        if part:
            self.parts.append(part)

    def read(self, number: int) -> int:
        """Read a line and what belongs to it; returns the number of the last line that was read."""
        line = self.lines[number - 1].expandtabs(4)
        match = START.match(line)
        if line.startswith("%"):
            return number
        if line.rstrip() == "COMMENT":
            return _find_end(self.lines, number)
        if match and match.lastgroup == "code":
            return self.read_code(number, line)
        if match and match.lastgroup:
            text = line if match.lastgroup == "option" else line[match.end() :]
            self.begin(Part(match.lastgroup, number, [text], match.end()))
        else:
            self.read_other(number, line)
        return number

    def read_code(self, number: int, line: str) -> int:
        """Read a block of code; one that text2qti would run, or that is in no part, stands alone."""
        end = _find_fence(self.lines, number, line)
        block = self.lines[number - 1 : end]
        runs = bool(RUN.match(line))
        if self.open and not runs:
            self.open.text += block
        else:
            self.begin(Part("run" if runs else "stray", number, block))
            self.begin(None)
        return end

    def read_other(self, number: int, line: str) -> None:
        """Read a line without a sign, which may go on with the part before."""
        part = self.open
        if not line.strip():
            if part:
                part.text.append("")
        elif part and (line.startswith(" ") or part.text[-1].strip()) and part.kind not in ("group", *ENDS):
            part.text.append(_dedent(line, part))
        else:
            self.begin(Part("stray", number, [line]))


def _dedent(line: str, part: Part) -> str:
    """Take off as much of the white space as the part's first line has before its text."""
    if len(part.text) == 1 and part.kind not in _OUTSIDE:
        part.indent = min(part.indent, len(line) - len(line.lstrip(" "))) or part.indent
    indent = len(line) - len(line.lstrip(" "))
    return line[min(indent, part.indent) :]


def _find_end(lines: list[str], opened: int) -> int:
    for i in range(opened, len(lines)):
        if lines[i].rstrip() == "END_COMMENT":
            return i + 1
    raise UnreadableError("the COMMENT that starts here has no END_COMMENT", opened)


def _find_fence(lines: list[str], opened: int, fence: str) -> int:
    """Find the line behind the end of a code block; without one it goes up to the end of the file."""
    marks = fence[: len(fence) - len(fence.lstrip("`"))]
    for i in range(opened, len(lines)):
        if lines[i].startswith(marks) and not lines[i].strip("` \t"):
            return i + 1
    return len(lines)
