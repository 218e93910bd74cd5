"""Line breaks that are written as a sign, as in double quotes: who writes one means it, but a card shows a blank."""

import re
from itertools import pairwise

from mkdeck.text.joined_lines import BROKEN_CHARACTERS, keep_together, run_together
from mkdeck.text.spans import blank_blocks
from mkdeck.text.verse import BREAKS

_OF_A_BLOCK = re.compile(r"[ ]{0,3}(?:[-*+>#|<]|\d{1,9}[.)]|\$\$|\\[a-z\[]|```|~~~|[ ]|={3,}|$)|.*(?:\||\$\$|>)[ ]*$")
"""A line of a list, a table, a formula of its own and the like, or an empty one."""


def find_written_break(text: str) -> int | None:
    """Return the place of the first break behind a short line of a paragraph, if no more is said of its lines."""
    at = 0
    for one, other in pairwise(keep_together(blank_blocks(text)).split("\n")):
        at += len(one) + 1
        is_shown = len(one) > BROKEN_CHARACTERS or one.endswith(BREAKS)
        if not is_shown and not _OF_A_BLOCK.match(one) and not _OF_A_BLOCK.match(other):
            return None if run_together(text) else at - 1
    return None
