r"""Gaps in formulas: Anki's math has to be right with a gap hidden, as `[...]` or `[hint]`, and with it filled.

Anki puts the one or the other into the TeX as it stands, so `\sqrt{{c1::x}}` would be `\sqrt[...]` on the front and
`\sqrtx` on the back. A gap that is an argument gets braces around it, and a command keeps its distance from the letters
behind it. What no brace can mend is a fault.
"""

import html
import re

from mkdeck.text.cloze import CLOSE, CLOZE_RULE, HINT, OPEN
from mkdeck.text.faults import Fault
from mkdeck.text.formula_frames import MODES, Frame, Frames
from mkdeck.text.formulas import is_paired
from mkdeck.text.tex import ARGUMENTS, ENVIRONMENT_ARGUMENTS

_SPAN = re.compile(r'(<span data-math-style="[^"]*">)([^<]*)(</span>)')
_PIECE = re.compile(rf"{OPEN}|{HINT}|{CLOSE}|\\verb\*?([^A-Za-z\s*]).{{0,200}}?\1|\\[A-Za-z]+|\\.|\s+|.", re.DOTALL)
_GAP = re.compile(rf"{OPEN}|{CLOSE}")
_NAME = re.compile(r"\s*\{\s*([^{}\s']*)\s*\}")
_NOTHING = "\u200b"
"""Keeps colons apart that would start a hint, in text of which TeX shows every sign."""
_WORDS = re.compile(r"[^\W\d_]{2}")
_TEX = re.compile(r"[\\^_{}]")
_SIGNS = re.compile(r"[%#&$]")
_GROUP = r"\s*\{(?:[^{}]|\{[^{}]*\})*\}"
_SEVERAL = re.compile(rf"(?:{_GROUP}){{2,}}\s*(?:{HINT}.*)?\Z", re.DOTALL)
_OPTION_FIRST = re.compile(rf"\s*\[[^\[\]]*\]{_GROUP}\s*(?:{HINT}.*)?\Z", re.DOTALL)
_ARROW = re.compile(r"(?:->|<-|<-->|<->|<=>>?|<<=>|\u2192|\u21cc)(?:\[[^\[\]]{0,200}\])?\[[^\[\]]{0,200}\Z")
"""An arrow of chemistry, and what stands above it up to here: a first ']' ends that, also the one of a hidden gap."""
_LONGEST_ARROW = 420
_HALVES = {
    "{": "the braces in this gap do not pair up; every '{' of a gap needs its '}' in the gap, and the other way round",
    "begin": "this gap holds only one of '\\begin' and '\\end'; take both into the gap, or neither",
    "left": "this gap holds only one of '\\left' and '\\right'; take both into the gap, or neither",
    "[": "this gap holds only one of a command's square brackets; take both into the gap, or neither",
}


def settle_gaps(page: str, numbers: tuple[int, ...]) -> tuple[str, list[Fault]]:
    """Make every formula of a page that has gaps fit both sides of a card; `numbers` are those of the page's gaps."""
    faults: list[Fault] = []
    out: list[str] = []
    at = seen = 0
    for span in _SPAN.finditer(page):
        seen += page.count(OPEN, at, span.start())
        out.append(page[at : span.start()])
        at = span.end()
        if _GAP.search(span[2]):
            formula = _Formula(html.unescape(span[2]), numbers, seen)
            out += [span[1], html.escape(formula.write()).replace("&#x27;", "'"), span[3]]
            faults += formula.faults
            seen += span[2].count(OPEN)
        else:
            out.append(span.group())
    return "".join([*out, page[at:]]), faults


