"""Proves that cards look the same in an engine that knows no `:has`, which drops every rule that has it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from browser import Browser
from cards.choices import KINDS
from cards.sides import DAY, NIGHT, Card, render_cards
from conftest import Build

RULE = re.compile(r"[^{}]*:has\([^{}]*\{[^{}]*\}")
PLACES = """[...document.querySelectorAll(".mkdeck *")].map((each) => {
  const { x, y, width, height } = each.getBoundingClientRect();
  const style = getComputedStyle(each);
  const before = getComputedStyle(each, "::before").content;
  return [each.className, x, y, width, height, style.color, style.backgroundColor, style.listStyleType, before].join();
})"""
SOURCE = '<span class="of">Source: </span><bdi><span class="edition alone">Corrected in edition 5</span></bdi>'


def forget_has(card: Card) -> Card:
    return replace(card, css=RULE.sub("", card.css))


def test_rules_are_dropped_as_a_whole() -> None:
    css = "a { b: c; }\n@media print {\n  d, e:has(f) { g: h; }\n  i { j: k; }\n}"
    assert RULE.sub("", css) == "a { b: c; }\n@media print {\n  i { j: k; }\n}"


@pytest.mark.parametrize("kind", KINDS)
def test_each_card_looks_the_same(browser: Browser, cards: dict[str, Card], kind: str) -> None:
    same = browser.before_each_page("Math.random = () => 0.5")
    browser.resize(390)
    card = cards[kind]
    assert ":has(" in card.css
    for side in ("front", "back"):
        found = []
        for each in (card, forget_has(card)):
            browser.write(each.page(getattr(card, side), NIGHT))
            browser.paint()
            found.append(browser.run(PLACES))
        assert found[0] == found[1]
    browser.never_mind(same)


def test_a_line_that_stands_alone_has_no_name_before_it(browser: Browser, cards: dict[str, Card]) -> None:
    card = cards["gaps"]
    back = card.back.replace("</div>\n<script>", f'<p class="source">{SOURCE}</p></div>\n<script>')
    assert SOURCE in back
    browser.show(forget_has(card).page(back, DAY))
    assert browser.run("[...document.querySelectorAll('.source')].at(-1).innerText").strip() == "Corrected in edition 5"


@pytest.mark.parametrize("scripts", [True, False])
def test_feedback_that_plays_is_told_by_letter(browser: Browser, tmp_path: Path, build: Build, scripts: bool) -> None:
    course = {
        "course.yaml": "course: Cards\nid: cards",
        "tone.mp3": "x",
        "01.yaml": """\
            questions:
              - id: choice-gap
                type: multiple-choice
                card: cloze
                question: Which is it?
                choices:
                  - correct: This
                  - wrong: That
                    feedback: Listen. ![a tone](tone.mp3)
                  - Neither
        """,
    }
    card = forget_has(render_cards(course, tmp_path, build, ["choice-gap"])["choice-gap"])
    browser.allow_scripts(allowed=scripts)
    browser.show(card.page(card.back))
    lists = browser.run("getComputedStyle(document.querySelector('.others > .choices')).listStyleType")
    assert [lists, browser.run("document.querySelectorAll('.reasons').length")] == (
        ["none", 0] if scripts else ["upper-alpha", 1]
    )
    assert "Listen." in browser.run("document.querySelector('.answered').innerText")
