"""Lines of plain text that a question, its choices and its answer share, or whose labels are bold."""

import re
from itertools import count, islice

from mkdeck.importers.drafting.answer_letters import LETTER, find_right, follows, letter_of, place_of
from mkdeck.importers.drafting.choice_lines import CHOICE, LABEL, MARKS, Lines, match_choice
from mkdeck.importers.drafting.labels import ANSWER, FEEDBACK, HEADING, HINT, LONE, NUMBER

_INLINE = re.compile(rf"(?:(?<=\s)|(?<=[;,\u3001\uff0c\u3002]))(?:[{MARKS}](?=\S))?{LABEL}")
_BOLD = re.compile(r"(?P<lead>\s*(?:[-*\u2022]\s+)?)(?P<mark>\*\*|__)(?P<bold>(?:(?!\*\*|__).)+)(?P=mark)(?P<rest>.*)")
_HEADED = re.compile(r"\s*#{1,6}\s+")
_LABELLED = re.compile(rf"\s*{LABEL}")
_MARKER = re.compile(rf"\s*{LABEL}\s*$")
_NAMES = re.compile(rf"\W{{0,3}}{LONE}(?=\W*$|\s*[.,:(\u2013\u2014-])", re.IGNORECASE)
_ONLY_NAMES = re.compile(rf"{LONE}\W*", re.IGNORECASE)
_SEPARATOR = re.compile(r"[:=\uff1a]")
_LIST = re.compile(rf"\d{{1,4}}\s*[.):=\u2013-]\s*\(?{LETTER}\b")
"""How a list of the answers of all questions starts."""
_GAP = re.compile(r"\s+(?=\S)")
_CLOSED = re.compile(r"[.)\]\uff0e\uff09\u3001\u3011]\s*$|^\s*[\u2460-\u2469\u24b6-\u24e9]")
_STEM_END = re.compile(r"[?\uff1f؟:\uff1a._\u2026\u3002)]\W*$")
_PARTS = " \t;,\u3001\uff0c"
"""Signs between choices that share a line."""
_LINES_TO_ANSWER = 10
"""The answer stands at most so many lines below its question."""
_MOST_STARTS = 8
"""So many labels of a first choice are tried on one line."""
_LONGEST_ANSWER = 60
"""Characters at the end of a line that may be its answer."""


def spread(lines: Lines) -> Lines:
    """Put choices that share a line on lines of their own, and take off what only makes labels bold.

    The line may start with the question, and end with the answer.
    """
    lines = [(number, _unbold(line)) for number, line in lines]
    out: Lines = []
    spread_before = False
    for at, (number, whole) in enumerate(lines):
        line, answer = _part_answer(whole)
        pieces = _part_line(lines, at, line, answer, spread_before=spread_before)
        if line.strip():
            spread_before = len(pieces) > 1
        if not pieces:
            pieces = [whole]
        elif answer:
            pieces.append(answer)
        out += [(number, piece) for piece in pieces]
    return out


def _part_line(lines: Lines, at: int, line: str, answer: str, *, spread_before: bool) -> list[str]:
    """Split a line into its choices, with the question before them; empty where it is a line without any."""
    first = CHOICE.match(line)
    letter = first and (letter_of(first))
    if not first or not letter:
        return _part_question(lines, at, line, answer)
    pieces = _part(line, first, letter) if _may_share(lines, at, letter) else [line]
    if len(pieces) > 1 and place_of(letter) and not spread_before:
        return [line]  # one choice a line so far, so this one only speaks of another
    return pieces


def has_label(text: str, letter: str) -> bool:
    """Whether a text speaks of a choice by its letter, as in `... B) 4 ...`."""
    place = place_of(letter)
    return any(follows(letter_of(match), place) and _CLOSED.search(match.group()) for match in _INLINE.finditer(text))


def _part_answer(line: str) -> tuple[str, str]:
    """Split a line from the answer at its end, which names choices by their letters, as in `d) 5 Ans: b`."""
    for match in _GAP.finditer(line, max(len(line.rstrip()) - _LONGEST_ANSWER, 1)):
        said = ANSWER.match(line, match.end())
        if said and _SEPARATOR.search(said.group()) and _ONLY_NAMES.fullmatch(said["said"].strip()):
            return line[: match.start()], line[match.end() :].strip().lstrip("([")
    return line, ""


