"""Proves that a site's cards are those of the package, also without scripts, and readable by everyone everywhere.

Needs Chromium; without it these tests are skipped, except where the variable `CI` is set.
"""

import json
import re
from pathlib import Path

import pytest

from accessibility import COLOURS, Axe
from browser import Browser
from conftest import Run
from mkdeck.compiler import compile_course
from mkdeck.rendering.templates import render_card
from mkdeck.rendering.typeset import typeset
from pages.bees import COURSE, DECKS, buttons, pick, play, press, shown, text, visit, write

# --- The same cards


TOPIC = re.compile(r'(?<=<p class="topic" dir="auto">)[^<]*')
SAME = """((theirs, article, gap) => {
  const plain = (page) => {
    const box = document.createElement("template");
    box.innerHTML = page;
    for (const unseen of box.content.querySelectorAll("script, .signs, .unanswered")) unseen.remove();
    for (const media of box.content.querySelectorAll("[src]")) {
      media.setAttribute("src", media.getAttribute("src").replace("media/", ""));
      media.removeAttribute("loading");
    }
    for (const cloze of box.content.querySelectorAll("[data-cloze]")) cloze.removeAttribute("data-cloze");
    for (const list of box.content.querySelectorAll(".choices"))
      list.replaceChildren(...[...list.children].sort((a, b) => (a.outerHTML < b.outerHTML ? -1 : 1)));
    const again = document.createElement("template");
    again.innerHTML = box.innerHTML;
    return again.innerHTML.replace(/\\s*\\n\\s*/g, "\\n").trim();
  };
  const card = listCards(document.getElementById(article)).find((each) => each.gap === gap);
  const ours = makeSides(card);
  return [plain(ours.front) === plain(theirs[0]) || [plain(ours.front), plain(theirs[0])],
    plain(ours.back) === plain(theirs[1]) || [plain(ours.back), plain(theirs[1])]];
})"""


@pytest.mark.parametrize("name", ["recurrent-networks", "tour", "honey"])
def test_every_card_is_that_of_the_package(name: str, browser: Browser, tmp_path: Path, mkdeck: Run) -> None:
    course = write(tmp_path / "honey", COURSE) if name == "honey" else DECKS / name
    assert mkdeck("site", course, "-o", tmp_path / "site").code == 0
    package = compile_course(course, 1_700_000_000).package
    notetypes = {notetype.note_class: notetype for notetype in package.notetypes}
    pages = [page for page in sorted((tmp_path / "site").glob("*.html")) if page.name != "index.html"]
    compared = 0
    for page in pages:
        visit(browser, tmp_path / "site", page.name)
        ids = browser.run("[...document.querySelectorAll('#questions > article')].map((each) => each.id.slice(2))")
        for note in package.notes:
            for ordinal in note.cards if note.id in ids else ():
                sides = typeset(render_card(notetypes[note.note_class], note, ordinal, marked=True))
                gap = str(ordinal + 1) if note.note_class == "cloze" else ""
                # The page names its deck once.
                shown = [TOPIC.sub("", side) for side in (sides.front, sides.back)]
                said = browser.run(f"{SAME}({json.dumps(shown)}, {f'q-{note.id}'!r}, {gap!r})")
                assert said == [True, True], note.id
                compared += 1
    assert compared == sum(len(note.cards) for note in package.notes)


def test_media_are_shown_and_play(browser: Browser, tmp_path: Path, mkdeck: Run) -> None:
    assert mkdeck("site", DECKS / "tour", "-o", tmp_path / "site").code == 0
    visit(browser, tmp_path / "site", "03-media.html")
    press(browser, "all")
    browser.run("document.querySelectorAll('.solution').forEach((each) => { each.open = true; })")
    loaded = """(async () => {
      const found = [];
      for (const each of document.querySelectorAll("#questions :is(img, audio, video)")) {
        each.scrollIntoView();
        if (each.tagName === "IMG") await each.decode();
        else if (each.readyState < 1) await new Promise((done) => each.addEventListener("loadedmetadata", done));
        found.push(each.naturalWidth > 0 || each.duration > 0);
      }
      return found;
    })()"""
    assert browser.run(loaded) == [True, True, True]


