"""Where code and math stand in a Markdown text, for rules that must not look inside them."""

import re
from collections.abc import Iterable
from functools import lru_cache

from mkdeck.text.fences import TICKED, find_blocks, find_code

FORBIDDEN_RANGES = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufdd0-\ufdef\ufffe\uffff"
"""Characters that no text may hold: Anki drops them or parts fields at them, or they are mkdeck's own tokens.

As `re`, pydantic and the JSON Schema of a YAML editor all write them.
"""
FORBIDDEN = re.compile(f"[{FORBIDDEN_RANGES}]")
CODE_IN_HTML = re.compile(r"<code\b.*?</code>", re.DOTALL)
_FENCED = r"^[ ]{0,3}(?P<fence>`{3,}+|~{3,}+)[^\n]*\n(?:.*?\n)??[ ]{0,3}(?P=fence)[`~]*[ \t]*$"
CODE_SPAN = re.compile(f"{_FENCED}|{TICKED}", re.MULTILINE | re.DOTALL)
"""For a line or a few; what is as long as people write is searched by `fences`."""
_UNFENCED = re.compile(TICKED, re.DOTALL)
# Each begins with its sign and then looks back: `re` skips to a sign that a pattern starts with, at a tenth of the time
# that it takes to try anything else at every place.
_BY_DOLLARS = (
    r"\$(?<!\\\$)(?:\$(?:[^$\n]|\$(?!\$)|\n(?![ \t]*\n))+\$\$"
    r"|(?<!\$\$)(?![\s$])[^$\\]*+(?:\\.[^$\\]*+)*(?<!\s)\$(?!\d))"
)
_BY_BACKSLASH = (  # no opener inside, for 20,000 of them would take long
    r"\\(?<!\\\\)(?:\((?:[^\\\n]|\\[^()\[\]]|\n(?![ \t]*\n))+\\\)"
    r"|\[(?:[^\\\n]|\\[^()\[\]]|\n(?![ \t]*\n))+\\\])"
)
MATH = re.compile(f"{_BY_DOLLARS}|{_BY_BACKSLASH}", re.DOTALL)
_DOLLAR_MATH = re.compile(_BY_DOLLARS, re.DOTALL)


def choose_math(text: str) -> re.Pattern[str]:
    """Return the quickest pattern that finds in this text what `MATH` finds."""
    return MATH if "\\" in text and ("\\(" in text or "\\[" in text) else _DOLLAR_MATH


_of_one_text = lru_cache(maxsize=16)
"""Keeps what the rules for a text all look at, while they look at it."""


def blank_math(text: str) -> str:
    """Put spaces in place of math, as `blank` does."""
    return blank(text, choose_math(text))


@_of_one_text
def blank_code_and_math(text: str) -> str:
    """Put spaces in place of code and of math, as `blank` does."""
    return blank_math(blank_code(text))


@_of_one_text
def blank_code(text: str) -> str:
    """Put spaces in place of code, as `blank` does."""
    if _is_fenced(text):
        return _blank_spans(text, find_code(text))
    return blank(text, _UNFENCED) if "`" in text else text


def blank_blocks(text: str) -> str:
    """Put spaces in place of code between fences, as `blank` does."""
    return _blank_spans(text, find_blocks(text)) if _is_fenced(text) else text


def _is_fenced(text: str) -> bool:
    """Whether a text may hold code between fences."""
    # One sign is found in a tenth of the time that several take.
    return ("`" in text and "```" in text) or ("~" in text and "~~~" in text)


def _blank_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += [text[at:start], _blank(text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def blank(text: str, what: re.Pattern[str]) -> str:
    """Put spaces in place of what a pattern finds; the length and the lines stay as they are."""
    return what.sub(lambda match: _blank(match.group()), text)


def _blank(text: str) -> str:
    return "\n".join(" " * len(line) for line in text.split("\n"))
