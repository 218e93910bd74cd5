"""Proves that texts run as their words do, on cards, pages and paper, whatever stands first in them."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from browser import Browser
from conftest import Build, Run, Write
from mkdeck.compiler import compile_course
from mkdeck.rendering.templates import render_card
from mkdeck.rendering.typeset import typeset
from mkdeck.text.direction import guess_direction, tell_direction

HEBREW = "היא רשת עם זיכרון"
FIRST = {  # what a text begins with, though its other words run from right to left
    "math": "$x^2 + y$",
    "code": "`print(x)`",
    "a Latin word": "RNN",
    "two": "Long `LSTM`",
    "display math": "$$\\frac{a}{b}$$\n\n",
    "fenced code": "```python\nx = 1\n```\n\n",
    "an address": "<https://example.org/rnn>",
    "a picture": "![A net](x.png)",
    "nothing": "",
}


@pytest.mark.parametrize(
    ("page", "told", "guessed"),
    [
        ("<p>RNN היא רשת</p>", "rtl", "ltr"),
        ("<p>\\(x\\) הוא מספר</p>", "rtl", "ltr"),
        ("<p><code>x</code> הוא מספר</p>", "rtl", "ltr"),
        ("<p>היא רשת</p>", "rtl", "rtl"),
        ("<p>שלום is what people say in Hebrew</p>", "ltr", "rtl"),
        ("<p>What does the word שלום mean?</p>", "ltr", "ltr"),
        ('<p title="RNN">ما هي الشبكة العصبية؟</p>', "rtl", "rtl"),
        ("<p>آیا RNN یک شبکه است؟</p>", "rtl", "rtl"),
        ("<p>https://example.org/a/b/c/d היא כתובת</p>", "rtl", "ltr"),
        ('<p><bdi dir="ltr">RNN</bdi> היא רשת</p>', "rtl", "rtl"),
        ("<p>[sound:abc.mp3] היא רשת</p>", "rtl", "rtl"),
        ("<p>\\(x\\) 12</p>", "", "ltr"),
        ("<p>12</p>", "", ""),
        ("<p>Words alone</p>", "ltr", "ltr"),
        # A word of another script in a short text.
        ("The word سلام means peace", "ltr", "ltr"),
        ("سلام means peace", "ltr", "rtl"),
        ("Translate سلام", "ltr", "ltr"),
        ("Translate: שלום", "ltr", "ltr"),
        ("Peace (שלום)", "ltr", "ltr"),
        ("שלום (peace be with you)", "rtl", "rtl"),
        ("Root كتب", "ltr", "ltr"),
        ("Das Wort שלום", "ltr", "ltr"),
        ("RNN היא", "rtl", "ltr"),
        ("GPUs מהירים", "rtl", "ltr"),
        ("Photoshop هو برنامج", "rtl", "ltr"),
        ("Adobe Photoshop هو برنامج", "rtl", "ltr"),
        ("برنامج Microsoft Word", "rtl", "rtl"),
        ("ما هو Microsoft Office؟", "rtl", "rtl"),
        ("אלגוריתם Adam", "rtl", "rtl"),
        ("RNN", "ltr", "ltr"),
        ("(שלום)", "rtl", "rtl"),
    ],
)
def test_the_words_tell_the_direction(page: str, told: str, guessed: str) -> None:
    assert (tell_direction(page), guess_direction(page)) == (told, guessed)


def write_course(course: Write, questions: list[Mapping[str, object]]) -> Path:
    folder = course({"course.yaml": "course: RNN מבוא לרשתות\nid: nets\n", "x.png": "as it is drawn"})
    numbered = [{"id": f"q{i}", **question} for i, question in enumerate(questions)]
    (folder / "1.yaml").write_text(
        json.dumps({"deck": "LSTM ועוד", "questions": numbered}, ensure_ascii=False), "utf-8"
    )
    return folder


def make_sides(course: Write, question: Mapping[str, object], ordinal: int = 0) -> tuple[str, str]:
    """Give both sides of a card as pages without scripts of their own, as they are on the strictest client."""
    package = compile_course(write_course(course, [question]), 0).package
    (note,) = package.notes
    (notetype,) = package.notetypes
    sides = typeset(render_card(notetype, note, ordinal))
    head = f"<!doctype html><style>{notetype.css}</style><body class=card>"
    return head + sides.front, head + sides.back


def ways(browser: Browser, page: str, *selectors: str) -> list[list[str]]:
    """Give the directions of all elements that selectors find."""
    browser.write(page)
    return [
        browser.run(f"[...document.querySelectorAll({json.dumps(each)})].map((e) => getComputedStyle(e).direction)")
        for each in selectors
    ]


@pytest.fixture
def browser(chromium: Browser) -> Browser:
    chromium.allow_scripts(allowed=True)
    return chromium


@pytest.mark.parametrize("first", FIRST.values(), ids=FIRST)
def test_a_card_runs_as_its_words_do(course: Write, browser: Browser, first: str) -> None:
    text = f"{first} {HEBREW}"
    question = {
        "type": "multiple-choice",
        "question": text,
        "choices": [{"correct": text, "feedback": text}, "$x$", "TensorFlow (2015)"],
        "explanation": text,
        "hint": text,
        "source": text.split("\n", maxsplit=1)[0] + HEBREW,
    }
    front, back = make_sides(course, question)
    told = ways(browser, front, ".prompt", ".choices, .choice", ".choice bdi", ".hint > div")
    assert told == [["rtl"], ["rtl"] * 4, ["ltr"], ["rtl"]]
    told = ways(browser, back, ".prompt", ".choice", ".feedback", ".explanation > div > *:last-child", ".source")
    assert told == [["rtl"], ["rtl"] * 3, ["rtl"], ["rtl"], ["rtl"]]


@pytest.mark.parametrize("first", FIRST.values(), ids=FIRST)
def test_a_model_answer_and_tables_and_lists_run_as_their_words_do(course: Write, browser: Browser, first: str) -> None:
    more = f"\n\n- {HEBREW}\n- RNN\n\n| RNN | {HEBREW} |\n|---|---|\n| $x$ | {HEBREW} |\n"
    question = {"type": "short-answer", "question": f"{first} {HEBREW}{more}", "answer": f"{first} {HEBREW}{more}"}
    front, back = make_sides(course, question)
    assert ways(browser, front, ".prompt ul, .prompt table") == [["rtl"] * 2]
    assert ways(browser, back, ".answer ul, .answer table, .answer li") == [["rtl"] * 4]


@pytest.mark.parametrize(
    "text",
    [
        "{{c1::RNN}} " + HEBREW,
        "{{c1::$x^2$}} " + HEBREW,
        "{{c1::RNN::English}} " + HEBREW,
        "$x$ {{c1::זיכרון}} " + HEBREW,
        "`x` הוא {{c2::RNN}} או {{c1::GRU}}",
    ],
)
def test_both_sides_of_a_cloze_run_alike(course: Write, browser: Browser, text: str) -> None:
    sides = make_sides(course, {"type": "cloze", "question": text, "explanation": "$x$"})
    assert [ways(browser, side, ".prompt") for side in sides] == [[["rtl"]]] * 2


def test_a_text_from_left_to_right_that_begins_otherwise_stays_so(course: Write, browser: Browser) -> None:
    question = {
        "type": "multiple-choice",
        "question": "שלום is what people say. What does it mean?",
        "choices": [{"correct": "Peace"}, "שלום"],
        "explanation": "שלום is also said when people part.",
    }
    front, back = make_sides(course, question)
    assert ways(browser, front, ".prompt, .choice", ".choice bdi") == [["ltr"] * 3, ["rtl"]]
    assert ways(browser, back, ".explanation > div > *") == [["ltr"]]


@pytest.mark.parametrize(
    "question",
    [
        {"question": "מהי RNN?", "answer": "רשת עם $x$ זיכרון", "explanation": HEBREW},
        {"question": "What is $x$?", "answer": "A number", "explanation": "No more."},
        {"question": "What does שלום mean?", "answer": "Peace"},
    ],
)
def test_fields_that_come_out_right_stay_as_they_are(course: Write, question: dict[str, object]) -> None:
    (note,) = compile_course(write_course(course, [{"type": "short-answer", **question}]), 0).package.notes
    assert note.fields[-3:] == ("", "", "")
    assert not any("dir=" in field for field in note.fields)


QUESTIONS: list[Mapping[str, object]] = [
    {
        "type": "multiple-choice",
        "question": f"RNN {HEBREW}?",
        "choices": [{"correct": f"LSTM {HEBREW}", "feedback": f"`x` {HEBREW}"}, "TensorFlow (2015)"],
        "explanation": f"$x$ {HEBREW}",
        "hint": f"GRU {HEBREW}",
        "source": f"Goodfellow, {HEBREW}",
    },
    {"type": "cloze", "question": f"{{{{c1::RNN}}}} {HEBREW} {{{{c2::$x$}}}}."},
    {"type": "short-answer", "question": f"`f(x)` {HEBREW}", "answer": f"Python {HEBREW}"},
    {"type": "short-answer", "question": "What is $x$?", "answer": "A number"},
]


def test_pages_of_a_site_run_as_their_words_do(course: Write, browser: Browser, mkdeck: Run, tmp_path: Path) -> None:
    done = mkdeck("site", write_course(course, QUESTIONS), "-o", tmp_path / "site")
    assert done.code == 0, done.err
    site = tmp_path / "site"
    (deck,) = [page for page in site.glob("*.html") if page.name != "index.html"]
    looks = {
        site / "index.html": {"h1": ["rtl"], ".tile": ["rtl"]},
        deck: {
            "h1, .sheet, .answer-key > p": ["rtl"] * 3,
            "article": ["rtl", "rtl", "rtl", "ltr"],
            ".hint > div > *": ["rtl"],
            ".solution > .explanation > *": ["rtl"],
            ".solution > .answer > *": ["rtl", "ltr"],
            ".answer-key bdi": ["rtl", "rtl", "rtl", "ltr"],
        },
    }
    for page, found in looks.items():
        browser.visit(page.as_uri(), within=f"{site.as_uri()}/")
        for selector, directions in found.items():
            script = f"[...document.querySelectorAll({json.dumps(selector)})].map((e) => getComputedStyle(e).direction)"
            assert browser.run(script) == directions, selector
    cards = """[...document.querySelectorAll("#questions > article")].flatMap(listCards).map((card) => {
      const box = document.createElement("div");
      document.body.append(box);
      return [makeSides(card).front, makeSides(card).back].map((side) => {
        box.innerHTML = side;
        return getComputedStyle(box.querySelector(".prompt")).direction;
      });
    })"""
    assert browser.run(cards) == [["rtl", "rtl"]] * 4 + [["ltr", "ltr"]]


def test_directions_come_back_from_a_package(mkdeck: Run, course: Write, build: Build, tmp_path: Path) -> None:
    folder = write_course(course, QUESTIONS)
    done = mkdeck("import", build(folder), "-o", tmp_path / "back")
    assert done.code == 0, done.err
    assert "note:" not in done.out
    old, new = (compile_course(each, 0).package for each in (folder, tmp_path / "back"))
    assert new.notes == old.notes
