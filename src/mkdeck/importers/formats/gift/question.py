"""One question of GIFT on its way to a draft: its title, its text, and its answers by their type."""

import re
from collections.abc import Sequence
from dataclasses import replace

from mkdeck.importers.draft import Draft, DraftChoice
from mkdeck.importers.drafting import tasks
from mkdeck.importers.drafting.categories import make_category_tag, split_category
from mkdeck.importers.drafting.conversions import label_feedback, name_unequal, percentages
from mkdeck.importers.drafting.embedded_answers import has_embedded, read_embedded
from mkdeck.importers.drafting.labels import TRUE_WORDS
from mkdeck.importers.drafting.measures import Measure, read_measure
from mkdeck.importers.drafting.names import name_comment
from mkdeck.importers.drafting.patterns import read_pattern
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.formats.gift.answers import (
    TRUTH,
    Answer,
    Piece,
    is_matching,
    read_answers,
    split_answers,
    split_order,
)
from mkdeck.importers.formats.gift.blocks import Block, embed_answers, hold_other_braces, restore
from mkdeck.importers.sources.attachments import Attachments, name_missing
from mkdeck.importers.to_markdown.html import has_html
from mkdeck.importers.to_markdown.markdown_blocks import paragraphs
from mkdeck.importers.to_markdown.moodle import convert_moodle

