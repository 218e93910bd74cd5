"""HTML to Markdown: what Markdown can say becomes Markdown, what only HTML can say stays harmless HTML.

Every text is rendered once more, and has to show the words of the source; if it does not, more of it is escaped.
"""

import html
import re
from collections.abc import Callable, Iterable

from mkdeck.importers.sources.attachments import Attachments
from mkdeck.importers.sources.blanks import shorten
from mkdeck.importers.to_markdown.formulas import find_formulas, formula
from mkdeck.importers.to_markdown.html_tree import BLOCKS, DROPPED, Node, parse
from mkdeck.importers.to_markdown.kept_html import KEPT, find_size, write_attributes, write_html, write_picture
from mkdeck.importers.to_markdown.markdown_blocks import bullet_list, table
from mkdeck.importers.to_markdown.text import code_span, fence, shown, split_math
from mkdeck.text.emphasis import EMPHASIS_RULE
from mkdeck.text.escaping import escape_all, escape_marks, guard_cloze, guard_line_starts
from mkdeck.text.markdown import render

_MARKS = {
    **dict.fromkeys(("b", "strong"), "**"),
    **dict.fromkeys(("i", "em"), "*"),
    **dict.fromkeys(("s", "del", "strike"), "~~"),
}
_SPACE = re.compile(r"[ \t\n\r\f\xa0]+")
"""Editors write a no-break space wherever a typist wrote two."""
_TAG = re.compile(r"<[^<>]*>")
_LANGUAGE = re.compile(r"(?:lang(?:uage)?-|brush:\s*)([\w+#-]+)")
_PLAIN_ADDRESS = re.compile(r"https?://[\w./?=&%#~:@!,;+$-]+", re.ASCII)
_BREAK = "\\\n"

Escape = Callable[[str], str]


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
    for match in _HALF.finditer(text):
        name = match["name"].lower()
        if match["end"] and name in opened:
            return True
        if not match["end"]:
            opened.add(name)
    return False


_COMPLETE = re.compile(
    r"<(?:br|hr)\s*/?>|<img\s[^<>]*>|</?p>|&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});", re.IGNORECASE
)
_HALF = re.compile(
    r"<(?P<end>/)?(?P<name>b|strong|i|em|u|s|sub|sup|p|div|span|font|center|pre|code|tt|ul|ol|li|table|tr|td|th|a|"
    r"h[1-6]|blockquote|small|big|kbd|del|strike|audio|video|dl)\b(?(end)\s*|[^<>]*)>",
    re.IGNORECASE,
)
"""A tag that is HTML where an element opens and closes."""


