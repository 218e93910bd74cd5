r"""Anki's HTML with its own marks as Markdown: gaps, formulas, sounds and pictures.

Source: the Anki manual, "Field replacements", "Cloze templates", "Math & symbols" and "Media". A gap's text ends at
the first `}}`, its hint starts at the first `::`, whatever stands around.
"""

import html
import re

from mkdeck.importers.sources.attachments import Attachments
from mkdeck.importers.to_markdown.html import to_markdown
from mkdeck.importers.to_markdown.text import escape
from mkdeck.text.cloze import MARK, MAX_NUMBER
from mkdeck.text.markdown import is_blank, render

_OPEN, _OPENED, _HINT, _CLOSE = "\ue000", "\ue001", "\ue002", "\ue003"
_FORMULA, _FORMULA_END = "\ue004", "\ue005"
_RESERVED = re.compile("[\ue000-\ue005]")
_SEVERAL = re.compile(r"\{\{c(\d+(?:,\d+)+)::")
_PIECE = re.compile(r"\{\{c(\d{1,4})::|::|\}\}")
_TOKEN = re.compile(f"{_OPEN}(\\d+){_OPENED}|[{_HINT}{_CLOSE}]")
_HELD = re.compile(f"{_FORMULA}(\\d+){_FORMULA_END}")
_MATH = re.compile(
    r"""
    \\\( (?P<inline> (?:(?!\\\().)*? ) \\\)
    | \\\[ (?P<block> (?:(?!\\\[).)*? ) \\\]
    | \[\$\] (?P<old> (?:(?!\[\$\]).)*? ) \[/\$\]
    | \[\$\$\] (?P<display> (?:(?!\[\$\$\]).)*? ) \[/\$\$\]
    | \[latex\] (?P<latex> (?:(?!\[latex\]).)*? ) \[/latex\]
    | <anki-mathjax (?P<attributes> [^<>]* ) > (?P<element> (?:(?!<anki-mathjax).)*? ) </anki-mathjax>
    """,
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
"""A formula holds no other opener, for 20,000 of them would take long."""
_SOUND = re.compile(r"\[sound:([^\]\n]{1,255})\]", re.IGNORECASE)
_SPEECH = re.compile(r"\[/?anki:[^\]\n]{0,255}\]", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|</?(?:div|p)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_ENVIRONMENT = re.compile(r"\\begin\{(?:equation|align|gather|multline|displaymath|math|eqnarray)\*?\}")


class AnkiText:
    """Turns the fields of one note into Markdown; `attachments` finds the files that they name."""

    def __init__(self, attachments: Attachments) -> None:
        self.attachments = attachments
        self.formulas: list[str] = []

    def convert(self, page: str, *, gaps: bool = False) -> str:
        """Turn a field into Markdown; with `gaps` its cloze marks stay marks."""
        page = _RESERVED.sub("", page)
        page = _mark_gaps(page) if gaps else page
        page = _MATH.sub(self._hold, page)
        page = _SOUND.sub(lambda match: f'<audio src="{html.escape(html.unescape(match[1]))}"></audio>', page)
        page = _SPEECH.sub("", page)
        rich = "<" in page or "&" in page
        text = to_markdown(page, self.attachments) if rich else escape(" ".join(page.split()))
        text = _HELD.sub(lambda match: self._write_formula(match, text), text)
        text = _TOKEN.sub(_write_mark, text) if gaps else text
        return "" if is_blank(text) else text

    def _hold(self, match: re.Match[str]) -> str:
        kind = match.lastgroup
        tex = _to_tex(match[kind] if kind else "")
        if kind == "latex" and any(mark in tex for mark in ("$", "\\[", "\\(")):
            # A document with formulas in it, not one formula.
            return html.escape(_unwrap_latex(tex), quote=False)
        block = _is_block(match, tex)
        tex = MARK.sub(lambda match: "{ " + match.group()[1:], tex)  # a mark that is no gap
        if not tex:
            return ""
        if kind in ("inline", "block") and not _closes(tex):
            return match.group()
        self.formulas.append(f"\\[{tex}\\]" if block else f"\\({tex}\\)")
        return f"{_FORMULA}{len(self.formulas) - 1}{_FORMULA_END}"

    def _write_formula(self, match: re.Match[str], text: str) -> str:
        formula = self.formulas[int(match[1])]
        opener = "$$" if formula[:2] == "\\[" else "$"
        dollars = f"{opener}{formula[2:-2]}{opener}"
        after = text[match.end() : match.end() + 1]
        if "$" in formula or after.isdigit() or after == "$" or formula.count("\\\\(") > 0:
            return formula
        bare = _TOKEN.sub("", dollars)
        shown = render(bare, lambda reference: reference).html
        return dollars if shown.startswith(("<p>\\(", "<p>\\[")) and shown.count("\\(") < 2 else formula


def _is_block(match: re.Match[str], tex: str) -> bool:
    """Whether a formula stands in a line of its own."""
    match match.lastgroup:
        case "element":
            return "block" in (match["attributes"] or "").lower()
        case "latex":
            return bool(_ENVIRONMENT.search(tex))
        case kind:
            return kind in ("block", "display")


def has_gap(page: str) -> bool:
    """Whether a field has a cloze mark."""
    return bool(MARK.search(page) or _SEVERAL.search(page))


def find_numbers(page: str) -> frozenset[int]:
    """Return the numbers of the gaps of a field for which Anki makes cards."""
    page = _part_numbers(page)
    return frozenset(number for match in MARK.finditer(page) if 1 <= (number := int(match[1][:9])) <= MAX_NUMBER)


def _part_numbers(page: str) -> str:
    """Write a gap of several numbers, which is asked on the card of each, as gaps that stand in each other."""
    parts = _SEVERAL.split(page)
    for i in range(1, len(parts), 2):
        numbers = parts[i].split(",")
        parts[i] = "".join(f"{{{{c{number}::" for number in numbers)
        head, close, tail = parts[i + 1].partition("}}")
        parts[i + 1] = head + close * len(numbers) + tail
    return "".join(parts)


def _mark_gaps(page: str) -> str:
    """Put tokens in place of cloze marks, as Anki reads them; what closes no gap stays text."""
    page = _part_numbers(page)
    out: list[str] = []
    hinted: list[bool] = []
    opened_at: list[int] = []
    at = 0
    for match in _PIECE.finditer(page):
        out.append(page[at : match.start()])
        at = match.end()
        if match[1]:
            opened_at.append(len(out))
            out.append(f"{_OPEN}{int(match[1])}{_OPENED}")
            hinted.append(False)
        elif not hinted:
            out.append(match.group())
        elif match.group() == "}}":
            out.append(_CLOSE)
            hinted.pop()
            opened_at.pop()
        elif hinted[-1]:
            out.append(": :")
        else:
            out.append(_HINT)
            hinted[-1] = True
    out.append(page[at:])
    for position in opened_at:  # never closed: Anki shows it as text
        out[position] = out[position].replace(_OPEN, "{{c").replace(_OPENED, "::")
    return "".join(out)


def _write_mark(match: re.Match[str]) -> str:
    if match[1]:
        return f"{{{{c{match[1]}::"
    return "::" if match.group() == _HINT else "}}"


def _to_tex(page: str) -> str:
    """Return the TeX of a formula that an editor may have put tags and entities into."""
    tex = html.unescape(_TAG.sub("", _BREAK.sub("\n", page))).replace("\xa0", " ")
    return re.sub(r"\n\s*\n", "\n", tex).strip()


def _unwrap_latex(tex: str) -> str:
    """Leave the formulas of a LaTeX text as they stand between dollars, where Markdown reads them, too."""
    return re.sub(r"\\begin\{document\}|\\end\{document\}", "", tex).strip()


def _closes(tex: str) -> bool:
    return "\\(" not in tex.replace("\\\\(", "") and "\\[" not in tex.replace("\\\\[", "")
