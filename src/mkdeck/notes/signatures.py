"""What the first bytes of a file say that it is, whatever its name says.

Signatures of pictures, sounds and videos as in the WHATWG's standard "MIME Sniffing", those of others as their
makers document them.
"""

import re
from typing import Literal, NamedTuple

from mkdeck.diagnostics import Severity

DRAWING = ".svg"
HEAD_BYTES = 4096
"""How many bytes are looked at."""
SMALLEST_BYTES = 64
"""Of fewer bytes than these nothing is said unless they are known: no picture that anybody took is as small."""

Family = Literal["picture", "drawing", "played", "other"]


class Content(NamedTuple):
    """What a file is: its name with its article, its family, and a way out where nobody can show it."""

    name: str
    family: Family
    way_out: str = ""


_TIFF = "a TIFF picture"
_SAVE = "save it as PNG or JPEG"
_PAGE = "open its address in a browser and save the file itself"
_PDF = "make a picture of it"
_UNPACK = "unpack it"
_SIGNATURES = (
    (rb"version https://git-lfs", Content("a pointer of Git LFS", "other", "run `git lfs pull`")),
    (rb"(?:\.\./)*(?:\.git)?/annex/objects/", Content("a pointer of git-annex", "other", "run `git annex get`")),
    (rb"\x89PNG\r\n\x1a\n", Content("a PNG picture", "picture")),
    (rb"\xff\xd8\xff", Content("a JPEG picture", "picture")),
    (rb"GIF8[79]a", Content("a GIF picture", "picture")),
    (rb"RIFF....WEBP", Content("a WebP picture", "picture")),
    (rb"\x00\x00[\x01\x02]\x00", Content("an icon", "picture")),
    (rb"....ftyp(?:avi[fs]|mif1(?=.{4,64}avi[fs]))", Content("an AVIF picture", "picture")),
    (rb"....ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)", Content("a HEIC picture", "other", _SAVE)),
    (rb"II\*\x00|MM\x00\*", Content(_TIFF, "other", _SAVE)),
    (rb"8BPS\x00", Content("a Photoshop file", "other", _SAVE)),
    (rb"\x00\x00\x00\x0cJXL |\x00\x00\x00\x0cjP  ", Content("a picture that few programs show", "other", _SAVE)),
    (rb"ID3[\x02-\x04]|\xff[\xe2-\xe7\xf2-\xf7\xfa-\xfd]|\xff[\xf0\xf1\xf8\xf9]", Content("a sound", "played")),
    (rb"RIFF....WAVE|fLaC|OggS|....ftypM4[AB] ", Content("a sound", "played")),
    (rb"....ftyp|\x1aE\xdf\xa3|RIFF....AVI |\x00\x00\x01[\xb3\xba]", Content("a video", "played")),
    (rb"%PDF-", Content("a PDF file", "other", _PDF)),
    (rb"%!PS", Content("a PostScript file", "other", _PDF)),
    (rb"PK\x03\x04|Rar!\x1a\x07|7z\xbc\xaf|\x1f\x8b\x08", Content("an archive or office file", "other", _UNPACK)),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf", Content("an office file", "other", "export the picture from it")),
    (rb"\x00\x05\x16\x07", Content("what macOS keeps beside a file", "other", "take the file without '._'")),
    (rb"data:[a-z]+/|iVBORw0KGgo|/9j/4AAQ", Content("a file in base64", "other", "decode it")),
)
_PATTERNS = tuple((re.compile(pattern, re.DOTALL), content) for pattern, content in _SIGNATURES)
_MARKUP = re.compile(
    rb"""
    (?:\xef\xbb\xbf)?\s*+
    (?:                                          # declarations and comments
      (?> <\?.*?\?> | <!--.*?--> | <!doctype\s(?!html)[^\[>]*(?:\[.*?\]\s*)?> )
      \s*+
    )*+
    (?: <(?:!doctype\s+)?(?P<name>[a-z][\w:-]*)(?=[\s/>]) | \{\s*\" )
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
"""What text in angle brackets, or JSON, begins with, behind its declarations and comments."""
_HTML = frozenset(b"html head body title script meta".split())


def _identify(head: bytes) -> Content | None:
    """Return what a file is by its first bytes; None where they are not known."""
    for pattern, content in _PATTERNS:
        if pattern.match(head):
            return content
    markup = _MARKUP.match(head)
    if not markup:
        return None
    name = (markup["name"] or b"").lower()
    if name.rpartition(b":")[2] == b"svg":
        return Content("an SVG drawing", "drawing")
    if name in _HTML:
        return Content("a web page", "other", _PAGE)
    if name and b"<?xml" not in head[: markup.end()]:
        return None
    return Content(f"{'XML' if name else 'JSON'}, such as a server's message", "other", _PAGE)


def find_fault(head: bytes, suffix: str, *, picture: bool) -> tuple[Severity, str] | None:
    """Say what is wrong with a file that is named like a picture, or like a sound or a video, and begins like this."""
    found = _identify(head)
    if not found:
        return _doubt(head) if picture and suffix != DRAWING else None
    if found.name == _TIFF and suffix in (".tif", ".tiff"):
        return "warning", f"is {found.name}, which Anki shows on Apple's devices only; {found.way_out}"
    if found.family == "other":
        kind = "picture" if picture else "sound or video"
        return "error", f"is {found.name}, no {kind} that a card can show; {found.way_out}"
    return _check_ending(found, suffix, picture=picture)


def _check_ending(found: Content, suffix: str, *, picture: bool) -> tuple[Severity, str] | None:
    """Say what is wrong with the ending of a file that a card can show or play."""
    if picture == (found.family == "played"):
        return "error", f"is {found.name}; give it the ending of one"
    if picture and (found.family == "drawing") != (suffix == DRAWING):
        ending = "'.svg'" if found.family == "drawing" else "that of such a picture"
        return "error", f"is {found.name}, which shows under its own ending only; give it {ending}"
    return None


def _doubt(head: bytes) -> tuple[Severity, str] | None:
    """Say what is doubtful about a picture whose first bytes are unknown."""
    # BMP has but two letters; zeros are what a file holds that is still on its way to this machine.
    if len(head) < SMALLEST_BYTES or head.startswith((b"BM", bytes(SMALLEST_BYTES))):
        return None
    return "warning", "begins like no picture that a card can show; look whether it opens in a browser"
