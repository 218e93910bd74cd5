r"""Anki's marks in a finished field, back to plain nodes: the reverse of `mkdeck.text.anki_markup`.

In a finished field `\(`, `{{c1::`, `::` and `}}` are marks wherever they stand; what only looks like one is held apart
by a comment. Here formulas become elements, the marks of gaps become tokens, and the comments go.
"""

import re

FORMULA = "mkdeck-formula"
"""The element that a formula becomes; its `display` attribute is `inline` or `block`."""
OPEN, OPENED, HINT, CLOSE, COLONS, BRACES = "\ufdd4", "\ufdd5", "\ufdd6", "\ufdd7", "\ufdd8", "\ufdd9"
"""Tokens; the number of a gap stands between OPEN and OPENED, the last two are `::` and `}}` that are no marks."""

_PIECE = re.compile(
    r"<!-- -->|<span>\\</span>|<[^<>]*>|\\[()\[\]]|\{\{c(\d{1,9})::|:<!-- -->:|\}<!-- -->(?=\})|:{2,}|\}{2,}"
)
_CLOSERS = {"\\(": "\\)", "\\[": "\\]"}
_TOKEN = re.compile(f"{OPEN}(\\d+){OPENED}|[{HINT}{CLOSE}{COLONS}{BRACES}]")


def read_marks(field: str, *, gaps: bool) -> str:
    """Turn the marks of a field into elements and tokens; with `gaps` false, marks of gaps are text."""
    out: list[str] = []
    closer = ""
    depth = at = 0
    while match := _PIECE.search(field, at):
        piece = match.group()
        out.append(field[at : match.start()])
        at = match.end()
        if piece in _CLOSERS and not closer:
            closer = _CLOSERS[piece]
            display = "inline" if piece == "\\(" else "block"
            out.append(f'<{FORMULA} display="{display}">')
        elif closer and piece == closer:
            closer = ""
            out.append(f"</{FORMULA}>")
        elif match[1] and gaps:
            out.append(f"{OPEN}{match[1]}{OPENED}")
            depth += 1
        elif piece[0] == "}" and piece[1] == "}" and depth:
            at = match.start() + 2
            out.append(CLOSE)
            depth -= 1
        elif piece[0] == ":" and piece[1] == ":" and depth:
            at = match.start() + 2
            out.append(HINT)
        elif piece == ":<!-- -->:":
            out.append(COLONS if depth else "::")
        elif piece == "}<!-- -->":
            out.append(f"}}{BRACES}" if depth else "}")
        elif piece == "<span>\\</span>":
            out.append("\\")
        elif piece != "<!-- -->":
            out.append(piece)
    out.append(field[at:])
    if closer:  # a student's own text: no formula after all
        return field
    return "".join(out)


def write_marks(markdown: str) -> str:
    """Turn tokens into the marks of Markdown."""
    return _TOKEN.sub(_write_mark, markdown)


def _write_mark(match: re.Match[str]) -> str:
    if match[1]:
        return f"{{{{c{match[1]}::"
    return {HINT: "::", CLOSE: "}}", COLONS: "\\::", BRACES: ""}[match.group()]


def strip_tokens(text: str) -> str:
    """Take the tokens out of a text."""
    return _TOKEN.sub("", text)


def is_balanced(text: str) -> bool:
    """Whether every gap that opens in a text is closed in it."""
    return text.count(OPEN) == text.count(CLOSE)
