"""What is said of single choices below the answer: `Feedback A: ...`, `B is wrong: ...`, or a line for each letter.

Choices are mixed on a card and have no letters there, so each remark goes to its choice.
"""

import re
from collections.abc import Set as AbstractSet

from mkdeck.importers.drafting.vocabulary import pattern
from mkdeck.importers.formats.lettered.block import Block

_LETTER = r"[(\[]?(?P<letter>[A-Za-z])[)\]]?"
_LABELLED = re.compile(
    rf"\W{{0,3}}{pattern('feedback')}\s*(?:{pattern('about_choice')}\s+)?(?:{pattern('option')}\s+)?"
    rf"{_LETTER}\s*[:.)\u2013-]\s*(?P<said>\S.*)",
    re.IGNORECASE,
)
_LETTERED = re.compile(rf"\W{{0,3}}(?:{pattern('option')}\s+)?{_LETTER}\s*[:.)]\s*(?P<said>\S.*)", re.IGNORECASE)
JUDGED = re.compile(
    rf"""
    \W{{0,3}}(?:{pattern("option")}\s+)?[(\[]?(?P<letter>[A-Za-z])[)\]]?
    \s+{pattern("is")}\s+(?:{pattern("judged_as")}\s+)?
    (?:(?P<right>{pattern("right")})|{pattern("judged_not")}\s+{pattern("right")}|{pattern("marked_wrong")})
    (?:\s+{pattern("option", "answer")})?
    (?:[.:,;!](?:\s+|$)|\s+(?={pattern("because")}\b)|\s*$)
    (?P<said>.*)
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""A line that says of a choice, by its letter, whether it is right."""
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")
_ENDS = (".", "!", "?", ")", "\u3002")


def part_remarks(block: Block, right: AbstractSet[int]) -> tuple[dict[int, str], list[str]]:
    """Split what is said below the answer of a question into remarks on choices, by their places, and the rest.

    A line that judges a choice otherwise than the answer, which names those that are `right`, stays as it is.
    """
    places = {letter.lower(): place for place, letter in enumerate(block.letters)}
    for label in (_LABELLED, JUDGED, _LETTERED):
        remarks, rest = _part(block, label, places, right)
        if remarks and (label is not _LETTERED or (len(remarks) == len(places) and not rest)):
            return remarks, rest
    return {}, block.feedback


def _part(
    block: Block, label: re.Pattern[str], places: dict[str, int], right: AbstractSet[int]
) -> tuple[dict[int, str], list[str]]:
    """Take the lines that start with a label; one without any goes on with the remark above it if that has no end."""
    remarks: dict[int, str] = {}
    rest: list[str] = []
    last = -1
    for at, line in enumerate(block.feedback):
        place, said = _read(label.match(line), places, right)
        if place >= 0 and place not in remarks:
            remarks[place], last = said, place
        elif last >= 0 and line.strip() and at not in block.labelled and not remarks[last].endswith(_ENDS):
            remarks[last] += f"\n{line.strip()}"
        else:
            rest.append(line)
            last = -1
    return {place: said for place, said in remarks.items() if said}, rest


def _read(match: re.Match[str] | None, places: dict[str, int], right: AbstractSet[int]) -> tuple[int, str]:
    """Return the place of a choice and what a line says of it; -1 where it does not agree."""
    place = places.get(match["letter"].lower(), -1) if match else -1
    if match is None or (match.re is JUDGED and not _agrees(match, is_right=place in right)):
        return -1, ""
    return place, match["said"].strip()


def _agrees(judged: re.Match[str], *, is_right: bool) -> bool:
    """Whether a line judges a choice as the answer does, and no other choice with it."""
    is_alone = not any(map(JUDGED.match, _SENTENCE_END.split(judged["said"])))
    return is_alone and bool(judged["right"]) == is_right
