"""Photograph a course's cards, one of each kind: front, picked and back, by day and night, on phone and desktop.

The pages of its site are taken as well: index, and of each deck the start, a card, its back, the score, all questions.

Run with: PYTHONPATH=tests python tests/pictures/take.py FOLDER [COURSE ...] [--all]

Without a course, those in decks/ are taken. The browser is bare, so formulas stay as they are typed.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from browser import Browser
from mkdeck.rehearsal.student import Student

DECKS = Path(__file__).parents[2] / "decks"
SIZES = {"phone": (375, 760), "desktop": (900, 760)}
BODIES = {"day": "card card1", "night": "card card1 nightMode night_mode"}
PICK = """(() => {
  const field = document.querySelector(".field");
  const row = document.querySelector(":is(.choices.tappable > :nth-child(2), .pick, .item, .partner:nth-child(2))");
  if (field) {
    field.value = "2";
    field.dispatchEvent(new Event("input"));
  } else if (row) row.click();
  return field !== null || row !== null;
})()"""

ACT = "[...document.querySelectorAll('#actions button')].find((each) => !each.hidden)"
SITE_VIEWS = (
    ("start", ""),
    ("front", "document.getElementById('begin').click()"),
    ("back", f"document.querySelector('#card .choice:nth-child(2)')?.click(); {ACT}.click()"),
    ("score", f"while (document.body.dataset.view === 'test') {ACT}.click()"),
    ("all", "document.getElementById('all').click(); document.querySelector('.solution').open = true"),
)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "courses", type=Path, nargs="*", default=sorted(path.parent for path in DECKS.glob("*/course.yaml"))
    )
    parser.add_argument("--all", action="store_true", help="every card, not just one of each kind")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    taken = 0
    with Browser() as browser:
        for course in asked.courses:
            for name, front, back in read_cards(course, every=asked.all):
                taken += photograph(browser, asked.folder, f"{course.resolve().name}-{name}", front, back)
            taken += photograph_site(browser, asked.folder, course)
    print(f"{taken} pictures in {asked.folder}")


def read_cards(course: Path, *, every: bool) -> Iterator[tuple[str, str, str]]:
    """Give name, front and back of a course's cards, as Anki renders them, with their styles."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        subprocess.run([sys.executable, "-m", "mkdeck", "build", course, "-o", folder], check=True, stdout=sys.stderr)
        with Student(folder / "student") as student:
            for package in folder.glob("*.apkg"):
                student.take(package)
            seen = set()
            for guid, ordinal in student.schedules():
                note = student.note(guid)
                css = (student.collection.models.get(note.mid) or {})["css"]
                front, back = student.render(guid, ordinal)
                kind = (note["Kind"], *re.findall(r'<(?:ol|div) class="(?:choices|task)[^"]*"', front))
                if every or kind not in seen:
                    seen.add(kind)
                    yield f"{note['Id']}-{ordinal + 1}", f"<style>{css}</style>{front}", f"<style>{css}</style>{back}"


def photograph(browser: Browser, folder: Path, name: str, front: str, back: str) -> int:
    taken = 0
    for size, (width, height) in SIZES.items():
        browser.resize(width, height)
        for light, body in BODIES.items():
            for side in ("front", "picked", "back"):
                page = back if side == "back" else front
                if side != "picked":
                    browser.show(f'<!doctype html><meta charset="utf-8"><body class="{body}">{page}')
                elif not browser.run(PICK):
                    continue
                browser.photograph(folder / f"{name}-{size}-{light}-{side}.png", whole=True)
                taken += 1
    return taken


def photograph_site(browser: Browser, folder: Path, course: Path) -> int:
    """Photograph the pages of a course's site, and print those of its decks."""
    taken = 0
    with tempfile.TemporaryDirectory() as temporary:
        site = Path(temporary)
        subprocess.run(
            [sys.executable, "-m", "mkdeck", "site", course, "--draft", "-o", site], check=True, stdout=sys.stderr
        )
        for page in sorted(site.glob("*.html")):
            name = f"{course.resolve().name}-site-{page.stem}"
            for size, (width, height) in SIZES.items():
                browser.resize(width, height)
                for light in ("light", "dark"):
                    browser.emulate(prefers_color_scheme=light)
                    browser.visit(page.as_uri(), site.as_uri())
                    for view, script in SITE_VIEWS if page.name != "index.html" else SITE_VIEWS[:1]:
                        browser.run(f"(() => {{ {script} }})()")
                        browser.photograph(folder / f"{name}-{size}-{light}-{view}.png", whole=True)
                        taken += 1
                    browser.run("localStorage.clear()")
            if page.name != "index.html":
                browser.print_to(folder / f"{name}.pdf")
    browser.emulate()
    return taken


if __name__ == "__main__":
    main()
