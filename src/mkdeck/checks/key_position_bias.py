"""The right choice stands in one place in far more questions of a course than chance gives.

This is about questions whose choices keep their order (`shuffle: false`). The count is of those with one right choice;
a warning comes from ten of them on, at the course's name.
"""

from collections import Counter
from collections.abc import Iterator

from mkdeck.checks import Case, point_at_course
from mkdeck.checks.prose.chance import FAR, measure_excess
from mkdeck.checks.prose.numbers import read_quantities
from mkdeck.diagnostics import Finding, Rule

RULE = Rule("key-position-bias", "warning", style=True)

_LEAST_QUESTIONS = 10


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning where right choices stand mostly in one place."""
    places = find_places(case)
    if len(places) < _LEAST_QUESTIONS:
        return
    place, count = Counter(place for place, _ in places).most_common(1)[0]
    chances = [1 / size for _, size in places if size > place]
    if measure_excess(count, chances) >= FAR:
        message = (
            f"the right choice is number {place + 1} in {count} of the {len(places)} questions with `shuffle: false`, "
            f"where chance gives {round(sum(chances))}; let choices be shuffled, or put right ones elsewhere"
        )
        yield point_at_course(case, RULE, message)


def find_places(case: Case) -> list[tuple[int, int]]:
    """Return the place of the right choice, from 0 on, and of how many, where choices keep an order that is free."""
    fixed = ((each, right) for each, right in case.keyed_entries if not each.question.shuffle)
    return [(right, len(each.texts)) for each, right in fixed if not read_quantities(each.texts)]
