"""Lines of plain text that are choices: lettered in any alphabet, numbered, ticked, or several on one line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from mkdeck.importers.drafting.answer_letters import LETTER, MOST, find_right, follows, place_of
from mkdeck.importers.drafting.labels import ANSWER, FEEDBACK, HEADING, HINT, LONE, NUMBER
from mkdeck.importers.drafting.vocabulary import pattern

Lines = list[tuple[int, str]]
"""Lines of a file with their numbers."""

_TICK = "\u2713\u2714\u2705\u2611"
_MARK = rf"*+$#&=>!^@{_TICK}"
"""What people put before the letter of the right choice."""
_LABEL = (
    rf"(?:[(\[\uff08\u3010]?(?P<letter>{LETTER})(?:[.)]-(?=\s)|[.)\]\uff0e\u3001\uff09\u3011\u3002]|\s?[:\uff1a\u2013-](?=\s)|\uff1a|(?<=[アイウエオカキク])(?=\s))"
    r"(?:\s+|(?<=[^.:])(?=\S)|(?<=\.)(?![A-Za-z]\.)(?=[^\s.])|(?=\s*$))|(?P<circle>[\u2460-\u2469\u24b6-\u24e9])\s*)"
)
_CHOICE = re.compile(
    rf"\s*(?:[-\u2022\u25aa\u25cf\u25cb\u25e6]\s+)?(?P<star>(?:-{{1,3}}>|[{_MARK}])\s*)?"
    rf"(?:[-*]?\s*\[(?P<box>[xX{_TICK} ]?)\]\s*)?"
    rf"{_LABEL}(?P<star_after>\*(?!\*)\s*)?(?P<text>.*)"
)
_DIGIT = re.compile(
    r"\s*(?P<star>\*\s*)?(?:\[(?P<box>[xX ]?)\]\s*)?\(?(?P<letter>\d{1,2})[.)\uff0e\uff09\u3001]\s*"
    r"(?P<star_after>\*\s*)?(?P<text>\S.*)"
)
_RIGHT_AFTER = re.compile(
    rf"""
    \s*
    (?: [*_]{{0,3}}[(\[](?:{pattern("marked_right")}|x|[{_TICK}])[)\]][*_]{{0,3}}
      | [{_TICK}]
      | (?:<-+|\u2190)\s*{pattern("arrow_right")}
      | (?<=\S)\s?\*
    )
    \s*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_INLINE = re.compile(rf"(?:(?<=\s)|(?<=[;,\u3001\uff0c\u3002]))(?:[{_MARK}](?=\S))?{_LABEL}")
_BOLD = re.compile(r"(?P<lead>\s*(?:[-*\u2022]\s+)?)(?P<mark>\*\*|__)(?P<bold>(?:(?!\*\*|__).)+)(?P=mark)(?P<rest>.*)")
_HEADED = re.compile(r"\s*#{1,6}\s+")
_MARKER = re.compile(rf"\s*{_LABEL}\s*$")
_NAMES = re.compile(rf"\W{{0,3}}{LONE}(?=\W*$|\s*[.,:(\u2013\u2014-])", re.IGNORECASE)
_ONLY_NAMES = re.compile(rf"{LONE}\W*", re.IGNORECASE)
_SEPARATOR = re.compile(r"[:=\uff1a]")
_LIST = re.compile(rf"\d{{1,4}}\s*[.):=\u2013-]\s*\(?{LETTER}\b")
"""How a list of the answers of all questions starts."""
_GAP = re.compile(r"\s+(?=\S)")
_CLOSED = re.compile(r"[.)\]\uff0e\uff09\u3001\u3011]\s*$|^\s*[\u2460-\u2469\u24b6-\u24e9]")
_STEM_END = re.compile(r"[?\uff1f؟:\uff1a._\u2026\u3002)]\W*$")
_FAR = 10
_TRIES = 8
_TAIL = 60


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """A line that is the next choice: its letter or number, its text, and whether a mark says that it is right."""

    letter: str
    text: str
    right: bool


