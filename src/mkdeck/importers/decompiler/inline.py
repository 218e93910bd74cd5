"""Words, marks, links, formulas and pictures of a rendered text, back to Markdown in one of several styles."""

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mkdeck.importers.decompiler.marks import BRACES, COLONS, FORMULA
from mkdeck.importers.to_markdown.html_tree import VOID, Node
from mkdeck.text.escaping import MARKED, escape_all, escape_marks, guard_cloze, guard_line_starts

_MARKS = {"em": 1, "strong": 2}
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
        tag = node.tag
        if tag == FORMULA:
            return self._formula(node)
        if tag == "code" and not node.attributes:
            return _code_span(node.text().replace(COLONS, "::").replace(BRACES, ""))
        if tag == "img":
            return self._picture(node)
        if tag == "span" and node.attributes.get("class") == "play":
            match = _SOUND.search(node.text())
            return f"![{self._label(node.attributes.get('title', ''))}]({self.path(match[1]) if match else ''})"
        if tag in ("audio", "video"):
            label = self._label(node.attributes.get("title", ""))
            return f"![{label}]({self.path(node.attributes.get('src', ''))})"
        if tag == "br":
            return "<br>"
        inner = self.write(node.children)
        if tag in _MARKS and self.style.emphasis != "html":
            mark = self.style.emphasis * _MARKS[tag]
            return f"{mark}{inner}{mark}"
        if tag == "del" and self.style.emphasis != "html":
            return f"~~{inner}~~"
        if tag == "a":
            return self._link(node, inner)
        attributes = "".join(
            f' {name}="{html.escape(value)}"' if value else f" {name}" for name, value in node.attributes.items()
        )
        return f"<{tag}{attributes}>" if tag in VOID else f"<{tag}{attributes}>{inner}</{tag}>"

    def _formula(self, node: Node) -> str:
        tex = node.text().replace(COLONS, "::").replace(BRACES, "")
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
        said = f' "{_quote(title)}"' if title else ""
        return f"![{self._label(node.attributes.get('alt', ''))}]({source}{said})"

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
        said = f' "{_quote(title)}"' if title else ""
        return f"[{inner}]({address}{said})"


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
