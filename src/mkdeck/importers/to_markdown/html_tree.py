"""HTML as a tree of plain nodes; what browsers forgive is forgiven."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
BLOCKS = frozenset(
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table ul".split()
)
DROPPED = frozenset("script style head title template noscript object applet".split())
"""Elements whose content is no text for a card."""

_INLINE = frozenset(
    "a abbr acronym audio b bdi bdo big blink button canvas cite code data del dfn em embed figure font i iframe img "
    "ins kbd label mark marquee meter nobr object option output picture q rb rp rt rtc ruby s samp select small span "
    "strike strong sub sup svg textarea time tt u var video".split()
)
_PARTS = frozenset(
    "body caption colgroup frame frameset legend optgroup tbody td tfoot th thead tr map menu hgroup dialog xmp "
    "noframes wbr basefont search plaintext listing slot g path rect circle line text defs use".split()
)
_MATH = re.compile(r"m[a-z]{1,14}|semantics|annotation(?:-xml)?|none")
_BARE = re.compile(r"<(?:[abiqsu]|em|var)\s+[^=>]*>", re.IGNORECASE)
"""What looks like a tag of one letter but rather compares, as in `a<b and c>d`."""
_NO_TAG = re.compile(r"<(?:(?=[/?][^<>]*(?:<|\Z))|(?=[a-zA-Z])(?![a-zA-Z](?:[^\"'<>]++|\"[^\"]*+\"|'[^']*+')*+>))")
"""A sign behind which no tag ends before the next one starts, as in `a<b</p>`."""
_COMMENT_END = re.compile(r"--\s*>")
_NO_SECTION = re.compile(r"<!\[(?!(?:if|else|endif|temp|cdata|ignore|include|rcdata)(?![-.\w]))", re.IGNORECASE)
"""What html.parser takes for the start of a marked section, and then gives up."""
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
        """Return all text below, as it stands."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def elements(self, *tags: str) -> "list[Node]":
        """Return the elements of these tags below, in order, without those inside each other."""
        found: list[Node] = []
        for child in self.children:
            if isinstance(child, Node):
                found += [child] if child.tag in tags else child.elements(*tags)
        return found


def parse(page: str) -> Node:
    """Read HTML into a tree; never fails."""
    builder = _Builder()
    builder.feed(_NO_SECTION.sub("&lt;![", _NO_TAG.sub("&lt;", _drop_comments(page))))
    builder.close()
    return builder.root


def _drop_comments(page: str) -> str:
    """Leave comments out; one that never ends is text. For each of these html.parser would go to the end."""
    out: list[str] = []
    at = 0
    while (start := page.find("<!--", at)) >= 0:
        end = _COMMENT_END.search(page, start + 4)
        if not end:
            return "".join([*out, page[at:].replace("<!--", "&lt;!--")])
        out.append(page[at:start])
        at = end.end()
    return "".join([*out, page[at:]])


def is_element(tag: str) -> bool:
    """Whether a name is that of an element of HTML; others, such as `String`, are words between signs."""
    known = tag in _INLINE or tag in BLOCKS or tag in VOID or tag in DROPPED or tag in _PARTS
    return known or ":" in tag or "-" in tag or bool(_MATH.fullmatch(tag))


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raw = self.get_starttag_text() or ""
        if not is_element(tag) or _BARE.fullmatch(raw):
            self.handle_data(raw)
            return
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
        if not is_element(tag):
            self.handle_data(f"</{tag}>")

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
