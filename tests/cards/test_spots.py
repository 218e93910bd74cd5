"""Proves that a card covers the places of a picture that it asks for, tells none of their labels, and shows them then.

The cards are those of Anki's own renderer; no script is needed for any of it.
"""

import base64
import re
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from accessibility import CARD, COLOURS, Axe
from browser import Browser
from cards.choices import CONTRASTS, LEAST_CONTRAST
from cards.sides import DAY, NIGHT, Card, Client
from mkdeck.identity import make_guid
from mkdeck.rehearsal.student import Student

DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200">
<rect width="400" height="200" fill="#fff"/><circle cx="80" cy="100" r="60" fill="#c44"/></svg>"""
MASKS = """
    masks:
      - {label: Aorta, box: [2, 10, 20, 30], hint: the largest}
      - {label: "Left **ventricle** of the heart, a long name", ellipse: [80, 10, 20, 40]}
      - {label: "$x^2$", polygon: [[40, 90], [60, 90], [50, 40]], group: pair}
      - {label: עלייה, box: [96, 80, 4, 6], group: pair}
"""
COURSE = {
    "course.yaml": "course: Cards\nid: cards",
    "01.yaml": f"""
questions:
  - id: one
    type: occlusion
    question: What is covered?
    image: heart.svg
    alt: A heart, cut open
    explanation: Because.
    hint: Look at it.
{MASKS}
  - id: all
    type: occlusion
    question: What is covered?
    image: heart.svg
    hide: all
{MASKS}
""",
    "heart.svg": DRAWING,
}
LABELS = ("Aorta", "ventricle", "x^2", "עלייה")
NUMBERS = (1, 2, 3, 3)
AT = """((side) => {
  const spots = [...document.querySelectorAll(side + " > .spots > .spot")];
  return spots.map((spot) => {
    const box = spot.getBoundingClientRect();
    const points = [[0.5, 0.6], [0.05, 0.05]];
    return points.map(([x, y]) => {
      const all = document.elementsFromPoint(box.left + box.width * x, box.top + box.height * y);
      const found = all.find((each) => !each.matches(".spot"));
      return found.closest(".name, .clue, .cover, img, .prompt, body")?.className || found.tagName.toLowerCase();
    });
  });
})"""


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory, build: Callable[..., Path]) -> dict[tuple[str, int], Card]:
    folder = tmp_path_factory.mktemp("spots")
    for name, text in COURSE.items():
        (folder / name).write_text(dedent(text), "utf-8")
    found = {}
    picture = f"data:image/svg+xml;base64,{base64.b64encode(DRAWING.encode()).decode()}"
    with Student(folder / "student") as student:
        student.take(build(folder))
        for name in ("one", "all"):
            guid = make_guid("cards", name, "cloze")
            css = str((student.note(guid).note_type() or {})["css"])
            for number in (1, 2, 3):
                front, back = (
                    re.sub(r'src="heart-[^"]*"', f'src="{picture}"', page) for page in student.render(guid, number - 1)
                )
                found[name, number] = Card(front, back, css)
    return found


CARDS = [(name, number) for name in ("one", "all") for number in (1, 2, 3)]


def listen(browser: Browser) -> str:
    """Give what a screen reader reads of a page, in its order."""
    nodes = {node["nodeId"]: node for node in browser.call("Accessibility.getFullAXTree")["nodes"]}

    def read(node: dict[str, Any]) -> str:
        if node["role"].get("value") == "StaticText":
            return "" if node["ignored"] else f" {node['name']['value'].strip()}"
        return "".join(read(nodes[child]) for child in node["childIds"] if child in nodes)

    root = next(node for node in nodes.values() if "parentId" not in node)
    return " ".join(read(root).replace("[", "").replace("]", "").replace(" ,", ",").split())


# --- Never a give-away ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", CARDS)
def test_no_front_holds_any_label(key: tuple[str, int], cards: dict[tuple[str, int], Card]) -> None:
    assert [label for label in LABELS if label in cards[key].front] == []
    assert all(label in cards[key].back for label in LABELS)


@pytest.mark.parametrize("key", CARDS)
def test_a_back_shows_the_labels_of_its_card_alone(
    key: tuple[str, int], client: Client, cards: dict[tuple[str, int], Card]
) -> None:
    card = cards[key]
    client.show(card, card.front)
    seen = client.browser.run("document.querySelector('.mkdeck').innerText")
    assert [label for label in LABELS if label in seen] == []
    assert ("the largest" in seen) == (key[1] == 1)
    client.show(card, card.back)
    seen = client.browser.run("document.querySelector('.mkdeck').innerText")
    assert [number for label, number in zip(LABELS, NUMBERS, strict=True) if label in seen] == [
        number for number in NUMBERS if number == key[1]
    ]


@pytest.mark.parametrize("body", [DAY, NIGHT])
@pytest.mark.parametrize("key", CARDS)
@pytest.mark.parametrize("width", [390, 900])
def test_covers_lie_on_what_is_asked_and_on_the_others_where_that_is_wanted(
    width: int, key: tuple[str, int], body: str, browser: Browser, cards: dict[tuple[str, int], Card]
) -> None:
    name, number = key
    browser.resize(width)
    browser.write(cards[key].page(cards[key].front, body))
    front = browser.run(f'{AT}(".prompt")')
    browser.write(cards[key].page(cards[key].back, body))
    back = browser.run(f'{AT}(".named")')
    for i, own in enumerate(NUMBERS):
        open_, covered = ("img", "cover") if name == "all" else ("img", "img")
        middle = front[i][0]
        if own == number:
            assert middle in ("cover", "clue")
            assert back[i][0] in ("name", "cover")
        else:
            assert middle == covered
            assert back[i][0] in (covered, "name")  # a long label may reach over its neighbours
        if i == 2:  # beside the polygon, in the box around it
            assert front[i][1] == open_
    assert browser.run("getComputedStyle(document.querySelector('.prompt > .spots')).display") == "none"


@pytest.mark.parametrize("body", [DAY, NIGHT])
def test_a_cover_lets_nothing_through(body: str, browser: Browser, cards: dict[tuple[str, int], Card]) -> None:
    browser.write(cards["all", 1].page(cards["all", 1].front, body))
    found = browser.run(
        "Array.from(document.querySelectorAll('.cover'), (each) => { const style = getComputedStyle(each);"
        " return [style.backgroundColor.startsWith('rgb('), style.opacity, style.display]; })"
    )
    assert found == [[True, "1", "block"]] * 4


def test_a_shape_is_where_the_yaml_says(browser: Browser, cards: dict[tuple[str, int], Card]) -> None:
    browser.write(cards["one", 1].page(cards["one", 1].front))
    shares = browser.run(
        "(() => { const whole = document.querySelector('.spots > img').getBoundingClientRect();"
        " return Array.from(document.querySelectorAll('.spot'), (each) => { const box = each.getBoundingClientRect();"
        " return [(box.left - whole.left) / whole.width, (box.top - whole.top) / whole.height,"
        " box.width / whole.width, box.height / whole.height].map((n) => Math.round(1000 * n) / 10); }); })()"
    )
    assert shares == [[2, 10, 20, 30], [80, 10, 20, 40], [40, 40, 20, 50], [96, 80, 4, 6]]


@pytest.mark.parametrize(("width", "text"), [(320, 100), (390, 100), (900, 100), (390, 200)])
def test_labels_and_hints_stay_within_the_picture(
    width: int, text: int, browser: Browser, cards: dict[tuple[str, int], Card]
) -> None:
    browser.resize(width)
    for key in CARDS:
        for side in (cards[key].front, cards[key].back):
            browser.write(cards[key].page(side, more=f"<style>html {{ font-size: {text}% }}</style>"))
            assert browser.run("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
            outside = browser.run(
                "[...document.querySelectorAll('.name, .clue')].filter((each) => each.offsetParent).filter((each) => {"
                " const box = each.getBoundingClientRect(), whole = each.closest('.spots').getBoundingClientRect();"
                " return box.left < whole.left - 1 || box.right > whole.right + 1; }).map((each) => each.outerHTML)"
            )
            assert outside == []


def test_a_tall_picture_fits_the_window(browser: Browser, cards: dict[tuple[str, int], Card]) -> None:
    browser.resize(900, 600)
    page = cards["one", 1].front.replace("--width:640;--height:320", "--width:400;--height:1600")
    browser.write(cards["one", 1].page(page))
    width = browser.run("document.querySelector('.spots').getBoundingClientRect().width")
    assert round(width, 1) == 0.75 * 600 / 4


# --- By ear, and as it looks ---------------------------------------------------------------------------------------


def test_a_screen_reader_is_told_of_places_by_their_numbers(
    browser: Browser, cards: dict[tuple[str, int], Card]
) -> None:
    said = {}
    for key in (("one", 1), ("one", 3), ("all", 2)):
        for side, page in (("front", cards[key].front), ("back", cards[key].back)):
            browser.write(cards[key].page(page))
            said[*key, side] = listen(browser)
    assert said == {
        ("one", 1, "front"): "01 What is covered? Place 1, hidden the largest Hint",
        ("one", 1, "back"): "01 What is covered? Place 1 Aorta Explanation Because.",
        ("one", 3, "front"): "01 What is covered? Place 3, hidden ? Place 4, hidden ? Hint",
        ("one", 3, "back"): r"01 What is covered? Place 3 \(x^2\) Place 4 עלייה Explanation Because.",
        ("all", 2, "front"): "01 What is covered? Place 1, hidden Place 2, hidden ? Place 3, hidden Place 4, hidden",
        ("all", 2, "back"): (
            "01 What is covered? Place 1, hidden Place 2 Left ventricle of the heart, a long name Place 3, hidden "
            "Place 4, hidden"
        ),
    }
    tree = browser.call("Accessibility.getFullAXTree")["nodes"]
    assert [node["name"]["value"] for node in tree if node["role"]["value"] == "image"] == []
    browser.write(cards["one", 1].page(cards["one", 1].front))
    tree = browser.call("Accessibility.getFullAXTree")["nodes"]
    assert [node["name"]["value"] for node in tree if node["role"]["value"] == "image"] == ["A heart, cut open"]


@pytest.mark.parametrize("key", CARDS)
def test_axe_finds_nothing(
    key: tuple[str, int], browser: Browser, cards: dict[tuple[str, int], Card], axe: Axe
) -> None:
    browser.resize(390)
    for side in (cards[key].front, cards[key].back):
        browser.write(cards[key].page(side))
        assert axe.look(browser, CARD) == []
        browser.run(f"document.body.className = '{NIGHT}'")
        assert axe.look(browser, COLOURS) == []


@pytest.mark.parametrize("body", [DAY, NIGHT])
def test_every_text_stands_out_from_what_is_behind_it(
    body: str, browser: Browser, cards: dict[tuple[str, int], Card]
) -> None:
    for key in CARDS:
        for side in (cards[key].front, cards[key].back):
            browser.write(cards[key].page(side, body))
            texts = browser.run(CONTRASTS)
            assert len(texts) > 1
            assert [each for each in texts if each[0] < LEAST_CONTRAST] == []


def test_all_is_as_it_is_without_scripts(browser: Browser, cards: dict[tuple[str, int], Card]) -> None:
    said = []
    for scripts in (True, False):
        browser.allow_scripts(allowed=scripts)
        browser.write(cards["all", 3].page(cards["all", 3].back))
        said.append(browser.run(f'[{AT}(".named"), document.querySelector(".mkdeck").innerText]'))
    assert said[0] == said[1]


def test_other_packages_carry_nothing_of_it(tmp_path: Path, build: Callable[..., Path]) -> None:
    (tmp_path / "deck.yaml").write_text("questions: [{id: q, type: cloze, question: 'A {{c1::gap}}'}]", "utf-8")
    with Student(tmp_path / "student") as student:
        student.take(build(tmp_path / "deck.yaml"))
        notetype = student.note(make_guid("deck", "q", "cloze")).note_type() or {}
    assert ".spot" not in str(notetype["css"])
    assert "Spare3" not in "".join(str(template["afmt"]) for template in notetype["tmpls"])
