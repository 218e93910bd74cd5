"""Proves that cards are readable in every light, width, direction and style, in a real browser.

Each card is the HTML that Anki's own renderer gives for a built deck, put into a page as each client does it. Needs
Chromium; without it these tests are skipped, except where the variable `CI` is set.
"""

import json
from pathlib import Path

import pytest

from browser import Browser
from cards.choices import CONTRASTS, COURSE, KINDS, LEAST_CONTRAST
from cards.sides import DAY, NIGHT, Card, Client, render_cards
from conftest import Build, Run, Write

# --- Looks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", KINDS)
def test_every_text_stands_out_from_what_is_behind_it(browser: Browser, cards: dict[str, Card], name: str) -> None:
    card = cards[name]
    picks = ["", ".right", ":not(.right)"] if '<ol class="choices' in card.front and name != "choice-gap" else [""]
    browser.emulate(prefers_reduced_motion="reduce")  # no colour is on its way
    for picked in picks:
        browser.write(card.page(card.front))
        if picked:
            browser.run(f"document.querySelector('.choice{picked}').click()")
        if name == "several" and picked:
            browser.run("document.querySelector('.choice.right').click()")
        browser.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        fronts = _find_contrasts(browser)
        browser.write(card.page(card.back))
        for front, back in zip(fronts, _find_contrasts(browser), strict=True):
            texts = front + back
            assert len(texts) > 3
            assert [each for each in texts if each[0] < LEAST_CONTRAST] == []


def _find_contrasts(browser: Browser) -> list[list[list[float]]]:
    """Give the contrasts of a side by day and by night, which is another class of the page's body."""
    found = []
    for body in (DAY, NIGHT):
        browser.run(f"document.body.className = '{body}'")
        found.append(browser.run(CONTRASTS))
    assert found[0] != found[1]
    return found


@pytest.mark.parametrize("body", [DAY, NIGHT, "card card1 nightMode", "card card1 night_mode"])
def test_the_page_has_the_colours_of_the_card(browser: Browser, cards: dict[str, Card], body: str) -> None:
    # Anki's own page says this at night, and it must not win.
    anki = "<style>body.nightMode { background-color: #2c2c2c; color: #fcfcfc; }</style>"
    browser.write(cards["single"].page(cards["single"].back, body, more=anki))
    found = browser.run("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]")
    day, night = ["rgb(247, 248, 250)", "rgb(27, 31, 36)"], ["rgb(22, 24, 28)", "rgb(233, 235, 238)"]
    assert found == (day if body == DAY else night)


SIZES = [(320, 100), (375, 100), (768, 100), (1280, 100), (320, 200), (900, 200)]
"""Widths of windows in pixels, and sizes of text in percent."""
CUT = """Array.from(document.querySelectorAll(".mkdeck *")).filter((each) =>
    each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX === "visible"
    && getComputedStyle(each).display !== "inline").map((each) => each.outerHTML)"""


@pytest.mark.parametrize("name", KINDS)
def test_nothing_is_wider_than_the_window(browser: Browser, cards: dict[str, Card], name: str) -> None:
    for side in (cards[name].front, cards[name].back):
        browser.write(cards[name].page(side))
        browser.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        for width, text in SIZES:
            browser.resize(width)
            browser.run(f"document.documentElement.style.fontSize = '{text}%'")
            wide = browser.run("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
            assert wide[0] <= wide[1] <= width, (width, text)
            assert browser.run(CUT) == [], (width, text)
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
            browser.write(card.page(card.front, body))
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
        browser.write(cards["single"].page(cards["single"].front))
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
def texts(tmp_path_factory: pytest.TempPathFactory, build: Build) -> dict[str, Card]:
    return render_cards(TEXTS, tmp_path_factory.mktemp("texts"), build, BLOCKS)


def test_headings_of_a_text_are_larger_than_its_words_and_not_those_of_the_card(
    browser: Browser, texts: dict[str, Card]
) -> None:
    browser.write(texts["blocks"].page(texts["blocks"].back))
    size = "(each) => parseFloat(getComputedStyle(each).fontSize)"
    sizes = browser.run(f"Array.from(document.querySelectorAll('.prompt > *'), {size})")
    (*above, fifth, sixth, text) = sizes
    assert [*above, fifth] == sorted({*above, fifth}, reverse=True)
    assert fifth == text > sixth
    own, typed = browser.run(f"Array.from(document.querySelectorAll('.explanation h2'), {size})")
    assert own < 16 < typed


@pytest.mark.parametrize("side", ["front", "back"])
def test_a_choice_has_as_much_room_below_as_above(browser: Browser, texts: dict[str, Card], side: str) -> None:
    browser.write(texts["blocks"].page(getattr(texts["blocks"], side)))
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
            browser.write(texts[name].page(getattr(texts[name], side), body))
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


def test_a_courses_style_follows_the_built_in_one(browser: Browser, tmp_path: Path, build: Build) -> None:
    (tmp_path / "look").mkdir()
    (tmp_path / "look/own.css").write_text(":root { --accent: #7a1fa2; }\n.prompt { letter-spacing: 3px; }\n", "utf-8")
    styled = {**COURSE, "course.yaml": COURSE["course.yaml"] + "\nstyle: look/own.css"}
    card = render_cards(styled, tmp_path, build, KINDS)["single"]
    browser.write(card.page(card.front))
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
    course: Write, mkdeck: Run, named: str, content: bytes | None, message: str
) -> None:
    settings = f"course: Styled\nid: styled\nstyle: {named}\n"
    deck = "questions:\n  - {id: a, type: true-false, question: A., answer: true}\n"
    files: dict[str, str | bytes] = {"course.yaml": settings, "01.yaml": deck}
    folder = course(files if content is None else {**files, named: content})
    (folder / "folder.css").mkdir()
    done = mkdeck("check", ".", cwd=folder)
    assert done.code == 1
    assert f"course.yaml:3:8: error: {message}" in done.out + done.err


@pytest.mark.parametrize(
    ("width", "gutter"), [(390, "auto"), (600, "stable"), (900, "stable both-edges")], ids=("phone", "window", "wide")
)
def test_a_window_keeps_room_for_the_scroll_bar_that_the_back_may_bring(
    width: int, gutter: str, browser: Browser, cards: dict[str, Card]
) -> None:
    card = cards["single"]
    browser.resize(width)
    browser.write(card.page(card.front))
    assert browser.run("getComputedStyle(document.documentElement).scrollbarGutter") == gutter
