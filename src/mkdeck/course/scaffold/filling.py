"""Texts of files with places to fill in."""

import re
from collections.abc import Mapping

_PLACE = re.compile(r"\[\[(\w+)\]\]")


def fill(template: str, words: Mapping[str, str]) -> str:
    """Put words in place of their names, such as `[[title]]`."""
    return _PLACE.sub(lambda match: words[match[1]], template)
