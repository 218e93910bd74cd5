"""A course whose site is looked at, and what a student does and sees on its pages."""

import functools
import http.server
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from browser import Browser

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


def visit(browser: Browser, site: Path, page: str = DECK) -> None:
    browser.visit(f"{site.as_uri()}/{page}", site.as_uri())


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
