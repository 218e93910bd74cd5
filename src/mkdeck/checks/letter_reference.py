"""A choice, its feedback or the explanation names a choice by its letter, but the choices are shuffled.

Once shuffled, "option B" is another choice on every card. Say what the choice says instead, or keep the written
order with `shuffle: false`. On cloze cards choices have no letters at all.

Fails:

```yaml
questions:
  - id: sharing
    type: multiple-choice
    question: What do all time steps of an RNN share?
    choices:
      - correct: Its weights
      - Its inputs
    explanation: Option B is wrong, because each step has its own input.
```

Passes:

```yaml
questions:
  - id: sharing
    type: multiple-choice
    question: What do all time steps of an RNN share?
    choices:
      - correct: Its weights
      - Its inputs
    explanation: The inputs are not shared, because each step has its own.
```
"""

import re
from collections.abc import Iterator

from mkdeck.courses import Course
from mkdeck.diagnostics import Finding, Loc
from mkdeck.model import MultipleChoice

_NAMED = (
    r"(?i:options?|choices?|answers?|alternatives?|statements?|antwort(?:en)?|optionen|aussagen?|réponses?|"
    r"opci[oó]n(?:es)?|respuestas?|risposta|risposte|op[cç][aã]o|op[cç][oõ]es|resposta|respostas|antwoord|odpowied[zź])"
)
_AND = r"(?:and|or|nor|und|oder|noch|et|ou|ni|y|o|e|en|of|i|lub|&)"
_LETTERS = rf"[A-H](?:(?:,\s*|\s+{_AND}\s+)[A-H])*"
_END = r"\b(?![+\#*]|[.'\u2019-]?\w)"  # "C++" and "B-trees" are other words
_REFERENCE = re.compile(
    rf"""
    \b{_NAMED}\s+\(?(?P<named>{_LETTERS}){_END}
    | \b(?i:both|neither|either|only|sowohl|weder|nur|beide|ni)\s+(?P<pair>[A-H]\s+{_AND}\s+[A-H]){_END}
    | ^\s*(?i:both\s+|only\s+|nur\s+)?(?P<whole>[A-H](?:,\s*[A-H])*,?\s+{_AND}\s+[A-H])\s*\.?\s*$
    """,
    re.VERBOSE,
)
_LETTER = re.compile(r"[A-H](?<!\w[A-H])(?!\w)")
"""Quick to find, and in every reference."""


def check(course: Course) -> Iterator[Finding]:
    """Yield a warning for each text of a shuffled question that names a letter."""
    for entry in course.entries:
        question = entry.question
        if not isinstance(question, MultipleChoice):
            continue
        if not question.shuffle and course.style(entry) == "basic":
            continue
        texts: list[tuple[Loc, str]] = []
        for i, choice in enumerate(question.choices):
            texts.append((("choices", i, "correct" if choice.correct else "wrong"), choice.text))
            if choice.feedback:
                texts.append((("choices", i, "feedback"), choice.feedback))
        if question.explanation:
            texts.append((("explanation",), question.explanation))
        last = chr(ord("A") + len(question.choices) - 1)
        for loc, text in texts:
            match = _LETTER.search(text) and _REFERENCE.search(text)
            if match and all(letter <= last for letter in re.findall(r"\b[A-H]\b", match.group())):
                message = (
                    f"'{match.group().strip()}' names a choice by its letter, but the choices are shuffled; "
                    "say what it says, or set `shuffle: false`"
                )
                where = ("questions", entry.index, *loc)
                yield Finding(
                    entry.deck.source.name,
                    where,
                    "warning",
                    "letter-reference",
                    message,
                    entry.id,
                    match.group().strip(),
                )