def match_choice(line: str, before: int) -> ChoiceLine | None:
    """Read a line as the choice that has to come after `before` others."""
    match = _CHOICE.match(line)
    if not match or before >= MOST:
        return None
    letter = match["letter"] or match["circle"]
    if not follows(letter, before):
        return None
    return _make(match, letter)


def match_numbered(line: str, before: int, first: Sequence[int]) -> ChoiceLine | None:
    """Read a line as the next of numbered choices, whose first may have one of these numbers."""
    match = _DIGIT.match(line)
    if not match or before >= MOST or int(match["letter"]) - before not in first:
        return None
    return _make(match, match["letter"])


def _make(match: re.Match[str], letter: str) -> ChoiceLine:
    text = match["text"].strip()
    if match["star_after"] and text.endswith("*") and not text.endswith("**"):
        return ChoiceLine(letter, f"*{text}", right=False)  # two stars around words only make them stand out
    marked = bool(match["star"] or match["star_after"] or (match["box"] or "").strip() or _RIGHT_AFTER.search(text))
    if text.startswith("**") and text.endswith("**") and not text[2:-2].count("**") and len(text) > 4:
        marked, text = True, text[2:-2].strip()
    return ChoiceLine(letter, _RIGHT_AFTER.sub("", text) if marked else text, marked)


def are_numbered(lines: Lines, at: int) -> bool:
    """Whether choices `1)`, `2)` start here: they follow each other, and an answer below names one by number."""
    number = 0
    for _, line in lines[at : at + _FAR * 2]:
        if not line.strip():
            continue
        if match := _DIGIT.match(line):
            number += 1
            if int(match["letter"]) != number:
                return False
        elif match := ANSWER.match(line.strip()):
            return number > 1 and bool(re.match(r"[(\[]?\d{1,2}\b(?![.,]\d)", match["said"]))
        else:
            return False
    return False


def spread(lines: Lines) -> Lines:
    """Put choices that share a line on lines of their own, and take off what only makes labels bold.

    The line may start with the question, and end with the answer.
    """
    lines = [(number, _unbold(line)) for number, line in lines]
    out: Lines = []
    spread_before = False
    for i, (number, whole) in enumerate(lines):
        line, answer = _part_answer(whole)
        first = _CHOICE.match(line)
        letter = first and (first["letter"] or first["circle"])
        if first and letter:
            pieces = _part(line, first, letter) if _may_share(lines, i, letter) else [line]
            if len(pieces) > 1 and place_of(letter) and not spread_before:
                pieces = [line]  # one choice a line so far, so this one only speaks of another
        else:
            pieces = _part_question(lines, i, line, answer)
            if len(pieces) == 1:
                pieces, answer = [whole], ""
        if line.strip():
            spread_before = len(pieces) > 1
        out += [(number, piece) for piece in (pieces if not answer else [*pieces, answer])]
    return out


def has_label(text: str, letter: str) -> bool:
    """Whether a text speaks of a choice by its letter, as in `... B) 4 ...`."""
    place = place_of(letter)
    return any(
        follows(match["letter"] or match["circle"], place) and _CLOSED.search(match.group())
        for match in _INLINE.finditer(text)
    )


def _part_answer(line: str) -> tuple[str, str]:
    """Split a line from the answer at its end, which names choices by their letters, as in `d) 5 Ans: b`."""
    for match in _GAP.finditer(line, max(len(line.rstrip()) - _TAIL, 1)):
        said = ANSWER.match(line, match.end())
        if said and _SEPARATOR.search(said.group()) and _ONLY_NAMES.fullmatch(said["said"].strip()):
            return line[: match.start()], line[match.end() :].strip().lstrip("([")
    return line, ""


