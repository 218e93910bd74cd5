"""Rules for math: what opens must close, and what stands between must be TeX that Anki can read."""

import html
import re
from collections.abc import Iterator
from itertools import islice

from mkdeck.diagnostics import Rule
from mkdeck.text.cloze import CLOSE, HINT, OPEN, TOKEN
from mkdeck.text.dollars import DOLLAR
from mkdeck.text.faults import Fault
from mkdeck.text.foreign_tex import ABOUT_TEX
from mkdeck.text.formula_parts import find_missing
from mkdeck.text.formulas import find_fault
from mkdeck.text.spans import CODE_IN_HTML, blank_code, blank_code_and_math, blank_math
from mkdeck.text.unseen_braces import find_unseen_braces

MATH_RULE = Rule("math", "warning", "error")

_DELIMITERS = ("\\(", "\\[", "\\)", "\\]", "\\begin{")
"""Without any of these and without a dollar, a text has no math."""
_DELIMITER = re.compile(r"(?<!\\)(\\\(|\\\[)")
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_DOUBLE = re.compile(r"\$\$")
_PROCESS = re.compile(r"(?<!\S)\$\$(?![^\s,.;:?!)])")
_OF_SHELL = re.compile(r"\$[#?!@*0](?!\w)|\bPID\b|\b(?:ba|z|k)?sh\b|\b[Ss]hell", re.IGNORECASE)
"""What is in texts in which `$$` stands for the shell's own process."""
_BEFORE_DIGIT = re.compile(r"\$(?<![\\$]\$)(?![\s$\d])([^$\n]{1,200})(?<![\s\\])\$(?=\d)")
_CELL_NAME = re.compile(r"\$[A-Z]{1,3}\$")
"""As in `$A$1`, of a spreadsheet."""
_OLD_MATH = re.compile(r"\[\$\$?\](?:(?!\[\$\$?\])[^\n])*?\[/\$\$?\]")
_TAG = re.compile(r"<[^<>]*>")
_SIGN = (
    r"(?:\\[A-Za-z]{2,}|[\w)}\]]\^|(?<![A-Za-z])[A-Za-z]_(?:[A-Za-z0-9](?![A-Za-z])|[{\\])|[_^]\{)"  # \alpha a^ x_1 _{
)
"""What is in formulas, but neither in the names of programs' variables nor in prices."""
_VARIABLE = r"(?:[A-Za-z]{2,}\w*|_\w+)(?![\w\\^{(])"
_FORMULA = re.compile(rf"{_SIGN}|=(?!\Z)|\A(?:\\[A-Za-z]+|[^\w\s(]{{1,2}}|[^\W\d])\Z")
"""What is hardly in words between two dollars, but in math."""
_OPENER = re.compile(
    rf"""
    (?<![\\$\w])\$
    (?:
      (?!{_VARIABLE}|[\s\d])(?=[^\n$]*?{_SIGN})
      | (?=\d[\d.,]*(?:[A-Za-z]{{0,2}}\^|[A-Za-z]{{1,2}}_[\w{{]|\\[A-Za-z]{{2}}))     # a number, and what it multiplies
    )
    """,
    re.VERBOSE,
)
_CLOSER = re.compile(rf"(?<![\\$]){_SIGN}[^\s$]{{0,60}}\$(?![\w$])")
_SPACED = re.compile(rf"(?<![\\$\w])\$(?=[^$\n]*?{_SIGN})(?=[ \t]|[^$\n]*[ \t]\$)([^$\n]*)\$(?![\w$])")
_SPACED_LETTERS = re.compile(
    r"(?<![\\$\w])(?<!\d[ ])\$\s+((?=[^$]{0,60}[A-Za-z])(?:[A-Za-z]|(?=[^$\n]*[-+*/=<>])"
    r"[A-Za-z\d](?:[ ]?(?:[-+*/=<>.,!()|\[\]']|\d|[A-Za-z](?![A-Za-z])))*))\s+\$(?![\w$])"
)
"""A formula of letters, numbers and signs, without anything of TeX."""
_LATE = re.compile(rf"(?<![\\$]){_SIGN}[^\s\\$]{{0,60}}(\\\)|\\\])")
_SPAN = re.compile(r'<span data-math-style="[^"]*">([^<]*)</span>')
_STYLE = re.compile(r'<span data-math-style="([a-z]+)"')
_HINT = re.compile(f"{HINT}.*?{CLOSE}", re.DOTALL)
_AS_BRACKET = re.compile(rf"\\(?:left|right|middle|[Bb]igg?[lmr]?)\s*{OPEN}")
_FINISHED = re.compile(r"\\[(\[](.+?)\\[)\]]", re.DOTALL)
"""A formula as it stands in a field."""
_NEAR_CHARACTERS = 12
"""How much of a line tells one place of a text from others."""
_MAX_LOOKS = 50
"""How many delimiters are looked for in the code of a page."""
_BRACKETED = re.compile(r"(?<![*/^'\"|.+?)\]])\\\[(?:[^\s\\$^=\]][^\\\n$^=]*)?\]")
"""Brackets with a backslash before the first, as in `\\[sic]`: it keeps them from being a link, and does not show."""
_WORDS = re.compile(r"(?<=[^\s$])[ ]?(\\\[(\.{1,3}|…|\d{1,3}|[^\W\d_A-Z]{3,}(?:[ ][^\W\d_]+){0,4})\\\])")
"""As in `he \\[sic\\] said`, `a\\[.\\]org` and `see \\[1\\]`."""
_DOUBLED = re.compile(r"\\\\(?<![\\\"'/]\\\\)(?:\((?P<inline>[^\n]{1,300}?)\\\\\)|\[(?P<shown>[^\n]{1,300}?)\\\\\])")
_MOST_QUOTED_CHARACTERS = 40
_OF_FORMULAS = re.compile(r"[=<>^_+]|\\[A-Za-z]{2}|\A\s")
_OF_PATTERNS = re.compile(r"\\[dwsDWS]\b|\\\\[a-zA-Z.]|\.[*+]|[\])][*+?]")
_CLOSERS = {"$$": "$$", "\\(": "\\)", "\\[": "\\]"}
_ENVIRONMENT = re.compile(
    r"""
    \\begin\{((?:align|gather|equation|multline|cases|[a-zA-Z]?matrix)(?:ed)?\*?)\}
    (?=[^\n]{0,200}[&=^])                         # behind it, on the same line, what is in no prose
    """,
    re.VERBOSE,
)


