"""Proves that what an import says is true: of points that are lost, texts that arrived, files that hold no table."""

import io
import zipfile
from pathlib import Path

import pytest

from mkdeck.diagnostics import CommandError
from mkdeck.importers.draft import Document, Remark
from mkdeck.importers.errors import UnreadableError
from mkdeck.importers.formats import gift, moodle_xml
from mkdeck.importers.formats.table.headings import read_heading
from mkdeck.importers.pipeline import import_files
from mkdeck.importers.recognise import read, recognise

AS_TEXT = "save it as plain text (.txt, in UTF-8) and import that"
PARTLY = 'choices earn in part of the points, which is wrong here: "half" 50 %'
UNEQUAL = 'choices earn unequal points, which count the same here: "one" 70 %, "two" 30 %'


def pack(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ("=whole ~%50%half ~none", [PARTLY]),
        ("~%70%one ~%30%two ~%-100%none", [UNEQUAL]),
        ("~%50%one ~%50%two ~%-100%none", []),
        ("~%33.3%one ~%33.3%two ~%33.4%three ~none", []),
        ("=one ~two", []),
    ],
)
def test_points_that_are_lost_are_named_in_gift(answers: str, said: list[str]) -> None:
    reading = gift.read(Document("q.gift", f"Which? {{{answers}}}\n".encode()))
    assert [each.message for each in reading.remarks] == said


@pytest.mark.parametrize(
    ("single", "weights", "said"),
    [
        ("true", {"whole": 100, "half": 50, "none": 0}, [PARTLY]),
        ("false", {"one": 70, "two": 30, "none": 0}, [UNEQUAL]),
        ("false", {"one": 50, "two": 50, "none": -100}, []),
        ("true", {"one": 100, "two": -50}, []),
    ],
)
def test_points_that_are_lost_are_named_in_moodle(single: str, weights: dict[str, int], said: list[str]) -> None:
    answers = "".join(f'<answer fraction="{weight}"><text>{text}</text></answer>' for text, weight in weights.items())
    question = f"<questiontext><text>Which?</text></questiontext><single>{single}</single>{answers}"
    reading = moodle_xml.read(
        Document("q.xml", f'<quiz><question type="multichoice">{question}</question></quiz>'.encode())
    )
    assert reading.remarks == tuple(Remark(1, each) for each in said)


@pytest.mark.parametrize(
    "text",
    [
        "The {1:SHORTANSWER:=Moon} orbits the {1:SHORTANSWER:=Earth}.",
        "The {1:MULTICHOICE_S:%0%Sun~%100%Moon} orbits us.",
        "It is {2:NUMERICAL:=5:0.1} m.",
    ],
)
def test_embedded_answers_that_arrived_are_not_left_out(text: str) -> None:
    page = (
        f'<quiz><question type="cloze"><questiontext format="html"><text>{text}</text></questiontext></question></quiz>'
    )
    reading = moodle_xml.read(Document("q.xml", page.encode()))
    assert (len(reading.drafts), reading.remarks) == (1, ())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (pack(word__document_xml="<x/>"), f"this is a Word document; {AS_TEXT}"),
        (pack(ppt__presentation_xml="<x/>"), f"this is a PowerPoint presentation; {AS_TEXT}"),
        (pack(mimetype="application/vnd.oasis.opendocument.text"), f"this is an OpenDocument text; {AS_TEXT}"),
        (b"%PDF-1.7\n", "this is a PDF; copy its text into a plain text file (.txt, in UTF-8) and import that"),
        (b"{\\rtf1 A) one}", f"this is a text with formatting (RTF); {AS_TEXT}"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500) + "WordDocument".encode("utf-16-le"),
            f"this is an old Word document; {AS_TEXT}",
        ),
    ],
)
def test_a_file_of_a_word_processor_is_called_what_it_is(content: bytes, said: str) -> None:
    for act in (recognise, lambda document: read(document, "lettered")):
        with pytest.raises(UnreadableError) as caught:
            act(Document("q", content))
        assert str(caught.value) == said


@pytest.mark.parametrize(
    ("row", "heading"),
    [
        ("Which is {}?,Mars", "question,answer"),
        ("Which is {}?,Mars,why", "question,answer,explanation"),
        ("Which is {}?,Mars,Venus,B", "question,choice A,choice B,answer"),
        ("Which is {}?;Mars;Venus;Moon;C", "question;choice A;choice B;choice C;answer"),
    ],
)
def test_a_table_without_a_heading_is_told_one_that_fits(row: str, heading: str) -> None:
    rows = "".join(f"{row.format(word)}\n" for word in ("red", "blue", "big"))
    with pytest.raises(CommandError) as caught:
        import_files([Document("t.csv", rows.encode())], Path("d.yaml"), None, append=False)
    reason = f"no row names the columns; put a heading above them, such as `{heading}`"
    assert str(caught.value) == (
        f"t.csv: this looks like none of the formats that can be imported; it comes nearest to table ({reason})."
    )
    assert read_heading(1, heading.replace(";", ",").split(","))
