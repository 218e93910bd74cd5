"""Aiken, and plain text with lettered choices as people write it by hand.

Choices start with `A)`, `A.`, `(a)`; the right one is told by a line `ANSWER: B` or marked, as in `*a.`; a line
`Feedback:` explains. Questions and choices may go over several lines. A line above a question may name its type
(`truefalse`, `matching`, ...), and `category` with lines below it gives tags.

Source: MoodleDocs, "Aiken format"; the types are those of the aiken-to-moodlexml converter.
"""

import re
from dataclasses import replace

from mkdeck.importers.draft import Document, Draft, DraftChoice, Reading, Remark
from mkdeck.importers.drafting.answer_letters import read_answer
from mkdeck.importers.drafting.choice_lines import are_numbered, has_label, match_choice, spread
from mkdeck.importers.drafting.conversions import matching, ordering, weighted_answers
from mkdeck.importers.drafting.embedded_answers import has_embedded, read_embedded
from mkdeck.importers.drafting.labels import ANSWER, FALSE_WORDS, FEEDBACK, HEAD, HEADING, NUMBER, TRUE_WORDS
from mkdeck.importers.drafting.reading_builder import ReadingBuilder
from mkdeck.importers.drafting.vocabulary import words
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.formats.lettered.blocks import TYPES, Block, split_blocks
from mkdeck.importers.formats.lettered.details import drop_details
from mkdeck.importers.formats.lettered.keys import Key, part_at_keys
from mkdeck.importers.to_markdown.markdown_blocks import paragraphs
from mkdeck.importers.to_markdown.text import escape, to_markdown

_TRUE, _FALSE = words("true", "yes"), words("false", "no")
_ENOUGH = 2
_ASKS = re.compile(r"[?\uff1f:]\W*$|_\\?_")
_CODE = re.compile(r"\\`([^`\n]+?)\\`")
_BOLD = re.compile(r"\\\*\\\*(?=[^\s\d*])([^*\n]+?)(?<=[^\s\d*\\])\\\*\\\*")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def recognise(document: Document) -> float:
    """Look for lines `A)`, `B)` that follow each other, lines `ANSWER:`, and lines that name a type."""
    lines = spread(list(enumerate(document.start.split("\n"), 1)))
    runs = answers = before = counted = 0
    for at, (_, line) in enumerate(lines):
        if match_choice(line, 0):
            before = 1
        elif before and match_choice(line, before):
            runs += before == 1
            before += 1
        runs += line.lstrip().startswith(("1)", "1.", "(1)", "*1)")) and are_numbered(lines, at)
        answers += bool(ANSWER.match(line.strip()))
        counted += bool(NUMBER.match(line.strip()))
    typed = sum(line.strip().lower() in TYPES for _, line in lines)
    if answers and (runs or typed):
        return 0.9
    if runs or min(answers, counted) >= _ENOUGH:
        return 0.7 if runs else 0.4
    return 0.03 if answers or counted else 0.0


def read(document: Document) -> Reading:
    """Read every question; what is between two questions belongs to the one after it."""
    found = ReadingBuilder()
    kept, dropped = drop_details(spread(list(enumerate(document.text.split("\n"), 1))))
    if dropped:
        labels = ", ".join(f"'{label}:'" for label in dropped)
        found.remark(min(dropped.values()), f"what stands behind {labels} is left out in the whole file")
    for lines, key in part_at_keys(kept):
        blocks = split_blocks(lines)
        if blocks and not found.drafts and _is_heading(blocks[0]) and len(blocks) > 1:
            found.remark(blocks[0].line, "this text before the first question is left out")
            del blocks[0]
        found.remarks += _take_answers(blocks, key)
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


def _take_answers(blocks: list[Block], key: Key) -> list[Remark]:
    """Return undecided questions what a list of answers says of their numbers; without numbers, of their places."""
    if not key:
        return []
    asked = [block for block in blocks if block.stem and block.kind != "description"]
    numbers = [block.number for block in asked]
    if not any(numbers) and sorted(key) == list(range(1, len(asked) + 1)):
        numbers = list(range(1, len(asked) + 1))
    remarks = []
    for number, (said, why) in key.items():
        named = [block for block, own in zip(asked, numbers, strict=True) if own == number]
        if len(named) != 1:
            line = asked[-1].line if asked else 1
            remarks.append(Remark(line, f"the list of answers says '{number}. {said}', which fits no single question"))
        elif named[0].answer is None and not named[0].right:
            named[0].answer = said
            named[0].feedback += why.split("\n") if why else []
        elif named[0].answer != said:
            remarks.append(
                Remark(named[0].line, f"the list of answers says '{said}' here, which the question does not")
            )
    return remarks


