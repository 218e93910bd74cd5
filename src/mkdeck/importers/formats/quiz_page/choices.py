"""The choices of a question on a quiz page, however their letters stand: glued, on a line of their own, with a sign."""

import re
from dataclasses import dataclass, field
from string import ascii_uppercase

from mkdeck.importers.drafting.choice_lines import Lines, match_choice
from mkdeck.importers.drafting.labels import ANSWER, FEEDBACK, HINT
from mkdeck.importers.formats.quiz_page.lines import MARK, MODEL, QUOTED, TICKED

_LINES_OF_CHOICES = 200
"""Choices and their letters stand on so many lines at most."""


@dataclass(slots=True)
class Choices:
    """Choices of a block: where they start and end, their texts, and those that a mark says are right."""

    start: int
    end: int
    texts: list[str] = field(default_factory=list)
    right: set[int] = field(default_factory=set)

    def add(self, text: str) -> None:
        """Add a choice; a tick after it says that it is right."""
        if TICKED.search(text):
            self.right.add(len(self.texts))
        self.texts.append(TICKED.sub("", text))


def has_glued(block: Lines) -> bool:
    """Whether a block has choices with letters glued to them."""
    found = find_choices(block)
    return found is not None and all(
        text[1:2].isalnum() for _, text in block[found.start : found.end] if text and not MARK.fullmatch(text)
    )


def find_choices(block: Lines) -> Choices | None:
    """Find the longest run of lines with A, B, C, ... in front."""
    best: Choices | None = None
    for start in range(len(block)):
        if block[start][1][:1] not in ("A", "a", "(", "*"):
            continue
        for read in (_read_glued, _read_alone, _read_lettered):
            found = read(block, start)
            if len(found.texts) >= 2 and (best is None or len(found.texts) > len(best.texts)):
                best = found
    return best


def _is_mark(block: Lines, i: int, next_letter: str) -> bool:
    """Whether a line marks the choice above it: another choice follows, so it can't be a comment on them all."""
    if not MARK.fullmatch(block[i][1]):
        return False
    below = next((text for _, text in block[i + 1 :] if text), "")
    return below[:1].upper() == next_letter


def _read_glued(block: Lines, start: int) -> Choices:
    """Read choices whose letter is glued to their text, or stands before it with a dot, bracket or space."""
    found = Choices(start, start)
    i = start
    while i < len(block) and len(found.texts) < len(ascii_uppercase):
        text = block[i][1]
        letter = ascii_uppercase[len(found.texts)]
        if not text:
            i += 1
            continue
        if found.texts and _is_mark(block, i, letter):
            found.right.add(len(found.texts) - 1)
        elif not text.startswith(letter) or len(text) < 2 or _is_aside(block, i, found.texts):
            break
        else:
            found.add(re.sub(r"^[.):]?\s+", "", text[1:]) if text[1] in ".): \t" else text[1:])
        i += 1
        found.end = i
    return found


def _read_lettered(block: Lines, start: int) -> Choices:
    """Read choices with `a.` or `(a)` in front."""
    found = Choices(start, start)
    for i, (_, text) in enumerate(block[start : start + _LINES_OF_CHOICES], start):
        if not text:
            continue
        if found.texts and _is_mark(block, i, ascii_uppercase[len(found.texts) % 26]):
            found.right.add(len(found.texts) - 1)
        elif choice := match_choice(text, len(found.texts)):
            found.right |= {len(found.texts)} if choice.right else set()
            found.add(choice.text)
        else:
            break
        found.end = i + 1
    return found


def _is_aside(block: Lines, i: int, texts: list[str]) -> bool:
    """Whether a line that starts with the next letter is rather the explanation, or a line of the page itself."""
    text = block[i][1]
    if any(pattern.match(text) for pattern in (ANSWER, MODEL, FEEDBACK, HINT, QUOTED)):
        return True
    if len(texts) < 2:
        return False
    if text[1].islower() and not any(each[:1].islower() for each in texts):
        return True
    return not any(line for _, line in block[i + 1 :]) and _explains(text, texts)


def _explains(text: str, texts: list[str]) -> bool:
    """Whether the last line below choices is none: only it ends as a sentence, or it is far longer and has several."""
    if text.endswith(".") and not any(each.endswith(".") for each in texts):
        return True
    return len(text) > 2 * max(map(len, texts)) and bool(re.search(r"[.!?]\s+[A-Z]", text))


def _read_alone(block: Lines, start: int) -> Choices:
    """Read choices whose letter stands on the line before."""
    found = Choices(start, start)
    lines = [(i, text) for i, (_, text) in enumerate(block[start : start + _LINES_OF_CHOICES], start) if text]
    at = 0
    while at + 1 < len(lines) and len(found.texts) < len(ascii_uppercase):
        letter = ascii_uppercase[len(found.texts)]
        if found.texts and _is_mark(block, lines[at][0], letter):
            found.right.add(len(found.texts) - 1)
            at += 1
            continue
        if lines[at][1].rstrip(".)").upper() != letter:
            break
        found.add(lines[at + 1][1])
        found.end = lines[at + 1][0] + 1
        at += 2
    return found
