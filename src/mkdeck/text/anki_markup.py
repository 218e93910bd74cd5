r"""Anki's own marks in the finished HTML: gaps and math written for Anki, everything else kept from looking like one.

Anki reads `{{c1::`, `::`, `}}`, `[sound:`, `[latex]`, `\(` in a field wherever they stand, whatever the HTML around
them says. A comment between two characters keeps them apart, shows nothing, and lives on when a student edits the
note; in math, where a comment could stay visible, `{}` or a space does the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from mkdeck.text.cloze import CLOSE, HINT, MARK, OPEN

_PIECE = re.compile(rf'<span data-math-style="(inline|display)">|</span>|{OPEN}|{HINT}|{CLOSE}|<[^>]*>')
_BRACKET = re.compile(r"\[(?=\[type:|sound:|anki:|/?latex\]|/?\${1,2}\])", re.IGNORECASE)
_TRIGGER = re.compile(rf"{_BRACKET.pattern}|\\(?=[(\[])", re.IGNORECASE)
_MATH = re.compile(r'<span data-math-style="(inline|display)">([^<]*)</span>')
_TWO_BRACES, _TWO_COLONS = re.compile(r"\}(?=\})"), re.compile(r":(?=:)")
_MARK = re.compile(r"\{\{c(\d+)::|::|\}\}")
"""Inside a gap of a finished field, '::' and '}}' are always marks (see `_protect`)."""
_INNER = re.compile(r"\{\{c(\d+)::((?:(?!\{\{c\d|::|\}\}).)*+)(?=::|\}\})", re.DOTALL)
_INLINE = re.compile(r"<(/?)(?:a|abbr|b|code|del|em|i|kbd|mark|q|s|small|strong|sub|sup|u)\b")
"""What a gap must not reach out of: with the gap hidden, it would take in the rest of the card."""
_DELIMITERS = {"inline": (r"\(", r"\)"), "display": (r"\[", r"\]")}
_DELIMITERS_OPEN = {opener for opener, _ in _DELIMITERS.values()}
_MARK_OR_MATH = re.compile(rf"{_MARK.pattern}|\\[()\[\]]")
_OPEN_IN_TAG = re.compile(f"{OPEN[-1]}|{quote(OPEN[-1])}", re.IGNORECASE)
_BARE_TAGS = frozenset("<p> </p> <ul> </ul> <ol> </ol> <li> </li> <pre> </pre>".split()) | {"<br />"}
"""Most tags of a page, in which nothing can be taken for a mark, and that a gap may reach out of."""
_NOTHING = "<!-- -->"


def write_marks(page: str, numbers: tuple[int, ...] = ()) -> tuple[str, list[int] | None]:
    """Turn tokens and math spans into Anki's marks and keep the rest from being taken for one.

    Returns the field's HTML and which gaps, counted from 0, stand in a tag or reach out of one, of math or of an
    element such as emphasis; None if the page has other gaps than those of the numbers.
    """
    if not numbers and ("{" not in page or "{{c" not in page) and not _holds_trigger(page):
        return _MATH.sub(_write_math, page), []
    return _Marks(numbers).write(page)


@dataclass(slots=True)
class _OpenGap:
    """A gap that is open: its place among all, the depth at which it began, and the lowest since then."""

    place: int
    depth: int
    lowest: int


class _Marks:
    """Walks once through a page, from tag to tag and from token to token."""

    def __init__(self, numbers: tuple[int, ...]) -> None:
        self.numbers = numbers
        self.out: list[str] = []
        self.seen = 0  # gaps, even those in tags
        self.open: list[_OpenGap] = []
        self.reaching: set[int] = set()
        self.closer = ""  # of the math that it is in
        self.outside = 0  # how many gaps that math is in
        self.depth = 0  # of inline elements

    def write(self, page: str) -> tuple[str, list[int] | None]:
        at = 0
        for match in _PIECE.finditer(page):
            if at < match.start():
                self.write_text(page[at : match.start()])
            at = match.end()
            self.take(match.group(), match[1])
        self.write_text(page[at:])
        self.reaching.update(gap.place for gap in self.open)
        return "".join(self.out), sorted(self.reaching) if self.seen == len(self.numbers) else None

    def take(self, piece: str, style: str | None) -> None:
        """Write a tag, which begins math of a style where one is given, or a token."""
        if style:
            self.open_math(style)
        elif piece == "</span>" and self.closer:
            self.close_math()
        elif piece == OPEN:
            self.open_gap()
        elif piece == HINT:
            self.out += [_apart(self.out, ":", math=bool(self.closer)), "::"]
        elif piece == CLOSE:
            self.close_gap()
        else:
            self.write_tag(piece)

    def open_math(self, style: str) -> None:
        opener, self.closer = _DELIMITERS[style]
        self.outside = len(self.open)
        self.out.append(opener)

    def close_math(self) -> None:
        self.reaching.update(gap.place for gap in self.open[self.outside :])
        self.out.append(self.closer)
        self.closer = ""

    def open_gap(self) -> None:
        number = self.numbers[self.seen] if self.seen < len(self.numbers) else 0
        self.out.append(f"{{{{c{number}::")
        self.open.append(_OpenGap(self.seen, self.depth, self.depth))
        self.seen += 1

    def close_gap(self) -> None:
        self.out += [_apart(self.out, "}", math=bool(self.closer)), "}}"]
        if not self.open:
            return
        gap = self.open.pop()
        if gap.lowest < gap.depth or gap.depth != self.depth or (self.closer and len(self.open) < self.outside):
            self.reaching.add(gap.place)
        self.sink(gap.lowest)

    def sink(self, depth: int) -> None:
        """Let the innermost gap know of a depth; those around it learn of it when that is closed."""
        if self.open:
            self.open[-1].lowest = min(self.open[-1].lowest, depth)

    def write_tag(self, tag: str) -> None:
        if tag in _BARE_TAGS:
            self.out.append(tag)
            return
        for _ in _OPEN_IN_TAG.finditer(tag):
            self.reaching.add(self.seen)
            self.seen += 1
        if inline := _INLINE.match(tag):
            self.depth += -1 if inline[1] else 1
            self.sink(self.depth)
        self.out.append(_protect_tag(tag, gap=bool(self.open)))

    def write_text(self, text: str) -> None:
        self.out.append(_protect(text, gap=bool(self.open), math=bool(self.closer)))


def fill_gaps(field: str) -> str:
    """Return a finished field with every gap filled, so that it makes no card."""
    return "".join(text for text, _ in _walk_gaps(field))


def mark_gaps(field: str) -> str:
    """Return a finished field for people to read: its gaps in brackets, each hint in parentheses."""
    hints: list[bool] = []
    in_math = False

    def write(match: re.Match[str]) -> str:
        nonlocal in_math
        mark = match[0]
        if mark[0] == "\\":
            in_math = mark in _DELIMITERS_OPEN
        elif match[1]:
            hints.append(False)
            return "{[" if in_math else "["
        elif hints and mark == "}}":
            return f"{')' if hints.pop() else ''}]{'}' if in_math else ''}"
        elif hints and not hints[-1]:
            hints[-1] = True
            return " ("
        return mark

    return _MARK_OR_MATH.sub(write, field) if "{{c" in field else field


def read_gaps(field: str) -> dict[int, str]:
    """Return the text behind each cloze number of a finished field; texts that share one are joined."""
    gaps: dict[int, list[str]] = {}
    for text, numbers in _walk_gaps(field):
        for number in numbers:
            gaps.setdefault(number, []).append(text)
    return {number: "".join(texts) for number, texts in gaps.items()}


def list_inner_gaps(field: str) -> list[tuple[int, str]]:
    """Return number and text of each gap of a finished field that holds no other."""
    return [(int(match[1]), match[2]) for match in _INNER.finditer(field)]


def _walk_gaps(field: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield each piece of text of a finished field and the gaps that it stands in; hints are left out."""
    open_gaps: list[int] = []
    hint = at = 0  # how many gaps are open where the hint is being read, if any
    for match in _MARK.finditer(field):
        if not hint:
            yield field[at : match.start()], tuple(open_gaps)
        at = match.end()
        if match[1]:
            open_gaps.append(int(match[1]))
        elif not open_gaps:
            yield match[0], ()
        elif match[0] == "::":
            hint = hint or len(open_gaps)
        else:
            hint = 0 if hint == len(open_gaps) else hint
            open_gaps.pop()
    yield field[at:], ()


