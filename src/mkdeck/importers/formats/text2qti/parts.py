"""A quiz of text2qti in parts: each line that starts with one of its signs, with the lines that go on with it."""

import re
from collections.abc import Iterator
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
CHOICES = frozenset("right wrong ticked empty accepted blank dropdown_right dropdown_wrong number".split())
ENDS = frozenset({"essay", "upload"})
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


def split(lines: list[str]) -> Iterator[Part]:
    """Split the lines at the signs that start something; comments are left out."""
    part: Part | None = None
    number = 0
    while number < len(lines):
        line = lines[number].expandtabs(4)
        number += 1
        match = START.match(line)
        kind = match.lastgroup if match else None
        if line.startswith("%"):
            continue
        if line.rstrip() == "COMMENT":
            number = _find_end(lines, number)
        elif match and kind == "code":
            end = _find_fence(lines, number, line)
            if RUN.match(line) or part is None:
                if part:
                    yield part
                part = None
                yield Part("run" if RUN.match(line) else "stray", number, lines[number - 1 : end])
            else:
                part.text += lines[number - 1 : end]
            number = end
        elif match and kind:
            if part:
                yield part
            keeps = kind == "option"
            part = Part(kind, number, [line if keeps else line[match.end() :]], match.end())
        elif not line.strip():
            if part:
                part.text.append("")
        elif part and (line.startswith(" ") or part.text[-1].strip()) and part.kind not in ("group", *ENDS):
            part.text.append(_dedent(line, part))
        else:
            if part:
                yield part
            part = Part("stray", number, [line])
    if part:
        yield part


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
