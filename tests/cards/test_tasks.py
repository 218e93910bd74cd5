"""Proves that numbers, typed answers, order, pairs and statements are answered by hand, finger and key, and judged.

Each card is shown as both kinds of clients show it: every side a new page, and one page for all.
"""

import json
from typing import Any

import pytest

from accessibility import CARD, COLOURS, Axe
from browser import Browser
from card_reader import read_card
from cards.sides import NIGHT, Card, Client, render_cards
from conftest import Build

TASKS = ("statements", "number", "typed", "order", "pairs")
COURSE = {
    "course.yaml": "course: Cards\nid: cards",
    "01.yaml": """\
        questions:
          - id: statements
            type: statements
            question: Which hold for all primes above 2?
            statements:
              - true: They are odd.
              - {false: They end in 1., feedback: 13 does not.}
              - false: They are even.
          - id: number
            type: numeric
            question: How fast is it?
            answer: -2.5
            tolerance: 2 %
            unit: m/s
          - {id: range, type: numeric, question: How many?, range: [3, 1e3]}
          - id: typed
            type: short-answer
            question: What is the capital of Brazil?
            answer: "**Brasília**"
            accept: ["Brasilia, D.F."]
          - id: order
            type: ordering
            question: Put them in order.
            items: [One, Two, Three, Four]
          - id: pairs
            type: matching
            question: Which belong together?
            pairs: [{left: One, right: odd}, {left: Two, right: even}, {left: Three, right: odd}]
            extra: [neither]
        """,
}
VERDICT = """(() => {
  const verdict = document.querySelector(".verdict");
  return verdict && [verdict.className.replace("verdict ", ""), verdict.textContent];
})()"""
TYPE = """((text) => {
  const field = document.querySelector(".field");
  field.value = text;
  field.dispatchEvent(new Event("input"));
})"""


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory, build: Build) -> dict[str, Card]:
    return render_cards(COURSE, tmp_path_factory.mktemp("tasks"), build, (*TASKS, "range"))


def texts(browser: Browser, selector: str) -> list[str]:
    found: list[str] = browser.run(
        f"Array.from(document.querySelectorAll({json.dumps(selector)}), (each) => each.innerText.trim())"
    )
    return found


def click(browser: Browser, selector: str, text: str) -> None:
    browser.run(
        f"Array.from(document.querySelectorAll({json.dumps(selector)}))"
        f".find((each) => each.textContent.trim().startsWith({json.dumps(text)})).click()"
    )


def turn(client: Client, card: Card) -> Any:
    client.show(card, card.back)
    return client.browser.run(VERDICT)


# --- Never a give-away, right without scripts ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "secrets"),
    [
        ("statements", ["13 does not", "key true", "key false"]),
        ("number", ["2.5", "2.55", "data-low", "2 %"]),
        ("range", ["1e3", "1000", "data-low"]),
        ("typed", ["Brasil", "data-accept"]),
        ("order", ["data-order"]),
        ("pairs", ["data-pairs"]),
    ],
)
def test_a_front_does_not_hold_what_is_right(name: str, secrets: list[str], cards: dict[str, Card]) -> None:
    page = cards[name].front.partition("<script>")[0]
    assert [each for each in secrets if each in page] == []


def test_the_order_on_a_front_is_never_the_right_one(cards: dict[str, Card]) -> None:
    shown = read_card(cards["order"].front)[1:]
    assert sorted(shown) == ["Four", "One", "Three", "Two"]
    assert shown != ["One", "Two", "Three", "Four"]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("statements", ["True", "False", "13 does not.", "False"]),
        ("number", ["-2.5 ± 2 % m/s"]),
        ("range", ["3 – 1e3"]),  # noqa: RUF001
        ("typed", ["Brasília"]),
        ("order", ["One", "Two", "Three", "Four"]),
        ("pairs", ["One", "→", "odd", "Two", "→", "even", "Three", "→", "odd"]),
    ],
)
def test_without_scripts_a_back_tells_what_is_right(name: str, lines: list[str], cards: dict[str, Card]) -> None:
    front, back = read_card(cards[name].front), read_card(cards[name].back)
    assert back[: len(front)] == front
    assert back[len(front) :] == lines


