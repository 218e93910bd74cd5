"""Questions in Markdown: quizdown, task lists `- [x]`, and lettered lists with the answer below or hidden.

Source: quizdown-js, docs/syntax.md; the rest is how question banks on the web are written.
"""

import re
from pathlib import Path

from mkdeck.importers.draft import Document, Reading
from mkdeck.importers.drafting.categories import make_category_tag
from mkdeck.importers.drafting.reading_builder import ReadingBuilder
from mkdeck.importers.formats.markdown.answers import HIDDEN, bare
from mkdeck.importers.formats.markdown.choice_items import BULLETED_BOX
from mkdeck.importers.formats.markdown.keys import spread_keys
from mkdeck.importers.formats.markdown.lines import WORDS
from mkdeck.importers.formats.markdown.pieces import Piece, split
from mkdeck.importers.formats.markdown.plans import is_plan
from mkdeck.importers.formats.markdown.question import PieceReader
from mkdeck.importers.formats.markdown.regions import find_regions
from mkdeck.importers.sources.attachments import Attachments
from mkdeck.importers.sources.neighbours import Nearby
from mkdeck.importers.to_markdown.markdown import drop_comments

_LETTERED = re.compile(
    r"""
    ^[ \t]* (?P<bullet>(?:[-*+]|\d{1,3}[.)])[ \t]+)?
    (?:\*\*)? \(?[Bb] (?:\*\*)? [.):] (?:\*\*)? [ \t]+ \S
    """,
    re.MULTILINE | re.VERBOSE,
)
"""The second of lettered choices."""
_SECTION = re.compile(r"^#{2,6}[ \t]+\w", re.MULTILINE)
_HEADED = re.compile(rf"^#{{1,6}}[ \t]+\w|^\*\*(?:(?i:{WORDS}))?[ \t]*\d{{1,4}}[.):]", re.MULTILINE)


def recognise(document: Document) -> float:
    """Look for lists of boxes, and for lettered lists with hidden answers."""
    start = document.start
    boxes = [match["tick"] or match["dot"] for match in BULLETED_BOX.finditer(start)]
    if len(boxes) < 2:
        return _score_letters(start)
    if is_plan(start):
        return 0.03
    return 0.93 if any(boxes) else 0.85


def _score_letters(start: str) -> float:
    """Return how much a text looks like questions with lettered choices or hidden answers, from 0 to 1."""
    hidden = bool(HIDDEN.search(start))
    bullets = [match["bullet"] for match in _LETTERED.finditer(start)]
    listed = 2 * sum(map(bool, bullets)) > len(bullets)
    if bullets and (hidden or (listed and _HEADED.search(start))):
        return 0.94
    if listed:
        return 0.85
    return 0.6 if hidden else 0.04 if _SECTION.search(start) else 0.0


def read(document: Document) -> Reading:
    """Read every question; headings above them become tags, or the title where it is the first."""
    pieces = list(split(drop_comments(find_regions(document.text))))
    spread_keys(pieces)
    page = _Page(document.folder, boxed=any(piece.level and piece.boxed for piece in pieces))
    for piece in pieces:
        page.add(piece)
    title = page.title or page.setting("title")
    return page.builder.build(title, language=page.setting("lang", "language"))


class _Page:
    """A page on its way to a reading: its title, its settings, and the headings above the piece that is next.

    With `boxed` it has choices with boxes below headings, as quizdown has.
    """

    def __init__(self, folder: Path | None, *, boxed: bool) -> None:
        self.folder = folder
        self.boxed = boxed
        self.builder = ReadingBuilder()
        self.title = ""
        self.settings: dict[str, str] = {}
        self.sections: list[tuple[int, str]] = []

    def add(self, piece: Piece) -> None:
        """Read a piece as a question, or as what stands above questions."""
        if not piece.heading:
            self.settings |= piece.settings
        if piece.level:
            self.sections = [each for each in self.sections if each[0] < piece.level]
        with self.builder.question(piece.line):
            reader = PieceReader(piece, Attachments(Nearby(self.folder)), self.settings | piece.settings)
            if draft := reader.read(boxed=self.boxed):
                tag = make_category_tag(name for _, name in self.sections)
                draft = reader.complete(draft, tag)
                self.builder.add(draft, reader.describe(draft))
            else:
                self.add_heading(piece)

    def add_heading(self, piece: Piece) -> None:
        """Note a heading that no question has, and say where text below it is left out."""
        if piece.level == 1 and not self.title and not self.builder.drafts:
            self.title = bare(piece.heading)
        elif piece.level:
            self.sections.append((piece.level, bare(piece.heading)))
        if line := next((line.number for line in piece.stem if not line.blank), 0):
            self.builder.remark(line, "this text belongs to no question and is left out")

    def setting(self, *keys: str) -> str:
        """Return what a front matter says of the page."""
        return next((found for key in keys if (found := self.settings.get(key, "").strip("\"' "))), "")
