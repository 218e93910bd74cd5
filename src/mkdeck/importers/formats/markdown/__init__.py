"""Questions in Markdown: quizdown, task lists `- [x]`, and lettered lists with the answer below or hidden.

Source: quizdown-js, docs/syntax.md; the rest is how question banks on the web are written.
"""

import re
from collections.abc import Iterator

from mkdeck.importers.draft import Document, Draft, DraftChoice, Reading, Remark, Skipped
from mkdeck.importers.drafting.answer_letters import read_answer
from mkdeck.importers.drafting.categories import make_category_tag
from mkdeck.importers.drafting.conversions import ordering
from mkdeck.importers.formats.markdown.answers import HIDDEN, Tail, bare, is_answer
from mkdeck.importers.formats.markdown.choice_items import BULLETED_BOX, ListedChoice, part_list, strip_letters
from mkdeck.importers.formats.markdown.keys import spread_keys
from mkdeck.importers.formats.markdown.lines import Line, join, label_of
from mkdeck.importers.formats.markdown.pieces import Piece, split
from mkdeck.importers.formats.markdown.plans import is_plan
from mkdeck.importers.sources.attachments import Attachments
from mkdeck.importers.sources.neighbours import Nearby
from mkdeck.importers.to_markdown.markdown import adopt, drop_comments
from mkdeck.importers.to_markdown.markdown_blocks import paragraphs

