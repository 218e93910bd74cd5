"""Where the feedback of choices stands: in their list, or, where it plays something, in a list for the back alone.

Anki plays whatever a side's fields hold, also what no style shows. So a front must not hold the sound of a feedback.
"""

import re

from mkdeck.questions.choices import CHOICE
from mkdeck.questions.items import FEEDBACK

_FEEDBACK = re.compile(rf"{FEEDBACK}(.*?)</div>(?=</li>(?:</ol>)?\Z)", re.DOTALL)
_REASON = re.compile(r'<li value="(\d+)">(.*?)</li>(?=<li value="|\Z)', re.DOTALL)
_REASONS = re.compile(r'<ol class="reasons" type="A">(.*)</ol>\Z', re.DOTALL)


def part_feedback(choices: str) -> tuple[str, str]:
    """Return a list of choices without the feedback in it, and that feedback as a list of its own.

    Each piece of feedback has the number of its choice, from 1. What plays nothing stays where it is.
    """
    head, *items = CHOICE.split(choices)
    parted = [_FEEDBACK.search(item) for item in items]
    if not any(match and "[sound:" in match[1] for match in parted):
        return choices, ""
    reasons = "".join(f'<li value="{i}">{match[1]}</li>' for i, match in enumerate(parted, start=1) if match)
    return head + "".join(_FEEDBACK.sub("", item) for item in items), f'<ol class="reasons" type="A">{reasons}</ol>'


def join_feedback(choices: str, answer: str) -> tuple[str, str]:
    """Put parted feedback, at the end of an answer, back into the list of choices; give both."""
    match = _REASONS.search(answer)
    if not match:
        return choices, answer
    reasons = {int(number): text for number, text in _REASON.findall(match[1])}
    head, *items = CHOICE.split(choices)
    for i, item in enumerate(items):
        if i + 1 in reasons:
            inner, end, rest = item.rpartition("</li>")
            items[i] = f"{inner}{FEEDBACK}{reasons[i + 1]}</div>{end}{rest}"
    return head + "".join(items), answer[: match.start()]
