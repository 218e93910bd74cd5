"""Markdown to the HTML of an Anki field."""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

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
_SPECIAL = re.compile(r"[<$\\\[{&]")
"""Without any of these, a text holds nothing that Markdown alone does not settle."""
_SOUND = "\ufdd3"
"""Stands for the start of mkdeck's own `[sound:`, while those that an author typed are taken apart."""
_RENDER = comrak.RenderOptions()
_RENDER.unsafe_ = True  # raw HTML goes through text/html.py


class Fragment(NamedTuple):
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
    if not gaps and not as_gap and not _SPECIAL.search(text):
        page = comrak.render_markdown(text, extension_options=_PLAIN, render_options=_RENDER)
        if "<pre>" not in page:
            return Fragment(page.rstrip("\n"))
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
    extensions, addresses = _PLAIN, None
    if "](" in text or "]:" in text or "<" in text:
        addresses = _Addresses(picture, faults)
        extensions = _extensions()
        extensions.image_url_rewriter = addresses.find_picture
        extensions.link_url_rewriter = addresses.check_link
    page = comrak.render_markdown(text, extension_options=extensions, render_options=_RENDER)
    if addresses and "<" in text:
        page, found = clean(page, addresses.find_picture)
        faults += found
    if "<pre>" in page:
        page, found = colour_code(page)
        faults += found
    if addresses and addresses.names:
        page = _PICTURE.sub(_play, page)
    return page.rstrip("\n")


class _Addresses:
    """The pictures and links of one text; `names` are the media names that it got."""

    def __init__(self, picture: Picture, faults: list[Fault]) -> None:
        self.picture = picture
        self.faults = faults
        self.names: set[str] = set()

    def find_picture(self, reference: str) -> str:
        if reference in self.names:
            return reference
        found = self.picture(reference)
        if isinstance(found, Fault):
            self.faults.append(found)
            return ""
        self.names.add(found)
        return found

    def check_link(self, address: str) -> str:
        if not address or address.lower().startswith(_SCHEMES):
            return address
        if ":" in address.split("/", maxsplit=1)[0]:
            message = "a link may start with http:, https: or mailto: only"
            self.faults.append(Fault("warning", "link", message, address))
            return ""
        message = f"a link on a card needs a whole address; '{address}' leads nowhere"
        self.faults.append(Fault("warning", "link", message, address))
        return address


def _play(match: re.Match[str]) -> str:
    name = match[1]
    suffix = name[name.rfind(".") :].lower()
    if suffix not in SOUND and suffix not in VIDEO:
        return match.group()
    label = f' title="{match[2]}"' if match[2] else ""
    return f'<span class="play"{label}>{_SOUND}{name}]</span>'
