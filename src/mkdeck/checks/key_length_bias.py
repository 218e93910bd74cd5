"""The right choice is the longest in far more questions of a course than chance gives.

Students learn it without noticing, and then answer without the matter. The count is of questions with one right choice
among three or more; a warning comes from twelve of them on, at the course's name.
"""

from collections.abc import Iterator

from mkdeck.checks import Case, point_at_course
from mkdeck.checks.prose.chance import FAR, measure_excess
from mkdeck.checks.prose.plain import is_prose, read_plain
from mkdeck.checks.unpinned_last import belongs_last
from mkdeck.diagnostics import Finding, Rule
from mkdeck.questions.multiple_choice import MultipleChoice

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
        (is_longest, 1 / len(question.choices))
        for _, question in case.choice_entries
        if (is_longest := _is_key_longest(question)) is not None
    ]
    return sum(is_longest for is_longest, _ in found), [chance for _, chance in found]


def _is_key_longest(question: MultipleChoice) -> bool | None:
    """Whether the only right choice is longer than each other one; none where it says nothing."""
    keys = [choice for choice in question.choices if choice.correct]
    if len(keys) != 1 or len(question.choices) < _LEAST_CHOICES:
        return None
    if belongs_last(keys[0].text) or not all(is_prose(choice.text) for choice in question.choices):
        return None
    lengths = [len(read_plain(choice.text)) for choice in question.choices if not choice.correct]
    return len(read_plain(keys[0].text)) > max(lengths)
