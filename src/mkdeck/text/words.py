"""The words of an HTML text."""

import html
import re

_TAG = re.compile(r"<[^<>]*>")


def read_words(page: str) -> str:
    """Return what an HTML text says, in one line: without its tags, and with a blank for each run of them."""
    return " ".join(html.unescape(_TAG.sub(" ", page)).split())
