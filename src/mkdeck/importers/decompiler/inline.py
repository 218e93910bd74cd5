"""Words, marks, links, formulas and pictures of a rendered text, back to Markdown in one of several styles."""

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mkdeck.importers.decompiler import marks
from mkdeck.importers.decompiler.marks import BRACES, COLONS
from mkdeck.importers.to_markdown.html_tree import VOID, Node
from mkdeck.text.escaping import MARKED, escape_all, escape_marks, guard_cloze, guard_line_starts

_MARKS = {"em": "*", "strong": "**", "del": "~~"}
_SOUND = re.compile(r"\[sound:([^\]]*)\]")
_ADDRESS = re.compile(r"[\s()<>\\]")


@dataclass(frozen=True, slots=True)
class Style:
    r"""A way to write: `emphasis` is `*`, `_` or html, `formula` is `$` or `\\`, `escapes` goes from 0 to 2.

    A `strict` text holds no `<`; with `braces`, those in gaps are written as entities.
    """

    emphasis: str
    formula: str
    bullet: str
    escapes: int
    strict: bool
    braces: bool


class Inline:
    """Inline nodes in one style; `path` gives the path of a file by its name."""

    def __init__(self, style: Style, path: Callable[[str], str]) -> None:
        self.style = style
        self.path = path

    def paragraph(self, children: Iterable[Node | str]) -> str:
        """Write a paragraph."""
        text = self.write(children)
        return guard_line_starts(text) if self.style.escapes or MARKED.search(text) else text

    def cell(self, children: Iterable[Node | str]) -> str:
        """Write a cell of a table."""
        return re.sub(r"(?<!\\)\|", r"\\|", self.write(children))

    def write(self, children: Iterable[Node | str]) -> str:
        """Write inline nodes one after the other."""
        out: list[str] = []
        for child in children:
            if isinstance(child, str) and out and out[-1] == "<br>" and child.startswith("\n"):
                out[-1] = "\\"
            out.append(self._text(child) if isinstance(child, str) else self._node(child))
        return "".join(out).strip("\n")

    def _text(self, text: str) -> str:
        text = (guard_cloze, escape_marks, escape_all)[self.style.escapes](text)
        if self.style.escapes:
            text = text.replace("\xa0", "&nbsp;")
        if self.style.strict:
            text = text.replace("\\<", "<").replace("<", "&lt;")
        if self.style.braces:
            text = re.sub(r"\\?\{", "&#123;", text)
            text = re.sub(r"\\?\}", "&#125;", text)
        return text

    def _node(self, node: Node) -> str:
        match node.tag:
            case marks.FORMULA:
                return self._formula(node)
            case "code" if not node.attributes:
                return _code_span(_strip(node.text()))
            case "img":
                return self._picture(node)
            case "span" if node.attributes.get("class") == "play":
                match = _SOUND.search(node.text())
                return self._media(node, match[1] if match else None)
            case "audio" | "video":
                return self._media(node, node.attributes.get("src", ""))
            case "br":
                return "<br>"
        return self._element(node, self.write(node.children))

    def _element(self, node: Node, inner: str) -> str:
        """Write an element around its content, as HTML where Markdown has no mark for it."""
        if node.tag == "a":
            return self._link(node, inner)
        if node.tag in _MARKS and self.style.emphasis != "html":
            mark = _MARKS[node.tag].replace("*", self.style.emphasis)
            return f"{mark}{inner}{mark}"
        attributes = "".join(
            f' {name}="{html.escape(value)}"' if value else f" {name}" for name, value in node.attributes.items()
        )
        return f"<{node.tag}{attributes}>" if node.tag in VOID else f"<{node.tag}{attributes}>{inner}</{node.tag}>"

    def _media(self, node: Node, name: str | None) -> str:
        """Write a sound or a video by the name of its file, if it says one."""
        path = "" if name is None else self.path(name)
        return f"![{self._label(node.attributes.get('title', ''))}]({path})"

    def _formula(self, node: Node) -> str:
        tex = _strip(node.text())
        block = node.attributes.get("display") == "block"
        if self.style.formula == "$":
            return f"$${tex}$$" if block else f"${tex}$"
        return f"\\[{tex}\\]" if block else f"\\({tex}\\)"

    def _picture(self, node: Node) -> str:
        source = self.path(node.attributes.get("src", ""))
        if node.attributes.keys() - {"src", "alt", "title"}:
            rest = "".join(
                f' {name}="{html.escape(value)}"' for name, value in node.attributes.items() if name != "src"
            )
            return f'<img src="{source}"{rest}>'
        title = node.attributes.get("title", "")
        shown_title = f' "{_quote(title)}"' if title else ""
        return f"![{self._label(node.attributes.get('alt', ''))}]({source}{shown_title})"

    def _label(self, text: str) -> str:
        return escape_marks(text) if self.style.escapes == 0 and re.search(r"[\[\]*_`\\]", text) else self._text(text)

    def _link(self, node: Node, inner: str) -> str:
        address = node.attributes.get("href", "")
        title = node.attributes.get("title", "")
        if not self.style.strict and not title and node.text() in (address, address.removeprefix("mailto:")):
            return f"<{node.text()}>"
        if _ADDRESS.search(address) and not self.style.strict:
            escaped = re.sub(r"([<>\\])", r"\\\1", address)
            address = f"<{escaped}>"
        elif _ADDRESS.search(address):
            address = re.sub(r"([()\\])", r"\\\1", address)
        shown_title = f' "{_quote(title)}"' if title else ""
        return f"[{inner}]({address}{shown_title})"


def _strip(text: str) -> str:
    """Return a text of code or a formula, in which nothing is a mark of a gap."""
    return text.replace(COLONS, "::").replace(BRACES, "")


def _quote(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _code_span(code: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    # The shortest fence that the code does not hold.
    runs = {len(run) for run in re.findall(r"`+", code)}
    fence = "`" * next(number for number in range(1, longest + 2) if number not in runs)
    ends = code.startswith("`") or code.endswith("`") or (code[:1] == " " == code[-1:] and code.strip())
    room = " " if ends else ""
    return f"{fence}{room}{code}{room}{fence}"
