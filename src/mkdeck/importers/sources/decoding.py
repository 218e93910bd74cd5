"""Bytes to text, whatever program saved them."""

import codecs
import re
from dataclasses import dataclass

from mkdeck.importers.errors import UnreadableError
from mkdeck.importers.sources import encodings
from mkdeck.importers.sources.blanks import shorten_blanks

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ARCHIVE = b"PK\x03\x04"
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_GUESSED = (
    "this is not in UTF-8, and was read as {}, which its letters suggest; "
    "if words look wrong, name its encoding with --encoding"
)
_UNMARKED = "this has no mark that tells its encoding, and was read as {}"
_MIXED = "this is in UTF-8, but for {} bytes from here on, which were read as windows-1252"
_CUT_SHORT = "this ends in the middle of a letter, as a file does that was cut short"
_LINE_BREAK = re.compile(r"\r\n?|[\x85\u2028\u2029\x0b\x0c]")
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
_ESCAPED_BYTE = re.compile(r"[\udc80-\udcff]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_STRAY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Text:
    """A text with LF line ends; a `note` tells on which line of the bytes it was first guessed what they say."""

    text: str
    line: int = 0
    note: str = ""


def read_text(content: bytes) -> Text:
    """Decode UTF-8, UTF-16 or UTF-32 with or without a mark, else what XML or HTML name, else what the letters tell.

    Raises UnreadableError where the content is no text, or its letters leave the encoding open.
    """
    found = _decode(content)
    return Text(tidy(found.text), found.line, found.note)


def decode(content: bytes) -> str:
    """Return the text alone that `read_text` reads."""
    return read_text(content).text


def recode(content: bytes, encoding: str) -> bytes:
    """Return text in a named encoding as UTF-8, without XML's declaration. Raises UnreadableError if it is none."""
    if content.startswith(_ARCHIVE):
        raise UnreadableError("this is no text file, so it has no encoding to name")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableError(f"this line is no text in the encoding '{encoding}'", line) from None
    return _DECLARATION.sub("", text.removeprefix("\ufeff"), count=1).encode()


def is_utf8(content: bytes) -> bool:
    """Whether a content is in UTF-8."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def tidy(text: str) -> str:
    """Make every line end LF, drop what no card can show, such as control characters, and shorten long blanks."""
    return shorten_blanks(_STRAY.sub("", _LINE_BREAK.sub("\n", text)))


def _decode(content: bytes) -> Text:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return Text(content[len(bom) :].decode(encoding, "replace"))
    if content.startswith(_ARCHIVE):
        raise UnreadableError("this is no text file")
    if b"\0" in content[:4000]:
        encoding = _guess_wide(content[:4000]) or encodings.guess_wide(content[:4000])
        if not encoding:
            raise UnreadableError("this is no text file")
        return Text(content.decode(encoding, "replace"), 1, _UNMARKED.format(encodings.show(encoding)))
    if escaped := encodings.find_escaped(content):
        return Text(content.decode(escaped, "replace"), 1, _UNMARKED.format(encodings.show(escaped)))
    try:
        found = Text(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        found = _decode_other(content, error)
    if len(_NO_TEXT.findall(found.text[:4000])) > len(found.text[:4000]) / 50:
        raise UnreadableError("this is no text file")
    return found


def _decode_other(content: bytes, error: UnicodeDecodeError) -> Text:
    """Decode what is not, or not all, UTF-8."""
    line = content.count(b"\n", 0, error.start) + 1
    if error.start >= len(content) - 3 and error.reason == "unexpected end of data":
        return Text(content[: error.start].decode("utf-8"), line, _CUT_SHORT)
    if declared := encodings.find_declared(content):
        return Text(content.decode(declared))
    text = content.decode("utf-8", "surrogateescape")
    strange = len(_ESCAPED_BYTE.findall(text))
    if strange <= len(_BEYOND_ASCII.findall(text)) - strange:
        return Text(_ESCAPED_BYTE.sub(_decode_byte, text), line, _MIXED.format(strange))
    codec = encodings.guess(content)
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        return Text(decoder.decode(content), line, _GUESSED.format(encodings.show(codec)))
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise UnreadableError(f"this line is not in {encodings.show(codec)}, as the lines above are", line) from None


def _decode_byte(match: re.Match[str]) -> str:
    return bytes([ord(match.group()) - 0xDC00]).decode("windows-1252", "replace")


def _guess_wide(start: bytes) -> str:
    """Return UTF-16 without a BOM by where its zero bytes are: for most scripts' spaces and line ends, on one side."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    spaces_le, spaces_be = start.count(b" \0") + start.count(b"\n\0"), start.count(b"\0 ") + start.count(b"\0\n")
    if odd > 4 * even and spaces_le > spaces_be:
        return "utf-16-le"
    if even > 4 * odd and spaces_be > spaces_le:
        return "utf-16-be"
    return ""
