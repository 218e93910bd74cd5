"""Choices asked as gaps: the right ones in the text, the answer in the mind."""

import re

from mkdeck.questions.question import ReadBackError
from mkdeck.text.anki_gaps import list_answers

_GAP = re.compile(r'\n?<(?P<tag>div|ul) class="gap">(?P<inner>.*)</(?P=tag)>', re.DOTALL)
_BLOCK_GAP = '<div class="gap block">'


def write_gaps(stem: str, gaps: list[str]) -> str:
    """Return the text of a card with gaps below a stem: one, or a list of several."""
    if len(gaps) > 1:
        return f'{stem}\n<ul class="gap">' + "".join(f"<li>{each}</li>" for each in gaps) + "</ul>"
    return f'{stem}\n<div class="gap">{"".join(gaps)}</div>'


def read_gaps(page: str) -> tuple[str, list[str]]:
    """Return the stem and the gaps of such a text. Raises ReadBackError where it has none."""
    match = _GAP.search(page)
    if not match:
        raise ReadBackError("its text has no gap for the right choice any more")
    return page[: match.start()], _split_items(match["inner"]) if match["tag"] == "ul" else [match["inner"]]


def has_gap(text: str) -> bool:
    """Whether the text of a card has a gap."""
    return "{{c" in text


def open_gap(gap: str) -> str:
    """Return what stands in the only gap of a text."""
    if gap.startswith(_BLOCK_GAP):
        gap = gap.removeprefix(_BLOCK_GAP).removesuffix("</div>")
    return gap.removeprefix("{{c1::").removesuffix("}}")


def write_gap_key(text: str) -> str:
    """Return what stands in the gaps of a text, with their numbers where there are several."""
    answers = list_answers(text)
    if len({numbers for numbers, _ in answers}) < 2:
        return " · ".join(answer for _, answer in answers)
    return " ".join(f'<span class="filled"><b>{numbers}</b> {answer}</span>' for numbers, answer in answers)


def _split_items(inner: str) -> list[str]:
    """Split the items of a list, which may hold lists themselves."""
    items: list[str] = []
    depth = start = 0
    for match in re.finditer(r"<(/?)li\b[^<>]*>", inner):
        depth += -1 if match[1] else 1
        if not match[1] and depth == 1:
            start = match.end()
        elif match[1] and not depth:
            items.append(inner[start : match.start()])
    return items
