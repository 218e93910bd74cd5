"""Nearly all statements of a course that students judge are false, or nearly all are true.

Then the best guess is right without the matter. The count is of true/false questions and of each statement of a
question of type `statements`; a warning comes from ten of them on, where four of five or more are alike, at the
course's name.
"""

from collections.abc import Iterator

from mkdeck.checks import Case, point_at_course
from mkdeck.diagnostics import Finding, Rule
from mkdeck.questions.statements import Statements
from mkdeck.questions.true_false import TrueFalse

RULE = Rule("true-false-bias", "warning", style=True)

_LEAST_STATEMENTS = 10
_NEARLY_ALL = 0.8


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning where judging all statements alike is nearly always right."""
    judged = list_judged(case)
    true = sum(judged)
    false = len(judged) - true
    if len(judged) >= _LEAST_STATEMENTS and max(true, false) >= _NEARLY_ALL * len(judged):
        count, word = (true, "true") if true > false else (false, "false")
        message = f"{count} of {len(judged)} statements are {word}; turn some of them around"
        yield point_at_course(case, RULE, message)


def list_judged(case: Case) -> list[bool]:
    """Return whether each statement that students judge is true."""
    judged: list[bool] = []
    for entry in case.asked_entries:
        match entry.question:
            case TrueFalse(answer=answer):
                judged.append(answer)
            case Statements(statements=statements):
                judged += [each.true for each in statements]
    return judged
