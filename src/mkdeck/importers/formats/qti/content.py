"""Texts of QTI as Markdown: the materials of version 1, and the XHTML of version 2.

Sources: IMS Question & Test Interoperability, ASI XML binding 1.2.1, and Assessment, Section and Item information
model 2.2 (1EdTech).
"""

import html
import re
from collections.abc import Callable, Iterable

from mkdeck.importers.drafting.gaps import drop_places
from mkdeck.importers.sources.attachments import Attachments, MediaFile, name_missing
from mkdeck.importers.sources.xml_tree import Element
from mkdeck.importers.to_markdown.html import has_html
from mkdeck.importers.to_markdown.html_tree import VOID, is_element
from mkdeck.importers.to_markdown.moodle import convert_moodle

_FORMS = {"html": "html", "xhtml": "html", "plain": "plain", "smart_text": "moodle", "plain_text": "plain"}
_MEDIA = {"matimage": "img", "mataudio": "audio", "matvideo": "video"}
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|bmp)$", re.IGNORECASE)
_SOUND = re.compile(r"\.(?:mp3|ogg|wav|m4a|flac)$", re.IGNORECASE)
_UNSEEN = frozenset(
    "feedbackInline feedbackBlock modalFeedback rubricBlock stylesheet include infoControl endAttemptInteraction "
    "customOperator companionMaterialsInfo catalogInfo templateInline templateBlock".split()
)

_RAW = frozenset({"itemBody", "modalFeedback"})
"""Elements in which some programs put HTML as text."""

StandIn = Callable[[Element], str | None]
"""What gives HTML in the place of an element; None where the element speaks for itself."""

Piece = tuple[str, str]
"""A piece of a text: its form, as `Texts.convert` takes it, and what it says."""


class Texts:
    """The texts of one item on their way to Markdown, and the files that they show."""

    def __init__(self, attachments: Attachments) -> None:
        self.attachments = attachments

    @property
    def media(self) -> tuple[MediaFile, ...]:
        """Return the files that were shown so far."""
        return tuple(self.attachments.taken.values())

    def describe_missing(self) -> list[str]:
        """Name the files that texts show and that are not there."""
        return name_missing(self.attachments.missing)

    def convert(self, text: str, form: str = "html") -> str:
        """Turn a text into Markdown; `form` is html, plain, or moodle for plain lines that may hold HTML."""
        return convert_moodle(text.strip(), form, self.attachments)

    def material(self, element: Element | None) -> str:
        """Turn all materials in an element of version 1 into Markdown."""
        if element is None:
            return ""
        found = [element] if element.tag == "material" else element.below("material")
        return "\n\n".join(text for each in found if (text := self._material(each)))

    def _material(self, element: Element) -> str:
        pieces = [piece for piece in read_material(element) if piece[1].strip()]
        if len(pieces) == 1:
            return self.convert(pieces[0][1], pieces[0][0])
        return self.convert(join(pieces))

    def page(self, element: Element | None, stand_in: StandIn = lambda _: None) -> str:
        """Turn what stands in an element of version 2 into Markdown; `stand_in` gives HTML in the place of elements."""
        return self.convert(write_page(element, stand_in)) if element else ""


def flatten(text: str) -> str:
    """Put a Markdown text on one line."""
    return " ".join(text.replace("\\\n", " ").split())


def read_material(element: Element) -> list[Piece]:
    """Return the pieces of a material."""
    pieces: list[Piece] = []
    for child in element.children:
        if child.tag in ("mattext", "matemtext", "mat_formattedtext"):
            pieces.append(_read_text(child))
        elif child.tag in _MEDIA or child.tag == "matapplication":
            pieces.append(("html", _write_media(child)))
        elif child.tag == "matbreak":
            pieces.append(("html", "<br>"))
        elif child.tag == "mat_extension":
            pieces += read_material(child)
    return pieces


