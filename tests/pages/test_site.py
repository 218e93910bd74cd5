"""Proves that a site's pages test a student from start to score, offline, from files and from a server, in any browser.

Needs Chromium; without it these tests are skipped, except where the variable `CI` is set.
"""

from pathlib import Path

import pytest

from browser import Browser
from conftest import Run
from pages.bees import COURSE, DECK, RIGHT, Place, buttons, pick, play, press, question, shown, text, visit, write


def test_a_student_goes_from_start_to_score_and_again_with_what_was_wrong(browser: Browser, place: Place) -> None:
    browser.visit(f"{place.address}{DECK}", place.address)
    assert text(browser, ".facts") == "Questions: 6"
    assert buttons(browser) == ["Start", "All questions", "Print, with an answer key"]
    press(browser, "begin")

    assert text(browser, "#place") == "Question 1 of 7"
    assert question(browser) == "legs"
    assert browser.run("document.querySelector('#card .hint img').complete") is False or not shown(browser, ".hint img")
    browser.run("document.querySelector('#card .hint summary').click()")
    assert shown(browser, "#card .hint img") == ["#card .hint img"]
    assert shown(browser, "#card .feedback", "#card .explanation", "#card .verdict") == []
    pick(browser, "Four")
    press(browser, "check")
    assert text(browser, "#card .verdict") == text(browser, "#said") == "Wrong"
    assert text(browser, "#card .choice.chosen") == "Four\nYour choice: wrong\nThat is a dog."
    assert text(browser, "#card .choice.right") == "Six\nRight answer\nAs all insects."
    assert shown(browser, "#card .explanation math", "#card .source", "#card .report a", "#card .hint") == [
        "#card .explanation math",
        "#card .source",
        "#card .report a",
    ]
    assert buttons(browser) == ["Next"]
    press(browser, "next")

    assert question(browser) == "eats"
    pick(browser, "Pollen", "Stones")
    pick(browser, "Stones")
    press(browser, "check")
    assert text(browser, "#card .verdict") == "1 of 2 right"
    press(browser, "next")

    assert question(browser) == "stings"
    pick(browser, "False")
    pick(browser, "True")
    press(browser, "check")
    assert text(browser, "#card .verdict") == "Right"
    press(browser, "next")

    assert text(browser, "#card .prompt").startswith("A [...] dance of angle")
    assert text(browser, "#card .prompt").endswith("points to food.")
    press(browser, "reveal")
    assert text(browser, "#card span.cloze") == "waggle"
    assert buttons(browser) == ["Not yet", "I knew it"]
    press(browser, "knew-it")

    assert question(browser) == "why"
    assert shown(browser, "#card .answer") == []
    press(browser, "reveal")
    assert text(browser, "#card .answer") == "Model answer\n\nTo tell the others."
    press(browser, "knew-it")

    assert question(browser) == "queen"
    press(browser, "reveal")
    assert text(browser, "#card span.cloze") == "The queen"
    press(browser, "knew-it")

    assert text(browser, "#place") == "Question 7 of 7"
    assert text(browser, "#card span.cloze") == "[to what?]"
    assert "waggle" in text(browser, "#card .prompt")
    assert browser.run("document.querySelector('#card math').textContent") == "[...]"
    press(browser, "reveal")
    assert text(browser, "#card span.cloze") == "food"
    press(browser, "not-yet")

    assert text(browser, "#total") == "4 of 7 right"
    missed = browser.run("[...document.querySelectorAll('#missed a')].map((a) => [a.hash, a.textContent])")
    assert [hash_ for hash_, _ in missed] == ["#q-legs", "#q-eats", "#q-dance"]
    assert missed[0][1] == "How many legs has a bee?"
    assert missed[2][1] == "A ___ dance of angle ___ points to [to what?]."
    assert browser.run("document.querySelector('#missed a math').textContent") == "___"
    browser.run("document.querySelector('#q-legs .prompt > p').append(' ' + 'carry '.repeat(17) + 'what [all of it]?')")
    press(browser, "again-now")
    for _ in missed:
        browser.run("document.querySelector('#check:not([hidden]), #reveal:not([hidden])').click()")
        browser.run("document.querySelector('#next:not([hidden]), #not-yet:not([hidden])').click()")
    cut = browser.run("document.querySelector('#missed a').textContent")
    assert cut == "How many legs has a bee? " + "carry " * 15 + "…"

    press(browser, "again-now")
    assert text(browser, "#place") == "Question 1 of 3"
    assert play(browser, wrong={"eats"}) == ["legs", "eats", "dance"]
    assert text(browser, "#total") == "2 of 3 right"
    press(browser, "again-now")
    assert play(browser, wrong=set()) == ["eats"]
    assert text(browser, "#total") == "1 of 1 right"
    assert shown(browser, "#missed", "#again-now") == []

    browser.visit(f"{place.address}index.html", place.address)
    known = browser.run("[...document.querySelectorAll('.tile')].map((tile) => tile.innerText.split('\\n').at(-1))")
    assert known == ["7 of 7 right", "Questions: 1"]


