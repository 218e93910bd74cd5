r"""Patterns of accepted answers, in which `*` stands for any text and `\\*` for the sign itself.

Source: MoodleDocs, "Short-Answer question type".
"""

import re

_WILDCARD = re.compile(r"(?<!\\)\*")


def read_pattern(text: str) -> str:
    """Return the only text that a pattern stands for; empty where it stands for several."""
    return "" if _WILDCARD.search(text) else text.replace("\\*", "*")
