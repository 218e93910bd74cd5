"""Aiken, and plain text with lettered choices as people write it by hand.

Choices start with `A)`, `A.`, `(a)`; the right one is told by a line `ANSWER: B` or marked, as in `*a.`; a line
`Feedback:` explains. Questions and choices may go over several lines. A line above a question may name its type
(`truefalse`, `matching`, ...), and `category` with lines below it gives tags.

Source: MoodleDocs, "Aiken format"; the types are those of the aiken-to-moodlexml converter.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from mkdeck.importers.draft import Document, Draft, DraftChoice, Reading
from mkdeck.importers.drafting.answer_letters import read_answer
from mkdeck.importers.drafting.choice_lines import Lines, are_numbered, drop_wrong_mark, match_choice
from mkdeck.importers.drafting.embedded_answers import has_embedded, read_embedded
from mkdeck.importers.drafting.labels import ANSWER, FEEDBACK, HEAD, HEADING, NUMBER
from mkdeck.importers.drafting.losses import Said, find_lost, name_lost
from mkdeck.importers.drafting.question_letters import SPELLED, spell_out_letters
from mkdeck.importers.drafting.reading_builder import ReadingBuilder
from mkdeck.importers.drafting.shared_lines import spread
from mkdeck.importers.drafting.unclear import MOST_QUOTED_CHARACTERS, comment_unnamed, quote_answer
from mkdeck.importers.drafting.vocabulary import pattern
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.formats.lettered import examview, respondus, turns
from mkdeck.importers.formats.lettered.block import CHOSEN, ORDERED, PAIRED, TYPES, Block
from mkdeck.importers.formats.lettered.blocks import number_first, split_blocks
from mkdeck.importers.formats.lettered.bracketed import move_behind_numbers, take_bracketed
from mkdeck.importers.formats.lettered.details import drop_details
from mkdeck.importers.formats.lettered.judged import find_judgement, is_kind
from mkdeck.importers.formats.lettered.keys import Key, part_at_keys
from mkdeck.importers.formats.lettered.kinds import convert, read_matching, read_ordering, read_words
from mkdeck.importers.formats.lettered.remarks import part_remarks
from mkdeck.importers.formats.lettered.ticked import spell_out_ticks
from mkdeck.importers.formats.lettered.typed import clean
from mkdeck.importers.to_markdown.markdown_blocks import paragraphs
from mkdeck.importers.to_markdown.text import escape, to_markdown

_FEWEST_ANSWERS = 2
"""So many lines `ANSWER:` and so many numbers make text without choices a bank."""
_ASKED = re.compile(rf"\s*(?:{pattern('question')})\s*[:\uff1a]\s*(?=\S)", re.IGNORECASE)
"""A label before a question that has no number."""
_OFFERS = re.compile(rf"[\s*_]*{pattern('offers')}[\s*_]*[:\uff1a][\s*_]*", re.IGNORECASE)
"""A line of its own above the choices."""
_FIRST_NUMBERS = ("1)", "1.", "(1)", "*1)")


def _count(label: re.Pattern[str], texts: list[str]) -> int:
    """Count the texts that start with a label."""
    return sum(bool(label.match(text)) for text in texts)


def _names_type(texts: list[str]) -> bool:
    return any(text.lower() in TYPES for text in texts)


def recognise(document: Document) -> float:
    """Look for lines `A)`, `B)` that follow each other, lines `ANSWER:`, and lines that name a type."""
    typed = list(enumerate(document.start.split("\n"), 1))
    if examview.is_written(typed):
        return 0.96
    return 0.9 if turns.is_written(typed) else _weigh(spread(_clean(typed)))


def _clean(lines: Lines) -> Lines:
    """Write lines as most people do: with letters before choices, numbers before questions, and words for `Q:`."""
    lines = move_behind_numbers(spell_out_ticks(clean(lines)))
    spelled = spell_out_letters([line for _, line in lines])
    return [(number, line) for (number, _), line in zip(lines, spelled, strict=True)]


def _weigh(lines: Lines) -> float:
    """Return how surely lines are lettered text."""
    texts = [line.strip() for _, line in lines]
    runs = _count_runs(lines)
    answers, counted = _count(ANSWER, texts), _count(NUMBER, texts)
    if answers and (runs or _names_type(texts)):
        return 0.9
    if runs or max(_count_judged(texts), min(answers, counted)) >= _FEWEST_ANSWERS:
        return 0.7 if runs else 0.4
    return 0.03 if answers or counted else 0.0


def _count_judged(texts: Iterable[str]) -> int:
    """Count the statements that have a number, and a word or a sign that judges them."""
    return sum(bool(NUMBER.match(text) and find_judgement(text)) for text in texts)


def _count_runs(lines: Lines) -> int:
    """Count the places where choices start that follow each other, lettered or numbered."""
    runs = before = 0
    for at, (_, line) in enumerate(lines):
        if match_choice(line, 0):
            before = 1
        elif before and match_choice(line, before):
            runs += before == 1
            before += 1
        runs += line.lstrip().startswith(_FIRST_NUMBERS) and are_numbered(lines, at)
    return runs


def read(document: Document) -> Reading:
    """Read every question; what is between two questions belongs to the one after it."""
    found = ReadingBuilder()
    typed = list(enumerate(document.text.split("\n"), 1))
    if turns.is_written(typed):
        turns.read(typed, found)
        return found.build()
    for lines, key in part_at_keys(_prepare(typed, found)):
        blocks = split_blocks(lines, key.keys())
        if not found.drafts and len(blocks) > 1 and _is_heading(blocks[0]):
            found.remark(blocks[0].line, "this text before the first question is left out")
            del blocks[0]
        number_first(blocks)
        if key:
            _take_answers(blocks, key, found)
        take_bracketed(blocks)
        for block in blocks:
            _add(block, found)
    reading = found.build()
    drafts = (replace(each, question=SPELLED.sub("", each.question, count=1)) for each in reading.drafts)
    return replace(reading, drafts=tuple(drafts))


def _prepare(lines: Lines, found: ReadingBuilder) -> Lines:
    """Return the lines without what no student learns, and those of a program's own text as lettered ones."""
    for program in (examview, respondus):
        if program.is_written(lines):
            lines, left = program.rewrite(lines)
            if left:
                found.remark(min(left.values()), f"left out in the whole file: {', '.join(left)}")
            return lines
    kept, dropped = drop_details(spread(_clean(lines)))
    if dropped:
        labels = ", ".join(f"'{label}:'" for label in dropped)
        found.remark(min(dropped.values()), f"what stands behind {labels} is left out in the whole file")
    return kept


