"""Long runs of blanks, which nobody types on purpose and over which patterns would go again and again."""

import re

_LONG = re.compile(r"([ \t\xa0\u3000])[ \t\xa0\u3000]{200,}")
_LONG_EMPTY = re.compile(r"\n(?:[ \t\xa0\u3000]*+\n){200,}")
_MOST = 200


def shorten_blanks(text: str) -> str:
    """Cut blanks in a row within a line to 200; lines stay."""
    return _LONG.sub(lambda match: match[1] * _MOST, text)


def shorten(text: str) -> str:
    """Cut blanks in a row to 200, and empty lines in a row, too."""
    return _LONG_EMPTY.sub("\n" * _MOST, shorten_blanks(text))
