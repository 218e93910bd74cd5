"""Proves that cards keep their order and tell right from wrong wherever they are shown, in a real browser.

Each card is the HTML that Anki's own renderer gives for a built deck, put into a page as each client does it. Needs
Chromium; without it these tests are skipped, except where the variable `CI` is set.
"""

import json

import pytest

from browser import Browser, BrowserError
from cards.choices import checked, marks, order, pick, read
from cards.sides import Card, Client, OnePage, Reloading

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


@pytest.mark.parametrize("kind", [Reloading, OnePage])
def test_what_was_kept_before_a_storage_was_full_is_not_taken_for_what_is_chosen_now(
    browser: Browser, cards: dict[str, Card], kind: type[Client]
) -> None:
    client, card = kind(browser), cards["single"]
    client.show(card, card.front)
    browser.run(FULL_STORAGE)
    pick(browser, "Beta")
    client.show(card, card.back)
    assert read(browser)["verdict"] == "Wrong"


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


def test_a_browser_that_fails_says_so(browser: Browser) -> None:
    with pytest.raises(BrowserError, match="no such thing"):
        browser.run("throw new Error('no such thing')")
