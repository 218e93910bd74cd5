r"""Macros that formulas define, as TeX itself writes them: `\def`, which every later definition may replace.

MathJax keeps a macro for all formulas that come after it on a page; what sets one formula alone needs them each time.
"""

import re
from typing import NamedTuple

from mkdeck.text.commands import skip_group

_START = re.compile(
    r"\\(?:(?P<new>(?:re)?newcommand)|(?P<operator>DeclareMathOperator)|(?P<def>def)|let|require)(?![A-Za-z])"
)
_NAME = re.compile(r"(?P<star>\*?)\s*(?:\{\s*(?P<braced>\\(?:[A-Za-z]+|.))\s*\}|(?P<bare>\\(?:[A-Za-z]+|.)))")
_COUNT = re.compile(r"\s*(?:\[\s*(?P<count>[0-9])\s*\])?\s*(?=\{)")
_PARAMETERS = re.compile(r"\s*(?P<parameters>(?:#[1-9]\s*)*)(?=\{)")
_LET = re.compile(r"\s*\\(?:[A-Za-z]+|.)\s*=?\s*(?:\\(?:[A-Za-z]+|.)|[^\s\\{}])")
_PACKAGE = re.compile(r"\s*\{[^{}]*\}")
WORDS = ("\\newcommand", "\\renewcommand", "\\DeclareMathOperator", "\\def", "\\let", "\\require")
"""One of these is in every text that defines a macro, or asks for a package of them."""


class Formula(NamedTuple):
    """What a formula defines, and what of it is left to be shown."""

    macros: str
    shown: str


def split_macros(tex: str) -> Formula:
    r"""Split a formula into the macros that it defines and all else.

    A definition with a default for its first argument is left where it stands, as `\def` can't say it; what asks for a
    package is left out.
    """
    if not any(word in tex for word in WORDS):
        return Formula("", tex)
    macros: list[str] = []
    shown: list[str] = []
    at = copied = 0
    while start := _START.search(tex, at):
        at = start.end()
        macro, end = _read(tex, start)
        if end:
            shown.append(tex[copied : start.start()])
            macros.append(macro)
            at = copied = end
    return Formula("".join(macros), "".join([*shown, tex[copied:]]))


def _read(tex: str, start: re.Match[str]) -> tuple[str, int]:
    """Return a definition as TeX writes it, and where it ends; 0 where it is none that can be written so."""
    match start.group():
        case "\\let":
            found = _LET.match(tex, start.end())
            return (f"{tex[start.start() : found.end()]} ", found.end()) if found else ("", 0)
        case "\\require":
            found = _PACKAGE.match(tex, start.end())
            return "", found.end() if found else 0
    return _read_command(tex, start)


def _read_command(tex: str, start: re.Match[str]) -> tuple[str, int]:
    """Return the definition of a command, as `_read` does."""
    name = _NAME.match(tex, start.end())
    head = name and (_PARAMETERS if start["def"] else _COUNT).match(tex, name.end())
    end = skip_group(tex, head.end()) if head else 0
    if not name or not head or end == head.end():
        return "", 0
    body = tex[head.end() : end]
    parameters = head["parameters"] if start["def"] else _number_parameters(int(head["count"] or 0))
    if start["operator"]:
        body = f"{{\\operatorname{name['star']}{body}}}"
    return f"\\def{name['braced'] or name['bare']}{parameters}{body}", end


def _number_parameters(count: int) -> str:
    """Return the parameters of a command with so many, as TeX writes them."""
    return "".join(f"#{i + 1}" for i in range(count))
