"""Proves that no text of QTI is lost in silence: each is in a question, in a skip or in a note."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from importers.contract import import_one
from importers.sources import HERE
from importers.test_losses import say
from mkdeck.importers.draft import Document
from mkdeck.importers.formats.qti import read

ROOTS = re.compile(rb"<(?:\w+:)?(?:item|qti-assessment-item|assessmentItem|POOL)\b")
DOCUMENTS = sorted(
    path
    for path in (HERE / "qti").rglob("*")
    if path.suffix in (".xml", ".dat", ".qti") and ROOTS.search(path.read_bytes())
)
ITEMS = re.compile(r"item|assessmentItem|qti-assessment-item|QUESTION_\w+")
SETTINGS = frozenset(
    "fieldlabel fieldentry setvar decvar duration baseValue formula min max var answer_tolerance mi mn mo gap "
    "sourcebank_ref varequal value qti-value printedVariable".split()
)
SWITCH = re.compile(r"true|false|\w+\.(?:true|false)", re.IGNORECASE)
STRUCTURE = re.compile(
    r"\w*metadata\w*|bbmd_\w+|qmd_\w+|resprocessing|outcomes|calculated|render_hotspot|respondent|selection\w*|FLAGS|"
    r"math|response(?:Declaration|Processing)|outcomeDeclaration|template\w+|qti-(?:response|outcome|template)-\w+|GRADABLE"
)
"""Elements that hold settings, identifiers and numbers alone."""


def local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def find_items(path: Path) -> Iterator[ET.Element]:
    """Yield the items of a document, each of which is imported."""
    try:
        root = ET.fromstring(path.read_bytes())  # noqa: S314 - these are our own files
    except ET.ParseError:
        return
    for item in root.iter():
        if ITEMS.fullmatch(local(item)):
            batch = import_one(write(item), "qti")
            if batch and batch.imported:
                yield item


def write(item: ET.Element) -> bytes:
    """Write a document of one item."""
    root = item
    if local(item) == "item" or local(item).startswith("QUESTION_"):
        root = ET.Element("POOL" if local(item) != "item" else "questestinterop")
        root.append(item)
    return ET.tostring(root)


def find_places(element: ET.Element) -> Iterator[ET.Element]:
    """Yield the elements in which a text may stand."""
    if not STRUCTURE.fullmatch(local(element)):
        yield element
        for child in element:
            yield from find_places(child)


def mark_texts(item: ET.Element) -> dict[str, str]:
    """Put a word of its own at the end of every text, and give the words with the texts."""
    marks: dict[str, str] = {}

    def mark(text: str | None) -> str | None:
        words = re.sub(r"<[^<>]*>", "", text or "").strip()
        if not text or not re.search(r"[^\W\d_]{2}", words) or SWITCH.fullmatch(words):
            return text
        marks[f"zq{len(marks)}z"] = text
        ends = re.search(r"(?:</\w+>|\s)*$", text)
        assert ends
        return f"{text[: ends.start()]} {[*marks][-1]}{ends.group()}"

    for element in find_places(item):
        if local(element) not in SETTINGS:
            element.text = mark(element.text)
            for child in element:
                child.tail = mark(child.tail)
    return marks


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_text_of_an_item_arrives_or_is_told(path: Path) -> None:
    for item in find_items(path):
        marks = mark_texts(item)
        batch = import_one(write(item), "qti")
        assert batch
        if not batch.accounts[0].skipped:
            assert [text for mark, text in marks.items() if mark not in say(batch)] == [], ET.tostring(item)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_element_that_nobody_knows_is_told_wherever_it_stands(path: Path) -> None:
    for item in find_items(path):
        for place in [each for each in find_places(item) if local(each) not in SETTINGS]:
            unknown = ET.SubElement(place, "nobodyknows")
            unknown.text = "Zanzibar grows cloves."
            reading = read(Document("quiz.xml", write(item)))
            if not reading.skipped:
                assert re.search("zanzibar", f"{reading.drafts} {reading.remarks}", re.IGNORECASE), ET.tostring(item)
            place.remove(unknown)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_document_whose_texts_arrive_gets_no_note_of_a_loss(path: Path) -> None:
    batch = import_one(path.read_bytes(), "qti")
    told = [each.message for each in batch.accounts[0].remarks] if batch else []
    assert not [each for each in told if "left out" in each]


OUTSIDE = {
    "questestinterop": '<questestinterop><section ident="s"><presentation_material><flow_mat><material><mattext>Read '
    "chapter two.</mattext></material></flow_mat></presentation_material>{item}</section></questestinterop>",
    "rubric": '<questestinterop>\n<section ident="s"><rubric><material><mattext>Read chapter two.</mattext></material>'
    "</rubric>{item}</section></questestinterop>",
}
ITEM = (
    '<item ident="i"><presentation><material><mattext>Ice floats.</mattext></material><response_lid ident="r">'
    '<render_choice><response_label ident="1"><material><mattext>True</mattext></material></response_label>'
    '<response_label ident="2"><material><mattext>False</mattext></material></response_label></render_choice>'
    '</response_lid></presentation>{more}<resprocessing><respcondition><conditionvar><varequal respident="r">1'
    '</varequal></conditionvar><setvar action="Set">100</setvar></respcondition></resprocessing></item>'
)


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_text_beside_the_items_is_told(name: str) -> None:
    batch = import_one(OUTSIDE[name].replace("{item}", ITEM.replace("{more}", "")).encode())
    assert batch
    (remark,) = batch.accounts[0].remarks
    place, line = ("presentation_material", 1) if name == "questestinterop" else ("rubric", 2)
    assert (remark.line, remark.message) == (line, f"this is left out: '{place}' (\"Read chapter two.\")")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (
            "<rubric><material><mattext>Grade ice kindly.</mattext></material></rubric>",
            "'rubric' (\"Grade ice kindly.\")",
        ),
        ("<qticomment>From the old bank.</qticomment>", "'qticomment' (\"From the old bank.\")"),
        (
            (
                "<itemmetadata><qtimetadatafield><fieldlabel>why</fieldlabel><fieldentry>Ask it in the dark."
                "</fieldentry></qtimetadatafield></itemmetadata>"
            ),
            "'why' (\"Ask it in the dark.\")",
        ),
        ("<itemmetadata><qmd_status>Normal</qmd_status></itemmetadata>", ""),
    ],
)
def test_a_text_of_an_item_that_is_not_read_is_told(more: str, told: str) -> None:
    batch = import_one(f"<questestinterop>{ITEM.replace('{more}', more)}</questestinterop>".encode())
    assert batch
    remarks = [each.message for each in batch.accounts[0].remarks]
    assert remarks == ([f"this is left out: {told}"] if told else [])


def test_words_that_a_text_goes_on_over_arrived_together() -> None:
    page = (
        '<assessmentItem identifier="i" title="t"><responseDeclaration identifier="R" cardinality="single" '
        'baseType="identifier"><correctResponse><value>A</value></correctResponse></responseDeclaration><itemBody>'
        "<p>Ice <b>fl</b>oats <i>on <b>cold</b></i> wa<span>ter</span>, H<sub>2</sub>O.</p><p>Why?</p>"
        '<choiceInteraction responseIdentifier="R"><simpleChoice identifier="A">It is <em>less</em> dense'
        '</simpleChoice><simpleChoice identifier="B">It is</simpleChoice></choiceInteraction></itemBody>'
        "</assessmentItem>"
    )
    batch = import_one(page.encode())
    assert batch
    assert batch.accounts[0].remarks == ()