def check_math(text: str, page: str) -> list[Fault]:
    """Find math that is never closed, or that Anki can't read; code is not looked at.

    `page` is the HTML that Markdown made of the text: where it shows as many formulas as the text has delimiters,
    and every formula is sound, there is nothing to look for.
    """
    if not _may_hold_math(text):
        return []
    typed = text.replace(DOLLAR, "$")
    doubtful = "$" in typed and (_OLD_MATH.search(typed) or _BEFORE_DIGIT.search(typed))
    dollars = _check_dollars(blank_code(typed)) if doubtful else []
    worded = _check_words(blank_code(typed)) if "\\[" in typed else []
    doubled = _check_doubled(blank_code_and_math(typed)) if "\\\\" in typed else []
    return dollars or worded or doubled or _check_formulas(page) + _check_closed(text, page)


def _check_words(visible: str) -> list[Fault]:
    """Find words in a line that a backslash before their brackets makes a formula of its own."""
    match = _WORDS.search(visible)
    message = "'{}' is math, which stands on a line of its own; for words in brackets, write '[{}]'"
    return [_fault(message.format(*match.groups()), match[1])] if match else []


def _may_hold_math(text: str) -> bool:
    return "$" in text or ("\\" in text and any(map(text.__contains__, _DELIMITERS)))


def _check_doubled(visible: str) -> list[Fault]:
    """Find math whose backslashes were doubled, as programs need it."""
    for match in () if ABOUT_TEX.search(visible) else _DOUBLED.finditer(visible):
        inside, typed = match["inline"] or match["shown"], match.group()
        if _OF_FORMULAS.search(inside) and not _OF_PATTERNS.search(inside):
            is_short = len(inside) <= _MOST_QUOTED_CHARACTERS
            written = typed.replace("\\\\", "\\") if is_short else f"\\{typed[2]}...\\{typed[-1]}"
            return [_fault(f"'{typed[:3]}' is no math but shows as '{typed[1:3]}'; write '{written}'", typed)]
    return []


def find_formula(page: str) -> str:
    """Return the first line of the first formula of a finished field, or nothing."""
    match = _FINISHED.search(page)
    return html.unescape(match[1]).strip().partition("\n")[0] if match else ""


def _check_formulas(page: str) -> list[Fault]:
    if not any(fault for _, fault in _find_faults(page)):
        return []
    return [_fault(fault, tex) for tex, fault in _find_faults(CODE_IN_HTML.sub(" ", page)) if fault]


def _find_faults(page: str) -> Iterator[tuple[str, str]]:
    """Yield the TeX of every formula, with the text of its gaps but not their hints, and what is wrong with it."""
    for match in _SPAN.finditer(page):
        tex = braced = html.unescape(match[1])
        if OPEN in tex:
            unhinted = _HINT.sub(CLOSE, tex)
            tex = TOKEN.sub("", unhinted)
            # A gap in place of a bracket is named as a gap.
            braced = "" if _AS_BRACKET.search(unhinted) else unhinted.replace(OPEN, "{").replace(CLOSE, "}")
        yield tex, find_fault(tex) or find_missing(braced) or find_unseen_braces(tex)


def _check_closed(text: str, page: str) -> list[Fault]:
    if _is_closed(text, page):
        return []
    rest = html.unescape(_TAG.sub("", _SPAN.sub("\n", CODE_IN_HTML.sub(" ", page))))
    typed = blank_code(text)
    visible = blank_math(typed)
    # The first says it all: what follows is read askew because of it.
    fault = _find_opener(typed, visible, rest, page) or _find_dollar(visible, rest) or _find_rest(visible, rest)
    return [fault] if fault else []


