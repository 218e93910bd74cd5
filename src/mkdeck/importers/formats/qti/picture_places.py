"""Places in a picture that an item asks for, or at which texts are dropped, as an occlusion.

Sources: IMS Question & Test Interoperability 2.2, "Graphical interactions"; ASI XML binding 1.2.1, `render_hotspot`.
Version 1 never says what the numbers of an area are: ILIAS writes those of HTML, others a corner with width and height.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting.numbers import read_number
from mkdeck.importers.drafting.places import Canvas, Mask, Place, label_places, open_canvas, turn_places
from mkdeck.importers.errors import NoDraftError
from mkdeck.importers.formats.qti.body import read_ident, read_response
from mkdeck.importers.formats.qti.content import Texts, find_address, flatten
from mkdeck.importers.formats.qti.responses import Response, leave_out, materials, read_parts, require_stem
from mkdeck.importers.formats.qti.scoring import read_points
from mkdeck.importers.sources.xml_tree import Element
from mkdeck.importers.to_markdown.markdown_blocks import paragraphs

NO_PLACE = "it asks for a place in a picture"
_UNSURE = "The source does not say how it counts the places; look at the masks."
_HTML_SHAPES = {"rectangle": "rect", "ellipse": "circle", "bounded": "poly"}


def read_spots(interaction: Element, right: Collection[str], item: Element, stem: str, texts: Texts) -> Draft:
    """Read a hotspot or point of version 2 that is to be chosen: the areas of the right ones are masks.

    Raises NoDraftError where no area is told.
    """
    canvas, alt = _open_picture(interaction, texts)
    chosen = [each for each in interaction.below("hotspotChoice") if read_ident(each) in right]
    masks = [(each.attributes.get("hotspotLabel", "").strip(), _cut(each, canvas)) for each in chosen]
    response = read_response(interaction)
    masks += [("", _cut(each, canvas)) for each in _list_areas(item, response)]
    if not any(place for _, place in masks):
        raise NoDraftError(NO_PLACE)
    return _describe(turn_places(item.line, stem, canvas, masks), alt)


def read_dropped(
    interaction: Element, pairs: Iterable[tuple[str, str]], item: Element, stem: str, texts: Texts
) -> Draft:
    """Read texts or pictures of version 2 that are dropped on a picture; `pairs` say of identifiers what goes where."""
    canvas, alt = _open_picture(interaction, texts)
    labels = {
        read_ident(each): each.attributes.get("objectLabel", "").strip() or flatten(texts.page(each))
        for each in interaction.below("gapText", "gapImg")
    }
    areas = {read_ident(each): each for each in interaction.below("associableHotspot")}
    masks = [
        (labels[thing], _cut(areas[place], canvas))
        for pair in pairs
        for thing, place in (pair, pair[::-1])
        if thing in labels and place in areas
    ]
    return _describe(label_places(item.line, stem, canvas, masks, list(labels.values())), alt)


def read_positions(
    interaction: Element, stage: Element, right: Collection[str], item: Element, stem: str, texts: Texts
) -> Draft:
    """Read something of version 2 that is to be put on the picture of a stage: the areas that earn points are masks.

    Raises NoDraftError where no area is told: a point alone does not say how far off is still right.
    """
    areas = _list_areas(item, read_response(interaction))
    if not areas:
        told = f", and tells only points: {'; '.join(right)}" if right else ""
        raise NoDraftError(f"{NO_PLACE}{told}")
    canvas, alt = _open_picture(stage, texts)
    thing = interaction.child("object") or interaction.child("img")
    label = _read_alt(thing) if thing is not None and interaction is not stage else ""
    return _describe(turn_places(item.line, stem, canvas, [(label, _cut(each, canvas)) for each in areas]), alt)


def name_places(interaction: Element) -> dict[str, str]:
    """Return the names of the places of a picture of version 2, by their identifiers.

    Raises NoDraftError where one has none, so that no words say it.
    """
    spots = list(interaction.below("hotspotChoice", "associableHotspot"))
    names = {read_ident(each): each.attributes.get("hotspotLabel", "").strip() for each in spots}
    if not names or not all(names.values()):
        raise NoDraftError(f"{NO_PLACE}, and not every place has a name (`hotspotLabel`)")
    return names


def read_areas(
    response: Response, awards: Mapping[str, float], presentation: Element, texts: Texts, *, as_html: bool
) -> Draft:
    """Read areas of version 1 of which the right ones earn points, by their identifiers or by their numbers.

    With `as_html`, their numbers are those that HTML has. Raises NoDraftError where no area is told.
    """
    picture = next(presentation.below("matimage"), None)
    if picture is None:
        raise NoDraftError(NO_PLACE)
    stem = _read_stem(presentation, picture, texts)
    size = [picture.attributes.get(name, "") for name in ("width", "height")]
    canvas = open_canvas(texts.attachments, find_address(picture), *size)
    cut = _cut_html if as_html else _cut_corner
    masks: list[Mask] = []
    for ident, label in response.labels:
        numbers = (label.attributes.get("coords", "") or label.text).strip()
        if max(awards.get(ident, 0.0), awards.get(numbers, 0.0)) > 0:
            shape = label.attributes.get("rarea", "Ellipse").casefold()
            masks.append((flatten(texts.material(label)), cut(canvas, shape, numbers)))
    if not any(place for _, place in masks):
        raise NoDraftError(NO_PLACE)
    draft = turn_places(response.element.line, stem, canvas, masks)
    return draft if as_html else replace(draft, comments=(*draft.comments, _UNSURE))


def _read_stem(presentation: Element, picture: Element, texts: Texts) -> str:
    """Return the text beside a picture. Raises NoDraftError where there is none."""
    parts = materials(read_parts(presentation))
    return require_stem(paragraphs(*(texts.material(leave_out(part, picture)) for part in parts)))


def _cut_corner(canvas: Canvas, shape: str, numbers: str) -> Place:
    """Return the place of an area that is told by a corner, a width and a height, or by all its corners."""
    match shape, [read_number(each) for each in numbers.split(",")]:
        case (("rectangle" | "ellipse"), [float(x), float(y), float(width), float(height)]):
            return canvas.cut_box("box" if shape == "rectangle" else "ellipse", x, y, x + width, y + height)
    return _cut_html(canvas, shape, numbers)


def _cut_html(canvas: Canvas, shape: str, numbers: str) -> Place:
    """Return the place of an area that is told as HTML tells it."""
    return canvas.cut_area(_HTML_SHAPES.get(shape, shape), numbers)


def _open_picture(interaction: Element, texts: Texts) -> tuple[Canvas, str]:
    """Return the picture of an interaction of version 2, and the words that stand for it."""
    picture = interaction.child("object") or interaction.child("img")
    if picture is None:
        raise NoDraftError(NO_PLACE)
    attributes = picture.attributes
    address = (attributes.get("data", "") or attributes.get("src", "")).strip()
    canvas = open_canvas(texts.attachments, address, attributes.get("width", ""), attributes.get("height", ""))
    return canvas, _read_alt(picture)


def _read_alt(picture: Element) -> str:
    """Return the words that stand for a picture."""
    return " ".join((picture.attributes.get("alt", "") or picture.text).split())


def _describe(draft: Draft, alt: str) -> Draft:
    """Add the words that stand for a picture."""
    if not alt:
        return draft
    image, *others = draft.more.items()
    return replace(draft, more=dict([image, ("alt", alt), *others]))


def _list_areas(item: Element, response: str) -> Sequence[Element]:
    """Return the areas that earn points in a response."""
    return [
        area
        for declared in item.all("responseDeclaration")
        if read_ident(declared) == response
        for area in declared.below("areaMapEntry")
        if (read_points(area.attributes.get("mappedValue", "")) or 0) > 0
    ]


def _cut(area: Element, canvas: Canvas) -> Place:
    return canvas.cut_area(area.attributes.get("shape", ""), area.attributes.get("coords", ""))