class _Formula:
    """Walks through the TeX of one formula once, from piece to piece."""

    def __init__(self, tex: str, numbers: tuple[int, ...], seen: int) -> None:
        self.tex = tex
        self.numbers = numbers
        self.seen = seen  # how many of them are of gaps before
        self.out: list[str] = []
        self.frames = Frames()
        self.faults: list[Fault] = []
        self.command_end = 0  # where in `out` to part the last command from what is behind it; 0 where nothing need
        self.is_word = False  # whether that command would run into a letter
        self.at = 0

    def write(self) -> str:
        while match := _PIECE.match(self.tex, self.at):
            piece, self.at = match.group(), match.end()
            if piece == OPEN:
                self.open_gap(match.end())
            elif piece == HINT:
                self.write_hint()
            elif piece == CLOSE:
                self.close_gap()
            else:
                self.take(piece)
        return "".join(self.out)

    # --- Gaps

    def open_gap(self, start: int) -> None:
        outer = self.frames.inmost
        number = self.numbers[self.seen] if self.seen < len(self.numbers) else 0
        self.seen += 1
        near = f"{{{{c{number}::{_GAP.split(self.tex[start : start + 80])[0].partition(HINT)[0]}"
        wanted = outer.take_wanted()
        self.check_place(outer, wanted, near, start)
        braced = wanted in ("m", "t", "c") or (outer.kind == "[" and outer.mode != "name")
        mode = MODES[wanted] if wanted in ("m", "t", "c") else outer.mode
        if wanted == "w":
            # Or Anki's '[...]' would be taken for what the command may have in square brackets.
            self.part(" " if outer.command == "\\\\" else "\\kern0pt ")
        if braced:
            self.out.append("{")
            self.command_end = 0
        self.out.append(OPEN)
        self.frames.push(Frame("gap", mode, braced=braced, near=near, command=outer.command, start=start))

    def check_place(self, outer: Frame, wanted: str, near: str, start: int) -> None:
        if outer.mode == "name" or wanted in ("n", "d"):
            self.refuse(outer, wanted, near)
        if outer.mode == "chemistry" and _ARROW.search(self.tex, max(0, start - _LONGEST_ARROW), start - len(OPEN)):
            message = "a gap can't stand in an arrow's brackets; take the brackets, with all in them, into the gap"
            self.blame(message, near)

    def refuse(self, outer: Frame, wanted: str, near: str) -> None:
        if wanted == "d":
            message = (
                f"a gap can't be the bracket behind '{outer.command}'; "
                "take both brackets and all between them into the gap, or write brackets that do not grow"
            )
        else:
            message = (
                f"a gap can't stand where '{outer.command}' takes a name or a size, not math; "
                "take the whole command into the gap"
            )
        self.blame(message, near)

    def write_hint(self) -> None:
        gap = self.frames.inmost
        end = self.tex.find(CLOSE, self.at)
        hint = self.tex[self.at : end if end >= 0 else len(self.tex)]
        self.at += len(hint)
        if not is_paired(hint):
            self.blame("the braces in this gap's hint do not pair up", gap.near)
        self.out += [HINT, _show_words(hint) if gap.mode in ("math", "chemistry") else hint]

    def close_gap(self) -> None:
        self.out.append(CLOSE)
        end = self.at - len(CLOSE)
        if not self.frames.has("gap"):  # it opened before the formula
            return
        gap = self.frames.find_gap()
        if gap is not self.frames.inmost:
            self.blame(_HALVES.get(self.frames.inmost.kind, _HALVES["{"]), gap.near)
        while self.frames.pop() is not gap:
            pass
        outer = self.frames.inmost
        if gap.braced:
            self.out.append("}")
            self.command_end = 0
            if gap.awaited.strip("ow"):
                message = f"this gap ends with '{gap.command}', which takes more than the gap holds; add it to the gap"
                self.blame(message, gap.near)
            elif _holds_arguments(self.tex[gap.start : end], outer):
                self.blame(f"this gap holds several arguments of '{outer.command}'; make a gap of each", gap.near)
        elif gap.awaited:
            outer.awaited, outer.command = gap.awaited, gap.command

    def blame(self, message: str, near: str) -> None:
        fault = Fault(CLOZE_RULE, message, near)
        if fault not in self.faults[-1:]:
            self.faults.append(fault)

    # --- TeX

    def take(self, piece: str) -> None:
        """Write what is no mark of a gap, and see what it opens, closes or awaits."""
        frame = self.frames.inmost
        self.keep_apart(piece, frame)
        self.out.append(piece)
        if piece == "{":
            self.open_braces(frame)
        elif piece == "}":
            self.close_frame("{", frame)
        elif frame.mode == "name":
            if piece == "]":
                self.close_frame("[", frame)
        elif frame.mode == "text":
            if piece == "$":
                self.frames.push(Frame("$"))
        else:
            self.take_sign(piece, frame)

    def keep_apart(self, piece: str, frame: Frame) -> None:
        """Keep a piece from running into the one before it."""
        if piece.isspace():
            self.is_word = False
            if frame.command == "\\\\":
                frame.awaited = ""
            return
        if self.is_word and self.command_end and piece.isascii() and piece.isalpha():
            self.part(" ")
        self.command_end = 0
        if piece == ":" and self.out[-1:] == [":"] and frame.mode == "text":
            self.out.append(_NOTHING)

    def take_sign(self, piece: str, frame: Frame) -> None:
        """Take a piece of math or chemistry."""
        if piece == "$" and frame.kind == "$":
            self.frames.pop()
        elif piece in "_^":
            frame.awaited, frame.command = "c" if frame.mode == "chemistry" else "m", piece
        elif not piece.isspace() and frame.mode == "math":
            self.take_math(piece, frame)

    def take_math(self, piece: str, frame: Frame) -> None:
        if piece == "[" and (wanted := frame.take_bracket()):
            self.frames.push(Frame("[", MODES[wanted], command=frame.command))
        elif piece == "]" and frame.kind == "[":
            self.frames.pop()
        elif piece[0] == "\\" and len(piece) > 1:
            self.take_command(piece, frame)
        elif piece == "*" and frame.awaited:
            self.command_end = len(self.out)
        else:
            self.take_other(piece, frame)

    def take_other(self, piece: str, frame: Frame) -> None:
        """Take a sign of math that opens, closes and begins nothing."""
        frame.take_sign()
        if piece == "&" and frame.kind == "gap" and frame.braced:
            self.blame(f"a gap behind '{frame.command}' can't hold a '&', which parts cells", frame.near)

    def take_command(self, piece: str, frame: Frame) -> None:
        name = piece[1:]
        self.command_end, self.is_word = len(self.out), name.isalpha()
        if OPEN in piece:
            self.blame(
                "a gap can't stand in '\\verb'; write '\\text{...}', or take the whole command into the gap", piece[:5]
            )
        if frame.awaited.lstrip("ow") and frame.command not in ("_", "^"):
            frame.take_sign()
            return
        frame.awaited, frame.command = ARGUMENTS.get(name, ""), piece
        if name in ("begin", "end"):
            self.take_environment(name)
        elif name == "left":
            self.frames.push(Frame("left", awaited="d", command=piece))
        elif name == "right":
            self.close_frame("left", frame)
            self.frames.inmost.awaited, self.frames.inmost.command = "d", piece
        elif name in ("limits", "nolimits") and len(self.out) > 1 and self.out[-2] == CLOSE:
            message = f"'{piece}' has no operator before it while this gap is hidden; take it into the gap"
            self.blame(message, piece)

    def take_environment(self, word: str) -> None:
        name = _NAME.match(self.tex, self.at)
        if not name:
            return
        self.out.append(name.group())
        self.at = name.end()
        if word == "begin":
            takes = ENVIRONMENT_ARGUMENTS.get(name[1], "")
            self.frames.inmost.awaited = ""
            self.frames.push(Frame("begin", awaited=takes, command=f"\\begin{{{name[1]}}}"))
            self.command_end, self.is_word = len(self.out), False
        else:
            self.close_frame("begin", self.frames.inmost)
            self.frames.inmost.awaited = ""

    def open_braces(self, frame: Frame) -> None:
        mode = frame.mode
        if mode == "math":
            wanted = frame.take_wanted()
            mode = MODES[wanted] if wanted else "math"
        self.frames.push(Frame("{", mode, command=frame.command))

    def close_frame(self, kind: str, frame: Frame) -> None:
        """Close what is open, unless it is of another kind; inside a gap, its other half must stand there, too."""
        if frame.kind == kind:
            self.frames.pop()
        elif frame.kind == "gap" and self.frames.has(kind):
            self.blame(_HALVES[kind], frame.near)

    def part(self, blank: str) -> None:
        """Put something between the last command and what is behind it."""
        if self.command_end:
            self.out.insert(self.command_end, blank)
            self.command_end = 0


def _show_words(hint: str) -> str:
    """Return a hint as TeX; words, and signs that have a meaning of their own, are text."""
    if _TEX.search(hint) or not (_WORDS.search(hint) or _SIGNS.search(hint)):
        return hint
    return "\\text{" + hint.replace("$", "\\$") + "}"


def _holds_arguments(body: str, outer: Frame) -> bool:
    """Whether a gap that stands for one argument of a command holds more of them, each in its brackets."""
    takes = ARGUMENTS.get(outer.command[1:], "")
    return bool(_SEVERAL.match(body) and outer.awaited) or ("o" in takes and bool(_OPTION_FIRST.match(body)))
