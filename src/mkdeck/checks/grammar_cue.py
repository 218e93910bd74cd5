"""Only one choice fits the grammar of the question, or the right one ends in a way that no other choice does.

An "a" or "an" at the end of a question rules choices out, and so does an "are the" where one choice alone is a plural.
So does a full stop that the right choice alone has, or lacks, since whoever wrote the question took more care of it.

Fails:

```yaml
questions:
  - id: layer
    type: multiple-choice
    question: "What turns words into numbers is called an"
    choices:
      - correct: embedding
      - pooling
      - dropout
```

Passes:

```yaml
questions:
  - id: layer
    type: multiple-choice
    question: "What is that called which turns words into numbers?"
    choices:
      - correct: embedding
      - pooling
      - dropout
```
"""

import re
from collections.abc import Iterator

from mkdeck.checks import Case, point_at
from mkdeck.checks.prose.plain import is_prose, read_plain
from mkdeck.checks.unpinned_last import belongs_last
from mkdeck.diagnostics import Finding, Rule
from mkdeck.questions.multiple_choice import MultipleChoice
from mkdeck.text.vocabulary import WORDS

RULE = Rule("grammar-cue", "warning", style=True)

_LEAST_CHOICES = 3
_LEAST_WORDS = 3
"""Of each choice that is compared by its full stop."""
_OTHER_ENDS = ("!", "?", ":", ";", "…", "..")
_CHARACTERS_OF_END = 3
"""Characters in which the full stop of a text stands, and marks behind it."""
_CLOSING = "\"')]\u2019\u201d\u201c\u00bb\u203a"
"""Marks that close behind a full stop."""
_BLANK = " _.:…"
"""Signs of a blank at the end of a question, which the answer fills."""


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each question of which grammar or a full stop tells the answer, or rules out all but one."""
    endings = WORDS.read().get(case.language, {}).get("fits", {})
    for entry, question, right in case.keyed_entries:
        if len(question.choices) < _LEAST_CHOICES:
            continue
        if found := _find_cue(question, endings):
            cue, place = found
            whom = "the right choice" if place == right else "one wrong choice"
            message = f"'{cue}' at the end of the question fits {whom} alone; let all choices fit"
            yield point_at(entry, RULE, message, "question")
        elif stop := _find_stop(question, right):
            message = f"the right choice alone {stop} with a full stop, which gives it away; end all alike"
            yield point_at(entry, RULE, message, "choices", right)


def _find_cue(question: MultipleChoice, endings: dict[str, str]) -> tuple[str, int] | None:
    """Return the last word of a question, or its last two, that fit one choice alone, and the place of that choice."""
    last = read_plain(question.question).rstrip(_BLANK).replace("\u2019", "'").rsplit(maxsplit=2)[-2:]
    two = " ".join(last).casefold()
    cue = next((each for each in (two, two.rpartition(" ")[2]) if each in endings), None)
    if cue is None:
        return None
    fits = [i for i, each in enumerate(question.choices) if re.match(endings[cue], read_plain(each.text))]
    return (cue, fits[0]) if len(fits) == 1 else None


def _find_stop(question: MultipleChoice, right: int) -> str:
    """Return how the right choice alone ends; empty where others end like it, or are too short to end at all."""
    texts = [choice.text for choice in question.choices]
    if sum("." in text[-_CHARACTERS_OF_END:] for text in texts) in (0, len(texts)):
        return ""  # most questions, told quickly
    if belongs_last(texts[right]) or not all(map(_can_end, texts)):
        return ""
    stops = [_read_open(text).endswith(".") for text in texts]
    if stops.count(stops[right]) > 1:
        return ""
    return "ends" if stops[right] else "does not end"


def _can_end(text: str) -> bool:
    """Whether a full stop could end a text: it has words enough, and no other mark stands there."""
    plain = _read_open(text)
    return is_prose(text) and len(plain.split()) >= _LEAST_WORDS and not plain.endswith(_OTHER_ENDS)


def _read_open(text: str) -> str:
    """Return what a text says without the marks that close behind its full stop."""
    return read_plain(text).rstrip(_CLOSING)
