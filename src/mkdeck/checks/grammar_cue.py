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
from mkdeck.checks.prose.choices import ChoiceEntry
from mkdeck.checks.prose.plain import read_plain
from mkdeck.checks.unpinned_last import belongs_last
from mkdeck.diagnostics import Finding, Rule
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
    endings = _read_endings(case.language)
    for each, right in case.keyed_entries:
        entry = each.entry
        if len(each.texts) < _LEAST_CHOICES:
            continue
        if found := _find_cue(each, endings):
            cue, place = found
            whom = "the right choice" if place == right else "one wrong choice"
            message = f"'{cue}' at the end of the question fits {whom} alone; let all choices fit"
            yield point_at(entry, RULE, message, "question")
        elif stop := _find_stop(each, right):
            message = f"the right choice alone {stop} with a full stop, which gives it away; end all alike"
            yield point_at(entry, RULE, message, "choices", right)


def _read_endings(language: str) -> dict[str, str]:
    """Return the patterns of choices that fit, by the words at the end of a question."""
    fits = WORDS.read().get(language, {}).get("fits", {})
    return {words: pattern for alike, pattern in fits.items() for words in alike.split(", ")}


def _find_cue(asked: ChoiceEntry, endings: dict[str, str]) -> tuple[str, int] | None:
    """Return the last word of a question, or its last two, that fit one choice alone, and the place of that choice."""
    last = read_plain(asked.question.question).rstrip(_BLANK).replace("\u2019", "'").rsplit(maxsplit=2)[-2:]
    two = " ".join(last).casefold()
    cue = next((each for each in (two, two.rpartition(" ")[2]) if each in endings), None)
    if cue is None:
        return None
    fits = [i for i, plain in enumerate(asked.plain) if re.match(endings[cue], plain)]
    return (cue, fits[0]) if len(fits) == 1 else None


def _find_stop(asked: ChoiceEntry, right: int) -> str:
    """Return how the right choice alone ends; empty where others end like it, or are too short to end at all."""
    if ["." in text[-_CHARACTERS_OF_END:] for text in asked.texts].count(True) in (0, len(asked.texts)):
        return ""  # most questions, told quickly
    endings = [plain.rstrip(_CLOSING) for plain in asked.plain]
    if belongs_last(asked.texts[right]) or not asked.are_prose or not all(map(_can_end, endings)):
        return ""
    stops = [text.endswith(".") for text in endings]
    if stops.count(stops[right]) > 1:
        return ""
    return "ends" if stops[right] else "does not end"


def _can_end(text: str) -> bool:
    """Whether a full stop could end a text: it has words enough, and no other mark stands there."""
    return len(text.split()) >= _LEAST_WORDS and not text.endswith(_OTHER_ENDS)
