"""Markdown of other programs as Markdown of mkdeck: its files found, its comments gone, nothing in it an error."""

import html
import re
from collections.abc import Callable

from mkdeck.importers.sources.attachments import Attachments
from mkdeck.importers.sources.blanks import shorten
from mkdeck.importers.to_markdown.kept_html import KEPT_IN_BLOCKS, find_size, write_picture
from mkdeck.text.escaping import escape_all, guard_cloze, guard_line_starts
from mkdeck.text.fences import find_code
from mkdeck.text.markdown import is_blank, render

_ADDRESS = r"<[^<>\n]{0,1000}>|[^\s()<>]{1,1000}(?:\([^\s()]{0,200}\)[^\s()<>]{0,200})?"
_PICTURE = re.compile(
    rf"""
    !\[(?P<words>[^\[\]]{{0,500}})\]
    \( [ \t]* (?P<address>{_ADDRESS}) (?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))? [ \t]* \)
    (?:\{{(?P<attributes>[^{{}}\n]{{0,200}})\}})?
    """,
    re.VERBOSE,
)
_IMG = re.compile(r"<img\b(?P<attributes>[^<>]{0,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(src|alt|width|height|style)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_SIZE = re.compile(r"\b(width|height)\s*=\s*[\"']?([\w.%]{1,10})")
"""What Pandoc and others write in braces behind a picture."""
_HARD_BREAK = re.compile(r"(?<=[^\s\\]) {2,20}\n(?=[ \t]*[^\s])")
"""Spaces at the end of a line, which nobody sees in YAML."""
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
_TAG = re.compile(r"(?<!\\)<(?=/?([A-Za-z][A-Za-z0-9-]*)\b(?![^<>\s]*[:@])|[!?])")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_SIGNS = re.compile(r"[!<{&\\\[`$]| \n")
"""Without any of these, there is nothing in a text that could not be taken over."""
_WORD = re.compile(r"\w")
_WEB = ("http:", "https:")


def adopt(text: str, attachments: Attachments, *, with_html: bool = True) -> str:
    """Take over a Markdown text; `attachments` finds the files that it shows, and what is not there becomes words.

    Without `with_html` tags are text that is shown, as some programs do.
    """
    text = shorten(text)
    if not _SIGNS.search(text) and _WORD.search(text):
        return text.strip("\n").rstrip()
    text = _outside_code(text, lambda piece: _adopt(piece, attachments, with_html=with_html))
    text = text.strip("\n").rstrip()
    if not text.strip():
        return ""
    for attempt in (text, text.replace("![", "!\\["), guard_line_starts(escape_all(text))):
        if _is_sound(attempt, attachments):
            return attempt
    return guard_line_starts(escape_all(text))


def adopt_alone(text: str) -> str:
    """Take over a Markdown text that shows no files."""
    return adopt(text, Attachments())


def drop_comments(text: str) -> str:
    """Take out HTML comments that stand outside of code; line numbers stay."""
    if "<!--" not in text:
        return text
    return _outside_code(text, lambda piece: _COMMENT.sub(lambda found: "\n" * found.group().count("\n"), piece))


def _is_sound(text: str, attachments: Attachments) -> bool:
    """Whether a text shows something, and no picture but those that were found."""
    strange: list[str] = []

    def find(reference: str) -> str:
        if reference not in attachments.taken:
            strange.append(reference)
        return reference

    fragment = render(text, find)
    wrong = any(fault.severity == "error" for fault in fragment.faults)
    return not strange and not is_blank(fragment.html) and not wrong


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    """Change what stands outside of code."""
    pieces: list[str] = []
    at = 0
    for start, end in find_code(text):
        pieces += [change(text[at:start]), text[start:end]]
        at = end
    return "".join([*pieces, change(text[at:])])


def _adopt(text: str, attachments: Attachments, *, with_html: bool) -> str:
    if with_html:
        text = (
            _IMG.sub(lambda match: _write_picture(match, attachments), _COMMENT.sub("", text)) if "<" in text else text
        )
    else:
        text = _TAG.sub(lambda tag: tag.group() if (tag[1] or "").lower() in KEPT_IN_BLOCKS else "\\<", text)
    text = _HARD_BREAK.sub("\\\\\n", text)
    if "![" in text:
        text = _PICTURE.sub(lambda match: _find(match, attachments), text)
    return guard_cloze(text)


def _write_picture(match: re.Match[str], attachments: Attachments) -> str:
    """Write an HTML picture as Markdown does, but for one that is there and has a size."""
    found = {name.lower(): html.unescape(one or two or three) for name, one, two, three in _ATTRIBUTE.findall(match[1])}
    address = found.get("src", "").strip()
    words = re.sub(r"[\[\]\n]", " ", found.get("alt", "")).strip()
    size = find_size(found)
    if size and not address.lower().startswith(_WEB) and (path := attachments.find(address)):
        return write_picture(path, words, size)
    return f"![{words}](<{address}>)" if address and not set(address) & set("<>\n") else words


def _find(match: re.Match[str], attachments: Attachments) -> str:
    words, address = match["words"].strip(), html.unescape(match["address"].removeprefix("<").removesuffix(">"))
    address = _ESCAPED.sub(r"\1", address)
    if address.lower().startswith(_WEB):
        return (
            f"[{words or _name(address)}](<{address}>)" if " " in address else f"[{words or _name(address)}]({address})"
        )
    found = attachments.find(address)
    if found and (size := find_size(dict(_SIZE.findall(match["attributes"] or "")))):
        return write_picture(found, words, size)
    if found:
        return f"![{words}]({found})"
    return words or _name(address)


def _name(address: str) -> str:
    """Return the name of a file, to stand for it."""
    return re.sub(r"([\[\]_*`])", r"\\\1", address.partition("?")[0].rstrip("/").rpartition("/")[2][-80:] or "file")
