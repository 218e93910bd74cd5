r"""GIFT, Moodle's plain text format, as Moodle reads it and a little more patiently.

Tolerated beyond Moodle: no blank line after a category or between two questions, blank lines inside braces, comments
anywhere, `true` and `false` in any case and language, TeX commands such as `\neq` in formulas, a question that is its
title, and the slips that answers.py names.

Source: MoodleDocs, "GIFT format".
"""

import re

from mkdeck.importers.draft import Document, Reading
from mkdeck.importers.drafting.reading_builder import ReadingBuilder
from mkdeck.importers.formats.gift.blocks import split_questions
from mkdeck.importers.formats.gift.question import Question
from mkdeck.importers.formats.gift.signs import count_questions, is_source

_TITLED = re.compile(r"^\s*::.*?::", re.MULTILINE)
_CHARACTERS_READ = 60_000
"""Characters of a text that are looked at."""
_SHARE_OF_QUESTIONS = 0.4
"""At least so many of the blocks of a bank are questions."""


def recognise(document: Document) -> float:
    """Look for categories, and for blocks that are questions as no other format writes them."""
    text = document.start[:_CHARACTERS_READ]
    if "{" not in text and "$CATEGORY" not in text:
        return 0.0
    blocks, questions = count_questions(text)
    if re.search(r"(?m)^\s*\$CATEGORY:", text):
        return 0.97
    if questions and questions >= _SHARE_OF_QUESTIONS * blocks:
        if _TITLED.search(text):
            return 0.97
        return 0.06 if is_source(text) else 0.95
    return 0.06 if questions else 0.02


def read(document: Document) -> Reading:
    """Read every question; one whose braces do not pair up ends at the next empty line."""
    found = ReadingBuilder()
    for block in split_questions(document.text.split("\n")):
        with found.question(block.line):
            question = Question(block)
            found.add(question.read(), question.remarks())
    return found.build()
