"""Anki's gaps, `{{c1::text}}`, in cells of plain text."""

import re
from collections.abc import Callable

from mkdeck.importers.draft import Draft
from mkdeck.text.cloze import CLOSE, HINT, MARK, OPEN, mark

_TOKEN = re.compile("|".join(rf"\\?'{each[1]}\\?'" for each in (OPEN, HINT, CLOSE)))


def has_gaps(text: str) -> bool:
    """Whether a text has gaps."""
    return bool(MARK.search(text))


def read_gaps(line: int, text: str, convert: Callable[[str], str]) -> Draft:
    """Make a cloze of a text with gaps; `convert` turns all else into Markdown."""
    marked = mark(text)
    if any(fault.severity == "error" for fault in marked.faults):
        return Draft(line, "cloze", text)
    numbers = iter(marked.numbers)

    def write(match: re.Match[str]) -> str:
        sign = match.group().replace("\\", "")
        return f"{{{{c{next(numbers)}::" if sign == OPEN else "::" if sign == HINT else "}}"

    return Draft(line, "cloze", _TOKEN.sub(write, convert(marked.text)))
