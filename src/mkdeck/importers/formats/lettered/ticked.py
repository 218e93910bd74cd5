"""Choices that have no letters but signs: a tick before or behind the right ones, a cross, or bold words."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from string import ascii_uppercase

from mkdeck.importers.drafting.choice_lines import CHOICE, CROSSES, TICKS, Lines, drop_wrong_mark, split_mark
from mkdeck.importers.drafting.labels import ANSWER, FEEDBACK, HEADING, NUMBER, QUESTION_MARKS

_FULL, _EMPTY = "\u25cf\u25c9\u25a0\u25fc", "\u25cb\u25ef\u25a1\u25fb\u2610\u2b1c"
_CROSSED_BOX = "\u2612"
"""A box that is chosen beside empty ones, and wrong beside ticks."""
_ITEM = re.compile(
    rf"""
    (?P<indent>\s*) (?P<bullet>[-*+\u2022\u25aa\u25e6]\s+)?
    (?: (?P<tick>[{TICKS}{_FULL}]|(?(bullet)(?!)|[(\[][xX][)\]]))\ufe0f?\s*
      | (?P<cross>[{CROSSES}{_EMPTY}]|(?(bullet)(?!)|(?:\(\s?\)|\[\s?\])))\ufe0f?\s*
    )?
    (?P<text>\S.*)
    """,
    re.VERBOSE,
)
_ENDS = (*QUESTION_MARKS, "__", "...", "\u2026")
"""How a line ends that asks; behind it may stand marks, quotation marks and brackets."""
_COLONS = (":", "\uff1a")
"""How one ends that asks where it has a number; elsewhere it heads a list of any kind."""
_FEWEST_MARKED = 2
"""Marks of some choices make choices of bullets where so many questions have them, as plans have marks, too."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Choices that follow each other: the place of each line, its text, and whether it is right.

    They are `signed` where each has a sign in front; what stands above them `asks` where it ends like that.
    """

    found: Sequence[tuple[int, str, bool]]
    signed: bool
    asks: bool


def spell_out_ticks(lines: Lines) -> Lines:
    """Write `*A) text` for `✅ text` and `B) text` for `❌ text` where such lines are the choices of questions."""
    runs = _find_runs(lines)
    if len(runs) < _FEWEST_MARKED:
        runs = [run for run in runs if run.signed]
    if 2 * sum(run.asks for run in runs) < len(runs):
        return lines
    spelled = list(lines)
    for run in runs:
        for letter, (at, text, right) in zip(ascii_uppercase, run.found, strict=False):
            spelled[at] = (lines[at][0], f"{'*' if right else ''}{letter}) {text}")
    return spelled


def _find_runs(lines: Lines) -> list[_Run]:
    runs: list[_Run] = []
    at = 0
    asked = ""
    while at < len(lines):
        end, items = _read_run(lines, at)
        if len(items) > 1 and (run := _judge(items, asked)):
            runs.append(run)
        if not items:
            asked = lines[at][1].strip() or asked
        at = max(end, at + 1)
    return runs


def _read_run(lines: Lines, start: int) -> tuple[int, list[tuple[int, re.Match[str]]]]:
    """Read lines with signs or bullets that follow each other; an empty one may stand between two."""
    items: list[tuple[int, re.Match[str]]] = []
    end = start
    for at in range(start, len(lines)):
        line = lines[at][1]
        if not line.strip() and items:
            continue
        match = _ITEM.fullmatch(line)
        if not match or not _is_like(match, items) or _is_labelled(match["text"]):
            break
        items.append((at, match))
        end = at + 1
    return end, items


def _is_like(match: re.Match[str], items: list[tuple[int, re.Match[str]]]) -> bool:
    """Whether a line has a sign or a bullet, as those before it have."""
    signed = bool(match["tick"] or match["cross"])
    if not items:
        return signed or bool(match["bullet"])
    first = items[0][1]
    return (bool(match["bullet"]), match["indent"]) == (bool(first["bullet"]), first["indent"]) and (
        signed or bool(match["bullet"])
    )


def _is_labelled(text: str) -> bool:
    return bool(CHOICE.match(text)) or any(each.match(text) for each in (ANSWER, FEEDBACK, NUMBER, HEADING))


def _judge(items: list[tuple[int, re.Match[str]]], asked: str) -> _Run | None:
    """Tell the right ones of a run; None where nothing above asks, or where signs or marks tell none, or all."""
    counted = bool(NUMBER.match(asked))
    asks = _asks(asked, counted=counted)
    if len(items) > len(ascii_uppercase) or not (asks or counted):
        return None
    signed = all(match["tick"] or match["cross"] for _, match in items)
    chosen = {match["tick"] for _, match in items} - {None} or {_CROSSED_BOX}
    found = [(at, *(_read_signed(match, chosen) if signed else _read_marked(match))) for at, match in items]
    count = sum(right for _, _, right in found)
    return _Run(found, signed, asks) if count and (signed or count < len(found)) else None


def _asks(line: str, *, counted: bool) -> bool:
    bare = line.rstrip("* _\"'\u201c\u201d)")
    return bare.endswith(_ENDS) or line.endswith("__") or (counted and bare.endswith(_COLONS))


def _read_signed(match: re.Match[str], chosen: AbstractSet[str | None]) -> tuple[str, bool]:
    """Return the text of a choice, and whether its sign is one of the right ones."""
    return match["text"].strip(), (match["tick"] or match["cross"]) in chosen


def _read_marked(match: re.Match[str]) -> tuple[str, bool]:
    """Return the text of a choice, and whether a tick or a mark says that it is right."""
    text, marked = split_mark(match["text"].strip())
    return drop_wrong_mark(text), marked or bool(match["tick"])
