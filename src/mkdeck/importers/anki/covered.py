"""Anki's own notes of image occlusion as questions of that type.

Source: Anki, rslib/src/image_occlusion/imagedata.rs. A mask is `{{c1::image-occlusion:rect:left=.1:top=.2:width=.3:
height=.1:oi=1}}` on one line, an ellipse with `rx` and `ry`, or a polygon with `points`, all as parts of the picture;
`oi=1` covers the others, too, and card 0 asks for nothing. Masks have no labels.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdeck.importers.anki.fields import NoteFields
from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting.numbers import to_number
from mkdeck.importers.errors import NoDraftError
from mkdeck.questions.occlusion import name_groups
from mkdeck.questions.shapes import show

COVERED = re.compile(r"\{\{c(?P<number>\d{1,3})::image-occlusion:(?P<shape>[a-z]+):(?P<keys>[^{}]*)\}\}")
_KEY = re.compile(r"(?P<name>[a-z]+)=(?P<value>[^:]*)")
_SOURCE = re.compile(r'<img\b[^<>]*?\bsrc=(?:"([^"]*)"|\'([^\']*)\'|([^\s>]+))', re.IGNORECASE)
_QUESTION = "What is covered?"
_NO_LABELS = "The source has no labels, so the masks are numbered; write what is at each place."
_TURNED = "The source turns some of the masks; look at their places."


@dataclass(frozen=True, slots=True)
class _Mask:
    """A mask: the number of its card, and its place as YAML has it."""

    number: int
    kind: str
    values: list[object]


def read_covered(number: int, note: NoteFields) -> Draft:
    """Read a note whose masks cover a picture. Raises NoDraftError where it has no picture, or no mask that asks."""
    at = next(i for i, value in enumerate(note.values) if COVERED.search(value))
    found = list(COVERED.finditer(note.values[at]))
    masks = [mask for each in found if (mask := _read_mask(each))]
    pictured, address = next(_list_pictures(note.values), (None, ""))
    if pictured is None or not masks:
        raise NoDraftError("image occlusion without a picture, or without a mask that asks for anything")
    path = _find_picture(note, address)
    others = sorted({*range(len(note.values))} - {at, pictured})
    asking = [*note.among("question", others), *note.among("title", others)]
    header = next(filter(None, note.convert(asking)), _QUESTION)
    more: dict[str, object] = {"image": path, "masks": _write_masks(masks)}
    if _hides_all(found):
        more["hide"] = "all"
    return Draft(
        number,
        "occlusion",
        header,
        explanation=note.label(i for i in others if i not in asking),
        comments=(_NO_LABELS, *_name_changes(found)),
        more=more,
    )


def _hides_all(found: Iterable[re.Match[str]]) -> bool:
    """Whether a card hides all places, not only the one that it asks for."""
    return any(_read_keys(each).get("oi") == "1" for each in found)


def _find_picture(note: NoteFields, address: str) -> str:
    """Return the path of a note's picture. Raises NoDraftError where the source does not hold it."""
    path = note.text.attachments.find(address)
    if not path:
        note.text.attachments.missing.pop()  # which the reason says
        raise NoDraftError(f"its picture '{address[:60]}' is not part of this file")
    return path


def _name_changes(found: Sequence[re.Match[str]]) -> Iterator[str]:
    """Yield what no mask of this type says: that it is turned, words on the picture, places that can't be read."""
    keys = [_read_keys(each) for each in found]
    if any(each.get("angle", "0") not in ("", "0") for each in keys):
        yield _TURNED
    words = [each["text"] for each in keys if each.get("text")]
    if words:
        yield f"Words on the picture are left out: {'; '.join(words)}"
    lost = [each for each in found if int(each["number"]) and not _read_mask(each)]
    if lost:
        yield f"The source has masks whose places can't be read, which are left out: {len(lost)}"


def _list_pictures(values: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the place and the address of each picture that a field shows first."""
    for i, value in enumerate(values):
        if source := _SOURCE.search(value):
            yield i, html.unescape(next(filter(None, source.groups()), ""))


def _write_masks(masks: Sequence[_Mask]) -> list[dict[str, object]]:
    """Write masks as YAML has them; the source has no labels, so they are counted."""
    groups = name_groups([mask.number for mask in masks])
    written: list[dict[str, object]] = []
    for i, (mask, group) in enumerate(zip(masks, groups, strict=True), start=1):
        keys: dict[str, object] = {"label": str(i), mask.kind: mask.values}
        written.append(keys | ({"group": group} if group else {}))
    return written


def _read_keys(found: re.Match[str]) -> Mapping[str, str]:
    return {match["name"]: match["value"].strip() for match in _KEY.finditer(found["keys"])}


def _read_mask(found: re.Match[str]) -> _Mask | None:
    """Read a mask that a card asks; None where none does, or where it is no shape, as a text on the picture is."""
    number, keys = int(found["number"]), _read_keys(found)
    try:
        match found["shape"]:
            case "rect":
                box = [to_number(keys[name]) for name in ("left", "top", "width", "height")]
                kind, values = "box", _write_box(*box)
            case "ellipse":
                left, top, rx, ry = (to_number(keys[name]) for name in ("left", "top", "rx", "ry"))
                kind, values = "ellipse", _write_box(left, top, 2 * rx, 2 * ry)
            case "polygon":
                kind, values = "polygon", [list(map(_write, point)) for point in _read_points(keys["points"])]
            case _:
                return None
    except (KeyError, ValueError):
        return None
    return _Mask(number, kind, values) if 0 < number <= 500 else None


def _read_points(text: str) -> Iterator[tuple[float, ...]]:
    for point in text.split():
        yield tuple(to_number(each) for each in point.split(",", 1))


def _write_box(left: float, top: float, width: float, height: float) -> list[object]:
    """Return a box in percent, as much of it as lies in the picture."""
    right, bottom = min(left + width, 1.0), min(top + height, 1.0)
    left, top = max(left, 0.0), max(top, 0.0)
    return [_write(left), _write(top), _write(right - left), _write(bottom - top)]


def _write(part: float) -> str:
    return show(100 * min(max(part, 0.0), 1.0))
