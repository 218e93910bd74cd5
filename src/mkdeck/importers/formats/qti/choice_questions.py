"""Choices of an item as a question with choices, or as true or false where they say no more than that."""

from collections.abc import Sequence
from dataclasses import dataclass

from mkdeck.importers.draft import Draft, DraftChoice
from mkdeck.importers.drafting.conversions import label_feedback
from mkdeck.importers.drafting.labels import FALSE_WORDS, TRUE_WORDS


@dataclass(frozen=True, slots=True)
class ItemChoice:
    """A choice of an item; `right` is whether it earns what a right one must, `fixed` whether it keeps its place."""

    text: str
    right: bool
    feedback: str
    fixed: bool = False


def _is_filled(choice: ItemChoice) -> bool:
    return bool(choice.text or choice.right)


def choose(line: int, stem: str, choices: Sequence[ItemChoice]) -> Draft:
    """Make a question of choices; where none is right, the source does not tell, and all stay unmarked.

    Wrong choices without any text are empty fields of a form, and left out.
    """
    if judgement := _judge_choices(line, stem, choices):
        return judgement
    decided = any(each.right for each in choices)
    kept = list(filter(_is_filled, choices))
    drafts = tuple(DraftChoice(each.text, each.right if decided else None, each.feedback) for each in kept)
    fixed = frozenset(i for i, each in enumerate(kept) if each.fixed)
    if len(fixed) == len(kept):
        return Draft(line, "multiple-choice", stem, drafts, shuffle=False)
    return Draft(line, "multiple-choice", stem, drafts, pinned=fixed)


def _judge_choices(line: int, stem: str, choices: Sequence[ItemChoice]) -> Draft | None:
    """Make a true or false of two choices that say no more than that; None of others."""
    verdicts = [_judge(each.text) for each in choices]
    if len(choices) != 2 or set(verdicts) != {True, False} or sum(each.right for each in choices) != 1:
        return None
    right, wrong = sorted(choices, key=lambda each: not each.right)
    explanation = label_feedback((each.text, each.feedback) for each in (right, wrong))
    return Draft(line, "true-false", stem, answer=_judge(right.text), explanation=explanation)


def is_verdict(text: str) -> bool:
    """Whether a text says no more than true or false."""
    return _judge(text) is not None


def _judge(text: str) -> bool | None:
    word = text.strip(" .*").casefold()
    return True if word in TRUE_WORDS else False if word in FALSE_WORDS else None