def test_choices_are_shuffled_and_the_next_time_anew(deck: Browser, made: Path) -> None:
    orders = set()
    for _ in range(20):
        press(deck, "begin")
        rows = deck.run("[...document.querySelectorAll('#card .choice')].map((e) => e.firstChild.textContent)")
        orders.add(tuple(rows))
        visit(deck, made)
    assert len(orders) >= 3


# --- Without scripts


def test_without_scripts_all_questions_are_there_with_answers_to_open(browser: Browser, made: Path) -> None:
    browser.allow_scripts(allowed=False)
    visit(browser, made)
    assert buttons(browser) == []
    assert browser.run("document.querySelectorAll('#questions > article').length") == 6
    prompts = browser.run("[...document.querySelectorAll('article > .prompt')].map((each) => each.innerText.trim())")
    assert prompts[0] == "How many legs has a bee?"
    assert prompts[3].startswith("A [...] dance of angle")
    assert prompts[3].endswith("points to [to what?].")
    inside = [".key", "article .answer", ".feedback", ".explanation", ".source", ".hint > div"]
    assert shown(browser, *inside) == []
    looks = (
        "new Set([...document.querySelectorAll('#q-legs .choice')].map((e) => getComputedStyle(e).borderColor)).size"
    )
    assert browser.run(looks) == 1
    browser.run("document.querySelectorAll('article > details').forEach((each) => { each.open = true; })")
    assert shown(browser, *inside) == inside
    assert browser.run(looks) == 2
    keys = browser.run("[...document.querySelectorAll('.solution > .key')].map((each) => each.innerText.trim())")
    letters = browser.run("[...document.querySelectorAll('#q-legs .choice')].findIndex((e) => e.matches('.right'))")
    assert keys[0] == f"Right answer: {'ABC'[letters]}"
    assert keys[2] == "Right answer: True"
    assert keys[3].split() == [
        "Right",
        "answer:",
        "1",
        "waggle",
        "2",
        "\N{MATHEMATICAL ITALIC SMALL ALPHA}",
        "2",
        "food",
    ]
    assert keys[4] == "Right answer: The queen"
    assert text(browser, "#q-why .answer") == "To tell the others."


def test_where_the_test_can_t_start_the_questions_are_there(browser: Browser, made: Path) -> None:
    hook = browser.before_each_page("Array.prototype.flatMap = undefined;")
    try:
        visit(browser, made)
        assert shown(browser, "#questions", "#start") == ["#questions"]
        assert [fault.split(":")[0].removeprefix("Uncaught ") for fault in browser.faults] == ["TypeError"]
        browser.faults.clear()
    finally:
        browser.never_mind(hook)


# --- Everywhere readable


VIEWS = ("start", "front", "back", "score", "all")


def go_to(browser: Browser, view: str) -> None:
    """Bring a deck's page from its start to one of its views, with all that can be opened there open."""
    if view in ("front", "back", "score"):
        press(browser, "begin")
    if view == "back":
        pick(browser, "Four")
        press(browser, "check")
    elif view == "score":
        play(browser, wrong={"legs"})
    elif view == "all":
        press(browser, "all")
        browser.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")


