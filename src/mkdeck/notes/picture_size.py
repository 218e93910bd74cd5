"""How large a picture shows: a height that a text sets becomes the width that goes with it.

Styles keep a picture in its shape by leaving its height to its width, on the narrowest phone, too.
"""

import re
from collections.abc import Callable
from pathlib import Path

from mkdeck.notes.signatures import DRAWING, HEAD_BYTES

_SIZED = re.compile(r'<img\b(?![^>]*\bwidth=)[^>]*\bheight="(?P<height>\d{1,4})(?:px)?"[^>]*>')
_HEIGHT = re.compile(r'\bheight="[^"]*"')
_VIEW_BOX = re.compile(rb"""<svg\b[^>]*?\bviewBox\s*=\s*["'](?:\s*[-+.\de]+[\s,]+){2}([.\de]+)[\s,]+([.\de]+)\s*["']""")
_SOURCE = re.compile(r'\bsrc="([^"]*)"')


def set_widths(page: str, find: Callable[[str], Path | None]) -> str:
    """Return pictures of a set height the width that keeps their shape; `find` gives the file behind a media name."""

    def swap(match: re.Match[str]) -> str:
        source = _SOURCE.search(match.group())
        path = find(source[1]) if source else None
        width, height = _measure(path) if path else (0, 0)
        if width <= 0 or height <= 0:
            return match.group()
        fitting = max(1, round(int(match["height"]) * width / height))
        return _HEIGHT.sub(f'width="{fitting}"', match.group())

    return _SIZED.sub(swap, page) if 'height="' in page else page


def _measure(path: Path) -> tuple[float, float]:
    """Return the width and height of a picture in pixels; nothing, or less, where that is not known."""
    import imagesize  # with it comes all of urllib, and few courses set the height of a picture

    try:
        if path.suffix.lower() == DRAWING and (box := _VIEW_BOX.search(path.read_bytes()[:HEAD_BYTES])):
            return float(box[1]), float(box[2])
        size: tuple[float, float] = imagesize.get(path)
    except (OSError, ValueError, LookupError, ArithmeticError, TypeError):
        return 0, 0
    return size
