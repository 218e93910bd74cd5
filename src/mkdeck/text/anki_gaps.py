"""A cloze field as Anki shows it on one side of one card."""

import re
from dataclasses import dataclass, field

_TOKEN = re.compile(r"\{\{c(\d+(?:,\d+)*)::|\}\}")
_MATH = re.compile(r"(\\[(\[])(.*?)(\\[)\]])", re.DOTALL)
_TAG = re.compile(
    r"<!--.*?-->|<style.*?>.*?</style>|<script.*?>.*?</script>|<.*?>",
    re.DOTALL | re.IGNORECASE,
)
_CLOSERS = {r"\(": r"\)", r"\[": r"\]"}
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
GAP_START, GAP_END = "\ufdd0", "\ufdd1"
"""Marks of a gap in math, for those who set it themselves; no text holds these characters."""
_MARKED = re.compile(f"{_MATH.pattern}|[{GAP_START}{GAP_END}]", re.DOTALL)
_MAX_OPEN = 10
"""How deep Anki lets gaps nest; it takes no notice of what opens a gap further down."""


@dataclass(slots=True)
class _Gap:
    ordinals: str
    parts: list["str | _Gap"] = field(default_factory=list)
    hint: str | None = None

    def belongs_to(self, number: int | None) -> bool:
        return number is None or str(number) in self.ordinals.split(",")


def reveal(text: str, number: int | None, *, question: bool, marked: bool = False) -> str:
    """Write a cloze field for the card of a gap's number: with the gap closed for its front, open for its back.

    Without a number, for all gaps at once, as no card does. Empty if no gap has that number. With `marked`, what Anki
    does not do, a gap in math stands between `GAP_START` and `GAP_END`. Source: Anki, rslib/src/cloze.rs,
    `reveal_cloze_text`.
    """
    found = False
    start, end = (GAP_START, GAP_END) if marked else ("", "")

    def write(gap: _Gap) -> str:
        nonlocal found
        active = gap.belongs_to(number)
        found |= active
        inner = "".join(part if isinstance(part, str) else write(part) for part in gap.parts)
        if active and question:
            shown = f"{start}[{'...' if gap.hint is None else gap.hint}]{end}"
            return f'<span class="cloze" data-cloze="{_escape(inner)}" data-ordinal="{gap.ordinals}">{shown}</span>'
        if active:
            inner = f"{start}{inner}{end}"
        name = "cloze" if active else "cloze-inactive"
        return f'<span class="{name}" data-ordinal="{gap.ordinals}">{inner}</span>'

    page = "".join(part if isinstance(part, str) else write(part) for part in _parse(text))
    # In math, elements would be typeset as text.
    page = _MATH.sub(lambda match: match[1] + _TAG.sub("", match[2]) + match[3], page) if found else ""
    return _MARKED.sub(lambda match: match.group() if match[1] else "", page) if marked else page


def list_signs(text: str, number: int | None, *, question: bool) -> str:
    """Write what the gaps of a number show on their card, and nothing around them; without a number, those of all.

    Source: Anki, rslib/src/cloze.rs, `reveal_cloze_text_only`.
    """
    shown: list[str] = []

    def write(gap: _Gap) -> str:
        at = len(shown)
        inner = "".join(part if isinstance(part, str) else write(part) for part in gap.parts)
        if gap.belongs_to(number):
            shown.insert(at, ("..." if gap.hint is None else gap.hint) if question else inner)
        return inner

    for part in _parse(text):
        if isinstance(part, _Gap):
            write(part)
    return ", ".join(shown)


def list_answers(text: str) -> list[tuple[str, str]]:
    """Return the number of each gap of a cloze field, and the HTML behind it, in the order in which they open."""
    answers: list[tuple[str, str]] = []

    def read(parts: list[str | _Gap], before: str) -> str:
        start = len(before)
        for part in parts:
            before += part if isinstance(part, str) else add(part, before)
        return before[start:]

    def add(gap: _Gap, before: str) -> str:
        place = len(answers)
        answers.append((gap.ordinals, ""))
        inner = read(gap.parts, before)
        open_math = _MATH.sub("", before)
        opener = next((mark for mark in _CLOSERS if mark in open_math), "")
        answers[place] = (gap.ordinals, f"{opener}{inner}{_CLOSERS[opener]}" if opener else inner)
        return inner

    read(_parse(text), "")
    return answers


def has_gap_in_math(text: str) -> bool:
    """Whether a gap of a cloze field stands in a formula, of which only the whole can be typeset."""
    return any("{{c" in match[2] for match in _MATH.finditer(text))


def _parse(text: str) -> list[str | _Gap]:
    """Split a field into plain text and gaps; the text of a gap that is never closed is lost, as in Anki."""
    parts: list[str | _Gap] = []
    stack: list[_Gap] = []
    at = 0
    for match in _TOKEN.finditer(text):
        _add(text[at : match.start()], parts, stack)
        at = match.end()
        if match[1]:
            if len(stack) < _MAX_OPEN:
                stack.append(_Gap(match[1]))
        elif stack:
            gap = stack.pop()
            (stack[-1].parts if stack else parts).append(gap)
        else:
            parts.append("}}")
    _add(text[at:], parts, stack)
    return parts


def _add(text: str, parts: list[str | _Gap], stack: list[_Gap]) -> None:
    if not text:
        return
    if not stack:
        parts.append(text)
        return
    text, mark, hint = text.partition("::")
    stack[-1].parts.append(text)
    if mark:
        stack[-1].hint = hint


def _escape(text: str) -> str:
    """Escape all of Latin-1 that is neither letter nor digit of ASCII, as Anki does in attributes."""
    return "".join(
        c if (c.isascii() and c.isalnum()) or ord(c) > 0xFF else _NAMED.get(c, f"&#x{ord(c):02X};") for c in text
    )
