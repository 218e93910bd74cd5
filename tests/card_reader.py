"""Read the HTML of a card as a student sees it."""

from html.parser import HTMLParser

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_BLOCKS = frozenset("blockquote dd details div dl dt h1 h2 h3 h4 li ol p pre section summary table tr ul".split())


def read_card(page: str) -> list[str]:
    """Give the lines that a student sees on a side of a card, where no script runs and no hint has been opened.

    The name of its deck, which stands on every side, is left out.
    """
    reader = _CardReader()
    reader.feed(page)
    reader.close()
    return [line for line in (" ".join(line.split()) for line in "".join(reader.text).split("\n")) if line]


class _CardReader(HTMLParser):
    """Reads what the CSS shows: feedback on the back only, the hint and the invitation on the front only."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.open: list[tuple[str, set[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS or tag == "br":
            self.text.append("\n")
        if tag not in _VOID:
            self.open.append((tag, set((dict(attrs).get("class") or "").split())))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.text.append("\n")
        if any(name == tag for name, _ in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        classes = set[str]().union(*(each for _, each in self.open))
        tags = {tag for tag, _ in self.open}
        if tags & {"script", "style", "template"} or "topic" in classes:
            return
        folded = "details" in tags and "summary" not in tags
        if "answered" in classes:
            hidden = folded or "invitation" in classes or {"front", "hint"} <= classes
        else:
            hidden = folded or "feedback" in classes
        if not hidden:
            self.text.append(data if "pre" in tags else data.replace("\n", " "))
