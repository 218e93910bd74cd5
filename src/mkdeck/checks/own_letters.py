"""Choices, items or right sides bring letters or numbers of their own, in the order in which they are written.

Choices are mixed, and the card puts its own letters before them, so that "B. a) ..." stands there. Items of an order
that are numbered, and right sides that bear letters in the order of the pairs, give away what is asked.

Fails:

```yaml
questions:
  - id: stages
    type: ordering
    question: In which order does a plant grow?
    items: [1. seed, 2. shoot, 3. leaf]
```

Passes:

```yaml
questions:
  - id: stages
    type: ordering
    question: In which order does a plant grow?
    items: [seed, shoot, leaf]
```
"""

import re
from collections.abc import Iterator, Sequence
from string import ascii_lowercase

from mkdeck.checks import Case
from mkdeck.diagnostics import Finding, Rule
from mkdeck.questions.matching import Matching
from mkdeck.questions.multiple_choice import MultipleChoice
from mkdeck.questions.ordering import Ordering
from mkdeck.questions.question import Question
from mkdeck.questions.slips import show
from mkdeck.text.joined_lines import ROMAN

RULE = Rule("own-letters", "warning")

_LABELLED = re.compile(
    r"\s*[(\[]?(?P<label>[A-Za-z]|[0-9]{1,2}|[ivx]{2,4}|[IVX]{2,4})(?:[)\]][.:]?|[.:])\s+(?P<rest>\S.*)", re.DOTALL
)
_SERIES = (list(ascii_lowercase), [str(number) for number in range(1, 100)], ROMAN)


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each question whose parts all bring a letter or a number of their own."""
    for entry in case.course.entries:
        lettered = case.course.style(entry) == "basic"
        for key, texts, trouble, form in _list_parts(entry.question, lettered=lettered):
            if found := _find_labels(texts):
                what, rest = found
                message = (
                    f"{trouble.format(what=what)}; write `{form}{show(rest)}` in place of `{form}{show(texts[0])}`"
                )
                loc = ("questions", entry.index, key)
                yield Finding(entry.deck.source.name, loc, RULE, message, entry.id, on_key=True)


def _list_parts(question: Question, *, lettered: bool) -> Iterator[tuple[str, Sequence[str], str, str]]:
    """Yield the texts of a question's parts, with their key, what labels of theirs do, and how the first is written.

    A `lettered` card has letters of its own before its choices.
    """
    match question:
        case MultipleChoice():
            in_order = "stand beside those of the card" if lettered else "say nothing on a cloze card"
            trouble = "stand mixed on the card" if question.shuffle else in_order
            form = "- correct: " if question.choices[0].correct else "- "
            texts = [choice.text for choice in question.choices]
            yield "choices", texts, f"the choices bring {{what}} of their own, which {trouble}", form
        case Ordering():
            yield "items", question.items, "the items bear {what} in their right order, which gives it away", "- "
        case Matching():
            rights = list(dict.fromkeys(pair.right for pair in question.pairs))
            trouble = "the right sides bear {what} in the order of the pairs, which gives them away"
            yield "pairs", rights, trouble, "right: "


def _find_labels(texts: Sequence[str]) -> tuple[str, str] | None:
    """Return what texts are labelled with, one after another, and the first text without it; None where not all are."""
    pairs = [_split_label(text) for text in texts]
    labels = [label for label, _ in pairs]
    if len(texts) <= 1 or not any(series[: len(labels)] == labels for series in _SERIES):
        return None
    # `1. May` and `2. May` are dates: without the numbers they would be the same.
    if len({rest.casefold() for _, rest in pairs}) < len(pairs):
        return None
    return "numbers" if labels[0] == "1" else "letters", pairs[0][1]


def _split_label(text: str) -> tuple[str, str]:
    """Return the label of a text in small letters, empty where it has none, and the rest of it."""
    match = _LABELLED.fullmatch(text)
    return (match["label"].lower(), match["rest"].strip()) if match else ("", text)
