"""Where Markdown joins lines that were plainly meant to stand by themselves: in a paragraph, a list or a quotation."""

import re

import comrak

from mkdeck.text.faults import Fault
from mkdeck.text.joined_lines import JOINED_LINES_RULE, judge_paragraph, run_together
from mkdeck.text.places import find_elements
from mkdeck.text.spans import blank_blocks
from mkdeck.text.verse import BREAKS
from mkdeck.text.vocabulary import WORDS

_PARAGRAPH = frozenset(("p",))
_BLOCKS = {"li": "the item of a list", "blockquote": "the quotation"}
_BEHIND = re.compile(
    r"\n[ ]{0,3}(?:(?:[-*+]|\d{1,2}[.)])[ ]+|>[ ])(?P<one>[^\s>][^\n]{0,44})\n(?P<line>[^\W\d_][^\n]*)"
)
"""A line behind one of a list or a quotation that is not full."""


def check_joined_lines(text: str, extensions: comrak.ExtensionOptions) -> list[Fault]:
    """Find paragraphs whose lines were meant to stand by themselves; prose over several lines is none."""
    if "\n" not in text.strip():
        return []
    faults = _check_behind(text, extensions)
    if not run_together(text):
        return faults
    for element in find_elements(text, extensions, _PARAGRAPH):
        column = element.start - text.rfind("\n", 0, element.start) - 1
        if found := judge_paragraph(text[element.start : element.end], column):
            faults.append(Fault(JOINED_LINES_RULE, *found))
    return faults


def _check_behind(text: str, extensions: comrak.ExtensionOptions) -> list[Fault]:
    """Find a line that begins a sentence, but that Markdown adds to the list or the quotation above it."""
    if not _BEHIND.search(f"\n{text}"):
        return []
    match = next((each for each in _BEHIND.finditer(f"\n{blank_blocks(text)}") if _begins_anew(each)), None)
    if match is None:
        return []
    blocks = find_elements(text, extensions, frozenset(_BLOCKS))
    name = next((each.name for each in blocks if each.start < match.start("line") <= each.end), "")
    if not name:
        return []
    message = f"this line runs into {_BLOCKS[name]} above it; put an empty line between them"
    return [Fault(JOINED_LINES_RULE, message, match["line"].strip())]


def _begins_anew(match: re.Match[str]) -> bool:
    """Whether a line begins with a capital, behind one that was not broken within a sentence."""
    one = match["one"]
    words = one.split()
    return (
        match["line"][0].isupper()
        and not one.endswith((*BREAKS, ",", "-"))
        and words[-1].lower() not in WORDS.join_words("common")
    )
