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
    r"""
    (?P<apart> <!--[ ]--> | <span>\\</span> | :<!--[ ]-->: | \}<!--[ ]-->(?=\}) )  # no mark, but would be one
    | (?P<tag> <[^<>]*> )
    | (?P<formula> \\[()\[\]] )
    | (?P<gap> \{\{c (?P<number> \d{1,9}) :: )
    | (?P<hint> :{2,} )
    | (?P<end> \}{2,} )
    """,
    re.VERBOSE,
)
_CLOSERS = {"\\(": "\\)", "\\[": "\\]"}
_APART = {
    "<!-- -->": ("", ""),
    "<span>\\</span>": ("\\", "\\"),
    ":<!-- -->:": ("::", COLONS),
    "}<!-- -->": ("}", f"}}{BRACES}"),
}
"""What was written apart, outside of gaps and in them."""
_TOKEN = re.compile(f"{OPEN}(\\d+){OPENED}|[{HINT}{CLOSE}{COLONS}{BRACES}]")


def read_marks(field: str, *, gaps: bool) -> str:
    """Turn the marks of a field into elements and tokens; with `gaps` false, marks of gaps are text."""
    out: list[str] = []
    closer = ""
    depth = at = 0
    while match := _PIECE.search(field, at):
        piece, kind = match.group(), match.lastgroup
        out.append(field[at : match.start()])
        at = match.end()
        if kind == "formula":
            out.append(_read_formula(piece, closer))
            closer = "" if piece == closer else closer or _CLOSERS.get(piece, "")
        elif kind == "apart":
            out.append(_APART[piece][depth > 0])
        elif kind == "gap" and gaps:
            out.append(f"{OPEN}{match['number']}{OPENED}")
            depth += 1
        elif kind in ("hint", "end") and depth:
            at = match.start() + 2
            out.append(HINT if kind == "hint" else CLOSE)
            depth -= kind == "end"
        else:
            out.append(piece)
    out.append(field[at:])
    if closer:  # a student's own text: no formula after all
        return field
    return "".join(out)


def _read_formula(piece: str, closer: str) -> str:
    """Turn a mark of a formula into a tag; `closer` is the mark at which the formula around it ends."""
    if closer:
        return f"</{FORMULA}>" if piece == closer else piece
    if piece not in _CLOSERS:
        return piece
    display = "inline" if piece == "\\(" else "block"
    return f'<{FORMULA} display="{display}">'


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
