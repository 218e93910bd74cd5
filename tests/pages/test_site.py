"""Proves that a site's pages test a student from start to score, offline, from files and from a server, in any browser.

Needs Chromium; without it these tests are skipped, except where the variable `CI` is set.
"""

import functools
import http.server
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

from browser import Browser
from conftest import Outcome
from mkdeck.compiler import compile_course
from mkdeck.rendering.templates import render_card
from mkdeck.rendering.typeset import typeset

DECKS = Path(__file__).parents[2] / "decks"
DECK = "bees.html"
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'
COURSE: dict[str, str | bytes] = {
    "course.yaml": "course: Honey\nid: honey\nauthors: [The beekeepers]\nreport: https://example.org/{id}",
    "bees.yaml": """\
        deck: Bees
        description: All about *bees*.
        source: Lecture 1
        questions:
          - id: legs
            type: multiple-choice
            question: How many legs has a bee?
            choices:
              - wrong: Four
                feedback: That is a dog.
              - correct: Six
                feedback: As all insects.
              - Eight
            hint: Look at it ![from above](bee.svg).
            explanation: $3 \\cdot 2 = 6$.
          - id: eats
            type: multiple-choice
            question: What does it eat?
            choices: [{correct: Pollen}, Stones, {correct: Nectar}, Wood]
          - id: stings
            type: true-false
            question: A worker can sting.
            answer: true
          - id: dance
            type: cloze
            question: 'A {{c1::waggle}} dance of angle ${{c2::\\alpha}}$ points to {{c2::food::to what?}}.'
            explanation: Toward the sun is up.
          - id: why
            type: short-answer
            question: Why does it dance?
            answer: To tell the *others*.
          - id: queen
            type: multiple-choice
            card: cloze
            question: Who lays the eggs?
            choices: [Workers, {correct: The queen, feedback: All of them.}, Drones]
          - id: old
            type: true-false
            question: Bees are birds.
            answer: false
            retired: Silly.
        """,
    "hive.yaml": """\
        deck: Hive
        questions:
          - id: shape
            type: short-answer
            question: Which shape has a cell?
            answer: A hexagon.
        """,
    "bee.svg": PICTURE,
}
RIGHT = {"legs": ["Six"], "eats": ["Pollen", "Nectar"], "stings": ["True"], "drinks": ["Pollen", "Nectar"]}
WRONG = {"legs": ["Four"], "eats": ["Pollen", "Wood"], "stings": ["False"]}


@dataclass(frozen=True)
class Place:
    """Where a site can be visited: below an address that ends with a slash."""

    address: str
    folder: Path


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; gives its address."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else dedent(content).encode())
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, mkdeck: Callable[..., Outcome]) -> Path:
    """Make the site of the course of this file; gives its folder."""
    folder = tmp_path_factory.mktemp("site")
    done = mkdeck("site", write(folder / "honey", COURSE), "-o", folder / "web" / "project" / "site")
    assert done.code == 0, done.err
    return folder / "web" / "project" / "site"


@pytest.fixture(scope="module", params=["file", "server"])
def place(request: pytest.FixtureRequest, made: Path) -> Iterator[Place]:
    if request.param == "file":
        yield Place(f"{made.as_uri()}/", made)
    else:
        with serve(made.parents[1]) as address:
            yield Place(f"{address}project/site/", made)


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """Give a browser without memory, and see that no script failed and nothing from elsewhere was asked for."""
    chromium.faults.clear()
    chromium.requests.clear()
    chromium.resize(900)
    yield chromium
    chromium.allow_scripts(allowed=True)
    chromium.emulate()
    if chromium.run("location.protocol.startsWith('file') || location.protocol.startsWith('http')"):
        chromium.run("try { localStorage.clear(); sessionStorage.clear(); } catch {}; window.name = ''")
    assert chromium.faults == []
    assert chromium.requests == []


def visit(browser: Browser, site: Path, page: str = DECK) -> None:
    browser.visit(f"{site.as_uri()}/{page}", site.as_uri())


@pytest.fixture
def deck(browser: Browser, made: Path) -> Browser:
    visit(browser, made)
    return browser


def press(browser: Browser, button: str) -> None:
    """Click a button where a student would."""
    x, y, on_it = browser.run(
        f"""(() => {{
          const button = document.getElementById({button!r});
          button.scrollIntoView({{ block: "nearest" }});
          const box = button.getBoundingClientRect();
          const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
          return [x, y, button.contains(document.elementFromPoint(x, y))];
        }})()"""
    )
    assert on_it, f"{button} can't be clicked"
    browser.click(x, y)


def pick(browser: Browser, *texts: str) -> None:
    for text in texts:
        browser.run(
            f"""(() => {{
              const own = (row) => row.firstChild.textContent;
              [...document.querySelectorAll("#card .choice")].find((row) => own(row) === {text!r}).click();
            }})()"""
        )


def text(browser: Browser, selector: str) -> str:
    found: str = browser.run(f"document.querySelector({selector!r}).innerText.trim()")
    return found


def shown(browser: Browser, *selectors: str) -> list[str]:
    """Give those of some selectors of which something can be seen."""
    found: list[str] = browser.run(
        f"{json.dumps(selectors)}.filter((s) => [...document.querySelectorAll(s)].some((e) => e.checkVisibility()))"
    )
    return found


def buttons(browser: Browser) -> list[str]:
    found: list[str] = browser.run(
        "[...document.querySelectorAll('button')].filter((e) => e.checkVisibility()).map((e) => e.innerText)"
    )
    return found


def question(browser: Browser) -> str:
    found: str = browser.run("document.querySelector('#card [data-id]').dataset.id")
    return found


