"""GIFT's outer grammar: comments, categories, escapes, and where each question starts and ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mkdeck.importers.formats.gift.answers import ORDER, TRUTH, split_answers

_ESCAPE = re.compile(r"\\([~=#{}:\\n])")
_TEX_COMMANDS = (
    "neq ne nabla nu not notin neg nexists ni nmid nearrow nwarrow nleq ngeq nparallel nless ngtr nonumber".split()
)
_TEX_N = re.compile(rf"(?<!\\)\\(?=(?:{'|'.join(_TEX_COMMANDS)})(?![a-zA-Z]))")
"""A backslash of TeX that would else be read, with its `n`, as a line break."""
_HELD = {char: chr(0xE000 + i) for i, char in enumerate("~=#{}:\\n")}
_RESTORE = {ord(held): "\n" if char == "n" else char for char, held in _HELD.items()}
_CATEGORY = re.compile(r"\s*\$CATEGORY\s*:\s*(.*)")
_TEX = re.compile(
    r"""
    \$\$[^$]+\$\$
    | (?<![\\$])\$(?=[^$\s]) (?:[^${]|\{(?!\s*[=~#%]))+? (?<!\s)\$(?!\d)
    | \\\( (?:[^\\]|\\[^()])* \\\)
    """,
    re.VERBOSE,
)
"""Formulas; answers in braces end one that starts with a dollar."""
_TEX_BRACE = re.compile(r"(?:[\\\ue006][a-zA-Z]+|[\^_])\s*\{")
_OPEN = "the brace that opens here is never closed"
_BRACES = re.compile(r"[{}]")
_ANSWERS = re.compile(rf"\s*(?:[=~#%]|{ORDER}|{TRUTH}\s*[#}}]|\}})", re.IGNORECASE)
_SCRIPT = re.compile(r"(?<=[A-Za-z0-9)\]])[\^_]\{[^{}=~#%\n]*\}|\\[A-Za-z]+(?:\{[^{}=~#%\n]*\})+")
"""TeX without dollars around it, such as `A^{T}`."""
_JUDGED = re.compile(rf"\s*{TRUTH}\s*[#}}]", re.IGNORECASE)
_GOES_ON = ("{", "=", "~")
"""What a line starts with that belongs to the question above it."""
_CHOSEN = re.compile(r"\s*[=~%]")
_ANSWER_START = re.compile(rf"[=~#}}%]|//|{ORDER}|{TRUTH}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """The text of one question, without its comments: where it starts, what comments above it said, its category."""

    line: int
    text: str
    notes: str
    category: str
    fault: str = ""


def hold(text: str) -> str:
    """Put escaped signs out of reach of the grammar, and with them the signs of TeX that nobody escaped."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda match: _HELD[match[1]], _TEX.sub(_hold_tex, text))


def _hold_tex(match: re.Match[str]) -> str:
    formula = _TEX_N.sub(_HELD["\\"], match.group())
    if "\\{" in formula or not _TEX_BRACE.search(formula) or formula.count("{") != formula.count("}"):
        return formula
    return re.sub(r"[~=#{}]", _hold, formula)


def _hold(sign: re.Match[str]) -> str:
    return _HELD[sign.group()]


def restore(text: str) -> str:
    """Put the signs back that were held."""
    return text.translate(_RESTORE)


def hold_other_braces(text: str) -> str:
    """Hold the braces of a text that are not around its answers, such as those of code; as they stand where unclear."""
    text = _SCRIPT.sub(lambda match: _BRACES.sub(_hold, match.group()), text)
    groups = list(_outer_groups(text))
    answers = [(start, end) for start, end in groups if _ANSWERS.match(text, start + 1)]
    if len(answers) != 1:
        return text
    start, end = answers[0]
    inner = _BRACES.sub(_hold, text[start + 1 : end])
    outside = [_BRACES.sub(_hold, part) for part in (text[:start], text[end + 1 :])]
    return f"{outside[0]}{{{inner}}}{outside[1]}"


def embed_answers(text: str) -> str:
    """Write answers in several places as Moodle's embedded answers; empty where some of the braces hold none."""
    out, at = "", 0
    for start, end in _outer_groups(text):
        if not _CHOSEN.match(text, start + 1) or "->" in text[start:end]:
            return ""
        answers = [
            piece.text if piece.mark == "~" or piece.text.lstrip().startswith("%") else f"={piece.text}"
            for piece in split_answers(text[start + 1 : end])
        ]
        kind = "MC" if "~" in text[start:end] else "SA"
        out += f"{text[at:start]}{{1:{kind}:{'~'.join(each.strip() for each in answers)}}}"
        at = end + 1
    return out + text[at:]


def _outer_groups(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each pair of braces opens and closes, but for pairs inside others."""
    depth = start = 0
    for brace in _BRACES.finditer(text):
        if brace.group() == "{":
            start = start if depth else brace.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield start, brace.start()


def split_questions(lines: list[str]) -> list[Block]:
    """Split the lines into questions."""
    splitter = _Splitter()
    for number, line in enumerate(lines, 1):
        splitter.read(number, line)
    splitter.finish_category("")
    return splitter.blocks


class _Splitter:
    """The questions of a file while its lines are read, one after the other.

    `kept` are the lines of the question so far, and `depth` is 1 where its braces are open behind them.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.category = ""
        self.start = 0
        self.kept: list[str] = []
        self.notes: list[str] = []
        self.depth = 0
        self.after_blank = False

    def read(self, number: int, line: str) -> None:
        """Read the next line: an empty one, a comment, a category, or one of a question."""
        text = line.strip()
        if not text:
            self.pass_blank()
        elif text.startswith("//"):
            self.read_comment(text)
        elif match := _CATEGORY.fullmatch(text):
            self.finish_category(match[1])
        else:
            self.read_question(number, line)

    def pass_blank(self) -> None:
        """Pass an empty line, which ends a question unless its braces are open."""
        self.after_blank = True
        if self.depth:
            self.kept.append("")
        else:
            self.finish()

    def read_comment(self, text: str) -> None:
        """Read a comment: one inside a question says nothing, another is about the next question."""
        if self.depth or (self.kept and not self.after_blank):
            return
        self.finish()
        self.notes.append(text)

    def finish_category(self, following: str) -> None:
        """Finish the last question of a category, and begin the one that follows."""
        self.finish(_OPEN if self.depth else "")
        self.category = following

    def read_question(self, number: int, line: str) -> None:
        """Read a line of a question, which it may be the first of."""
        text, line = line.strip(), hold(line.rstrip())
        titled = text.startswith("::")
        if self.depth and (titled or (self.after_blank and _opens_question(line))):
            self.finish(_OPEN)
        elif not self.depth and (titled or self.ends_before(text, line)):
            self.finish()
        if not self.kept:
            self.start = number
        self.kept.append(line)
        self.after_blank = False
        self.depth = _depth(line, self.depth)

    def ends_before(self, text: str, line: str) -> bool:
        """Whether the answers above are closed, and a line has answers of its own."""
        closed = bool(self.kept) and self.kept[-1].rstrip().endswith("}")
        return closed and "{" in line and not text.startswith(_GOES_ON)

    def finish(self, fault: str = "") -> None:
        """Finish the question, which may be several; `fault` is what is wrong with the last of them."""
        line, text = self.start, "\n".join(self.kept).strip()
        while text:
            if end := _find_reopening(text):
                self.add(line, text[:end].rstrip(), _OPEN)
                line += text.count("\n", 0, end)
                text = text[end:]
            else:
                head, text = _part_at_next(text)
                self.add(line, head, "" if text else fault)
                line += head.count("\n") + 1
        self.kept.clear()
        self.start, self.depth = 0, 0

    def add(self, line: int, text: str, fault: str) -> None:
        """Add a question; the comments above it are its own."""
        self.blocks.append(Block(line, text, " ".join(self.notes), self.category, fault))
        self.notes.clear()


def _part_at_next(text: str) -> tuple[str, str]:
    """Split a question from the next, which starts behind its answers on a new line with answers of its own."""
    head, brace, rest = text.partition("}")
    line_end, _, following = rest.partition("\n")
    answered = _ANSWERS.match(text, text.find("{") + 1)
    if not brace or line_end.strip() or not answered or "{" not in following:
        return text, ""
    return (text, "") if following.lstrip().startswith(_GOES_ON) else (head + brace, following)


def _find_reopening(text: str) -> int:
    """Find where, inside braces that are never closed, the next question starts; 0 where none does.

    That is the paragraph, or else the line, that opens answers again; the end where that is the same line.
    """
    if text.count("{") <= text.count("}"):
        return 0
    before = -1
    for brace in _BRACES.finditer(text):
        if brace.group() == "}":
            before = -1
        elif before < 0:
            before = brace.start()
        elif _CHOSEN.match(text, brace.end()) or _JUDGED.match(text, brace.end()):
            start = _find_start(text, before, brace.start())
            if not text.startswith(("=", "~"), start):
                return start
    return 0


def _find_start(text: str, opened: int, brace: int) -> int:
    """Find where the question with a brace starts, behind the brace that was opened before it."""
    if (start := text.rfind("\n\n", opened, brace)) < 0 and (start := text.rfind("\n", opened, brace)) < 0:
        return len(text)
    if not text[start:brace].strip():  # its braces stand below it
        start = max(text.rfind("\n", opened, start), opened + 1)
    return start + len(text[start:]) - len(text[start:].lstrip())


def _opens_question(line: str) -> bool:
    """Whether a line after an empty one, inside braces, is rather the start of the next question."""
    return "{" in line and not _ANSWER_START.match(line.strip())


def _depth(line: str, depth: int) -> int:
    """Return 1 where braces are open after a line, else 0: the first `}` closes, as it does for Moodle."""
    last_open, last_close = line.rfind("{"), line.rfind("}")
    if last_open < 0 and last_close < 0:
        return depth
    if depth and last_close < 0:
        return 1
    return int(last_open > last_close)