_LETTERED = re.compile(
    r"^[ \t]*(?P<bullet>(?:[-*+]|\d{1,3}[.)])[ \t]+)?(?:\*\*)?\(?[Bb](?:\*\*)?[.):](?:\*\*)?[ \t]+\S", re.MULTILINE
)
_SECTION = re.compile(r"^#{2,6}[ \t]+\w", re.MULTILINE)
_HEADED = re.compile(r"^#{1,6}[ \t]+\w|^\*\*(?:Question|Q)?[ \t]*\d{1,4}[.):]", re.MULTILINE)
_REGION = re.compile(
    r"\{\{[<%]\s*quizdown\s*[>%]\}\}((?:(?!\{\{[<%]).)*)\{\{[<%]\s*/\s*quizdown\s*[>%]\}\}"
    r"|<div\b[^<>]*\bquizdown\b[^<>]*>((?:(?!<div\b).)*?)</div>"
    r"|^```+[ \t]*\{?quizdown\}?[ \t]*\n((?:(?!^```).)*)^```",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_ITEM = re.compile(r"\d{1,3}[.)][ \t]+(?P<text>\S.*)")
_IN_COMMENT = 60
_MARKED = re.compile(
    r"\s*[*_]{0,3}(?:[\u2713\u2714\u2705]\ufe0f?|\((?:correct(?:[ ]answer)?|right|richtig|correcta?|vrai)\))"
    r"[*_]{0,3}\s*$",
    re.IGNORECASE,
)


def recognise(document: Document) -> float:
    """Look for lists of boxes, and for lettered lists with hidden answers."""
    start = document.start
    boxes = [match["tick"] or match["dot"] for match in BULLETED_BOX.finditer(start)]
    if len(boxes) > 1 and is_plan(start):
        return 0.03
    if len(boxes) > 1:
        return 0.93 if any(boxes) else 0.85
    found = [match["bullet"] for match in _LETTERED.finditer(start)]
    listed = 2 * sum(map(bool, found)) > len(found)
    if found and (HIDDEN.search(start) or (listed and _HEADED.search(start))):
        return 0.94
    return 0.85 if listed else 0.6 if HIDDEN.search(start) else 0.04 if _SECTION.search(start) else 0.0


def read(document: Document) -> Reading:
    """Read every question; headings above them become tags, or the title where it is the first."""
    text = _find_regions(document.text)
    pieces = list(split(drop_comments(text)))
    spread_keys(pieces)
    boxed = any(piece.choices and piece.level and piece.choices[0].ticked is not None for piece in pieces)
    drafts: list[Draft] = []
    skipped: list[Skipped] = []
    remarks: list[Remark] = []
    sections: list[tuple[int, str]] = []
    settings: dict[str, str] = {}
    title = ""
    for piece in pieces:
        if not piece.heading:
            settings |= piece.settings
        if piece.level:
            sections = [each for each in sections if each[0] < piece.level]
        reader = _Question(piece, Attachments(Nearby(document.folder)), settings | piece.settings)
        draft = reader.read(boxed=boxed)
        if isinstance(draft, Draft):
            tag = make_category_tag(name for _, name in sections)
            drafts.append(reader.complete(draft, tag))
            remarks += reader.remarks()
        elif draft:
            skipped.append(Skipped(piece.line, draft))
        else:
            if piece.level == 1 and not title and not drafts:
                title = bare(piece.heading)
            elif piece.level:
                sections.append((piece.level, bare(piece.heading)))
            if line := next((line.number for line in piece.stem if not line.blank), 0):
                remarks.append(Remark(line, "this text belongs to no question and is left out"))
    return Reading(
        tuple(drafts),
        tuple(skipped),
        tuple(remarks),
        title or _setting(settings, "title"),
        language=_setting(settings, "lang", "language"),
    )


def _setting(settings: dict[str, str], *keys: str) -> str:
    """Return what a front matter says of a page."""
    return next((found for key in keys if (found := settings.get(key, "").strip("\"' "))), "")


def _find_regions(text: str) -> str:
    """Leave out what stands around the quizzes that a page marks as such; line numbers stay."""
    found = list(_REGION.finditer(text))
    if not found:
        return text
    out: list[str] = []
    at = 0
    for match in found:
        group = next(i for i in (1, 2, 3) if match[i] is not None)
        out += ["\n" * text.count("\n", at, match.start(group)), _dedent(match[group])]
        at = match.end(group)
    return "".join(out)


def _dedent(text: str) -> str:
    lines = [Line(0, line) for line in text.split("\n")]
    least = min((line.indent for line in lines if not line.blank), default=0)
    return "\n".join(line.text.expandtabs(4)[least:] for line in lines)


class _Question:
    """One piece on its way to a draft."""

    def __init__(self, piece: Piece, attachments: Attachments, settings: dict[str, str]) -> None:
        self.piece = piece
        self.attachments = attachments
        fixed = settings.get("shuffle_answers", settings.get("shuffleanswers", "")).lower() == "false"
        self.shuffle = not fixed

    def convert(self, text: str) -> str:
        """Take over a Markdown text."""
        return adopt(text, self.attachments)

    def read(self, *, boxed: bool) -> Draft | str:
        """Read the piece; a reason where it is a question that can't be read, nothing where it is none."""
        piece = self.piece
        if piece.choices:
            return self.read_choices()
        at = next((i for i, line in enumerate(piece.stem) if is_answer(line)), len(piece.stem))
        if at < len(piece.stem) and (piece.heading or any(not line.blank for line in piece.stem[:at])):
            return self.read_words(at)
        if boxed and piece.level and (items := self.find_items()):
            return self.read_sequence(items)
        asks = not piece.section and (piece.heading.rstrip("*_ ").endswith("?") or piece.number > 0)
        return "neither choices nor an answer were found" if asks else ""

    def complete(self, draft: Draft, tag: str) -> Draft:
        """Add what every question has."""
        return Draft(
            draft.line,
            draft.kind,
            draft.question,
            draft.choices,
            draft.answer,
            draft.explanation,
            draft.hint,
            tags=(tag,) if tag else (),
            comments=draft.comments,
            media=tuple(self.attachments.taken.values()),
            shuffle=self.shuffle,
        )

    def remarks(self) -> Iterator[Remark]:
        """Name the pictures that are not there."""
        for name in dict.fromkeys(self.attachments.missing):
            yield Remark(self.piece.line, f"the picture '{name}' is not beside this file")

    def stem(self, lines: list[Line], *, quotes: bool) -> tuple[str, str]:
        """Return the question and its hint; with `quotes` what is quoted is the hint, as in quizdown."""
        own: list[Line] = []
        hint: list[str] = []
        for line in lines:
            name, said = label_of(line)
            if quotes and not line.code and line.text.lstrip().startswith(">"):
                hint.append(line.text.lstrip()[1:].strip())
            elif name == "hint":
                hint.append(said)
            elif name != "choices":
                own.append(line)
        return self.convert(paragraphs(self.piece.heading, join(list(part_list(own))).strip("\n"))), self.convert(
            "\n".join(hint)
        )

    def read_choices(self) -> Draft | str:
        """Read a question with choices; the right ones have a ticked box or a mark, or are named below."""
        piece = self.piece
        has_boxes = piece.choices[0].ticked is not None
        stem, hint = self.stem(piece.stem, quotes=bool(piece.level) and has_boxes)
        tail = Tail(piece.tail, open_ended=False)
        texts = [_write_choice(choice) for choice in piece.choices]
        if has_boxes:
            stripped = strip_letters([text for text, _ in texts])
            texts = [(text, quoted) for text, (_, quoted) in zip(stripped, texts, strict=True)]
        plain = [text.strip("*_` ") for text, _ in texts]
        right = {
            i
            for i, choice in enumerate(piece.choices)
            if choice.ticked or (not has_boxes and _MARKED.search(texts[i][0]))
        }
        said, rest = tail.part_answer(plain)
        if not said and piece.key:
            said, rest = piece.key[0], "" if piece.key[1] in plain else piece.key[1]
        named, reason = read_answer(said, plain)
        if right and named and right != named:
            return "its boxes or marks and its answer name different choices"
        comments = (
            (f'The source says "{said[:_IN_COMMENT]}", which names none of the choices.',) if said and not named else ()
        )
        reason = said if not named and len(said) > _IN_COMMENT else reason
        right = right or named
        choices = tuple(
            DraftChoice(
                self.convert(text if has_boxes and not piece.choices[i].ticked else _MARKED.sub("", text)),
                i in right if right else None,
                self.convert(quoted),
            )
            for i, (text, quoted) in enumerate(texts)
        )
        explanation = paragraphs(self.convert(reason), self.convert(rest), self.convert(tail.explanation))
        hint = paragraphs(hint, self.convert(tail.hint))
        return Draft(
            piece.line, "multiple-choice", stem, choices, explanation=explanation, hint=hint, comments=comments
        )

    def read_words(self, at: int) -> Draft | str:
        """Read a question whose answer stands below it, from the line `at` on."""
        stem, hint = self.stem(self.piece.stem[:at], quotes=False)
        tail = Tail(self.piece.stem[at:], open_ended=True)
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
        return items if len(items) > 1 and not any("](#" in item for item in items) else []

    def read_sequence(self, items: list[str]) -> Draft:
        """Read items to be put in order."""
        lines = [line for line in self.piece.stem if line.code or not _ITEM.fullmatch(line.text)]
        stem, hint = self.stem(lines, quotes=True)
        draft = ordering(self.piece.line, stem, [self.convert(item) for item in items])
        return Draft(draft.line, draft.kind, draft.question, answer=draft.answer, hint=hint)


def _write_choice(choice: ListedChoice) -> tuple[str, str]:
    """Return the text of a choice and the remark that is quoted below it."""
    below = join(choice.below).split("\n")
    quoted = [line.lstrip()[1:].strip() for line in below if line.lstrip().startswith(">")]
    own = [line for line in below if not line.lstrip().startswith(">")]
    return "\n".join([choice.text, *own]).strip("\n"), "\n".join(quoted)
