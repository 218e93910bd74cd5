"""Proves that students read on the site what each edition changed, and what the next import changes for them."""

import json
import subprocess
from copy import copy
from pathlib import Path
from shutil import copytree, rmtree
from textwrap import dedent
from xml.etree import ElementTree as ET

import pytest

from accessibility import Axe
from browser import Browser
from conftest import Outcome, Run
from mkdeck.apkg.release import Release
from mkdeck.diff.editions import Edition
from mkdeck.notetypes import find_words
from mkdeck.site.editions import describe_editions

FIRST, WEEK = 1_700_000_000, 7 * 86_400
ATOM = "{http://www.w3.org/2005/Atom}"
DECK = """\
    deck: Bees
    questions:
      - {id: keeps, type: true-false, question: Honey keeps 100 years & more., answer: true}
      - {id: wax, type: short-answer, question: What is wax for?, answer: Combs}
      - {id: gap, type: cloze, question: "Bees {{c1::dance}} at $x^2$."}
      - {id: old, type: true-false, question: Bees sleep., answer: true}
    """
EDITS = [
    ("100 years", "3000 years"),
    ("answer: Combs", "answer: Combs and candles"),
    ("Bees sleep., answer: true", "Bees sleep., answer: true, retired: <b>Nobody</b> knows."),
    ("      - {id: old", '      - {id: new, type: cloze, question: "How {{c1::many}} bees?"}\n      - {id: old'),
]


class Desk:
    def __init__(self, mkdeck: Run, home: Path) -> None:
        self.mkdeck, self.home, self.time = mkdeck, home, FIRST - WEEK
        self.deck, self.settings = DECK, "course: Honey\nid: honey\n"
        (home / "course").mkdir()
        self.git("init", "-q")

    def run(self, *args: str) -> Outcome:
        return self.mkdeck(*args, cwd=self.home, env={"SOURCE_DATE_EPOCH": str(self.time)})

    def git(self, *args: str) -> None:
        who = ("-c", "user.name=Staff", "-c", "user.email=staff@example.org")
        subprocess.run(["git", *who, *args], cwd=self.home, check=True, capture_output=True)

    def write(self) -> None:
        (self.home / "course/course.yaml").write_text(self.settings)
        (self.home / "course/1.yaml").write_text(dedent(self.deck))

    def release(self, old: str = "", new: str = "") -> None:
        assert old in self.deck
        self.deck = self.deck.replace(old, new) if old else self.deck
        self.write()
        self.time += WEEK
        assert self.run("release", "course", "--no-rehearsal").code == 0
        self.git("add", "course")
        self.git("commit", "-q", "-m", "Release")

    def site(self) -> Path:
        assert self.run("site", "course").code == 0
        return self.home / "public"


@pytest.fixture
def desk(mkdeck: Run, tmp_path: Path) -> Desk:
    return Desk(mkdeck, tmp_path)


