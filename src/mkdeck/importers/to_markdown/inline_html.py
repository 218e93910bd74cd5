"""What stands in one paragraph of HTML as Markdown, with as little escaped as its words take."""

import html
import re
from collections.abc import Callable, Iterable

from mkdeck.importers.sources.attachments import Attachments
from mkdeck.importers.to_markdown.formulas import formula
from mkdeck.importers.to_markdown.html_tree import DROPPED, Node
from mkdeck.importers.to_markdown.kept_html import KEPT, find_size, write_attributes, write_picture
from mkdeck.importers.to_markdown.text import code_span, shown, split_math
from mkdeck.text.emphasis import EMPHASIS_RULE
from mkdeck.text.escaping import escape_all, escape_marks, guard_cloze, guard_line_starts
from mkdeck.text.markdown import render

_MARKS = {
    **dict.fromkeys(("b", "strong"), "**"),
    **dict.fromkeys(("i", "em"), "*"),
    **dict.fromkeys(("s", "del", "strike"), "~~"),
}
_TAGS = {"**": "b", "*": "i", "~~": "del"}
"""The elements that say what marks of Markdown can't say beside other signs."""
_MEDIA = frozenset({"img", "audio", "video", "embed", "source", "iframe"})
_SPACE = re.compile(r"[ \t\n\r\f\xa0]+")
"""Editors write a no-break space wherever a typist wrote two."""
_TAG = re.compile(r"<[^<>]*>")
_PLAIN_ADDRESS = re.compile(r"https?://[\w./?=&%#~:@!,;+$-]+", re.ASCII)
BREAK = "\\\n"

Escape = Callable[[str], str]


class InlineWriter:
    """Writes inline nodes; `stand_ins` are the words in the place of files that are not there."""

    def __init__(self, attachments: Attachments) -> None:
        self.attachments = attachments
        self.stand_ins: list[str] = []

    def write(self, children: list[Node | str]) -> str:
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
            return BREAK
        if tag in _MEDIA:
            return self.media(node)
        if tag in ("code", "tt"):
            code = _SPACE.sub(" ", node.text())
            return code_span(code) if code.strip() else code
        if tag == "math":
            return formula(node)
        return _mark(node, self.spans(node.children, escape), escape)

    def media(self, node: Node) -> str:
        """Write a picture, sound or video; where its file is not there, its words and address."""
        address = _address_of(node)
        words = _words_of(node)
        if not address:
            return words
        found = self.attachments.find(address)
        if found and self.attachments.sized and node.tag == "img" and (size := find_size(node.attributes)):
            return write_picture(found, words, size)
        words = words.replace("[", "(").replace("]", ")")
        if found:
            return f"![{escape_marks(words)}]({found})"
        return self.stand_in(words or address[:200].rpartition("/")[2] or address[:60], address)

    def stand_in(self, words: str, address: str) -> str:
        """Write words in the place of a file: a link to one on the web, brackets for others."""
        if address.lower().startswith(("http:", "https:")):
            self.stand_ins.append(words)
            return _link(escape_marks(words), address)
        self.stand_ins.append(f"({words})")
        return f"({escape_marks(words)})"


def _mark(node: Node, inner: str, escape: Escape) -> str:
    """Write the marks of an element around what it holds; white space at its ends stays outside."""
    core = inner.strip(" ")
    if not core.strip("\\\n "):
        return inner
    before, after = inner[: len(inner) - len(inner.lstrip(" "))], inner[len(inner.rstrip(" ")) :]
    if node.tag == "a":
        return f"{before}{_link(core, node.attributes.get('href', '').strip())}{after}"
    if marks := _MARKS.get(node.tag) or _style_marks(node):
        fits = escape is not escape_all and "*" not in core[:1] + core[-1:] and not core.endswith(BREAK)
        marked = f"{marks}{core}{marks}" if fits else f"<{_TAGS[marks]}>{core}</{_TAGS[marks]}>"
        return f"{before}{marked}{after}"
    return f"<{node.tag}{write_attributes(node)}>{inner}</{node.tag}>" if node.tag in KEPT else inner


def _words_of(node: Node) -> str:
    """Return the words that stand for a picture, sound or video."""
    return " ".join((node.attributes.get("alt") or node.attributes.get("title") or "").split())


def _address_of(node: Node) -> str:
    """Return the address of a file, which may stand in an element inside."""
    inside = next((each.attributes.get("src", "") for each in node.elements("source", "a", "embed")), "")
    return node.attributes.get("src", "").strip() or inside.strip()


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
