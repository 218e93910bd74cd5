"""Drafts of any format made ready to be written: sound by mkdeck's own rules, or skipped with a reason."""

import re
import string
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import cast

from mkdeck.checks.letter_reference import find_references
from mkdeck.checks.unpinned_last import belongs_last
from mkdeck.course.model import parse_deck
from mkdeck.course.yaml_source import Value
from mkdeck.identity import complete_ids, make_slug, number_ids
from mkdeck.importers.draft import Draft, DraftChoice, Reading, Skipped, by_place
from mkdeck.importers.drafting.cleaning import clean, clean_keys
from mkdeck.importers.drafting.names import make_tag
from mkdeck.importers.writing.numbering import drop_numbers
from mkdeck.importers.writing.suggestion import suggest
from mkdeck.questions.multiple_choice import MultipleChoice
from mkdeck.questions.question import REVERSE
from mkdeck.text.cloze import mark

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class Settled:
    """What of a reading can be written, and all that can't."""

    drafts: tuple[Draft, ...]
    skipped: tuple[Skipped, ...]


def settle(reading: Reading) -> Settled:
    """Make drafts ready to be written, each as a careful author would have it.

    Choices that say the same become one, choices that only make sense in their place are pinned, questions that name
    choices by letter keep their order, tags that differ only in case become one, and undecided questions get a comment
    that says so. What mkdeck itself made stays as it is.
    """
    exact = bool(reading.outline and reading.outline.exact)
    sound: list[Draft] = []
    skipped = list(reading.skipped)
    spellings: dict[str, str] = {}
    for raw in reading.drafts if exact else drop_numbers([_tidy(draft, spellings) for draft in reading.drafts]):
        draft, reason = (raw, "") if exact else _merge_choices(raw)
        reason = reason or _fault(draft)
        if reason:
            skipped.append(Skipped(draft.line, reason, draft.member))
        else:
            sound.append(_comment(draft if exact else _keep_order(draft)))
    return Settled(tuple(sound), tuple(sorted(skipped, key=by_place)))


def make_ids(drafts: Sequence[Draft], taken: AbstractSet[str]) -> list[str]:
    """Return an id for each draft: the source's own where it has one, else its first words; none is in `taken`.

    What is asked the other way round as well leaves to others the id that its second card would need.
    """
    names = [_make_id(each.id) for each in drafts if each.id]
    bases = {each.removesuffix(REVERSE) for each in filter(_is_turned, (*taken, *names))}
    turned = {each.id for each in drafts if each.more.get("reverse")}
    own = list(number_ids(taken | (bases & turned), names))
    made = complete_ids({*taken, *bases, *own}, (each.question for each in drafts if not each.id))
    parted = iter(own)
    return [next(parted if each.id else made) for each in drafts]


def _make_id(name: str) -> str:
    """Return a source's name for a question as it may stand below `id`."""
    return name if _ID.fullmatch(name) else make_slug(name)


def _is_turned(question_id: str) -> bool:
    """Whether an id is that of a question that asks another the other way round."""
    return question_id.endswith(REVERSE)


def _to_value(draft: Draft, *, answer: str = "") -> dict[str, Value]:
    """Return a draft as its YAML would read; `answer` stands in for one that the source does not tell."""
    value: dict[str, Value] = {"type": draft.kind, "question": draft.question}
    if draft.kind == "multiple-choice":
        value["choices"] = [_choice_value(choice) for choice in draft.choices]
    if draft.answer is not None or (answer and draft.kind == "short-answer"):
        known = answer if draft.answer is None else draft.answer
        value["answer"] = known if isinstance(known, str) else str(known).lower()
    value |= cast("dict[str, Value]", dict(draft.more))
    for key in ("context", "explanation", "hint", "source", "card", "retired"):
        if text := getattr(draft, key):
            value[key] = text
    return value


def _choice_value(choice: DraftChoice) -> Value:
    value: dict[str, Value] = {"correct" if choice.correct else "wrong": choice.text}
    return value | {"feedback": choice.feedback} if choice.feedback else value


