"""Feedback on a whole item, which its name tells to be for right, partly right or wrong answers."""

import re
from collections.abc import Iterable

from mkdeck.importers.drafting.conversions import PARTLY_RIGHT, RIGHT, WRONG, label_feedback
from mkdeck.importers.to_markdown.markdown_blocks import paragraphs

_LABELS = {
    RIGHT: re.compile(r"(?:feedback_?)?(?:general_?)?correct(?:_?fb)?|response_allcorrect|mastery", re.IGNORECASE),
    PARTLY_RIGHT: re.compile(r"(?:feedback_?)?(?:general_?)?partially_?correct(?:_?fb)?", re.IGNORECASE),
    WRONG: re.compile(
        r"(?:feedback_?)?(?:general_?)?(?:incorrect|wrong)(?:_?fb)?|response_onenotcorrect|fail", re.IGNORECASE
    ),
}


def write_feedback(named: Iterable[tuple[str, str]]) -> str:
    """Write named feedback: first what is said to everyone, then what is said to right and to wrong answers."""
    general: list[str] = []
    labelled: list[tuple[str, str]] = []
    for name, text in named:
        label = next((label for label, pattern in _LABELS.items() if pattern.fullmatch(name)), "")
        if label:
            labelled.append((label, text))
        else:
            general.append(text)
    labelled.sort(key=lambda each: list(_LABELS).index(each[0]))
    return paragraphs(*general, label_feedback(labelled))
