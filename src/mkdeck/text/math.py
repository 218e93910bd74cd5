"""Rules for math: what opens must close, and braces inside must pair up."""

import html
import re

from mkdeck.text.faults import Fault
from mkdeck.text.spans import CODE_IN_HTML, CODE_SPAN, MATH, blank

_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
_DELIMITER = re.compile(r"(?<!\\)(\\\(|\\\[)")
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_DOUBLE = re.compile(r"\$\$")
_PRICE = re.compile(r"\d\$(?:[^\w\s$\\^_{}+*/=<>()|-]|/[a-z]+[\s,.;])[^$\n]*\d\$")
_BEFORE_DIGIT = re.compile(r"(?<![\\$])\$(?![\s$\d])([^$\n]{1,200})(?<![\s\\])\$(?=\d)")
_FORMULA = re.compile(r"\\[A-Za-z]|[\^_{}=]|\A(?:[^\w\s]{1,2}|[^\W\d])\Z")
"""What is hardly in words between two dollars, but in math."""
_OLD_MATH = re.compile(r"\[\$\$?\](?:(?!\[\$\$?\])[^\n])*?\[/\$\$?\]")
_TAG = re.compile(r"<[^<>]*>")
_DOLLAR = re.compile(r"(?<![\\$\w])\$(?=[^\s\d$][^\n$]*[\\^_{])")
_SPAN = re.compile(r'<span data-math-style="[^"]*">([^<]*)</span>')
_FINISHED = re.compile(r"\\[(\[](.+?)\\[)\]]", re.DOTALL)
"""A formula as it stands in a field."""
_CLOSERS = {"$$": "$$", "\\(": "\\)", "\\[": "\\]"}


def check_math(text: str, page: str) -> list[Fault]:
    """Find math that is never closed, or whose braces do not pair up; code is not looked at.

    `page` is the HTML that Markdown made of the text: where it shows as many formulas as the text has delimiters,
    and every brace is paired, there is nothing to look for.
    """
    if "$" not in text and "\\(" not in text and "\\[" not in text:
        return []
    doubtful = "$" in text and (_PRICE.search(text) or _OLD_MATH.search(text) or _BEFORE_DIGIT.search(text))
    dollars = check_dollars(blank(text, CODE_SPAN)) if doubtful else []
    return dollars or _check_closed(text, page)


def find_formula(page: str) -> str:
    """Give the first line of the first formula of a finished field, or nothing."""
    match = _FINISHED.search(page)
    return html.unescape(match[1]).strip().partition("\n")[0] if match else ""


def _check_closed(text: str, page: str) -> list[Fault]:
    displayed = page.count('data-math-style="display"')
    inline = page.count("data-math-style") - displayed
    by_backslash = text.count("\\(") + text.count("\\[")
    if (
        text.count("$") + 2 * by_backslash == 2 * inline + (4 if not by_backslash else 2) * displayed
        and text.count("{") == text.count("}")
        and all(_paired(match[1]) for match in _SPAN.finditer(page))
    ):
        return []
    shown = CODE_IN_HTML.sub(" ", page)
    faults = [
        _fault("the braces in this math do not pair up", html.unescape(match[1]))
        for match in _SPAN.finditer(shown)
        if not _paired(match[1])
    ]
    rest = html.unescape(_TAG.sub("", _SPAN.sub("\n", shown)))
    typed = blank(text, CODE_SPAN)
    by_dollars = _DOUBLE.search(rest) if _DOUBLE.search(_ESCAPED.sub("", typed)) else None
    visible = blank(typed, MATH)
    # The first says it all: what follows is read askew because of it.
    if match := by_dollars or _DELIMITER.search(visible):
        opener = match.group()
        where = rest if by_dollars else visible
        message = (
            f"math opens here with '{opener}' and is never closed with '{_CLOSERS[opener]}'; an empty line ends it, too"
        )
        if opener == "\\[":
            message += "; for a plain '[' write '&#91;'"
        faults.append(_fault(message, where[match.start() : match.start() + 80]))
    elif (match := _DOLLAR.search(rest)) and _DOLLAR.search(_ESCAPED.sub("", visible)):
        message = "math seems to open here with '$' and is never closed; if it is a plain dollar, write '\\$'"
        faults.append(_fault(message, rest[match.start() : match.start() + 80]))
    return faults


def check_dollars(text: str) -> list[Fault]:
    """Find dollars that are read otherwise than they look.

    Those behind a number open math, those before a digit do not close it, and `[$]` is Anki's own old math.
    """
    faults: list[Fault] = []
    for match in _BEFORE_DIGIT.finditer(text):
        if _FORMULA.search(match[1]):
            message = f"a '$' before a digit does not close math; write '\\({match[1]}\\)'"
            faults.append(_fault(message, match.group()))
    if price := _PRICE.search(text):
        message = "this '$' behind a number opens math, up to the next one; for a price, write '\\$'"
        faults.append(_fault(message, price.group()))
    if old := _OLD_MATH.search(text):
        message = "'[$]...[/$]' is Anki's own old math; write '$...$'"
        faults.append(_fault(message, old.group()))
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
