"""The lines of a Markdown file: which are code, and which say `Answer:`, `Explanation:` or `Hint:`."""

import re
from dataclasses import dataclass
from textwrap import dedent

from mkdeck.importers.drafting.labels import ANSWER, FEEDBACK, HINT
from mkdeck.importers.drafting.question_letters import spell_out_letters
from mkdeck.importers.drafting.vocabulary import pattern

_FENCE = re.compile(r"[ \t]*(?:(?:[-*+>]|\d{1,9}[.)])[ \t]+)?(?:\[[ xX]?\][ \t]*)?(`{3,}(?=[^`]*$)|~{3,})")
_QUOTED_HEADING = re.compile(r"[ ]{0,3}>[ ]?(#{1,6}[ \t].*)")
_FENCE_END = re.compile(r"[ \t>]*(`{3,}|~{3,})[ \t]*")
HEADING = re.compile(r"[ ]{0,3}(?P<marks>#{1,6})[ \t]+(?P<text>.*)")
"""A heading; marks at its end are no part of it (see `heading_of`)."""
WORDS = pattern("question", "exercise")
"""Words before the number of a question."""
NUMBER = re.compile(
    rf"""
    [ ]{{0,3}} (?:[-*+][ ]+)? (?P<bold>\*\*|__)?
    (?: {WORDS}[ \t]*\#?\d{{1,4}} (?P<ended>\*\*|__)? [ \t]* (?:[.):\u2013-]|$)
      | \#?\d{{1,4}} (?P<closed>\*\*|__)? [ \t]* [.):](?=[ \t*_]|$)
    )
    (?P<text>.*)
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""A line such as `**Question 3:** text` or `3. text`."""
TAG = re.compile(r"[ \t]*</?(?:details|summary)\b", re.IGNORECASE)
_PARTS = re.compile(rf"{pattern('offers')}\s*:?", re.IGNORECASE)
_LABELS = (("answer", ANSWER), ("explanation", FEEDBACK), ("hint", HINT))
_BOLD_LABEL = re.compile(r"^([^*_:]{1,40}?)\s?[*_]{1,3}\s?:")
"""As in `**Answer**: B`."""
_MAX_MARKED_CHARS = 200
"""Longer answers are texts of their own, whose marks at the ends belong to them."""
_AROUND = re.compile(r"[\s*_|>-]*(?:\d{1,4}[.)] )?(?:\[[^\]]{0,200}\]\(#[^()]{0,200}\)[\s*_|>-]*){1,20}")
"""Links that only lead around a page."""


@dataclass(slots=True)
class Line:
    """A line with its number; `code` tells that it is part of a code block."""

    number: int
    text: str
    code: bool = False

    @property
    def indent(self) -> int:
        """Count the spaces before the text."""
        expanded = self.text.expandtabs(4)
        return len(expanded) - len(expanded.lstrip(" "))

    @property
    def blank(self) -> bool:
        """Whether nothing stands here."""
        return not self.text.strip()


def heading_of(line: Line) -> tuple[int, str] | None:
    """Return the level and the text of a heading; None where a line is none."""
    match = None if line.code else HEADING.fullmatch(line.text)
    return (len(match["marks"]), match["text"].rstrip(" \t").rstrip("#").rstrip(" \t")) if match else None


def read_lines(text: str) -> list[Line]:
    """Split a text into lines, mark those of fenced code blocks, and empty those that only lead around a page.

    Letters that stand for words are spelt out.
    """
    lines = [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]
    _find_code(lines)
    words = [line for line in lines if not line.code]
    for line, spelled in zip(words, spell_out_letters([line.text for line in words]), strict=True):
        line.text = spelled
    return lines


def _find_code(lines: list[Line]) -> None:
    """Mark lines of code; of the others, empty those that only lead around, and take quoted headings out of quotes."""
    fence = ""
    for line in lines:
        if fence:
            line.code = True
            end = _FENCE_END.fullmatch(line.text)
            fence = "" if end and end[1].startswith(fence) else fence
        elif match := _QUOTED_HEADING.fullmatch(line.text):
            line.text = match[1]
        elif "](#" in line.text and _AROUND.fullmatch(line.text):
            line.text = ""
        elif match := _FENCE.match(line.text):
            line.code, fence = line.text.lstrip().startswith(("`", "~")), match[1]


def join(lines: list[Line]) -> str:
    """Return lines as a text, without the indentation that all share, and with one empty line where there are more."""
    kept = [line for i, line in enumerate(lines) if line.code or not line.blank or not i or not lines[i - 1].blank]
    return dedent("\n".join(line.text if line.code else line.text.expandtabs(4) for line in kept)).rstrip()


def _name_heading(bare: str) -> str:
    """Return which label a heading without a colon is; empty where it is none."""
    named = next((name for name, label in _LABELS if label.fullmatch(f"{bare}:")), "")
    return named or ("choices" if _PARTS.fullmatch(bare) else "")


def label_of(line: Line) -> tuple[str, str]:
    """Return which of `Answer:`, `Explanation:` and `Hint:` a line says, and what follows; a heading needs no colon.

    Lines such as `Options:` are those of choices. Both texts are empty where it says none of them.
    """
    if line.code:
        return "", ""
    bare = line.text.strip().lstrip("#>*_-+ \t")
    ended = bare.rstrip("*_: ")
    if HEADING.fullmatch(line.text) and ":" not in ended and (named := _name_heading(ended)):
        return named, ""
    bare = _BOLD_LABEL.sub(r"\1:", bare, count=1)
    for name, label in _LABELS:
        if match := label.match(bare):
            text = match["said"].strip()
            return name, text if len(text) > _MAX_MARKED_CHARS else text.strip("*_").strip()
    return "", ""


def unbold(text: str, *, bold: bool) -> str:
    """Take off the marks of a bold number, or those that it shares with the text behind it."""
    if not bold:
        return text
    mark = "**" if "**" in text else "__"
    return text.removeprefix(mark).strip() if text.startswith(mark) else text.replace(mark, "", 1)
