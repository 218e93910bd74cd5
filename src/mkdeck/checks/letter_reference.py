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
from functools import cache

from mkdeck.checks import Case
from mkdeck.diagnostics import Finding, Loc, Rule
from mkdeck.questions.multiple_choice import MultipleChoice
from mkdeck.text.vocabulary import WORDS

RULE = Rule("letter-reference", "warning")

_NAMED = f"(?i:{WORDS.make_pattern('choice')})"
_AND = f"(?:{WORDS.make_pattern('joins_letters')}|&)"
_END = r"\b(?![+\#*]|[.'\u2019-]?\w)"  # "C++" and "B-trees" are other words
_SET_OFF = r"(?<!\w)\([A-Ha-h]\)"
_ONE = (
    rf"(?:{_SET_OFF}|[*_`\"'\u2018\u201c\u201e]{{1,2}}[A-H][*_`\"'\u2018\u2019\u201c\u201d]{{1,2}}(?!\w)|[A-H]{_END})"
)
_SEVERAL = rf"{_ONE}(?:(?:,\s*|,?\s+{_AND}\s+){_ONE})*"
_ONLY = f"(?i:{WORDS.make_pattern('only')})"
_IS = f"(?i:{WORDS.make_pattern('is')})"
_RIGHT = rf"(?i:{WORDS.make_pattern('judges')})(?![-\w])"
_BEFORE = "|".join(rf"(?<=\b{word}\s)" for word in WORDS.list_entries("set_off"))
_CLAUSE = rf"(?:^|(?<=[.!?:;,(]\s)|(?<=[.!?:;,(])|{_BEFORE})"
_STOP = rf"(?=\s*(?:[.,;:!?)]|$|{WORDS.make_pattern('because')}))"
_REFERENCE = rf"""
    (?P<named>
      \b{_NAMED}(?::?\s+(?:{_SEVERAL}|\({_SEVERAL})|\s+[a-h]\)(?!\w))
      | \b{_NAMED}(?:\s+\w+)?\s+{_IS}:?\s+(?:la\s+)?{_ONE}{_STOP}
      | {WORDS.make_pattern("before_letter")}[是为為はがの:\uff1a]?\s*[A-H](?![A-Za-z0-9+\#*])
    )
    | \b(?i:{WORDS.make_pattern("both", "only")})\s+{_ONE}\s+{_AND}\s+{_ONE}
    | ^\s*(?i:{WORDS.make_pattern("both", "only")}\s+)?[A-H](?:,\s*[A-H])*,?\s+{_AND}\s+[A-H]\s*(?:\.?\s*$|\b{_ONLY}\b)
    | \b{_ONLY}\s+{_SET_OFF}
    | {_SET_OFF}\s+{_AND}\s+{_SET_OFF}
    | {_CLAUSE}{_ONE}\s+{_IS}\s+{_RIGHT}
    | (?<![\w(])\(?[A-Ha-h]\)\s+{_IS}\s+(?:{_RIGHT}|(?i:{WORDS.make_pattern("judges_statement")})\b)
"""
_ARTICLE = rf"(?:(?<=^A)|(?<=[.!?]\sA))\s+(?!(?:{_AND}|{_IS})\b)[a-z]"
"""Behind an "A" that begins a sentence and is no letter."""
_LETTER = re.compile(rf"[A-H](?<![A-Za-z0-9_][A-H])(?![A-Za-z0-9_])(?!{_ARTICLE})")
_SMALL_LETTER = re.compile(r"[a-h]\)")
"""Quick to find; one of them is in every reference."""
_THINGS = re.compile(rf"[A-Z]\d*(?:,\s*[A-Z]\d*)*,?\s+{_AND}\s+[A-Z]\d*\.?")
_LEAST_THINGS = 2
"""Of choices that are letters, such as "B and C"; where nearly all are, these are vitamins, notes or the like."""
_LETTERS = re.compile(r"(?<!\w)(?:[A-H](?!\w)|[a-h](?=\)))", re.ASCII)
_LABEL = re.compile(rf"(?:^|[\s,;:])\(?([A-Ha-h])\)\s+(?!(?:{_AND}|{_IS}|{_ONLY})\b)\w")
_OWN = re.compile(rf"(?<!\w)(?:(?!A\s+(?!(?:{_AND}|{_IS})\b)[a-z])[A-H](?!\w)|[A-Ha-h](?=\)))")
"""A letter that a question gives to something itself; "A" before a word is an article."""


@cache
def _compile_reference() -> re.Pattern[str]:
    """Return the pattern of a reference, whose making takes longer than most checks of a course."""
    return re.compile(_REFERENCE, re.VERBOSE)


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each text of a shuffled question that names a letter."""
    for entry in case.course.entries:
        question = entry.question
        if not isinstance(question, MultipleChoice):
            continue
        if not question.shuffle and case.course.style(entry) == "basic":
            continue
        for loc, reference in find_references(question):
            message = (
                f"'{reference}' names a choice by its letter, but the choices are shuffled; "
                "say what it says, or set `shuffle: false`"
            )
            where = ("questions", entry.index, *loc)
            yield Finding(entry.deck.source.name, where, RULE, message, entry.id, reference)


def find_references(question: MultipleChoice) -> Iterator[tuple[Loc, str]]:
    """Yield the place of each text of a question that names choices by letters, and the words that do so."""
    of_things = sum(bool(_THINGS.fullmatch(choice.text.strip())) for choice in question.choices)
    are_things = of_things >= max(_LEAST_THINGS, len(question.choices) - 1)
    for loc, text in _list_texts(question):
        if are_things and loc[-1] in ("correct", "wrong"):
            continue
        if reference := _find(text, question):
            yield loc, reference


def _list_texts(question: MultipleChoice) -> Iterator[tuple[Loc, str]]:
    """Yield each text of a question that may name a choice, and where it stands."""
    for i, choice in enumerate(question.choices):
        yield ("choices", i, "correct" if choice.correct else "wrong"), choice.text
        if choice.feedback:
            yield ("choices", i, "feedback"), choice.feedback
    if question.explanation:
        yield ("explanation",), question.explanation


def names_letter(text: str) -> bool:
    """Whether a text holds a letter that could be a choice's."""
    return bool(_LETTER.search(text) or (")" in text and _SMALL_LETTER.search(text)))


def _find(text: str, question: MultipleChoice) -> str:
    """Return the first reference to letters of choices that mean nothing else; empty where there is none."""
    if not names_letter(text):
        return ""
    last = chr(ord("A") + len(question.choices) - 1)
    own = {choice.text.strip() for choice in question.choices} | set(_OWN.findall(question.question))
    meant = set(map(str.upper, own))
    labels = set(map(str.upper, _LABEL.findall(text)))
    for match in _compile_reference().finditer(text):
        letters = set(map(str.upper, _LETTERS.findall(match.group())))
        enumerated = not match["named"] and len(labels) > 1 and letters <= labels
        if max(letters, default="Z") <= last and not letters <= meant and not enumerated:
            return match.group().strip()
    return ""
