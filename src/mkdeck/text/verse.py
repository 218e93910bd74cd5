"""Lines of a poem, and words one below the other."""

import re

from mkdeck.text.vocabulary import WORDS

BREAKS = ("\\", "  ", "<br>", "<br/>", "<br />")
"""How a line ends that stays by itself."""
VERSE_CHARACTERS = 45
_VERSE_LINES = 3
_FEW_SIGNS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{2,9}[\uff0c\u3001\u3002\uff01\uff1f]?")


def is_column(lines: list[str]) -> bool:
    """Whether every line is a word, in a script that parts words by blanks."""
    return len(lines) >= _VERSE_LINES and all(line.isalnum() and max(line) < "\u0530" for line in lines)


def is_verse(lines: list[str]) -> bool:
    """Whether every line is short and starts with a capital, or has few signs, and some end within a sentence."""
    if all(map(_FEW_SIGNS.fullmatch, lines)):
        return len(lines) >= _VERSE_LINES and lines[0][-1] not in "\u3002\uff01\uff1f"
    return (
        len(lines) >= _VERSE_LINES
        and all(len(line) <= VERSE_CHARACTERS and line.strip()[:1].isupper() for line in lines)
        and not any(line.endswith(BREAKS) for line in lines[:-1])
        and any(line.rstrip()[-1:] not in ".!?:" for line in lines[:-1])
        and not any(line.split()[-1].lower() in WORDS.join_words("linking") for line in lines[:-1])
    )
