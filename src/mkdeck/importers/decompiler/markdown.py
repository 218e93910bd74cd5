"""A field that mkdeck rendered, back to the Markdown that it came from.

Markdown can say one thing in many ways, and the HTML does not tell in which it was said. So texts are written in
several styles, the plainest first, until one of them gives the same HTML again.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from mkdeck.importers.decompiler.blocks import BLOCK, Blocks, join
from mkdeck.importers.decompiler.inline import Style
from mkdeck.importers.decompiler.languages import find_language
from mkdeck.importers.decompiler.marks import (
    CLOSE,
    HINT,
    OPEN,
    OPENED,
    is_balanced,
    read_marks,
    strip_tokens,
    write_marks,
)
from mkdeck.importers.to_markdown.html_tree import VOID, Node, parse
from mkdeck.text.joined_lines import JOINED_LINES_RULE
from mkdeck.text.markdown import Fragment

Again = Callable[[str], Fragment]
"""Render a Markdown text as the field was rendered."""

_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)[^<>]*?(/?)>|\n")
_GAP = re.compile(rf'<div class="gap block">({OPEN}\d+{OPENED})(.*){CLOSE}</div>', re.DOTALL)
"""A gap that holds whole blocks (see `text/block_gaps.py`)."""
_SOURCE = re.compile(r'(<img\b[^<>]*?\bsrc=")([^"]*)')
MAX_TRIES = 12
"""How often the whole of a text may be rendered."""
MAX_SEARCHES = 1
"""After so many codes of no language at all, rare ones are no longer tried."""
MAX_NESTED = 8
"""How deep elements may hold Markdown in each other."""
_NOTHING = "<!-- -->"
"""A comment: it has a text cleaned as one that holds HTML, and shows nothing."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A text as Markdown; `exact` tells whether it renders to the very same HTML."""

    text: str
    exact: bool


class Restorer:
    """Turns the fields of one course back; `paths` are the files of the deck by the names that fields use."""

    def __init__(self, paths: Mapping[str, str]) -> None:
        self.paths = paths
        self.languages: dict[str, None] = {}
        self.budget = 0
        self.searches = MAX_SEARCHES
        self.unknown: set[str] = set()

    def restore(self, page: str, again: Again, *, gaps: bool = False) -> Restored | None:
        """Return the Markdown of a field, whose HTML `again` must give once more; None where there is no telling."""
        if (quick := _unwrap_plain(page)) is not None and again(quick).html == page:
            return Restored(quick, exact=True)
        again = self._spend(again, 20_000 + MAX_TRIES * len(page))
        marked = read_marks(page, gaps=gaps)
        inline = not BLOCK.search(marked)
        marked = f"<p>{marked}</p>" if inline else marked
        best: str | None = None
        for strict in _dialects(page):
            blocks = [self._block(each, again, MAX_NESTED, gaps=gaps, strict=strict) for each in _cut(marked)]
            text = join(blocks)
            if exact := _find_exact(text, again, page):
                return exact
            best = best or text
        return Restored(best, exact=False) if best is not None and _same_words(again(best).html, page) else None

    def _spend(self, again: Again, budget: int) -> Again:
        """Count how much is rendered; when the budget is used up, the next best style has to do."""
        self.budget = budget

        def counted(text: str) -> Fragment:
            self.budget -= len(text)
            return again(text)

        return counted

    def _block(self, piece: str, again: Again, depth: int, *, gaps: bool, strict: bool) -> str:
        """Write one block; the first style in which it gives the same HTML, else the plainest."""
        if depth and (gap := _GAP.fullmatch(piece)):
            return self._gap(gap, again, depth - 1, strict=strict)
        styled = self._in_styles(piece, again, gaps=gaps, strict=strict)
        if styled.exact or (styled.text and (strict or self.budget < 0)):
            return styled.text
        raw = write_marks(_SOURCE.sub(lambda match: match[1] + self.paths.get(match[2], match[2]), piece))
        attempts: tuple[Callable[[], str], ...] = (
            lambda: raw,
            lambda: self._opened(piece, again, depth, gaps=gaps),
            lambda: f"{_NOTHING}{raw}",
        )
        for attempt in attempts:
            if self.budget < 0:
                break
            text = attempt()
            if text and _normal(read_marks(again(text).html, gaps=gaps)) == _normal(piece):
                return text
        return styled.text or raw

    def _in_styles(self, piece: str, again: Again, *, gaps: bool, strict: bool) -> Restored:
        """Write one block as Markdown: exact, without faults where it can be, or else in the plainest style."""
        (node, *rest) = parse(piece).children or [Node("p")]
        if not isinstance(node, Node) or rest:
            return Restored("", exact=False)
        expected = _normal(piece)
        first = faulty = ""
        for style in _styles(piece, strict=strict, gaps=gaps):
            text = write_marks(Blocks(style, self.path, self.language).write(node))
            first = first or text
            fragment = again(text)
            if self.budget < 0:
                break
            if _normal(read_marks(fragment.html, gaps=gaps)) in (expected, expected[3:-4]):
                if all(fault.rule == JOINED_LINES_RULE for fault in fragment.faults):
                    return Restored(text, exact=True)
                faulty = faulty or text
        return Restored(faulty or first, exact=bool(faulty))

    def _gap(self, gap: re.Match[str], again: Again, depth: int, *, strict: bool) -> str:
        """Write a gap that holds blocks: its marks stand apart from them."""
        inside, hint, words = gap[2].rpartition(HINT)
        if not hint or not is_balanced(inside):
            inside, hint, words = gap[2], "", ""
        blocks = [self._block(each, again, depth, gaps=True, strict=strict) for each in _cut(inside)]
        return "\n\n".join((write_marks(gap[1]), join(blocks), write_marks(f"{hint}{words}{CLOSE}")))

    def _opened(self, piece: str, again: Again, depth: int, *, gaps: bool) -> str:
        """Write an element whose tags are HTML and whose content is Markdown."""
        match = re.fullmatch(r"(<[^<>]*>)(.*)(</[^<>]*>)", piece, re.DOTALL)
        if not match or not depth:
            return ""
        head, newline, rest = match[2].partition("\n")
        if not newline:
            return ""
        inner = [self._block(each, again, depth - 1, gaps=gaps, strict=False) for each in _cut(rest.strip("\n"))]
        return "\n\n".join((write_marks(match[1] + head), *inner, match[3]))

    def path(self, name: str) -> str:
        """Return the path of a file by the name that fields use."""
        return self.paths.get(name, name)

    def language(self, inner: str) -> str:
        """Name the language of coloured code."""
        code = strip_tokens(inner)
        if code in self.unknown:
            return ""
        found = find_language(code, self.languages, rare=self.searches > 0)
        if found is None:
            self.searches -= 1
            self.unknown.add(code)
        if found:
            self.languages = {found: None, **self.languages}
        return found or ""


