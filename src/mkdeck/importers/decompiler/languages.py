"""Which language coloured code is in: the one that colours it the same."""

import html
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from mkdeck.text.code import colour_code

_COMMON = (
    "python java c cpp javascript typescript sql bash html css json yaml xml r rust go csharp haskell matlab tex php "
    "ruby kotlin swift scala prolog ocaml lua perl julia console pycon diff ini toml docker make asm"
).split()
_SPAN = re.compile(r'<span class="([^"]*)">([^<]*)</span>|([^<]+)')


def find_language(inner: str, known: Iterable[str], *, rare: bool) -> str | None:
    """Find the language of code from its coloured HTML; `known` are tried first. None where no language fits.

    Code that is not coloured has no language: an empty one. With `rare` every language is tried, which takes seconds.
    """
    if "<span" not in inner:
        return ""
    pieces = _merge(inner)
    code = html.unescape("".join(text for _, text in pieces))
    for language in dict.fromkeys((*known, *_COMMON)):
        if _colours(language, code) == pieces:
            return language
    return next((each for each in (_others() if rare else ()) if _colours(each, code) == pieces), None)


@lru_cache(maxsize=1024)
def _colours(language: str, code: str) -> list[tuple[str, str]]:
    page = f'<pre><code class="language-{language}">{html.escape(code, quote=False)}</code></pre>'
    coloured, _ = colour_code(page)
    return _merge(coloured.removeprefix('<pre class="code"><code>').removesuffix("</code></pre>"))


def _merge(inner: str) -> list[tuple[str, str]]:
    """Return the classes of the code's pieces; neighbours of one class become one, as gaps cut them in two."""
    pieces: list[tuple[str, str]] = []
    for match in _SPAN.finditer(inner):
        kind, text = match[1] or "", match[2] or match[3] or ""
        if pieces and pieces[-1][0] == kind:
            pieces[-1] = (kind, pieces[-1][1] + text)
        elif text:
            pieces.append((kind, text))
    return pieces


def _others() -> Iterator[str]:
    from pygments.lexers import get_all_lexers  # noqa: PLC0415 - slow, and hardly ever needed

    return (aliases[0] for _, aliases, _, _ in get_all_lexers(plugins=False) if aliases)
