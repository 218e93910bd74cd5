"""Proves what single elements of Moodle XML mean."""

import base64

import pytest

from mkdeck.importers.draft import Document, Draft, DraftChoice, Reading, Skipped
from mkdeck.importers.formats import moodle_xml


def read(kind: str, rest: str, *, stem: str = "Which?") -> Reading:
    question = (
        f'<question type="{kind}"><questiontext format="html"><text>{stem}</text></questiontext>{rest}</question>'
    )
    return moodle_xml.read(Document("x.xml", f"<quiz>{question}</quiz>".encode()))


def write_picture(name: str, words: str) -> str:
    content = base64.b64encode(f"<svg><title>{words}</title></svg>".encode()).decode()
    return f'<file name="{name}" path="/" encoding="base64">{content}</file>'


def test_a_text_shows_its_own_file_before_those_of_others() -> None:
    answers = "".join(
        f'<answer fraction="{points}" format="html"><text>&lt;img src="@@PLUGINFILE@@/{shown}"&gt;</text>'
        f"{files}</answer>"
        for points, shown, files in (
            (100, "a.svg", write_picture("a.svg", "first")),
            (0, "b.svg", write_picture("a.svg", "second")),
            (0, "a.svg", write_picture("b.svg", "third")),
        )
    )
    reading = read("multichoice", answers)
    titles = [file.content.decode()[12:-14] for file in reading.drafts[0].media]
    assert (titles, reading.remarks) == (["first", "third", "second"], ())


@pytest.mark.parametrize("number", ["inf", "-Infinity", "nan", "1e999", "first", ""])
def test_an_order_needs_numbers(number: str) -> None:
    items = "".join(
        f"<subquestion><text>{text}</text><answer><text>{place}</text></answer></subquestion>"
        for text, place in (("egg", "1"), ("hen", number))
    )
    assert read("order", items).skipped == (Skipped(1, "the answers do not name every item once"),)


@pytest.mark.parametrize(("weight", "right"), [("100", True), ("inf", None), ("nan", None), ("1e999", None)])
def test_what_is_no_number_is_no_weight(weight: str, right: bool | None) -> None:
    answers = f'<answer fraction="{weight}"><text>egg</text></answer><answer fraction="0"><text>hen</text></answer>'
    choices = (DraftChoice("egg", right), DraftChoice("hen", None if right is None else False))
    assert read("multichoice", answers).drafts == (Draft(1, "multiple-choice", "Which?", choices),)
