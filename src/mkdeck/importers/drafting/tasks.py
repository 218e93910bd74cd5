"""Numbers, typed words, orders, pairs and statements as types of their own; what these can't say is kept as it can.

What is wider in its source than in the type, such as parts of the points, patterns or two equal left sides, becomes the
short answer that conversions.py makes of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from mkdeck.checks import Case, same_parts, typed_answer, unit
from mkdeck.course.loading import Course, Deck, Entry
from mkdeck.course.model import CourseSettings, DeckSettings
from mkdeck.course.yaml_source import Source
from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting import conversions
from mkdeck.importers.drafting.cleaning import clean_keys
from mkdeck.importers.drafting.losses import quote
from mkdeck.importers.drafting.measures import Measure
from mkdeck.questions import TYPES
from mkdeck.questions.question import Question
from mkdeck.questions.short_answer import LONGEST_TYPED, fold_typed

_RULES = (same_parts, typed_answer, unit)
"""What holds for the parts of a question alone."""
_ALL_POINTS = 100.0

Answers = Sequence[tuple[str, float, str]]
"""Accepted and wrong answers in Markdown, each with its weight in percent and its feedback."""


def matching(line: int, stem: str, pairs: Sequence[tuple[str, str]], extra: Iterable[str] = ()) -> Draft:
    """Make a matching question; `extra` are right sides that fit nothing. Raises NoDraftError without pairs.

    A left side without a right one is named, and staff decide.
    """
    whole = [pair for pair in pairs if pair[1].strip()]
    lone = dict.fromkeys(left for left, right in pairs if not right.strip())
    if not lone or not whole:
        return _match(line, stem, pairs, list(extra))
    draft = _match(line, stem, whole, list(extra))
    comment = f"Left sides without a right one: {'; '.join(lone)}"
    unsettled = f"the source has no right side for {', '.join(map(quote, lone))}; add it, or do without"
    return replace(draft, comments=(*draft.comments, comment), unsettled=unsettled)


def _match(line: int, stem: str, pairs: Sequence[tuple[str, str]], extra: Sequence[str]) -> Draft:
    """Make a matching question of all pairs as they are."""
    kept = conversions.matching(line, stem, list(pairs), extra)
    rights = {right for _, right in pairs}
    others = [each for each in dict.fromkeys(extra) if each not in rights]
    listed = [{"left": left, "right": right} for left, right in dict.fromkeys(pairs)]
    draft = Draft(line, "matching", stem, more={"pairs": listed} | ({"extra": others} if others else {}))
    return _prefer(draft, kept)


def ordering(line: int, stem: str, items: Sequence[str]) -> Draft:
    """Make an ordering question of items in their right order."""
    return _prefer(
        Draft(line, "ordering", stem, more={"items": list(items)}), conversions.ordering(line, stem, list(items))
    )


def statements(line: int, stem: str, judged: Sequence[tuple[str, bool, str]], kept: Draft) -> Draft:
    """Make statements to judge, each with whether it is true and its feedback; `kept` where that can't be."""
    listed = [
        {"true" if true else "false": text} | ({"feedback": feedback} if feedback else {})
        for text, true, feedback in judged
    ]
    return _prefer(Draft(line, "statements", stem, more={"statements": listed}), kept)


def numeric(line: int, stem: str, measures: Sequence[Measure | None], answers: Answers, unit_: str = "") -> Draft:
    """Make a number to type of the only one that earns points, and all of them; `measures` are those of the answers."""
    kept = conversions.weighted_answers(line, stem, list(answers))
    right = {measure: weight for measure, (_, weight, _) in zip(measures, answers, strict=True) if weight > 0}
    (measure, weight), *others = right.items() or [(None, 0.0)]
    if measure is None or others or weight < _ALL_POINTS:
        return kept
    more: dict[str, object] = {"unit": unit_} if unit_ else {}
    if measure.high:
        draft = replace(kept, kind="numeric", answer=None, more={"range": [measure.number, measure.high]} | more)
        turned = replace(draft, more={"range": [measure.high, measure.number]} | more)
        return _prefer(draft, _prefer(turned, kept))
    room: dict[str, object] = {"tolerance": measure.room} if measure.room else {}
    return _prefer(replace(kept, kind="numeric", answer=measure.number, more=room | more), kept)


def typed(line: int, stem: str, plain: Sequence[str], answers: Answers) -> Draft:
    """Make words to type of answers that all earn all points; `plain` are these as they would be typed, empty if none.

    Sentences are rather recalled.
    """
    kept = conversions.weighted_answers(line, stem, list(answers))
    right = [(bare, text, weight) for bare, (text, weight, _) in zip(plain, answers, strict=True) if weight > 0]
    if not right or not all(_is_typed(bare) and weight >= _ALL_POINTS for bare, _, weight in right):
        return kept
    others = {fold_typed(bare): bare for bare, _, _ in reversed(right)}
    del others[fold_typed(right[0][0])]
    return _prefer(replace(kept, answer=right[0][1], more={"accept": list(others.values())[::-1]}), kept)


def _is_typed(bare: str) -> bool:
    return bool(bare.strip()) and "\n" not in bare and len(bare) <= LONGEST_TYPED


def _prefer(draft: Draft, kept: Draft) -> Draft:
    """Return a draft where its type takes its parts, and no rule has anything against them; else the one to keep."""
    keys = {"question": draft.question or "?", **draft.more}
    keys |= {"answer": draft.answer} if isinstance(draft.answer, str) else {}
    try:
        question = TYPES[draft.kind].model_validate({"type": draft.kind, **clean_keys(keys)})
    except ValidationError:
        return kept
    return kept if any(finding for rule in _RULES for finding in rule.check(_make_case(question))) else draft


def _make_case(question: Question) -> Case:
    """Return a course of one question."""
    course = _make_course()
    return Case(replace(course, entries=(Entry(course.decks[0], 0, question, "id"),)))


@cache
def _make_course() -> Course:
    deck = Deck(Source(Path(), "", ""), "", DeckSettings())
    return Course(Path(), CourseSettings(course="course", id="course"), None, (deck,), (), ())
