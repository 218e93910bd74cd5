"""Numbers that only count the questions of a file, such as `12. What ...`; on cards in any order they mean nothing."""

from dataclasses import replace
from itertools import pairwise

from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting.labels import NUMBER

_MOST = 0.8


def drop_numbers(drafts: list[Draft]) -> list[Draft]:
    """Take the numbers off the questions where they count them: most have one, and most follow the one before."""
    numbers = [NUMBER.match(draft.question) for draft in drafts]
    counted = [int(match[1]) for match in numbers if match]
    if len(counted) < _MOST * len(drafts) or not counted:
        return drafts
    steps = sum(0 <= after - before <= 3 for before, after in pairwise(counted))
    if steps < _MOST * (len(counted) - 1) or (len(counted) == 1 and counted != [1]):
        return drafts
    return [
        replace(draft, question=draft.question[match.end() :]) if match else draft
        for draft, match in zip(drafts, numbers, strict=True)
    ]
