"""Bytes to text, whatever program saved them."""

import codecs
import re

from mkdeck.importers.faults import Unreadable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_BREAK = re.compile(r"\r\n?|[\x85\u2028\u2029\x0b\x0c]")
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
_ESCAPED_BYTE = re.compile(r"[\udc80-\udcff]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_STRAY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]")

_HIGH, _SMALL = 0x80, 0xE0
_HIGH_WORD = re.compile(rb"(?<![A-Za-z\x80-\xff])[\xa8\xb2\xb3\xb8\xba\xbf\xc0-\xff]{3,}(?![A-Za-z\x80-\xff])")
_FREQUENT = "оеаинт".encode("windows-1251")
_LETTERS, _MOST_SMALL, _MOST_IN_WORDS, _SHARE = 30, 0.75, 0.7, 0.36
_ENOUGH = 100_000


def decode(content: bytes) -> str:
    """Decode UTF-8, UTF-16 or UTF-32 with or without a BOM, or else windows-1251 or -1252; line ends become LF.

    Raises Unreadable where the content is no text.
    """
    return tidy(_decode(content))


def tidy(text: str) -> str:
    """Make every line end LF and drop characters that no card can show, such as control characters."""
    return _STRAY.sub("", _LINE_BREAK.sub("\n", text))


def is_guessed(content: bytes) -> bool:
    """Tell whether a text has bytes that only a guessed encoding of one byte a letter makes letters."""
    if b"\0" in content or content.startswith(tuple(bom for bom, _ in _BOMS)):
        return False
    return bool(_ESCAPED_BYTE.search(content.decode("utf-8", "surrogateescape")))


def _decode(content: bytes) -> str:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content[len(bom) :].decode(encoding, "replace")
    if b"\0" in content[:4000]:
        encoding = _guess_wide(content[:4000])
        if not encoding:
            raise Unreadable("this is no text file")
        return content.decode(encoding, "replace")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        # A file that was cut short may end in the middle of a character.
        if error.start >= len(content) - 3 and error.reason == "unexpected end of data":
            text = content[: error.start].decode("utf-8")
        else:
            text = _decode_mixed(content)
    if len(_NO_TEXT.findall(text[:4000])) > len(text[:4000]) / 50:
        raise Unreadable("this is no text file")
    return text


def _decode_mixed(content: bytes) -> str:
    """Decode windows-1251 or -1252, or UTF-8 into which single bytes of the latter were pasted."""
    text = content.decode("utf-8", "surrogateescape")
    strange = len(_ESCAPED_BYTE.findall(text))
    if strange > len(_BEYOND_ASCII.findall(text)) - strange:
        return content.decode("windows-1251" if _is_cyrillic(content) else "windows-1252", "replace")
    return _ESCAPED_BYTE.sub(lambda match: bytes([ord(match.group()) - 0xDC00]).decode("windows-1252", "replace"), text)


def _is_cyrillic(content: bytes) -> bool:
    """Tell windows-1251 by its letters: most are small ones, whole words of them, and six of them make up a third.

    Those six are the most frequent of Russian, Ukrainian and Bulgarian. In Greek or Hebrew, whose bytes lie in the same
    places, they make up less, and in the languages of windows-1252 such letters stand between those of ASCII.
    """
    content = content[:_ENOUGH]
    high = [byte for byte in content if byte >= _HIGH]
    if len(high) < _LETTERS or sum(byte >= _SMALL for byte in high) < _MOST_SMALL * len(high):
        return False
    in_words = sum(map(len, _HIGH_WORD.findall(content)))
    return in_words >= _MOST_IN_WORDS * len(high) and sum(map(high.count, _FREQUENT)) >= _SHARE * len(high)


def _guess_wide(start: bytes) -> str:
    """Tell UTF-16 without a BOM by where its zero bytes are: for most scripts' spaces and line ends, on one side."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    spaces_le, spaces_be = start.count(b" \0") + start.count(b"\n\0"), start.count(b"\0 ") + start.count(b"\0\n")
    if odd > 4 * even and spaces_le >= spaces_be:
        return "utf-16-le"
    if even > 4 * odd and spaces_be >= spaces_le:
        return "utf-16-be"
    return ""
