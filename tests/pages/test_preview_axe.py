"""Proves that axe finds nothing wrong with the preview's page nor in its cards, and that no notice covers them."""

import json
from collections.abc import Iterator

import pytest

from accessibility import COLOURS, Axe
from pages.previews import PICTURE, Preview
from pages.windows import Window

COURSE = "course: Honey\nid: honey\nignore: [alt-text, no-such-rule]\nreport: https://example.org/{id}\n"
DECK = """\
deck: 01 All types
description: What *everybody* asks.
source: The [hive](https://example.org/hive)
tags: [bees]
questions:
  - id: choice
    type: multiple-choice
    context: In `summer`, bees fly far.
    question: Which sugars does honey hold?
    choices: [{correct: Fructose, feedback: Half of it.}, {correct: $C_6$}, Lactose, All of the above]
    hint: There are two.
    explanation: "See `hive.py`:\\n\\n```python\\nhoney = 1\\n```\\n"
  - {id: judge, type: true-false, question: Honey keeps for years., answer: true}
  - {id: recall, type: short-answer, question: "A comb: ![](comb.svg)", answer: "![hum](hum.mp3) Wax"}
  - {id: typed, type: short-answer, question: Who lays eggs?, answer: Queen, accept: [A queen]}
  - {id: gaps, type: cloze, question: 'Bees tell the {{c1::direction}} by the {{c2::angle::of what?}}.'}
  - id: holds
    type: statements
    question: Which of these hold?
    statements: [{true: Bees dance.}, {false: Bees read., feedback: They do not.}]
  - {id: number, type: numeric, question: How hot?, answer: 64, tolerance: 1, unit: °C}
  - {id: order, type: ordering, question: In which order?, items: [Egg, Larva, Pupa, Bee]}
  - id: pairs
    type: matching
    question: What belongs together?
    pairs: [{left: Queen, right: Eggs}, {left: Drone, right: Flight}]
  - id: places
    type: occlusion
    question: What is where?
    image: comb.svg
    alt: A comb
    masks: [{label: Wax, box: [10, 10, 20, 20]}, {label: Honey, box: [50, 10, 20, 20]}]
  - {id: gone, type: true-false, question: Old., answer: true, retired: No longer taught.}
  - {id: half, draft: true, type: true-false, question: Half a question}
  - {id: broken, type: multiple, question: Which `type`?}
"""
CARDS = (
    *("choice/0", "judge/0", "recall/0", "typed/0", "gaps/0", "holds/0", "number/0", "order/0", "pairs/0", "places/0"),
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("axe") / "honey"
    folder.mkdir()
    (folder / "course.yaml").write_text(COURSE)
    (folder / "01.yaml").write_text(DECK)
    (folder / "comb.svg").write_bytes(PICTURE)
    (folder / "hum.mp3").write_bytes(b"ID3 not really a sound")
    preview = Preview("honey", cwd=folder.parent)
    yield f"{preview.address}courses/honey/"
    assert preview.end() == 0


def open_all(viewer: Window) -> None:
    viewer.run("for (const each of document.querySelectorAll('details')) each.open = true")


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_the_page(width: int, address: str, viewer: Window, axe: Axe) -> None:
    viewer.emulate(prefers_color_scheme="light")
    viewer.resize(width, 900)
    viewer.open(address)
    viewer.wait_for_cards()
    assert viewer.texts("article h2")[-3:] == ["gone", "half", "broken"]
    open_all(viewer)
    assert viewer.run("document.documentElement.scrollWidth <= innerWidth")
    found = axe.look(viewer, {"iframes": False})
    viewer.emulate(prefers_color_scheme="dark")
    found += axe.look(viewer, {"iframes": False} | COLOURS)
    viewer.emulate()
    assert found == []


def test_axe_finds_nothing_in_its_cards(address: str, viewer: Window, axe: Axe) -> None:
    viewer.emulate(prefers_color_scheme="light")
    viewer.resize(1280, 900)  # as wide as a phone's are the cards in any window
    viewer.open(address)
    viewer.wait_for_cards()
    found = {}
    for light, rules in (("light", None), ("dark", COLOURS)):
        viewer.emulate(prefers_color_scheme=light)
        for card in CARDS:
            viewer.run(f"document.querySelector('figure[data-card={json.dumps(card)}]').scrollIntoView()")
            for side in ("front", "back"):
                with viewer.inside(card, side):
                    night = json.dumps(light == "dark")
                    viewer.wait(f"document.body.classList.contains('nightMode') === {night}")
                    open_all(viewer)
                    found[f"{card} {side} {light}"] = axe.look(viewer, rules)
    viewer.emulate()
    assert [f"{place}: {fault}" for place, faults in found.items() for fault in faults] == []


@pytest.mark.parametrize("width", [1280, 390])
def test_what_belongs_to_no_question_covers_none(width: int, address: str, viewer: Window) -> None:
    viewer.resize(width, 900)
    viewer.open(address)
    viewer.wait_for_cards()
    assert viewer.texts(".faults summary") == ["About the course as a whole"]
    viewer.run("document.querySelector('.faults details').open = true")
    viewer.paint()
    bottom, top = viewer.run(
        "['.faults', '.summary'].map(each => document.querySelector(each).getBoundingClientRect())"
        ".map(({ top, bottom }, i) => i ? top : bottom)"
    )
    assert bottom <= top
    viewer.run("document.querySelector('#q-judge').scrollIntoView()")
    viewer.paint()
    assert viewer.run("document.querySelector('.faults').getBoundingClientRect().bottom") < 0


def test_words_of_code_are_shown_as_code_wherever_a_message_stands(address: str, viewer: Window) -> None:
    viewer.open(address)
    viewer.wait_for_cards()
    viewer.run("document.querySelector('.faults details').open = true")
    assert viewer.texts(".faults .findings li p:first-child") == [
        "Warning there is no rule 'no-such-rule'; mkdeck check --explain lists all"
    ]
    assert viewer.texts(".faults .findings li p:first-child code") == ["mkdeck check --explain"]
    assert viewer.texts("#q-broken .findings p:first-child code") == ["type: multiple-choice"]
    assert "`" not in "".join(viewer.texts(".findings li p:first-child"))
