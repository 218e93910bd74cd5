"""Markers to drop on a picture (`ddmarker`) as an occlusion: each zone is a mask, labelled by the marker that fits it.

Source: Moodle, question/type/ddmarker. A zone is a circle `x,y;radius`, a rectangle `x,y;width,height` or a polygon
`x,y;x,y;...`, in pixels of the picture.
"""

from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting.numbers import to_number
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.formats.moodle_xml.question import MoodleQuestion
from mkdeck.importers.sources.attachments import Attachments
from mkdeck.importers.sources.xml_tree import Element
from mkdeck.notes.picture_size import measure_content
from mkdeck.questions.shapes import show


def read_markers(question: MoodleQuestion, stem: str) -> Draft:
    """Read markers and their zones. Raises NoDraftError where there is no picture, or no zone on it."""
    file, drops = question.element.child("file"), question.element.all("drop")
    if file is None or not drops:
        raise NoDraftError("questions of the type 'ddmarker' can't be turned into a card")
    name = file.attributes.get("name", "")
    attachments = Attachments(question.files.beside(question.element))
    path = attachments.find(name)
    width, height = measure_content(attachments.taken[path].content) if path else (0, 0)
    if not path or width <= 0 or height <= 0:
        raise NoDraftError(f"its picture '{name[:60]}' is missing, or does not tell its size")
    labels = {
        each.text_at("no") or str(i): question.convert(each)
        for i, each in enumerate(question.element.all("drag"), start=1)
    }
    masks: list[dict[str, object]] = []
    for drop in drops:
        label = labels.get(drop.text_at("choice"), "")
        place = _read_zone(drop, width, height)
        if label and place:
            masks.append({"label": label, **place})
    if not masks:
        raise NoDraftError("none of its zones has a marker and a place on the picture")
    question.media |= attachments.taken
    left = [text for text in labels.values() if text and text not in {mask["label"] for mask in masks}]
    comments = (f"Markers that fit no place are left out: {'; '.join(left)}",) if left else ()
    return Draft(question.line, "occlusion", stem, comments=comments, more={"image": path, "masks": masks})


def _read_zone(drop: Element, width: float, height: float) -> dict[str, object]:
    """Return the place of a zone as YAML has it; nothing where it has none in the picture."""
    try:
        points = [
            [to_number(each) for each in point.split(",")] for point in drop.text_at("coords").split(";") if point
        ]
        match drop.text_at("shape").strip().lower(), points:
            case "circle", [[x, y], [radius]]:
                return _write_box("ellipse", (x - radius, y - radius, x + radius, y + radius), width, height)
            case "rectangle", [[x, y], [across, down]]:
                return _write_box("box", (x, y, x + across, y + down), width, height)
            case "polygon", [_, _, _, *_]:
                return {"polygon": [[_write(x, width), _write(y, height)] for x, y in points]}
    except ValueError:
        pass
    return {}


def _write_box(kind: str, edges: tuple[float, float, float, float], width: float, height: float) -> dict[str, object]:
    """Return what of a box lies in the picture."""
    left, top, right, bottom = edges
    left, right, top, bottom = max(left, 0), min(right, width), max(top, 0), min(bottom, height)
    if right <= left or bottom <= top:
        return {}
    sizes = (_write(right - left, width), _write(bottom - top, height))
    return {kind: [_write(left, width), _write(top, height), *sizes]}


def _write(pixels: float, of: float) -> str:
    return show(round(100 * min(max(pixels / of, 0.0), 1.0), 1))