def _part_question(lines: Lines, at: int, line: str, answer: str) -> list[str]:
    """Split a question from the choices that follow it on its line, from A on and in order; empty where none do.

    Prose speaks of `vitamin A)`, too: so they need an answer that names one, or the end of a question before them.
    """
    text = line.strip()
    if ANSWER.match(text) or FEEDBACK.match(text) or HINT.match(text):
        return []
    pieces = _part_at_first(line)
    if not pieces:
        return []
    said, following = _look_below(lines, at, len(pieces) - 1)
    if answer and (match := ANSWER.match(answer)):
        said = match["said"]
    return pieces if len(pieces) - 1 + following >= 2 and _are_asked_for(pieces, said) else []


def _stands_apart(line: str, label: re.Match[str]) -> bool:
    """Whether a label that is closed stands behind text and a space."""
    before = line[: label.start()]
    return before[-1:].isspace() and bool(before.strip()) and bool(_CLOSED.search(label.group()))


def _part_at_first(line: str) -> list[str]:
    """Split a line at the label A behind which most choices follow; empty where there is none."""
    best: list[str] = []
    labels = (each for each in _INLINE.finditer(line, 1) if follows(letter_of(each), 0))
    for label in islice(labels, _MOST_STARTS):
        start = label.start()
        first = CHOICE.match(line, start)
        if not first or not _stands_apart(line, label):
            continue
        pieces = [line[:start].rstrip(), *_part(line[start:], first, letter_of(first), -start)]
        if len(pieces) >= max(len(best), 2) and all(map(_says_something, pieces)):
            best = pieces
    return best


def _are_asked_for(pieces: list[str], said: str | None) -> bool:
    """Whether an answer names one of the choices behind a question; without one, whether that ends as a question."""
    if said is None:
        return bool(NUMBER.match(pieces[0].strip()) and _STEM_END.search(pieces[0]))
    texts = [match["text"].strip() for piece in pieces[1:] if (match := CHOICE.match(piece))]
    return bool(_NAMES.match(said) or find_right(said, texts))


def _says_something(piece: str) -> bool:
    match = CHOICE.match(piece)
    return bool(not match or match["text"].strip())


def _look_below(lines: Lines, at: int, before: int) -> tuple[str | None, int]:
    """Find the answer below a line, and count the choices between that go on after `before` others.

    The answer is empty where the question's choices start only there.
    """
    following = 0
    for _, line in lines[at + 1 : at + _LINES_TO_ANSWER]:
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
            (each for each in _INLINE.finditer(line, at) if follows(letter_of(each), before)),
            None,
        )
        if match is None:
            break
        cuts.append(match.start())
        at = match.end()
    pieces = [line[a:b].rstrip() for a, b in zip(cuts, [*cuts[1:], len(line)], strict=True)]
    # The last of several ends with the sign that parts them only where each of them does.
    parted = len(pieces) > 1 and all(piece.endswith(pieces[0][-1]) for piece in pieces)
    return [piece.rstrip(_PARTS) if parted or piece is not pieces[-1] else piece for piece in pieces]


def _may_share(lines: Lines, at: int, letter: str) -> bool:
    """Whether a line may hold the next letters too: no line just below starts with one of them."""
    place = place_of(letter)
    below = next((line for _, line in lines[at + 1 : at + 4] if line.strip()), "")
    match = CHOICE.match(below)
    following = match and (letter_of(match))
    return not (following and follows(following, place + 1))


def _strip_heading(line: str) -> str:
    """Take off the mark of a heading before a label."""
    match = _HEADED.match(line)
    return line[match.end() :] if match and _is_labelled(line[match.end() :].strip("* ")) else line


def _unbold(line: str) -> str:
    """Take off the marks that make a label or a whole line bold or a heading; choices that are bold keep them."""
    line = _strip_heading(line)
    match = _BOLD.fullmatch(line) if "**" in line or "__" in line else None
    if not match:
        return line
    lead, bold, rest = match["lead"], match["bold"], match["rest"]
    if _MARKER.match(bold) or (rest and _is_label(bold)):
        return f"{lead}{bold}{rest}"
    if rest.strip():
        return line
    if choice := _LABELLED.match(bold):
        return f"{lead}{bold[: choice.end()]}**{bold[choice.end() :].strip()}**"
    return f"{lead}{bold}" if _is_labelled(bold) else line


def _is_labelled(text: str) -> bool:
    """Whether a text starts with the label of an answer, of its explanation or of a question."""
    return any((ANSWER.match(text), FEEDBACK.match(text), NUMBER.match(text), HEADING.fullmatch(text)))


def _is_label(text: str) -> bool:
    """Whether a text is such a label, with what it is about behind it."""
    return any((ANSWER.match(text), FEEDBACK.match(text), NUMBER.match(f"{text} x")))
