"""Answers of a source that do not say what is right: what is said of them, and the choices of a statement then."""

from mkdeck.importers.draft import DraftChoice

MOST_QUOTED_CHARACTERS = 60
"""What is longer and names no choice explains."""
UNJUDGED = (DraftChoice("True", None), DraftChoice("False", None))
"""What a statement becomes of which nobody knows whether it is true."""


def quote_answer(answer: str) -> str:
    """Return the start of a comment on an answer, which it quotes."""
    return f'The source says "{answer[:MOST_QUOTED_CHARACTERS]}"'


def comment_unnamed(answer: str) -> str:
    """Return the comment on an answer that is that of no choice."""
    return f"{quote_answer(answer)}, which names none of the choices."


def comment_unjudged(answer: str) -> str:
    """Return the comment on an answer that judges no statement."""
    return f"{quote_answer(answer)}, which is neither true nor false."