def _add(block: Block, found: ReadingBuilder) -> None:
    """Add the question of a block; remark on one that only heads the questions below it."""
    if is_kind(block.stem) and not (block.choices or block.complete):
        found.remark(block.line, "this heading of questions is left out")
        return
    with found.question(block.line):
        draft = replace(_read_block(block), tags=(block.tag,) if block.tag else ())
        found.add(draft, _name_unread(block, draft))


def _is_heading(block: Block) -> bool:
    """Whether lines before the first question are no question themselves."""
    if block.kind or block.choices or block.complete or block.number is not None:
        return False
    return not (re.search(r"[?\uff1f؟]", " ".join(block.stem)) or find_judgement("\n".join(block.stem).strip()))


def _number(asked: list[Block], key: Key) -> Sequence[int | None]:
    """Return the numbers of questions; where none has one, their places, if a list of answers names just these."""
    places = range(1, len(asked) + 1)
    if sorted(key) == list(places) and not any(block.number for block in asked):
        return places
    return [block.number for block in asked]


def _take_answers(blocks: list[Block], key: Key, found: ReadingBuilder) -> None:
    """Take over what a list of answers says of the numbers of questions; without numbers, of their places."""
    asked = [block for block in blocks if block.stem and block.kind != "description"]
    numbers = _number(asked, key)
    for number, (said, why) in key.items():
        named = [block for block, own in zip(asked, numbers, strict=True) if own == number]
        if len(named) == 1:
            _take_answer(named[0], said, why, found)
        else:
            line = asked[-1].line if asked else 1
            found.remark(line, f"the list of answers says '{number}. {said}', which fits no single question")


def _take_answer(block: Block, said: str, why: str, found: ReadingBuilder) -> None:
    """Take over what a list of answers says of a question that is undecided; remark where that decides otherwise."""
    if block.answer is None and not block.right:
        block.answer = said
        block.feedback += why.split("\n") if why else []
    elif block.answer != said:
        found.remark(block.line, f"the list of answers says '{said}' here, which the question does not")


