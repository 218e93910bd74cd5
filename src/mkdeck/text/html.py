"""Raw HTML in Markdown: a harmless subset passes, the rest is dropped or shown as typed, never silently."""

import html
import re
from collections.abc import Callable, Iterator

import nh3

from mkdeck.diagnostics import Rule
from mkdeck.text.faults import Fault

HTML_RULE = Rule("html", "warning")
SHOWS_ITSELF = "to show the tag itself, put it between backticks"

_GLOBAL = frozenset({"lang", "dir", "title"})
_CELL = frozenset({"align", "colspan", "rowspan", "scope"})
_ALLOWED: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        "abbr b bdi bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption figure "
        "h1 h2 h3 h4 h5 h6 hr i ins kbd li mark p pre q rp rt ruby s samp small span strong sub summary sup "
        "table tbody tfoot thead tr u ul var wbr".split(),
        frozenset[str](),
    ),
    "a": frozenset({"href"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "details": frozenset({"open"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "td": _CELL,
    "th": _CELL,
    "time": frozenset({"datetime"}),
}
# What the Markdown renderer itself writes, beside the above.
_GENERATED = {"code": {"class", "data-math-style"}, "span": {"data-math-style"}}
_CLEANER = nh3.Cleaner(
    tags=set(_ALLOWED),
    attributes={
        "*": set(_GLOBAL),
        **{tag: set(_ALLOWED[tag]) | _GENERATED.get(tag, set()) for tag in _ALLOWED},
    },
    link_rel=None,
    url_schemes={"http", "https", "mailto"},
)
_BARE_PICTURES = frozenset({"<img>", "<img/>", "<img />"})
"""These are named, as a picture is shown by its address."""
_VOID = frozenset({"br", "col", "hr", "img", "wbr"})
_INSIDE = {
    **{part: {"table"} for part in "caption col colgroup tbody td tfoot th thead tr".split()},
    **{part: {"dl"} for part in ("dd", "dt")},
    **{part: {"ruby"} for part in ("rp", "rt")},
    "li": {"ol", "ul"},
    "summary": {"details"},
}
_CLOSES_ITSELF = frozenset("p li dt dd tr td th thead tbody tfoot colgroup caption rt rp".split())
_CONTAINERS = frozenset("table ul ol dl ruby blockquote details div".split())
_HTML = frozenset(
    "a abbr acronym address applet area article aside audio b base bdi bdo big blink blockquote body br button "
    "canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed "
    "fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i "
    "iframe img input ins kbd label legend li link main map mark marquee math menu meta meter nav noframes noscript "
    "object ol optgroup option output p param picture plaintext pre progress q rp rt ruby s samp script search "
    "section select slot small source span strike strong style sub summary sup svg table tbody td template textarea "
    "tfoot th thead time title tr track tt u ul var video wbr xmp".split()
)
_ATTRIBUTES = frozenset(
    "class id style hidden role tabindex accesskey contenteditable draggable name value type target rel srcset "
    "sizes loading width height border cellpadding cellspacing bgcolor color face size valign align href src alt "
    "data cite span start reversed colspan rowspan scope open datetime controls autoplay loop muted poster preload "
    "download".split()
)
_WITH_CONTENT = re.compile(r"<!--|<(script|style|iframe|object|textarea|template|title)\b[^<>]*>", re.IGNORECASE)
MAX_NESTED = 100
"""How deep elements may nest; beyond it, balancing them takes time that grows with the square."""
_TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)
    (?P<attributes>(?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)
    \s*/?>""",
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")
_ABOUT_COMMENTS = re.compile(r"\b(?:X?HTML|XML|Markdown|browser|[ck]omm?ent)", re.IGNORECASE)
"""What is in a text that may mean its comments to show."""


def clean(
    page: str, picture: Callable[[str], str], link: Callable[[str], str] = lambda address: address
) -> tuple[str, list[Fault]]:
    """Keep the harmless part of an HTML text.

    Elements and attributes off the list are dropped with a fault each; what only looks like a tag, such as
    `vector<int>` or `a<b and c>d`, stays as it was typed. `picture` gives the name of the file behind an `src`, `link`
    the address to put behind a link.
    """
    faults: list[Fault] = []
    tags = _Tags(picture, link, faults)
    page = _drop_whole(page, faults)
    out: list[str] = []
    at = 0
    for match in _TAG.finditer(page):
        out.append(page[at : match.start()].replace("<", "&lt;"))
        out.append(tags.take(match))
        at = match.end()
    out.append(page[at:].replace("<", "&lt;"))
    tags.report_unclosed(tags.open)
    return _CLEANER.clean("".join(out)), faults


def _drop_whole(page: str, faults: list[Fault]) -> str:
    """Drop comments, and elements whose content is no text for a card."""
    out: list[str] = []
    at = 0
    endless: set[str] = set()
    notes: list[Fault] = []
    while match := _WITH_CONTENT.search(page, at):
        name = (match[1] or "").lower()
        end = None
        if name not in endless:
            end = re.compile(rf"</{name}\s*>" if name else "-->", re.IGNORECASE).search(page, match.end())
        if end is None:
            endless.add(name)
            out.append(page[at : match.end()])
            at = match.end()
            continue
        shown = page[match.start() : end.end()].partition("\n")[0][:60]
        what = f"<{name}> with its content" if name else "an HTML comment"
        fault = _fault(f"{what} is left out of the card; to show it, put it between backticks", shown)
        (notes if not name and _is_alone(page, match.start(), end.end()) else faults).append(fault)
        out.append(page[at : match.start()])
        at = end.end()
    kept = "".join([*out, page[at:]])
    # A comment on lines of its own is a note of who writes the text, unless the text is about such.
    faults += notes if _ABOUT_COMMENTS.search(kept) else []
    return kept


def _is_alone(page: str, start: int, end: int) -> bool:
    """Whether nothing stands on the lines of a piece of a page but that piece."""
    before = page[page.rfind("\n", 0, start) + 1 : start]
    behind = page[end : (page.find("\n", end) + 1 or len(page))]
    return not before.strip() and not behind.strip()


class _Tags:
    """The tags of one text, in order; `open` are the names of the elements that are open, and how their tags look."""

    def __init__(self, picture: Callable[[str], str], link: Callable[[str], str], faults: list[Fault]) -> None:
        self.picture = picture
        self.link = link
        self.faults = faults
        self.open: list[tuple[str, str]] = []

    def take(self, match: re.Match[str]) -> str:
        """Return a tag as it goes on a card, or as text where it is none."""
        shown, name = match.group(), match["name"].lower()
        attributes = [(attribute.lower(), value) for attribute, value in _ATTRIBUTE.findall(match["attributes"])]
        is_known = name in _HTML and all(value or _is_attribute(attribute) for attribute, value in attributes)
        if not is_known or shown in _BARE_PICTURES or self.is_out_of_place(name, match["end"]):
            return shown.replace("<", "&lt;").replace(">", "&gt;")
        if match["end"]:
            return self.close(name, shown) if name in _ALLOWED else ""
        return self.open_element(name, shown, attributes)

    def open_element(self, name: str, shown: str, attributes: list[tuple[str, str]]) -> str:
        """Return a start tag with what goes on a card of it, behind the end tags that it implies."""
        if name not in _ALLOWED:
            self.blame(f"<{name}> is not allowed on a card and left out; {SHOWS_ITSELF}", shown)
            return ""
        if name == "img" and all(attribute != "src" for attribute, _ in attributes):
            self.blame(f"this picture has no 'src'; {SHOWS_ITSELF}", shown)
            return ""
        kept = "".join(self.keep_attributes(name, shown, attributes))
        if name in _VOID:
            return f"<{name}{kept}>"
        closers = self.close_neighbour(name) if name in _CLOSES_ITSELF else ""
        if len(self.open) >= MAX_NESTED:
            self.blame(f"elements nest more than {MAX_NESTED} deep here, so <{name}> is left out", shown)
            return ""
        self.open.append((name, shown))
        return f"{closers}<{name}{kept}>"

    def keep_attributes(self, name: str, shown: str, attributes: list[tuple[str, str]]) -> Iterator[str]:
        """Yield the attributes of an element that go on a card, each with a space before it."""
        allowed = _ALLOWED[name] | _GLOBAL | _GENERATED.get(name, set())
        for attribute, value in attributes:
            if attribute not in allowed:
                self.blame(f"the attribute '{attribute}' of <{name}> is left out", shown)
            elif attribute in ("src", "href"):
                address = html.unescape(value.strip("\"'"))
                found = self.picture(address) if attribute == "src" else self.link(address)
                yield f' {attribute}="{html.escape(found)}"'
            else:
                yield f" {attribute}={value}" if value else f" {attribute}"

    def close(self, name: str, shown: str) -> str:
        """Return an end tag, behind those of what was opened inside; nothing where it ends nothing."""
        if name in _VOID:
            return shown
        for i in range(len(self.open) - 1, max(-1, len(self.open) - MAX_NESTED), -1):
            if self.open[i][0] == name:
                return self.close_down_to(i) + shown
        if name not in _CLOSES_ITSELF:
            self.blame(f"</{name}> closes nothing; {SHOWS_ITSELF}", shown)
        return ""

    def close_neighbour(self, name: str) -> str:
        """Close the element of the same kind that ends where a new one begins, such as a list item."""
        for i in range(len(self.open) - 1, -1, -1):
            if self.open[i][0] in _CONTAINERS:
                break
            if self.open[i][0] == name:
                return self.close_down_to(i)
        return ""

    def close_down_to(self, i: int) -> str:
        """Close what was opened inside the i-th open element, or it would go on behind its end."""
        left = [(name, shown) for name, shown in self.open[i + 1 :] if name not in _CLOSES_ITSELF]
        self.report_unclosed(left)
        del self.open[i:]
        return "".join(f"</{name}>" for name, _ in reversed(left))

    def report_unclosed(self, tags: list[tuple[str, str]]) -> None:
        """Name each of these tags that needs an end."""
        for name, shown in tags:
            if name not in _CLOSES_ITSELF:
                self.blame(f"<{name}> is opened and never closed; {SHOWS_ITSELF}", shown)

    def is_out_of_place(self, name: str, end: str) -> bool:
        """Whether a browser would drop a tag where it stands, as `<td>` outside a table: then it is text."""
        if name == "p":
            return any(each == "p" for each, _ in self.open) != bool(end)
        return name in _INSIDE and not any(each in _INSIDE[name] for each, _ in self.open)

    def blame(self, message: str, shown: str) -> None:
        self.faults.append(_fault(message, shown))


def _is_attribute(name: str) -> bool:
    return name in _ATTRIBUTES or name in _GLOBAL or name.startswith(("on", "data-", "aria-"))


def _fault(message: str, near: str) -> Fault:
    return Fault(HTML_RULE, message, near)
