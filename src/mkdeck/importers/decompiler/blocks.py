"""Blocks of HTML that mkdeck rendered, back to Markdown in a style."""

import re
from collections.abc import Callable, Iterable, Iterator

from mkdeck.importers.decompiler.inline import Inline, Style
from mkdeck.importers.to_markdown.html_tree import Node

BLOCK = re.compile(
    r"<(?:p|ul|ol|pre|blockquote|h[1-6]|hr|table|div|details|dl|figure|section|caption|summary)\b", re.IGNORECASE
)
_BULLET = re.compile(r"(\d*)([-.])(?: |$)", re.MULTILINE)
_ALIGNED = {"left": ":--", "center": ":-:", "right": "--:"}


def join(blocks: list[str]) -> str:
    """Join blocks; a list behind a list of the same kind gets another mark, or they would be one."""
    out: list[str] = []
    for block in blocks:
        mark = _BULLET.match(block)
        before = _BULLET.match(out[-1]) if out else None
        if mark and before and mark[2] == before[2]:
            other = "*" if mark[2] == "-" else ")"
            block = re.sub(rf"^(\d*)\{mark[2]}(?= |$)", rf"\1{other}", block, flags=re.MULTILINE)  # noqa: PLW2901
        out.append(block)
    return "\n\n".join(out)


class Blocks:
    """Blocks of one text in one style.

    `path` gives the path of a file by the name that fields use, `language` names that of coloured code.
    """

    def __init__(self, style: Style, path: Callable[[str], str], language: Callable[[str], str]) -> None:
        self.style = style
        self.language = language
        self.inline = Inline(style, path)

    def write(self, node: Node) -> str:
        """Write one block element."""
        tag = node.tag
        if tag == "pre":
            return self._code(node)
        if tag in ("ul", "ol"):
            return self._list(node)
        if tag == "blockquote":
            inner = join(list(self._all(node.children)))
            return "\n".join(f"> {line}".rstrip(" ") for line in inner.split("\n"))
        if tag == "hr":
            return "---"
        if tag == "table":
            return self._table(node)
        if re.fullmatch(r"h[1-6]", tag):
            return self._heading(node)
        return self.inline.paragraph(node.children if tag == "p" else [node])

    def _heading(self, node: Node) -> str:
        """Write a heading: below a line of its own where it has several, which only the first two levels can."""
        text = self.inline.write(node.children)
        if "\n" in text:
            return f"{text}\n{'===' if node.tag == 'h1' else '---'}"
        return f"{'#' * int(node.tag[1])} {text}"

    def _all(self, children: Iterable[Node | str]) -> Iterator[str]:
        """Write the children of a container: blocks, and inline runs as in tight lists."""
        run: list[Node | str] = []
        for child in children:
            if isinstance(child, Node) and BLOCK.match(f"<{child.tag}>"):
                if text := self.inline.paragraph(run):
                    yield text
                run = []
                yield self.write(child)
            elif isinstance(child, Node) or run or child.strip(" \t\n"):
                run.append(child)
        if text := self.inline.paragraph(run):
            yield text

    def _code(self, node: Node) -> str:
        code = node.text()
        inner = "".join(_write_spans(child) for each in node.elements("code") for child in each.children)
        language = self.language(inner)
        marks = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+", code)), 3)
        return f"{marks}{language}\n{code}{'' if code.endswith(chr(10)) else chr(10)}{marks}"

    def _list(self, node: Node) -> str:
        start = node.attributes.get("start", "1")
        number = int(start) if re.fullmatch(r"[0-9]{1,9}", start) else 1
        items = node.elements("li")
        loose = any(isinstance(child, Node) and child.tag == "p" for item in items for child in item.children)
        marks = [f"{number + i}." if node.tag == "ol" else self.style.bullet for i in range(len(items))]
        written = [self._item(item, mark, loose=loose) for item, mark in zip(items, marks, strict=True)]
        return ("\n\n" if loose else "\n").join(written)

    def _item(self, item: Node, mark: str, *, loose: bool) -> str:
        blocks = list(self._all(item.children))
        first, *rest = (join(blocks) if loose else "\n".join(blocks)).split("\n")
        pad = " " * (len(mark) + 1)
        return "\n".join([f"{mark} {first}", *(f"{pad}{line}" if line else "" for line in rest)])

    def _table(self, node: Node) -> str:
        rows = [row.elements("th", "td") for row in node.elements("tr")]
        if not rows:
            return ""
        lines = [f"| {' | '.join(self.inline.cell(cell.children) for cell in row)} |" for row in rows]
        marks = "|".join(_ALIGNED.get(cell.attributes.get("align", ""), "---") for cell in rows[0])
        return "\n".join([lines[0], f"|{marks}|", *lines[1:]])


def _write_spans(child: Node | str) -> str:
    """Write the pieces of coloured code as HTML again."""
    text = child if isinstance(child, str) else child.text()
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text if isinstance(child, str) else f'<span class="{child.attributes.get("class", "")}">{text}</span>'