def _convert(text: str) -> str:
    """Turn a text into Markdown; words between backticks or two stars are what people mean by these."""
    text = _CODE.sub(lambda match: f"`{_ESCAPED.sub(lambda sign: sign[1], match[1])}`", to_markdown(text))
    return _BOLD.sub(r"**\1**", text)


def _read_block(block: Block) -> Draft:
    """Turn the lines of a question into a draft. Raises NoDraftError where that is not possible."""
    if len(block.stem) > 1 and HEADING.fullmatch(block.stem[0].strip()):
        del block.stem[0]
    stem = _convert("\n".join(block.stem))
    said = block.answer
    if block.kind == "description":
        raise NoDraftError("a description asks nothing")
    if not stem:
        raise NoDraftError("the question has no text")
    if block.kind == "cloze" or (has_embedded("\n".join(block.stem)) and not block.choices):
        draft = read_embedded(block.line, "\n".join(block.stem), to_markdown)
    elif block.kind in ("matching", "match"):
        draft = _read_matching(block, stem)
    elif block.kind in ("order", "ordering"):
        draft = _read_ordering(block, stem)
    elif block.choices:
        draft = _read_choices(block, stem)
    elif block.kind in ("multichoice", "multiplechoice"):
        raise NoDraftError("no choices that follow each other were found")
    else:
        draft = _read_words(block, stem)
    explanation = _convert("\n".join(_drop_heads(block.feedback)))
    if explanation and draft.kind == "short-answer" and draft.answer is None and said is None:
        return replace(draft, answer=explanation)
    return replace(draft, explanation=paragraphs(draft.explanation, explanation), hint=escape(block.hint))


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
    right = set(block.right)
    comments: tuple[str, ...] = ()
    reason = ""
    if block.answer:
        first = block.first[0] if block.digits else None
        named, reason = read_answer(block.answer, texts, first=first, letters=block.letters)
        if not named:
            comments = (f'The source says "{block.answer[:60]}", which names none of the choices.',)
            reason = block.answer if len(block.answer) > 60 else ""
        elif right and named != right:
            comments = (f'The source says "{block.answer[:60]}", but marks other choices as right.',)
            named = right = set()
        right |= named
    if reason and block.feedback and block.feedback[0][:1].islower():  # the reason goes on there
        reason, block.feedback = "\n".join([reason, *block.feedback]), []
    choices = tuple(DraftChoice(_convert(text), i in right if right else None) for i, text in enumerate(texts))
    return Draft(block.line, "multiple-choice", stem, choices, explanation=_convert(reason), comments=comments)


def _read_words(block: Block, stem: str) -> Draft:
    """Read a question that has no choices."""
    said = (block.answer or "").strip()
    word = said.rstrip(".").casefold()
    if block.kind == "truefalse" or (not block.kind and word in TRUE_WORDS | FALSE_WORDS):
        if word in _TRUE or word in _FALSE:
            return Draft(block.line, "true-false", stem, answer=word in _TRUE)
        choices = (DraftChoice("True", None), DraftChoice("False", None))
        return Draft(block.line, "multiple-choice", stem, choices)
    if not block.kind and said in ("T", "F") and not _ASKS.search(stem):
        return Draft(block.line, "true-false", stem, answer=said == "T")
    if block.answer is None and not block.kind:
        raise NoDraftError("neither choices nor an answer were found")
    if not block.kind and len(word.strip("()")) == 1 and has_label("\n".join(block.stem), word.strip("()")):
        raise NoDraftError("its choices can't be told from the question; put each on a line of its own")
    if block.kind in ("shortanswer", "numerical"):
        answers = [(escape(each.strip()), 100.0, "") for each in said.split(",") if each.strip()]
        return weighted_answers(block.line, stem, answers)
    return Draft(block.line, "short-answer", stem, answer=_convert(said) or None)


def _read_matching(block: Block, stem: str) -> Draft:
    if not block.choices or len(block.choices) != len(block.matches):
        raise NoDraftError("not every item has its match")
    left = [" ".join(lines) for lines in block.choices]
    return matching(block.line, stem, [(escape(a), escape(b)) for a, b in zip(left, block.matches, strict=True)])


def _read_ordering(block: Block, stem: str) -> Draft:
    items = [escape(" ".join(lines)) for lines in block.choices]
    order = [int(number) - 1 for number in re.findall(r"\d+", block.answer or "")]
    if sorted(order) != list(range(len(items))) or not items:
        raise NoDraftError("the answer does not name every item once")
    return ordering(block.line, stem, [items[i] for i in order])
