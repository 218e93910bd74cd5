"""Fenced code with colours: Pygments' classes by day and night, cloze tokens left where they stand."""

import difflib
import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from mkdeck.diagnostics import Rule
from mkdeck.text.cloze import TOKEN
from mkdeck.text.faults import Fault

if TYPE_CHECKING:
    from pygments.lexer import Lexer

CODE_LANGUAGE_RULE = Rule("code-language", "warning")

_BLOCK = re.compile(
    r'<pre><code(?: class="language-([^"]*)")?( data-math-style="display")?>(.*?)</code></pre>', re.DOTALL
)
_PLAIN = frozenset({"", "text", "txt", "plain", "plaintext", "none", "output"})


def colour_code(page: str) -> tuple[str, list[Fault]]:
    """Colour every fenced block of an HTML text whose language Pygments knows."""
    faults: list[Fault] = []

    def swap(match: re.Match[str]) -> str:
        language, math, inner = html.unescape(match[1] or ""), match[2], match[3]
        if math:
            return f'<span data-math-style="display">{inner}</span>'
        if language.lower() not in _PLAIN:
            lexer = _lexer(language)
            if lexer:
                inner = _colour(html.unescape(inner), lexer)
            else:
                faults.append(_unknown(language))
        return f'<pre class="code"><code>{inner}</code></pre>'

    return _BLOCK.sub(swap, page), faults


def _find_cuts(code: str) -> list[tuple[int, str]]:
    """Return each cloze token, with the place where it cuts the code that is left without them."""
    cuts: list[tuple[int, str]] = []
    taken = 0
    for match in TOKEN.finditer(code):
        cuts.append((match.start() - taken, match.group()))
        taken += len(match.group())
    return cuts


def _colour(code: str, lexer: "Lexer") -> str:
    """Write each token of the code as a span; a cloze token cuts a span in two, so that the gap can go."""
    from pygments.token import STANDARD_TYPES

    cuts = _find_cuts(code)
    bare = TOKEN.sub("", code)
    tokens = list(lexer.get_tokens(bare))
    if "".join(value for _, value in tokens) != bare:
        return html.escape(code, quote=False)  # a lexer that changes the text is not to be trusted with it
    out: list[str] = []
    at = 0

    def piece(kind: str, value: str) -> None:
        if value:
            text = html.escape(value, quote=False)
            out.append(f'<span class="hl-{kind}">{text}</span>' if kind else text)

    for token, value in tokens:
        kind = STANDARD_TYPES.get(token) or STANDARD_TYPES.get(token.parent or token, "")
        kind = "" if kind in ("w", "n", "p") else kind
        done = 0
        while cuts and cuts[0][0] < at + len(value):
            cut, mark = cuts.pop(0)
            piece(kind, value[done : cut - at])
            out.append(mark)
            done = cut - at
        piece(kind, value[done:])
        at += len(value)
    out += [mark for _, mark in cuts]
    return "".join(out)


@lru_cache(maxsize=64)
def _lexer(language: str) -> "Lexer | None":
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language.lower(), stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def _unknown(language: str) -> Fault:
    from pygments.lexers import get_all_lexers

    known = [alias for _, aliases, _, _ in get_all_lexers() for alias in aliases]
    near = difflib.get_close_matches(language.lower(), known, n=1)
    message = f"'{language}' is no language that can be coloured" + (f"; did you mean '{near[0]}'?" if near else "")
    return Fault(CODE_LANGUAGE_RULE, message, language)