def test_without_scripts_a_line_to_type_into_is_an_invitation_to_think(
    browser: Browser, cards: dict[str, Card]
) -> None:
    content = "getComputedStyle(document.querySelector('.entry'), '::before').content"
    said = []
    for scripts in (False, True):
        for side in (cards["typed"].front, cards["typed"].back):
            browser.allow_scripts(allowed=scripts)
            browser.show(cards["typed"].page(side))
            said.append(browser.run(content))
    assert said == ['"\u2068Think of your answer first, then turn the card.\u2069"', "none", "none", "none"]


@pytest.mark.parametrize("name", TASKS)
def test_a_back_without_its_front_judges_nothing(name: str, client: Client, cards: dict[str, Card]) -> None:
    assert turn(client, cards[name]) in (None, ["nothing", "Nothing chosen"])


# --- Done by hand --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("picks", "verdict", "marks"),
    [
        ([0, 3, 5], ["right", "3 of 3 right"], ["Your choice: right"] * 3),
        ([0, 2], ["partly", "1 of 3 right"], ["Your choice: right", "Your choice: wrong", "Nothing chosen"]),
        ([1], ["wrong", "0 of 3 right"], ["Your choice: wrong", "Nothing chosen", "Nothing chosen"]),
        ([], ["nothing", "Nothing chosen"], ["Nothing chosen"] * 3),
        ([1, 0, 3, 5], ["right", "3 of 3 right"], ["Your choice: right"] * 3),
    ],
)
def test_each_statement_is_judged(
    picks: list[int],
    verdict: list[str],
    marks: list[str],
    client: Client,
    cards: dict[str, Card],
) -> None:
    card = cards["statements"]
    client.show(card, card.front)
    for i in picks:
        client.browser.run(f"document.querySelectorAll('.pick')[{i}].click()")
    assert turn(client, card) == verdict
    assert texts(client.browser, ".mark") == marks
    assert texts(client.browser, ".pick.right") == ["True", "False", "False"]
    assert texts(client.browser, ".statement .feedback") == ["13 does not."]
    assert texts(client.browser, ".keys") == []


@pytest.mark.parametrize(
    ("name", "typed", "verdict", "shown"),
    [
        ("number", "−2,5", ["right", "Right"], "−2,5"),  # noqa: RUF001
        ("number", "-2.45 m/s", ["right", "Right"], "-2.45 m/s"),
        ("number", "-2.44", ["wrong", "Wrong"], "-2.44"),
        ("number", "<b>2</b>", ["wrong", "Wrong"], "<b>2</b>"),
        ("number", "  ", ["nothing", "Nothing typed"], None),
        ("range", "1,000", ["right", "Right"], "1,000"),
        ("range", "2.99", ["wrong", "Wrong"], "2.99"),
        ("typed", "brasilia,  d.f.", ["right", "Right"], "brasilia, d.f."),
        ("typed", "Brasilia", ["partly", "Nearly right"], "Brasilia"),
        ("typed", "Rio", ["wrong", "Wrong"], "Rio"),
    ],
)
def test_what_is_typed_is_judged_and_shown(
    name: str,
    typed: str,
    verdict: list[str],
    shown: str | None,
    client: Client,
    cards: dict[str, Card],
) -> None:
    client.show(cards[name], cards[name].front)
    client.browser.run(f"{TYPE}({json.dumps(typed)})")
    assert turn(client, cards[name]) == verdict
    assert texts(client.browser, ".typed") == ([] if shown is None else [shown])
    assert client.browser.run("document.querySelector('.field')") is None
    # Where nothing was typed, no unit stands alone.
    units = client.browser.run("Array.from(document.querySelectorAll('.entry > .unit'), (e) => e.checkVisibility())")
    assert units == ([shown is not None] if name == "number" else [])


