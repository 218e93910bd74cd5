"""How large a picture shows: a height that a text sets becomes the width that goes with it.

Styles keep a picture in its shape by leaving its height to its width, on the narrowest phone, too.
"""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from mkdeck.notes.signatures import DRAWING, HEAD_BYTES

_SIZED = re.compile(r'<img\b(?![^>]*\bwidth=)[^>]*\bheight="(?P<height>\d{1,4})(?:px)?"[^>]*>')
_HEIGHT = re.compile(r'\bheight="[^"]*"')
_VIEW_BOX = re.compile(rb"""<svg\b[^>]*?\bviewBox\s*=\s*["'](?:\s*[-+.\de]+[\s,]+){2}([.\de]+)[\s,]+([.\de]+)\s*["']""")
_ROOM_PIXELS = 640
"""How wide a drawing is shown at least where there is room, in pixels: its own size is often a small one."""
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


def measure(path: Path) -> tuple[int, int] | str:
    """Return the width and height at which a picture shows, a drawing's as large as cards have room for.

    A text says why what stands at a place of it would not stay there, or that its size is not known.
    """
    if path.suffix.lower() == DRAWING and not _VIEW_BOX.search(_read_head(path)):
        return (
            "has no viewBox, so that it can't be shown smaller or larger; give its <svg> one, such as "
            'viewBox="0 0 800 500"'
        )
    width, height = _measure(path)
    if width <= 0 or height <= 0:
        return "does not tell its size; open it in a program for pictures and save it anew"
    scale = max(1.0, _ROOM_PIXELS / width) if path.suffix.lower() == DRAWING else 1.0
    return max(1, round(width * scale)), max(1, round(height * scale))


def _read_head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError:
        return b""


def _measure(path: Path) -> tuple[float, float]:
    """Return the width and height of a picture in pixels; nothing, or less, where that is not known."""
    try:
        if path.suffix.lower() == DRAWING and (box := _VIEW_BOX.search(_read_head(path))):
            return float(box[1]), float(box[2])
        with path.open("rb") as file:
            return _measure_file(file)
    except (OSError, ValueError):
        return 0, 0


def measure_content(content: bytes) -> tuple[float, float]:
    """Return the width and height of a picture that is no drawing, in pixels; 0 where that is not known."""
    return _measure_file(BytesIO(content))


def _measure_file(file: BinaryIO) -> tuple[float, float]:
    import imagesize  # with it comes all of urllib, and few courses set the height of a picture

    try:
        size: tuple[float, float] = imagesize.get(file)
    except (OSError, ValueError, LookupError, ArithmeticError, TypeError):
        return 0, 0
    return size