def _write_math(match: re.Match[str]) -> str:
    opener, closer = _DELIMITERS[match[1]]
    return f"{opener}{match[2]}{closer}"


def _protect(text: str, *, gap: bool, math: bool) -> str:
    if not text:
        return ""
    if math:
        text = _TRIGGER.sub(lambda match: match.group() + "{}" if match.group() == "[" else match.group(), text)
        text = MARK.sub(lambda match: "{ " + match.group()[1:], text)
        if gap:
            text = _TWO_BRACES.sub("} ", text)
            text = text.replace("::", ":{}:")
        return text
    if "{{c" in text:
        text = MARK.sub(lambda match: "{" + _NOTHING + match.group()[1:], text)
    if _holds_trigger(text):
        text = _TRIGGER.sub(_break_trigger, text)
    if gap:
        text = _TWO_BRACES.sub("}" + _NOTHING, text)
        text = _TWO_COLONS.sub(":" + _NOTHING, text)
    return text


def _holds_trigger(text: str) -> bool:
    """Whether `_TRIGGER` finds anything, in much less time."""
    return ("\\" in text and ("\\(" in text or "\\[" in text)) or ("[" in text and bool(_BRACKET.search(text)))


def _break_trigger(match: re.Match[str]) -> str:
    # MathJax reads through comments, but not through elements.
    return "<span>\\</span>" if match.group() == "\\" else "[" + _NOTHING


def _protect_tag(tag: str, *, gap: bool) -> str:
    tag = _TRIGGER.sub(lambda match: f"&#{ord(match.group())};", tag)
    tag = MARK.sub(lambda match: "&#123;" + match.group()[1:], tag)
    if gap:
        tag = tag.replace("}}", "&#125;&#125;").replace("::", "&#58;&#58;")
    return tag


def _apart(out: list[str], character: str, *, math: bool) -> str:
    """Return what must stand before a mark so that the text before it does not run into it."""
    before = next((piece for piece in reversed(out) if piece), "")
    if not before.endswith(character):
        return ""
    return " " if math else _NOTHING
