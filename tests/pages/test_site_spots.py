"""Proves that a site's self-test covers places of a picture and shows their labels, and that a sheet numbers them."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from browser import Browser
from conftest import Outcome

COURSE = {
    "course.yaml": "{course: Hearts, id: hearts}",
    "1.yaml": """\
        deck: Deck
        questions:
          - id: heart
            type: occlusion
            question: What is covered?
            image: heart.svg
            hide: all
            masks:
              - {label: Aorta, box: [5, 5, 20, 20]}
              - {label: "*Septum*", ellipse: [40, 5, 20, 20], group: walls, hint: a wall}
              - {label: Apex, polygon: [[70, 5], [95, 5], [80, 40]], group: walls}
          - {id: last, type: true-false, question: Hearts beat., answer: true}
        """,
    "heart.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 50"><circle cx="40" cy="30" r="15"/></svg>',
}
LABELS = ("Aorta", "Septum", "Apex")


@pytest.fixture
def page(course: Callable[..., Path], mkdeck: Callable[..., Outcome], tmp_path: Path) -> Path:
    done = mkdeck("site", course(COURSE), "-o", tmp_path / "site")
    assert done.code == 0, done.err
    return tmp_path / "site" / "deck.html"


def see(browser: Browser, selector: str) -> list[str]:
    text = browser.run(f"document.querySelector('{selector}').innerText")
    return [label for label in LABELS if label in text]


def count_covers(browser: Browser, selector: str) -> int:
    covers = f"[...document.querySelectorAll('{selector} .cover')]"
    count: int = browser.run(f"{covers}.filter((each) => getComputedStyle(each).display !== 'none').length")
    return count


def test_places_are_covered_named_and_judged_by_the_student(page: Path, chromium: Browser) -> None:
    chromium.faults.clear()
    chromium.requests.clear()
    chromium.visit(page.as_uri(), page.parent.as_uri())
    chromium.run("localStorage.clear(); document.getElementById('begin').click()")
    hidden = "Array.from(document.querySelectorAll('#actions button:not([hidden])'), (each) => each.id)"
    for labels in (["Aorta"], None, ["Septum", "Apex"]):
        if labels is None:  # what stands between the two cards of one picture
            chromium.run(
                "document.querySelector('#card .choice.right').click(); document.getElementById('check').click();"
                "document.getElementById('next').click()"
            )
            continue
        assert chromium.run(hidden) == ["reveal"]
        assert see(chromium, "#card") == []
        assert not [label for label in LABELS if label in chromium.run("document.getElementById('card').innerHTML")]
        assert count_covers(chromium, "#card") == 3
        chromium.run("document.getElementById('reveal').click()")
        assert see(chromium, "#card") == labels
        assert count_covers(chromium, "#card .named") == 3
        assert chromium.run(hidden) == ["not-yet", "knew-it"]
        chromium.run("document.getElementById('knew-it').click()")
    assert chromium.run("document.getElementById('total').textContent") == "3 of 3 right"
    assert (chromium.faults, chromium.requests) == ([], [])


def test_all_questions_show_covers_and_a_solution_every_label(page: Path, chromium: Browser) -> None:
    for scripts in (True, False):
        chromium.allow_scripts(allowed=scripts)
        try:
            chromium.visit(page.as_uri(), page.parent.as_uri())
            if scripts:
                chromium.run("document.getElementById('all').click()")
            assert see(chromium, "#q-heart") == []
            assert chromium.run("document.querySelector('.fill-in').offsetParent") is None
            assert count_covers(chromium, "#q-heart > .prompt") == 3
            chromium.run("document.querySelector('#q-heart .solution').open = true")
            assert see(chromium, "#q-heart .named") == list(LABELS)
        finally:
            chromium.allow_scripts(allowed=True)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs pdftotext (poppler-utils)")
def test_on_paper_places_have_numbers_lines_and_a_key(page: Path, chromium: Browser, tmp_path: Path) -> None:
    chromium.visit(page.as_uri(), page.parent.as_uri())
    chromium.print_to(tmp_path / "sheet.pdf")
    said = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "sheet.pdf", "-"], capture_output=True, text=True, check=True
    )
    sheet, _, key = said.stdout.partition("Answer key")
    words = sheet.split()
    assert not {"Aorta", "Septum", "Apex", "wall", "?"} & set(words)
    assert [each for each in words if each in ("1", "2", "3")] == ["1", "2", "3"]  # on the picture
    assert [each for each in words if each in ("1.", "2.", "3.")].count("3.") == 1  # on the lines below
    assert "1 Aorta 2 Septum 3 Apex" in " ".join(key.split())
