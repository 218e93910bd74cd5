"""Numbers that only count the questions of a file, such as `12. What ...`; on cards in any order they mean nothing."""

from dataclasses import replace
from itertools import pairwise

from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting.labels import NUMBER

_SHARE_NUMBERED = 0.8
"""Of the questions, that have a number; and of these, whose number follows the one before."""
_MAX_STEP = 3
"""By so much a number is more than the one before, where some are left out."""


def drop_numbers(drafts: list[Draft]) -> list[Draft]:
    """Take the numbers off the questions where they count them: most have one, and most follow the one before."""
    numbers = [NUMBER.match(draft.question) for draft in drafts]
    if not _are_counted([int(match[1]) for match in numbers if match], len(drafts)):
        return drafts
    return [
        replace(draft, question=draft.question[match.end() :]) if match else draft
        for draft, match in zip(drafts, numbers, strict=True)
    ]


def _are_counted(numbers: list[int], questions: int) -> bool:
    """Whether numbers count questions; a single one does where it is 1."""
    if not numbers or len(numbers) < _SHARE_NUMBERED * questions:
        return False
    if len(numbers) == 1:
        return numbers == [1]
    steps = sum(0 <= after - before <= _MAX_STEP for before, after in pairwise(numbers))
    return steps >= _SHARE_NUMBERED * (len(numbers) - 1)
