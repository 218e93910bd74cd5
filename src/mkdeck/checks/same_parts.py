"""Two parts of a question say the same, so that what is asked of them has no single answer.

Two equal items of an order or two equal left sides can't be told apart, and a right side in `extra` that fits a pair is
not one that fits nothing. Where all pairs have one right side, there is nothing to match. Parts that differ in their
emphasis, or in being code or math, only are a warning: that may be what is asked for. A card
that asks two places of a picture with one label gives no way to tell them apart.

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
from mkdeck.questions.occlusion import Occlusion, number_masks
from mkdeck.questions.ordering import Ordering
from mkdeck.questions.question import Question
from mkdeck.questions.statements import Statements

RULE = Rule("same-parts", "error", otherwise="warning")


def check(case: Case) -> Iterator[Finding]:
    """Yield a finding for each part that says the same as one before it."""
    for entry in case.course.entries:
        for loc, rule, message in _find(entry.question):
            yield Finding(entry.deck.source.name, ("questions", entry.index, *loc), rule, message, entry.id)


_ONLY_LOOKS = " and only looks otherwise; is that meant?"


def _find(question: Question) -> Iterator[tuple[Loc, Rule, str]]:
    match question:
        case Ordering():
            for i, other, rule in _list_same(question.items):
                end = _ONLY_LOOKS if rule.severity == "warning" else "; an order can't tell them apart"
                yield ("items", i), rule, f"item {i + 1} says the same as item {other + 1}{end}"
        case Statements():
            for i, other, rule in _list_same([each.text for each in question.statements]):
                end = _ONLY_LOOKS if rule.severity == "warning" else "; remove one"
                yield ("statements", i), rule, f"statement {i + 1} says the same as statement {other + 1}{end}"
        case Matching():
            yield from _find_in_pairs(question)
        case Occlusion():
            yield from _find_in_masks(question)


def _find_in_pairs(question: Matching) -> Iterator[tuple[Loc, Rule, str]]:
    for i, other, rule in _list_same([pair.left for pair in question.pairs]):
        end = _ONLY_LOOKS if rule.severity == "warning" else ""
        yield ("pairs", i), rule, f"the left side of pair {i + 1} says the same as that of pair {other + 1}{end}"
    rights = [pair.right for pair in question.pairs]
    same = list(_list_same([*rights, *question.extra]))
    for i, other, rule in same:
        yield from _find_in_rights(i, other, rule, len(rights))
    again = sum(i < len(rights) and rule.severity == "error" for i, _, rule in same)
    if len(rights) - again + len(question.extra) == 1:
        yield ("pairs",), RULE, "all pairs have the same right side, so there is nothing to match; add `extra:`"


def _find_in_masks(question: Occlusion) -> Iterator[tuple[Loc, Rule, str]]:
    by_card: dict[int, list[int]] = {}
    for i, number in enumerate(number_masks([mask.group for mask in question.masks])):
        by_card.setdefault(number, []).append(i)
    for masks in by_card.values():
        for i, other, _ in _list_same([question.masks[each].label for each in masks]):
            message = f"mask {masks[i] + 1} has the label of mask {masks[other] + 1}, and one card asks both"
            yield ("masks", masks[i], "label"), RULE.at("warning"), message


def _find_in_rights(i: int, other: int, rule: Rule, pairs: int) -> Iterator[tuple[Loc, Rule, str]]:
    """Yield what is wrong with a right side that says the same as another; those in `extra` come after the pairs."""
    what = f"pair {other + 1}" if other < pairs else f"`extra` {other - pairs + 1}"
    if rule.severity == "warning":
        place: Loc = ("extra", i - pairs) if i >= pairs else ("pairs", i, "right")
        yield place, rule, f"this right side says the same as that of {what}{_ONLY_LOOKS}"
    elif i >= pairs:
        yield ("extra", i - pairs), rule, f"this right side is that of {what} as well; remove it from `extra`"


def _list_same(texts: Sequence[str]) -> Iterator[tuple[int, int, Rule]]:
    """Yield the number of each text that says the same as one before it, that one, and how grave it is."""
    return ((i, before, RULE.at(severity)) for i, before, severity in find_same(tuple(texts)))
