"""Proves that a picture that is shown smaller than it is opens in its own size, by hand and by key, and no other."""

import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest

from accessibility import COLOURS, Axe
from browser import Browser
from cards.sides import DAY, NIGHT, Card, Client, render_cards
from conftest import Build

BIG, SMALL = (
    f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"><rect width="9" height="9"/></svg>'
    for width, height in ((2000, 1200), (40, 30))
)
COURSE = {
    "course.yaml": "course: Cards\nid: cards",
    "big.svg": BIG,
    "small.svg": SMALL,
    "01.yaml": """\
        questions:
          - id: one
            type: multiple-choice
            question: |
              Which? ![the asked](big.svg) ![a small one](small.svg) [![linked](big.svg)](https://example.org)
            choices: [correct: '![right](big.svg)', '![wrong](big.svg)']
            explanation: 'So. ![why](big.svg)'
          - id: order
            type: ordering
            question: In which order?
            items: ['![first](big.svg)', second]
          - id: gaps
            type: cloze
            question: '{{c1::![hidden](big.svg)}} and more'
          - id: plain
            type: short-answer
            question: Without?
            answer: Yes.
    """,
}
ZOOMING = "[...document.querySelectorAll('img.zooms')].map((each) => each.alt)"
OPEN = "document.querySelector('dialog[open] > img')?.alt ?? null"


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory, build: Build) -> dict[str, Card]:
    made = render_cards(COURSE, tmp_path_factory.mktemp("zoom"), build, ["one", "order", "gaps"])
    return {name: Card(load(card.front), load(card.back), card.css) for name, card in made.items()}


@pytest.fixture(params=[390, 1280])
def width(request: pytest.FixtureRequest, browser: Browser) -> int:
    browser.resize(request.param)
    return int(request.param)


def load(side: str) -> str:
    for name, picture in (("big", BIG), ("small", SMALL)):
        side = re.sub(rf'src="{name}-\w+\.svg"', f'src="data:image/svg+xml,{quote(picture)}"', side)
    return side


def settle(browser: Browser) -> None:
    browser.run("Promise.all([...document.images].map((each) => each.decode().catch(() => 0))).then(() => 0)")
    browser.paint()


def middle(browser: Browser, selector: str) -> tuple[float, float]:
    x, y = browser.run(
        f"""(() => {{ const each = document.querySelector({json.dumps(selector)}); each.scrollIntoView();
        const box = each.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }})()"""
    )
    return x, y


@pytest.mark.usefixtures("width")
def test_pictures_open_where_a_tap_means_nothing_else(browser: Browser, client: Client, cards: dict[str, Card]) -> None:
    found = {}
    for name, card in cards.items():
        for side in ("front", "back"):
            client.show(card, getattr(card, side))
            settle(browser)
            found[name, side] = browser.run(ZOOMING)
    assert found == {
        ("one", "front"): ["the asked"],
        ("one", "back"): ["the asked", *found["one", "back"][1:3], "why"],
        ("order", "front"): [],
        ("order", "back"): ["first", "first"],
        ("gaps", "front"): [],
        ("gaps", "back"): ["hidden"],
    }
    assert sorted(found["one", "back"][1:3]) == ["right", "wrong"]


def test_a_tap_opens_and_closes_and_picks_nothing(
    browser: Browser, client: Client, cards: dict[str, Card], width: int
) -> None:
    client.show(cards["one"], cards["one"].front)
    settle(browser)
    assert browser.run("innerWidth") == width
    browser.run("globalThis.turned = 0; globalThis.showAnswer = () => { turned += 1; }; 0")
    small = browser.run("document.querySelector('img.zooms').clientWidth")
    browser.click(*middle(browser, "img.zooms"))
    shown = browser.run(
        "(() => { const each = document.querySelector('dialog[open]'); const image = each.firstChild;"
        "return [image.alt, image.clientWidth, innerWidth - each.clientWidth < 40, each.classList.contains('tappable'),"
        "image.classList.contains('tappable'), each.scrollLeft > 0]; })()"
    )
    assert shown == ["the asked", min(2000, 3 * small), True, True, True, True]
    browser.click(width / 2, 300)
    browser.paint()
    assert browser.run(OPEN) is None
    assert browser.run("document.querySelectorAll('dialog').length") == 0
    assert browser.run("[turned, document.querySelectorAll('.chosen').length]") == [0, 0]
    browser.click(*middle(browser, ".choice img"))
    assert browser.run(OPEN) is None
    assert browser.run("document.querySelectorAll('.chosen').length") == 1


@pytest.mark.parametrize("closing", ["Enter", "Escape", "x", " "])
def test_keys_open_and_close_and_reach_nothing_else(browser: Browser, cards: dict[str, Card], closing: str) -> None:
    browser.show(cards["one"].page(cards["one"].front))
    settle(browser)
    browser.run("globalThis.heard = []; addEventListener('keydown', (event) => heard.push(event.key)); 0")
    browser.run("document.querySelector('img.zooms').focus()")
    browser.press("Enter")
    assert browser.run(OPEN) == "the asked"
    browser.press(closing)
    assert browser.run(OPEN) is None
    assert browser.run("[heard, document.activeElement.alt]") == [[], "the asked"]


def test_a_window_that_grows_has_nothing_left_to_open(browser: Browser, cards: dict[str, Card]) -> None:
    browser.resize(390)
    page = cards["one"].page(cards["one"].front.replace("%222000", "%22600").replace("%221200", "%22300"))
    browser.show(page)
    settle(browser)
    assert browser.run(ZOOMING) == ["the asked"]
    browser.resize(1280)
    browser.paint()
    assert browser.run(
        "[document.querySelector('.prompt img').tabIndex, document.querySelectorAll('img.zooms').length]"
    ) == [-1, 0]


@pytest.mark.usefixtures("width")
def test_axe_finds_nothing(browser: Browser, cards: dict[str, Card], axe: Axe) -> None:
    for side in ("front", "back"):
        browser.write(cards["one"].page(getattr(cards["one"], side)))
        settle(browser)
        for opened in (False, True):
            if opened:
                browser.run("document.querySelector('img.zooms').click()")
            for body, rules in ((DAY, {"runOnly": ["wcag2a", "wcag2aa"]}), (NIGHT, COLOURS)):
                browser.run(f"document.body.className = '{body}'")
                assert axe.look(browser, rules) == []


def test_without_scripts_or_dialogs_a_card_is_as_it_was(browser: Browser, cards: dict[str, Card]) -> None:
    browser.allow_scripts(allowed=False)
    browser.show(cards["one"].page(cards["one"].back))
    assert browser.run(
        "[document.querySelectorAll('.mkdeck img').length, document.querySelectorAll('[role=button]').length]"
    ) == [6, 0]
    browser.allow_scripts(allowed=True)
    name = browser.before_each_page("delete window.HTMLDialogElement")
    try:
        browser.show(cards["one"].page(cards["one"].front))
        settle(browser)
        assert browser.run(ZOOMING) == []
        assert browser.run("document.querySelectorAll('.choices.tappable').length") == 1
    finally:
        browser.never_mind(name)


def test_a_course_without_pictures_carries_nothing_for_them(tmp_path: Path, build: Build) -> None:
    lone = {
        "course.yaml": COURSE["course.yaml"],
        "01.yaml": "questions: [{id: plain, type: short-answer, question: A?, answer: B}]",
    }
    card = render_cards(lone, tmp_path, build, ["plain"])["plain"]
    assert not re.search("watchPictures|enlarge", card.front + card.back, re.IGNORECASE)
