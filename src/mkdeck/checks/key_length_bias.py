"""The right choice is the longest in far more questions of a course than chance gives.

Students learn it without noticing, and then answer without the matter. The count is of questions with one right choice
among three or more; a warning comes from twelve of them on, at the course's name.
"""

from collections.abc import Iterator

from mkdeck.checks import Case, point_at_course
from mkdeck.checks.prose.chance import FAR, measure_excess
from mkdeck.checks.prose.choices import ChoiceEntry
from mkdeck.checks.unpinned_last import belongs_last
from mkdeck.diagnostics import Finding, Rule

RULE = Rule("key-length-bias", "warning", style=True)

_LEAST_QUESTIONS = 12
_LEAST_CHOICES = 3


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning where the length of choices gives right ones away."""
    longest, chances = count_longest(case)
    if len(chances) >= _LEAST_QUESTIONS and measure_excess(longest, chances) >= FAR:
        message = (
            f"the right choice is the longest in {longest} of {len(chances)} questions, where chance gives "
            f"{round(sum(chances))}; shorten right choices, or say as much in wrong ones"
        )
        yield point_at_course(case, RULE, message)


def count_longest(case: Case) -> tuple[int, list[float]]:
    """Count the questions whose right choice is the longest, and return the chance of each that is compared."""
    found = [
        (is_longest, 1 / len(each.texts))
        for each, right in case.keyed_entries
        if (is_longest := _is_key_longest(each, right)) is not None
    ]
    return sum(is_longest for is_longest, _ in found), [chance for _, chance in found]


def _is_key_longest(asked: ChoiceEntry, right: int) -> bool | None:
    """Whether the only right choice is longer than each other one; none where it says nothing."""
    if len(asked.texts) < _LEAST_CHOICES or belongs_last(asked.texts[right]) or not asked.are_prose:
        return None
    *others, longest = sorted(map(len, asked.plain))
    return len(asked.plain[right]) == longest and longest not in others