def look_by_day_and_night(browser: Browser, axe: Axe) -> list[str]:
    found = axe.look(browser)
    browser.emulate(prefers_color_scheme="dark")
    return found + axe.look(browser, COLOURS)


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_on_a_deck(browser: Browser, made: Path, axe: Axe, view: str) -> None:
    browser.emulate(prefers_color_scheme="light")
    browser.resize(375)
    visit(browser, made)
    go_to(browser, view)
    assert look_by_day_and_night(browser, axe) == []


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, mkdeck: Run) -> Path:
    folder = tmp_path_factory.mktemp("shelf")
    hebrew = {
        "course.yaml": "course: דבש\nid: dvash\nlanguage: he",
        "01.yaml": """\
            deck: דבורים
            questions:
              - id: legs
                type: multiple-choice
                question: כמה רגליים לדבורה?
                choices: [ארבע, {correct: שש, feedback: כמו לכל החרקים.}, שמונה]
                explanation: שלושה זוגות.
            """,
    }
    courses = [write(folder / "honey", COURSE), write(folder / "dvash", hebrew)]
    done = mkdeck("site", *courses, DECKS / "tour", "--draft", "-o", folder / "site")
    assert done.code == 0, done.err
    return folder / "site"


@pytest.mark.parametrize("page", ["index.html", "honey/index.html", "dvash/index.html", "mkdeck-tour/02-text.html"])
def test_axe_finds_nothing_elsewhere(browser: Browser, shelf: Path, axe: Axe, page: str) -> None:
    browser.emulate(prefers_color_scheme="light")
    browser.resize(375)
    visit(browser, shelf, page)
    if page.endswith("text.html"):
        go_to(browser, "all")
    assert look_by_day_and_night(browser, axe) == []


@pytest.mark.parametrize("zoom", [1, 2])
@pytest.mark.parametrize(
    "page",
    ["index.html", "honey/index.html", "dvash/index.html", "mkdeck-tour/02-text.html", "honey/bees.html"],
)
def test_nothing_is_wider_than_a_narrow_phone(browser: Browser, shelf: Path, page: str, zoom: int) -> None:
    browser.resize(320, 640)
    for view in VIEWS if page.endswith("bees.html") else ("all",) if page.endswith("text.html") else ("start",):
        visit(browser, shelf, page)
        browser.run(f"document.documentElement.style.fontSize = '{16 * zoom}px'")
        go_to(browser, view)
        assert browser.run("document.scrollingElement.scrollWidth") == 320, view
        small = browser.run(
            "[...document.querySelectorAll('button, .button, summary, .tile a, #card .choice')]"
            ".filter((e) => e.checkVisibility()).map((e) => [e.innerText, e.getBoundingClientRect().height])"
            ".filter(([_, height]) => height < 44 && height > 0)"
        )
        assert [each for each in small if page.endswith("bees.html")] == [], view
        browser.run("localStorage.clear()")


def test_right_to_left_pages_begin_on_the_right(browser: Browser, shelf: Path) -> None:
    visit(browser, shelf, "dvash/index.html")
    assert browser.run("document.dir") == "rtl"
    visit(browser, shelf, f"dvash/{browser.run('document.querySelector(`.tile a`).getAttribute(`href`)')}")
    press(browser, "begin")
    places = "[...document.querySelectorAll('h1, #card .prompt p')].map((e) => getComputedStyle(e).direction)"
    assert browser.run(places) == ["rtl", "rtl"]
    pick(browser, "שש")
    press(browser, "check")
    assert text(browser, "#card .verdict") == "Right"


def test_day_and_night_are_those_of_the_cards(browser: Browser, made: Path) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        browser.emulate(prefers_color_scheme=scheme)
        visit(browser, made)
        grounds.append(browser.run("getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(247, 248, 250)", "rgb(22, 24, 28)"]


def test_a_course_s_own_style_is_on_its_pages(browser: Browser, tmp_path: Path, mkdeck: Run) -> None:
    styled = {
        **COURSE,
        "course.yaml": "course: Honey\nid: honey\nstyle: own.css",
        "own.css": ":root { --accent: #604; }",
    }
    assert mkdeck("site", write(tmp_path / "honey", styled), "-o", tmp_path / "site").code == 0
    visit(browser, tmp_path / "site")
    assert browser.run("getComputedStyle(document.getElementById('begin')).backgroundColor") == "rgb(102, 0, 68)"
