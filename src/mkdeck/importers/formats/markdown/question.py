"""A piece of a Markdown file, read as the question that it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mkdeck.importers.draft import Draft, DraftChoice
from mkdeck.importers.drafting.answer_letters import read_answer
from mkdeck.importers.drafting.losses import Said, find_lost, name_lost
from mkdeck.importers.drafting.tasks import ordering
from mkdeck.importers.drafting.unclear import MOST_QUOTED_CHARACTERS, comment_unnamed
from mkdeck.importers.drafting.vocabulary import pattern
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.formats.markdown.answers import Tail, is_answer
from mkdeck.importers.formats.markdown.choice_items import ListedChoice, break_list, strip_letters
from mkdeck.importers.formats.markdown.lines import Line, join, label_of
from mkdeck.importers.formats.markdown.pieces import Piece
from mkdeck.importers.sources.attachments import Attachments
from mkdeck.importers.sources.neighbours import name_absent
from mkdeck.importers.to_markdown.markdown import adopt
from mkdeck.importers.to_markdown.markdown_blocks import paragraphs

_ITEM = re.compile(r"\d{1,3}[.)][ \t]+(?P<text>\S.*)")
_MARKED = re.compile(
    rf"\s*[*_]{{0,3}}(?:[\u2713\u2714\u2705]\ufe0f?|\({pattern('marked_right')}\))"
    r"[*_]{0,3}\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _NamedAnswer:
    """The choices that words name, the reason that they give, and the text below them."""

    right: set[int]
    reason: str
    below: str
    comments: tuple[str, ...] = ()


class PieceReader:
    """One piece on its way to a draft."""

    def __init__(self, piece: Piece, attachments: Attachments, settings: dict[str, str]) -> None:
        self.piece = piece
        self.attachments = attachments
        fixed = settings.get("shuffle_answers", settings.get("shuffleanswers", "")).lower() == "false"
        self.shuffle = not fixed
        self.unread: list[Said] = []

    def convert(self, text: str) -> str:
        """Take over a Markdown text."""
        return adopt(text, self.attachments)

    def read(self, *, boxed: bool) -> Draft | None:
        """Read the piece; None where it is no question. Raises NoDraftError where it is one that can't be read."""
        piece = self.piece
        if piece.choices:
            return self.read_choices()
        at = _find_answer(piece.stem)
        if at is not None and (piece.heading or _has_text(piece.stem[:at])):
            return self.read_words(at)
        if boxed and piece.level and (items := self.find_items()):
            return self.read_sequence(items)
        if piece.asks:
            raise NoDraftError("neither choices nor an answer were found")
        return None

    def complete(self, draft: Draft, tag: str) -> Draft:
        """Add what every question has."""
        tags = (tag,) if tag else ()
        return replace(draft, tags=tags, media=tuple(self.attachments.taken.values()), shuffle=self.shuffle)

    def describe(self, draft: Draft) -> list[str]:
        """Name the pictures that are not there, and what is not part of the draft."""
        return [*name_absent(self.attachments.missing), *name_lost(find_lost(self.unread, draft))]

    def stem(self, lines: list[Line], *, quotes: bool) -> tuple[str, str]:
        """Return the question and its hint; with `quotes` what is quoted is the hint, as in quizdown."""
        own: list[Line] = []
        hint: list[str] = []
        for line in lines:
            name, text = label_of(line)
            if quotes and not line.code and line.text.lstrip().startswith(">"):
                hint.append(line.text.lstrip()[1:].strip())
            elif name == "hint":
                hint.append(text)
            elif name != "choices":
                own.append(line)
        question = self.convert(paragraphs(self.piece.heading, join(list(break_list(own))).strip("\n")))
        return question, self.convert("\n".join(hint))

    def read_choices(self) -> Draft:
        """Read a question with choices; the right ones have a ticked box or a mark, or are named below."""
        piece = self.piece
        stem, hint = self.stem(piece.stem, quotes=bool(piece.level) and piece.boxed)
        tail = Tail(piece.tail, open_ended=False)
        self.unread.append(tail.unread)
        texts = _write_choices(piece.choices, boxed=piece.boxed)
        ticked = {
            i
            for i, (text, _) in enumerate(texts)
            if piece.choices[i].ticked or (not piece.boxed and _MARKED.search(text))
        }
        named = self.read_named(tail, ticked, [text.strip("*_` ") for text, _ in texts])
        if ticked and named.right and ticked != named.right:
            raise NoDraftError("its boxes or marks and its answer name different choices")
        right = ticked or named.right
        choices = tuple(
            DraftChoice(self.write_text(i, text), i in right if right else None, self.convert(quoted))
            for i, (text, quoted) in enumerate(texts)
        )
        explanation = paragraphs(*map(self.convert, (named.reason, named.below, tail.explanation)))
        hint = paragraphs(hint, self.convert(tail.hint))
        return Draft(
            piece.line, "multiple-choice", stem, choices, explanation=explanation, hint=hint, comments=named.comments
        )

    def read_named(self, tail: Tail, ticked: set[int], texts: Sequence[str]) -> _NamedAnswer:
        """Read which choices are named below them, or in a list of the answers to all questions.

        Words that name none explain it where boxes are ticked.
        """
        words, below = tail.split_answer(texts)
        if not words and self.piece.key:
            words, below = self.piece.key
            below = "" if below in texts else below
        right, reason = read_answer(words, texts)
        if right or not words:
            return _NamedAnswer(right, reason, below)
        if ticked and " " in words:
            return _NamedAnswer(right, words, below)
        reason = words if len(words) > MOST_QUOTED_CHARACTERS else reason
        return _NamedAnswer(right, reason, below, (comment_unnamed(words),))

    def write_text(self, i: int, text: str) -> str:
        """Write the text of a choice, without a mark of a right one unless an empty box says that it is wrong."""
        unticked = self.piece.boxed and not self.piece.choices[i].ticked
        return self.convert(text if unticked else _MARKED.sub("", text))

    def read_words(self, at: int) -> Draft:
        """Read a question whose answer stands below it, from the line `at` on."""
        stem, hint = self.stem(self.piece.stem[:at], quotes=False)
        tail = Tail(self.piece.stem[at:], open_ended=True)
        self.unread.append(tail.unread)
        answer = self.convert(tail.answer)
        hint = paragraphs(hint, self.convert(tail.hint))
        explanation = self.convert(tail.explanation)
        if not answer:
            answer, explanation = explanation, ""
        if answer.lower() in ("true", "false"):
            judged = answer.lower() == "true"
            return Draft(self.piece.line, "true-false", stem, answer=judged, explanation=explanation, hint=hint)
        return Draft(self.piece.line, "short-answer", stem, answer=answer or None, explanation=explanation, hint=hint)

    def find_items(self) -> list[str]:
        """Return the items of a numbered list that is all there is below the question."""
        last = next((i for i, line in enumerate(self.piece.stem) if _ITEM.fullmatch(line.text)), None)
        if last is None:
            return []
        items: list[str] = []
        for line in self.piece.stem[last:]:
            match = None if line.code else _ITEM.fullmatch(line.text)
            if match:
                items.append(match["text"])
            elif not line.blank:
                return []
        return items if len(items) > 1 and not _are_contents(items) else []

    def read_sequence(self, items: list[str]) -> Draft:
        """Read items to be put in order."""
        lines = [line for line in self.piece.stem if line.code or not _ITEM.fullmatch(line.text)]
        stem, hint = self.stem(lines, quotes=True)
        return replace(ordering(self.piece.line, stem, [self.convert(item) for item in items]), hint=hint)


def _find_answer(lines: Sequence[Line]) -> int | None:
    """Return which line is the first that begins an answer."""
    return next((i for i, line in enumerate(lines) if is_answer(line)), None)


def _has_text(lines: Sequence[Line]) -> bool:
    return any(not line.blank for line in lines)


def _are_contents(items: Sequence[str]) -> bool:
    """Whether items lead to headings of the page."""
    return any("](#" in item for item in items)


def _write_choices(choices: Sequence[ListedChoice], *, boxed: bool) -> list[tuple[str, str]]:
    """Return the text of every choice, without a letter beside its box, and the remark that is quoted below it."""
    texts, quoted = zip(*map(_write_choice, choices), strict=True)
    return list(zip(strip_letters(list(texts)) if boxed else texts, quoted, strict=True))


def _write_choice(choice: ListedChoice) -> tuple[str, str]:
    """Return the text of a choice and the remark that is quoted below it."""
    below = join(choice.below).split("\n")
    quoted = [line.lstrip()[1:].strip() for line in below if line.lstrip().startswith(">")]
    own = [line for line in below if not line.lstrip().startswith(">")]
    return "\n".join([choice.text, *own]).strip("\n"), "\n".join(quoted)