def _unwrap_plain(page: str) -> str | None:
    """Return the text of paragraphs that hold nothing but words."""
    text = page.removeprefix("<p>").removesuffix("</p>").replace("</p>\n<p>", "\n\n")
    if page.startswith("<p>") != page.endswith("</p>") or "<" in text:
        return None
    return text.replace("&gt;", ">").replace("&quot;", '"').replace("&lt;", "<").replace("&amp;", "&")


def _dialects(page: str) -> tuple[bool, ...]:
    """Return which texts a field can come from: with no `<` at all (strict), and with some, which are cleaned."""
    bare = re.sub(r"<[^<>]*>", "", page)
    if '"' in bare or re.search(r"<(?:br|hr)>|<img\b[^<>]*[^/]>|&nbsp;", page):
        return (False,)
    if "&quot;" in bare or " />" in page:
        return (True,)
    return (True, False) if "&lt;" not in bare else (False, True)


def _styles(piece: str, *, strict: bool, gaps: bool) -> Iterator[Style]:
    """Yield the styles that differ for a block, the plainest first."""
    emphases = ("*", "_", "html") if re.search(r"<(?:em|strong|del)>", piece) else ("*",)
    formulas = ("$", "\\") if "<mkdeck-" in piece else ("$",)
    bullets = ("-", "*") if "<ul>" in piece else ("-",)
    braces = (False, True) if gaps and OPEN in piece else (False,)
    for brace, escapes, formula, emphasis, bullet in product(braces, range(3), formulas, emphases, bullets):
        if not (strict and emphasis == "html"):
            yield Style(emphasis, formula, bullet, escapes, strict=strict, braces=brace)


def _find_exact(text: str, again: Again, page: str) -> Restored | None:
    """Return the text if it gives the page, with or without what keeps its end apart."""
    for attempt in (text, f"{text}{_NOTHING}", f"{text}\n\n{_NOTHING}"):
        if again(attempt).html == page:
            return Restored(attempt, exact=True)
    return None


def _cut(page: str) -> list[str]:
    """Split a page into its blocks: at the line ends that stand in no element and no gap."""
    pieces: list[str] = []
    depth = start = 0
    for match in _TAG.finditer(page):
        name = (match[2] or "").lower()
        if not name:
            if depth <= 0 and is_balanced(page[start : match.start()]):
                pieces.append(page[start : match.start()])
                start = match.end()
        elif name not in VOID and not match[3]:
            depth += -1 if match[1] else 1
    return [piece for piece in [*pieces, page[start:]] if piece]


def _normal(page: str) -> str:
    """Write HTML as a cleaned text has it, so that blocks can be compared."""
    page = page.replace(" />", ">").replace("\xa0", "&nbsp;")
    parts = re.split(r"(<[^<>]*>)", page)
    parts[::2] = [part.replace("&quot;", '"') for part in parts[::2]]
    return "".join(parts)


def _same_words(one: str, other: str) -> bool:
    left, right = (" ".join(re.sub(r"<[^<>]*>", " ", page).split()) for page in (one, other))
    return left == right
