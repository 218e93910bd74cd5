"""Questions of lettered text that offer no choices: words, numbers, statements to judge, pairs, an order."""

import re
from dataclasses import replace

from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting import tasks
from mkdeck.importers.drafting.answer_letters import fold
from mkdeck.importers.drafting.labels import FALSE_WORDS, TRUE_WORDS
from mkdeck.importers.drafting.measures import read_measure
from mkdeck.importers.drafting.numbers import find_order, read_count
from mkdeck.importers.drafting.shared_lines import has_label
from mkdeck.importers.drafting.unclear import MOST_QUOTED_CHARACTERS, UNJUDGED, comment_unjudged
from mkdeck.importers.drafting.vocabulary import words
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.formats.lettered.block import WORDED, Block
from mkdeck.importers.formats.lettered.judged import agrees, find_judgement
from mkdeck.importers.to_markdown.text import escape, to_markdown
from mkdeck.questions.numbers import read_numbers

_TRUE, _FALSE = words("true", "yes"), words("false", "no")
_ASKS = re.compile(r"[?\uff1f:]\W*$|_\\?_")
_REASONED = re.compile(r"(?P<word>\w+)\W+(?P<reason>\w.*)", re.DOTALL)
_PLACE = r"(?:[^\W\d_]|\d{1,9})(?!\w)"
_PLACES = re.compile(rf"\W*(?P<places>{_PLACE}(?:\W+{_PLACE})*)\W*(?P<reason>.*)", re.DOTALL)
"""The letters or numbers of items in their order, and what is said below or behind them."""
_CODE = re.compile(r"\\`([^`\n]+?)\\`")
_BOLD = re.compile(r"\\\*\\\*(?=[^\s\d*])([^*\n]+?)(?<=[^\s\d*\\])\\\*\\\*")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BLANK_BEHIND = re.compile(r",(?:\s|$)")
_MARGIN = re.compile(r"\s*(?:\+/?-|±)\s*")
_ALL_POINTS = 100.0


def convert(text: str) -> str:
    """Turn a text into Markdown; words between backticks or two stars are what people mean by these."""
    text = _CODE.sub(lambda match: f"`{_ESCAPED.sub(lambda sign: sign[1], match[1])}`", to_markdown(text))
    return _BOLD.sub(r"**\1**", text)


def _split_words(said: str) -> list[str]:
    """Return the answers between commas; those of a number, its margin or its range part none, unless blanks follow."""
    parts = _MARGIN.sub("..", said).split("..")
    if not _BLANK_BEHIND.search(said) and all(map(read_numbers, parts)):
        return [said]
    return [each.strip() for each in said.split(",") if each.strip()]


def _read_numbers(line: int, stem: str, said: str) -> Draft:
    """Read a number with its tolerance, a range, or several numbers."""
    texts = _split_words(said)
    measures = [read_measure(_MARGIN.sub(":", each)) for each in texts]
    accepted = [
        (escape(measure.written if measure else each), _ALL_POINTS, "")
        for measure, each in zip(measures, texts, strict=True)
    ]
    return tasks.numeric(line, stem, measures, accepted)


def _names_label(said: str, stem: list[str]) -> bool:
    """Whether an answer is the letter of a choice that stands in the question."""
    letter = said.rstrip(".").casefold().strip("()")
    return len(letter) == 1 and has_label("\n".join(stem), letter)


def read_words(block: Block, stem: str) -> Draft:
    """Read a question that has no choices."""
    said = (block.answer or "").strip()
    if not block.kind and (statement := _read_statement(block, said)):
        return statement
    if _is_statement(block.kind, said, stem):
        return _read_judgement(block.line, convert("\n".join(_drop_offer(block.stem))), said)
    if block.kind == "numerical":
        return _read_numbers(block.line, stem, said)
    if block.kind in WORDED:
        texts = _split_words(said)
        return tasks.typed(block.line, stem, texts, [(escape(each), _ALL_POINTS, "") for each in texts])
    if not block.kind:
        _check_answer(block, said)
    return Draft(block.line, "short-answer", stem, answer=convert(said) or None)


def _check_answer(block: Block, said: str) -> None:
    """Raise NoDraftError where a question of no named type has no answer, or one that names what stands in it."""
    if block.answer is None:
        raise NoDraftError("neither choices nor an answer were found")
    if _names_label(said, block.stem):
        raise NoDraftError("its choices can't be told from the question; put each on a line of its own")


def _is_statement(kind: str, said: str, stem: str) -> bool:
    """Whether a question is a statement to judge: by the type that it names, or by its answer."""
    return kind == "truefalse" or (not kind and _judges(said, stem))


def _read_statement(block: Block, said: str) -> Draft | None:
    """Read a statement that says itself whether it is true; None where the answer says otherwise."""
    judged = find_judgement("\n".join(block.stem).strip())
    if not judged or not agrees(judged, said):
        return None
    return Draft(block.line, "true-false", convert(judged.statement), answer=judged.true)


def _drop_offer(stem: list[str]) -> list[str]:
    """Drop the words at the end of a statement that only offer what it may be: `True` and `False`."""
    end = len(stem)
    while end > 1 and (not stem[end - 1].strip() or stem[end - 1].strip(" .-").casefold() in _TRUE | _FALSE):
        end -= 1
    offered = {line.strip(" .-").casefold() for line in stem[end:]}
    return stem[:end] if len(offered - {""}) == 2 else stem


def _judges(said: str, stem: str) -> bool:
    """Whether an answer is a word that only judges a statement, or the letter of one below what asks nothing."""
    return said.rstrip(".").casefold() in TRUE_WORDS | FALSE_WORDS or (said in ("T", "F") and not _ASKS.search(stem))


def _read_judgement(line: int, stem: str, said: str) -> Draft:
    """Read a statement to judge; without a clear answer it becomes a choice between two."""
    word, reason = said.rstrip(".").casefold(), ""
    if word not in _TRUE | _FALSE and (match := _REASONED.fullmatch(said)):
        word, reason = match["word"].casefold(), match["reason"]
    if word in _TRUE | _FALSE:
        return Draft(line, "true-false", stem, answer=word in _TRUE, explanation=convert(reason))
    return Draft(
        line,
        "multiple-choice",
        stem,
        UNJUDGED,
        explanation=convert(said) if len(said) > MOST_QUOTED_CHARACTERS else "",
        comments=(comment_unjudged(said),) if said else (),
    )


def read_matching(block: Block, stem: str) -> Draft:
    if not block.choices or len(block.choices) != len(block.matches):
        raise NoDraftError("not every item has its match")
    left = [" ".join(lines) for lines in block.choices]
    return tasks.matching(block.line, stem, [(escape(a), escape(b)) for a, b in zip(left, block.matches, strict=True)])


def read_ordering(block: Block, stem: str) -> Draft:
    items = [escape(" ".join(lines)) for lines in block.choices]
    match = _PLACES.fullmatch(block.answer or "")
    letters = [fold(letter) for letter in block.letters]
    named = [fold(name) for name in re.findall(r"\w+", match["places"])] if match else []
    places = [letters.index(name) + 1 if name in letters else read_count(name) for name in named]
    order = find_order(places, len(items))
    if order is None or match is None:
        raise NoDraftError("the answer does not name every item once")
    return replace(tasks.ordering(block.line, stem, [items[i] for i in order]), explanation=convert(match["reason"]))
