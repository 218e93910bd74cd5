"""AnkiTUM: a deck in YAML with a title and a list of cards, which have a type, a front and a back.

Source: AnkiTUM-Runtime, its README.md and ankitum/generator.py.
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

from mkdeck.course.yaml_escapes import ESCAPE_RULE
from mkdeck.course.yaml_lookup import locate
from mkdeck.course.yaml_source import Source, Value, compose_questions, load
from mkdeck.diagnostics import Finding
from mkdeck.identity import make_slug
from mkdeck.importers.draft import Document, Draft, Reading
from mkdeck.importers.drafting.losses import Said, find_lost, list_texts, name_lost
from mkdeck.importers.drafting.reading_builder import ReadingBuilder
from mkdeck.importers.errors import NoDraftError, UnreadableError
from mkdeck.importers.sources.attachments import Attachments
from mkdeck.importers.sources.neighbours import Nearby
from mkdeck.importers.to_markdown.html import to_markdown as html_to_markdown
from mkdeck.importers.to_markdown.latex import to_markdown as latex_to_markdown
from mkdeck.importers.to_markdown.markdown import adopt
from mkdeck.importers.to_markdown.text import to_markdown as plain_to_markdown

_MARKDOWN = frozenset({"markdown", "md", "md_basic"})
_HTML = frozenset({"html", "latex_plus", "html_cloze"})
_CLOZE = frozenset({"cloze", "html_cloze"})
_TYPES = frozenset({"basic", "definition", "reverse"}) | _MARKDOWN | _HTML | _CLOZE

_FEWEST_KEYS = 2
"""So many keys make a text YAML, of whatever kind."""
_KEY = re.compile(r"[\w-]+:(?:\s|$)")
_CARDS = re.compile(r"^cards:", re.MULTILINE)
_FRONT = re.compile(r"""(?:^|[{,])[ \t]*(?:- +)?["']?front["']?:""", re.MULTILINE)
_IMAGE = re.compile(r"\[\[ ?image: ?([^\[\]\n]{1,200})\]\]")
_ALONE = re.compile(r"^(\[\[ ?image: ?[^\[\]\n]{1,200}\]\])[ \t]*$", re.MULTILINE)
_MATH = re.compile(r"\[(\$\$?)\]((?:(?!\[\$\$?\]).)*?)\[/\1\]", re.DOTALL)
_LATEX = re.compile(r"\[latex\]((?:(?!\[latex\]).)*?)\[/latex\]", re.DOTALL)
_LINE_END = re.compile(r"<br\s*/?>|</?(?:div|p)\b[^<>]*>", re.IGNORECASE)
_GAP = re.compile(r"\{\{c(\d{1,3})::|\}\}")
_HELD = re.compile("\ue000(\\d+)\ue001")
_LONGEST_QUOTE = 40
"""Characters of a text that a message quotes."""
_READ = frozenset({"title", "cards", "id"})
"""What is read of a deck; its id is a number for Anki."""
_SETTINGS = frozenset({"type", "format", "id"})
"""What a card says to programs alone."""
_FOLDERS = ("resources/", "Resources/", "")


def recognise(document: Document) -> float:
    """Look for a list of cards with fronts."""
    start = document.start
    if _CARDS.search(start) and _FRONT.search(start):
        return 0.95
    return 0.04 if _is_yaml(start) else 0.0


def _is_yaml(text: str) -> bool:
    lines = [line for line in text.split("\n", 50)[:50] if line.strip() and not line.startswith(("#", "---"))]
    keys = sum(bool(_KEY.match(line)) for line in lines)
    return keys >= _FEWEST_KEYS and all(_KEY.match(line) or line.startswith((" ", "-")) for line in lines)


def read(document: Document) -> Reading:
    """Read every card; its id is kept behind the deck's, as cards are only counted within one deck."""
    source = Source(Path(document.name), document.name, document.text)
    deck, cards, findings = _load(source)
    title = " ".join(name.split()) if isinstance(name := deck.get("title"), str) else ""
    lines = [node.start_mark.line + 1 for node in compose_questions(source, "cards")]
    broken = _place_faults([each for each in findings if each.rule != ESCAPE_RULE], lines)
    found = ReadingBuilder()
    for line, message in _list_remarks(findings, broken, lines):
        found.remark(line, message)
    unread = [Said(key, text) for key, value in deck.items() if key not in _READ for text in list_texts(value)]
    found.remark(1, *name_lost(unread))
    slug = make_slug(title or Path(document.name).stem)
    for line, card in zip(lines, cards, strict=True):
        with found.question(line):
            if line in broken:
                raise NoDraftError(broken[line])
            reader = _Card(line, card, Attachments(Nearby(document.folder)))
            draft = reader.read(slug)
            found.add(draft, reader.remarks(draft))
    return found.build(title)


def _load(source: Source) -> tuple[Mapping[str, Value], list[Value], list[Finding]]:
    """Return a deck and its cards, and what is wrong with its YAML."""
    value, findings = load(source)
    if findings and not value:
        place = locate(findings, [source])[0]
        raise UnreadableError(place.message, place.span.line)
    cards = value.get("cards") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(cards, list):
        raise UnreadableError("a deck of AnkiTUM has a list of `cards`")
    return value, cards, findings


def _list_remarks(findings: list[Finding], broken: Mapping[int, str], lines: list[int]) -> Iterator[tuple[int, str]]:
    """Yield by its line what is wrong outside of cards, then what is wrong with escapes anywhere."""
    yield from ((line, message) for line, message in broken.items() if line not in lines)
    yield from ((each.span.line, each.message) for each in findings if each.rule == ESCAPE_RULE and each.span)


def _place_faults(findings: list[Finding], lines: list[int]) -> dict[int, str]:
    """Return the faults of the file by the line of the card that they are in, or by their own before the first."""
    faults: dict[int, str] = {}
    for finding in findings:
        if finding.span:
            at = finding.span.line
            faults.setdefault(max((line for line in lines if line <= at), default=at), finding.message)
    return faults


class _Card:
    """One card on its way to a draft."""

    def __init__(self, line: int, card: Value, attachments: Attachments) -> None:
        self.line = line
        self.card = card if isinstance(card, dict) else {}
        self.attachments = attachments

    def read(self, deck: str) -> Draft:
        """Read the card. Raises NoDraftError where it can't be."""
        kind = self.find_type()
        convert = self.find_converter(kind)
        name = f"{deck}-{self.text('id')}" if self.text("id") else ""
        front = self.convert(self.text("front"), convert, with_gaps=kind in _CLOZE)
        back = self.convert(self.text("back"), convert)
        if kind in _CLOZE:
            return replace(self.draft("cloze", front, "", name), explanation=back)
        draft = self.draft("short-answer", front, back, name)
        return replace(draft, more={"reverse": "true"}) if kind == "reverse" else draft

    def find_type(self) -> str:
        """Return the type of the card. Raises NoDraftError where it is unknown, or a side is missing that it needs."""
        kind = self.text("type").lower()
        if not kind:
            raise NoDraftError("the card names no type")
        if kind not in _TYPES:
            raise NoDraftError(f"cards of the type '{kind[:_LONGEST_QUOTE]}' are unknown")
        if not self.text("front"):
            raise NoDraftError("the card has no front")
        if kind not in _CLOZE and not self.text("back"):
            raise NoDraftError("the card has no back")
        return kind

    def find_converter(self, kind: str) -> Callable[[str], str]:
        """Return what turns the texts of a type of card into Markdown."""
        if kind in _MARKDOWN or self.text("format").lower() in _MARKDOWN:
            return self.markdown
        return self.html if kind in _HTML else self.plain

    def remarks(self, draft: Draft) -> list[str]:
        """Name the pictures that are not there, and what else the card says."""
        names = dict.fromkeys(self.attachments.missing)
        texts = ((key, text) for key, value in self.card.items() if key not in _SETTINGS for text in list_texts(value))
        unread = name_lost(find_lost((Said(key, _IMAGE.sub(" ", text)) for key, text in texts), draft))
        return [*(f"the picture '{name}' is not in the folder `resources` here" for name in names), *unread]

    def text(self, key: str) -> str:
        """Return a text of the card; empty where it has none."""
        value = self.card.get(key)
        return value.strip("\n").rstrip() if isinstance(value, str) and value.strip() else ""

    def draft(self, kind: Literal["cloze", "short-answer"], question: str, answer: str, name: str) -> Draft:
        """Make a draft with what every card has."""
        tags = self.card.get("tags")
        listed = tags.split(",") if isinstance(tags, str) else tags if isinstance(tags, list) else ()
        return Draft(
            self.line,
            kind,
            question,
            answer=answer or None,
            tags=tuple(tag for tag in listed if isinstance(tag, str)),
            source=self.plain(self.text("chapter")),
            media=tuple(self.attachments.taken.values()),
            id=name,
        )

    def convert(self, text: str, convert: Callable[[str], str], *, with_gaps: bool = False) -> str:
        """Turn a text into Markdown; pictures, and gaps where there are any, are held back and put in again."""
        held: list[str] = []

        def hold(written: str) -> str:
            held.append(written)
            return f"\ue000{len(held) - 1}\ue001"

        text = _ALONE.sub(r"\n\1\n", re.sub("[\ue000\ue001]", "", text))
        text = _IMAGE.sub(lambda match: hold(self.picture(match[1].strip())), text)
        if with_gaps:
            text = _GAP.sub(lambda match: hold(match.group()), text)
        return _HELD.sub(lambda match: held[int(match[1])], convert(text))

    def picture(self, name: str) -> str:
        """Show a picture, or its name where it is not there."""
        path = next((folder + name for folder in _FOLDERS if folder + name in self.attachments.files), name)
        found = self.attachments.find(path)
        return f"![]({found})" if found else f"({plain_to_markdown(name)})"

    def plain(self, text: str) -> str:
        """Convert a text without marks."""
        return plain_to_markdown(_MATH.sub(_write_math, text))

    def markdown(self, text: str) -> str:
        """Convert a Markdown text, in which tags are text, and whose formulas are Markdown, too."""
        text = _MATH.sub(lambda match: _write_math(match).replace("\\\\", "\\"), text)
        return adopt(text, self.attachments, with_html=False)

    def html(self, text: str) -> str:
        """Convert an HTML text, which may hold whole texts in LaTeX."""
        parts: list[str] = []
        at = 0
        for match in _LATEX.finditer(text):
            latex = html.unescape(_LINE_END.sub("\n", match[1]))
            parts += [self.hypertext(text[at : match.start()]), latex_to_markdown(latex)]
            at = match.end()
        return "\n\n".join(part for part in [*parts, self.hypertext(text[at:])] if part)

    def hypertext(self, text: str) -> str:
        """Convert an HTML text."""
        if not text.strip(" \n\"'"):
            return ""
        return html_to_markdown(_MATH.sub(_write_math, text), self.attachments)


def _write_math(match: re.Match[str]) -> str:
    """Write Anki's own old marks of a formula as today's."""
    formula = " ".join(match[2].split())
    return f"\\[{formula}\\]" if match[1] == "$$" else f"\\({formula}\\)"
