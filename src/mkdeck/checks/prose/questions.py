"""What a question asks for and what is right, as words to compare."""

import re
from collections.abc import Iterator
from functools import lru_cache

from mkdeck.checks.prose.plain import split_words
from mkdeck.questions.matching import Matching
from mkdeck.questions.multiple_choice import MultipleChoice
from mkdeck.questions.numeric import Numeric
from mkdeck.questions.occlusion import Occlusion
from mkdeck.questions.ordering import Ordering
from mkdeck.questions.question import Question
from mkdeck.questions.short_answer import ShortAnswer
from mkdeck.questions.statements import Statements

_WORD_OR_SIGN = re.compile(r"\w+|[^\w\s]")


def is_signed(text: str) -> bool:
    """Whether a text holds code, math or a picture, in which every sign counts."""
    return "`" in text or "$" in text or "\\" in text or "<" in text or ("!" in text and "![" in text)


@lru_cache(maxsize=1 << 17)
def split_text(text: str) -> tuple[str, ...]:
    """Return the words of a text in Markdown, in small letters; of one with code, math or pictures, all as it is."""
    return tuple(_WORD_OR_SIGN.findall(text)) if is_signed(text) else split_words(text.replace("-", " "))


def list_keys(question: Question) -> tuple[str, ...]:
    """Return the texts that are right, of a type whose answer is text; their order counts in an ordering only."""
    match question:
        case ShortAnswer():
            return (question.answer,)
        case Numeric():
            return tuple(filter(None, (question.answer, *(question.range or ()), question.unit)))
        case Ordering():
            return question.items
        case Occlusion():
            return (question.image, *sorted(mask.label for mask in question.masks))
    return tuple(sorted(_list_parts(question)))


def _list_parts(question: Question) -> Iterator[str]:
    """Yield the texts of a question whose order says nothing."""
    match question:
        case MultipleChoice():
            yield from (choice.text for choice in question.choices if choice.correct)
        case Matching():
            yield from (f"{pair.left} {pair.right}" for pair in question.pairs)
        case Statements():
            yield from (each.text for each in question.statements)
