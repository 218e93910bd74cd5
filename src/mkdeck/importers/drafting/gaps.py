"""Texts with gaps as a cloze: what fills a gap, what it offers, what else it accepts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting.conversions import name_wrong, write_weighted
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.to_markdown.markdown_blocks import bullet_list
from mkdeck.importers.to_markdown.text import split_math

_DOLLAR = re.compile(r"(?<!\\)\$(?![\d\s]|$)|(?<=\S)(?<!\\)\$(?!\d)")
_PLACE = re.compile("\uf8f0(\\d{1,4})\uf8f1")


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap; all texts are Markdown on one line.

    `right` are the answers that earn points, each with its weight in percent; where `several` belong in the gap, they
    all do. `offered` are the choices, if it is not to be filled freely. `feedback` are remarks on answers, and `wrong`
    are those that are not right, and about which nothing is said.
    """

    right: tuple[tuple[str, float], ...]
    offered: tuple[str, ...] = ()
    feedback: tuple[str, ...] = ()
    several: bool = False
    wrong: tuple[str, ...] = ()


def hold_place(number: int) -> str:
    """Return what stands in a text for its gap of a number, counted from 1, while the text is converted."""
    return f"\uf8f0{number}\uf8f1"


def holds_place(text: str) -> bool:
    """Whether a text has a place for a gap."""
    return bool(_PLACE.search(text))


def drop_places(text: str) -> str:
    """Take out of a source's text what would be taken for the place of a gap."""
    return text.replace("\uf8f0", "").replace("\uf8f1", "")


def fill_gaps(line: int, text: str, gaps: Sequence[Gap]) -> Draft:
    """Make a cloze of a Markdown text that holds places for gaps.

    The best answer fills a gap, what it offers becomes its hint; other accepted answers and all feedback go into the
    explanation. Where the source tells no answer at all, it stays a question with blanks. Raises NoDraftError where
    only some gaps have no right answer.
    """
    if not any(gap.right for gap in gaps):
        return Draft(line, "short-answer", _PLACE.sub(lambda match: _leave_blank(match, gaps), guard(text)))
    if any(not gap.right for gap in gaps):
        raise NoDraftError("a gap has no right answer")

    def fill(match: re.Match[str]) -> str:
        number = int(match[1])
        return _write(number, gaps[number - 1]) if 0 < number <= len(gaps) else ""

    comments = name_wrong(each for gap in gaps if not gap.offered for each in gap.wrong)
    return Draft(line, "cloze", _PLACE.sub(fill, guard(text)), explanation=_explain(gaps), comments=comments)


def _explain(gaps: Sequence[Gap]) -> str:
    """Write what else is accepted in each gap, and the feedback on it."""
    explanations: list[str] = []
    for gap in gaps:
        if len(gap.right) > 1 and not gap.offered:
            explanations.append(" / ".join(write_weighted(*each) for each in gap.right))
        explanations += gap.feedback
    return bullet_list(explanations)


def _leave_blank(match: re.Match[str], gaps: Sequence[Gap]) -> str:
    number = int(match[1])
    offered = gaps[number - 1].offered if 0 < number <= len(gaps) else ()
    return f"_____ ({' / '.join(offered)})" if offered else "_____"


def _write(number: int, gap: Gap) -> str:
    filled = ", ".join(text for text, _ in gap.right) if gap.several else max(gap.right, key=lambda each: each[1])[0]
    return write_gap(number, filled, gap.offered)


def write_gap(number: int, filled: str, offered: Sequence[str] = ()) -> str:
    """Write a gap, with what it offers as its hint where that is more than one text."""
    hint = f"::{_protect(' / '.join(offered))}" if len(offered) > 1 else ""
    return f"{{{{c{number}::{_protect(filled)}{hint}}}}}"


def guard(text: str) -> str:
    r"""Keep braces that stand in a text from looking like a gap."""
    return re.sub(r"(?<!\\)\{\{", r"\\{{", text)


def _protect(text: str) -> str:
    """Keep what stands in a gap from ending it, and a dollar in it from making a formula with one in another."""
    text = "".join(piece if math else _DOLLAR.sub(r"\\$", piece) for math, piece in split_math(text))
    text = text.replace("::", ": :")
    if text.count("{") != text.count("}") or "}}" in text:
        text = text.replace("{", "&#123;").replace("}", "&#125;")
    return text
