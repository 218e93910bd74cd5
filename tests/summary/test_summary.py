"""Proves that `mkdeck check --summary` shows a course in figures, as text, JSON and a page for everybody."""

import json
from pathlib import Path

import pytest

from accessibility import Axe
from browser import Browser
from conftest import Outcome, Run, Write

GOLDEN = Path(__file__).parent
DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 5"/>'
COURSE = {
    "course.yaml": 'course: "Tides <&> shores"\nid: tides\n',
    "moon.svg": DOT,
    "1.yaml": """\
        deck: Ebb and flood
        source: Lecture 1
        questions:
          - id: pull
            type: multiple-choice
            question: What pulls at the sea most? ![The moon](moon.svg)
            choices: [correct: The moon, The sun, {wrong: Wind, feedback: It blows.}]
            explanation: It is near.
          - id: order
            type: multiple-choice
            question: When is the tide highest?
            shuffle: false
            choices: [At half moon, correct: A while after the new or the full moon, Never]
          - id: judged
            type: statements
            question: Which hold?
            statements: [true: Tides rise., false: Tides stay.]
            hint: Look.
          - id: twice
            type: true-false
            question: The tide comes twice a day.
            answer: true
            retired: Not everywhere.
        """,
    "2.yaml": """\
        deck: 浜辺
        questions:
          - id: neap
            type: short-answer
            question: What is a neap tide?
            answer: A weak one, such as comes at half moon, when sun and moon pull at right angles to each other.
            reverse: true
          - id: spring
            type: short-answer
            question: What is a spring tide?
            answer: A strong one.
            reverse: {retired: Too vague.}
          - id: gap
            type: cloze
            question: Between ebb and {{c1::flood::what?}} lie {{c2::six}} hours.
          - id: broken
            type: true-false
            question: Is it so?
            answer: perhaps
          - id: unready
            draft: true
            type: true-false
            question: Is it so?
        """,
}


@pytest.fixture
def tides(course: Write) -> Path:
    return course(COURSE, name="tides")


def summarise(mkdeck: Run, folder: Path, *more: str | Path, env: dict[str, str] | None = None) -> Outcome:
    return mkdeck("check", "--summary", *more, cwd=folder, env={"COLUMNS": "80"} | (env or {}))


SAID = "Tides <&> shores: 1 error, 1 warning; `mkdeck check` without --summary lists them.\n"


def test_a_terminal_shows_this(tides: Path, mkdeck: Run) -> None:
    assert summarise(mkdeck, tides) == (1, (GOLDEN / "tides.txt").read_text("utf-8"), SAID)


def test_machines_read_this(tides: Path, mkdeck: Run) -> None:
    code, out, err = summarise(mkdeck, tides, "--format", "json")
    assert (code, err) == (1, SAID)
    assert out == (GOLDEN / "tides.json").read_text("utf-8")
    assert json.loads(out)[0]["questions"] == 9


def test_lines_fit_a_terminal_of_any_width(tides: Path, mkdeck: Run) -> None:
    for columns in (60, 79, 100):
        lines = summarise(mkdeck, tides, env={"COLUMNS": str(columns)}).out.splitlines()
        assert max(map(len, lines)) <= columns
    assert summarise(mkdeck, tides, env={"COLUMNS": "1"}).out == summarise(mkdeck, tides, env={"COLUMNS": "60"}).out


def test_a_shelf_shows_one_course_after_the_other(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    course(COURSE | {"2.yaml": "deck: B\nquestions: [{id: a, type: true-false, question: Q, answer: true}]\n"}, "a")
    course({"course.yaml": "{course: Wind, id: wind}", "w.yaml": "questions: []\n"}, "b")
    code, out, err = summarise(mkdeck, tmp_path, ".")
    assert code == 1
    assert err == "Wind: 1 error; `mkdeck check` without --summary lists them.\n"
    assert [line for line in out.splitlines() if line.endswith(")")] == ["Tides <&> shores (tides)", "Wind (wind)"]
    assert "\n\n\nWind (wind)\n0 questions, 0 cards.\n\nWhat questions have\n" in out
    assert [each["id"] for each in json.loads(summarise(mkdeck, tmp_path, ".", "--format", "json").out)] == [
        "tides",
        "wind",
    ]
    page = summarise(mkdeck, tmp_path, ".", "--format", "html").out
    assert [page.count(each) for each in ("<article", "<h1", '<a href="#course-2"', "<!doctype")] == [2, 2, 1, 1]


def test_a_page_goes_to_a_file(tides: Path, mkdeck: Run) -> None:
    page = summarise(mkdeck, tides, "--format", "html").out
    written = summarise(mkdeck, tides, "--format", "html", "-o", "out/page.html")
    assert written == (1, "", f"out/page.html: written.\n{SAID}")
    assert (tides / "out" / "page.html").read_text("utf-8") == page
    assert "<title>Tides &lt;&amp;&gt; shores in figures</title>" in page
    assert summarise(mkdeck, tides, "--format", "html", "-o", "-") == (1, page, SAID)


@pytest.mark.parametrize("name", ["1.yaml", "course.yaml", "moon.svg"])
def test_a_page_is_not_written_over_the_course(name: str, tides: Path, mkdeck: Run) -> None:
    before = (tides / name).read_bytes()
    said = f"mkdeck: {name} is a file of the course; choose another name with -o.\n"
    assert summarise(mkdeck, tides, "-o", name) == (2, "", said)
    assert (tides / name).read_bytes() == before
    assert summarise(mkdeck, tides, "-o", ".") == (2, "", "mkdeck: . is a folder; name a file with -o.\n")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--summary", "--format", "github"), "--format github is about findings; --summary is written as text, json"),
        (("--summary", "--format", "gitlab"), "--format gitlab is about findings; --summary is written as text, json"),
        (("--summary", "--rules", "style"), "--rules chooses findings, and --summary lists none"),
        (
            ("--format", "html"),
            "--format html is for --summary; findings are written as text, json, github or gitlab.",
        ),
        (("-o", "x.html"), "-o is for --summary"),
    ],
)
def test_options_that_do_not_go_together(options: tuple[str, ...], said: str, tides: Path, mkdeck: Run) -> None:
    code, out, err = mkdeck("check", *options, cwd=tides)
    assert (code, out, said in err) == (2, "", True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1100])
def test_the_page_is_for_everybody_by_day_and_night(
    scheme: str, width: int, tides: Path, mkdeck: Run, chromium: Browser, axe: Axe
) -> None:
    chromium.start_over()
    chromium.emulate(prefers_color_scheme=scheme)
    chromium.resize(width)
    chromium.show(summarise(mkdeck, tides, "--format", "html").out)
    rows = chromium.run("[...document.querySelectorAll('tr')].map((row) => row.innerText.replace(/\\s+/g, ' ').trim())")
    assert rows[:6] == ["multiple-choice 2", "short-answer 2", "cloze 1", "statements 1", "Ebb and flood 3", "浜辺 3"]
    assert "right choice is the longest 2 of 2" in rows
    widths = "['.share', '.all'].map((part) => row.querySelector(part).getBoundingClientRect().width)"
    shares = chromium.run(f"[...document.querySelectorAll('tr')].slice(0, 3).map((row) => {widths})")
    assert [share / whole for share, whole in shares] == pytest.approx([1, 1, 0.5], abs=0.01)
    assert chromium.run("document.documentElement.scrollWidth <= innerWidth")
    assert (chromium.requests, chromium.faults) == ([], [])
    assert axe.look(chromium) == []
