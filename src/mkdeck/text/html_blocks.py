"""Markdown that stands in a block of HTML, where Markdown is not read up to the next empty line."""

import re

from mkdeck.text.faults import Fault
from mkdeck.text.spans import CODE_BLOCK, MATH, blank

_START = re.compile(
    r"^[ ]{0,3}</?(?P<name>blockquote|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption"
    r"|figure|footer|form|h[1-6]|header|hr|legend|li|main|menu|nav|ol|p|section|summary|table|tbody|td|tfoot|th|thead"
    r"|tr|ul)(?=[\s/>])",
    re.MULTILINE | re.IGNORECASE,
)
"""The start of a block of HTML (CommonMark 0.31, section 4.6, kind 6)."""
_ALONE = re.compile(r"[ ]{0,3}</?(?P<name>[A-Za-z][\w-]*)(?:[ ][^<>\n]*)?/?>[ \t]*(?=\n)")
"""A tag alone on the first line of a paragraph (kind 7)."""
_CHUNK = re.compile(r"(?:^[ \t]*\S[^\n]*(?:\n|\Z))+", re.MULTILINE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
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
    visible = blank(text, CODE_BLOCK)
    for chunk in _CHUNK.finditer(visible):
        start = _ALONE.match(chunk.group()) or _START.search(chunk.group())
        if not start or start["name"].lower() == "pre" or "<pre" in chunk.group().lower():
            continue
        inside = _TAG.sub(lambda tag: " " * len(tag.group()), chunk.group()[start.start() :])
        shown = _find_markdown(inside)
        if shown:
            message = (
                f"Markdown is not read in a block of HTML such as <{start['name']}>, so '{shown[:40]}' stays as typed; "
                "put an empty line before and behind it"
            )
            faults.append(Fault("warning", "foreign-markup", message, shown))
    return faults


def _find_markdown(inside: str) -> str:
    """Give the first line of the first mark or formula; empty where there is none."""
    formula = next((match for match in MATH.finditer(inside) if _FORMULA.search(match.group())), None)
    mark = _MARKS.search(inside)
    first = min((match for match in (formula, mark) if match), key=lambda match: match.start(), default=None)
    return first.group().strip().partition("\n")[0] if first else ""
