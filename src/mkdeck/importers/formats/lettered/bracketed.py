"""Letters in brackets that tell the right choice in a question or before it, as in `( B ) 1. Which?`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mkdeck.importers.drafting.choice_lines import Lines
from mkdeck.importers.drafting.labels import NUMBER
from mkdeck.importers.formats.lettered.block import Block

_SAID = r"(?P<said>[A-Za-z](?:\s*[,\uff0c\u3001]?\s*[A-Za-z]){0,7})"
_LETTER = re.compile(r"[A-Za-z]")
_PLACE = re.compile(rf"[(\uff08\[]\s*{_SAID}\s*[)\uff09\]]")
_FIRST = re.compile(rf"\s*(?P<place>{_PLACE.pattern})\s*(?P<rest>(?=\(?\d{{1,4}}\s*[.)\uff0e\u3001])\S.*)")
_COUNTED = re.compile(r"\s*\d{1,4}\s*[.)\uff0e\u3001]\s*")
"""The number of a question, which nothing need follow."""
_ENDS = re.compile(r"\W*")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_FEWEST = 2
"""So many questions with such letters show that they are answers; in Chinese one does."""


@dataclass(frozen=True, slots=True)
class _Found:
    """The letters in the question of a block: the line of its stem, where they stand in it, and what they are."""

    block: Block
    line: int
    match: re.Match[str]

    def take(self) -> None:
        """Make the letters the answer, and leave the brackets empty, or out where nothing goes on behind them."""
        text = self.block.stem[self.line]
        before, after = text[: self.match.start()], text[self.match.end() :]
        inside = before[_skip_number(before) :].strip() and _ENDS.sub("", after)
        between = " " if _ENDS.sub("", after) else ""
        outside = f"{before.rstrip()}{between}{after.lstrip()}".lstrip()
        self.block.stem[self.line] = f"{before}_____{after}" if inside else outside
        self.block.answer = ", ".join(_LETTER.findall(self.match["said"]))


def move_behind_numbers(lines: Lines) -> Lines:
    """Write `1. ( B ) Which?` for `( B ) 1. Which?`."""
    return [(number, _move(line)) for number, line in lines]


def _move(line: str) -> str:
    match = _FIRST.fullmatch(line)
    counted = NUMBER.match(match["rest"]) if match else None
    if not match or not counted:
        return line
    return f"{counted.group()}{match['place']} {match['rest'][counted.end() :]}"


def take_bracketed(blocks: Sequence[Block]) -> None:
    """Take letters in brackets for the answers of questions with choices, where all have them that have no other."""
    asked = [block for block in blocks if _lacks_answer(block)]
    found = list(filter(None, map(_find, asked)))
    if len(found) == len(asked) and (len(found) >= _FEWEST or any(map(_is_chinese, asked))):
        for each in found:
            each.take()


def _lacks_answer(block: Block) -> bool:
    return len(block.choices) > 1 and block.answer is None and not block.right


def _is_chinese(block: Block) -> bool:
    return any(map(_CHINESE.search, block.stem))


def _find(block: Block) -> _Found | None:
    """Find the letters in the question of a block; in other languages than Chinese, only at its end or its start."""
    places = _list_places(block)
    if not places:
        return None
    if _is_chinese(block) or _is_last(places[-1]):
        return places[-1]
    return places[0] if _is_first(places[0]) else None


def _list_places(block: Block) -> list[_Found]:
    """Return all places in a question where letters of its choices stand in brackets."""
    letters = {letter.casefold() for letter in block.letters}
    return [
        _Found(block, at, match)
        for at, line in enumerate(block.stem)
        for match in _PLACE.finditer(line)
        if letters.issuperset(_LETTER.findall(match["said"].casefold()))
    ]


def _is_first(found: _Found) -> bool:
    text = found.block.stem[found.line]
    return found.line == 0 and not text[_skip_number(text) : found.match.start()].strip()


def _is_last(found: _Found) -> bool:
    text = found.block.stem[found.line]
    return found.line == len(found.block.stem) - 1 and not _ENDS.sub("", text[found.match.end() :])


def _skip_number(text: str) -> int:
    """Return the place behind the number of a question."""
    counted = _COUNTED.match(text)
    return counted.end() if counted else 0
