"""Where in a Markdown text the elements of its HTML come from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import comrak

_PLACED = re.compile(r'<(?P<name>[a-z][a-z0-9]*) data-sourcepos="(\d+):(\d+)-(\d+):(\d+)"')
_RENDER = comrak.RenderOptions()
_RENDER.unsafe_ = True
_RENDER.sourcepos = True


@dataclass(frozen=True, slots=True)
class Element:
    """An element by its name, and the stretch of the text that it was made of."""

    name: str
    start: int
    end: int


def find_elements(text: str, extensions: comrak.ExtensionOptions, names: frozenset[str]) -> Iterator[Element]:
    """Yield the elements of some names that Markdown makes of a text, in its order."""
    page = comrak.render_markdown(text, extension_options=extensions, render_options=_RENDER)
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    for match in _PLACED.finditer(page):
        if match["name"] in names:
            first, from_byte, last, to_byte = map(int, match.groups()[1:])
            if last <= len(lines):
                start = starts[first - 1] + _count_characters(lines[first - 1], from_byte - 1)
                end = starts[last - 1] + _count_characters(lines[last - 1], to_byte)
                yield Element(match["name"], start, end)


def _count_characters(line: str, size: int) -> int:
    """Return how many characters so many bytes of a line are, as columns are counted in bytes."""
    return size if line.isascii() else len(line.encode()[:size].decode(errors="replace"))
