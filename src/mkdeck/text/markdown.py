"""Markdown to the HTML of an Anki field."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import comrak

from mkdeck.text import cloze
from mkdeck.text.anki import write_marks
from mkdeck.text.cloze import CLOSE, OPEN
from mkdeck.text.code import colour_code
from mkdeck.text.faults import Fault
from mkdeck.text.html import clean
from mkdeck.text.math import check_math

SOUND = frozenset(".mp3 .ogg .oga .opus .wav .m4a .flac .aac".split())
VIDEO = frozenset(".mp4 .webm .mov .m4v .ogv .mkv .avi .mpg .mpeg".split())

_SCHEMES = ("http:", "https:", "mailto:")
_PICTURE = re.compile(r'<img src="([^"]*)"(?: alt="([^"]*)")?[^>]*>')
_SOUND = "\ufdd3"
"""Stands for the start of mkdeck's own `[sound:`, while those that an author typed are taken apart."""
_RENDER = comrak.RenderOptions()
_RENDER.unsafe_ = True  # raw HTML goes through text/html.py


@dataclass(frozen=True, slots=True)
class Fragment:
    """The HTML of a text, what was wrong with it, and the numbers of its gaps."""

    html: str
    faults: tuple[Fault, ...] = ()
    gaps: tuple[int, ...] = ()


Picture = Callable[[str], str | Fault]
"""Give the media name of the file that a text refers to."""


def _extensions() -> comrak.ExtensionOptions:
    extensions = comrak.ExtensionOptions()
    extensions.math_dollars = extensions.math_latex = True
    extensions.table = extensions.strikethrough = True
    extensions.cjk_friendly_emphasis = True
    return extensions


_PLAIN = _extensions()


def render(text: str, picture: Picture, *, gaps: bool = False, as_gap: bool = False) -> Fragment:
    """Render a text.

    With `gaps` its cloze marks become Anki's, without it they are a fault; `as_gap` makes the whole text gap 1.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)  # as Anki does on import
    faults: list[Fault] = []
    typed = text
    numbers: tuple[int, ...] = ()
    if gaps:
        marked = cloze.mark(text)
        text, numbers = marked.text, marked.numbers
        faults += marked.faults
    elif "{{c" in text:
        faults += cloze.find_stray(text)
    page = _to_html(text, picture, faults)
    faults += check_math(typed, page)
    if as_gap:
        page, numbers = f"{OPEN}{unwrap(page)}{CLOSE}", (1,)
    page, found = write_marks(page, numbers)
    page = page.replace(_SOUND, "[sound:")
    if found != len(numbers) and not any(fault.rule == "cloze" for fault in faults):
        message = "a gap can't stand in an address, a picture's text or an HTML tag, or reach out of one"
        faults.append(Fault("error", "cloze", message, "{{c"))
    return Fragment(page, tuple(faults), tuple(sorted(set(numbers))))


def unwrap(page: str) -> str:
    """Take the paragraph off a text of one paragraph, for places such as list items."""
    page = page.strip()
    if page.startswith("<p>") and page.endswith("</p>") and page.count("<p>") == 1:
        return page[3:-4]
    return page


def _to_html(text: str, picture: Picture, faults: list[Fault]) -> str:
    extensions = _PLAIN
    names: set[str] = set()

    def find_picture(reference: str) -> str:
        if reference in names:
            return reference
        found = picture(reference)
        if isinstance(found, Fault):
            faults.append(found)
            return ""
        names.add(found)
        return found

    def check_link(address: str) -> str:
        if ":" in address.split("/", maxsplit=1)[0] and not address.lower().startswith(_SCHEMES):
            faults.append(_fault("a link may start with http:, https: or mailto: only", address))
            return ""
        if address and not address.lower().startswith(_SCHEMES):
            faults.append(_fault(f"a link on a card needs a whole address; '{address}' leads nowhere", address))
        return address

    if "](" in text or "]:" in text or "<" in text:
        extensions = _extensions()
        extensions.image_url_rewriter = find_picture
        extensions.link_url_rewriter = check_link
    page = comrak.render_markdown(text, extension_options=extensions, render_options=_RENDER)
    if "<" in text:
        page, found = clean(page, find_picture)
        faults += found
    if "<pre>" in page:
        page, found = colour_code(page)
        faults += found
    if names:
        page = _PICTURE.sub(_play, page)
    return page.rstrip("\n")


def _play(match: re.Match[str]) -> str:
    name = match[1]
    suffix = name[name.rfind(".") :].lower()
    if suffix not in SOUND and suffix not in VIDEO:
        return match.group()
    label = f' title="{match[2]}"' if match[2] else ""
    return f'<span class="play"{label}>{_SOUND}{name}]</span>'


def _fault(message: str, near: str) -> Fault:
    return Fault("warning", "link", message, near)
