"""Take the pictures of the README again: card, tasks, preview, release and site, as they look now.

Run with: PYTHONPATH=tests python tests/pictures/readme.py FOLDER

ImageMagick's `convert` takes the colours down to those that a small file holds. Look at what comes out.
"""

import base64
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pages.previews import Preview
from pages.windows import Window
from pictures.take import ACT, BODIES, DECKS, read_cards

GAP = 12
"""Pixels between the parts of a picture."""
STILL_SECONDS = 1.0
"""A window in which nothing changes for so long is drawn."""
TASKS = """\
deck: Tasks
questions:
  - id: primes
    type: statements
    question: Which hold for every prime number above 2?
    statements:
      - true: It is odd.
      - false: It ends in 1, 3, 7 or 9.
        feedback: 5 is prime, too.
      - false: Its square is even.
    explanation: Only 2 is an even prime.
  - id: layers
    type: ordering
    question: Put the layers of the atmosphere in order, from the ground up.
    items: [Troposphere, Stratosphere, Mesosphere, Thermosphere]
  - id: instruments
    type: matching
    question: What does each instrument measure?
    pairs:
      - { left: Barometer, right: the pressure of the air }
      - { left: Hygrometer, right: its humidity }
      - { left: Anemometer, right: the speed of the wind }
    extra: [the height of clouds above the ground]
  - id: brazil
    type: short-answer
    question: What is the capital of Brazil?
    answer: Brasília
    accept: [Brasilia]
    explanation: Since 1960.
"""
PICK = "[...document.querySelectorAll({rows!r})][{row}].click();"
HANDS = {
    "primes": PICK.format(rows=".pick", row=0) + PICK.format(rows=".pick", row=2),
    "layers": PICK.format(rows=".item", row=1) + PICK.format(rows=".item", row=2),
    "instruments": "".join(PICK.format(rows=".partner", row=row) for row in (1, 0)),
    "brazil": """(() => {
      const field = document.querySelector(".field");
      field.value = "brasilla";
      field.dispatchEvent(new Event("input"));
    })()""",
}


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, Window() as window:
        window.before_each_page("Math.random = () => 0.4;")
        home = Path(temporary)
        for take in (take_card, take_tasks, take_preview, take_release, take_site):
            name = take.__name__.removeprefix("take_")
            paint(folder / f"{name}.png", window, take(window, home))


def take_card(window: Window, _: Path) -> Iterator[bytes]:
    cards = read_cards(DECKS / "recurrent-networks", every=True)
    sides = next(sides for name, *sides in cards if name == "clip-by-norm-1")
    window.resize(690, 590)
    yield shoot(window, sides[0], "document.querySelector('.choice').click()")
    yield shoot(window, sides[1])


def take_tasks(window: Window, home: Path) -> Iterator[bytes]:
    course = home / "tasks"
    course.mkdir()
    (course / "course.yaml").write_text("course: Tasks\nid: tasks\n")
    (course / "1.yaml").write_text(TASKS)
    window.resize(375, 790)
    cards = {name.removesuffix("-1"): sides for name, *sides in read_cards(course, every=True)}
    for name, script in HANDS.items():
        front, back = cards[name]
        light = "night" if name in ("instruments", "brazil") else "day"
        picked = shoot(window, front, script, light)
        yield picked if name == "instruments" else shoot(window, back, light=light)


def take_preview(window: Window, home: Path) -> Iterator[bytes]:
    course = make_biology(home / "preview")
    edit(course, "Both remember the same, since the hours are the same", "None of the above")
    preview = Preview("biology", cwd=course.parent)
    window.resize(1400, 820)
    window.open(f"{preview.address}courses/biology/")
    window.wait_for_cards()
    window.wait_for_rest()
    yield snap(window)
    window.open("about:blank")
    preview.end()


def take_release(window: Window, home: Path) -> Iterator[bytes]:
    course = make_biology(home / "release")
    release(course, 2026, 9, 1)
    edit(course, "on one evening", "in one evening")
    release(course, 2026, 10, 14)
    run(course, "site", course, "-o", home / "editions")
    window.resize(640, 760)
    window.load((home / "editions" / "editions.html").as_uri())
    yield snap(window)
    front, back = next(sides for name, *sides in read_cards(course, every=True) if name == "spacing-1")
    window.resize(480, 760)
    shoot(window, front, "document.querySelector('.choice').click()")
    yield shoot(window, back)


