"""What stands between the braces of a GIFT question: its answers, each with its mark, weight and feedback.

Slips that leave no doubt are read as they were meant: `~=yes` and `= =yes`, `%50 yes`, `#` or `##` before a feedback.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mkdeck.importers.drafting.numbers import read_number
from mkdeck.importers.drafting.vocabulary import pattern

ORDER = r">[ \t]*(?P<count>\d+)?(?:[ \t]+(?:[A-Z_]{1,30}|\d{1,3}|none|abc|ABCD|iii|IIII))*[ \t]*(?:\n|$)"
"""Before items to put in order: how many are shown, and how they look and count."""
TRUTH = rf"(?:{pattern('true', 'false')}|t|f)"
"""A word that judges a statement, in whatever capitals; people write it in their own language, too."""
_MARKS = re.compile(r"[~=](?:[ \t]*[~=])*")
"""Marks with no text between them."""
_LINED = re.compile(r"\s*[=~][^~]*(?:\n[ \t]*~[^~]*)+")
"""Answers of which each stands on a line of its own."""
_EQUALS = re.compile(r"[^\s~]=|(?<=[^\s~])[ \t]=[ =]")
"""A sign that is part of an answer's text, as in `x = 5`."""
_WEIGHT = re.compile(r"%\s*([+-]?\d+(?:[.,]\d*)?)\s*%")
_HALF_WEIGHT = re.compile(r"%\s*([+-]?\d+(?:[.,]\d+)?)(?![\d%'\u2019])\s*(?=\S)")
"""A weight without its second sign; it may as well be a text, as Turkish writes `%50` for 50 percent."""
_ROUNDING_PERCENT = 1.5
"""Weights that add up to 100 but for so much are rounded."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text with the mark before it: `=` for right, `~` for wrong; `written` are the marks as they stand there."""

    mark: str
    text: str
    written: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; its texts are as they stand in the file."""

    text: str
    feedback: str
    right: bool
    weight: float | None


def _find_cuts(text: str) -> list[re.Match[str]]:
    """Find the marks that begin an answer."""
    cuts: list[re.Match[str]] = []
    lined = bool(_LINED.fullmatch(text))
    at = last = 0
    while match := _MARKS.search(text, at):
        at = match.end()
        if match.group()[0] == "=" and (_in_tag(text, last, match.start()) or (lined and _equals(text, match.start()))):
            at = match.start() + 1
            continue
        cuts.append(match)
        last = at
    return cuts


def split_answers(text: str) -> list[Piece]:
    """Split answers at their marks, but not at those inside an HTML tag, such as `<a href="...">`.

    Of several marks without a text between them the last counts; without a blank between them, `=` counts. A text
    before the first mark counts as a wrong one, or where there is no mark as the only right one.
    """
    cuts = _find_cuts(text)
    if not cuts:
        return [Piece("=", text, "")] if text.strip() else []
    ends = [*(cut.start() for cut in cuts[1:]), len(text)]
    pieces = [
        Piece("=" if "=" in cut.group().split()[-1] else "~", text[cut.end() : end], cut.group())
        for cut, end in zip(cuts, ends, strict=True)
    ]
    return [piece for piece in (Piece("~", text[: cuts[0].start()], ""), *pieces) if piece.text.strip()]


def read_answers(pieces: Sequence[Piece]) -> tuple[list[Answer], list[str]]:
    """Read weight, text and feedback of each answer; and say which slips were read as what."""
    found = [_take_weight(piece.text.strip()) for piece in pieces]
    notes = [f"'{_start(piece)}' is read as a right choice" for piece in pieces if _ends_oddly(piece)]
    for i, match in _half_weights(pieces, [weight for weight, _ in found]).items():
        found[i] = (read_number(match[1]) or 0.0, found[i][1][match.end() :])
        notes.append(f"'{match.group().strip()}' is read as a weight, which GIFT writes %{match[1]}%")
    answers = []
    for piece, (weight, rest) in zip(pieces, found, strict=True):
        text, _, feedback = rest.partition("#")
        answers.append(Answer(text, feedback.lstrip("#"), piece.mark == "=", weight))
    return answers, notes


def _ends_oddly(piece: Piece) -> bool:
    """Whether a right answer's last mark is `~`."""
    return piece.mark == "=" and piece.written.endswith("~")


def _in_tag(text: str, start: int, end: int) -> bool:
    at = text.rfind("<", start, end)
    return at >= 0 and text[at + 1].isalpha() and text.find(">", at, end) < 0


def _equals(text: str, at: int) -> bool:
    return at > 0 and bool(_EQUALS.match(text, at - 1))


def _take_weight(text: str) -> tuple[float | None, str]:
    match = _WEIGHT.match(text)
    weight = read_number(match[1]) if match else None
    return (weight, text[match.end() :]) if match and weight is not None else (None, text)


def _half_weights(pieces: Sequence[Piece], weights: Sequence[float | None]) -> dict[int, re.Match[str]]:
    """Find what can only be weights: no answer is marked as right, some are wrong, and the points of the others add up.

    Beside weights that are whole, half ones need not add up.
    """
    if any(piece.mark == "=" for piece in pieces):
        return {}
    texts = {i: piece.text.strip() for i, piece in enumerate(pieces) if weights[i] is None}
    half = {i: match for i, text in texts.items() if (match := _HALF_WEIGHT.match(text))}
    is_weighted = any(weight is not None for weight in weights)
    return half if is_weighted or _add_up(half.values(), len(pieces)) else {}


def _add_up(weights: Iterable[re.Match[str]], answers: int) -> bool:
    """Whether the weights of some of so many answers, but not of all, are the whole points."""
    points = [read_number(match[1]) or 0.0 for match in weights]
    right = [each for each in points if each > 0]
    return len(right) < answers and abs(sum(right) - 100) < _ROUNDING_PERCENT


def _start(piece: Piece) -> str:
    return f"{piece.written}{piece.text.strip()[:40]}"


def is_matching(pieces: list[Piece]) -> bool:
    """Whether answers are pairs, not choices with arrows: all are marked `=`, but for those that match nothing."""
    marked = [piece for piece in pieces if piece.written]
    return any(piece.mark == "=" for piece in marked) and all(
        piece.mark == "=" or piece.text.lstrip().startswith(("->", "-->")) for piece in marked
    )


def split_order(answers: str) -> tuple[list[str], int]:
    """Split items to put in order, one in a line behind `>`, with how many are shown at a time; 0 where all are."""
    settings = re.match(ORDER, answers)
    items = answers[settings.end() :] if settings else answers[1:]
    return [line.strip() for line in items.split("\n") if line.strip()], int((settings and settings["count"]) or 0)
