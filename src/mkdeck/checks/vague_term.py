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

from collections.abc import Iterator

from mkdeck.checks import Case, point_at
from mkdeck.checks.prose.languages import find_set
from mkdeck.checks.prose.plain import read_prose, split_words
from mkdeck.diagnostics import Finding, Rule

RULE = Rule("vague-term", "warning", style=True)

_LEAST_CHOICES = 3
_LEAST_WORDS = 3
"""Of each choice; "often, seldom, never" are what is asked for."""


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each only right choice that is the only vague one."""
    vague = find_set("degrees", case.language, "vague")
    if not vague:
        return
    degrees = vague | find_set("degrees", case.language, "absolute")
    for entry, question, right in case.keyed_entries:
        said = [split_words(read_prose(choice.text)) for choice in question.choices]
        if len(said) < _LEAST_CHOICES or min(map(len, said)) < _LEAST_WORDS:
            continue
        hit = _find_word(read_prose(question.choices[right].text), vague)
        if not hit or hit in split_words(question.question):
            continue
        if all(degrees.isdisjoint(words) for words in (*said[:right], *said[right + 1 :])):
            message = f"'{hit}' in the right choice alone gives it away; say it in the question, or in all"
            yield point_at(entry, RULE, message, "choices", right, near=hit)


def _find_word(text: str, words: frozenset[str]) -> str:
    """Return the first of these words in a text; within it, a name such as that of a month is another word."""
    found = (word for i, word in enumerate(text.split()) if not i or word.islower())
    return next((low for word in found if (low := word.casefold().strip(".,;:!?()")) in words), "")
