"""HTML to Markdown: what Markdown can say becomes Markdown, what only HTML can say stays harmless HTML.

Every text is rendered once more, and has to show the words of the source; if it does not, more of it is escaped.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from mkdeck.importers.sources.attachments import Attachments
from mkdeck.importers.sources.blanks import shorten
from mkdeck.importers.to_markdown.formulas import find_formulas
from mkdeck.importers.to_markdown.html_tree import BLOCKS, Node, parse
from mkdeck.importers.to_markdown.inline_html import BREAK, InlineWriter
from mkdeck.importers.to_markdown.kept_html import write_html
from mkdeck.importers.to_markdown.markdown_blocks import bullet_list, table
from mkdeck.importers.to_markdown.text import fence

_LANGUAGE = re.compile(r"(?:lang(?:uage)?-|brush:\s*)([\w+#-]+)")
_HEADING = re.compile(r"h[1-6]")
_MARKDOWN_MARKERS = ("1", "disc", "circle", "square")


def to_markdown(page: str, attachments: Attachments) -> str:
    """Turn HTML into Markdown; `attachments` finds the files that it shows."""
    root = parse(shorten(page))
    find_formulas(root)
    return "\n\n".join(_Writer(attachments).blocks(root.children))


def has_html(text: str) -> bool:
    """Whether a text uses HTML, and not only signs such as `<` and `&`."""
    if "<" not in text and "&" not in text:
        return False
    if _COMPLETE.search(text):
        return True
    opened: set[str] = set()
    for match in _TAG.finditer(text):
        name = match["name"].lower()
        if match["end"] and name in opened:
            return True
        if not match["end"]:
            opened.add(name)
    return False


_COMPLETE = re.compile(
    r"<(?:br|hr)\s*/?>|<img\s[^<>]*>|</?p>|&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});", re.IGNORECASE
)
_TAG = re.compile(
    r"""
    <(?P<end>/)?
    (?P<name>b|strong|i|em|u|s|sub|sup|small|big|kbd|del|strike|font|a|span|code|tt|audio|video
      |p|div|center|pre|h[1-6]|blockquote|ul|ol|li|dl|table|tr|td|th)\b
    (?(end)\s*|[^<>]*)>
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""A tag that is HTML where an element opens and closes."""


class _Writer:
    """One HTML text on its way to Markdown, block by block."""

    def __init__(self, attachments: Attachments) -> None:
        self.attachments = attachments
        self.inline = InlineWriter(attachments)

    def blocks(self, children: Iterable[Node | str]) -> list[str]:
        """Write nodes as Markdown blocks."""
        out: list[str] = []
        run: list[Node | str] = []

        def flush() -> None:
            out.extend(self.paragraphs(run))
            run.clear()

        for child in children:
            if isinstance(child, Node) and _holds_block(child):
                flush()
                out += self.block(child)
            else:
                run.append(child)
        flush()
        return [block for block in out if block.strip()]

    def block(self, node: Node) -> list[str]:
        """Write a block element, or an inline one that holds blocks."""
        if writer := _WRITERS.get(node.tag):
            return [writer(self, node)]
        if _HEADING.fullmatch(node.tag) and not any(map(_holds_block, node.children)):
            text = " ".join(self.inline.write(node.children).replace(BREAK, " ").split())
            return [f"{'#' * int(node.tag[1])} {text}"] if text else []
        return self.blocks(node.children)

    def quotation(self, node: Node) -> str:
        """Write a quotation."""
        inner = "\n\n".join(self.blocks(node.children))
        return "\n".join(f"> {line}".rstrip() for line in inner.split("\n")) if inner else ""

    def kept(self, node: Node) -> str:
        """Write an element as the HTML that it is."""
        return write_html(node, self.attachments)

    def paragraphs(self, run: list[Node | str]) -> list[str]:
        """Write inline nodes; two line breaks in a row part two paragraphs."""
        return [text for part in _split_at_breaks(run) if (text := self.inline.write(part))]

    def list(self, node: Node) -> str:
        """Write a list; one whose numbering Markdown can't say stays HTML."""
        if node.attributes.get("type", "1") not in _MARKDOWN_MARKERS or "start" in node.attributes:
            return self.kept(node)
        items: list[str] = []
        for child in node.children:
            if isinstance(child, Node) and child.tag in ("ul", "ol") and items:
                items[-1] += f"\n{self.list(child)}"
            elif item := self.item(child):
                items.append(item)
        return bullet_list(items, "1." if node.tag == "ol" else "-")

    def item(self, child: Node | str) -> str:
        """Write one item of a list; empty where nothing stands in it."""
        if isinstance(child, str) and not child.strip():
            return ""
        blocks = self.blocks(child.children if isinstance(child, Node) and child.tag == "li" else [child])
        tight = all(block.startswith(("- ", "1. ")) for block in blocks[1:])
        return ("\n" if tight else "\n\n").join(blocks)

    def table(self, node: Node) -> str:
        """Write a table; one that Markdown can't say stays HTML."""
        rows = list(filter(None, (row.elements("td", "th") for row in node.elements("tr"))))
        if not rows:
            return "\n\n".join(self.blocks(node.elements("td", "th")))
        written = [[self.blocks(cell.children) for cell in row] for row in rows]
        if not _is_grid(rows) or node.elements("caption") or not all(map(_fits_in_cell, chain(*written))):
            return self.kept(node)
        texts = [list(map("".join, row)) for row in written]
        return table(texts, headed=all(cell.tag == "th" for cell in rows[0]))


