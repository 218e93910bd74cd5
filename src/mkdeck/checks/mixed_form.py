"""One choice is of plainly another form than the others: a sentence among numbers, or a number among sentences.

It stands out, and whether it is right or wrong, students can tell without the matter.

Fails:

```yaml
questions:
  - id: bits
    type: multiple-choice
    question: How many bits has a byte?
    choices: [correct: 8, 4, 16, It depends on how fast the processor is]
```

Passes:

```yaml
questions:
  - id: bits
    type: multiple-choice
    question: How many bits has a byte?
    choices: [correct: 8, 4, 16, 32]
```
"""

import re
from collections.abc import Iterator, Sequence

from mkdeck.checks import Case, point_at
from mkdeck.checks.prose.numbers import read_quantities
from mkdeck.checks.prose.plain import count_words, is_prose, read_plain
from mkdeck.checks.unpinned_last import belongs_last
from mkdeck.diagnostics import Finding, Rule
from mkdeck.text.vocabulary import WORDS

RULE = Rule("mixed-form", "warning", style=True)

_DIGIT = re.compile(r"\d")
_LONG = r"[^\W\d_]{4,}"
_SAID = re.compile(rf"{_LONG}\D*\d|\d.*{_LONG}.*\b{_LONG}")
"""A number in something that is said: behind a longer word, or before more of them than name a unit."""
_NOT_TOLD = re.compile(WORDS.make_pattern("not_told"), re.IGNORECASE)
"""Among numbers, the choice that they can't be told, or that a program fails, is another kind of "none of these"."""
_LEAST_CHOICES = 3
_WORDS_OF_SENTENCE = 6
"""Words, of which on a text is no name of a quantity."""
_LEAST_CHARACTERS_OF_SENTENCE = 2 * _WORDS_OF_SENTENCE - 1


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for the only choice of its form."""
    for each in case.choice_entries:
        texts = each.texts
        if len(texts) < _LEAST_CHOICES or max(map(len, texts)) < _LEAST_CHARACTERS_OF_SENTENCE:
            continue
        odd, what = _find_odd(texts)
        if what and not belongs_last(texts[odd]) and not _NOT_TOLD.search(texts[odd]):
            message = f"'{each.plain[odd]}' is a {what}, which stands out; give all choices one form"
            yield point_at(each.entry, RULE, message, "choices", odd)


def _find_odd(texts: Sequence[str]) -> tuple[int, str]:
    """Return where the only number among sentences stands, or the only sentence among numbers, and what it is."""
    numbers = [_is_number(text) for text in texts]
    is_alone = numbers.count(True) == 1
    if not is_alone and numbers.count(False) != 1:
        return 0, ""
    if not all(_is_sentence(text) for text, is_number in zip(texts, numbers, strict=True) if not is_number):
        return 0, ""
    return numbers.index(is_alone), "number among sentences" if is_alone else "sentence among numbers"


def _is_number(text: str) -> bool:
    return bool(_DIGIT.search(text) and read_quantities([text]) and not _SAID.search(read_plain(text)))


def _is_sentence(text: str) -> bool:
    return is_prose(text) and count_words(read_plain(text)) >= _WORDS_OF_SENTENCE
