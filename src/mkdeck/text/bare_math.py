r"""TeX that stands outside of math, where a card shows it as it was typed: `\frac{1}{2}`, `x^{2}`."""

import re

from mkdeck.diagnostics import Rule
from mkdeck.text.commands import list_known, list_replaced
from mkdeck.text.faults import Fault
from mkdeck.text.foreign_tex import ABOUT_TEX, TEXT_COMMAND
from mkdeck.text.spans import blank_code_and_math

BARE_TEX_RULE = Rule("bare-tex", "warning")

_SIGNS = ("\\", "^{", "_{")
"""Without any of these, a text has no TeX."""
_COMMAND = re.compile(r"\\(?<![\w.\\]\\)(?<![A-Za-z]:\\)(?P<name>[A-Za-z]{2,})(?![A-Za-z:*])(?:\{[^{}\n]{0,60}\}){0,3}")
"""A command; what a word, a dot or the letter of a drive stands before is a path."""
_SCRIPT = re.compile(r"(?:(?<![\w\\$])(?:[A-Za-z]|\d{1,9})|\))[\^_]\{[^{}\n]{1,60}\}")
"""A letter, a number or a bracket with what is written above or below it."""

_NO_FORMULA = frozenset(("begin", "end", "eqref", "ref"))
"""Commands of which environments and references to formulas are made."""


def check_bare(text: str, page: str) -> list[Fault]:
    """Find the first piece of TeX in a text that is neither math nor code; `page` is the HTML of the text."""
    if not any(sign in text for sign in _SIGNS):
        return []
    # Where every dollar is one of a formula, none stands in every second part: most texts with formulas end here.
    paired = text.count("$") == 2 * page.count("data-math-style")
    outside = "".join(text.split("$")[::2]) if paired else text
    if not any(sign in outside for sign in _SIGNS):
        return []
    visible = blank_code_and_math(text)
    if ABOUT_TEX.search(visible):
        return []
    script = _SCRIPT.search(visible)
    command = next((each for each in _COMMAND.finditer(visible) if _is_math(each["name"], each.group())), None)
    first = min(filter(None, (script, command)), key=lambda match: match.start(), default=None)
    if not first:
        return []
    message = f"'{first.group()}' shows as typed: TeX is read between dollars only; write the whole formula as '$...$'"
    return [Fault(BARE_TEX_RULE, message, first.group())]


def _is_math(name: str, shown: str) -> bool:
    """Whether a command is one of MathJax, or has another in its place there, and none that text has in LaTeX."""
    if name in list_replaced() and "{" in shown:
        return not TEXT_COMMAND.fullmatch(name)
    return name in list_known("commands") and name not in _NO_FORMULA and not TEXT_COMMAND.fullmatch(name)
