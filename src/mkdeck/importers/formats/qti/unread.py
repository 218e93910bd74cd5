"""Which parts of a document of QTI are texts for people, and not settings, identifiers, numbers or metadata."""

import html
import re
from collections.abc import Iterable, Iterator

from mkdeck.importers.draft import Draft
from mkdeck.importers.drafting.losses import Said, find_lost, name_lost
from mkdeck.importers.formats.qti.choice_questions import is_verdict
from mkdeck.importers.formats.qti.content import join, read_material
from mkdeck.importers.formats.qti.responses import RESPONSES
from mkdeck.importers.sources.xml_tree import Element
from mkdeck.importers.to_markdown.html_tree import BLOCKS, is_element

_SETTINGS = frozenset(
    """
    itemmetadata assessmentmetadata sectionmetadata qtimetadata
    itemcontrol sectioncontrol assessmentcontrol duration outcomes_processing
    selection_ordering sourcebank_ref outcomes resprocessing calculated mataudio matimage matvideo matapplication
    matapplet matref render_hotspot outcomeDeclaration templateDeclaration templateProcessing outcomeProcessing
    responseDeclaration responseProcessing stylesheet include timeLimits itemSessionControl math script style
    FLAGS DATES COURSEID CATEGORY_TAGS
    """.split()
)
_ITEMS = frozenset({"item", "assessmentItem"})
_SHELVES = frozenset({"section", "assessment", "objectbank", "testPart", "assessmentSection"})
_LAYOUT = frozenset("flow flow_mat flow_label render_choice render_fib render_slider material itemBody TEXT".split())
"""Elements whose name tells nothing of a text in them."""
_READ = frozenset({"mattext", "matemtext", "mat_formattedtext"})
_PARTS = BLOCKS | frozenset("body caption tbody td tfoot th thead tr object".split())
_VALUE = re.compile(r"[-+\d.,;:/|%\s]*|true|false|yes|no|none", re.IGNORECASE)
_VERDICT = re.compile(r"[a-z]+_[a-z]+\.(?:true|false)")
"""How Blackboard writes `True` or `No`."""
_MIN_WORDS_OF_SENTENCE = 4
_DATA = re.compile(r"[{}\[\]<>=|]")
_HOLE = "<gap/>"
"""What stands in a text where something else comes on the card, such as a gap or a formula."""


def _find_holes(names: Iterable[str]) -> re.Pattern[str]:
    """Return what finds the places of responses of these names in a text."""
    return re.compile("|".join(rf"\[{re.escape(name)}\]" for name in names if name) or r"(?!)")


def name_unread(element: Element, draft: Draft) -> list[str]:
    """Name the texts of an item that did not arrive in its draft."""
    names = {each.attributes.get("ident", "").removeprefix("response_") for each in element.below(*RESPONSES)}
    holes = _find_holes(names)
    texts = [Said(each.place, holes.sub(_HOLE, each.text)) for each in (*find_texts(element), *_find_values(element))]
    texts = [each for each in texts if not (each.text.strip() in names or _VERDICT.fullmatch(each.text.strip()))]
    if isinstance(draft.answer, bool):
        texts = [each for each in texts if not is_verdict(each.text)]
    return name_lost(find_lost(texts, draft))


def name_outside(root: Element) -> Iterator[tuple[int, str]]:
    """Name the texts beside the items of a document, each with its line, such as what is said before a section."""
    if root.tag in _ITEMS or root.tag.startswith("QUESTION_"):
        return
    for child in root.children:
        if any(True for _ in child.below(*_ITEMS)) or child.tag in _SHELVES:
            yield from name_outside(child)
        elif child.tag not in _ITEMS and not child.tag.startswith("QUESTION_"):
            yield from ((child.line, text) for text in name_lost(find_texts(child)))


def find_texts(element: Element, place: str = "") -> Iterator[Said]:
    """Yield the texts that an element has for people, each with the name of the element that holds it.

    A text goes on over the marks in it, and ends where a paragraph does.
    """
    tag = element.tag
    if tag in _SETTINGS:
        return
    if tag not in _LAYOUT and not _is_html(tag):
        place = tag
    if tag == "material":
        yield Said(place, join(read_material(element)))
        element = _take_unread(element)
    yield from _find_blocks(element, place)


def _take_unread(material: Element) -> Element:
    """Return of a material what `read_material` does not read."""
    parts = [_take_unread(each) if each.tag == "mat_extension" else each for each in material.children]
    return Element("material", material.line, {}, [each for each in parts if each.tag not in _READ])


def _find_blocks(element: Element, place: str) -> Iterator[Said]:
    out: list[str] = []
    apart: list[Element] = []
    _write(element, out, apart)
    for text in "".join(out).split("\0"):
        if not _VALUE.fullmatch(text.strip()):
            yield Said(place, text)
    for each in apart:
        yield from find_texts(each, place)


def _write(element: Element, out: list[str], apart: list[Element]) -> None:
    """Write the text of an element, with NUL where a block starts or ends; `apart` gets what is no part of it."""
    for piece in element.content or element.children:
        if isinstance(piece, str):
            out.append(piece if element.tag in ("itemBody", "TEXT") else html.escape(piece, quote=False))
        elif piece.tag in _PARTS:
            out.append("\0")
            _write(piece, out, apart)
            out.append("\0")
        elif _is_html(piece.tag):
            out.append(f"<{piece.tag}>")
            _write(piece, out, apart)
            out.append(f"</{piece.tag}>")
        else:
            out.append(_HOLE)
            apart.append(piece)


def _is_html(tag: str) -> bool:
    return is_element(tag) and not (tag.startswith("m") and tag != "mark")  # all that starts so may be of MathML


def _find_values(item: Element) -> Iterator[Said]:
    """Yield the answers in words that are accepted or judged; those that name a choice or a pair are no words."""
    idents = {each.attributes.get(name, "") for each in _all_below(item) for name in ("ident", "identifier")}
    values = [(each.tag, each.text.strip()) for each in item.below("varequal", "value")]
    values += _find_prose(item)
    values += [("mapEntry", each.attributes.get("mapKey", "").strip()) for each in item.below("mapEntry")]
    for place, text in values:
        if not _VALUE.fullmatch(text) and not idents.issuperset(re.split(r"[\s,]+", text)):
            yield Said(place, text)


def _find_prose(item: Element) -> Iterator[tuple[str, str]]:
    """Yield the fields of metadata that are sentences, and what an empty field to write in says."""
    for each in item.below("qtimetadatafield", "qti_metadatafield"):
        name, text = each.text_at("fieldlabel"), each.text_at("fieldentry")
        if len(text.split()) >= _MIN_WORDS_OF_SENTENCE and not name.endswith("type") and not _DATA.search(text):
            yield name, text
    for each in _all_below(item):
        for name in ("alt", "placeholderText"):
            yield name, each.attributes.get(name, "")


def _all_below(element: Element) -> Iterator[Element]:
    for child in element.children:
        yield child
        yield from _all_below(child)
