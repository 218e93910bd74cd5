"""Proves that a deck's page on paper is a sheet to fill in, with an answer key on a page of its own.

Needs Chromium and pdftotext; without them these tests are skipped, except where the variable `CI` is set.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from browser import Browser
from conftest import Run

COURSE = Path(__file__).parents[1] / "site" / "course"
MANY = "course: Many\nid: many"
FIVE_CHOICES = "choices: [{correct: One}, Two, Three, Four, Five]"


@pytest.fixture(scope="module")
def browser(chromium: Browser) -> Browser:
    if not shutil.which("pdftotext") and not os.environ.get("CI"):
        pytest.skip("there is no pdftotext on this machine")
    return chromium


def read_paper(browser: Browser, folder: Path) -> list[str]:
    """Print the page; gives the text of each sheet of paper."""
    browser.print_to(folder / "page.pdf")
    read = subprocess.run(["pdftotext", "-layout", folder / "page.pdf", "-"], check=True, capture_output=True)
    return [re.sub(r" +", " ", page) for page in read.stdout.decode().split("\f") if page.strip()]


def visit(browser: Browser, site: Path, page: str) -> None:
    browser.load("about:blank")
    browser.visit(f"{site.as_uri()}/{page}", site.as_uri())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, mkdeck: Run) -> Path:
    folder = tmp_path_factory.mktemp("site")
    assert mkdeck("site", COURSE, "-o", folder, env={"SOURCE_DATE_EPOCH": "1700000000"}).code == 0
    return folder


@pytest.mark.parametrize("state", ["fresh", "in the test", "all open", "without scripts"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_sheet_asks_and_its_key_answers(
    browser: Browser, site: Path, tmp_path: Path, scheme: str, state: str
) -> None:
    browser.emulate(prefers_color_scheme=scheme)
    browser.allow_scripts(allowed=state != "without scripts")
    visit(browser, site, "bees.html")
    if state == "in the test":
        browser.run("document.getElementById('begin').click()")
        browser.run("document.querySelector('#card .choice').click()")
        browser.run("document.getElementById('check').click()")
    elif state == "all open":
        browser.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    sheet, key = read_paper(browser, tmp_path)
    browser.allow_scripts(allowed=True)
    browser.emulate()
    lines = [line.strip() for line in sheet.splitlines() if line.strip()]
    assert lines[:4] == ["Honey, 2023-11-14", "Bees", "All about bees.", "Name Date"]
    asked = [line for line in lines if re.match(r"\d\. ", line)]
    assert asked[0] == "1. How many legs has a bee?"
    assert asked[1] == "2. A worker can sting."
    assert re.match(r"3\. A ?1 of angle +points to 2 \[to what\?\]", asked[2].replace("\xa0", " "))
    assert asked[3:] == ["4. Why does it dance?", "5. Who lays the eggs?"]
    assert lines[lines.index("Choose one") + 1 :][:4] == ["A Four", "B Eight", "C Six", "D None of these"]
    for hidden in ("dog", "waggle", "food", "The queen", "To tell", "Two a segment", "Lecture 1", "Report", "Right"):
        assert hidden not in sheet, hidden
    for control in ("Start", "Print", "Check", "Next", "Question 1 of"):
        assert control not in sheet + key, control
    assert lines[-1] == "1/2"
    said = [line.strip() for line in key.splitlines() if line.strip()]
    assert said[:2] == ["Answer key", "Bees · Honey, 2023-11-14"]
    assert {"1. C", "2. True"} <= {piece.strip() for line in said for piece in re.split(r"(?= \d\. )", line)}
    for answer in ("waggle", "food", "To tell the others.", "The queen"):
        assert answer in key
    assert "dog" not in key


def test_questions_are_not_split_over_pages(browser: Browser, tmp_path: Path, mkdeck: Run) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    questions = [f"- {{id: q{i}, type: multiple-choice, question: Question {i}?, {FIVE_CHOICES}}}" for i in range(40)]
    (folder / "course.yaml").write_text(MANY)
    (folder / "01.yaml").write_text("deck: Deck\nquestions:\n" + "\n".join(questions))
    assert mkdeck("site", folder, "-o", tmp_path / "site").code == 0
    visit(browser, tmp_path / "site", "deck.html")
    *sheets, key = read_paper(browser, tmp_path)
    assert len(sheets) > 3
    for sheet in sheets:
        lines = [line.strip() for line in sheet.splitlines() if re.match(r" *(\d+\. Question|[A-E] \w+$)", line)]
        assert re.match(r"\d+\. ", lines[0])
        assert len(lines) % 6 == 0
    asked = [int(number) for sheet in sheets for number in re.findall(r"(\d+)\. Question", sheet)]
    assert asked == list(range(1, 41))
    # The right choice is the first one in the file, and must not be the first one on paper.
    letters = re.findall(r"\d+\. ([A-E])\b", key)
    assert len(letters) == 40
    assert set(letters) == set("ABCDE")


def test_paper_is_white_and_right_answers_do_not_stand_out(browser: Browser, site: Path) -> None:
    browser.emulate(prefers_color_scheme="dark")
    visit(browser, site, "bees.html")
    browser.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    browser.call(
        "Emulation.setEmulatedMedia", media="print", features=[{"name": "prefers-color-scheme", "value": "dark"}]
    )
    looks = """["::before", "::after", null].map((part) => new Set(
      [...document.querySelectorAll("#q-legs .choice")].map((each) => {
        const { color, backgroundColor, borderColor, content } = getComputedStyle(each, part);
        return [color, backgroundColor, borderColor, content].join();
      })).size)"""
    found = browser.run(f"[getComputedStyle(document.body).backgroundColor, ...{looks}]")
    browser.call("Emulation.setEmulatedMedia", media="", features=[])
    assert found == ["rgb(255, 255, 255)", 1, 1, 1]


def test_a_gap_of_blocks_has_room_on_paper_and_its_list_stays_one_in_the_key(
    browser: Browser, tmp_path: Path, mkdeck: Run
) -> None:
    folder = tmp_path / "steps"
    folder.mkdir()
    (folder / "course.yaml").write_text(MANY)
    question = '"The steps: {{c1::\\n\\n1. shuffle\\n2. deal\\n\\n}}"'
    (folder / "01.yaml").write_text(f"deck: Deck\nquestions:\n- {{id: q, type: cloze, question: {question}}}\n")
    assert mkdeck("site", folder, "-o", tmp_path / "site").code == 0
    visit(browser, tmp_path / "site", "deck.html")
    browser.call("Emulation.setEmulatedMedia", media="print")
    height = browser.run("document.querySelector('#questions .cloze').getBoundingClientRect().height")
    first, second = browser.run(
        "[...document.querySelectorAll('.answer-key ol ol li')].map((each) => each.getBoundingClientRect().left)"
    )
    browser.call("Emulation.setEmulatedMedia", media="")
    assert height > 60
    assert first == second


def test_a_gap_in_code_has_one_line_to_write_on(browser: Browser, tmp_path: Path, mkdeck: Run) -> None:
    folder = tmp_path / "code"
    folder.mkdir()
    (folder / "course.yaml").write_text(MANY)
    text = '"In `f({{c1::x}})`:\\n\\n```python\\nfor {{c1::i}} in x:\\n    print({{c1::i::what}})\\n```"'
    (folder / "01.yaml").write_text(f"deck: Deck\nquestions:\n- {{id: q, type: cloze, question: {text}}}\n")
    assert mkdeck("site", folder, "-o", tmp_path / "site").code == 0
    visit(browser, tmp_path / "site", "deck.html")
    browser.call("Emulation.setEmulatedMedia", media="print")
    gaps = browser.run(
        """[...document.querySelectorAll("#questions .cloze")].map((gap) => {
          const { boxShadow, borderBottomWidth, textDecorationLine } = getComputedStyle(gap);
          return [gap.innerText, boxShadow, borderBottomWidth, textDecorationLine,
            gap.getClientRects().length, gap.getBoundingClientRect().width > 45];
        })"""
    )
    browser.call("Emulation.setEmulatedMedia", media="")
    line = ["none", "1px", "none", 1, True]
    assert gaps == [["", *line], ["", *line], ["[what]", *line]]


NEIGHBOURS = """[...document.querySelectorAll(".answer-key b")].map((number) => {
  const told = document.createRange();
  told.selectNodeContents(number.nextSibling);
  const [one, other] = [number, told].map((each) => each.getBoundingClientRect());
  return [number.textContent + told.toString(), Math.max(other.left - one.right, one.left - other.right) < 9];
})"""
BOXES = """[...document.querySelectorAll(".statement")].map((statement) => {
  const written = getComputedStyle(statement, "::after").content.slice(1, -1);
  const line = statement.appendChild(document.createElement("p"));
  line.textContent = written;
  const at = (start, end) => {
    const part = document.createRange();
    part.setStart(line.firstChild, written.indexOf(start));
    part.setEnd(line.firstChild, written.indexOf(end) + end.length);
    return part.getBoundingClientRect();
  };
  const word = at("True", "True").left;
  return [word - at("\\u2610", "\\u2610").right, word - at("False", "False").right];
})"""


def test_what_runs_from_right_to_left_keeps_boxes_and_numbers_beside_their_words(
    browser: Browser, tmp_path: Path, mkdeck: Run
) -> None:
    folder = tmp_path / "hebrew"
    folder.mkdir()
    (folder / "course.yaml").write_text(MANY)
    (folder / "01.yaml").write_text(
        "deck: Deck\nquestions:\n"
        "- {id: judge, type: statements, question: מה נכון?, statements: [{true: המים רטובים}, {false: האש קרה}]}\n"
        "- {id: match, type: matching, question: מה שייך?,\n"
        "   pairs: [{left: כלב, right: חיה}, {left: ורד, right: צמח}]}\n",
        encoding="utf-8",
    )
    assert mkdeck("site", folder, "-o", tmp_path / "site").code == 0
    visit(browser, tmp_path / "site", "deck.html")
    browser.call("Emulation.setEmulatedMedia", media="print")
    neighbours, boxes = browser.run(NEIGHBOURS), browser.run(BOXES)
    browser.call("Emulation.setEmulatedMedia", media="")
    assert [said.replace("\xa0", " ").rstrip(" ·") for said, _ in neighbours][:2] == ["1 True", "2 False"]
    assert {said[:3] for said, _ in neighbours[2:]} in ({"1 A", "2 B"}, {"1 B", "2 A"})
    assert all(near for _, near in neighbours)
    assert len(boxes) == 2
    for gap, between in boxes:
        assert 0 < gap < 9  # the box of True is on its left ...
        assert between > 15  # ... and that of False beyond a wider blank
