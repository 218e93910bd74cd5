"""Whether a text really is of the format that it looks like: most of it has to come out as questions.

A letter before a few lines of a license, boxes in a list of plans or capitals in a program look like choices, too.
"""

import re

from mkdeck.importers.draft import Draft, Reading
from mkdeck.importers.drafting.labels import ANSWER, HEADING, LONE
from mkdeck.importers.drafting.losses import list_texts, split_words

_MIN_SHARE_OF_WORDS = 0.4
"""Of banks more than half comes out, the rest being labels and what is skipped."""
_MIN_SHARE_OF_ASKING = 0.3
"""Most questions ask or have answers."""
_MAX_WORDS_OF_TEXT = 200
"""So many words of a text count; a question that swallows a whole program is none."""
_MOST_LABEL_CHARACTERS = 40
"""Characters of a line that is one."""
_ASKS = re.compile(r"[?\uff1f\u061f]\W*$|_{2}|(?:\.{3}|\u2026)\W*$")
_ANNOUNCES = re.compile(r"[:\uff1a]\W*$")
"""Where some questions have an answer, those that end like this are questions, too; in a license they are none."""
_PAGE = re.compile(r"\s*<(?:!doctype|html|\?xml|\?php|svg)\b", re.IGNORECASE)
_CODE = re.compile(
    r"""
    [;{}]$
    | ^(?:\#include|//|/\*|\*/)
    | ^(?:def|class|import|from|return)\s.*[:\w]$
    | ^(?:if|elif|for|while|with|try|except|else)\b.*:$ | ^(?:raise|break|continue|pass|self)\b(?:[^ ]|[ ]\S+\(|$)
    | ^@\w | ^[\w.]+\(.*\)$ | ^[\w.\[\]]+[ ][-+*/|]?=[ ]\S
    | ^<(?!/?(?:details|summary)\b)[/a-z].*>$
    | ^\{%
    """,
    re.VERBOSE,
)
"""A line that ends or starts as those of a program, a page or a template do."""
_MAX_SHARE_OF_CODE = 0.4
_LETTER = re.compile(rf"{LONE}[.\s]*")


def is_convincing(text: str, reading: Reading) -> bool:
    """Whether enough of a text came out as questions, and enough of those ask or have an answer."""
    decided = any(not draft.undecided for draft in reading.drafts)
    asking = sum(_asks(draft) or (decided and bool(_ANNOUNCES.search(draft.question))) for draft in reading.drafts)
    if not asking or asking < _MIN_SHARE_OF_ASKING * len(reading.drafts) or _PAGE.match(text):
        return False
    if is_code(text) and not _names_answers(text, len(reading.drafts)):
        return False
    return sum(map(_count_words, reading.drafts)) >= _MIN_SHARE_OF_WORDS * len(split_words(_drop_labels(text)))


def _drop_labels(text: str) -> str:
    """Drop the lines that only count a question or name its right choice: of short questions they are most words."""
    return "\n".join(line for line in text.split("\n") if not _is_label(line.strip()))


def _is_label(text: str) -> bool:
    return len(text) <= _MOST_LABEL_CHARACTERS and bool(ANSWER.match(text) or HEADING.fullmatch(text))


def _names_answers(text: str, questions: int) -> bool:
    """Whether lines such as `Answer: B` name the right choice of most questions, as in a bank about programs."""
    answers = filter(None, map(ANSWER.fullmatch, map(str.strip, text.split("\n"))))
    return 2 * sum(bool(_LETTER.fullmatch(match["said"])) for match in answers) > questions


def is_code(text: str) -> bool:
    """Whether many of the lines of a text end or start as those of a program, a page or a template do."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return sum(bool(_CODE.search(line)) for line in lines) > _MAX_SHARE_OF_CODE * len(lines)


def _asks(draft: Draft) -> bool:
    return not draft.undecided or bool(_ASKS.search(draft.question))


def _count_words(draft: Draft) -> int:
    choices = (text for choice in draft.choices for text in (choice.text, choice.feedback))
    answer = draft.answer if isinstance(draft.answer, str) else ""
    said = (draft.context, draft.question, *choices, answer, *list_texts(draft.more))
    texts = (*said, draft.explanation, draft.hint)
    return sum(min(len(split_words(text)), _MAX_WORDS_OF_TEXT) for text in texts if text)