def _tidy(draft: Draft, spellings: dict[str, str]) -> Draft:
    """Clean the texts of a draft, and spell each tag as it was first, for case makes no other tag to Anki."""
    tags = [tag for each in draft.tags if (tag := make_tag(each))]
    choices = tuple(DraftChoice(clean(choice.text), choice.correct, clean(choice.feedback)) for choice in draft.choices)
    return replace(
        draft,
        question=clean(draft.question),
        choices=choices,
        answer=clean(draft.answer) or None if isinstance(draft.answer, str) else draft.answer,
        context=clean(draft.context),
        explanation=clean(draft.explanation),
        hint=clean(draft.hint),
        source=clean(draft.source),
        more=clean_keys(draft.more),
        tags=tuple(dict.fromkeys(spellings.setdefault(tag.casefold(), tag) for tag in tags)),
    )


def _merge_choices(draft: Draft) -> tuple[Draft, str]:
    """Make choices of the same words one; where they contradict each other, give the reason to skip."""
    merged: dict[str, DraftChoice] = {}
    for choice in draft.choices:
        key = " ".join(choice.text.split())
        before = merged.get(key)
        if before is None:
            merged[key] = choice
        elif before.correct != choice.correct:
            return draft, f"the choice '{key[:40]}' stands here twice, once right and once wrong"
        elif choice.feedback and choice.feedback not in before.feedback:
            merged[key] = replace(before, feedback="\n\n".join(filter(None, (before.feedback, choice.feedback))))
    if len(merged) == len(draft.choices):
        return draft, ""
    texts = list(merged)
    pinned = frozenset(texts.index(" ".join(draft.choices[i].text.split())) for i in draft.pinned)
    return replace(draft, choices=tuple(merged.values()), pinned=pinned), ""


def _fault(draft: Draft) -> str:
    """Return why mkdeck could not take a draft; empty if it can."""
    if draft.kind == "multiple-choice" and len(draft.choices) < 2:
        return "a question with choices needs at least two"
    if not draft.question:
        return "the question has no text"
    if any(not choice.text for choice in draft.choices):
        return "a choice has no text"
    _, _, findings = parse_deck({"questions": [_to_value(draft, answer="?")]}, "")
    if findings:
        return findings[0].message
    faults = mark(draft.question).faults if draft.kind == "cloze" else ()
    return next((fault.message for fault in faults if fault.severity == "error"), "")


def _comment(draft: Draft) -> Draft:
    """Say above a question that can't be asked as it stands what is to be decided."""
    if draft.unsettled:
        comment = f"{draft.unsettled[:1].upper()}{draft.unsettled[1:]}, and remove `draft`."
        return replace(draft, comments=(*draft.comments, comment))
    if not draft.undecided:
        return draft
    if draft.kind != "multiple-choice":
        comment = "The source tells no answer; write one, and remove `draft`."
        return replace(draft, comments=(*draft.comments, comment))
    comments = ["The source does not tell which choice is right: mark it with `correct:`, and remove `draft`."]
    best = suggest([choice.text for choice in draft.choices], draft.explanation) if draft.explanation else None
    if best is not None:
        text = " ".join(draft.choices[best].text.split())
        short = text if len(text) <= 48 else text[:48].rsplit(" ", 1)[0] + " ..."
        comments.append(f'The explanation points to choice {string.ascii_uppercase[best % 26]}: "{short}".')
    return replace(draft, comments=(*draft.comments, *comments))


def _keep_order(draft: Draft) -> Draft:
    """Pin 'all of the above' and its kin, and keep the written order where a text names choices by letter."""
    if draft.kind != "multiple-choice":
        return draft
    question = MultipleChoice.model_validate(_to_value(draft))
    if not draft.shuffle or any(find_references(question)):
        return replace(draft, shuffle=False, pinned=frozenset())
    last = (i for i, choice in enumerate(question.choices) if belongs_last(choice.text))
    return replace(draft, pinned=draft.pinned.union(last))
