"""Rules for math: what opens must close, and braces inside must pair up."""

import re

from mkdeck.text.faults import Fault
from mkdeck.text.spans import CODE_SPAN, MATH, blank

_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
_DELIMITER = re.compile(r"(?<!\\)(\$\$|\\\(|\\\[)")
_DOLLAR = re.compile(r"(?<![\\$\w])\$(?=[^\s\d$][^\n$]*[\\^_{])")
_SPAN = re.compile(r'<span data-math-style="[^"]*">([^<]*)</span>')
_CLOSERS = {"$$": "$$", "\\(": "\\)", "\\[": "\\]"}


def check_math(text: str, page: str) -> list[Fault]:
    """Find math that is never closed, or whose braces do not pair up; code is not looked at.

    `page` is the HTML that Markdown made of the text: where it shows as many formulas as the text has delimiters,
    and every brace is paired, there is nothing to look for.
    """
    if "$" not in text and "\\(" not in text and "\\[" not in text:
        return []
    displayed = page.count('data-math-style="display"')
    inline = page.count("data-math-style") - displayed
    by_backslash = text.count("\\(") + text.count("\\[")
    if (
        text.count("$") + 2 * by_backslash == 2 * inline + (4 if not by_backslash else 2) * displayed
        and text.count("{") == text.count("}")
        and all(_paired(match[1]) for match in _SPAN.finditer(page))
    ):
        return []
    visible = blank(text, CODE_SPAN) if "`" in text or "~" in text else text
    faults = [
        _fault("the braces in this math do not pair up", match.group())
        for match in MATH.finditer(visible)
        if not _paired(match.group()[1:-1])
    ]
    rest = blank(visible, MATH)
    if match := _DELIMITER.search(rest):  # the first says it all: what follows is read askew because of it
        opener = match.group()
        message = f"math opens here with '{opener}' and is never closed with '{_CLOSERS[opener]}'"
        faults.append(_fault(message, rest[match.start() : match.start() + 80]))
    if match := _DOLLAR.search(rest):
        message = "math seems to open here with '$' and is never closed; if it is a plain dollar, write '\\$'"
        faults.append(_fault(message, rest[match.start() : match.start() + 80]))
    return faults


def _paired(math: str) -> bool:
    depth = 0
    for match in _BRACES.finditer(math):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth < 0:
            return False
    return depth == 0


def _fault(message: str, near: str) -> Fault:
    return Fault("warning", "math", message, near.strip().partition("\n")[0][:60])
