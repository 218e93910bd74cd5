"""Markdown as plain words: quickly, and well enough to count and compare them."""

import re
from collections.abc import Iterable
from functools import lru_cache

_CODE_BLOCK = re.compile(r"^[ \t]{0,9}(```|~~~).*?(?:^[ \t]{0,9}\1[`~]{0,9}[ \t]{0,9}$|\Z)", re.MULTILINE | re.DOTALL)
_MATH = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$|\\\((?:(?!\\\().)+?\\\)|\\\[(?:(?!\\\[).)+?\\\]", re.DOTALL)
_CODE = re.compile(r"(`{1,9})(.{1,2000}?)\1", re.DOTALL)
_PIECE = "▪"
"""Stands for a piece of code or math, between blanks."""
_PICTURE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)|<(?:img|svg|video|audio)\b[^<>]*>", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_EMPHASIS = re.compile(r"\*+|~~|(?<!\w)_{1,3}|_{1,3}(?!\w)")
_GAP = re.compile(r"\{\{c\d+::|\}\}")
_WORD = re.compile(r"\w+(?:['\u2019\u2011-]\w+)*")
_TO_BLANKS = bytes(code if chr(code).isalnum() or chr(code) == "_" else ord(" ") for code in range(128)) + bytes(128)
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_WIDE_IN_A_WORD = 2
"""Characters of Chinese or Japanese that count as a word, which they do not part."""


@lru_cache(maxsize=1 << 17)
def read_plain(text: str) -> str:
    """Return what a text says, in one line: without pictures and marks, its code and math as they stand."""
    if "<" in text or "[" in text:
        text = _PICTURE.sub(" ", text)
        text = _LINK.sub(r"\1", text)
        text = _TAG.sub(" ", text)
    if "*" in text or "_" in text or "~" in text:
        text = _EMPHASIS.sub("", text)
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()  # it has no other blanks; several times as quick
    return " ".join(text.split())


@lru_cache(maxsize=1 << 17)
def read_prose(text: str) -> str:
    """Return the words of a text, in one line: a sign stands for each piece of code or math."""
    if "`" in text or "~" in text:
        text = _CODE_BLOCK.sub(f" {_PIECE} ", text)
    if "$" in text or "\\" in text:
        text = _MATH.sub(f" {_PIECE} ", text)
    if "`" in text:
        text = _CODE.sub(f" {_PIECE} ", text)
    return read_plain(text)


@lru_cache(maxsize=1 << 17)
def split_words(text: str) -> tuple[str, ...]:
    """Return the words of a plain text, in small letters."""
    low = text.replace(_PIECE, " ").casefold()
    if "'" in low or "-" in low or not low.isascii():
        return tuple(_WORD.findall(low))
    return tuple(low.encode().translate(_TO_BLANKS).decode().split())  # several times as quick


def may_hold(text: str, words: Iterable[str]) -> bool:
    """Whether a text has one of some words in small letters, if only in others: most texts have none, told quickly."""
    low = text.casefold()
    return any(word in low for word in words)


def hide_code(text: str) -> str:
    """Return a text with blanks in the place of its code."""
    if "`" not in text and "~~~" not in text:
        return text
    for pattern in (_CODE_BLOCK, _CODE):
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return text


def count_words(text: str) -> int:
    """Count the words of a plain text; of Chinese and Japanese, roughly."""
    wide = 0 if text.isascii() else len(_WIDE.findall(text))
    return len(split_words(_WIDE.sub(" ", text) if wide else text)) + wide // _WIDE_IN_A_WORD


def is_surely_prose(text: str) -> bool:
    """Whether a text has no sign of pictures, code and math, as most have none."""
    return not any(map(text.__contains__, "`~$\\<!"))


@lru_cache(maxsize=1 << 17)
def is_prose(text: str) -> bool:
    """Whether a text consists of words, without pictures, code and math."""
    if _PIECE in read_prose(text):
        return False
    return not (("![" in text or "<" in text) and _PICTURE.search(text))


def drop_gaps(text: str) -> str:
    """Return a text without the marks around its gaps."""
    return _GAP.sub("", text)