@pytest.mark.parametrize("name", ["number", "typed"])
def test_keys_that_are_typed_stay_in_the_line_and_enter_turns(
    name: str, client: Client, cards: dict[str, Card]
) -> None:
    shown = client.browser
    client.show(cards[name], cards[name].front)
    shown.run(
        "window.heard = []; window.turned = 0; window.showAnswer = () => { turned += 1; };"
        "for (const kind of ['keydown', 'keypress', 'keyup'])"
        " document.addEventListener(kind, (event) => heard.push(event.key));"
        "document.querySelector('.field').focus()"
    )
    for key in "1 2e":
        shown.press(key)
    assert shown.run("document.querySelector('.field').value") == "1 2e"
    shown.press("Enter")
    assert shown.run("[heard.filter((key) => key !== 'Escape'), turned]") == [[], 1]


def test_a_number_has_a_key_for_its_sign_on_a_phone(browser: Browser, cards: dict[str, Card]) -> None:
    browser.show(cards["number"].page(cards["number"].front))
    assert browser.run("document.querySelector('.field').inputMode") == "decimal"
    browser.run(f"{TYPE}('2.5')")
    for value in ("−2.5", "2.5", "−2.5"):  # noqa: RUF001
        browser.run("document.querySelector('.sign').click()")
        assert browser.run("document.querySelector('.field').value") == value


def test_items_are_put_in_order_by_taps(client: Client, cards: dict[str, Card]) -> None:
    card, shown = cards["order"], client.browser
    client.show(card, card.front)
    for i, text in enumerate(("One", "Two", "Three", "Four")):
        if texts(shown, ".item")[i] != text:
            click(shown, ".item", text)
            click(shown, ".item", texts(shown, ".item")[i])
    assert texts(shown, ".item") == ["One", "Two", "Three", "Four"]
    assert turn(client, card) == ["right", "4 of 4 right"]
    assert texts(shown, ".order > .right") == ["One\nRight", "Two\nRight", "Three\nRight", "Four\nRight"]


def test_items_are_moved_by_arrow_keys_and_marked(client: Client, cards: dict[str, Card]) -> None:
    card, shown = cards["order"], client.browser
    client.show(card, card.front)
    before = texts(shown, ".item")
    shown.run("document.querySelector('.item').focus()")
    for key in (" ", "ArrowDown", "ArrowDown", " "):
        shown.press(key)
    after = [before[1], before[2], before[0], before[3]]
    assert texts(shown, ".item") == after
    assert shown.run("document.activeElement.innerText.trim()") == before[0]
    assert texts(shown, "[role=status]") == ["Place 3 of 4"]
    right = ["One", "Two", "Three", "Four"]
    hits = sum(one == other for one, other in zip(after, right, strict=True))
    assert turn(client, card) == ["partly" if hits else "wrong", f"{hits} of 4 right"]
    assert texts(shown, ".order > .wrong") == [
        f"{text}\nBelongs in place {right.index(text) + 1}" for i, text in enumerate(after) if right[i] != text
    ]


def test_items_are_dragged_by_their_grips(client: Client, cards: dict[str, Card]) -> None:
    card, shown = cards["order"], client.browser
    client.show(card, card.front)
    before = texts(shown, ".item")
    boxes = shown.run(
        "Array.from(document.querySelectorAll('.grip'), (each) => { const box = each.getBoundingClientRect();"
        " return [box.left + box.width / 2, box.top + box.height / 2]; })"
    )
    (x, top), (_, low) = boxes[0], boxes[2]
    shown.call("Input.dispatchMouseEvent", type="mousePressed", x=x, y=top, button="left", clickCount=1)
    for y in (top + 10, (top + low) / 2, low + 8):
        shown.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y, button="left")
    shown.call("Input.dispatchMouseEvent", type="mouseReleased", x=x, y=low + 8, button="left", clickCount=1)
    assert texts(shown, ".item") == [before[1], before[2], before[0], before[3]]
    assert turn(client, card)[0] in ("partly", "wrong", "right")


def test_items_are_dragged_by_a_finger_past_several_others(client: Client, cards: dict[str, Card]) -> None:
    card, shown = cards["order"], client.browser
    client.show(card, card.front)
    before = texts(shown, ".item")
    boxes = shown.run(
        "Array.from(document.querySelectorAll('.grip'), (each) => { const box = each.getBoundingClientRect();"
        " return [box.left + box.width / 2, box.top + box.height / 2]; })"
    )
    (x, top), (_, low) = boxes[0], boxes[3]
    shown.call("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": top}])
    for part in range(1, 9):  # off the grips, as fingers do
        point = {"x": x + 120, "y": top + (low + 12 - top) * part / 8}
        shown.call("Input.dispatchTouchEvent", type="touchMove", touchPoints=[point])
    shown.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
    assert texts(shown, ".item") == [*before[1:], before[0]]
    assert shown.run("document.querySelector('.dragged')") is None


