"""What only HTML can say, as HTML that a card shows: no styles, no scripts, no attributes that it would drop."""

import html
import re
from collections.abc import Mapping

from mkdeck.importers.sources.attachments import Attachments
from mkdeck.importers.to_markdown.formulas import formula
from mkdeck.importers.to_markdown.html_tree import DROPPED, Node

KEPT = frozenset("sub sup kbd u ins mark small q var samp cite abbr dfn ruby rt rp rb bdo bdi".split())
KEPT_IN_BLOCKS = KEPT | frozenset(
    "b strong i em s del code pre br p ul ol li a img blockquote hr h1 h2 h3 h4 h5 h6 details summary "
    "table caption colgroup col thead tbody tfoot tr td th span div".split()
)
_KEPT_ATTRIBUTES = frozenset("lang dir title colspan rowspan scope align start reversed type span open alt".split())
_STYLE = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([^;]{1,20}?)\s*(?=;|$)")
_SIZE = re.compile(r"(?P<number>\d{1,4}(?:\.\d{1,20})?)(?:px|(?P<percent>%))?")


def write_html(node: Node, attachments: Attachments) -> str:
    """Write an element as HTML, without what a card would drop."""
    return re.sub(r"\n\s*\n", "\n", _write(node, attachments)).strip()


def _write_picture(node: Node, attachments: Attachments) -> str:
    """Write a picture, or its words where its file is not there."""
    found = attachments.find(node.attributes.get("src", "").strip())
    words = node.attributes.get("alt", "")
    size = find_size(node.attributes) if attachments.sized else ""
    return write_picture(found, words, size) if found else html.escape(words)


def _write(node: Node | str, attachments: Attachments) -> str:
    if isinstance(node, str):
        return html.escape(node, quote=False)
    if node.tag in DROPPED:
        return ""
    if node.tag == "img":
        return _write_picture(node, attachments)
    if node.tag == "math":
        return html.escape(formula(node), quote=False)
    inner = "".join(_write(child, attachments) for child in node.children)
    if node.tag not in KEPT_IN_BLOCKS:
        return inner
    attributes = write_attributes(node)
    address = node.attributes.get("href", "")
    if node.tag == "a" and address.startswith(("http:", "https:", "mailto:")):
        attributes += f' href="{html.escape(address)}"'
    if node.tag in ("br", "hr", "col"):
        return f"<{node.tag}>"
    return f"<{node.tag}{attributes}>{inner}</{node.tag}>"


def write_picture(address: str, words: str, size: str) -> str:
    """Write a picture as HTML; `size` as `find_size` gives it."""
    return f'<img src="{html.escape(address)}" alt="{html.escape(words)}"{size}>'


def find_size(attributes: Mapping[str, str]) -> str:
    """Return the width of a picture as an attribute, or else its height; empty where it has none."""
    styles = dict(_STYLE.findall(attributes.get("style", "").lower()))
    for name in ("width", "height"):
        for size in (styles.get(name, ""), attributes.get(name, "").strip().lower()):
            if (match := _SIZE.fullmatch(size)) and float(match["number"]) > 0:
                return f' {name}="{round(float(match["number"]))}{match["percent"] or ""}"'
    return ""


def write_attributes(node: Node) -> str:
    """Write the attributes that a card keeps."""
    kept = [(name, value) for name, value in node.attributes.items() if name in _KEPT_ATTRIBUTES]
    return "".join(f' {name}="{html.escape(value)}"' if value else f" {name}" for name, value in kept)
