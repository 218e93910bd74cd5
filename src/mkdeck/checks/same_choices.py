"""Two questions have exactly the same choices, of more than a word or two.

Who knows one answer need not think about it in the other question. Asked as one question of type `matching`, each
has to be known. Choices that six questions or more share are a scheme of the course. A question of more than twenty
words or with a block of code is no side of a pair, nor is one with several right choices, or the same one.

Fails:

```yaml
questions:
  - id: forget
    type: multiple-choice
    question: What does the forget gate do?
    choices:
      - correct: It drops old memory
      - It lets new memory in
      - It shows a part of the memory
  - id: input
    type: multiple-choice
    question: What does the input gate do?
    choices:
      - It drops old memory
      - correct: It lets new memory in
      - It shows a part of the memory
```

Passes:

```yaml
questions:
  - id: gates
    type: matching
    question: What does each gate do?
    pairs:
      - { left: forget gate, right: It drops old memory }
      - { left: input gate, right: It lets new memory in }
      - { left: output gate, right: It shows a part of the memory }
```
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from mkdeck.checks import Case, point_at
from mkdeck.checks.prose.plain import count_words, read_prose
from mkdeck.checks.prose.questions import split_text
from mkdeck.course.loading import Entry
from mkdeck.diagnostics import Finding, Rule
from mkdeck.text.vocabulary import WORDS

RULE = Rule("same-choices", "warning", style=True)

_LEAST_CHOICES = 3
_LEAST_WORDS = 3
"""On average; shorter choices, such as "rises, falls, stays", are a scale that many questions share."""
_ENDS = " .,;:!?"
"""Marks at the end of a choice, which say nothing."""
_LETTERS_OF_STEM = 4
"""Letters that forms of a word have in common."""
_MOST_WORDS_OF_QUESTION = 20
"""Words of a question that can stand on one side of a pair."""
_MOST_QUESTIONS = 5
"""Questions; choices that more of them share are a scheme, such as the ways in which two statements may be true."""


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each question whose choices are those of one before it, of which it names the first."""
    common = WORDS.find_words("common", case.language)
    for first, *others in _group(case):
        if not 0 < len(others) < _MOST_QUESTIONS or _are_scale(first.plain):
            continue
        if not any(_is_long(each.entry) for each in (first, *others)):
            asked = _read(first.entry, common)
            found = (each.entry for each in others if each.key != first.key)
            yield from (_tell(entry, first.entry) for entry in found if _read(entry, common) != asked)


class _Keyed(NamedTuple):
    """A question with one right choice, what that says in small letters, and what each choice says."""

    entry: Entry
    key: str
    plain: tuple[str, ...]


def _group(case: Case) -> Iterable[list[_Keyed]]:
    """Return the questions with one right choice, those with the same choices together."""
    groups: dict[tuple[str, ...], list[_Keyed]] = defaultdict(list)
    for each, right in case.keyed_entries:
        if len(each.plain) >= _LEAST_CHOICES:
            said = [plain.casefold().rstrip(_ENDS) for plain in each.plain]
            groups[tuple(sorted(said))].append(_Keyed(each.entry, said[right], each.plain))
    return groups.values()


def _are_scale(plain: Sequence[str]) -> bool:
    """Whether choices are short or numbers, as those are that questions about different things share."""
    is_short = sum(map(count_words, plain)) < _LEAST_WORDS * len(plain)
    return is_short or any(text[:1].isdigit() for text in plain)


def _is_long(entry: Entry) -> bool:
    text = entry.question.question
    return "```" in text or "~~~" in text or count_words(read_prose(text)) > _MOST_WORDS_OF_QUESTION


def _read(entry: Entry, common: frozenset[str]) -> list[str]:
    """Return the beginnings of the words that count, sorted: questions that have the same are nearly the same.

    As sides of pairs, "the fox chases the hare" and "the hare chased the fox" would be taken for one another.
    """
    return sorted(word[:_LETTERS_OF_STEM] for word in split_text(entry.question.question) if word not in common)


def _tell(entry: Entry, other: Entry) -> Finding:
    where = f"question {other.index + 1} of {other.deck.source.name}"
    message = f"these choices are those of '{other.id}' ({where}) as well; ask both in one `matching` question"
    return point_at(entry, RULE, message, "choices")