def take_site(window: Window, home: Path) -> Iterator[bytes]:
    run(home, "site", DECKS / "recurrent-networks", "--draft", "-o", home / "site")
    window.resize(350, 709)
    window.load((home / "site" / "index.html").as_uri())
    yield snap(window)
    window.load((home / "site" / "03-the-hidden-state.html").as_uri())
    window.run(
        f"document.getElementById('begin').click(); document.querySelector('#card .choice')?.click(); {ACT}.click()"
    )
    window.run("scrollTo(0, 0)")
    yield snap(window)
    window.emulate(prefers_color_scheme="dark")
    right = "[...document.querySelectorAll('#card .choice')].find((each) => each.matches('.right'))"
    window.run(f"while (document.body.dataset.view === 'test') {{ {right}?.click(); {ACT}.click(); }} scrollTo(0, 0)")
    yield snap(window)
    window.emulate()


# --- Courses


def make_biology(folder: Path) -> Path:
    folder.mkdir()
    run(folder, "new", "biology")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    return folder / "biology"


def edit(course: Path, old: str, new: str) -> None:
    path = course / "01-first-questions.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def release(course: Path, *day: int) -> None:
    run(course, "release", course, "--no-rehearsal", "-o", course.parent / "build", day=day)
    git = ["git", "-c", "user.name=Staff", "-c", "user.email=staff@example.org"]
    for rest in (["add", "."], ["commit", "-q", "-m", "Release"]):
        subprocess.run([*git, *rest], cwd=course.parent, check=True)


def run(folder: Path, *args: str | Path, day: Sequence[int] = (2026, 10, 14)) -> None:
    year, month, date = day
    time = int(datetime(year, month, date, 12, tzinfo=UTC).timestamp())
    subprocess.run(
        [sys.executable, "-m", "mkdeck", *args],
        cwd=folder if folder.is_dir() else folder.parent,
        env=os.environ | {"SOURCE_DATE_EPOCH": str(time)},
        check=True,
        stdout=sys.stderr,
    )


# --- Pictures


def shoot(window: Window, side: str, script: str = "", light: str = "day") -> bytes:
    """Photograph a side of a card, in the margins that Anki gives it, after a script has run in it."""
    style = "<style>body { margin: 20px; }</style>"
    window.call("Fetch.enable", patterns=[{"urlPattern": "*"}])
    window.show(f'<!doctype html><meta charset="utf-8">{style}<body class="{BODIES[light]}">{side}')
    if script:
        window.run(script)
    try:
        return snap(window)
    finally:
        window.call("Fetch.disable")


def snap(window: Window) -> bytes:
    """Return a picture of the window once nothing in it changes: cards in frames are drawn by other processes."""
    before = b""
    while True:
        time.sleep(STILL_SECONDS)
        picture = base64.b64decode(window.call("Page.captureScreenshot", format="png")["data"])
        if picture == before:
            return picture
        before = picture


def paint(path: Path, window: Window, parts: Iterator[bytes]) -> None:
    """Write parts beside each other as one small picture."""
    images = [base64.b64encode(part).decode() for part in parts]
    boxes = "".join(f'<img src="data:image/png;base64,{image}">' for image in images)
    style = f"body {{ background: #fff; display: inline-flex; gap: {GAP}px; margin: 0; }} img {{ display: block; }}"
    window.load("about:blank")
    window.resize(3000, 1000)
    window.run(f"document.body.innerHTML = {json.dumps(f'<style>{style}</style>{boxes}')}")
    window.run("Promise.all([...document.images].map((each) => each.decode())).then(() => 0)")
    width, height = window.run("[document.body.offsetWidth, document.body.offsetHeight]")
    window.resize(width, height)
    window.photograph(path)
    subprocess.run(
        ["convert", path, "+dither", "-colors", "96", "-define", "png:compression-level=9", path], check=True
    )
    print(path, f"{width} x {height}, {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