_TITLE = re.compile(r"::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"\[(html|markdown|plain|moodle)\]", re.IGNORECASE)
_ID = re.compile(r"\[id:([^\[\]]+)\]")
_TAG = re.compile(r"\[tag:([^\[\]]+)\]")
_ARROW = re.compile(r"--?>")
_JUDGEMENT = re.compile(rf"({TRUTH})(?:\s*//[^\n#]*)?(?=\s*(?:#|$))", re.IGNORECASE)
_LONGEST_QUOTE = 40
"""Characters of an answer that a message quotes."""


class Question:
    """One question on its way to a draft."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.attachments = Attachments()
        self.format = "moodle"
        self.notes: list[str] = []

    def read(self) -> Draft:
        """Read the question with what the comments above it say. Raises NoDraftError where that is not possible."""
        if self.block.fault:
            raise NoDraftError(self.block.fault)
        draft = self.read_text()
        category, comments = self.block.category, self.block.notes
        tags = [make_category_tag(split_category(category)) if category else "", *_TAG.findall(comments)]
        own = _ID.findall(comments)
        return replace(
            draft,
            tags=tuple(tag for tag in tags if tag),
            id=own[-1].strip() if own else "",
            media=tuple(self.attachments.taken.values()),
        )

    def remarks(self) -> list[str]:
        """Return what was read differently from what is written, and the files that are not there."""
        return [*dict.fromkeys(self.notes), *name_missing(self.attachments.missing)]

    def read_text(self) -> Draft:
        """Read the question's own text: its title, its stem and its answers."""
        text = self.block.text
        title = ""
        if match := _TITLE.match(text):
            title, text = restore(match[1]).strip(), text[match.end() :].strip()
        if has_embedded(text):
            return self.read_gaps(text, title)
        text = hold_other_braces(text)
        before, answers, after = _part_at_braces(text)
        if "{" in after:
            if not (gaps := embed_answers(text)):
                raise NoDraftError("it has answers in two places, of which Moodle reads the first only")
            return self.read_gaps(gaps, title)
        stem = self.convert_bare(_join(self.take_format(before), answers, after)) or self.convert_bare(title)
        if not stem:
            raise NoDraftError("the question has no text")
        return _name(self.read_answers(stem, answers), title)

    def take_format(self, text: str) -> str:
        """Take the format of the question off the start of its text."""
        if match := _FORMAT.match(text):
            self.format, text = match[1].lower(), text[match.end() :]
        return text

    def read_gaps(self, text: str, title: str) -> Draft:
        """Read a text with answers in several places as one with gaps."""
        return _name(read_embedded(self.block.line, self.take_format(text), self.convert_bare), title)

    def split_general(self, answers: str) -> tuple[str, str]:
        """Split off the general feedback, if there is any, and convert it."""
        bare, mark, general = answers.rpartition("####")
        return (bare.strip(), self.convert(general)) if mark else (answers, "")

    def read_answers(self, stem: str, answers: str) -> Draft:
        """Read answers, if there are any, and the feedback that all of them get."""
        answers, general = self.split_general(answers)
        if not answers:
            return Draft(self.block.line, "short-answer", stem, answer=general or None)
        draft = self.read_by_type(stem, answers)
        return replace(draft, explanation=paragraphs(draft.explanation, general))

    def read_by_type(self, stem: str, answers: str) -> Draft:
        """Read answers of the type that they show, in the order in which Moodle does."""
        if answers.startswith(">"):
            return self.read_order(stem, answers)
        if answers.startswith("#"):
            return self.read_numerical(stem, answers[1:])
        if match := _JUDGEMENT.match(answers):
            return self.read_judgement(stem, match[1], answers[match.end() :].strip())
        if "->" in answers and is_matching(pieces := split_answers(answers)):
            return self.read_matching(stem, pieces)
        if "~" in answers:
            return self.read_choices(stem, answers)
        if "=" in answers or answers.startswith("%"):
            return self.read_accepted(stem, answers)
        return Draft(self.block.line, "short-answer", stem, answer=self.convert(answers))

    def read_judgement(self, stem: str, said: str, rest: str) -> Draft:
        """Read true or false; up to two feedbacks, for the wrong and the right answer."""
        wrong, right, *others = [*(self.convert(each) for each in rest.split("#")[1:]), "", ""]
        answer = said.casefold() in {"t", *TRUE_WORDS}
        feedback = label_feedback([(str(answer), right), (str(not answer), wrong)])
        explanation = paragraphs(feedback, *others)
        return Draft(self.block.line, "true-false", stem, answer=answer, explanation=explanation)

    def read_order(self, stem: str, answers: str) -> Draft:
        """Read items in their right order, as Moodle's plug-in for ordering writes them."""
        items, shown = split_order(answers)
        if 0 < shown < len(items):
            self.notes.append(f"of its {len(items)} items, Moodle shows {shown} at a time; here all are shown")
        return tasks.ordering(self.block.line, stem, [self.convert(each) for each in items])

    def read_choices(self, stem: str, answers: str) -> Draft:
        """Read choices with `=` and `~` and weights."""
        found = self.split(answers)
        verdicts = _judge(found)
        choices = tuple(
            DraftChoice(each.text, right, each.feedback) for each, right in zip(found, verdicts, strict=True)
        )
        weights = {each.text: 100.0 if each.right and each.weight is None else each.weight or 0.0 for each in found}
        self.notes += name_unequal(weights, (choice.text for choice in choices if choice.correct))
        return Draft(self.block.line, "multiple-choice", stem, choices)

    def read_accepted(self, stem: str, answers: str) -> Draft:
        """Read accepted texts with their weights; one before the first `=` is accepted as well, as Moodle does."""
        pieces = split_answers(answers)
        self.notes += [
            f"{_quote(piece.text)} has no mark before it, and is taken for right as the others are"
            for piece in pieces
            if not piece.written and len(pieces) > 1
        ]
        accepted = [
            (each.text, 100.0 if each.weight is None else each.weight, each.feedback) for each in self.split(answers)
        ]
        plain = [self.read_typed(each.text) for each in read_answers(pieces)[0]]
        return tasks.typed(self.block.line, stem, plain, accepted)

    def read_typed(self, text: str) -> str:
        """Return an accepted text as it would be typed; empty where it is a pattern or has marks."""
        text = restore(_FORMAT.sub("", text.strip(), count=1)).strip()
        return "" if has_html(text) else read_pattern(text)

    def read_matching(self, stem: str, pieces: list[Piece]) -> Draft:
        """Read pairs `=left -> right`; a pair without a left side offers an answer that matches nothing."""
        pairs: list[tuple[str, str]] = []
        extra: list[str] = []
        for piece in pieces:
            left, *right = _ARROW.split(piece.text, maxsplit=1)
            pair = f"the pair {_quote(piece.text)}"
            if not right:
                raise NoDraftError(f"{pair} has no '->'")
            right_text = self.convert(right[0], "plain" if self.format == "html" else "")
            if left.strip() and not right_text:
                raise NoDraftError(f"{pair} has nothing behind its '->'")
            if left.strip():
                pairs.append((self.convert(left), right_text))
            elif right_text:
                extra.append(right_text)
        return tasks.matching(self.block.line, stem, pairs, extra)

    def read_numerical(self, stem: str, answers: str) -> Draft:
        """Read numbers with their tolerance or range; a `~` tells what is said to any other number."""
        numbers, *wrong = re.split(r"~+", answers)
        if not numbers.lstrip().startswith(("=", "%")):
            numbers = f"={numbers}"
        accepted: list[tuple[str, float, str]] = []
        measures: list[Measure | None] = []
        for each in read_answers(split_answers(numbers))[0]:
            measure = read_measure(restore(each.text).strip())
            if measure is None:
                raise NoDraftError(f"{_quote(each.text)} is no number")
            weight = 100.0 if each.weight is None else each.weight
            measures.append(measure)
            accepted.append((measure.written, weight, self.convert(each.feedback)))
        for piece in wrong:
            said, _, feedback = piece.partition("#")
            if said.strip() and not feedback.strip():
                self.notes.append(f"{_quote(said)} is a wrong number without feedback, and is left out")
            measures.append(None)
            accepted.append((self.convert(said) or "*", 0, self.convert(feedback)))
        return tasks.numeric(self.block.line, stem, measures, accepted)

    def split(self, answers: str) -> list[Answer]:
        """Split the answers at their marks, with their texts in Markdown."""
        found, notes = read_answers(split_answers(answers))
        self.notes += map(restore, notes)
        return [replace(each, text=self.convert(each.text), feedback=self.convert(each.feedback)) for each in found]

    def convert(self, text: str, default: str = "") -> str:
        """Turn a text into Markdown; it may name its format, else it has the question's."""
        text = text.strip()
        form = default or self.format
        if match := _FORMAT.match(text):
            form, text = match[1].lower(), text[match.end() :]
        return convert_moodle(restore(text).strip(), form, self.attachments)

    def convert_bare(self, text: str) -> str:
        """Turn a text without a format of its own into Markdown."""
        return convert_moodle(restore(text).strip(), self.format, self.attachments)


def _name(draft: Draft, title: str) -> Draft:
    return replace(draft, comments=(*name_comment(title, draft.question), *draft.comments))


def _judge(found: Sequence[Answer]) -> list[bool] | list[None]:
    """Return of each choice whether it is right; none is known to be where none is."""
    marked = any(each.right for each in found)
    right = percentages({i: each.weight or 0.0 for i, each in enumerate(found)}, several=not marked)
    verdicts = [right[i] or (each.right and each.weight != 0) for i, each in enumerate(found)]
    return verdicts if any(verdicts) else [None] * len(verdicts)


def _quote(text: str) -> str:
    """Return the start of a text of the file between quotation marks."""
    return f"'{restore(text).strip()[:_LONGEST_QUOTE]}'"


def _part_at_braces(text: str) -> tuple[str, str, str]:
    """Split a question into what stands before its answers, these, and what stands behind them."""
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        raise NoDraftError("this is a description, which has no question")
    if start < 0 or end < start:
        raise NoDraftError("a brace closes here that was never opened")
    return text[:start], text[start + 1 : end].strip(), text[end + 1 :]


def _join(before: str, answers: str, after: str) -> str:
    """Join the text on both sides of the answers: around a gap, but to one sentence where that is to be judged."""
    if not after.strip():
        return before
    head, tail = before.rstrip(), after.lstrip()
    # A blank stands for line breaks.
    before = f"{head} " if "\n" in before[len(head) :] else before
    after = f" {tail}" if "\n" in after[: len(after) - len(tail)] else after
    if _JUDGEMENT.match(answers):
        return f"{before.rstrip()}{'' if after[0] in '.!?:' else ' '}{after.strip()}"
    return f"{before}_____{after}"
