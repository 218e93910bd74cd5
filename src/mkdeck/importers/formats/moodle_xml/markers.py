"""Markers and texts to drop on a picture (`ddmarker`, `ddimageortext`) as an occlusion, a mask for each place.

Source: Moodle, question/type/ddmarker and question/type/ddimageortext. A zone of the first is a circle `x,y;radius`, a
rectangle `x,y;width,height` or a polygon `x,y;x,y;...`, in pixels of the picture. A zone of the second begins at
`xleft` and `ytop`, and is as large as the largest thing to drop of its group: a picture, or a text that its page sets.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting.numbers import read_number, to_number
from mkdeck.importers.drafting.places import Canvas, Mask, Place, label_places, open_canvas
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.formats.moodle_xml.question import MoodleQuestion
from mkdeck.importers.sources.attachments import Attachments
from mkdeck.importers.sources.xml_tree import Element
from mkdeck.notes.picture_size import measure_content

_LETTER, _LINE, _AROUND = 7, 24, 12
"""How large Moodle's page sets a text to drop, in pixels: about so much a letter and a line, and so much around it."""
_GUESSED = "The source tells where each place begins, and not how large it is; look at the masks."


def read_markers(question: MoodleQuestion, stem: str) -> Draft:
    """Read markers and their zones. Raises NoDraftError where there is no picture, or no zone on it."""
    canvas = _open_map(question)
    labels = {number: question.convert(drag) for number, drag in _list_drags(question)}
    masks = [
        (labels.get(drop.text_at("choice"), ""), _read_zone(drop, canvas)) for drop in question.element.all("drop")
    ]
    return label_places(question.line, stem, canvas, masks, list(labels.values()))


def read_dropped(question: MoodleQuestion, stem: str) -> Draft:
    """Read texts and pictures to drop. Raises NoDraftError where there is no picture, or no place on it."""
    canvas = _open_map(question)
    things = {number: _read_thing(question, drag) for number, drag in _list_drags(question)}
    sizes: dict[str, tuple[float, float]] = {}
    for thing in things.values():
        width, height = sizes.get(thing.group, (0.0, 0.0))
        sizes[thing.group] = max(width, thing.width), max(height, thing.height)
    masks: list[Mask] = []
    for drop in question.element.all("drop"):
        thing = things.get(drop.text_at("choice"), _NOTHING)
        masks.append((thing.label, _read_corner(drop, canvas, *sizes.get(thing.group, (0.0, 0.0)))))
    draft = label_places(question.line, stem, canvas, masks, [thing.label for thing in things.values()])
    guessed = any(thing.guessed for thing in things.values())
    return replace(draft, comments=(*draft.comments, _GUESSED)) if guessed else draft


@dataclass(frozen=True, slots=True)
class _Thing:
    """What is to be dropped: its label, its group, its size in pixels, and whether that is a guess."""

    label: str
    group: str
    width: float = 0.0
    height: float = 0.0
    guessed: bool = False


_NOTHING = _Thing("", "")


def _open_map(question: MoodleQuestion) -> Canvas:
    """Return the picture of a question. Raises NoDraftError without it, or without anything to drop things at."""
    file = question.element.child("file")
    if file is None or not question.element.all("drop"):
        kind = question.element.attributes.get("type", "")
        raise NoDraftError(f"questions of the type '{kind}' can't be turned into a card")
    attachments = Attachments(question.files.beside(question.element))
    canvas = open_canvas(attachments, file.attributes.get("name", ""))
    question.media |= attachments.taken
    return canvas


def _list_drags(question: MoodleQuestion) -> Iterator[tuple[str, Element]]:
    for i, each in enumerate(question.element.all("drag"), start=1):
        yield each.text_at("no") or str(i), each


def _read_thing(question: MoodleQuestion, drag: Element) -> _Thing:
    text, group, file = question.convert(drag), drag.text_at("draggroup"), drag.child("file")
    attachments = Attachments(question.files.beside(drag))
    path = attachments.find(file.attributes.get("name", "")) if file else None
    if path:
        question.media |= attachments.taken
        width, height = measure_content(attachments.taken[path].content)
        if min(width, height) > 0:
            return _Thing(f"![{text}]({path})", group, width, height)
        text = f"![{text}]({path})"
    question.missing += attachments.missing
    letters = max((len(line) for line in drag.text_at("text").splitlines()), default=0)
    return _Thing(text, group, letters * _LETTER + _AROUND, _LINE, guessed=True)


def _read_corner(drop: Element, canvas: Canvas, width: float, height: float) -> Place:
    """Return a place that is told by its corner; nothing where it lies outside of the picture."""
    left, top = (read_number(drop.text_at(name)) for name in ("xleft", "ytop"))
    if left is None or top is None:
        return {}
    return canvas.cut_box("box", left, top, left + width, top + height)


def _read_zone(drop: Element, canvas: Canvas) -> Place:
    """Return the place of a zone; nothing where it has none in the picture."""
    try:
        points = [
            [to_number(each) for each in point.split(",")] for point in drop.text_at("coords").split(";") if point
        ]
        match drop.text_at("shape").strip().lower(), points:
            case "circle", [[x, y], [radius]]:
                return canvas.cut_box("ellipse", x - radius, y - radius, x + radius, y + radius)
            case "rectangle", [[x, y], [across, down]]:
                return canvas.cut_box("box", x, y, x + across, y + down)
            case "polygon", [_, _, _, *_]:
                return canvas.cut_polygon([(x, y) for x, y in points])
    except ValueError:
        pass
    return {}
