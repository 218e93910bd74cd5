r"""Plain text to Markdown that shows it as it was typed.

Formulas (`$...$`, `$$...$$`, `\(...\)`, `\[...\]`) stay formulas and lines of code become code blocks; of the rest only
as much is escaped as Markdown would otherwise take for marks, which is settled by rendering the result.
"""

import html
import re
from functools import lru_cache

from mkdeck.importers.sources.blanks import shorten
from mkdeck.text.bare_math import BARE_TEX_RULE
from mkdeck.text.escaping import SPECIAL, escape_all, escape_marks, guard_line_starts
from mkdeck.text.html_blocks import FOREIGN_MARKUP_RULE
from mkdeck.text.joined_lines import JOINED_LINES_RULE
from mkdeck.text.markdown import render
from mkdeck.text.spans import MATH

_TABS = re.compile(r"(?<! ) *\t[ \t]*")
_TEX = re.compile(r"\\[A-Za-z]|[\^_{}]")
_FORMULA = re.compile(r"[A-Za-z0-9\s+\-*/=<>()|,.!'%:;\[\]]*")
_WORD = re.compile(r"[A-Za-z]{3,}")
_NUMBERS = re.compile(r"[-+\u2212(\[\d.][-+\u2212*/=<>()\[\]:.,\s\d]*(?<=[\d)\]])")
"""A formula of numbers alone, such as `-1`, `2 + 3` or `(0, 1)`."""

_CODE_END = re.compile(r"(?:[;{}]|\)\s*:|\belse:|\btry:|=>|\\)\s*(?://.*|#.*)?$")
_CODE_START = re.compile(
    r"""
    \s*
    (?: \#include | import\s | from\s+\w+\s+import | def\s | class\s+\w+
      | for\s*\( | for\s+\w+\s+in\s | while[\s(] | if\s*\( | return\b | print\w*\s*\(
      | (?:int|float|double|char|void|bool|boolean|public|private|static|const|var|let|String)\s+[\w*\[]
      | SELECT\s | INSERT\s+INTO | UPDATE\s
      | </?\w+[^<>]*>\s*$ | \} | @\w+\s*$ | \w+\s*(?:[-+*/%&|^]|//|\*\*)?=\s*\S
    )
    """,
    re.VERBOSE,
)
_BLOCK = re.compile(r"\s*(if|elif|else|while|for|with|try|except|finally)\b")
_SIGNS = frozenset("=<>()[]")
"""Of an expression; a line such as "if it rains:" has none."""
_PRE = re.compile(
    r"<pre\b[^<>]*>(?:\s*<code\b[^<>]*>)?\n?((?:(?!<pre\b).)*?)\s*(?:</code>\s*)?</pre>", re.DOTALL | re.IGNORECASE
)
_FENCED = re.compile(
    r"^[ \t]*(?P<marks>```+|~~~+)[ \t]*([\w+#-]*)[ \t]*\n(.*?)^[ \t]*(?P=marks)[ \t]*$", re.DOTALL | re.MULTILINE
)
_LIST_LIKE = re.compile(r"(?:[-*\u2022\u2013\u25e6\u25aa+o]|\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.):])\s")
_WRAPPED_CHARACTERS = 60
"""Lines at least this long that end in the middle of a sentence were wrapped, not ended."""
_HARMLESS = frozenset((FOREIGN_MARKUP_RULE, BARE_TEX_RULE, JOINED_LINES_RULE))
"""What backslashes before signs would not mend."""
_ASSIGNED = re.compile(r"[\w.\[\]]{1,16}\s*(?:[<>!:+*/-]?=|->|<-)\s*\S")


def to_markdown(text: str, *, wrapped: bool = True) -> str:
    """Turn a plain text of any number of lines into Markdown; a line break that the author meant stays one.

    Where lines were not `wrapped`, as in the cells of a table, every one was meant.
    """
    text = shorten(text.strip("\n").rstrip())
    if "\n" not in text:
        return escape(text.strip())
    parts: list[str] = []
    at = 0
    blocks = [(block.span(), fence(block[1])) for block in _PRE.finditer(text)]
    blocks += [(block.span(), fence(_dedent(block[3].split("\n")), block[2])) for block in _FENCED.finditer(text)]
    for (start, end), code in sorted(blocks):
        if start >= at:
            parts += [_prose(text[at:start], wrapped=wrapped), code]
            at = end
    parts.append(_prose(text[at:], wrapped=wrapped))
    return "\n\n".join(part for part in parts if part)


