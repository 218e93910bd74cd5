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
_MARKS = ".,;:!?()"


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each only right choice that is the only vague one."""
    vague = find_set("degrees", case.language, "vague")
    if not vague:
        return
    degrees = vague | find_set("degrees", case.language, "absolute") | find_set("degrees", case.language, "open")
    before, joins = (find_set("degrees", case.language, key) for key in ("before", "joins"))
    for entry, question, right in case.keyed_entries:
        said = [split_words(read_prose(choice.text)) for choice in question.choices]
        if len(said) < _LEAST_CHOICES or min(map(len, said)) < _LEAST_WORDS:
            continue
        hit = _find_word(read_prose(question.choices[right].text), vague, before, joins)
        if not hit or not vague.isdisjoint(split_words(read_prose(question.question))):
            continue
        if all(degrees.isdisjoint(words) for words in (*said[:right], *said[right + 1 :])):
            message = f"'{hit}' in the right choice alone gives it away; say it in the question, or in all"
            yield point_at(entry, RULE, message, "choices", right, near=hit)


def _find_word(text: str, words: frozenset[str], before: frozenset[str], joins: frozenset[str]) -> str:
    """Return the first of these words in a text that qualifies what the text says.

    Within a text, a name such as that of a month is another word. Behind one of the words `before`, a word belongs to
    the next one, as in "a commonly held view", and before a "not" it forbids. At the end it tells how often, and in a
    clause behind one of `joins` it qualifies that clause alone.
    """
    said = [word if not i or word.islower() else "" for i, word in enumerate(text.split())]
    low = [word.casefold().strip(_MARKS) for word in said]
    end = min((i for i, word in enumerate(low) if i and word in joins), default=len(low) - 1)
    places = (i for i, word in enumerate(low[:end]) if word in words and (not i or low[i - 1] not in before))
    found = next((low[i] for i in places if low[i + 1 : i + 2] != ["not"]), "")
    return found or next((phrase for phrase in words if " " in phrase and f" {phrase} " in f" {text.casefold()} "), "")
