"""Markdown blocks made of smaller Markdown texts."""

import re
from collections.abc import Iterable, Sequence

_BARE_PIPE = re.compile(r"(?<!\\)\|")


def table(rows: Sequence[Sequence[str]], *, headed: bool) -> str:
    """Write a Markdown table; without a header its first row is empty, as Markdown has no table without."""
    first, *rest = rows if headed else [[" "] * len(rows[0]), *rows]
    return "\n".join([_row(first), "|" + "---|" * len(first), *map(_row, rest)])


def bullet_list(items: Iterable[str], marker: str = "-") -> str:
    """Write a Markdown list; texts of several lines are indented below their marker."""
    lines: list[str] = []
    for number, item in enumerate(items, 1):
        mark = f"{number}." if marker == "1." else marker
        first, *rest = item.split("\n")
        lines.append(f"{mark} {first}")
        lines += [f"{' ' * (len(mark) + 1)}{line}" if line else "" for line in rest]
    return "\n".join(lines)


def paragraphs(*texts: str) -> str:
    """Join texts with blank lines between them; empty ones and repetitions are left out."""
    return "\n\n".join(dict.fromkeys(text for text in texts if text))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    """Put a text on one line of a table; where it has several, line breaks part them."""
    text = text.replace("\\\n", "<br>").replace("\n\n", "<br><br>").replace("\n", " ")
    return _BARE_PIPE.sub(r"\\|", text)