class _Writer:
    """One HTML text on its way to Markdown."""

    def __init__(self, attachments: Attachments) -> None:
        self.attachments = attachments
        self.stand_ins: list[str] = []

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
        tag = node.tag
        if tag == "pre":
            return [_code_block(node)]
        if tag in ("ul", "ol"):
            return [self.list(node)]
        if tag == "table":
            return [self.table(node)]
        if tag == "hr":
            return ["---"]
        if tag == "blockquote":
            inner = "\n\n".join(self.blocks(node.children))
            return ["\n".join(f"> {line}".rstrip() for line in inner.split("\n"))] if inner else []
        if re.fullmatch(r"h[1-6]", tag) and not any(isinstance(c, Node) and _holds_block(c) for c in node.children):
            text = " ".join(self.inline(node.children).replace(_BREAK, " ").split())
            return [f"{'#' * int(tag[1])} {text}"] if text else []
        if tag == "details":
            return [write_html(node, self.attachments)]
        return self.blocks(node.children)

    def paragraphs(self, run: list[Node | str]) -> list[str]:
        """Write inline nodes; two line breaks in a row part two paragraphs."""
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
        return [text for part in parts if (text := self.inline(part))]

    def inline(self, children: list[Node | str]) -> str:
        """Write inline nodes as one paragraph that shows their words, with as little escaped as that takes."""
        expected = "".join(shown(_visible(children)).split())
        text = ""
        for escape in (guard_cloze, escape_marks, escape_all):
            self.stand_ins.clear()
            text = self.spans(children, escape)
            text = "\n".join(line.strip(" \t") for line in text.split("\n")).strip("\n")
            text = text.removesuffix("\\") if text.endswith("\\") and not text.endswith("\\\\") else text
            if escape is not guard_cloze:
                text = guard_line_starts(text)
            if _shows(text, expected, self.stand_ins):
                return text
        return text

    def spans(self, children: Iterable[Node | str], escape: Escape) -> str:
        """Write inline nodes one after the other."""
        out = []
        for child in children:
            if isinstance(child, Node):
                out.append(self.span(child, escape))
            else:
                pieces = split_math(_SPACE.sub(" ", child))
                out.append("".join(piece if math else escape(piece) for math, piece in pieces))
        return "".join(out)

    def span(self, node: Node, escape: Escape) -> str:
        """Write one inline element."""
        tag = node.tag
        if tag in DROPPED:
            return ""
        if tag == "br":
            return _BREAK
        if tag in ("img", "audio", "video", "embed", "source", "iframe"):
            return self.media(node)
        if tag in ("code", "tt"):
            code = _SPACE.sub(" ", node.text())
            return code_span(code) if code.strip() else code
        if tag == "math":
            return formula(node)
        inner = self.spans(node.children, escape)
        core = inner.strip(" ")
        if not core.strip("\\\n "):
            return inner
        before, after = inner[: len(inner) - len(inner.lstrip(" "))], inner[len(inner.rstrip(" ")) :]
        if tag == "a":
            return f"{before}{_link(core, node.attributes.get('href', '').strip())}{after}"
        marks = _MARKS.get(tag) or _style_marks(node)
        if marks and escape is not escape_all and "*" not in core[:1] + core[-1:] and not core.endswith(_BREAK):
            return f"{before}{marks}{core}{marks}{after}"
        if marks:
            name = {"**": "b", "*": "i", "~~": "del"}[marks]
            return f"{before}<{name}>{core}</{name}>{after}"
        if tag in KEPT:
            return f"<{tag}{write_attributes(node)}>{inner}</{tag}>"
        return inner

    def media(self, node: Node) -> str:
        """Write a picture, sound or video; where its file is not there, its words and address."""
        address = node.attributes.get("src", "").strip()
        inside = next((each.attributes.get("src", "") for each in node.elements("source", "a", "embed")), "")
        address = address or inside.strip()
        words = " ".join((node.attributes.get("alt") or node.attributes.get("title") or "").split())
        if not address:
            return words
        found = self.attachments.find(address)
        if found and self.attachments.sized and node.tag == "img" and (size := find_size(node.attributes)):
            return write_picture(found, words, size)
        words = words.replace("[", "(").replace("]", ")")
        if found:
            return f"![{escape_marks(words)}]({found})"
        words = words or address[:200].rpartition("/")[2] or address[:60]
        if address.lower().startswith(("http:", "https:")):
            self.stand_ins.append(words)
            return _link(escape_marks(words), address)
        self.stand_ins.append(f"({words})")
        return f"({escape_marks(words)})"

    def list(self, node: Node) -> str:
        """Write a list; one whose numbering Markdown can't say stays HTML."""
        if node.attributes.get("type", "1") not in ("1", "disc", "circle", "square") or "start" in node.attributes:
            return write_html(node, self.attachments)
        items: list[str] = []
        for child in node.children:
            if isinstance(child, Node) and child.tag in ("ul", "ol") and items:
                items[-1] += f"\n{self.list(child)}"
            elif isinstance(child, Node) or child.strip():
                blocks = self.blocks(child.children if isinstance(child, Node) and child.tag == "li" else [child])
                if blocks:
                    tight = all(each.startswith(("- ", "1. ")) for each in blocks[1:])
                    items.append(("\n" if tight else "\n\n").join(blocks))
        return bullet_list(items, "1." if node.tag == "ol" else "-")

    def table(self, node: Node) -> str:
        """Write a table; one that Markdown can't say stays HTML."""
        rows = [row.elements("td", "th") for row in node.elements("tr")]
        rows = [row for row in rows if row]
        simple = bool(rows) and len({len(row) for row in rows}) == 1 and not node.elements("caption")
        cells: list[list[str]] = []
        for row in rows:
            written = [self.blocks(cell.children) for cell in row]
            spans = {cell.attributes.get(name, "1") for cell in row for name in ("colspan", "rowspan")}
            simple &= spans <= {"1"} and all(len(blocks) <= 1 for blocks in written)
            cells.append([" ".join(blocks) for blocks in written])
        if not simple or any("\n" in cell or cell.startswith(("- ", "# ", "> ")) for row in cells for cell in row):
            return write_html(node, self.attachments) if rows else "\n\n".join(self.blocks(node.elements("td", "th")))
        return table(cells, headed=all(cell.tag == "th" for cell in rows[0]))


def _holds_block(node: Node) -> bool:
    if node.tag in BLOCKS:
        return True
    return any(isinstance(child, Node) and _holds_block(child) for child in node.children)


def _visible(children: Iterable[Node | str]) -> str:
    """Return the words that inline nodes show."""
    out = []
    for child in children:
        if isinstance(child, str):
            out.append(child)
        elif child.tag == "math":
            out.append(formula(child))
        elif child.tag not in DROPPED:
            out.append(_visible(child.children))
    return "".join(out)


def _shows(text: str, expected: str, stand_ins: list[str]) -> bool:
    """Whether a Markdown text is one paragraph of just these words, and those that stand in for pictures."""
    fragment = render(text, lambda _: "picture.png")
    page = fragment.html.replace("<!-- -->", "").replace("<span>\\</span>", "\\")
    if (text and not page.startswith("<p>")) or any(fault.rule == EMPHASIS_RULE for fault in fragment.faults):
        return False
    found = "".join(html.unescape(_TAG.sub("", page)).split())
    for each in stand_ins:
        found = found.replace("".join(each.split()), "", 1)
    return found == expected


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


def _style_marks(node: Node) -> str:
    """Return the marks of a `span` that is bold or italic by its style, as word processors write it."""
    style = node.attributes.get("style", "").replace(" ", "").lower()
    if "font-weight:bold" in style or "font-weight:700" in style:
        return "**"
    return "*" if "font-style:italic" in style else ""


def _link(words: str, address: str) -> str:
    if not address.lower().startswith(("http:", "https:", "mailto:")):
        return words
    if words == address and _PLAIN_ADDRESS.fullmatch(address):
        return f"<{address}>"
    if re.search(r"[\s()<>\\]", address):
        address = re.sub(r"[\s<>()\\]", lambda match: f"%{ord(match.group()):02X}", address)
    return f"[{words}]({address})"
