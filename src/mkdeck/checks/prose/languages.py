"""The language of a course's texts."""

from collections import Counter
from itertools import islice

from mkdeck.checks.prose.plain import read_prose, split_words
from mkdeck.course.loading import Course
from mkdeck.notetypes import base_language
from mkdeck.text.vocabulary import WORDS

_QUESTIONS_READ = 400
"""How many questions tell the language of a course."""
_LEAST_COMMON_WORDS = 12
"""So many common words of another language, and twice those of the declared one, say that it is the other."""


def find_language(course: Course) -> str:
    """Return the code of a course's language, as it declares it; empty where its texts are plainly of another one.

    English is what a course says that says nothing; no word of it may be looked for in German texts.
    """
    declared = base_language(course.settings.language)
    counts: Counter[str] = Counter()
    for entry in islice(course.entries, _QUESTIONS_READ):
        counts.update(split_words(read_prose(entry.question.question)))
    seen = {code: sum(counts[word] for word in table.get("common", ())) for code, table in WORDS.read().items()}
    other = max((count for code, count in seen.items() if code != declared), default=0)
    return "" if other >= _LEAST_COMMON_WORDS and other > 2 * seen.get(declared, 0) else declared