def escape(text: str) -> str:
    """Escape what Markdown would take for marks; formulas stay formulas, and tabs become spaces."""
    text = _TABS.sub(" ", shorten(text))
    if not SPECIAL.search(text):
        return text
    return _escape(text)


def fence(code: str, language: str = "") -> str:
    """Write code as a fenced block."""
    code = code.strip("\n").rstrip()
    if not code:
        return ""
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    marks = "`" * max(3, longest + 1)
    return f"{marks}{language}\n{code}\n{marks}"


def code_span(code: str) -> str:
    """Write code as a span in backticks."""
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    marks = "`" * (longest + 1)
    room = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{marks}{room}{code}{room}{marks}"


def _is_formula(text: str) -> bool:
    """Whether what stands between two single dollars is a formula, and not the text between two prices."""
    if _TEX.search(text) or _NUMBERS.fullmatch(text):
        return True
    return bool(_FORMULA.fullmatch(text)) and not _WORD.search(text) and any(each.isalpha() for each in text)


def _is_single(text: str, match: re.Match[str]) -> bool:
    """Whether a formula between single dollars is one, and no amounts on either side, as in `3$-4$`."""
    before, behind = text[max(match.start() - 1, 0) : match.start()], text[match.end() : match.end() + 1]
    inside = match.group()[1:-1]
    if behind.isalnum() or (before.isdigit() and _NUMBERS.fullmatch(inside)):
        return False
    return _is_formula(inside)


def split_math(text: str) -> list[tuple[bool, str]]:
    """Split a text into formulas (True) and what stands between them."""
    if "$" not in text and "\\(" not in text and "\\[" not in text:
        return [(False, text)]
    pieces: list[tuple[bool, str]] = []
    at = 0
    for match in MATH.finditer(text):
        formula = match.group()
        if formula[0] == "$" and formula[:2] != "$$" and not _is_single(text, match):
            continue
        pieces += [(False, text[at : match.start()]), (True, formula)]
        at = match.end()
    pieces.append((False, text[at:]))
    return pieces


@lru_cache(maxsize=4096)
def _escape(text: str) -> str:
    expected = shown(text)
    if "{{" not in text and _arrives(text, expected):
        return text
    pieces = split_math(text)
    for pattern in (escape_marks, escape_all):
        attempt = "".join(piece if math else pattern(piece) for math, piece in pieces)
        attempt = guard_line_starts(attempt)
        if _arrives(attempt, expected):
            return attempt
    return guard_line_starts(escape_all(text))


def shown(text: str) -> str:
    """Return what a card must show of a plain text, without white space."""
    pieces = []
    for math, piece in split_math(text):
        if math and piece[:2] == "$$":
            pieces.append(f"\\[{piece[2:-2]}\\]")
        elif math and piece[0] == "$":
            pieces.append(f"\\({piece[1:-1]}\\)")
        else:
            pieces.append(piece)
    return "".join("".join(pieces).split())


def _arrives(markdown: str, expected: str) -> bool:
    """Whether a Markdown text is one paragraph that shows exactly this."""
    fragment = render(markdown, lambda reference: reference)
    page = fragment.html.replace("<!-- -->", "").replace("<span>\\</span>", "\\")
    wrong = any(fault.rule not in _HARMLESS for fault in fragment.faults)
    if wrong or not page.startswith("<p>") or not page.endswith("</p>"):
        return False
    page = page[3:-4].replace("</p>\n<p>", "").replace("<br />", "").replace("<br>", "")
    return "<" not in page and "".join(html.unescape(page).split()) == expected


def _prose(text: str, *, wrapped: bool) -> str:
    """Turn lines of plain text into paragraphs and code blocks."""
    parts: list[str] = []
    prose: list[str] = []
    for code, lines in _part_code(text.strip("\n").split("\n")):
        if code:
            parts += [*_paragraphs(prose, wrapped=wrapped), fence(_dedent(lines))]
            prose = []
        else:
            prose += lines
    return "\n\n".join(part for part in [*parts, *_paragraphs(prose, wrapped=wrapped)] if part)


