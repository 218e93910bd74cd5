"""Long runs of blanks, which nobody types on purpose and over which patterns would go again and again."""

import re

_MAX_BLANKS = 200
_LONG = re.compile(rf"([^\S\n])[^\S\n]{{{_MAX_BLANKS},}}")
"""All that `\\s` matches on a line: editors and web pages have blanks of many widths."""
_LONG_EMPTY = re.compile(rf"\n(?:[^\S\n]*+\n){{{_MAX_BLANKS},}}")


def shorten_blanks(text: str) -> str:
    """Cut blanks in a row within a line to 200; lines stay."""
    return _LONG.sub(lambda match: match[1] * _MAX_BLANKS, text)


def shorten(text: str) -> str:
    """Cut blanks in a row to 200, and empty lines in a row, too."""
    return _LONG_EMPTY.sub("\n" * _MAX_BLANKS, shorten_blanks(text))
