"""Markdown in a block of HTML, where none is read up to the next empty line, but for formulas in cells of tables."""

import html
import re
from collections.abc import Iterator

from mkdeck.diagnostics import Rule
from mkdeck.text.faults import Fault
from mkdeck.text.spans import MATH, blank, blank_blocks

FOREIGN_MARKUP_RULE = Rule("foreign-markup", "warning")

_BLOCKS = (
    "blockquote caption center col colgroup dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "h[1-6] header hr legend li main menu nav ol p section summary table tbody td tfoot th thead tr ul"
)
_START = re.compile(
    rf"^[ ]{{0,3}}</?(?P<name>{_BLOCKS.replace(' ', '|')})(?=[\s/>])",
    re.MULTILINE | re.IGNORECASE,
)
"""The start of a block of HTML (CommonMark 0.31, section 4.6, kind 6)."""
_ALONE = re.compile(r"[ ]{0,3}</?(?P<name>[A-Za-z][\w-]*)(?:[ ][^<>\n]*)?/?>[ \t]*(?=\n)")
"""A tag alone on the first line of a paragraph (kind 7)."""
_CHUNK = re.compile(r"(?:^[ \t]*\S[^\n]*(?:\n|\Z))+", re.MULTILINE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_CELL = re.compile(r"</?(?:td|th|caption|table)(?=[\s/>])", re.IGNORECASE)
_CODE = re.compile(r"<(?P<name>code|kbd|samp)\b[^<>]*>[^<]*</(?P=name)>")
_NO_FORMULA = re.compile(rf"{_CODE.pattern}|(?<!`)`[^`\n]+`(?!`)")
"""Code, also such as would be code in Markdown."""
_FORMULA = re.compile(r"\\[A-Za-z]|[\^_=+]|\A\$\$?[A-Za-z]\w?\$\$?\Z|\A\\[(\[]")
_MARKS = re.compile(
    r"""
    \*\*[^\s*][^*\n]*\*\* | (?<![\w*])\*[^\s*][^*\n]*\*(?![\w*]) | (?<!\w)__[^\s_][^_\n]*__(?!\w)
    | ~~[^\s~][^~\n]*~~
    | (?<!`)`[^`\n]+`(?!`)
    | !?\[[^\[\]\n]*\]\([^()\s]+\)
    | ^[ ]{0,3}(?:[-*+]|\d{1,2}\.)[ ]\S.* | ^[ ]{0,3}\#{1,6}[ ]\S.* | ^[ ]{0,3}(?:```|~~~).*
    """,
    re.VERBOSE | re.MULTILINE,
)


def check_html_blocks(text: str) -> list[Fault]:
    """Find the first Markdown in each block of HTML."""
    faults: list[Fault] = []
    for name, _, block in _find_blocks(text):
        bare = list(block)
        for formula in _find_in_cells(block):
            bare[formula.start() : formula.end()] = " " * len(formula.group())
        bare_text = _TAG.sub(lambda tag: " " * len(tag.group()), blank("".join(bare), _CODE))
        shown = _find_markdown(bare_text)
        if shown:
            message = (
                f"Markdown is not read in a block of HTML such as <{name}>, so '{shown[:40]}' stays as typed; "
                "put an empty line before and behind it"
            )
            faults.append(Fault(FOREIGN_MARKUP_RULE, message, shown))
    return faults


def set_cells(text: str) -> str:
    """Write formulas in the cells of HTML tables as Markdown does elsewhere, which does not look there."""
    if "<t" not in text and "<T" not in text:
        return text
    out, at = list[str](), 0
    for _, start, block in _find_blocks(text):
        for match in _find_in_cells(block):
            opened = 2 if match.group().startswith(("$$", "\\")) else 1
            tex = html.escape(html.unescape(match.group()[opened:-opened]), quote=False)
            style = "display" if match.group().startswith(("$$", "\\[")) else "inline"
            out += text[at : start + match.start()], f'<span data-math-style="{style}">{tex}</span>'
            at = start + match.end()
    return "".join([*out, text[at:]])


def _find_blocks(text: str) -> Iterator[tuple[str, int, str]]:
    """Yield each block of HTML: the name of its first element, its place and its text, code in fences blank."""
    visible = blank_blocks(text)
    for chunk in _CHUNK.finditer(visible):
        start = _ALONE.match(chunk.group()) or _START.search(chunk.group())
        if start and start["name"].lower() != "pre" and "<pre" not in chunk.group().lower():
            yield start["name"], chunk.start() + start.start(), chunk.group()[start.start() :]


def _find_in_cells(block: str) -> Iterator[re.Match[str]]:
    """Yield the formulas in the cells and captions of a block's tables, none of which reaches over a tag."""
    in_cell, at = False, 0
    visible = blank(block, _NO_FORMULA)
    for tag in _TAG.finditer(visible):
        if in_cell:
            yield from MATH.finditer(visible, at, tag.start())
        at = tag.end()
        if _CELL.match(tag.group()):
            in_cell = not tag.group().startswith("</")
    if in_cell:
        yield from MATH.finditer(visible, at)


def _find_markdown(inside: str) -> str:
    """Return the first line of the first mark or formula; empty where there is none."""
    formula = next((match for match in MATH.finditer(inside) if _FORMULA.search(match.group())), None)
    mark = _MARKS.search(inside)
    first = min((match for match in (formula, mark) if match), key=lambda match: match.start(), default=None)
    return first.group().strip().partition("\n")[0] if first else ""