def _drop_labels(block: Block) -> None:
    """Drop what only says that a question or its choices follow."""
    if block.stem and (match := _ASKED.match(block.stem[0])):
        block.stem[0] = block.stem[0][match.end() :]
    if len(block.stem) > 1 and block.choices and _OFFERS.fullmatch(block.stem[-1]):
        del block.stem[-1]
    if len(block.stem) > 1 and HEADING.fullmatch(block.stem[0].strip()):
        del block.stem[0]


def _read_block(block: Block) -> Draft:
    """Turn the lines of a question into a draft. Raises NoDraftError where that is not possible."""
    _drop_labels(block)
    stem = convert("\n".join(block.stem))
    draft = _read_kind(block, stem)
    explanation = convert("\n".join(_drop_heads(block.feedback)))
    if explanation and draft.kind == "short-answer" and draft.answer is None and block.answer is None:
        return replace(draft, answer=explanation)
    return replace(
        draft, explanation=paragraphs(draft.explanation, explanation), hint=paragraphs(*map(escape, block.hints))
    )


def _read_kind(block: Block, stem: str) -> Draft:
    """Read a question by the type that the bank names, or by what it has."""
    text = "\n".join(block.stem)
    if block.kind == "description":
        raise NoDraftError("this is a description, which has no question")
    if not stem:
        raise NoDraftError("the question has no text")
    if block.kind == "cloze" or (has_embedded(text) and not block.choices):
        return read_embedded(block.line, text, to_markdown)
    if block.kind in PAIRED:
        return read_matching(block, stem)
    if block.kind in ORDERED:
        return read_ordering(block, stem)
    if block.choices:
        return _read_choices(block, stem)
    if block.kind in CHOSEN:
        raise NoDraftError("no choices that follow each other were found")
    return read_words(block, stem)


def _name_unread(block: Block, draft: Draft) -> list[str]:
    """Name what a question says beside its pairs or gaps."""
    said = [Said("ANSWER", block.answer or "")]
    if draft.kind == "cloze":
        said += [Said("choices", "\n".join(lines)) for lines in block.choices]
    elif block.kind not in PAIRED:
        return []
    return name_lost(find_lost(said, draft))


def _drop_heads(lines: list[str]) -> list[str]:
    """Leave out `Explanation` alone on the first line, and heads at the end, below which nothing stands."""
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if lines and (match := FEEDBACK.fullmatch(f"{lines[first].strip()}:")) and not match["said"]:
        lines = lines[first + 1 :]
    end = len(lines)
    while end and (not lines[end - 1].strip() or (lines[end - 1][:1].isupper() and HEAD.fullmatch(lines[end - 1]))):
        end -= 1
    return lines[:end]


def _read_choices(block: Block, stem: str) -> Draft:
    texts = ["\n".join(lines) for lines in block.choices]
    right, reason, comments = _find_right(block, texts)
    if reason and block.feedback and block.feedback[0][:1].islower():  # the reason goes on there
        reason, block.feedback = "\n".join([reason, *block.feedback]), []
    if right:
        texts = [text if i in right else drop_wrong_mark(text) for i, text in enumerate(texts)]
    remarks, block.feedback = part_remarks(block, right)
    remarks = {**remarks, **block.remarks}
    choices = tuple(
        DraftChoice(convert(text), i in right if right else None, convert(remarks.get(i, "")))
        for i, text in enumerate(texts)
    )
    return Draft(block.line, "multiple-choice", stem, choices, explanation=convert(reason), comments=comments)


def _find_right(block: Block, texts: list[str]) -> tuple[set[int], str, tuple[str, ...]]:
    """Return which choices are right by their marks or the answer, the reason that this gives, and comments on it."""
    if not block.answer:
        return block.right, "", ()
    first = block.first[0] if block.digits else None
    named, reason = read_answer(block.answer, texts, first=first, letters=block.letters)
    if not named:
        reason = block.answer if len(block.answer) > MOST_QUOTED_CHARACTERS else ""
        return block.right, reason, (comment_unnamed(block.answer),)
    if block.right and named != block.right:
        return set(), reason, (f"{quote_answer(block.answer)}, but marks other choices as right.",)
    return named, reason, ()
