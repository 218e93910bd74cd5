"""Proves that a site's self-test asks for numbers, words, orders, pairs and statements, and prints them."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from browser import Browser
from conftest import Run, Write

COURSE = {
    "course.yaml": "{course: Tasks, id: tasks}",
    "1.yaml": """\
        deck: Deck
        questions:
          - id: statements
            type: statements
            question: Which hold?
            statements: [{true: One is odd.}, {false: Two is odd., feedback: It is even.}]
          - {id: number, type: numeric, question: How many?, answer: 2.5, tolerance: 2 %, unit: m}
          - {id: typed, type: short-answer, question: What?, answer: Brasília, accept: [Brasilia DF]}
          - {id: other, type: short-answer, question: What else?, answer: Manaus, accept: [Manaos]}
          - {id: order, type: ordering, question: Which first?, items: [One, Two, Three]}
          - id: pairs
            type: matching
            question: Which belong together?
            pairs: [{left: One, right: odd}, {left: Two, right: even}]
        """,
}
TYPE = """((text) => {
  const field = document.querySelector("#card .field");
  field.value = text;
  field.dispatchEvent(new Event("input"));
})"""
DONE = {
    "statements": "for (const i of [0, 3]) document.querySelectorAll('#card .pick')[i].click()",
    "number": f"{TYPE}('2,45 m')",
    "typed": f"{TYPE}('brasilia df')",
    "other": f"{TYPE}('Belém')",
    "order": """for (const [i, text] of ["One", "Two", "Three"].entries()) {
      const rows = [...document.querySelectorAll("#card .item")];
      const row = rows.find((each) => each.textContent.trim() === text);
      if (rows[i] !== row) { row.click(); rows[i].click(); }
    }""",
    "pairs": """for (const text of ["odd", "odd"])
      [...document.querySelectorAll("#card .partner")].find((each) => each.textContent.trim() === text).click()""",
}
VERDICTS = {
    "statements": "2 of 2 right",
    "number": "Right",
    "typed": "Right",
    "other": "Wrong",
    "order": "3 of 3 right",
    "pairs": "1 of 2 right",
}


@pytest.fixture
def page(course: Write, mkdeck: Run, tmp_path: Path) -> Path:
    done = mkdeck("site", course(COURSE), "-o", tmp_path / "site")
    assert done.code == 0, done.err
    return tmp_path / "site" / "deck.html"


def test_each_task_is_done_judged_and_counted(page: Path, chromium: Browser) -> None:
    chromium.faults.clear()
    chromium.visit(page.as_uri(), page.parent.as_uri())
    chromium.run("localStorage.clear(); document.getElementById('begin').click()")
    hidden = "Array.from(document.querySelectorAll('#actions button:not([hidden])'), (each) => each.id)"
    for name, script in DONE.items():
        assert chromium.run(hidden) == ["check"], name
        assert (
            chromium.run("document.querySelector('#card [data-low], #card [data-accept], #card [data-order]')") is None
        )
        chromium.run(f"(() => {{ {script} }})()")
        chromium.run("document.getElementById('check').click()")
        assert chromium.run("document.querySelector('#card .verdict').textContent") == VERDICTS[name]
        if name == "other":  # somebody may have typed what is right as well
            assert chromium.run(hidden) == ["not-yet", "knew-it"]
            chromium.run("document.getElementById('knew-it').click()")
        else:
            chromium.run("document.getElementById('next').click()")
    assert chromium.run("document.getElementById('total').textContent") == "5 of 6 right"
    assert chromium.run("document.querySelector('#missed li').textContent") == "Which belong together?"
    assert chromium.faults == []


def test_enter_in_a_line_checks_what_was_typed(page: Path, chromium: Browser) -> None:
    chromium.visit(page.as_uri(), page.parent.as_uri())
    chromium.run("localStorage.clear(); document.getElementById('begin').click()")
    chromium.run(f"(() => {{ {DONE['statements']} }})()")
    chromium.run("document.getElementById('check').click(); document.getElementById('next').click()")
    assert chromium.run("document.activeElement.className") == "field tappable"
    chromium.call("Input.insertText", text="2.5")
    chromium.press("Enter")
    assert chromium.run("document.querySelector('#card .verdict').textContent") == "Right"


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs pdftotext (poppler-utils)")
def test_on_paper_each_task_has_blanks_and_a_key(page: Path, chromium: Browser, tmp_path: Path) -> None:
    chromium.visit(page.as_uri(), page.parent.as_uri())
    chromium.print_to(tmp_path / "sheet.pdf")
    said = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "sheet.pdf", "-"], capture_output=True, text=True, check=True
    )
    sheet, _, key = said.stdout.partition("Answer key")
    seen = re.sub("[\u2068\u2069]", "", sheet)  # signs around words that may run the other way
    lines = [" ".join(line.split()) for line in seen.splitlines() if line.strip()]
    assert "1. One is odd. ☐ True ☐ False" in lines
    assert "m" in lines
    assert not {"even", "2.5", "Brasília", "It is even."} & set(lines)
    shown = [line for line in lines if line in ("One", "Two", "Three")]
    assert sorted(shown) == ["One", "Three", "Two"]
    order = " · ".join(str(["One", "Two", "Three"].index(each) + 1) for each in shown)
    flat = " ".join(key.split())
    for answer in ("1 True · 2 False", "2.5 ± 2 % m", "Brasília", "Manaus", order):
        assert answer in flat, answer
    rights = [line.rpartition(". ")[2] for line in lines if line.rpartition(". ")[2] in ("odd", "even")]
    letters = {text: "AB"[i] for i, text in enumerate(rights)}
    assert f"1 {letters['odd']} · 2 {letters['even']}" in flat


def test_a_page_holds_every_task_for_those_without_scripts(page: Path, chromium: Browser) -> None:
    chromium.allow_scripts(allowed=False)
    try:
        chromium.visit(page.as_uri(), page.parent.as_uri())
        text = page.read_text("utf-8")
    finally:
        chromium.allow_scripts(allowed=True)
    for part in ("One is odd.", 'class="answer value"', 'class="answer ordered"', 'class="answer matched"'):
        assert part in text
    assert json.dumps("It is even.")[1:-1] in text
