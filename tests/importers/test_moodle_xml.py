"""Proves what single elements of Moodle XML mean."""

import base64

import pytest

from mkdeck.importers.draft import Document, Draft, DraftChoice, Reading, Skipped
from mkdeck.importers.formats import moodle_xml
from pictured import make_png


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


DRAGS = "".join(
    f"<drag><no>{i}</no><text>{text}</text><noofdrags>1</noofdrags></drag>"
    for i, text in enumerate(("North &amp; south", "East", "West", "Nowhere"), start=1)
)
ZONES = (
    ("circle", "50,25;10", 1),
    ("rectangle", "80,40;40,20", 2),
    ("polygon", "0,0;20,0;10,50", 3),
    ("circle", "10,10", 1),
    ("rectangle", "300,300;10,10", 2),
    ("polygon", "1,2;x,y;3,4", 3),
    ("circle", "nan,5;inf", 3),
    ("polygon", "1,2;nan,4;3,4", 3),
)


def write_map(width: int, height: int) -> str:
    content = base64.b64encode(make_png(width, height)).decode()
    return f'<file name="map.png" path="/" encoding="base64">{content}</file>'


def write_zones(*zones: tuple[str, str, int]) -> str:
    return "".join(
        f"<drop><no>{i}</no><shape>{shape}</shape><coords>{coords}</coords><choice>{choice}</choice></drop>"
        for i, (shape, coords, choice) in enumerate(zones, start=1)
    )


def test_markers_on_a_picture_are_places_of_it() -> None:
    reading = read("ddmarker", write_map(100, 50) + DRAGS + write_zones(*ZONES))
    (draft,) = reading.drafts
    (media,) = draft.media
    assert (draft.kind, draft.question, draft.more) == (
        "occlusion",
        "Which?",
        {
            "image": media.name,
            "masks": [
                {"label": "North & south", "ellipse": ["40", "30", "20", "40"]},
                {"label": "East", "box": ["80", "80", "20", "20"]},
                {"label": "West", "polygon": [["0", "0"], ["20", "0"], ["10", "100"]]},
            ],
        },
    )
    assert draft.comments == ("Markers that fit no place are left out: Nowhere",)
    assert (reading.skipped, reading.remarks) == ((), ())


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("", "questions of the type 'ddmarker' can't be turned into a card"),
        (write_map(9, 9) + DRAGS, "questions of the type 'ddmarker' can't be turned into a card"),
        (
            write_map(9, 9) + DRAGS + write_zones(("circle", "1,1;1", 9)),
            "none of its zones has a marker and a place on the picture",
        ),
        (
            write_picture("map.svg", "A map") + DRAGS + write_zones(("circle", "1,1;1", 1)),
            "its picture 'map.svg' is missing, or does not tell its size",
        ),
    ],
)
def test_markers_without_places_are_skipped(rest: str, said: str) -> None:
    assert read("ddmarker", rest).skipped == (Skipped(1, said),)


VALUES = (
    "<dataset_definitions><dataset_definition><name><text>a</text></name></dataset_definition></dataset_definitions>"
)
ANEW = "the source makes {} for each student; write numbers, and the answer to them"


@pytest.mark.parametrize(
    ("kind", "stem", "answer", "rest", "unsettled"),
    [
        ("calculated", "What is {a} + {b}?", "{a}+{b}", "", ANEW.format("new values for a, b")),
        ("calculatedsimple", "Twice {a}?", "2*{a}", VALUES, ANEW.format("a new value for a")),
        ("calculated", "What is $\\\\frac{x}{y}$ of {a}?", "{a}", VALUES, ANEW.format("a new value for a")),
        ("calculated", "What is $\\\\sqrt{x}$ of 5?", "5", "", ""),
        ("calculated", "What is 2 + 3?", "2+3", "", ""),
        ("shortanswer", "What is {a} in this f-string?", "a", "", ""),
    ],
)
def test_what_asks_for_values_made_anew_is_a_draft(
    kind: str, stem: str, answer: str, rest: str, unsettled: str
) -> None:
    reading = read(kind, f'<answer fraction="100"><text>{answer}</text></answer>{rest}', stem=stem)
    assert [each.unsettled for each in reading.drafts] == [unsettled]


@pytest.mark.parametrize(
    ("rest", "choices"),
    [
        ('<answer fraction="0"><text></text><feedback><text></text></feedback></answer>', ["yes", "no"]),
        ('<answer fraction="0"><text></text><feedback><text>Say more.</text></feedback></answer>', ["yes", "no", ""]),
        ('<answer fraction="100"><text></text></answer>', ["yes", "no", ""]),
    ],
)
def test_a_choice_that_says_nothing_is_none(rest: str, choices: list[str]) -> None:
    answers = '<answer fraction="100"><text>yes</text></answer><answer fraction="0"><text>no</text></answer>'
    (draft,) = read("multichoice", f"{answers}{rest}").drafts
    assert [choice.text for choice in draft.choices] == choices
