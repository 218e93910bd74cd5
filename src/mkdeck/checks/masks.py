"""Masks of a picture that hide each other, or that are hardly what was meant.

What lies on each other can't be read where one card asks both. With `hide: all` a card covers the other masks, too: one
that lies over the place that is asked still covers it on the back. Two masks in one place make two cards that ask the
same, each for another label. Numbers are percent of the picture, so that a mask
of `[0.1, 0.2, 0.3, 0.1]` is a dot.

A mask outside the picture, without a size, without a shape or with two is an error of the rule `schema`; a picture that
does not tell its size is one of the rule `media`.

Fails:

```yaml
questions:
  - id: heart
    type: occlusion
    question: What is covered?
    image: heart.svg
    hide: all
    masks:
      - { label: left ventricle, box: [50, 40, 30, 40] }
      - { label: septum, box: [45, 40, 10, 40] }
```

Passes:

```yaml
questions:
  - id: heart
    type: occlusion
    question: What is covered?
    image: heart.svg
    hide: all
    masks:
      - { label: left ventricle, box: [56, 40, 24, 40] }
      - { label: septum, box: [45, 40, 10, 40] }
```
"""

from collections.abc import Iterator
from itertools import combinations

from mkdeck.checks import Case
from mkdeck.diagnostics import Finding, Loc, Rule
from mkdeck.questions.occlusion import Mask, Occlusion, number_masks
from mkdeck.questions.shapes import show

RULE = Rule("masks", "error", otherwise="warning")

_SHARE_TOLD = 0.1
"""How much of the smaller mask lies on another, from which on it is told."""
_SHARE_OF_SAME_PLACE = 0.9
_LEAST_PERCENT = 1.0
"""In percent: a mask that is less wide and less high is hardly one."""
_SAME_TOGETHER = "{over} has the place of {under}, and one card asks both; their labels hide each other"
_SAME_APART = "{over} has the place of {under}, so two cards ask for one place; write both labels as one"
_OVER_TOGETHER = "{over} lies over {under}, and one card asks both; move or shrink one"
_OVER_APART = (
    "{over} lies over {under}, and with `hide: all` each covers the other where that is asked; move or shrink one"
)


def check(case: Case) -> Iterator[Finding]:
    """Yield a finding for each mask that hides another, or is too small to hide anything."""
    for entry in case.course.entries:
        if isinstance(entry.question, Occlusion):
            for loc, rule, message in (*_find_small(entry.question), *_find_over(entry.question)):
                yield Finding(entry.deck.source.name, ("questions", entry.index, *loc), rule, message, entry.id)


def _find_small(question: Occlusion) -> Iterator[tuple[Loc, Rule, str]]:
    for i, mask in enumerate(question.masks):
        shape = mask.shape
        if shape.width < _LEAST_PERCENT and shape.height < _LEAST_PERCENT:
            message = (
                f"this mask is {show(shape.width)} % wide and {show(shape.height)} % high; numbers are percent of the "
                "picture, so half of it is 50, not 0.5"
            )
            yield ("masks", i, shape.kind), RULE.at("warning"), message


def _find_over(question: Occlusion) -> Iterator[tuple[Loc, Rule, str]]:
    """Yield what is wrong with each mask that lies over one before it, where one card shows both."""
    numbers = number_masks([mask.group for mask in question.masks])
    for (i, one), (j, other) in combinations(enumerate(question.masks), 2):
        if _may_touch(one, other):
            loc: Loc = ("masks", j, other.shape.kind)
            for rule, trouble in _compare(one, other, numbers[i] == numbers[j], question.hide == "all"):
                yield loc, rule, trouble.format(over=f"mask {j + 1}", under=f"mask {i + 1}")


def _compare(one: Mask, other: Mask, together: bool, all_hidden: bool) -> Iterator[tuple[Rule, str]]:
    """Yield what is wrong with two masks that one card asks together, or that two cards ask one by one."""
    less, more = sorted((one.shape.count_shared(other.shape), other.shape.count_shared(one.shape)))
    if less > _SHARE_OF_SAME_PLACE:
        yield (RULE, _SAME_TOGETHER) if together else (RULE.at("warning"), _SAME_APART)
    elif more > _SHARE_TOLD and together:
        yield RULE.at("warning"), _OVER_TOGETHER
    elif more > _SHARE_TOLD and all_hidden:
        yield RULE.at("warning"), _OVER_APART


def _may_touch(one: Mask, other: Mask) -> bool:
    """Whether the boxes around two masks have a part in common."""
    a, b = one.shape, other.shape
    across = a.left < b.left + b.width and b.left < a.left + a.width
    return across and a.top < b.top + b.height and b.top < a.top + a.height
