"""What Anki's clients do to a rendered card before they show it: set its math, make its sounds and videos play."""

import html
import re
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import PurePosixPath
from urllib.parse import quote

from math_core import LatexError, LatexToMathML

from mkdeck.rendering.templates import Sides
from mkdeck.text.markdown import VIDEO

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
    return Sides(_play(_set_math(sides.front)), _play(_set_math(sides.back)))


def read_math_css() -> str:
    """Return the CSS that typeset math needs, beside that of the note type."""
    return (files("mkdeck.rendering") / "math.css").read_text("utf-8")


def typeset_field(field: str) -> str:
    """Return one field, its gaps already closed or open, as a browser can show it; also what closed gaps hide."""

    def typeset_closed(match: re.Match[str]) -> str:
        return html.escape(typeset_field(html.unescape(match.group())))

    return _play(_set_math(_CLOSED.sub(typeset_closed, field) if "data-cloze" in field else field))


def _set_math(page: str) -> str:
    return _PIECE.sub(_replace, page) if "\\(" in page or "\\[" in page else page


def _replace(match: re.Match[str]) -> str:
    inline, display = match["inline"], match["display"]
    if inline is None and display is None:
        return match.group()
    return to_mathml(html.unescape(inline if display is None else display), display=display is not None)


@lru_cache(maxsize=4096)
def to_mathml(tex: str, *, display: bool) -> str:
    r"""Set a formula as MathML, which browsers show without scripts or fonts from elsewhere.

    A command that is not known is shown by its name; math that can't be read at all is shown as it was typed.
    """
    for lenient in (False, True):
        try:
            return _converter(lenient=lenient).convert_with_local_state(tex, displaystyle=display)
        except LatexError as error:
            fault = str(error).partition("\n")[0]
    title = html.escape(f"This formula can't be shown: {fault}")
    return f'<code class="math-fault" title="{title}">{html.escape(tex)}</code>'


@cache
def _converter(*, lenient: bool) -> LatexToMathML:
    # max_expansions and the like stay at the library's own limits: a course's math may be anything.
    return LatexToMathML(
        fancy_error=False, ignore_unknown_commands=lenient, allow_unreliable_rendering=True, annotation=False
    )


def _play(page: str) -> str:
    return _SOUND.sub(_player, page) if "[sound:" in page else page


def _player(match: re.Match[str]) -> str:
    name = html.unescape(match[1])
    element = "video" if PurePosixPath(name).suffix.lower() in VIDEO else "audio"
    return f'<{element} controls preload="metadata" class="tappable" src="{quote(name)}"></{element}>'
