"""The words of an HTML text."""

import html
import re

_BREAK = re.compile(
    r"<(?:br|hr|/?(?:div|p|li|ul|ol|dl|dt|dd|table|tr|td|th|pre|blockquote|h[1-6]))\b[^<>]*>", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]*>")


def read_words(page: str) -> str:
    """Return what an HTML text says, in one line: with a blank where a line ends, none within `H<sub>2</sub>O`."""
    return " ".join(html.unescape(_TAG.sub("", _BREAK.sub(" ", page))).split())
