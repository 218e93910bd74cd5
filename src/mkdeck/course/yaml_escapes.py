r"""Escapes in double-quoted YAML that eat the start of what an author wrote, such as the `\t` of `\theta`.

YAML turns them into characters before anybody sees the text (YAML 1.2.2, section 5.7), so they are looked for in the
file as it was typed. `\n` and `\t` are ordinary in prose and named only before what is plainly TeX, code or a path.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from mkdeck.diagnostics import Rule, Severity
from mkdeck.text.spans import MATH
from mkdeck.text.vocabulary import WORDS

ESCAPE_RULE = Rule("escape", "error", "warning")

ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_LETTERS = re.compile(r"[A-Za-z]*")
_CHARACTERS = {
    "t": "a tab",
    "n": "a line break",
    "r": "a carriage return",
    "b": "a backspace",
    "f": "a form feed",
    "v": "a vertical tab",
    "a": "a bell",
    "e": "an escape character",
    "N": "an unseen line break",
    "L": "an unseen line break",
    "P": "an unseen line break",
    "_": "a no-break space",
    " ": "a space",
    "0": "a character that no text may hold",
}
_NEVER_MEANT = frozenset("bfvaeNLP0")
"""No text may hold them, or nobody sees them."""
_TEX = frozenset(
    # t
    "tag tan tanh tau tbinom tdots text textbackslash textbf textcolor textit textmd textnormal textrm textsc textsf "
    "textsl textstyle texttt textup tfrac therefore theta thickapprox thicksim thinspace tilde times tiny title to top "
    "toprule triangle triangledown triangleleft trianglelefteq triangleq triangleright trianglerighteq tt "
    "twoheadleftarrow twoheadrightarrow "
    # n
    "nLeftarrow nLeftrightarrow nRightarrow nVDash nVdash nabla natural ncong ne nearrow neg negmedspace "
    "negthickspace negthinspace neq newcommand newline newpage nexists ngeq ngeqq ngeqslant ngtr ni nleftarrow "
    "nleftrightarrow nleq nleqq nleqslant nless nmid nobreak nobreakspace noindent nolimits nonumber norm normalsize "
    "not notag notin nparallel nprec npreceq nrightarrow nshortmid nshortparallel nsim nsubset nsubseteq nsubseteqq "
    "nsucc nsucceq nsupset nsupseteq nsupseteqq ntriangleleft ntrianglelefteq ntriangleright ntrianglerighteq nu "
    "nvDash nvdash nwarrow "
    # r
    "raggedright raise raisebox rangle rarr rbrace rbrack rceil ref renewcommand rfloor rgroup rho right rightangle "
    "rightarrow rightarrowtail rightharpoondown rightharpoonup rightleftarrows rightleftharpoons rightrightarrows "
    "rightsquigarrow rightthreetimes risingdotseq rlap rm rmoustache root rtimes rule rvert rVert".split()
)
_WORDS = frozenset(
    "tag tan tau tt top ncong ne neg nexists ni nless nmid nparallel nprec nsim nsubset nsucc nu".split()
)
r"""Commands whose rest may be a word, or a name in code: `\nu` may be a line that begins with u."""
_APART: dict[str, Severity] = {"neg": "error", "nu": "error", "ne": "warning", "ni": "warning"}
"""What to say of those that stand apart from the words around them; in some languages e and i are words."""

_YAML_MATH = re.compile(r"\\\\\((?:(?!\\\\[()]).)*\\\\\)|\\\\\[(?:(?!\\\\[\[\]]).)*\\\\\]", re.DOTALL)
r"""Math between `\(` and `\)`, or `\[` and `\]`, whose backslashes were doubled as they must be."""
_ADDRESS = re.compile(r"\]\([^()\s]*\)")
_CODE = re.compile(r"(?<!`)`(?!`)[^`\n]*`(?!`)")
_CODE_END = re.compile(r"\\\"|['`]")
"""What stands behind an escape that a program writes."""
_QUOTED = re.compile(r"(?<![^\s(\[,])('|\\\")\Z"), re.compile(r"('|\\\")(?![^\s.,;:?!)\]])")
r"""What stands around an escape that a text is about, as in `'\n' ends a line`."""
_LAST_WORD = re.compile(r"(?<!\w)(\w+) \Z")
_ROW = re.compile(r"\\\\(?=[\s\d&\[-]|$)")

_DRIVE = re.compile(r"(?<![A-Za-z])[C-Z]:$")
"""What stands before a path of Windows; A and B speak in dialogues."""

_ADVICE = "use single quotes{}, or a block that starts with '|'"
_APOSTROPHE = " (where an apostrophe is written '')"


@dataclass(frozen=True, slots=True)
class Eaten:
    """An escape, by its place in a quoted text as it stands in the file, and what to say about it."""

    at: int
    escape: str
    severity: Severity
    message: str


def find_eaten(raw: str) -> list[Eaten]:
    """Find the escapes in a double-quoted text, given without its quotes, that mean something else than they say."""
    escapes = list(ESCAPE.finditer(raw))
    if not any(each.group()[1] in _CHARACTERS for each in escapes) and "begin{" not in raw:
        return []
    judge = _Judge(raw, escapes)
    advice = _ADVICE.format(_APOSTROPHE if "'" in raw else "")
    found = [Eaten(at, escape, severity, f"{what}; {advice}") for at, escape, severity, what in judge.judge()]
    return sorted(found, key=lambda each: each.at)


def restore(raw: str, eaten: list[Eaten]) -> str:
    """Return a double-quoted text whose eaten escapes, where they are errors, stand for themselves."""
    pieces, done = list[str](), 0
    for each in eaten:
        if each.severity == "error":
            pieces += [raw[done : each.at], "\\"]
            done = each.at
    return "".join([*pieces, raw[done:]])


class _Judge:
    """Looks at the escapes of one text."""

    def __init__(self, raw: str, escapes: list[re.Match[str]]) -> None:
        self.raw = raw
        self.escapes = escapes
        self.start = len(raw) - len(raw.lstrip())
        self.math = _Spans(raw, MATH, _YAML_MATH)
        self.addresses = _Spans(raw, _ADDRESS)
        self.code = _Spans(raw, _CODE)

    def judge(self) -> Iterator[tuple[int, str, Severity, str]]:
        """Yield place, escape, severity and what is wrong."""
        tabulated = any(
            each.group() == "\\t" and "t" + self._rest(each) not in _TEX for each in self.escapes
        )  # in a table, a tab is one
        for i, each in enumerate(self.escapes):
            sign = each.group()[1]
            if sign not in _CHARACTERS:
                continue
            severity = self._weigh(each, tabulated=tabulated, behind_row=i > 0 and self._ends_row(i))
            if severity:
                yield each.start(), each.group(), severity, self._describe(each)
        if "begin{" in self.raw and "\\\\\\\\" not in self.raw:
            yield from self._rows()

    def _weigh(self, escape: re.Match[str], *, tabulated: bool, behind_row: bool) -> Severity | None:
        sign, in_math = escape.group()[1], escape.start() in self.math
        if sign in _NEVER_MEANT:
            return "error"
        if sign in "_ ":
            return "error" if in_math else self._weigh_space(escape)
        if self._is_in_path(escape) or self._is_mentioned(escape):
            return "warning"
        leaves_rest = sign == "r" and in_math and self._rest(escape)
        if leaves_rest or escape.start() in self.addresses or self._in_code(escape):
            return "error"
        if behind_row or self._opens_display(escape):
            return None
        return self._weigh_command(escape, sign + self._rest(escape), tabulated=tabulated, in_math=in_math)

    def _weigh_command(self, escape: re.Match[str], command: str, *, tabulated: bool, in_math: bool) -> Severity | None:
        """Judge a break or a tab before letters that may be the rest of a command of TeX."""
        if command not in _TEX or (command == "to" and tabulated and not in_math):
            return None
        if command not in _WORDS or in_math or self._is_alone(escape):
            return "error"
        return _APART.get(command) if self._stands_apart(escape) else None

    def _is_alone(self, escape: re.Match[str]) -> bool:
        """Whether a command stands where no line and no cell would end, or takes an argument."""
        before, after = self._before(escape), self._after(escape)
        if escape.start() <= self.start or before.endswith("::") or after in ("{", "_", "^"):
            return True
        return escape.group() == "\\t" and not (before[-1].isalnum() or before[-1] in ".:;,)")

    def _stands_apart(self, escape: re.Match[str]) -> bool:
        return self._before(escape).endswith(" ") and self._after(escape) in " .,;:?!)"

    def _is_in_path(self, escape: re.Match[str]) -> bool:
        r"""Whether a path of Windows, such as C:\new, starts right before an escape."""
        before = self.raw[max(0, escape.start() - 3) : escape.start()]
        return bool(_DRIVE.search(before)) and self._rest(escape)[:1].islower()

    def _is_mentioned(self, escape: re.Match[str]) -> bool:
        r"""Whether a text is about an escape, as in `'\n' ends a line`, `What does \n do?` or `[ \t]*`."""
        before, after = (
            self.raw[max(0, escape.start() - 20) : escape.start()],
            self.raw[escape.end() : escape.end() + 3],
        )
        opened, closed = _QUOTED[0].search(before), _QUOTED[1].match(after)
        if opened and closed:
            return opened[1] == closed[1]
        if escape.group() == "\\t" and after[:1] == "]" and before.rstrip()[-1:] in ("[", "^"):
            return True
        last = _LAST_WORD.search(before) if after[:1] == " " else None
        return bool(last and last[1].lower() in WORDS.join_words("asks_about"))

    def _weigh_space(self, escape: re.Match[str]) -> Severity | None:
        r"""Judge a space outside of math: in a word or before one `\_` was meant, behind a blank the backslash."""
        if escape.group()[1] == " ":
            before = self.raw[max(0, escape.start() - 200) : escape.start()]
            # At the start of a line, it is how programs go on with a text that has a space there.
            return "error" if before.endswith(" ") and before.rpartition("\n")[2].strip() else None
        if self._before(escape)[-1:] in ("", " ", "(") and self._rest(escape):
            return "warning"
        around = self._before(escape) + self.raw[escape.end() : escape.end() + 2]
        return "warning" if re.fullmatch("[a-z]{4}", around) else None

    def _in_code(self, escape: re.Match[str]) -> bool:
        """Whether an escape stands in a code span as programs write it."""
        return escape.start() in self.code and bool(_CODE_END.match(self.raw, escape.end()))

    def _opens_display(self, escape: re.Match[str]) -> bool:
        r"""Whether a line break follows the `$$` of math whose end stands on a line of its own, too."""
        if escape.group() != "\\n" or self._before(escape) != "$$":
            return False
        end = self.raw.find("$$", escape.end())
        return end > 0 and self.raw[end - 2 : end] == "\\n"

    def _ends_row(self, i: int) -> bool:
        r"""Whether `\\\\`, the end of a row, stands right before the i-th escape."""
        return (
            i > 1
            and all(each.group() == "\\\\" for each in self.escapes[i - 2 : i])
            and all(one.end() == other.start() for one, other in pairwise(self.escapes[i - 2 : i + 1]))
        )

    def _rows(self) -> Iterator[tuple[int, str, Severity, str]]:
        starts = {each.start() for each in self.escapes}
        for match in _ROW.finditer(self.raw):
            if match.start() in self.math and match.start() in starts:
                yield match.start(), match.group(), "warning", r"in double quotes '\\' is one '\', which ends no row"
                return

    def _describe(self, escape: re.Match[str]) -> str:
        sign, rest = escape.group(), self._rest(escape)
        what = f"in double quotes '{sign}' is {_CHARACTERS[sign[1]]}"
        return f"{what}, which leaves '{rest}' of '{sign}{rest}'" if rest and sign[1].isalpha() else what

    def _before(self, escape: re.Match[str]) -> str:
        return self.raw[max(0, escape.start() - 2) : escape.start()]

    def _after(self, escape: re.Match[str]) -> str:
        """Return the character behind a command, or nothing."""
        end = escape.end() + len(self._rest(escape))
        return self.raw[end : end + 1]

    def _rest(self, escape: re.Match[str]) -> str:
        match = _LETTERS.match(self.raw, escape.end())
        return match.group() if match else ""


class _Spans:
    """Stretches of a text that some patterns find."""

    def __init__(self, text: str, *patterns: re.Pattern[str]) -> None:
        self.spans = sorted(match.span() for pattern in patterns for match in pattern.finditer(text))

    def __contains__(self, at: int) -> bool:
        i = bisect_right(self.spans, at, key=lambda span: span[0]) - 1
        return i >= 0 and at < self.spans[i][1]
