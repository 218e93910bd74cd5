"""Aiken, and plain text with lettered choices as people write it by hand.

Choices start with `A)`, `A.`, `(a)`; the right one is told by a line `ANSWER: B` or marked, as in `*a.`; a line
`Feedback:` explains. Questions and choices may go over several lines. A line above a question may name its type
(`truefalse`, `matching`, ...), and `category` with lines below it gives tags.

Source: MoodleDocs, "Aiken format"; the types are those of the aiken-to-moodlexml converter.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from mkdeck.importers.draft import Document, Draft, DraftChoice, Reading
from mkdeck.importers.drafting.answer_letters import read_answer
from mkdeck.importers.drafting.choice_lines import Lines, are_numbered, match_choice
from mkdeck.importers.drafting.conversions import matching, ordering, weighted_answers
from mkdeck.importers.drafting.embedded_answers import has_embedded, read_embedded
from mkdeck.importers.drafting.labels import ANSWER, FALSE_WORDS, FEEDBACK, HEAD, HEADING, NUMBER, TRUE_WORDS
from mkdeck.importers.drafting.numbers import find_order, read_counts
from mkdeck.importers.drafting.reading_builder import ReadingBuilder
from mkdeck.importers.drafting.shared_lines import has_label, spread
from mkdeck.importers.drafting.vocabulary import words
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.formats.lettered.blocks import CHOSEN, ORDERED, PAIRED, TYPES, WORDED, Block, split_blocks
from mkdeck.importers.formats.lettered.details import drop_details
from mkdeck.importers.formats.lettered.keys import Key, part_at_keys
from mkdeck.importers.to_markdown.markdown_blocks import paragraphs
from mkdeck.importers.to_markdown.text import escape, to_markdown

_TRUE, _FALSE = words("true", "yes"), words("false", "no")
_FEWEST_ANSWERS = 2
"""So many lines `ANSWER:` and so many numbers make text without choices a bank."""
_FIRST_NUMBERS = ("1)", "1.", "(1)", "*1)")
_LONGEST_QUOTE = 60
"""Characters of an answer that a comment quotes."""
_ASKS = re.compile(r"[?\uff1f:]\W*$|_\\?_")
_CODE = re.compile(r"\\`([^`\n]+?)\\`")
_BOLD = re.compile(r"\\\*\\\*(?=[^\s\d*])([^*\n]+?)(?<=[^\s\d*\\])\\\*\\\*")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def _count(label: re.Pattern[str], texts: list[str]) -> int:
    """Count the texts that start with a label."""
    return sum(bool(label.match(text)) for text in texts)


def _names_type(texts: list[str]) -> bool:
    return any(text.lower() in TYPES for text in texts)


def recognise(document: Document) -> float:
    """Look for lines `A)`, `B)` that follow each other, lines `ANSWER:`, and lines that name a type."""
    lines = spread(list(enumerate(document.start.split("\n"), 1)))
    texts = [line.strip() for _, line in lines]
    runs = _count_runs(lines)
    answers, counted = _count(ANSWER, texts), _count(NUMBER, texts)
    if answers and (runs or _names_type(texts)):
        return 0.9
    if runs or min(answers, counted) >= _FEWEST_ANSWERS:
        return 0.7 if runs else 0.4
    return 0.03 if answers or counted else 0.0


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
    kept, dropped = drop_details(spread(list(enumerate(document.text.split("\n"), 1))))
    if dropped:
        labels = ", ".join(f"'{label}:'" for label in dropped)
        found.remark(min(dropped.values()), f"what stands behind {labels} is left out in the whole file")
    for lines, key in part_at_keys(kept):
        blocks = split_blocks(lines)
        if not found.drafts and len(blocks) > 1 and _is_heading(blocks[0]):
            found.remark(blocks[0].line, "this text before the first question is left out")
            del blocks[0]
        if key:
            _take_answers(blocks, key, found)
        for block in blocks:
            with found.question(block.line):
                found.add(replace(_read_block(block), tags=(block.tag,) if block.tag else ()))
    return found.build()


def _is_heading(block: Block) -> bool:
    """Whether lines before the first question are no question themselves."""
    text = " ".join(block.stem)
    return not (
        block.kind or block.choices or block.complete or block.number is not None or re.search(r"[?\uff1f؟]", text)
    )


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


def _convert(text: str) -> str:
    """Turn a text into Markdown; words between backticks or two stars are what people mean by these."""
    text = _CODE.sub(lambda match: f"`{_ESCAPED.sub(lambda sign: sign[1], match[1])}`", to_markdown(text))
    return _BOLD.sub(r"**\1**", text)


def _read_block(block: Block) -> Draft:
    """Turn the lines of a question into a draft. Raises NoDraftError where that is not possible."""
    if len(block.stem) > 1 and HEADING.fullmatch(block.stem[0].strip()):
        del block.stem[0]
    stem = _convert("\n".join(block.stem))
    draft = _read_kind(block, stem)
    explanation = _convert("\n".join(_drop_heads(block.feedback)))
    if explanation and draft.kind == "short-answer" and draft.answer is None and block.answer is None:
        return replace(draft, answer=explanation)
    return replace(draft, explanation=paragraphs(draft.explanation, explanation), hint=escape(block.hint))


def _read_kind(block: Block, stem: str) -> Draft:
    """Read a question by the type that the bank names, or by what it has."""
    text = "\n".join(block.stem)
    if block.kind == "description":
        raise NoDraftError("a description asks nothing")
    if not stem:
        raise NoDraftError("the question has no text")
    if block.kind == "cloze" or (has_embedded(text) and not block.choices):
        return read_embedded(block.line, text, to_markdown)
    if block.kind in PAIRED:
        return _read_matching(block, stem)
    if block.kind in ORDERED:
        return _read_ordering(block, stem)
    if block.choices:
        return _read_choices(block, stem)
    if block.kind in CHOSEN:
        raise NoDraftError("no choices that follow each other were found")
    return _read_words(block, stem)


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
    choices = tuple(DraftChoice(_convert(text), i in right if right else None) for i, text in enumerate(texts))
    return Draft(block.line, "multiple-choice", stem, choices, explanation=_convert(reason), comments=comments)


def _find_right(block: Block, texts: list[str]) -> tuple[set[int], str, tuple[str, ...]]:
    """Return which choices are right by their marks or the answer, the reason that this gives, and comments on it."""
    if not block.answer:
        return block.right, "", ()
    first = block.first[0] if block.digits else None
    named, reason = read_answer(block.answer, texts, first=first, letters=block.letters)
    quoted = f'The source says "{block.answer[:_LONGEST_QUOTE]}"'
    if not named:
        reason = block.answer if len(block.answer) > _LONGEST_QUOTE else ""
        return block.right, reason, (f"{quoted}, which names none of the choices.",)
    if block.right and named != block.right:
        return set(), reason, (f"{quoted}, but marks other choices as right.",)
    return named, reason, ()


def _split_words(said: str) -> list[tuple[str, float, str]]:
    """Return the answers between commas, each with its points and no feedback."""
    return [(escape(each.strip()), 100.0, "") for each in said.split(",") if each.strip()]


def _names_label(said: str, stem: list[str]) -> bool:
    """Whether an answer is the letter of a choice that stands in the question."""
    letter = said.rstrip(".").casefold().strip("()")
    return len(letter) == 1 and has_label("\n".join(stem), letter)


def _read_words(block: Block, stem: str) -> Draft:
    """Read a question that has no choices."""
    said = (block.answer or "").strip()
    if _is_statement(block.kind, said, stem):
        return _read_judgement(block.line, stem, said)
    if block.kind in WORDED:
        return weighted_answers(block.line, stem, _split_words(said))
    if block.answer is None and not block.kind:
        raise NoDraftError("neither choices nor an answer were found")
    if not block.kind and _names_label(said, block.stem):
        raise NoDraftError("its choices can't be told from the question; put each on a line of its own")
    return Draft(block.line, "short-answer", stem, answer=_convert(said) or None)


def _is_statement(kind: str, said: str, stem: str) -> bool:
    """Whether a question is a statement to judge: by the type that it names, or by its answer."""
    return kind == "truefalse" or (not kind and _judges(said, stem))


def _judges(said: str, stem: str) -> bool:
    """Whether an answer is a word that only judges a statement, or the letter of one below what asks nothing."""
    return said.rstrip(".").casefold() in TRUE_WORDS | FALSE_WORDS or (said in ("T", "F") and not _ASKS.search(stem))


def _read_judgement(line: int, stem: str, said: str) -> Draft:
    """Read a statement to judge; without a clear answer it becomes a choice between two."""
    word = said.rstrip(".").casefold()
    if word in _TRUE | _FALSE:
        return Draft(line, "true-false", stem, answer=word in _TRUE)
    return Draft(line, "multiple-choice", stem, (DraftChoice("True", None), DraftChoice("False", None)))


def _read_matching(block: Block, stem: str) -> Draft:
    if not block.choices or len(block.choices) != len(block.matches):
        raise NoDraftError("not every item has its match")
    left = [" ".join(lines) for lines in block.choices]
    return matching(block.line, stem, [(escape(a), escape(b)) for a, b in zip(left, block.matches, strict=True)])


def _read_ordering(block: Block, stem: str) -> Draft:
    items = [escape(" ".join(lines)) for lines in block.choices]
    order = find_order(read_counts(block.answer or ""), len(items))
    if order is None:
        raise NoDraftError("the answer does not name every item once")
    return ordering(block.line, stem, [items[i] for i in order])
