r"""Markup of other tools, which mkdeck shows as it was typed: named with what works here.

The signs are those of Obsidian and other notebooks, Pandoc and Quarto, Docusaurus, MkDocs, GitHub and LaTeX.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mkdeck.text import foreign_tex
from mkdeck.text.faults import Fault
from mkdeck.text.html_blocks import FOREIGN_MARKUP_RULE, check_html_blocks
from mkdeck.text.spans import blank_blocks, blank_code_and_math

_SIZE = 'the size of a picture is set as in <img src="a.png" width="300">'
_BASE = re.compile(
    r"""
    (?:
      (?<![A-Za-z~^])
      (?:
        [A-Za-z]{1,2}|[A-Z]{3}                             # a sign, a unit
        | (?=[A-Z]{0,4}[a-z])(?:[A-Z][a-z]?){2,5}          # a formula of chemistry
        | \d{1,9}|sin|cos|tan
      )
      | [)\]~^]
    )\Z
    """,
    re.VERBOSE,
)
"""What an index or a power stands at: a sign, a unit, a number or a formula of chemistry; `HEAD~2~1` is code."""
_LONGEST_BASE = 11


@dataclass(frozen=True, slots=True)
class _Sign:
    """Signs of other tools: what `trigger` is in every one, their pattern, what more they need, and what to do."""

    trigger: str
    pattern: re.Pattern[str]
    advice: str | Callable[[re.Match[str]], str]
    effect: str = "stays as typed"
    accepts: Callable[[re.Match[str]], bool] = lambda _: True


def _has_words(match: re.Match[str]) -> bool:
    """Whether a link names more than a word, which may be code: [[Prototype]] of JavaScript."""
    return any(sign in match["name"] for sign in " |#")


def _bbcode(match: re.Match[str]) -> str:
    meant = _BBCODE.get(match["tag"].lower())
    return f"write {meant}" if meant else "take out both marks"


def _directive(match: re.Match[str]) -> str:
    meant = _DIRECTIVES.get(match["directive"])
    return f"write {meant}" if meant else "take it out"


def _has_base(match: re.Match[str]) -> bool:
    return bool(_BASE.search(match.string, max(0, match.start() - _LONGEST_BASE), match.start()))


_BBCODE = {
    "b": "'**...**'",
    "i": "'*...*'",
    "u": "<u>...</u>",
    "s": "'~~...~~'",
    "sub": "<sub>...</sub>",
    "sup": "<sup>...</sup>",
    "url": "'[words](https://...)'",
    "img": "'![words](picture.png)'",
    "code": "the code between backticks",
    "quote": "'> ' before each line",
}
_DIRECTIVES = {
    **dict.fromkeys(("code", "code-block", "sourcecode", "highlight"), "the code between lines of ```"),
    **dict.fromkeys(("image", "figure"), "'![words](picture.png)'"),
    **dict.fromkeys(("table", "list-table", "csv-table"), "a table with '|' between its cells"),
    "math": "the formula as '$$...$$'",
}
"""Of reStructuredText."""
_ROLE = re.compile(r"(?<![\\\w:`}])(?:\{(?P<myst>[a-z][a-z:-]+)\}|:(?P<rst>[a-z][a-z:-]+):)(?=`[^`\n]+`)")
_ROLES = frozenset(
    "math eq numref ref doc term cite sub sup abbr kbd code file class func meth mod attr exc literal emphasis strong "
    "download command option envvar guilabel index footcite subscript superscript".split()
)
"""Of reStructuredText and MyST: words for what stands in backticks behind them."""
_MEANT_BY_ROLE = {
    "math": "write the formula as '$...$'",
    **{role: f"write <{role}>...</{role}>" for role in ("sub", "sup", "kbd")},
    "subscript": "write <sub>...</sub>",
    "superscript": "write <sup>...</sup>",
    "emphasis": "write '*...*'",
    "strong": "write '**...**'",
}
_SIGNS = (
    _Sign(
        "![[",
        re.compile(r"!\[\[(?P<name>[^\[\]|\n]{1,200})(?:\|[^\[\]\n]*)?\]\]"),
        lambda match: f"write ![]({match['name']})",
    ),
    _Sign(
        "[[",
        re.compile(r"\[(?<![!\w\]]\[)\[(?P<name>[^\W\d_][\w .'#-]{2,80}(?:\|[^\[\]|\n]+)?)\]\]"),
        "write the words alone, or '[words](https://...)'",
        accepts=_has_words,
    ),
    _Sign("|", re.compile(r"!\[[^\[\]\n]*\|[ ]*\d+(?:x\d+)?\](?=\()"), _SIZE, "sets no size"),
    _Sign("](", re.compile(r"!\[[^\[\]\n]*\]\([^\s()]+[ ]+=\d*x?\d*%?\)"), _SIZE),
    _Sign(
        "{",
        re.compile(r"\{[ ]*(?:width|height|scale|fig-align|align|style|class)[ ]*=[^{}\n]*\}", re.IGNORECASE),
        lambda match: _SIZE if re.search("width|height|scale", match.group(), re.IGNORECASE) else "take it out",
    ),
    _Sign(
        "{",
        re.compile(r"\{(?<=[)\]\w ]\{)(?:[.#][A-Za-z][^{}\n]*|:[ ]*(?:[.#][A-Za-z]|toc\b|[a-z-]+=)[^{}\n]*)\}"),
        "take it out",
    ),
    _Sign(
        "[^",
        re.compile(r"(?<=[\w.,;:!?)\"*])\[\^(?:\d{1,3}|[A-Za-z]\w+|\*)\]|^[ ]{0,3}\[\^[^\]\s]+\]:.*", re.MULTILINE),
        "there are no footnotes; write it in brackets, or in `explanation`",
    ),
    _Sign(
        "==",
        re.compile(r"=(?<![\w=!<>]=)=(?P<text>[^\s=](?:[^=\n]*[^\s=])?)==(?![\w=])"),
        lambda match: f"write <mark>{match['text']}</mark>",
    ),
    _Sign(
        "[!",
        re.compile(r"^[ ]{0,3}(?:>[ ]?)+\[!(?P<kind>[A-Za-z]+)\][+-]?", re.MULTILINE),
        lambda match: f"write **{match['kind'].capitalize()}:** in its place",
    ),
    _Sign(
        ":::", re.compile(r"^[ ]{0,3}:{3,}(?:[ ]*(?:\{[^{}\n]*\}|\w.*))?(?:[ ]{1,8})?$", re.MULTILINE), "take it out"
    ),
    _Sign(
        "~",
        re.compile(r"~(?<=[\w)\]^]~)(?P<text>[\w+-]{1,6})~(?![~a-z\d])"),
        lambda match: f"write <sub>{match['text']}</sub>",
        accepts=_has_base,
    ),
    _Sign(
        "^",
        re.compile(r"\^(?<=[\w)\]~]\^)(?P<text>[\w+-]{1,6})\^(?![\w({])"),
        lambda match: f"write <sup>{match['text']}</sup>",
        accepts=_has_base,
    ),
    _Sign(
        "%%",
        re.compile(r"%(?<![\w%]%)%(?=\S)(?![A-Z_]+%%)[^%\n]+%%(?!\w)"),
        "take it out, or make it a comment of YAML, above the key",
    ),
    _Sign("[", re.compile(r"^[ ]{0,3}\[(?:TOC|toc|\[_TOC_\])\][ ]*$", re.MULTILINE), "take it out"),
    _Sign(
        "[/",
        re.compile(
            r"\[(?P<tag>[bius]|su[bp]|url|img|code|quote|color|size|center|font)(?:=[^\[\]\n]{1,200})?\]"
            r"(?=\S)[^\n]{0,200}?(?<=\S)\[/(?P=tag)\]",
            re.IGNORECASE,
        ),
        _bbcode,
        accepts=lambda match: "bbcode" not in match.string.lower(),
    ),
    _Sign(
        "::",
        re.compile(r"^[ ]{0,3}\.\.[ ](?P<directive>[a-z][\w-]{2,30})::.*$", re.MULTILINE),
        _directive,
    ),
    _Sign("[@", re.compile(r"\[-?@[\w:.-]+(?:[,;][^\[\]\n]*)?\](?!\()"), "write the source in `source`"),
    _Sign("{{", re.compile(r"\{\{(?:<[^{}\n]*>|%[^{}\n]*%)\}\}"), "take it out"),
    _Sign("``", re.compile(r"`(?<!``)`[^`'\n]+''"), "write the words in quotation marks"),
    _Sign("\\", foreign_tex.PATTERN, foreign_tex.advise, accepts=foreign_tex.is_meant),
    _Sign("\\", foreign_tex.LETTER, "TeX is for math only; write the letter itself", accepts=foreign_tex.is_letter),
    _Sign("~", foreign_tex.TIE, "it is no blank here; write '&nbsp;' where no line may end"),
)
_QUOTES = re.compile(
    r"`(?<![`\w]`)(?=\w)[^`'\n]+'[^`'\n]*[\s(]`(?=\w)[^`'\n]+'|``(?=[^`\s])[^`'\n]+''[^`\n]*[\s(]``(?=\w)"
)
"""Two words in the quotation marks of TeX, which are code up to the second mark."""
_TRIGGERS = "[{\\~^<"
_REPEATED = "=`:%"
"""Without any of these, the latter twice, no text holds markup of another tool."""


def check_foreign(text: str) -> list[Fault]:
    """Find markup of other tools in a text, and Markdown in blocks of HTML; code and math are not looked at."""
    faults = _check_quotes(text) if "`" in text and "'" in text else []
    faults += _check_roles(text) if ":`" in text or "}`" in text else []
    if not _holds_trigger(text):
        return faults
    faults += check_html_blocks(text) if "<" in text else []
    visible = blank_code_and_math(text)
    if _holds_trigger(visible):
        faults += _check_signs(text, visible)
    return faults


def _check_signs(text: str, visible: str) -> Iterator[Fault]:
    """Yield a fault for each sign of another tool in a text, of which `visible` is no code and no math."""
    is_about_tex = "\\" in visible and bool(foreign_tex.ABOUT_TEX.search(visible))
    for sign in _SIGNS:
        if is_about_tex and sign.trigger == "\\":
            continue
        if sign.trigger in visible and sign.pattern.search(text):
            yield from _find(sign, text, visible)


def _check_quotes(text: str) -> list[Fault]:
    if not (match := _QUOTES.search(blank_blocks(text))):
        return []
    code = re.match(r"(`+).*?\1", match.group())
    shown = code.group() if code else match.group()
    message = f"{shown} is code to Markdown; write the words in quotation marks"
    return [Fault(FOREIGN_MARKUP_RULE, message, shown)]


def _check_roles(text: str) -> Iterator[Fault]:
    """Yield a fault for the first word that says what stands in the backticks behind it."""
    for match in _ROLE.finditer(blank_blocks(text)):
        role = (match["myst"] or match["rst"]).rpartition(":")[2]
        if role in _ROLES:
            advice = _MEANT_BY_ROLE.get(role, "take it out")
            yield Fault(FOREIGN_MARKUP_RULE, f"'{match.group()}' stays as typed; {advice}", match.group())
            return


def _holds_trigger(text: str) -> bool:
    """Whether a text holds what may begin markup of another tool."""
    if any(map(text.__contains__, _TRIGGERS)):
        return True
    return any(sign * 2 in text for sign in filter(text.__contains__, _REPEATED))


def _find(sign: _Sign, text: str, visible: str) -> Iterator[Fault]:
    for match in sign.pattern.finditer(visible):
        if not sign.accepts(match):
            continue
        advice = sign.advice if isinstance(sign.advice, str) else sign.advice(match)
        shown = text[match.start() : match.end()].strip()
        short = shown if len(shown) <= 40 else shown[:37] + "..."
        yield Fault(FOREIGN_MARKUP_RULE, f"'{short}' {sign.effect}; {advice}", shown)