def test_progress_outlives_a_reload(deck: Browser, made: Path) -> None:
    press(deck, "begin")
    pick(deck, "Six")
    press(deck, "check")
    visit(deck, made)
    assert buttons(deck)[:2] == ["Continue", "Start over"]
    assert text(deck, ".known") == "1 of 7 right"
    press(deck, "go-on")
    assert text(deck, "#place") == "Question 2 of 7"
    assert play(deck, wrong={"stings"}) == ["eats", "stings", "dance", "why", "queen", "dance"]
    visit(deck, made)
    assert buttons(deck)[:2] == ["Repeat the wrong ones", "Start over"]
    press(deck, "again")
    assert question(deck) == "stings"
    visit(deck, made)
    press(deck, "begin")
    assert text(deck, "#place") == "Question 1 of 7"


def test_what_was_answered_counts_only_as_long_as_the_question_is_the_same(
    browser: Browser, tmp_path: Path, mkdeck: Run
) -> None:
    folder, site = write(tmp_path / "honey", COURSE), tmp_path / "site"
    assert mkdeck("site", folder, "--draft", "-o", site).code == 0
    visit(browser, site)
    press(browser, "begin")
    for name in ("legs", "eats", "stings"):
        pick(browser, *RIGHT[name])
        press(browser, "check")
        press(browser, "next")
    new = {
        "bees.yaml": str(COURSE["bees.yaml"])
        .replace("How many legs has", "How many legs does it have,")
        .replace("$3", "That is $3")
        .replace("id: eats", "id: drinks")
        .replace("Why does it dance?", "Why does a bee dance?")
    }
    write(folder, new)
    assert mkdeck("site", folder, "--draft", "-o", site).code == 0
    visit(browser, site)
    assert text(browser, ".known") == "3 of 7 right"  # as the page last knew it
    press(browser, "go-on")
    assert text(browser, "#place") == "Question 2 of 7"
    assert play(browser, wrong={"queen"}) == ["dance", "queen", "dance", "legs", "drinks", "why"]
    assert text(browser, "#total") == "6 of 7 right"
    visit(browser, site)
    assert text(browser, ".known") == "6 of 7 right"


@pytest.mark.parametrize(
    "stored",
    [
        "null",
        "[]",
        "no JSON",
        '{"known": 3, "round": 5}',
        '{"known": {"legs": true}, "round": {"cards": ["x", null], "answers": [true]}, "right": -1, "total": "many"}',
        '{"known": null, "round": {"cards": "abc", "answers": {}}}',
    ],
)
def test_what_else_stands_in_the_store_is_as_nothing(deck: Browser, made: Path, stored: str) -> None:
    name = deck.run("document.querySelector('.known').dataset.store")
    assert name == "mkdeck/honey/Honey::Bees"
    deck.run(f"localStorage.setItem({name!r}, {stored!r})")
    visit(deck, made)
    assert buttons(deck)[0] == "Start"
    press(deck, "begin")
    assert len(play(deck, wrong=set())) == 7
    assert text(deck, "#total") == "7 of 7 right"


@pytest.mark.parametrize("kind", ["get", "value"])
def test_without_any_storage_the_test_goes_on_and_is_forgotten(browser: Browser, made: Path, kind: str) -> None:
    broken = "{ getItem() { throw new Error('no'); }, setItem() { throw new Error('full'); } }"
    given = "get() { throw new DOMException('denied', 'SecurityError'); }" if kind == "get" else f"value: {broken}"
    names = ("localStorage", "sessionStorage")
    script = "".join(f"Object.defineProperty(window, {name!r}, {{ {given} }});" for name in names)
    hook = browser.before_each_page(script)
    try:
        visit(browser, made)
        press(browser, "begin")
        assert len(play(browser, wrong={"legs"})) == 7
        assert text(browser, "#total") == "6 of 7 right"
        visit(browser, made)
        assert buttons(browser)[0] == "Start"
    finally:
        browser.never_mind(hook)


def test_a_test_can_be_taken_by_keys_alone(deck: Browser) -> None:
    deck.run("document.querySelector('#begin').focus()")
    deck.press("Enter")
    assert deck.run("document.activeElement.id") == "place"
    deck.press("Enter")  # nothing is chosen yet
    assert buttons(deck) == ["Check"]
    deck.press("Tab")
    for _ in range(3):
        deck.press("ArrowDown")
        if deck.run("document.activeElement.textContent.startsWith('Six')"):
            break
    deck.press("Enter")
    assert text(deck, "#card .verdict") == "Right"
    deck.press("Enter")
    assert question(deck) == "eats"
    deck.press("Tab")
    deck.press(" ")
    for _ in range(4):
        deck.press("Tab")
    deck.press("Enter")
    assert "Next" in buttons(deck)
    deck.press("Enter")
    assert question(deck) == "stings"
    deck.press("Tab")
    deck.press(" ")
    deck.press("Enter")
    deck.press("Enter")
    assert question(deck) == "dance"
    deck.press("Enter")
    deck.press("Enter")
    # To press a key twice is not to say that one knew it.
    assert (question(deck), buttons(deck)) == ("dance", ["Not yet", "I knew it"])
    deck.press("Tab")
    assert focused(deck) == "report"
    deck.press("Tab")
    assert focused(deck) == "not-yet"
    deck.press("Tab")
    deck.press("Enter")
    assert question(deck) == "why"
    deck.press("Enter")
    assert deck.run("document.activeElement.matches('.answer')")
    for _ in range(3):
        deck.press("Tab")
    deck.press("Enter")
    assert question(deck) == "queen"