def _part_question(lines: Lines, at: int, line: str, answer: str) -> list[str]:
    """Split a question from the choices that follow it on its line, from A on and in order.

    Prose speaks of `vitamin A)`, too: so they need an answer that names one, or the end of a question before them.
    """
    text = line.strip()
    if ANSWER.match(text) or FEEDBACK.match(text) or HINT.match(text):
        return [line]
    best: list[str] = []
    labels = (each for each in _INLINE.finditer(line, 1) if follows(each["letter"] or each["circle"], 0))
    for label, _ in zip(labels, range(_TRIES), strict=False):
        start = label.start()
        first = _CHOICE.match(line, start)
        if not (first and line[start - 1].isspace() and line[:start].strip() and _CLOSED.search(label.group())):
            continue
        pieces = [line[:start].rstrip(), *_part(line[start:], first, first["letter"] or first["circle"], -start)]
        if len(pieces) >= max(len(best), 2) and all(map(_says_something, pieces)):
            best = pieces
    if not best:
        return [line]
    said, following = _look_below(lines, at, len(best) - 1)
    if answer and (match := ANSWER.match(answer)):
        said = match["said"]
    if len(best) - 1 + following < 2:
        return [line]
    texts = [match["text"].strip() for piece in best[1:] if (match := _CHOICE.match(piece))]
    named = said is not None and bool(_NAMES.match(said) or find_right(said, texts))
    asks = said is None and NUMBER.match(best[0].strip()) and _STEM_END.search(best[0])
    return best if named or asks else [line]


def _says_something(piece: str) -> bool:
    match = _CHOICE.match(piece)
    return bool(not match or match["text"].strip())


def _look_below(lines: Lines, at: int, before: int) -> tuple[str | None, int]:
    """Find the answer below a line, and count the choices between that go on after `before` others.

    The answer is empty where the question's choices start only there.
    """
    following = 0
    for _, line in lines[at + 1 : at + _FAR]:
        text = line.strip()
        if match := ANSWER.match(text):
            said = match["said"].strip()
            return None if not said or _LIST.match(said) else said, following
        if match_choice(line, 0):
            return "", following
        if match_choice(line, before + following):
            following += 1
        elif NUMBER.match(text) or HEADING.fullmatch(text):
            break
    return None, following


def _part(line: str, first: re.Match[str], letter: str, shift: int = 0) -> list[str]:
    start = place_of(letter)
    cuts = [0]
    at = first.start("text") + shift
    for before in count(start + 1):
        match = next(
            (each for each in _INLINE.finditer(line, at) if follows(each["letter"] or each["circle"], before)),
            None,
        )
        if match is None:
            break
        cuts.append(match.start())
        at = match.end()
    return [line[a:b].rstrip(" \t;,\u3001\uff0c") for a, b in zip(cuts, [*cuts[1:], len(line)], strict=True)]


def _may_share(lines: Lines, at: int, letter: str) -> bool:
    """Whether a line may hold the next letters too: no line just below starts with one of them."""
    place = place_of(letter)
    below = next((line for _, line in lines[at + 1 : at + 4] if line.strip()), "")
    match = _CHOICE.match(below)
    following = match and (match["letter"] or match["circle"])
    return not (following and follows(following, place + 1))


def _unbold(line: str) -> str:
    """Take off the marks that make a label or a whole line bold or a heading; choices that are bold keep them."""
    if match := _HEADED.match(line):
        rest = line[match.end() :]
        bare = rest.strip("* ")
        labelled = ANSWER.match(bare) or FEEDBACK.match(bare) or NUMBER.match(bare) or HEADING.fullmatch(bare)
        line = rest if labelled else line
    if "**" not in line and "__" not in line:
        return line
    match = _BOLD.fullmatch(line)
    if not match:
        return line
    bold, rest = match["bold"], match["rest"]
    if _MARKER.match(bold) or (rest and (ANSWER.match(bold) or FEEDBACK.match(bold) or NUMBER.match(f"{bold} x"))):
        return f"{match['lead']}{bold}{rest}"
    if rest.strip():
        return line
    if choice := re.match(rf"\s*{_LABEL}", bold):
        return f"{match['lead']}{bold[: choice.end()]}**{bold[choice.end() :].strip()}**"
    if ANSWER.match(bold) or FEEDBACK.match(bold) or NUMBER.match(bold) or HEADING.fullmatch(bold):
        return f"{match['lead']}{bold}"
    return line
