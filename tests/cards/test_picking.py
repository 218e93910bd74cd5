"""Proves that choices are picked by hand, by key and by ear, and that a card turns by itself where it should.

Each card is the HTML that Anki's own renderer gives for a built deck, put into a page as each client does it. Needs
Chromium; without it these tests are skipped, except where the variable `CI` is set.
"""

import json

import pytest

from accessibility import CARD, COLOURS, Axe
from browser import Browser
from cards.choices import KINDS, LEAST_TARGET, checked, order, pick, place
from cards.sides import DAY, NIGHT, Card, Client, OnePage

# --- By hand, by key, by ear ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 900])
@pytest.mark.parametrize("name", ["single", "several", "judge"])
def test_every_row_is_a_target_for_a_thumb_and_turns_no_card(
    browser: Browser, cards: dict[str, Card], name: str, width: int
) -> None:
    browser.resize(width)
    browser.show(cards[name].page(cards[name].front))
    targets = "Array.from(document.querySelectorAll('.choice, summary'), (each) => each.getBoundingClientRect())"
    assert browser.run(f"Math.min(...{targets}.flatMap((box) => [box.width, box.height]))") >= LEAST_TARGET
    browser.run("addEventListener('touchend', (event) => { window.touched = !!event.target.closest('.tappable'); })")
    for text in order(browser)[:2]:
        browser.tap(*place(browser, text))
        assert browser.run("window.touched") is True
    browser.show(cards[name].page(cards[name].back))
    assert browser.run("document.querySelector('.choice').closest('.tappable')") is None


def test_a_link_in_a_choice_waits_for_the_back(client: Client, cards: dict[str, Card]) -> None:
    browser, links = client.browser, "Array.from(document.querySelectorAll('.choice a'), (link) => link.href)"
    client.show(cards["single"], cards["single"].front)
    assert browser.run(links) == [""]
    box = browser.run("JSON.stringify(document.querySelector('.choice a').getBoundingClientRect())")
    browser.click(json.loads(box)["x"] + 5, json.loads(box)["y"] + 5)
    assert checked(browser) == ["Gamma, with a link in it"]
    client.show(cards["single"], cards["single"].back)
    assert browser.run(links) == ["https://example.org/gamma"]


def test_digits_pick_what_is_shown_until_the_card_is_gone(client: Client, cards: dict[str, Card]) -> None:
    browser = client.browser
    client.show(cards["fixed"], cards["fixed"].front)
    for digit, text in (("2", "Two"), ("7", "Seven"), ("9", "Seven"), ("0", "Seven")):
        browser.press(digit)
        assert checked(browser) == [text]
    client.show(cards["several"], cards["several"].front)
    first, second, *_ = order(browser)
    browser.press("1")
    browser.press("2")
    browser.press("1")
    assert checked(browser) == [second]
    assert browser.run("document.activeElement.textContent").strip() == first
    browser.run("document.body.insertAdjacentHTML('beforeend', '<input id=\"own\">'); own.focus()")
    browser.press("1")
    assert browser.run("own.value") == "1"
    assert checked(browser) == [second]
    client.show(cards["several"], cards["several"].back)
    browser.press("1")
    assert browser.run("document.querySelector('[role=checkbox]')") is None


def test_x_picks_where_a_client_keeps_the_space_bar_and_opens_the_hint(client: Client, cards: dict[str, Card]) -> None:
    browser = client.browser
    client.show(cards["several"], cards["several"].front)
    browser.run("document.querySelector('.choice').focus()")
    browser.press("x")
    assert checked(browser) == order(browser)[:1]
    browser.press("X")
    assert checked(browser) == []
    client.show(cards["single"], cards["single"].front)
    browser.run("document.querySelector('.hint > summary').focus()")
    opened = "document.querySelector('.hint').open"
    browser.press("x")
    assert browser.run(opened) is True
    browser.press("x")
    assert browser.run(opened) is False
    browser.press(" ")
    assert browser.run(opened) is True


def test_single_choices_work_by_key(client: Client, cards: dict[str, Card]) -> None:
    browser = client.browser
    client.show(cards["fixed"], cards["fixed"].front)
    browser.press("Tab")
    assert browser.run("document.activeElement.textContent") == "One"
    assert browser.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert checked(browser) == []
    browser.press(" ")
    assert checked(browser) == ["One"]
    browser.press("ArrowDown")
    assert checked(browser) == ["Two"]
    browser.press("ArrowUp")
    browser.press("ArrowUp")
    assert checked(browser) == ["Seven"]
    browser.press("Tab")  # one stop for the whole group
    assert browser.run("document.activeElement.getAttribute('role')") is None


def test_several_choices_work_by_key(client: Client, cards: dict[str, Card]) -> None:
    browser = client.browser
    client.show(cards["several"], cards["several"].front)
    seen = order(browser)
    browser.press("Tab")
    browser.press(" ")
    browser.press("Tab")
    browser.press("ArrowDown")
    browser.press("Enter")
    assert checked(browser) == [seen[0], seen[2]]
    browser.press(" ")
    assert checked(browser) == [seen[0]]


def test_arrows_go_the_way_of_the_text(client: Client, cards: dict[str, Card]) -> None:
    browser = client.browser
    client.show(cards["hebrew"], cards["hebrew"].front)
    seen = order(browser)
    browser.press("Tab")
    browser.press("ArrowLeft")
    assert checked(browser) == [seen[1]]