def test_an_order_that_nobody_touched_is_not_judged(client: Client, cards: dict[str, Card]) -> None:
    client.show(cards["order"], cards["order"].front)
    assert turn(client, cards["order"]) == ["nothing", "Not put in order"]


def test_pairs_are_matched_by_hand_and_marked(client: Client, cards: dict[str, Card]) -> None:
    card, shown = cards["pairs"], client.browser
    client.show(card, card.front)
    rights = texts(shown, ".partner")
    assert sorted(rights) == ["even", "neither", "odd"]
    click(shown, ".partner", "odd")  # of the first left side, and the next is open
    click(shown, ".partner", "neither")
    click(shown, ".partner", "odd")
    assert [text[-1] for text in texts(shown, ".left")] == [
        "ABC"[rights.index(each)] for each in ("odd", "neither", "odd")
    ]
    assert turn(client, card) == ["partly", "2 of 3 right"]
    assert [text.splitlines()[-1] for text in texts(shown, ".left")] == [
        "Right",
        f"Right answer: {'ABC'[rights.index('even')]}",
        "Right",
    ]


@pytest.mark.parametrize("key", [" ", "x"])
def test_pairs_are_matched_by_key(client: Client, cards: dict[str, Card], key: str) -> None:
    card, shown = cards["pairs"], client.browser
    client.show(card, card.front)
    rights = texts(shown, ".partner")
    shown.run("document.querySelector('.left').focus()")
    for each in ("odd", "even", "odd"):
        shown.press(key)  # on the left: to the right column
        at = shown.run("Array.from(document.querySelectorAll('.partner')).indexOf(document.activeElement)")
        for _ in range((rights.index(each) - at) % 3):
            shown.press("ArrowDown")
        shown.press(key)
    assert turn(client, card) == ["right", "3 of 3 right"]


# --- By ear, and as it looks ---------------------------------------------------------------------------------------

STATES = {
    "statements": ("document.querySelectorAll('.pick')[1].click(); document.querySelectorAll('.pick')[3].click()"),
    "number": f"{TYPE}('7')",
    "typed": f"{TYPE}('Brasilia')",
    "order": "document.querySelectorAll('.item')[0].click(); document.querySelectorAll('.item')[2].click()",
    "pairs": "document.querySelectorAll('.partner')[1].click(); document.querySelectorAll('.partner')[0].click()",
}


@pytest.mark.parametrize("name", TASKS)
def test_axe_finds_nothing_half_answered_or_judged(
    browser: Browser, cards: dict[str, Card], axe: Axe, name: str
) -> None:
    card = cards[name]
    browser.resize(390)
    browser.write(card.page(card.front))
    browser.run(STATES[name])
    for side in ("", card.back):
        if side:
            browser.write(card.page(side))
            assert browser.run(VERDICT) is not None
        assert axe.look(browser, CARD) == [], side[:5]
        browser.run(f"document.body.className = '{NIGHT}'")
        assert axe.look(browser, COLOURS) == [], side[:5]


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("statements", [("radiogroup", "They are odd."), ("radio", "True"), ("radio", "False")]),
        ("number", [("textbox", "Your number")]),
        ("typed", [("textbox", "Your answer")]),
        ("order", [("listbox", "Put in order"), ("option", "One")]),
        ("pairs", [("radiogroup", "Match the two sides"), ("radio", "One"), ("radio", "odd")]),
    ],
)
def test_a_screen_reader_is_told_what_there_is_to_do(
    name: str,
    names: list[tuple[str, str]],
    browser: Browser,
    cards: dict[str, Card],
) -> None:
    browser.write(cards[name].page(cards[name].front))
    tree = browser.call("Accessibility.getFullAXTree")["nodes"]
    told = {(node["role"]["value"], node.get("name", {}).get("value", "")) for node in tree if not node["ignored"]}
    assert set(names) <= told