def _is_closed(text: str, page: str) -> bool:
    """Whether every delimiter of a text is one of a formula on its page, which most texts tell at once."""
    styles = _STYLE.findall(page)
    displayed = styles.count("display")
    dollars = 2 * (len(styles) - displayed) + 4 * displayed
    if text.count("{") != text.count("}"):
        return False
    if "\\" not in text:
        return text.count("$") == dollars
    by_backslash = text.count("\\(") + text.count("\\[")
    return (
        text.count("$") + 2 * by_backslash == (2 * len(styles) if by_backslash else dollars)
        and by_backslash == text.count("\\)") + text.count("\\]")
        and "\\begin{" not in text
    )


def _find_opener(typed: str, visible: str, rest: str, page: str) -> Fault | None:
    """Find a delimiter other than '$' that is never closed."""
    by_dollars = _find_double(typed, rest, page.count('data-math-style="display"'))
    by_backslash = islice(_DELIMITER.finditer(visible), _MAX_LOOKS)
    open_ones = (each for each in by_backslash if not _BRACKETED.match(visible, each.start()))
    match = by_dollars or next((each for each in open_ones if not _is_code(each, visible, page)), None)
    if not match:
        return None
    opener = match.group()
    where = rest if by_dollars else visible
    message = (
        f"math opens here with '{opener}' and is never closed with '{_CLOSERS[opener]}'; an empty line ends it, too"
    )
    if opener == "\\[":
        message += "; for a plain '[' write '&#91;'"
    return _fault(message, where[match.start() : match.start() + 80])


def _find_double(typed: str, rest: str, displayed: int) -> re.Match[str] | None:
    """Find a '$$' that shows as it was typed, unless all but escaped ones stand around the formulas on display."""
    if len(_DOUBLE.findall(_ESCAPED.sub(" ", typed))) + 2 * typed.count("\\[") <= 2 * displayed:
        return None
    found = list(islice(_DOUBLE.finditer(rest), _MAX_LOOKS))
    if len(found) == 1 and _OF_SHELL.search(rest) and _PROCESS.search(rest):
        return None
    typed_so = (each for each in found if rest[each.start() :].partition("\n")[0][:_NEAR_CHARACTERS] in typed)
    return next(typed_so, found[0] if found else None)


def _is_code(delimiter: re.Match[str], visible: str, page: str) -> bool:
    """Whether Markdown shows a delimiter in code, such as indented code, that is not known as such here."""
    near = (
        visible[delimiter.start() : delimiter.start() + _NEAR_CHARACTERS].partition("\n")[0].partition("`")[0].rstrip()
    )
    return any(near in html.unescape(_TAG.sub("", code)) for code in CODE_IN_HTML.findall(page))


def _find_dollar(visible: str, rest: str) -> Fault | None:
    """Find a '$' with math on one side of it that it neither opens nor closes."""
    unescaped = _ESCAPED.sub(lambda match: match.group() if match.group()[1].isalpha() else "", visible)
    if (match := _search_spaced(rest)) and _search_spaced(unescaped):
        formula = "..." if TOKEN.search(match[1]) else match[1].strip()  # the marks of gaps are no text here
        message = f"a '$' beside a blank neither opens nor closes math; write '${formula}$'"
    elif (match := _OPENER.search(rest)) and _OPENER.search(unescaped):
        message = "math seems to open here with '$' and is never closed; if it is a plain dollar, write '\\$'"
    elif (match := _CLOSER.search(rest)) and _CLOSER.search(unescaped):
        message = "math seems to close here with '$', but it never opened; if it is a plain dollar, write '\\$'"
    else:
        return None
    return _fault(message, rest[match.start() : match.start() + 80])


def _search_spaced(text: str) -> re.Match[str] | None:
    return _SPACED.search(text) or _SPACED_LETTERS.search(text)


def _find_rest(visible: str, rest: str) -> Fault | None:
    """Find what is left of math whose beginning or end is missing."""
    if late := _LATE.search(visible):
        message = f"math closes here with '{late[1]}', but it never opened"
        return _fault(message, late.group())
    if environment := _ENVIRONMENT.search(rest):
        message = f"'\\begin{{{environment[1]}}}' is math only with its '\\end{{{environment[1]}}}'"
        return _fault(message, environment.group())
    return None


def _check_dollars(text: str) -> list[Fault]:
    """Find dollars that are read otherwise than they look: those before a digit, and Anki's own old math."""
    faults: list[Fault] = []
    for match in _BEFORE_DIGIT.finditer(text):
        if _FORMULA.search(match[1]) and not _CELL_NAME.fullmatch(match.group()):
            message = f"a '$' before a digit does not close math; write '\\({match[1]}\\)'"
            faults.append(_fault(message, match.group()))
    if old := _OLD_MATH.search(text):
        message = "'[$]...[/$]' is Anki's own old math; write '$...$'"
        faults.append(_fault(message, old.group()))
    return faults


def _fault(message: str, near: str) -> Fault:
    return Fault(MATH_RULE, message, near.strip().partition("\n")[0][:60])