def test_the_keys_of_the_app_reach_it(client: Client, cards: dict[str, Card]) -> None:
    browser = client.browser
    heard = "window.heard = []; document.onkeydown = (event) => heard.push(event.defaultPrevented ? '' : event.key);"
    client.show(cards["fixed"], cards["fixed"].front)
    browser.run(heard)
    for key in ("0", "9", "e", "Enter", "Tab", " ", "Enter"):
        browser.press(key)
    # Space picked the first choice; Enter on a picked one is the app's again.
    assert browser.run("heard") == ["0", "9", "e", "Enter", "Tab", "Enter"]
    client.show(cards["fixed"], cards["fixed"].back)
    browser.run(heard)
    for key in ("1", "2", "3", "4", " ", "Enter"):
        browser.press(key)
    assert browser.run("heard") == ["1", "2", "3", "4", " ", "Enter"]


@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_nothing(browser: Browser, cards: dict[str, Card], axe: Axe, name: str) -> None:
    browser.resize(375)
    for side in (cards[name].front, cards[name].back):
        browser.write(cards[name].page(side))
        for body, rules in ((DAY, CARD), (NIGHT, COLOURS)):
            browser.run(f"document.body.className = '{body}'")
            assert axe.look(browser, rules) == []
        picked = order(browser)
        if side == cards[name].front and picked and name != "choice-gap":
            pick(browser, picked[0])


def test_roles_and_states_say_what_can_be_picked(browser: Browser, cards: dict[str, Card]) -> None:
    said = {}
    for name in ("single", "several", "judge"):
        browser.write(cards[name].page(cards[name].front))
        pick(browser, order(browser)[1])
        tree = browser.call("Accessibility.getFullAXTree")["nodes"]
        said[name] = [
            (node["role"]["value"], node["name"]["value"], state["value"]["value"])
            for node in tree
            if node["role"]["value"] in ("radiogroup", "group", "radio", "checkbox")
            for state in [next((p for p in node["properties"] if p["name"] == "checked"), {"value": {"value": ""}})]
            if node["name"]["value"] != "Hint" and node.get("name", {}).get("value")
        ]
    assert [each[0] for each in said["single"]] == ["radiogroup", *["radio"] * 4]
    assert [each[0] for each in said["several"]] == ["group", *["checkbox"] * 5]
    assert said["judge"] == [
        ("radiogroup", "True or false?", ""),
        ("radio", "True", "false"),
        ("radio", "False", "true"),
    ]
    assert said["single"][0][1] == "Choose one"
    assert said["several"][0][1] == "Choose all that apply"
    assert [each[2] for each in said["single"][1:]] == ["false", "true", "false", "false"]


# --- Turning by itself ---------------------------------------------------------------------------------------------

# What a card puts off is done when the test says so: the clock of a busy machine proves nothing.
PUT_OFF = """window.turned = []; window.waiting = [];
window.setTimeout = (act) => waiting.push(act);
window.clearTimeout = (number) => { delete waiting[number - 1]; };
"""
LATER = "for (const number in waiting) { const act = waiting[number]; delete waiting[number]; act(); }"
CLIENT_TURNS = {
    "desktop": "window.pycmd = (what) => turned.push(what);",
    "AnkiDroid": "window.pycmd = () => {}; window.showAnswer = () => turned.push('ans');",
    "AnkiWeb": "window.study = { drawAnswer: () => turned.push('ans') };",
    "AnkiMobile": "window.sendMessage2 = (what, where) => turned.push(what + where === 'ankitapmidCenter' && 'ans');",
    "none": "",
}


@pytest.mark.parametrize("app", CLIENT_TURNS)
def test_a_card_turns_by_itself_if_the_course_says_so(browser: Browser, turning: dict[str, Card], app: str) -> None:
    card = turning["judge" if app == "AnkiMobile" else "single"]
    browser.show(card.page(card.front))
    browser.run(f"{PUT_OFF} {CLIENT_TURNS[app]}")
    pick(browser, order(browser)[0], order(browser)[1])
    assert browser.run("turned") == []
    browser.run(LATER)
    assert browser.run("turned") == ([] if app == "none" else ["ans"])


def test_a_card_does_not_turn_by_itself_otherwise(
    browser: Browser, cards: dict[str, Card], turning: dict[str, Card]
) -> None:
    browser.show(cards["single"].page(cards["single"].front))
    browser.run(f"{PUT_OFF} {CLIENT_TURNS['desktop']}")
    pick(browser, "Beta")
    browser.run(LATER)
    assert browser.run("turned") == []
    client = OnePage(browser)
    browser.run(f"{PUT_OFF} {CLIENT_TURNS['desktop']}")
    client.show(turning["several"], turning["several"].front)
    pick(browser, "Two")
    browser.run(LATER)
    client.show(turning["fixed"], turning["fixed"].front)
    browser.press("Tab")
    browser.press("ArrowDown")  # looking around by key
    browser.run(LATER)
    pick(browser, "Two")
    client.show(turning["judge"], turning["judge"].front)  # the student was faster
    browser.run(LATER)
    assert browser.run("turned") == []
