"""Proves that what several questions share is shown above each, and written once on pages, on paper and in YAML."""

from pathlib import Path
from textwrap import dedent

import pytest

from browser import Browser
from conftest import Build, Run
from mkdeck.compiler import compile_course
from mkdeck.identity import make_guid
from mkdeck.importers.draft import Document
from mkdeck.importers.formats import apkg as apkg_format
from mkdeck.importers.writing.yaml import write_deck
from mkdeck.rehearsal.student import Student

DECK = """\
    questions:
      - id: now
        type: short-answer
        context: &case |
          A patient of 60 has *pain*.

          | hour | beats |
          |------|-------|
          | 1    | 80    |
        question: What now?
        answer: Wait
      - {id: gap, type: cloze, context: *case, question: "It is {{c1::this}} and {{c2::that}}."}
      - {id: age, type: numeric, context: *case, question: How old?, answer: 60}
      - {id: other, type: true-false, question: So?, answer: true}
      - {id: alone, type: true-false, context: "$x = 2$", question: Is x even?, answer: true}
    """
CASE = "<p>A patient of 60 has <em>pain</em>.</p>"


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "deck.yaml"
    path.write_text(dedent(DECK), "utf-8")
    return path


def test_each_card_shows_it_above_what_is_asked(deck: Path, build: Build, tmp_path: Path) -> None:
    with Student(tmp_path / "student") as student:
        assert student.take(build(deck)).new == 5
        now, gap = make_guid("deck", "now", "standard"), make_guid("deck", "gap", "cloze")
        for card in ((now, 0), (gap, 0), (gap, 1)):
            for side in student.render(*card):
                assert side.count(CASE) == 1
                assert side.index('<section class="context"') < side.index('<div class="prompt">')
        front, _ = student.render(make_guid("deck", "other", "standard"))
        assert "context" not in front.partition("<script>")[0]


def test_it_comes_back_from_a_package_with_an_anchor(deck: Path, build: Build) -> None:
    reading = apkg_format.read(Document("deck.apkg", build(deck).read_bytes()))
    assert (reading.skipped, reading.remarks) == ((), ())
    written = write_deck(reading.drafts, [draft.id for draft in reading.drafts])
    assert written.count("A patient of 60") == 1
    assert [line.strip() for line in written.splitlines() if "context:" in line] == [
        "context: &now-context |-",
        "context: *now-context",
        "context: *now-context",
        r"context: \(x = 2\)",
    ]
    before = compile_course(deck, 1_700_000_000)
    deck.write_text(written, "utf-8")
    again = compile_course(deck, 1_700_000_000)
    assert (again.diagnostics, again.package.notes) == ([], before.package.notes)


def test_a_mistake_in_it_is_said_once_where_it_stands(deck: Path) -> None:
    deck.write_text(deck.read_text("utf-8").replace("*pain*", "<font>pain</font>"), "utf-8")
    (found,) = compile_course(deck, 1_700_000_000).diagnostics
    assert (found.span.line, found.span.column, found.question) == (5, 27, "now")
    assert (
        found.message
        == "<font> is not allowed on a card and left out; to show the tag itself, put it between backticks"
    )


def test_a_diff_names_it(deck: Path, mkdeck: Run, build: Build) -> None:
    old = build(deck)
    deck.write_text(deck.read_text("utf-8").replace("patient of 60", "patient of 61"), "utf-8")
    done = mkdeck("diff", old, deck)
    assert "\n  now, gap, age\n    Context:\n      A patient of [-60-] {+61+} has pain.\n" in done.out


def test_a_page_shows_it_once_before_all_that_share_it_and_each_card_has_it(
    deck: Path, mkdeck: Run, chromium: Browser, tmp_path: Path
) -> None:
    mkdeck("site", deck, "-o", tmp_path / "site")
    page = tmp_path / "site" / "deck.html"
    text = page.read_text("utf-8")
    assert (text.count("A patient of 60"), text.count("For questions 1 to 3"), text.count("For questions")) == (1, 1, 1)
    chromium.faults.clear()
    chromium.visit(page.as_uri(), page.parent.as_uri())
    chromium.run("localStorage.clear(); document.getElementById('begin').click()")
    shown = []
    for _ in range(6):
        shown.append(chromium.run("document.querySelector('#card .context')?.textContent.trim().split('.')[0] ?? ''"))
        chromium.run("document.querySelector('#actions button:not([hidden])').click()")
        chromium.run("document.querySelector('#next:not([hidden]), #knew-it:not([hidden])').click()")
    assert shown == ["A patient of 60 has pain"] * 3 + ["", "x=2", "A patient of 60 has pain"]
    numbers = """Array.from(document.querySelectorAll("#questions > *"), (each) => each.tagName)"""
    assert chromium.run(numbers) == ["DIV", "ARTICLE", "ARTICLE", "ARTICLE", "ARTICLE", "DIV", "ARTICLE"]
    assert chromium.faults == []
