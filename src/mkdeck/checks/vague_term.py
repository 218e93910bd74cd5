"""A word such as "usually" or "may" stands in the right choice alone, and gives it away.

Who writes it makes the choice right in every case. Students learn that the careful choice is the right one.

Fails:

```yaml
questions:
  - id: depth
    type: multiple-choice
    question: What does a deeper network do to training?
    choices:
      - It makes it faster
      - It leaves it as it is
      - correct: It usually makes it slower
```

Passes:

```yaml
questions:
  - id: depth
    type: multiple-choice
    question: What does a deeper network usually do to training?
    choices:
      - It makes it faster
      - It leaves it as it is
      - correct: It makes it slower
```
"""

from collections.abc import Iterable, Iterator

from mkdeck.checks import Case, point_at
from mkdeck.checks.prose.choices import ChoiceEntry
from mkdeck.checks.prose.plain import read_prose, split_words
from mkdeck.diagnostics import Finding, Rule
from mkdeck.text.vocabulary import WORDS

RULE = Rule("vague-term", "warning", style=True)

_LEAST_CHOICES = 3
_LEAST_WORDS = 3
"""Of each choice; "often, seldom, never" are what is asked for."""
_MARKS = ".,;:!?()"


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each only right choice that is the only vague one."""
    vague = WORDS.find_words("vague", case.language)
    if not vague:
        return
    for each, right in case.keyed_entries:
        if hit := _find_telling(each, right, vague, case.language):
            message = f"'{hit}' in the right choice alone gives it away; say it in the question, or in all"
            yield point_at(each.entry, RULE, message, "choices", right, near=hit)


def _find_telling(asked: ChoiceEntry, right: int, vague: frozenset[str], language: str) -> str:
    """Return the vague word or phrase that gives the right choice away; empty where none does."""
    if not _has_any([read_prose(asked.texts[right])], vague):
        return ""  # most questions, told quickly
    texts = list(map(read_prose, asked.texts))
    if len(texts) < _LEAST_CHOICES or any(len(split_words(text)) < _LEAST_WORDS for text in texts):
        return ""
    degrees = vague.union(*(WORDS.find_words(meaning, language) for meaning in ("absolute", "open", "duty")))
    others = map(read_prose, asked.list_wrong(right))
    if _has_any([read_prose(asked.question.question)], vague) or _has_any(others, degrees):
        return ""
    return _find_word(texts[right], vague, language)


def _has_any(texts: Iterable[str], words: frozenset[str]) -> bool:
    """Whether one of the texts has one of the words or phrases, whatever it says there."""
    return any(not words.isdisjoint(split_words(text)) or _find_phrase(text, words) for text in texts)


def _find_phrase(text: str, vague: frozenset[str]) -> str:
    """Return the first vague phrase of a text; empty where it has none."""
    folded = f" {text.casefold()} "
    return min((each for each in vague if " " in each and f" {each} " in folded), key=folded.index, default="")


def _find_word(text: str, vague: frozenset[str], language: str) -> str:
    """Return the first vague word, or else a vague phrase, that qualifies what a text says; empty where none does.

    Behind some words it belongs to the next one, as in "a commonly held view", and before a "not" it forbids. At the
    end it tells how often.
    """
    clause = _cut_clause(_list_words(text), WORDS.find_words("before_clause", language))
    before = WORDS.find_words("before_qualified", language)
    for former, word, following in zip(["", *clause], clause, clause[1:], strict=False):
        if word in vague and former not in before and following != "not":
            return word
    return _find_phrase(text, vague)


def _list_words(text: str) -> list[str]:
    """Return the words of a text in small letters, and nothing in the place of a name within it, such as a month's."""
    return [word.casefold().strip(_MARKS) if not i or word.islower() else "" for i, word in enumerate(text.split())]


def _cut_clause(words: list[str], joins: frozenset[str]) -> list[str]:
    """Return words up to the one that joins a clause to them: what stands behind it qualifies that clause alone."""
    join = next((i for i, word in enumerate(words) if i and word in joins), len(words))
    return words[: join + 1]
