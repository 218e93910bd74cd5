"""HTML as a tree of plain nodes; what browsers forgive is forgiven."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
BLOCKS = frozenset(
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table ul".split()
)
DROPPED = frozenset("script style head title template noscript object applet".split())
"""Elements whose content is no text for a card."""

MAX_NESTED = 60
_CLOSED_BY: dict[str, frozenset[str]] = {
    "p": BLOCKS - {"body", "html", "li", "dd", "dt"},
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "td": frozenset({"td", "th", "tr", "tbody", "tfoot"}),
    "th": frozenset({"td", "th", "tr", "tbody", "tfoot"}),
    "tr": frozenset({"tr", "tbody", "tfoot"}),
    "option": frozenset({"option"}),
}
_FENCES = {"li": {"ul", "ol"}, "td": {"table"}, "th": {"table"}, "tr": {"table"}, "dt": {"dl"}, "dd": {"dl"}}


@dataclass(slots=True)
class Node:
    """An element; the root's tag is empty."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    def text(self) -> str:
        """Give all text below, as it stands."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def elements(self, *tags: str) -> "list[Node]":
        """Give the elements of these tags below, in order, without those inside each other."""
        found: list[Node] = []
        for child in self.children:
            if isinstance(child, Node):
                found += [child] if child.tag in tags else child.elements(*tags)
        return found


def parse(page: str) -> Node:
    """Read HTML into a tree; never fails."""
    builder = _Builder()
    builder.feed(page)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._close_implied(tag)
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID and len(self.open) < MAX_NESTED:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for i in range(len(self.open) - 1, 0, -1):
            if self.open[i].tag == tag:
                del self.open[i:]
                return
            if self.open[i].tag in _FENCES.get(tag, ()):
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def _close_implied(self, tag: str) -> None:
        for i in range(len(self.open) - 1, 0, -1):
            name = self.open[i].tag
            if tag in _CLOSED_BY.get(name, ()):
                del self.open[i:]
                return
            if name in _FENCES.get(tag, ()) or (name in BLOCKS and name != "p" and tag not in ("tr", "td", "th")):
                return
