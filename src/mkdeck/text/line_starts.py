"""Rules for lines that Markdown takes for a heading or for code where they look like text."""

import re
from collections.abc import Iterator

import comrak

from mkdeck.diagnostics import Rule
from mkdeck.text.faults import Fault
from mkdeck.text.places import find_elements
from mkdeck.text.spans import MATH, blank_code

LINE_START_RULE = Rule("line-start", "warning")

_UNDERLINE = re.compile(r"^[ ]{0,3}(?:=+|-+)[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"^[ ]{0,3}#{1,6}[ ]+(?:TODO|FIXME|XXX|HACK|todo|fixme)\b.*", re.MULTILINE)
_PROMPT = re.compile(r"^[ ]{0,3}\\?>>>?[ ].*", re.MULTILINE)
_QUOTED = re.compile(r"^[ ]{0,3}>[ ]", re.MULTILINE)
"""Beside such lines, `>>` is what an answer quotes of a quotation."""
_SEQUENCE = re.compile(r"^[ ]{0,3}>\S[^\n]*\n(?=[A-Z*-]{6,}[ \t]*$)", re.MULTILINE)
_INDENT = re.compile(r"^(?: {4}|\t)", re.MULTILINE)
_MADE = re.compile(r"<(?:h|pre|blockquote)")
"""Of a page that holds none of these, nothing but a prompt can be said."""
_HEADINGS = frozenset(("h1", "h2", "pre"))
_FENCE = ("```", "~~~")
_MARKUP = re.compile(r"!\[[^\[\]\n]*\]\(|\[[^\[\]\n]+\]\(https?:|\*\*\w[^*\n]*\*\*")
_FORMULA = re.compile(r"\\[A-Za-z]|[\^_]|\A\$?\$[A-Za-z]\$\$?\Z")
_ONE_ITEM = re.compile(r"<ul>\s*<li>(?:(?!<li>).)*</li>\s*</ul>", re.DOTALL)


def check_line_starts(text: str, page: str, extensions: comrak.ExtensionOptions) -> list[Fault]:
    """Find underlines, comments, prompts and indented lines that are hardly meant as marks; `page` is the HTML."""
    faults = _check_prompts(text) if ">" in text and ">>" in text else []
    if not _MADE.search(page):
        return faults
    faults += _check_comments(text) if "<h" in page else []
    faults += _check_sequences(text) if "<blockquote" in page else []
    faults += _check_blocks(text, extensions) if _holds_blocks(text, page) else []
    return faults


def _holds_blocks(text: str, page: str) -> bool:
    """Whether a text may have underlined headings or indented code."""
    is_headed = ("<h1>" in page or "<h2>" in page) and _UNDERLINE.search(text)
    return bool(is_headed or ("<pre" in page and _INDENT.search(text)))


def _check_blocks(text: str, extensions: comrak.ExtensionOptions) -> Iterator[Fault]:
    """Yield what is wrong with the headings of a text and its indented lines."""
    for element in find_elements(text, extensions, _HEADINGS):
        block = text[element.start : element.end]
        yield from _check_indented(block) if element.name == "pre" else _check_underlined(block)


def _check_prompts(text: str) -> list[Fault]:
    if "\n" not in text.strip() or _QUOTED.search(text):
        return []
    prompt = _PROMPT.search(blank_code(text))
    message = "lines with a prompt run together; put them between lines of ```, so that each stays by itself"
    return [_fault(message, prompt.group().replace("\\", ""))] if prompt else []


def _check_comments(text: str) -> list[Fault]:
    comment = _COMMENT.search(blank_code(text))
    message = "this is a heading to Markdown; in a block of text YAML knows no comments, so put it above the key"
    return [_fault(message, comment.group())] if comment else []


def _check_sequences(text: str) -> list[Fault]:
    """Find the name of a sequence, as of a protein, with the sequence in the next line."""
    found = _SEQUENCE.search(blank_code(text))
    message = "Markdown makes a quotation of these lines and shows no '>'; put them between lines of ```"
    return [_fault(message, found.group())] if found else []


def _check_underlined(heading: str) -> list[Fault]:
    lines = heading.split("\n")
    if len(lines) < 2 or not _UNDERLINE.fullmatch(lines[-1]):
        return []
    message = (
        f"Markdown takes '{lines[-1].strip()[:20]}' for the underline of a heading; put an empty line above it, or, "
        "for a heading, write '# ' before its words"
    )
    return [_fault(message, lines[-1])]


def check_alone(text: str, page: str, *, in_choice: bool) -> list[Fault]:
    """Find a choice or an answer that is only a heading or a quotation, or a choice that is a list of one item."""
    page = page.strip()
    if "\n" in text.strip() or not page.startswith(("<h", "<blockquote", "<ul")):
        return []
    made = {"h": "a heading", "b": "a quotation", "u": "a list of one item"}[page[1]]
    if page[1] == "u" and not (in_choice and _ONE_ITEM.fullmatch(page)):
        return []
    sign = text.lstrip()[:1]
    if sign not in "#>-+*":
        return []
    message = f"Markdown makes {made} of this and shows no '{sign}'; to show it, write '\\{sign}'"
    return [_fault(message, text.strip())]


def _check_indented(code: str) -> list[Fault]:
    if code.partition("\n")[0].lstrip().startswith(_FENCE):
        return []
    formula = next((each.group() for each in MATH.finditer(code) if _FORMULA.search(each.group())), "")
    markup = _MARKUP.search(code)
    shown = formula or (markup.group() if markup else "")
    if not shown:
        return []
    message = f"lines that are indented by four spaces are code, so '{shown[:40]}' stays as typed; take the spaces away"
    return [_fault(message.replace("\n", " "), shown)]


def _fault(message: str, near: str) -> Fault:
    return Fault(LINE_START_RULE, message, near.strip().partition("\n")[0][:80])
