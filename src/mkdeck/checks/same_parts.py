"""Two parts of a question say the same, so that what is asked of them has no single answer.

Two equal items of an order or two equal left sides can't be told apart, and a right side in `extra` that fits a pair is
not one that fits nothing. Where all pairs have one right side, there is nothing to match. What `accept` holds twice, or
the answer says already, does nothing.

Fails:

```yaml
questions:
  - id: stages
    type: ordering
    question: In which order does a plant grow?
    items: [seed, shoot, seed]
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

from collections.abc import Iterator, Sequence

from mkdeck.checks import Case
from mkdeck.checks.duplicate_choices import find_same
from mkdeck.diagnostics import Finding, Loc, Rule
from mkdeck.questions.matching import Matching
from mkdeck.questions.ordering import Ordering
from mkdeck.questions.question import Question
from mkdeck.questions.short_answer import ShortAnswer
from mkdeck.questions.statements import Statements

RULE = Rule("same-parts", "error", otherwise="warning")


def check(case: Case) -> Iterator[Finding]:
    """Yield a finding for each part that says the same as one before it."""
    for entry in case.course.entries:
        for loc, rule, message in _find(entry.question):
            yield Finding(entry.deck.source.name, ("questions", entry.index, *loc), rule, message, entry.id)


def _find(question: Question) -> Iterator[tuple[Loc, Rule, str]]:
    match question:
        case Ordering():
            for i, other in _list_same(question.items):
                yield (
                    ("items", i),
                    RULE,
                    f"item {i + 1} says the same as item {other + 1}; an order can't tell them apart",
                )
        case Statements():
            for i, other in _list_same([each.text for each in question.statements]):
                yield ("statements", i), RULE, f"statement {i + 1} says the same as statement {other + 1}; remove one"
        case Matching():
            yield from _find_in_pairs(question)
        case ShortAnswer():
            for i, _ in _list_same([question.answer, *question.accept]):
                yield ("accept", i - 1), RULE.at("warning"), "this is right already; remove it"


def _find_in_pairs(question: Matching) -> Iterator[tuple[Loc, Rule, str]]:
    for i, other in _list_same([pair.left for pair in question.pairs]):
        yield ("pairs", i), RULE, f"the left side of pair {i + 1} says the same as that of pair {other + 1}"
    rights = [pair.right for pair in question.pairs]
    for i, other in _list_same([*rights, *question.extra]):
        at = i - len(rights)
        if at >= 0:
            what = f"pair {other + 1}" if other < len(rights) else f"`extra` {other - len(rights) + 1}"
            yield ("extra", at), RULE, f"this right side is that of {what} as well; remove it from `extra`"
    if len(rights) - len(list(_list_same(rights))) + len(question.extra) == 1:
        yield ("pairs",), RULE, "all pairs have the same right side, so there is nothing to match; add `extra:`"


def _list_same(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the number of each text that says the same as one before it, and of that one."""
    return ((i, before) for i, before, severity in find_same(tuple(texts)) if severity == "error")