def _paragraphs(lines: list[str], *, wrapped: bool) -> list[str]:
    blocks = re.split(r"\n\s*\n", "\n".join(line.strip() for line in lines).strip())
    return [_break_lines(block.split("\n"), wrapped=wrapped) for block in blocks if block]


def _break_lines(lines: list[str], *, wrapped: bool) -> str:
    """Join the lines of a paragraph; where its author ended a line, the card does too."""
    text = "\n".join(lines)
    # Formulas may reach over lines, so a paragraph is escaped as a whole, and looked at again with its breaks.
    broken = _add_breaks(lines, escape(text).split("\n"), wrapped=wrapped)
    if not SPECIAL.search(broken) or _arrives(broken, shown(text)):
        return broken
    return _add_breaks(lines, guard_line_starts(escape_all(text)).split("\n"), wrapped=wrapped)


def _add_breaks(lines: list[str], escaped: list[str], *, wrapped: bool) -> str:
    if len(escaped) != len(lines) or any(math and "\n" in piece for math, piece in split_math("\n".join(lines))):
        return "\n".join(escaped)
    out = [escaped[0]]
    for before, line, shown in zip(lines, lines[1:], escaped[1:], strict=False):
        if not (wrapped and _is_wrapped(before, line)):
            out[-1] += "\\"
        out.append(shown)
    return "\n".join(out)


def _is_wrapped(before: str, line: str) -> bool:
    if _LIST_LIKE.match(line) or before.endswith(":"):
        return False
    if line[:1].islower() and not (_ASSIGNED.match(line) or _ASSIGNED.match(before)):
        return True
    return len(before) >= _WRAPPED_CHARACTERS and before[-1] not in ".:?!;"


def _find_code_end(lines: list[str], looks: list[bool], start: int) -> int:
    """Return the place behind the lines from `start` on that look like code, or go on with it."""
    end = start
    while end < len(lines) and (looks[end] or (end > start and _continues_code(lines, looks, end))):
        end += 1
    return end


def _part_code(lines: list[str]) -> list[tuple[bool, list[str]]]:
    """Split lines into stretches of code and of prose."""
    looks = [bool(_ends_as_code(line) or _CODE_START.match(line)) for line in lines]
    if sum(looks) < 2:
        return [(False, lines)]
    stretches: list[tuple[bool, list[str]]] = []
    i = 0
    while i < len(lines):
        end = _find_code_end(lines, looks, i)
        stretch = lines[i:end]
        if len(stretch) >= 2 and _is_code(stretch):
            stretches.append((True, stretch))
            i = end
        else:
            stretches.append((False, lines[i : max(end, i + 1)]))
            i = max(end, i + 1)
    return stretches


def _continues_code(lines: list[str], looks: list[bool], i: int) -> bool:
    """Whether a line between lines of code is part of it: it is indented or empty, and more code follows."""
    if lines[i].strip() and not lines[i].startswith(("  ", "\t")):
        return False
    return lines[i].startswith(("  ", "\t")) or (i + 1 < len(lines) and looks[i + 1])


def _is_code(lines: list[str]) -> bool:
    indented = any(line.startswith(("  ", "\t")) and line.strip() for line in lines[1:])
    ended = sum(map(_ends_as_code, lines))
    return (indented and ended >= 1) or ended >= 2


def _ends_as_code(line: str) -> bool:
    return bool(_CODE_END.search(line)) or _begins_block(line)


def _begins_block(line: str) -> bool:
    """Whether a line is one of Python that has a block of others below it."""
    match = _BLOCK.match(line)
    told = line.partition("#")[0].rstrip()
    if not match or not told.endswith(":"):
        return False
    rest = told[match.end() : -1]
    return not rest.strip() or not _SIGNS.isdisjoint(rest) or (match[1] == "for" and " in " in rest)


def _dedent(lines: list[str]) -> str:
    lines = [line.expandtabs(4).rstrip() for line in lines]
    indent = min((len(line) - len(line.lstrip()) for line in lines if line), default=0)
    return "\n".join(line[indent:] for line in lines)
