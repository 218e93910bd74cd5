"""What Anki's clients do to a rendered card before they show it: set its math, make its sounds and videos play."""

import html
import re
from collections.abc import Iterable
from importlib.resources import files
from pathlib import PurePosixPath
from urllib.parse import quote

from mkdeck.rendering.formulas import collect_macros, defines, to_mathml
from mkdeck.rendering.templates import Sides
from mkdeck.text.playing import VIDEO

# As in MathJax, math is looked for in text only: not in tags, comments, code or scripts.
_PIECE = re.compile(
    r"""
    <(script|style|pre|code|textarea|noscript)\b .*? </\1\s*>
    | <!-- .*? -->
    | <[^>]*>
    | \\\( (?P<inline> .*? ) \\\)
    | \\\[ (?P<display> .*? ) \\\]
    """,
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_CLOSED = re.compile(r'(?<= data-cloze=")[^"]*(?=")')
_SOUND = re.compile(r"\[sound:(.*?)\]")


def typeset(sides: Sides) -> Sides:
    """Return the sides as a browser can show them; media are named relative to the course's media."""
    front = _play(_set_math(sides.front, ""))
    return Sides(front, _play(_set_math(sides.back, read_macros([sides.front]))))


def read_math_css() -> str:
    """Return the CSS that typeset math needs, beside that of the note type."""
    return (files("mkdeck.rendering") / "math.css").read_text("utf-8")


def typeset_field(field: str, macros: str = "") -> str:
    """Return one field, its gaps already closed or open, as a browser can show it; also what closed gaps hide.

    `macros` are those of the card.
    """

    def typeset_closed(match: re.Match[str]) -> str:
        return html.escape(typeset_field(html.unescape(match.group()), macros))

    return _play(_set_math(_CLOSED.sub(typeset_closed, field) if "data-cloze" in field else field, macros))


def read_macros(pages: Iterable[str]) -> str:
    """Return the macros that the formulas of some pages define, in their order."""
    found = (_PIECE.finditer(page) for page in pages if defines(page))
    return collect_macros(tex for matches in found for match in matches if (tex := _read_formula(match)))


def _set_math(page: str, macros: str) -> str:
    """Set the formulas of a page; each knows what those before it define."""
    if "\\(" not in page and "\\[" not in page:
        return page
    growing = defines(page)

    def replace(match: re.Match[str]) -> str:
        nonlocal macros
        tex = _read_formula(match)
        if tex is None:
            return match.group()
        shown = to_mathml(tex, display=match["display"] is not None, macros=macros)
        if growing:
            macros += collect_macros([tex])
        return shown

    return _PIECE.sub(replace, page)


def _read_formula(match: re.Match[str]) -> str | None:
    tex = match["inline"] if match["display"] is None else match["display"]
    return None if tex is None else html.unescape(tex)


def _play(page: str) -> str:
    return _SOUND.sub(_player, page) if "[sound:" in page else page


def _player(match: re.Match[str]) -> str:
    name = html.unescape(match[1])
    element = "video" if PurePosixPath(name).suffix.lower() in VIDEO else "audio"
    return f'<{element} controls preload="metadata" class="tappable" src="{quote(name)}"></{element}>'
