"""Places on a picture as the masks of an occlusion, whatever program wrote them in pixels."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting.numbers import read_number
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.sources.attachments import Attachments
from mkdeck.importers.to_markdown.markdown_blocks import paragraphs
from mkdeck.notes.picture_size import measure_content
from mkdeck.questions.shapes import Kind, show

WHAT = "What is covered?"
"""What a picture asks whose source asks for the place of something, and so says what is there."""
_NAME_IT = "The source asks for the place of this; write what is there as its label."

Place = dict[str, object]
"""The place of a mask as YAML has it."""
Mask = tuple[str, Place]
"""A label and its place."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """A picture with places on it: its path from the deck, and the size in pixels by which these are told."""

    path: str
    width: float
    height: float

    def cut_box(self, kind: Kind, left: float, top: float, right: float, bottom: float) -> Place:
        """Return what of a box, or of the ellipse in it, lies in the picture; nothing where nothing does."""
        left, right, top, bottom = max(left, 0), min(right, self.width), max(top, 0), min(bottom, self.height)
        if right <= left or bottom <= top:
            return {}
        sizes = (_write(right - left, self.width), _write(bottom - top, self.height))
        return {kind: [_write(left, self.width), _write(top, self.height), *sizes]}

    def cut_polygon(self, points: Sequence[tuple[float, float]]) -> Place:
        """Return a polygon whose points all lie in the picture; nothing where it has less than three."""
        if len(points) < 3:
            return {}
        return {"polygon": [[_write(x, self.width), _write(y, self.height)] for x, y in points]}

    def cut_area(self, shape: str, coordinates: str) -> Place:
        """Return the place of an area of HTML: rect, circle or poly, or ellipse as QTI adds it; else nothing.

        Source: HTML Living Standard, "The area element"; IMS QTI 2.2, "Shape".
        """
        numbers = [read_number(each) for each in coordinates.replace(";", ",").split(",")]
        known = [each for each in numbers if each is not None]
        if len(known) < len(numbers):
            return {}
        match shape.strip().casefold(), known:
            case "rect" | "rectangle", [x, y, right, bottom]:
                return self.cut_box("box", min(x, right), min(y, bottom), max(x, right), max(y, bottom))
            case "circle", [x, y, radius]:
                return self.cut_box("ellipse", x - radius, y - radius, x + radius, y + radius)
            case "ellipse", [x, y, across, down]:
                return self.cut_box("ellipse", x - across, y - down, x + across, y + down)
            case (("poly" | "polygon"), _) if len(known) % 2 == 0:
                return self.cut_polygon(list(zip(known[::2], known[1::2], strict=True)))
        return {}


def open_canvas(attachments: Attachments, address: str, width: str = "", height: str = "") -> Canvas:
    """Return the picture behind an address, in the size that its source tells, or else in its own.

    Raises NoDraftError where the source does not hold it, or nothing tells its size.
    """
    path = attachments.find(address)
    own = measure_content(attachments.taken[path].content) if path else (0, 0)
    told = read_number(width.removesuffix("px")) or own[0], read_number(height.removesuffix("px")) or own[1]
    if not path or min(told) <= 0:
        if not path:
            attachments.missing.pop()  # which the reason says
        raise NoDraftError(f"its picture '{address[:60]}' is missing, or does not tell its size")
    return Canvas(path, *told)


def label_places(line: int, stem: str, canvas: Canvas, masks: Sequence[Mask], unused: Sequence[str] = ()) -> Draft:
    """Make an occlusion of labelled places; `unused` are labels that fit none.

    Raises NoDraftError without any that has a label and a place.
    """
    written = [{"label": label, **place} for label, place in masks if label and place]
    if not written:
        raise NoDraftError("none of its zones has a marker and a place on the picture")
    left = [text for text in unused if text and text not in {mask["label"] for mask in written}]
    comments = (f"Markers that fit no place are left out: {'; '.join(left)}",) if left else ()
    return Draft(line, "occlusion", stem, comments=comments, more={"image": canvas.path, "masks": written})


def turn_places(line: int, stem: str, canvas: Canvas, masks: Sequence[Mask]) -> Draft:
    """Make an occlusion of the places that a question asks for, which the card shows, and asks what they are.

    A place without a label has the question as one, for want of a better.
    """
    flat = " ".join(stem.split())
    unnamed = any(not label for label, place in masks if place)
    draft = label_places(line, stem, canvas, [(label or flat, place) for label, place in masks])
    if unnamed:
        return replace(draft, question=WHAT, comments=(*draft.comments, _NAME_IT))
    if any(label.casefold() in stem.casefold() for label, place in masks if place):
        return replace(draft, question=WHAT, explanation=paragraphs(stem, draft.explanation))
    return draft


def _write(pixels: float, of: float) -> str:
    return show(round(100 * min(max(pixels / of, 0.0), 1.0), 1))