def focused(browser: Browser) -> str:
    found: str = browser.run("document.activeElement.id || document.activeElement.parentElement.className")
    return found


def test_pages_say_self_test_and_their_boxes_look_like_links(browser: Browser, made: Path) -> None:
    visit(browser, made, "index.html")
    for tile in range(2):
        link = f"document.querySelectorAll('.tile h3 a')[{tile}]"
        style = f"getComputedStyle({link})"
        colours = browser.run(f"[{style}.color, getComputedStyle(document.body).color, {style}.textDecorationLine]")
        assert colours[0] != colours[1]
        assert colours[2] == "underline"
        assert browser.run(f"{link}.closest('.tile').querySelector('.go').innerText") == "Self-test"
    visit(browser, made)
    headings = browser.run(
        "[...document.querySelectorAll('h1, h2')].filter((e) => e.checkVisibility()).map((e) => e.innerText)"
    )
    assert headings == ["Bees", "Self-test"]


def test_a_page_of_a_course_has_no_link_without_a_place_in_its_text(
    browser: Browser, tmp_path: Path, mkdeck: Run
) -> None:
    assert mkdeck("site", write(tmp_path / "honey", COURSE), "-o", tmp_path / "site", "--draft").code == 0
    visit(browser, tmp_path / "site", "index.html")
    last = "[...document.querySelectorAll('.anki > p')].pop()"
    assert browser.run(f"{last}.innerHTML").endswith("What you have learned stays.")
    named = "[...document.querySelectorAll('.apps h3')].map((each) => [each.innerText, each.querySelector('a').host])"
    assert browser.run(named) == [
        ["Anki", "apps.ankiweb.net"],
        ["AnkiDroid", "play.google.com"],
        ["AnkiMobile", "apps.apple.com"],
    ]


def test_no_card_to_turn_is_spoken_of_where_a_button_shows_the_answer(deck: Browser) -> None:
    press(deck, "begin")
    while question(deck) != "why":
        press(deck, buttons_by_id(deck)[-1])
    assert text(deck, "#card .invitation") == "Think of your answer first."


def buttons_by_id(browser: Browser) -> list[str]:
    found: list[str] = browser.run("[...document.querySelectorAll('#actions button:not([hidden])')].map((e) => e.id)")
    return found


LONG = " ".join(["Because of what was said before, and of more."] * 30)


@pytest.mark.parametrize(("explanation", "fits"), [("As it is so.", True), (LONG, False)])
def test_the_explanation_is_not_behind_the_button_that_goes_on(
    browser: Browser, tmp_path: Path, mkdeck: Run, explanation: str, fits: bool
) -> None:
    choices = ", ".join(f"A choice of some length, the number {i}" for i in range(5))
    bees = f"""\
        questions:
          - id: long
            type: multiple-choice
            question: Which is it?
            choices: [{{correct: The first of them}}, {choices.replace(", the", " the")}]
            explanation: {explanation}
        """
    course = {"course.yaml": "course: Honey\nid: honey", "bees.yaml": bees}
    assert mkdeck("site", write(tmp_path / "honey", course), "-o", tmp_path / "site").code == 0
    browser.resize(390, 700)
    visit(browser, tmp_path / "site")
    press(browser, "begin")
    browser.run("document.querySelector('#card .choice').click()")
    press(browser, "check")
    top, bottom, bar, verdict, height = browser.run(
        """[document.querySelector("#card .explanation").getBoundingClientRect(),
            document.getElementById("actions").getBoundingClientRect(),
            document.querySelector("#card .verdict").getBoundingClientRect()]
            .flatMap((box, i) => i ? [box.top] : [box.top, box.bottom]).concat(innerHeight)"""
    )
    assert 0 <= verdict < bar
    assert bottom <= bar  # nothing stands behind the button, wherever that is
    assert (bar < height) == fits
    assert top < height


def test_a_pick_turns_the_card_where_the_course_wants_it(browser: Browser, tmp_path: Path, mkdeck: Run) -> None:
    turning = {**COURSE, "course.yaml": "course: Honey\nid: honey\nturn: true"}
    assert mkdeck("site", write(tmp_path / "honey", turning), "--draft", "-o", tmp_path / "site").code == 0
    visit(browser, tmp_path / "site")
    press(browser, "begin")
    pick(browser, "Six")
    browser.run("new Promise((done) => setTimeout(done, 600))")
    assert text(browser, "#card .verdict") == "Right"
    assert buttons(browser) == ["Next"]


def test_an_address_with_a_question_shows_it(deck: Browser, made: Path) -> None:
    deck.load("about:blank")
    visit(deck, made, f"{DECK}#q-why")
    assert shown(deck, "#questions", "#q-why .answer", "#q-legs .explanation") == ["#questions", "#q-why .answer"]