def play(browser: Browser, wrong: set[str]) -> list[str]:
    """Answer all questions of a round, some of them wrong; gives the questions in the order in which they came."""
    asked = []
    while browser.run("document.body.dataset.view") == "test":
        name = question(browser)
        asked.append(name)
        if name in RIGHT:
            pick(browser, *(WRONG if name in wrong else RIGHT)[name])
            press(browser, "check")
            press(browser, "next")
        else:
            press(browser, "reveal")
            press(browser, "not-yet" if name in wrong else "knew-it")
    return asked


# --- From start to score


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
    assert text(browser, "#card .cloze") == "waggle"
    assert buttons(browser) == ["Not yet", "I knew it"]
    press(browser, "knew-it")

    assert question(browser) == "why"
    assert shown(browser, "#card .answer") == []
    press(browser, "reveal")
    assert text(browser, "#card .answer") == "Model answer\n\nTo tell the others."
    press(browser, "knew-it")

    assert question(browser) == "queen"
    press(browser, "reveal")
    assert text(browser, "#card .cloze") == "The queen"
    press(browser, "knew-it")

    assert text(browser, "#place") == "Question 7 of 7"
    assert text(browser, "#card .cloze") == "[to what?]"
    assert "waggle" in text(browser, "#card .prompt")
    assert browser.run("document.querySelector('#card math').textContent") == "[...]"
    press(browser, "reveal")
    assert text(browser, "#card .cloze") == "food"
    press(browser, "not-yet")

    assert text(browser, "#total") == "4 of 7 right"
    missed = browser.run("[...document.querySelectorAll('#missed a')].map((a) => [a.hash, a.innerText])")
    assert [hash_ for hash_, _ in missed] == ["#q-legs", "#q-eats", "#q-dance"]
    assert missed[0][1] == "How many legs has a bee?"

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
    assert buttons(deck)[:2] == ["Again with the wrong ones", "Start over"]
    press(deck, "again")
    assert question(deck) == "stings"
    visit(deck, made)
    press(deck, "begin")
    assert text(deck, "#place") == "Question 1 of 7"


def test_what_was_answered_counts_only_as_long_as_the_question_is_the_same(
    browser: Browser, tmp_path: Path, mkdeck: Callable[..., Outcome]
) -> None:
    folder, site = write(tmp_path / "honey", COURSE), tmp_path / "site"
    assert mkdeck("site", folder, "-o", site).code == 0
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
    assert mkdeck("site", folder, "-o", site).code == 0
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
    assert question(deck) == "why"


def test_a_pick_turns_the_card_where_the_course_wants_it(
    browser: Browser, tmp_path: Path, mkdeck: Callable[..., Outcome]
) -> None:
    turning = {**COURSE, "course.yaml": "course: Honey\nid: honey\nturn: true"}
    assert mkdeck("site", write(tmp_path / "honey", turning), "-o", tmp_path / "site").code == 0
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


# --- The same cards


SAME = """((theirs, article, gap) => {
  const plain = (page) => {
    const box = document.createElement("template");
    box.innerHTML = page;
    for (const script of box.content.querySelectorAll("script")) script.remove();
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
def test_every_card_is_that_of_the_package(
    name: str, browser: Browser, tmp_path: Path, mkdeck: Callable[..., Outcome]
) -> None:
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
                sides = typeset(render_card(notetypes[note.note_class], note, ordinal))
                gap = str(ordinal + 1) if note.note_class == "cloze" else ""
                said = browser.run(f"{SAME}({json.dumps([sides.front, sides.back])}, {f'q-{note.id}'!r}, {gap!r})")
                assert said == [True, True], note.id
                compared += 1
    assert compared == sum(len(note.cards) for note in package.notes)


def test_media_are_shown_and_play(browser: Browser, tmp_path: Path, mkdeck: Callable[..., Outcome]) -> None:
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


def violations(browser: Browser, axe: str) -> list[str]:
    browser.run(axe + ";0")
    found: list[str] = browser.run(
        "axe.run(document, { preload: false }).then((r) => "
        "r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')))"
    )
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_on_a_deck(browser: Browser, made: Path, axe: str, view: str, scheme: str) -> None:
    browser.emulate(prefers_color_scheme=scheme)
    browser.resize(375)
    visit(browser, made)
    go_to(browser, view)
    assert violations(browser, axe) == []


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, mkdeck: Callable[..., Outcome]) -> Path:
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
    done = mkdeck("site", *courses, DECKS / "tour", "-o", folder / "site")
    assert done.code == 0, done.err
    return folder / "site"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", ["index.html", "honey/index.html", "dvash/index.html", "mkdeck-tour/02-text.html"])
def test_axe_finds_nothing_elsewhere(browser: Browser, shelf: Path, axe: str, page: str, scheme: str) -> None:
    browser.emulate(prefers_color_scheme=scheme)
    browser.resize(375)
    visit(browser, shelf, page)
    if page.endswith("text.html"):
        go_to(browser, "all")
    assert violations(browser, axe) == []


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


def test_a_course_s_own_style_is_on_its_pages(browser: Browser, tmp_path: Path, mkdeck: Callable[..., Outcome]) -> None:
    styled = {
        **COURSE,
        "course.yaml": "course: Honey\nid: honey\nstyle: own.css",
        "own.css": ":root { --accent: #604; }",
    }
    assert mkdeck("site", write(tmp_path / "honey", styled), "-o", tmp_path / "site").code == 0
    visit(browser, tmp_path / "site")
    assert browser.run("getComputedStyle(document.getElementById('begin')).backgroundColor") == "rgb(102, 0, 68)"
