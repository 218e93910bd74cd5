"""Lines of quiz pages: headings, kinds of questions, what invites to reveal an answer, and what only the page says."""

import re

from mkdeck.importers.drafting.labels import FALSE_WORDS, TRUE_WORDS
from mkdeck.importers.drafting.vocabulary import pattern

HEADING = re.compile(
    rf"""
    {pattern("question")}\s* (?:\#|n[ro]?[.º°]\s*)?
    (?P<number>\d+) (?:\s*[题題])?
    (?:\s*(?:/|{pattern("of")})\s*\d+)?
    \s*[.:)\u2013\u2014-]?\s*
    (?P<rest>.*)
    """,
    re.IGNORECASE | re.VERBOSE,
)
COUNTED = re.compile(r"(?P<number>\d+)\s*[.):]\s*(?P<rest>.+)")
"""A heading of only a number, if a kind comes after it."""
_KINDS = {
    kind: re.compile(pattern(kind.replace("-", "_")), re.IGNORECASE)
    for kind in ("true-false", "multiple-choice", "short-answer")
}
_POINTS = re.compile(
    rf"[(\[]?(?<!\d)\d{{1,6}}(?:[.,]\d{{1,6}})?\s*{pattern('points', 'page_points')}\.?[)\]]?", re.IGNORECASE
)
REVEAL = re.compile(pattern("reveal"), re.IGNORECASE)
MODEL = re.compile(rf"{pattern('model_answer')}\s*[:\uff1a]\s*(.*)", re.IGNORECASE)
FURNITURE = re.compile(pattern("prompt", "furniture"), re.IGNORECASE)
"""What a learning platform writes around a question's own text."""
PROMPT = re.compile(pattern("prompt"), re.IGNORECASE)
"""What it writes between a question and its choices."""
GLUED_PROMPT = re.compile(
    rf"{pattern('question')}\s*\d+\s*(?:{pattern('prompt')}|{pattern('answer')}\s*:?)", re.IGNORECASE
)
"""Such a line with the number of the question, which only screen readers say, in front: `Question 1Select one:`."""
ANSWER_BOX = re.compile(rf"{pattern('answer')}\s*[:\uff1a]\s*{pattern('question')}\s*\d+", re.IGNORECASE)
"""What stands before a box to type into, `Answer:Question 2`."""
QUOTED = re.compile(
    rf"""
    .{{0,300}}\b{pattern("quoted_answer")}\b .{{0,100}}?\b{pattern("quoted_is")}\b \s*:?\s*
    ['"\u2018\u2019\u201c\u201e\u00ab] \s*(?P<said>.*?)\s* ['"\u2019\u201d\u201c\u00bb]
    \s*\.?
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""`The correct answer is 'False'.`"""
MARK = re.compile(
    rf"[\u2713\u2714\u2705\u2611]\s*{pattern('ticked')}?!?|{pattern('ticked_alone')}",
    re.IGNORECASE,
)
"""A line of its own that marks the choice above it as right."""
TICKED = re.compile(r"\s*[\u2713\u2714\u2705]\s*$")


def kind_of(heading: str) -> str:
    """Return the kind that a heading names, points left aside; empty if it names none."""
    bare = strip_points(heading)
    return next((kind for kind, named in _KINDS.items() if named.fullmatch(bare)), "")


def strip_points(heading: str) -> str:
    """Take the points and the signs around it off a heading."""
    return _POINTS.sub("", heading).strip(" -\u2013\u2014.:|()[]")


def judgement(line: str) -> bool | None:
    """Whether a line is the choice `True` or `False` in any language, its letter glued to it or not."""
    word = line.strip().casefold()
    for each in (word, word[1:].lstrip(" .)") if word[:1] == word[1:].lstrip(" .)")[:1] else ""):
        if each in TRUE_WORDS:
            return True
        if each in FALSE_WORDS:
            return False
    return None