def _split_at_breaks(run: Iterable[Node | str]) -> list[list[Node | str]]:
    """Split inline nodes at two or more line breaks in a row; one alone stays where it stands between others."""
    parts: list[list[Node | str]] = [[]]
    breaks = 0
    for child in run:
        if isinstance(child, Node) and child.tag == "br":
            breaks += 1
            continue
        if breaks and isinstance(child, str) and not child.strip(" \t\n\r\f"):
            continue
        if breaks == 1 and parts[-1]:
            parts[-1].append(Node("br"))
        elif breaks > 1:
            parts.append([])
        breaks = 0
        parts[-1].append(child)
    return parts


def _fits_in_cell(blocks: Sequence[str]) -> bool:
    """Whether a cell of a Markdown table can hold what stands in one of HTML."""
    return not blocks or (len(blocks) == 1 and "\n" not in blocks[0] and not blocks[0].startswith(("- ", "# ", "> ")))


def _is_grid(rows: Sequence[Sequence[Node]]) -> bool:
    """Whether all rows have as many cells, none of which reaches over others."""
    spans = {cell.attributes.get(name, "1") for row in rows for cell in row for name in ("colspan", "rowspan")}
    return len({len(row) for row in rows}) == 1 and spans <= {"1"}


def _holds_block(node: Node | str) -> bool:
    return isinstance(node, Node) and (node.tag in BLOCKS or any(map(_holds_block, node.children)))


def _code_block(node: Node) -> str:
    language = next(
        (m[1] for each in [node, *node.elements("code")] if (m := _LANGUAGE.search(each.attributes.get("class", "")))),
        "",
    )
    code = "".join("\n" if isinstance(c, Node) and c.tag == "br" else _code(c) for c in node.children)
    return fence(code, language)


def _code(node: Node | str) -> str:
    if isinstance(node, str):
        return node
    return "\n" if node.tag == "br" else "".join(_code(child) for child in node.children)


def _write_rule(_writer: _Writer, _node: Node) -> str:
    return "---"


def _write_code(_writer: _Writer, node: Node) -> str:
    return _code_block(node)


_WRITERS: dict[str, Callable[[_Writer, Node], str]] = {
    "pre": _write_code,
    **dict.fromkeys(("ul", "ol"), _Writer.list),
    "table": _Writer.table,
    "hr": _write_rule,
    "blockquote": _Writer.quotation,
    "details": _Writer.kept,
}
