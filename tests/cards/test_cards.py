"""Proves that cards are right, readable and usable wherever they are shown, in a real browser.

Each card is the HTML that Anki's own renderer gives for a built deck, put into a page as each client does it. Needs
Chromium; without it these tests are skipped, except where the variable `CI` is set.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browser import Browser, BrowserError
from cards.sides import DAY, NIGHT, Card, Client, OnePage, Reloading, render_cards
from mkdeck.notetypes import TASKS, languages, make_notetypes

LEAST_CONTRAST = 4.5
LEAST_TARGET = 44

COURSE = {
    "course.yaml": "course: Cards\nid: cards\nreport: https://example.org/{id}",
    "01.yaml": """\
        source: Lecture 1
        questions:
          - id: single
            type: multiple-choice
            question: Which letter is the *first*, says `sorted()`?
            choices:
              - wrong: "`Beta`"
                feedback: It is the second.
              - correct: "**Alpha**"
                feedback: As in alphabet.
              - Gamma, with [a link](https://example.org/gamma) in it
              - wrong: None of these
                pin: true
            explanation: |
              Because ~~it~~ the [table](https://example.org) says so.

              | one | two |
              |---|--:|
              | three, and on and on and on and on and on and on | 4 |

              ```python
              def first(letters: list[str], *, default: str = "none", reverse: bool = False) -> str:  # a long line
                  return sorted(letters, reverse=reverse)[0] if letters else default + str(1.5)
              ```

              > A quotation.
            hint: It begins the alphabet.
          - id: several
            type: multiple-choice
            question: Which are even?
            choices: [One, {correct: Two}, Three, {correct: Four}, {correct: Six}]
            explanation: Because.
          - id: fixed
            type: multiple-choice
            question: How many?
            choices: [One, {correct: Two}, Three, Four, Five, Six, Seven]
            shuffle: false
          - id: judge
            type: true-false
            question: Zero is even.
            answer: true
            explanation: Because.
          - id: prompt
            type: short-answer
            question: Why is two prime?
            hint: Try its divisors.
            answer: Only *one* and two divide it.
            explanation: Because.
          - id: gaps
            type: cloze
            question: "{{c1::Red}} and `f({{c1::x}})` make {{c2::yellow::a colour}}."
            explanation: Because.
          - id: choice-gap
            type: multiple-choice
            question: Which letter is the last?
            choices: [Psi, {correct: Omega, feedback: As in the saying.}, Chi, Phi, Tau, {wrong: Rho, feedback: No.}]
            card: cloze
          - id: hebrew
            type: multiple-choice
            question: מהי בירת צרפת?
            choices: [ברלין, {correct: פריז}, רומא]
            explanation: פריז היא הבירה.
          - id: long
            type: multiple-choice
            question: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft?"
            choices:
              - "https://example.org/an/address/that/is/very/long/and/has/no/place/to/break/at/all/none"
              - correct: "`a_name_in_code_that_is_far_longer_than_any_screen_of_a_phone_could_be`"
          - id: statements
            type: statements
            question: Which hold for all primes above 2?
            statements: [{true: They are odd., feedback: 2 is the only even one.}, {false: They end in 1.}]
          - id: number
            type: numeric
            question: How much is half of five?
            answer: 2.5
            tolerance: 0.1
            unit: m/s
            explanation: Because.
          - id: typed
            type: short-answer
            question: What is the first letter?
            answer: "**Alpha**"
            accept: [Aleph, Alfa]
            explanation: Because.
          - id: order
            type: ordering
            question: Put them in order.
            items: [One, Two, "`Three`", Four]
            explanation: Because.
          - id: pairs
            type: matching
            question: Which belong together?
            pairs: [{left: One, right: odd}, {left: Two, right: even}, {left: Three, right: odd}]
            extra: [neither of them in any way that anybody could ever think of]
        """,
}
KINDS = tuple(
    "single several fixed judge prompt gaps choice-gap hebrew long statements number typed order pairs".split()
)

# What a student can see of the choices, in the order shown.
READ = """(() => {
  const verdict = document.querySelector(".verdict");
  return {
    verdict: verdict && verdict.textContent,
    rows: Array.from(document.querySelectorAll(".choice"), (item) => {
      const copy = item.cloneNode(true);
      copy.querySelectorAll(".mark, .feedback").forEach((each) => each.remove());
      const mark = item.querySelector(".mark");
      const after = getComputedStyle(item, "::after").content;
      const feedback = item.querySelector(".feedback");
      return {
        text: copy.textContent,
        mark: mark ? mark.textContent : after === "none" ? "" : JSON.parse(after),
        checked: item.getAttribute("aria-checked"),
        feedback: feedback && getComputedStyle(feedback).display !== "none" ? feedback.textContent : "",
      };
    }),
  };
})()"""

# Each text that shows, with its contrast to what is behind it; the marks that styles add count as texts.
CONTRASTS = """(() => {
  const parse = (text) => {
    const [r, g, b, a = 1] = text.match(/[0-9.]+/g).map(Number);
    return [r, g, b, a];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const behind = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) layers.push(parse(getComputedStyle(e).backgroundColor));
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const light = (color) => {
    const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = color.map((each) => linear(each / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const found = [];
  for (const element of document.querySelectorAll(".mkdeck, .mkdeck *")) {
    if (!element.checkVisibility() || element.closest("svg")) continue;
    const base = behind(element);
    const own = Array.from(element.childNodes).some((node) => node.nodeType === 3 && node.data.trim());
    if (own) found.push([ratio(parse(getComputedStyle(element).color), base), element.textContent.trim().slice(0, 40)]);
    for (const place of ["::before", "::after"]) {
      const style = getComputedStyle(element, place);
      if (style.display === "none" || ["none", "normal", '""'].includes(style.content)) continue;
      const ground = over(parse(style.backgroundColor), base);
      found.push([ratio(parse(style.webkitTextFillColor), ground), style.content]);
    }
  }
  return found;
})()"""


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory, build: Callable[..., Path]) -> dict[str, Card]:
    return render_cards(COURSE, tmp_path_factory.mktemp("cards"), build, KINDS)


@pytest.fixture(scope="module")
def turning(tmp_path_factory: pytest.TempPathFactory, build: Callable[..., Path]) -> dict[str, Card]:
    course = {**COURSE, "course.yaml": COURSE["course.yaml"] + "\nturn: true"}
    return render_cards(course, tmp_path_factory.mktemp("turning"), build, KINDS)


def read(browser: Browser) -> dict[str, Any]:
    found: dict[str, Any] = browser.run(READ)
    return found


def order(browser: Browser) -> list[str]:
    return [row["text"] for row in read(browser)["rows"]]


def marks(browser: Browser) -> dict[str, str]:
    return {row["text"]: row["mark"] for row in read(browser)["rows"]}


def checked(browser: Browser) -> list[str]:
    return [row["text"] for row in read(browser)["rows"] if row["checked"] == "true"]


def place(browser: Browser, text: str) -> tuple[float, float]:
    """Give a point of the row with this text, near its end, where no word stands."""
    x, y = browser.run(
        f"""(() => {{
          const rows = Array.from(document.querySelectorAll(".choice"));
          const row = rows.find((each) => each.textContent.includes({json.dumps(text)}));
          row.scrollIntoView({{ block: "nearest" }});
          const box = row.getBoundingClientRect();
          return [box.right - 8, box.bottom - 6];
        }})()"""
    )
    return x, y


def pick(browser: Browser, *texts: str) -> None:
    for text in texts:
        browser.click(*place(browser, text))


# --- Right everywhere ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["single", "several", "fixed", "judge", "choice-gap"])
def test_without_scripts_the_order_is_the_written_one_and_the_back_marks_what_is_right(
    browser: Browser, cards: dict[str, Card], name: str
) -> None:
    written = {
        "single": ["Beta", "Alpha", "Gamma, with a link in it", "None of these"],
        "several": ["One", "Two", "Three", "Four", "Six"],
        "fixed": ["One", "Two", "Three", "Four", "Five", "Six", "Seven"],
        "judge": ["True", "False"],
        "choice-gap": ["Psi", "Chi", "Phi", "Tau", "Rho"],
    }[name]
    right = {"Alpha", "Two", "Four", "Six", "True"} if name != "fixed" else {"Two"}
    browser.allow_scripts(allowed=False)
    browser.show(cards[name].page(cards[name].front))
    assert order(browser) == written
    assert set(marks(browser).values()) == {""}
    looks = (
        "Array.from(document.querySelectorAll('.choice'), (e) => [getComputedStyle(e), getComputedStyle(e, '::before')]"
    )
    looks += ".map((s) => s.backgroundColor + s.borderColor + s.color).join())"
    assert len(set(browser.run(looks))) == 1
    browser.show(cards[name].page(cards[name].back))
    assert order(browser) == written
    assert marks(browser) == {text: "Right answer" if text in right else "" for text in written}
    assert read(browser)["verdict"] is None
    feedback = {row["text"]: row["feedback"] for row in read(browser)["rows"] if row["feedback"]}
    assert feedback == {
        "single": {"Beta": "It is the second.", "Alpha": "As in alphabet."},
        "choice-gap": {"Rho": "No."},
    }.get(name, {})


def test_the_back_keeps_the_order_and_tells_of_a_wrong_choice(client: Client, cards: dict[str, Card]) -> None:
    card, browser = cards["single"], client.browser
    for _ in range(3):
        client.show(card, card.front)
        before = order(browser)
        assert read(browser)["verdict"] is None
        pick(browser, "Alpha", "Beta")  # a pick can be changed
        assert checked(browser) == ["Beta"]
        client.show(card, card.back)
        assert order(browser) == before
        assert read(browser)["verdict"] == "Wrong"
        assert marks(browser) == {
            "Beta": "Your choice: wrong",
            "Alpha": "Right answer",
            "Gamma, with a link in it": "",
            "None of these": "",
        }


def test_the_back_tells_of_a_right_choice(client: Client, cards: dict[str, Card]) -> None:
    for name, right in (("single", "Alpha"), ("judge", "True"), ("hebrew", "פריז")):
        client.show(cards[name], cards[name].front)
        pick(client.browser, right)
        client.show(cards[name], cards[name].back)
        assert read(client.browser)["verdict"] == "Right"
        assert [mark for mark in marks(client.browser).values() if mark] == ["Your choice: right"]
        assert marks(client.browser)[right] == "Your choice: right"


@pytest.mark.parametrize(
    ("picks", "verdict"),
    [
        (["Two", "Four", "Six"], "3 of 3 right"),
        (["Two", "Six"], "2 of 3 right"),
        (["Two", "One", "Six"], "2 of 3 right · wrongly chosen: 1"),
        (["One", "Three"], "0 of 3 right · wrongly chosen: 2"),
        (["Two", "Two"], "Nothing chosen"),
        ([], "Nothing chosen"),
    ],
)
def test_the_back_counts_where_several_apply(
    client: Client, cards: dict[str, Card], picks: list[str], verdict: str
) -> None:
    card, browser = cards["several"], client.browser
    client.show(card, card.front)
    before = order(browser)
    pick(browser, *picks)
    chosen = {text for text in picks if picks.count(text) == 1}
    assert set(checked(browser)) == chosen
    client.show(card, card.back)
    assert order(browser) == before
    assert read(browser)["verdict"] == verdict
    for text, mark in marks(browser).items():
        if text in ("Two", "Four", "Six"):
            unpicked = "Right, but not chosen" if chosen else "Right answer"
            assert mark == ("Your choice: right" if text in chosen else unpicked)
        else:
            assert mark == ("Your choice: wrong" if text in chosen else "")


def test_many_cards_in_one_page_leave_nothing_behind(browser: Browser, cards: dict[str, Card]) -> None:
    client = OnePage(browser)
    names = "Object.getOwnPropertyNames(window).sort().join()"
    before = browser.run(names)
    for i in range(3):
        for name, card in cards.items():
            client.show(card, card.front)
            assert checked(browser) == []
            seen = order(browser)
            if i == 1 and seen:
                pick(browser, seen[0])
            client.show(card, card.back)
            assert order(browser) == seen
            if name in ("single", "several", "fixed", "judge", "hebrew", "long"):
                assert (read(browser)["verdict"] == "Nothing chosen") == (i != 1)
    assert browser.run(names) == before
    assert browser.run("sessionStorage.length") == 1
    assert browser.run("JSON.stringify(sessionStorage).length") < 200


def test_a_back_without_its_front_says_nothing_of_a_choice(client: Client, cards: dict[str, Card]) -> None:
    client.show(cards["single"], cards["single"].front)
    pick(client.browser, "Beta")
    client.show(cards["fixed"], cards["fixed"].back)
    assert read(client.browser)["verdict"] is None
    assert marks(client.browser)["Two"] == "Right answer"


NO_STORAGE = """Object.defineProperty(window, "sessionStorage", {
  get() { throw new DOMException("Access is denied for this document.", "SecurityError"); }
});"""
FULL_STORAGE = 'Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };'
FORGETFUL_STORAGE = "sessionStorage.clear();"
NO_MEMORY = NO_STORAGE + 'Object.defineProperty(window, "name", { get: () => "", set() {} });'


@pytest.mark.parametrize("kind", [Reloading, OnePage])
@pytest.mark.parametrize("storage", [NO_STORAGE, FULL_STORAGE, FORGETFUL_STORAGE])
def test_order_and_choice_outlive_a_storage_that_fails(
    browser: Browser, cards: dict[str, Card], kind: type[Client], storage: str
) -> None:
    script = browser.before_each_page(storage)
    try:
        client, card = kind(browser), cards["single"]
        for _ in range(3):
            client.show(card, card.front)
            before = order(browser)
            pick(browser, "Beta")
            client.show(card, card.back)
            assert (order(browser), read(browser)["verdict"]) == (before, "Wrong")
    finally:
        browser.never_mind(script)


@pytest.mark.parametrize(
    "rest", ["", "mkdeck", 'mkdeck{"key":"single/4"}', 'mkdeck{"key":"single/4","order":[0,0,1,9]}']
)
def test_where_nothing_is_kept_the_back_is_as_without_scripts(
    browser: Browser, cards: dict[str, Card], rest: str
) -> None:
    script = browser.before_each_page(NO_MEMORY.replace('() => ""', f"() => {json.dumps(rest)}"))
    try:
        browser.show(cards["single"].page(cards["single"].front))
        pick(browser, "Beta")
        browser.show(cards["single"].page(cards["single"].back))
    finally:
        browser.never_mind(script)
    assert order(browser) == ["Beta", "Alpha", "Gamma, with a link in it", "None of these"]
    assert marks(browser) == {"Beta": "", "Alpha": "Right answer", "Gamma, with a link in it": "", "None of these": ""}
    assert read(browser)["verdict"] is None


def test_scripts_that_run_again_change_nothing(client: Client, cards: dict[str, Card]) -> None:
    card, browser = cards["several"], client.browser
    assert card.back.count("<script>") == 1  # that of the front
    again = "for (const each of document.querySelectorAll('#qa script, main script')) (0, eval)(each.textContent);"
    client.show(card, card.front)
    before = order(browser)
    pick(browser, "Two", "One")
    browser.run(again)
    assert order(browser) == before
    pick(browser, "One", "Six")
    assert set(checked(browser)) == {"Two", "Six"}
    client.show(card, card.back)
    seen = read(browser)
    browser.run(again)
    assert read(browser) == seen
    assert (order(browser), seen["verdict"]) == (before, "2 of 3 right")


# --- Shuffling -----------------------------------------------------------------------------------------------------


def test_every_order_is_equally_likely_and_pinned_choices_stay(browser: Browser, cards: dict[str, Card]) -> None:
    OnePage(browser)
    times = 1800
    counts = browser.run(
        f"""(() => {{
          const counts = {{}};
          for (let i = 0; i < {times}; i++) {{
            update({json.dumps(cards["single"].front)}, "card");
            const order = Array.from(document.querySelectorAll(".choice"), (row) => row.textContent.slice(0, 4)).join();
            counts[order] = (counts[order] || 0) + 1;
          }}
          return counts;
        }})()"""
    )
    assert len(counts) == 6
    assert {each.split(",")[-1] for each in counts} == {"None"}
    # Five degrees of freedom: one fair run in a million is above 35.9.
    assert sum((count - times / 6) ** 2 / (times / 6) for count in counts.values()) < 35.9


def test_the_written_order_is_kept_where_it_is_asked_for(client: Client, cards: dict[str, Card]) -> None:
    for name, written in (("fixed", "One Two Three Four Five Six Seven"), ("judge", "True False")):
        for _ in range(3):
            client.show(cards[name], cards[name].front)
            assert order(client.browser) == written.split()


def test_what_a_gap_is_not_is_shuffled_and_keeps_its_order_on_the_back(client: Client, cards: dict[str, Card]) -> None:
    card, browser = cards["choice-gap"], client.browser
    seen = set()
    for _ in range(8):
        client.show(card, card.front)
        before = order(browser)
        client.show(card, card.back)
        assert order(browser) == before
        seen.add(tuple(before))
    assert len(seen) > 1
    assert browser.run("document.querySelector('.choice').getAttribute('role')") is None


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
    for key in ("1", "4", "e", "Enter", "Tab", " ", "Enter", "2"):
        browser.press(key)
    # Space picked the first choice; Enter on a picked one is the app's again.
    assert browser.run("heard") == ["1", "4", "e", "Enter", "Tab", "Enter", "2"]
    client.show(cards["fixed"], cards["fixed"].back)
    browser.run(heard)
    for key in ("1", "2", "3", "4", " ", "Enter"):
        browser.press(key)
    assert browser.run("heard") == ["1", "2", "3", "4", " ", "Enter"]


@pytest.mark.parametrize("body", [DAY, NIGHT])
@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_nothing(browser: Browser, cards: dict[str, Card], axe: str, name: str, body: str) -> None:
    browser.resize(375)
    for side in (cards[name].front, cards[name].back):
        browser.show(cards[name].page(side, body))
        browser.run(axe + ";0")
        # The page around a card, with its headings and regions, is the app's.
        options = {"rules": {rule: {"enabled": False} for rule in ("page-has-heading-one", "heading-order", "region")}}
        found = browser.run(
            f"axe.run(document, {json.dumps(options)}).then((r) => "
            "r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html.slice(0, 120)).join(' | ')))"
        )
        assert found == []
        picked = order(browser)
        if side == cards[name].front and picked and name != "choice-gap":
            pick(browser, picked[0])


def test_roles_and_states_say_what_can_be_picked(browser: Browser, cards: dict[str, Card]) -> None:
    said = {}
    for name in ("single", "several", "judge"):
        browser.show(cards[name].page(cards[name].front))
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

WAIT = "new Promise((done) => setTimeout(done, 650))"
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
    browser.run(f"window.turned = []; {CLIENT_TURNS[app]}")
    pick(browser, order(browser)[0], order(browser)[1])
    browser.run(WAIT)
    assert browser.run("turned") == ([] if app == "none" else ["ans"])


def test_a_card_does_not_turn_by_itself_otherwise(
    browser: Browser, cards: dict[str, Card], turning: dict[str, Card]
) -> None:
    browser.show(cards["single"].page(cards["single"].front))
    browser.run(f"window.turned = []; {CLIENT_TURNS['desktop']}")
    pick(browser, "Beta")
    browser.run(WAIT)
    assert browser.run("turned") == []
    client = OnePage(browser)
    browser.run(f"window.turned = []; {CLIENT_TURNS['desktop']}")
    client.show(turning["several"], turning["several"].front)
    pick(browser, "Two")
    browser.run(WAIT)
    client.show(turning["fixed"], turning["fixed"].front)
    browser.press("Tab")
    browser.press("ArrowDown")  # looking around by key
    browser.run(WAIT)
    pick(browser, "Two")
    client.show(turning["judge"], turning["judge"].front)  # the student was faster
    browser.run(WAIT)
    assert browser.run("turned") == []


# --- Looks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [DAY, NIGHT])
@pytest.mark.parametrize("name", KINDS)
def test_every_text_stands_out_from_what_is_behind_it(
    browser: Browser, cards: dict[str, Card], name: str, body: str
) -> None:
    card = cards[name]
    picks = ["", ".right", ":not(.right)"] if '<ol class="choices' in card.front and name != "choice-gap" else [""]
    browser.emulate(prefers_reduced_motion="reduce")  # no colour is on its way
    for picked in picks:
        browser.show(card.page(card.front, body))
        if picked:
            browser.run(f"document.querySelector('.choice{picked}').click()")
        if name == "several" and picked:
            browser.run("document.querySelector('.choice.right').click()")
        browser.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        texts = browser.run(CONTRASTS)
        browser.show(card.page(card.back, body))
        texts += browser.run(CONTRASTS)
        assert len(texts) > 3
        assert [each for each in texts if each[0] < LEAST_CONTRAST] == []


@pytest.mark.parametrize("body", [DAY, NIGHT, "card card1 nightMode", "card card1 night_mode"])
def test_the_page_has_the_colours_of_the_card(browser: Browser, cards: dict[str, Card], body: str) -> None:
    # Anki's own page says this at night, and it must not win.
    anki = "<style>body.nightMode { background-color: #2c2c2c; color: #fcfcfc; }</style>"
    browser.show(cards["single"].page(cards["single"].back, body, more=anki))
    found = browser.run("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]")
    day, night = ["rgb(247, 248, 250)", "rgb(27, 31, 36)"], ["rgb(22, 24, 28)", "rgb(233, 235, 238)"]
    assert found == (day if body == DAY else night)


@pytest.mark.parametrize(("width", "text"), [(320, 100), (375, 100), (768, 100), (1280, 100), (320, 200), (900, 200)])
def test_nothing_is_wider_than_the_window(browser: Browser, cards: dict[str, Card], width: int, text: int) -> None:
    browser.resize(width)
    for name, card in cards.items():
        for side in (card.front, card.back):
            browser.show(card.page(side, more=f"<style>html {{ font-size: {text}% }}</style>"))
            browser.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
            wide = browser.run("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
            assert wide[0] <= wide[1], name
            cut = """Array.from(document.querySelectorAll(".mkdeck *")).filter((each) =>
                each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX === "visible"
                && getComputedStyle(each).display !== "inline").map((each) => each.outerHTML)"""
            assert browser.run(cut) == []
            measure = browser.run("document.querySelector('.mkdeck').getBoundingClientRect().width")
            assert measure <= 42 * 16 * text / 100


def test_right_to_left_text_begins_on_the_right(client: Client, cards: dict[str, Card]) -> None:
    browser = client.browser
    card = cards["hebrew"]
    for side in (card.front, card.back):
        client.show(card, side)
        for selector in (".prompt", ".choice", *([".explanation > div", "h2"] if side == card.back else [])):
            style = f"getComputedStyle(document.querySelector({json.dumps(selector)}))"
            assert (selector, browser.run(f"{style}.direction")) == (selector, "rtl")
            assert browser.run(f"{style}.textAlign") == "start"
        if side == card.back:
            ends = "['.explanation', '.source', '.report'].map((name) => document.querySelector(name))"
            ends += ".map((each) => each.getBoundingClientRect())"
            explanation, source, report = browser.run(f"{ends}.map((box) => box.right)")
            assert explanation == source
            assert report < browser.run(f"{ends}[1].left")  # a space between the two
        badge = "getComputedStyle(document.querySelector('.choice'), '::before')"
        assert browser.run(f"parseFloat({badge}.left) > parseFloat({badge}.right)")


def test_the_systems_colours_count_only_where_no_app_says_so(browser: Browser, cards: dict[str, Card]) -> None:
    card = cards["single"]
    found = []
    for scheme in ("light", "dark"):
        browser.emulate(prefers_color_scheme=scheme)
        for body in ("", DAY, NIGHT):
            browser.show(card.page(card.front, body))
            paper = "getComputedStyle(document.querySelector('.mkdeck')).getPropertyValue('--paper')"
            found.append((scheme, body, browser.run(paper)))
    day, night = "#f7f8fa", "#16181c"
    assert found == [
        ("light", "", day),
        ("light", DAY, day),
        ("light", NIGHT, night),
        ("dark", "", night),
        ("dark", DAY, day),
        ("dark", NIGHT, night),
    ]


def test_nothing_moves_for_those_who_want_it_so(browser: Browser, cards: dict[str, Card]) -> None:
    for wish, moves in (("no-preference", True), ("reduce", False)):
        browser.emulate(prefers_reduced_motion=wish)
        browser.show(cards["single"].page(cards["single"].front))
        moving = """Array.from(document.querySelectorAll(".mkdeck, .mkdeck *"), (each) => getComputedStyle(each))
            .some((style) => parseFloat(style.transitionDuration) > 0 || style.animationName !== "none")"""
        assert browser.run(moving) == moves


TEXTS = {
    "course.yaml": COURSE["course.yaml"],
    "01.yaml": """\
        source: Lecture 1
        questions:
          - id: blocks
            type: multiple-choice
            question: |
              # First

              ## Second

              ### Third

              #### Fourth

              ##### Fifth

              ###### Sixth

              Which is which?
            choices:
              - correct: plain
              - wrong: "```\\nx = 1\\n```"
                feedback: No.
              - wrong: "| a | b |\\n|---|---|\\n| 1 | 2 |"
              - wrong: "## A heading"
                feedback: "- no\\n- never"
              - wrong: "- one\\n- two"
              - wrong: "> Said\\n\\nand done."
            explanation: "## Why\\n\\nBecause."
          - id: code-in-gap
            type: cloze
            question: |
              Complete it:

              {{c1::
              ```python
              x = [each for each in range(100) if each % 2 == 0 and each % 3 == 0 and each % 5 == 0]
              ```
              }}

              Then {{c2::run}} it.
          - id: list-in-gap
            type: cloze
            question: |
              The steps: {{c1::

              1. shuffle
              2. deal

              ::two of them}}
          - id: items-in-gap
            type: cloze
            question: "- {{c1::one\\n- two}}"
          - id: paragraphs-in-gap
            type: cloze
            question: "It says {{c1::*first* this,\\n\\nthen that}} and ends {{c2::here}}."
          - id: table-in-gap
            type: cloze
            question: "{{c1::\\n\\n| a | b |\\n|---|---|\\n| 1 | $\\\\frac{1}{2}$ |\\n\\n}}"
          - id: choice-in-gap
            type: multiple-choice
            card: cloze
            question: Which prints 1?
            choices: [{correct: "```python\\nprint(1)\\n```"}, {wrong: "```python\\nprint(2)\\n```"}]
        """,
}
IN_GAPS = {
    "code-in-gap": "x = [each for each in range(100) if each % 2 == 0 and each % 3 == 0 and each % 5 == 0]",
    "list-in-gap": "shuffle deal",
    "items-in-gap": "one two",
    "paragraphs-in-gap": "first this, then that",
    "table-in-gap": "a b 1 \\(\\frac{1}{2}\\)",
    "choice-in-gap": "print(1)",
}
BLOCKS = ("blocks", *IN_GAPS)


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory, build: Callable[..., Path]) -> dict[str, Card]:
    return render_cards(TEXTS, tmp_path_factory.mktemp("texts"), build, BLOCKS)


def test_headings_of_a_text_are_larger_than_its_words_and_not_those_of_the_card(
    browser: Browser, texts: dict[str, Card]
) -> None:
    browser.show(texts["blocks"].page(texts["blocks"].back))
    size = "(each) => parseFloat(getComputedStyle(each).fontSize)"
    sizes = browser.run(f"Array.from(document.querySelectorAll('.prompt > *'), {size})")
    (*above, fifth, sixth, text) = sizes
    assert [*above, fifth] == sorted({*above, fifth}, reverse=True)
    assert fifth == text > sixth
    own, typed = browser.run(f"Array.from(document.querySelectorAll('.explanation h2'), {size})")
    assert own < 16 < typed


@pytest.mark.parametrize("side", ["front", "back"])
def test_a_choice_has_as_much_room_below_as_above(browser: Browser, texts: dict[str, Card], side: str) -> None:
    browser.show(texts["blocks"].page(getattr(texts["blocks"], side)))
    rooms = browser.run(
        """Array.from(document.querySelectorAll(".choice"), (row) => {
          const parts = Array.from(row.children).filter((each) => each.getBoundingClientRect().height);
          if (!parts.length) return [0, 0];
          const [box, first, last] = [row, parts[0], parts[parts.length - 1]].map((e) => e.getBoundingClientRect());
          return [first.top - box.top, box.bottom - last.bottom];
        })"""
    )
    assert len(rooms) == 6
    assert [room for room in rooms if abs(room[0] - room[1]) > 1] == []


@pytest.mark.parametrize("body", [DAY, NIGHT])
@pytest.mark.parametrize("name", IN_GAPS)
def test_a_gap_of_blocks_is_one_box_hidden_and_shown(
    browser: Browser, texts: dict[str, Card], name: str, body: str
) -> None:
    for width in (320, 900):
        browser.resize(width)
        for side in ("front", "back"):
            browser.show(texts[name].page(getattr(texts[name], side), body))
            boxes = browser.run("Array.from(document.querySelector('.cloze').getClientRects(), (box) => box.height)")
            assert len(boxes) == 1
            assert boxes[0] > 20
            text = " ".join(browser.run("document.querySelector('.cloze').textContent").split())
            hidden = "[two of them]" if name == "list-in-gap" else "[...]"
            assert text == (hidden if side == "front" else IN_GAPS[name])
            assert browser.run("document.querySelectorAll('.cloze').length") == 1
            assert browser.run("document.querySelectorAll('.prompt p:empty').length") == 0
            scroll = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
            assert browser.run(scroll)
            assert [each for each in browser.run(CONTRASTS) if each[0] < LEAST_CONTRAST] == []


# --- The course's own style, and the words -------------------------------------------------------------------------


def test_a_courses_style_follows_the_built_in_one(browser: Browser, tmp_path: Path, build: Callable[..., Path]) -> None:
    (tmp_path / "look").mkdir()
    (tmp_path / "look/own.css").write_text(":root { --accent: #7a1fa2; }\n.prompt { letter-spacing: 3px; }\n", "utf-8")
    styled = {**COURSE, "course.yaml": COURSE["course.yaml"] + "\nstyle: look/own.css"}
    card = render_cards(styled, tmp_path, build, KINDS)["single"]
    browser.show(card.page(card.front))
    assert browser.run("getComputedStyle(document.querySelector('.prompt')).letterSpacing") == "3px"
    assert browser.run("getComputedStyle(document.querySelector('summary')).color") == "rgb(122, 31, 162)"


@pytest.mark.parametrize(
    ("named", "content", "message"),
    [
        ("own.css", None, "'own.css' does not exist"),
        ("../own.css", b"", "'../own.css' lies outside the course's folder"),
        ("/etc/own.css", None, "'/etc/own.css' lies outside the course's folder"),
        ("folder.css/", None, "'folder.css/' is a folder"),
        ("own.css", b"\xff", "'own.css' is not UTF-8"),
        ("own.css", b"</style>", "'own.css' holds '</'"),
        ("own.css", b"@import 'x.css';", "'own.css' loads something (@import)"),
        (
            "own.css",
            b"a { b: url( 'https://example.org/x.png' ) }",
            "'own.css' loads something (url( 'https://example.org",
        ),
    ],
)
def test_a_style_that_cannot_be_used_is_an_error_at_its_line(
    course: Callable[..., Path], mkdeck: Callable[..., Any], named: str, content: bytes | None, message: str
) -> None:
    settings = f"course: Styled\nid: styled\nstyle: {named}\n"
    deck = "questions:\n  - {id: a, type: true-false, question: A., answer: true}\n"
    files: dict[str, str | bytes] = {"course.yaml": settings, "01.yaml": deck}
    folder = course(files if content is None else {**files, named: content})
    (folder / "folder.css").mkdir()
    done = mkdeck("check", ".", cwd=folder)
    assert done.code == 1
    assert f"course.yaml:3:8: error: {message}" in done.out + done.err


def test_the_words_of_every_language_are_fit_for_scripts_and_styles() -> None:
    for language, words in languages().items():
        assert words.keys() == languages()["en"].keys(), language
        for word in words.values():
            assert word.strip() == word != "", language
            assert not set('"\\<>') & set(word), language
            assert "{{" not in word + words["score"], language
        assert "{n}" in words["score"], language
        assert "{m}" in words["score"], language
        assert "{n}" in words["wrongly_chosen"], language


def test_no_word_on_a_back_can_be_taken_for_true_or_false() -> None:
    buttons = {words[key].casefold() for words in languages().values() for key in ("true", "false")}
    on_every_back = ("right", "wrong", "your_choice_right", "your_choice_wrong", "right_answer", "nothing_chosen")
    for language, words in languages().items():
        for key in (*on_every_back, "missed"):
            parts = [part.strip() for part in re.split(r"[^\w\s]", words[key].casefold())]
            assert not buttons & {words[key].casefold(), *parts}, (language, key)
        for key in on_every_back:
            own = {words["true"].casefold(), words["false"].casefold()}
            assert not own & set(re.findall(r"\w+", words[key].casefold())), (language, key)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", ("Nicht richtig beantwortet", {"Wahr": "Richtige Antwort", "Falsch": "Gewählt, aber nicht richtig"})),
        ("fr", ("Mauvaise réponse", {"Vrai": "Bonne réponse", "Faux": "Votre choix : mauvaise réponse"})),
        ("zh", ("答错了", {"正确": "正确答案", "错误": "你选错了"})),
    ],
)
def test_a_verdict_speaks_of_the_answer_and_not_of_the_statement(
    browser: Browser, tmp_path: Path, build: Callable[..., Path], language: str, said: tuple[str, dict[str, str]]
) -> None:
    card = render_cards(
        {**COURSE, "course.yaml": f"{COURSE['course.yaml']}\nlanguage: {language}"}, tmp_path, build, ["judge"]
    )["judge"]
    browser.show(card.page(card.front))
    pick(browser, list(said[1])[1])
    browser.show(card.page(card.back))
    assert (read(browser)["verdict"], marks(browser)) == said


def test_no_template_has_what_anki_would_take_for_a_field() -> None:
    for language in languages():
        for notetype in make_notetypes("cards", "Cards", language, turns=True, tasks=TASKS):
            for template in (notetype.front, notetype.back):
                scripts = template.split("<script>")[1:]
                for script in scripts:
                    code = script.split("</script>")[0]
                    for mark in ("{{", "}}", "[[", "<", "\\(", "\\[", "[sound:", "[anki:"):
                        assert mark not in code.replace(" < ", ""), (language, mark)


def test_a_browser_that_fails_says_so(browser: Browser) -> None:
    with pytest.raises(BrowserError, match="no such thing"):
        browser.run("throw new Error('no such thing')")