def _read_text(element: Element) -> Piece:
    text = drop_places(write_page(element) if element.children else element.text)
    address = _address_of(element)
    if address and _PICTURE.search(address):
        return "html", f'<img src="{html.escape(address)}">'
    if address:
        return "html", f' <a href="{html.escape(address)}">{html.escape(text.strip() or address)}</a>'
    return "html" if element.children else _form_of(element), text


def _address_of(element: Element) -> str:
    return element.attributes.get("uri", "").strip()


def _form_of(element: Element) -> str:
    """Return the form of a text, as `Texts.convert` takes it."""
    if element.attributes.get("charset", "") == "ascii-us":
        return "moodle"  # Sakai calls all of its HTML plain, and is known by this charset
    form = element.attributes.get("texttype", "").lower().rpartition("/")[2]
    return _FORMS.get(form or element.attributes.get("type", "").lower(), "moodle")


def find_address(element: Element) -> str:
    """Return where the file of a medium is: as data in the address itself, or by its name; empty where nowhere."""
    return _embed(element) or _address_of(element)


def _write_media(element: Element) -> str:
    address = find_address(element)
    if not address:
        return ""
    label = html.escape(element.attributes.get("label", "").strip() or address.rpartition("/")[2][:80])
    shown = html.escape(address)
    tag = _MEDIA.get(element.tag) or _guess_tag(address)
    if tag == "img":
        words = label if " " in label else ""  # others are names of files
        return f'<img src="{shown}" alt="{words}">'
    return f'<{tag} src="{shown}"></{tag}>' if tag else f' <a href="{shown}">{label}</a>'


def _embed(element: Element) -> str:
    """Return an address that holds the file itself, where the element does; empty where it names a file."""
    embedded = element.attributes.get("embedded", "").lower() == "base64"
    if not embedded and (_address_of(element) or not element.text.strip()):
        return ""
    kind = next((value for name, value in element.attributes.items() if name.endswith(("type", "typ"))), "")
    return f"data:{kind or 'image/png'};base64,{''.join(element.text.split())}"


def _guess_tag(address: str) -> str:
    return "img" if _PICTURE.search(address) else "audio" if _SOUND.search(address) else ""


def join(pieces: Iterable[Piece]) -> str:
    """Join the pieces of a text to one page of HTML, as they follow each other on a line."""
    out = []
    for form, text in pieces:
        plain = form == "plain" or (form == "moodle" and not re.search(r"<\w|&\w+;", text))
        out.append(html.escape(text, quote=False).replace("\n", "<br>") if plain else text)
    return "".join(out)


def write_page(element: Element, stand_in: StandIn = lambda _: None) -> str:
    """Write what stands in an element as HTML, without what students do not see at first."""
    out: list[str] = []
    for child in element.content:
        if isinstance(child, str):
            raw = element.tag in _RAW and has_html(child)
            out.append(drop_places(child) if raw else html.escape(drop_places(child), quote=False))
        elif (held := stand_in(child)) is not None:
            out.append(held)
        elif child.tag not in _UNSEEN:
            out.append(_write_element(child, stand_in))
    return "".join(out)


def _write_element(element: Element, stand_in: StandIn) -> str:
    tag, inner = element.tag, write_page(element, stand_in)
    if tag == "object":
        return _write_object(element, inner)
    if tag in ("prompt", "simpleChoice", "itemBody", "contentBody"):
        tag = "div"
    if not is_element(tag.lower()):
        return inner
    attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in element.attributes.items())
    return f"<{tag}{attributes}>" if tag in VOID else f"<{tag}{attributes}>{inner}</{tag}>"


def _write_object(element: Element, inner: str) -> str:
    address, kind = element.attributes.get("data", "").strip(), element.attributes.get("type", "")
    words = html.escape(re.sub(r"<[^<>]*>", "", html.unescape(inner)).strip())
    if kind.startswith("image/") or _PICTURE.search(address):
        return f'<img src="{html.escape(address)}" alt="{words}">'
    if kind.startswith(("audio/", "video/")):
        return f'<{kind[:5]} src="{html.escape(address)}"></{kind[:5]}>'
    return inner
