"""Both sides of cards, as each kind of client shows them in a real browser."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from browser import Browser
from conftest import Build
from mkdeck.identity import make_guid
from mkdeck.rehearsal.student import Student

DAY, NIGHT = "card card1", "card card1 nightMode night_mode"
# What Anki's desktop program and AnkiDroid's new screen do for each side of each card, all in one page.
ONE_PAGE = """<!doctype html><meta charset="utf-8"><body><div id="qa"></div><script>
function update(html, bodyClass) {
  const qa = document.getElementById("qa");
  qa.innerHTML = html;
  for (const script of qa.getElementsByTagName("script")) {
    const again = document.createElement("script");
    again.appendChild(document.createTextNode(script.innerHTML));
    script.replaceWith(again);
  }
  document.body.className = bodyClass;
}
</script>"""


@dataclass(frozen=True)
class Card:
    """Both sides of a card as Anki renders them, with its styles as Anki puts them in."""

    front: str
    back: str
    css: str

    def page(self, side: str, body: str = DAY, more: str = "") -> str:
        """Give a side as a page of its own, as AnkiDroid's classic screen loads it."""
        return (
            f'<!doctype html><html lang="en" class="mobile android linux js"><head><title>Card</title>'
            f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>{self.css}</style>{more}'
            f'</head><body class="{body}"><main id="content">{side}</main></body></html>'
        )


def render_cards(course: dict[str, str], folder: Path, build: Build, names: Iterable[str]) -> dict[str, Card]:
    for name, text in course.items():
        (folder / name).write_text(dedent(text), "utf-8")
    found = {}
    with Student(folder / "student") as student:
        student.take(build(folder))
        for name in names:
            gap = name in ("gaps", "choice-gap") or name.endswith("-in-gap")
            guid = make_guid("cards", name, "cloze" if gap else "standard")
            found[name] = Card(*student.render(guid), css=str((student.note(guid).note_type() or {})["css"]))
    return found


class Reloading:
    """AnkiDroid's classic screen: every side is a new page."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    def show(self, card: Card, side: str, body: str = DAY) -> None:
        self.browser.show(card.page(side, body))


class OnePage:
    """Anki's desktop program, AnkiDroid's new screen: one page for all cards."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        browser.show(ONE_PAGE)

    def show(self, card: Card, side: str, body: str = DAY) -> None:
        html = f"<style>{card.css}</style>{side}"
        self.browser.run(f"update({json.dumps(html)}, {json.dumps(body)})")


Client = Reloading | OnePage