@pytest.fixture(scope="module")
def released(mkdeck: Run, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Release five editions and make their site, which stay as they are."""
    desk = Desk(mkdeck, tmp_path_factory.mktemp("released"))
    desk.release()
    for edit in EDITS:
        desk.release(*edit)
    desk.site()
    return desk


@pytest.fixture
def site(released: Desk) -> Path:
    return released.home / "public"


@pytest.fixture
def later(released: Desk, tmp_path: Path) -> Desk:
    """Give a copy of what was released, to go on from."""
    desk = copy(released)
    desk.home = copytree(released.home, tmp_path / "later")
    return desk


def read(browser: Browser, page: Path, anchor: str = "") -> dict[str, str]:
    """Return the sections of a page that are seen, each as its words by its id."""
    browser.visit(page.as_uri() + anchor, page.parent.as_uri())
    found: dict[str, str] = browser.run(
        "Object.fromEntries([...document.querySelectorAll('section')]"
        ".filter(each => each.offsetHeight).map(each => [each.id, each.innerText.replace(/\\n+/g, '\\n')]))"
    )
    return found


def test_each_edition_says_what_it_changed(site: Path, chromium: Browser) -> None:
    sections = read(chromium, site / "editions.html")
    assert list(sections) == [f"edition-{number}" for number in (5, 4, 3, 2, 1)]
    assert sections["edition-2"].split("\n") == [
        "Edition 2, 2023-11-21",
        "Corrected: 1",
        "Honey keeps 100 3000 years & more.",
        "Bees",
    ]
    assert "This is the latest edition." in sections["edition-5"]
    assert "How many bees?" in sections["edition-5"]
    assert "<b>Nobody</b>" not in sections["edition-4"]
    assert "Nobody knows." in sections["edition-4"]
    assert "The first edition" in sections["edition-1"]


def test_who_picks_an_edition_sees_what_changed_since_alone(site: Path, chromium: Browser) -> None:
    page = (site / "editions.html").read_text()
    assert 'href="#since-3"' in page
    assert "<script" not in page
    sections = read(chromium, site / "editions.html", "#since-3")
    assert list(sections) == ["since-3"]
    assert sections["since-3"].split("\n") == [
        "Since edition 3, 2023-11-28",
        "New: 1 · No longer asked: 1",
        "New: 1",
        "How many bees?",
        "Bees",
        "No longer asked: 1",
        "Bees sleep.",
        "Nobody knows.",
    ]
    since = read(chromium, site / "editions.html", "#since-1")["since-1"]
    assert "Corrected: 2 · New: 1 · No longer asked: 1" in since
    marked = chromium.run("[...document.querySelectorAll('#since-1 :is(del, ins)')].map(each => each.textContent)")
    assert marked == ["100", "3000", "and candles"]


def test_a_question_whose_earlier_card_asks_again_is_not_new(desk: Desk) -> None:
    gap, judged = (
        'type: cloze, question: "Bees {{c1::dance}} at $x^2$."',
        "type: true-false, question: Fly?, answer: true",
    )
    desk.release()
    desk.release(gap, judged)
    desk.release(judged, gap)
    page = (desk.site() / "editions.html").read_text()
    told = {part.split('"')[3]: part for part in page.split("<section")[1:]}
    assert [name for name, part in told.items() if "Asked again: 1" in part] == ["since-2", "edition-3"]
    assert [name for name, part in told.items() if "New: 1" in part] == ["edition-2"]


def test_the_page_of_the_course_leads_there(site: Path) -> None:
    page = (site / "index.html").read_text()
    assert '<a href="editions.html">Edition 5, 2023-12-12</a> · Changes: 1' in page
    assert '<link rel="alternate" type="application/atom+xml" href="feed.xml"' in page
    assert json.loads((site / "edition.json").read_text())["feed"] == "feed.xml"


def test_the_feed_has_an_entry_for_each_edition_that_keeps_its_id(later: Desk) -> None:
    def read_feed() -> list[tuple[str | None, str | None, str, str]]:
        feed = ET.parse(later.home / "public/feed.xml").getroot()  # noqa: S314 - our own
        assert all(feed.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated", f"author/{ATOM}name"))
        return [
            (
                each.findtext(f"{ATOM}title"),
                each.findtext(f"{ATOM}updated"),
                str(each.findtext(f"{ATOM}id")),
                str(each.findtext(f"{ATOM}content")),
            )
            for each in feed.findall(f"{ATOM}entry")
        ]

    before = read_feed()
    assert [entry[:2] for entry in before[-2:]] == [
        ("Edition 2, 2023-11-21", "2023-11-21T22:13:20Z"),
        ("Edition 1, 2023-11-14", "2023-11-14T22:13:20Z"),
    ]
    assert before[-2][3] == "<h2>Corrected: 1</h2><ul><li>Honey keeps 3000 years &amp; more.</li></ul>"
    later.release("at $x^2$", "at $x^3$")
    later.site()
    after = read_feed()
    assert after[1:] == before
    assert len({entry[2] for entry in after}) == len(after)


def test_without_git_what_changed_is_said_not_to_be_known(later: Desk, chromium: Browser) -> None:
    rmtree(later.home / ".git")
    site = later.site()
    sections = read(chromium, site / "editions.html")
    assert list(sections) == [f"edition-{number}" for number in (5, 4, 3, 2, 1)]
    assert sections["edition-4"].split("\n") == [
        "Edition 4, 2023-12-05",
        "There is no record here of what changed in this edition.",
    ]
    assert "since-" not in (site / "editions.html").read_text()


def test_a_course_ahead_of_its_release_tells_of_releases_alone(later: Desk) -> None:
    later.deck = later.deck.replace("3000", "4000")
    later.write()
    site = later.site()
    assert "4000" not in (site / "editions.html").read_text() + (site / "feed.xml").read_text()


def test_a_draft_has_no_page_of_editions(desk: Desk) -> None:
    desk.write()
    desk.time = FIRST
    assert desk.run("site", "course", "--draft").code == 0
    made = {path.name for path in (desk.home / "public").iterdir()}
    assert not made & {"editions.html", "feed.xml", "edition.json", "editions.css"}


def test_the_page_is_in_the_course_s_language(desk: Desk) -> None:
    desk.settings += "language: de\n"
    desk.release()
    desk.release("100 years", "300 years")
    page = (desk.site() / "editions.html").read_text()
    assert 'lang="de"' in page
    assert "Seit Ausgabe 1, 2023-11-14" in page


def test_a_deck_of_that_name_keeps_a_page_of_its_own(desk: Desk) -> None:
    desk.deck = desk.deck.replace("deck: Bees", "deck: Editions")
    desk.release()
    assert {"editions.html", "editions-2.html"} <= {path.name for path in desk.site().iterdir()}


def test_nothing_is_wrong_with_the_page_for_who_can_not_see_it(site: Path, chromium: Browser, axe: Axe) -> None:
    for width, anchor in ((390, ""), (1100, "#since-1")):
        chromium.resize(width, 900)
        read(chromium, site / "editions.html", anchor)
        assert axe.look(chromium) == []
        assert chromium.run("document.documentElement.scrollWidth <= innerWidth")


def test_editions_are_described_from_what_is_at_hand() -> None:
    releases = (Release(1, FIRST, "a"), Release(2, FIRST + WEEK, "b"), Release(3, FIRST + 2 * WEEK, "c"))
    pages = describe_editions(releases, {3: Edition(), 1: Edition()}, {2: (1,), 3: (2,)}, "Honey", find_words("en"))
    unknown = "There is no record here of what changed in this edition."
    assert [step.summary for step in pages.steps] == [unknown, unknown, "The first edition"]
    assert [step.anchor for step in pages.since] == ["since-1"]


@pytest.mark.parametrize("width", [390, 500, 900])
def test_the_editions_to_pick_from_stand_below_what_they_are_for(site: Path, chromium: Browser, width: int) -> None:
    chromium.resize(width)
    read(chromium, site / "editions.html")
    box, words, links = chromium.run(
        "['nav.had', 'nav.had p', 'nav.had ul']"
        ".map(each => document.querySelector(each).getBoundingClientRect().toJSON())"
    )
    assert words["bottom"] <= links["top"]
    assert words["width"] == links["width"] == box["width"]


LONG = " ".join(["copy --force", *(f"file-{i}" for i in range(40))])
SUM = " + ".join(f"x_{{{i}}}" for i in range(1, 20))


def test_code_is_code_and_what_is_wide_can_be_scrolled(desk: Desk, chromium: Browser) -> None:
    questions = [
        f"{{id: code, type: short-answer, question: 'What does `ls -l` say?', answer: '`ls *` and $a = {SUM}$'}}",
        f"{{id: long, type: short-answer, question: 'Why `{LONG} one`?', answer: So.}}",
        "{id: tick, type: short-answer, question: 'Which sign is `` ` ``?', answer: A backtick}",
        "{id: number, type: numeric, question: 'How much is `1 + 1`?', answer: 3, unit: m}",
    ]
    desk.deck = "\n".join(["deck: Bees", "questions:", *(f"  - {each}" for each in questions), ""])
    desk.release()
    desk.deck = (
        desk.deck.replace("`ls *` and $a", "`ls -a *` and $b")
        .replace("A backtick", "The backtick")
        .replace(" one`", " three`")
    )
    desk.release("answer: 3,", "answer: 2,")
    chromium.resize(390)
    section = read(chromium, desk.site() / "editions.html")["edition-2"]
    code = (
        "[...document.querySelectorAll('#edition-2 code')].map((each) => [each.textContent, each.parentNode.localName])"
    )
    found = chromium.run(code)
    marked = [["ls *", "del"], ["ls -a *", "ins"], ["one", "del"], ["three", "ins"]]
    assert [each for each in found if each[1] != "p"] == marked
    assert {"ls -l", "1 + 1"} <= {said for said, _ in found}
    lines = section.split("\n")
    assert "Which sign is ```?" in lines
    assert "Answer: 3 2 m" in lines
    assert section.count("`") == 3
    assert chromium.run("document.documentElement.scrollWidth") == 390
