"""Feedback that Moodle itself puts into every new question, which says nothing about it."""

import re

from mkdeck.importers.drafting.vocabulary import words


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", re.sub(r"<[^<>]*>|&nbsp;", " ", text)).casefold()


_DEFAULTS = frozenset(map(_bare, words("default_feedback")))


def is_default(feedback: str) -> bool:
    """Whether a feedback is one that Moodle puts into new questions, in any of its larger languages."""
    return _bare(feedback) in _DEFAULTS
