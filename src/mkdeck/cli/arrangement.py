"""Diagnostics in the order and the lines in which a terminal shows them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import click

from mkdeck.course.discovery import STDIN, show_argument, show_path
from mkdeck.diagnostics import Diagnostic

_LEAST_COLUMNS = 60
_INDENT = "    "
_WORD = re.compile(r"(?:`[^`]*`|[^ ])+")
"""A word, or a command with its arguments, which is to be copied."""


def arrange(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return what people read: errors last, where they look first, and the missing ids of a file as one line."""
    from mkdeck.checks.missing_id import RULE

    shown: list[Diagnostic] = []
    missing: dict[tuple[str, str], list[Diagnostic]] = {}
    for each in diagnostics:
        if each.rule == RULE.id:
            missing.setdefault((each.span.file, each.severity), []).append(each)
        else:
            shown.append(each)
    shown += [_sum_up(found) for found in missing.values()]
    return sorted(shown, key=lambda each: (each.severity == "error", each.span))


def _sum_up(missing: list[Diagnostic]) -> Diagnostic:
    """Return one for all the missing ids of a file."""
    if len(missing) == 1:
        return missing[0]
    first = min(missing)
    file = first.span.file
    stamp = "`mkdeck stamp` of a file" if file == show_path(STDIN) else f"`mkdeck stamp {show_argument(file)}`"
    way = f"run {stamp}, so that students keep their schedules when texts change"
    message = f"{len(missing)} questions have no `id`; {way if first.severity == 'error' else f'{stamp} writes them'}"
    return replace(first, message=message, question=None, text="")


def wrap(line: str, width: int) -> Iterator[str]:
    """Split a line that may hold colours between its words, and indent what follows the first part."""
    width = max(width, _LEAST_COLUMNS)
    part = ""
    for word in _WORD.findall(line):
        if part and cells(click.unstyle(part)) + 1 + cells(click.unstyle(word)) > width:
            yield part
            part = _INDENT + word
        else:
            part = f"{part} {word}" if part else word
    yield part


def cells(text: str) -> int:
    """Count the terminal columns of a printable text: wide characters take two, combining ones none."""
    from wcwidth import wcswidth

    return wcswidth(text)
