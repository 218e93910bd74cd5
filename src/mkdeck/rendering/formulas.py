"""Formulas as MathML, with the macros of their card. Chemistry stands as typed: what sets it needs scripts."""

import html
import re
from collections.abc import Iterable
from functools import cache, lru_cache, partial

from math_core import LatexError, LatexToMathML

from mkdeck.rendering.formula_gaps import set_with_gaps
from mkdeck.text.anki_gaps import GAP_END, GAP_START
from mkdeck.text.commands import skip_group
from mkdeck.text.macros import WORDS, split_macros

_CHEMISTRY = re.compile(r"\\(?:ce|pu)\s*(?=\{)")
_FIRST = 0xE000
"""Signs of no script, each of which stands for a piece of chemistry while the formula around it is set."""
_MOST_SIGNS = 1000
_SIGN = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + _MOST_SIGNS - 1)}]")
_UNKNOWN = re.compile(r'Unknown environment "([^"]+)"')
_NAMED = re.compile(r'<merror class="math-core-unknown-cmd"><mtext>([^<]*)</mtext>')


@lru_cache(maxsize=4096)
def to_mathml(tex: str, *, display: bool, macros: str = "") -> str:
    r"""Set a formula as MathML, which browsers show without scripts or fonts from elsewhere.

    `macros` are those of the formulas before it. Chemistry (`\ce`, `\pu`) stands there as typed. A command that is not
    known is shown by its name; math that can't be read at all is shown as it was typed. Gaps that are marked (see
    `reveal`) get the class `cloze`.
    """
    if GAP_START not in tex:
        return _set(tex, display=display, macros=macros)
    if _CHEMISTRY.match(tex.strip()):
        page = _set(tex, display=display, macros=macros).replace("[...]", '<span class="dots">[...]</span>')
        return page.replace(GAP_START, '<span class="cloze">').replace(GAP_END, "</span>")
    return set_with_gaps(tex, partial(_set, display=display, macros=macros))


def _set(tex: str, *, display: bool, macros: str) -> str:
    formula = split_macros(tex)
    shown, pieces = _take_chemistry(formula.shown)
    if shown.strip() == _hold(0):
        return f'<span class="math-typed{" display" if display else ""}">{html.escape(pieces[0])}</span>'
    if formula.macros and not shown.strip():
        return ""
    known, more = _take_chemistry(f"{macros}{formula.macros}", len(pieces))
    for lenient in (False, True):
        try:
            page = _converter(lenient=lenient).convert_with_local_state(known + shown, displaystyle=display)
            return _put_chemistry(page, [*pieces, *more]) if pieces or more else page
        except LatexError as error:
            fault = str(error).partition("\n")[0]
    title = html.escape(f"This formula can't be shown: {fault}")
    return f'<code class="math-fault" title="{title}">{html.escape(tex)}</code>'


def collect_macros(formulas: Iterable[str]) -> str:
    """Return what formulas define, in their order."""
    return "".join(split_macros(each).macros for each in formulas)


def defines(page: str) -> bool:
    """Whether a text may define macros."""
    return any(word in page for word in WORDS)


def list_unset(tex: str, macros: str = "") -> list[str]:
    """Return what keeps a formula from being set as it is meant: commands, an environment, or all of it."""
    formula = split_macros(tex)
    shown, pieces = _take_chemistry(formula.shown)
    known, more = _take_chemistry(f"{macros}{formula.macros}")
    unset = [match.group().rstrip() for match in _CHEMISTRY.finditer(tex)] if pieces or more else []
    try:
        page = _converter(lenient=True).convert_with_local_state(known + shown, displaystyle=True)
        unset += [html.unescape(each) for each in _NAMED.findall(page)]
    except LatexError as error:
        match = _UNKNOWN.search(str(error))
        unset.append(match[1] if match else next((word for word in WORDS if word in formula.shown), tex))
    return list(dict.fromkeys(unset))


def _hold(number: int) -> str:
    return f"\\text{{{chr(_FIRST + number)}}}"


def _take_chemistry(tex: str, first: int = 0) -> tuple[str, list[str]]:
    """Put a sign in the place of each piece of chemistry, numbered from `first` on, and return the pieces."""
    if "\\ce" not in tex and "\\pu" not in tex:
        return tex, []
    parts: list[str] = []
    pieces: list[str] = []
    at = 0
    while (match := _CHEMISTRY.search(tex, at)) and first + len(pieces) < _MOST_SIGNS:
        end = skip_group(tex, match.end())
        if end == match.end():
            break
        parts += [tex[at : match.start()], _hold(first + len(pieces))]
        pieces.append(" ".join(tex[match.end() + 1 : end - 1].split()))
        at = end
    return "".join([*parts, tex[at:]]), pieces


def _put_chemistry(page: str, pieces: list[str]) -> str:
    def put(match: re.Match[str]) -> str:
        number = ord(match.group()) - _FIRST
        return html.escape(pieces[number]) if number < len(pieces) else ""

    return _SIGN.sub(put, page)


@cache
def _converter(*, lenient: bool) -> LatexToMathML:
    # max_expansions and the like stay at the library's own limits: a course's math may be anything.
    return LatexToMathML(
        fancy_error=False, ignore_unknown_commands=lenient, allow_unreliable_rendering=True, annotation=False
    )
