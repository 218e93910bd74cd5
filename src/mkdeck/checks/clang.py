"""A rare word of the question stands in the right choice alone, and leads to it by its sound.

`mkdeck check --rules clang` finds it, and nothing else does: often it is the word that the question is about.

Fails:

```yaml
questions:
  - id: truncation
    type: multiple-choice
    question: How does one keep training through time affordable by truncation?
    choices:
      - Weights are made smaller
      - correct: Steps far back are truncated
      - Noise is added to the input
```

Passes:

```yaml
questions:
  - id: truncation
    type: multiple-choice
    question: How does one keep training through time affordable by truncation?
    choices:
      - Weights are made smaller
      - correct: Steps far back are left out
      - Noise is added to the input
```
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from mkdeck.checks import Case, point_at
from mkdeck.checks.prose.choices import ChoiceEntry
from mkdeck.checks.prose.plain import read_prose, split_words
from mkdeck.diagnostics import Finding, Rule
from mkdeck.text.vocabulary import WORDS

RULE = Rule("clang", "warning", style=True, by_default=False)

_LEAST_CHOICES = 3
_LETTERS_OF_STEM = 7
"""Letters that two forms of a word have in common."""
_LETTERS_OF_ENDING = 3
_QUESTIONS_OF_RARE_WORD = 2
"""In so many questions of a course a word stands at most."""


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each only right choice that takes up a rare word of the question, as no wrong one does."""
    if not WORDS.find_words("common", case.language):
        return
    counts = Counter(form for entry in case.asked_entries for form in _find_forms(entry.question.question))
    for each, right in case.keyed_entries:
        if len(each.texts) < _LEAST_CHOICES or not each.are_prose:
            continue
        stem = _find_forms(each.question.question)
        form, word = _find_echo(stem, each, right)
        if form and counts[form] <= _QUESTIONS_OF_RARE_WORD:
            message = f"'{word}' in the right choice alone repeats '{stem[form]}' of the question; say it otherwise"
            yield point_at(each.entry, RULE, message, "choices", right, near=word)


def _find_echo(stem: Mapping[str, str], asked: ChoiceEntry, right: int) -> tuple[str, str]:
    """Return the only word of a question that its right choice takes up, as no other does: its letters, and it."""
    own, *others = map(_find_forms, (asked.texts[right], *asked.list_wrong(right)))
    taken = [form for form in stem if form in own and _are_forms(stem[form], own[form])]
    if len(taken) != 1 or any(stem.keys() & other.keys() for other in others):
        return "", ""
    return taken[0], own[taken[0]]


def _are_forms(one: str, two: str) -> bool:
    """Whether two words differ in their ending only, as forms of one word do."""
    same = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return same >= max(len(one), len(two)) - _LETTERS_OF_ENDING


def _find_forms(text: str) -> dict[str, str]:
    """Return the long words of a text, by the letters that tell them."""
    return {
        word[:_LETTERS_OF_STEM]: word
        for word in split_words(read_prose(text))
        if len(word) >= _LETTERS_OF_STEM and word.isalpha()
    }
