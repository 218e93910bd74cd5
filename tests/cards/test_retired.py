"""Proves what a card of a question that is no longer asked shows on either side, though Anki has no back for it."""

from collections.abc import Iterator

import pytest

from cards.sides import Card, Client
from conftest import Build
from mkdeck.identity import make_guid
from mkdeck.rehearsal.student import Student

ASKED = """\
questions:
  - {id: plain, type: short-answer, question: Is Pluto a planet?, answer: Yes}
  - {id: gap, type: cloze, question: "Pluto is a {{c1::planet}}."}
"""
WORDS = "This question is no longer asked. You can delete the card."
SEEN = """(() => {
  const words = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === 3 && node.parentElement.checkVisibility() && !node.parentElement.closest("style, script")
        && getComputedStyle(node.parentElement).fontSize !== "0px" && node.data.trim()) words.push(node.data.trim());
    const before = node.nodeType === 1 ? getComputedStyle(node, "::before").content : "none";
    if (!["none", "normal"].includes(before)) words.push(before.slice(1, -1));
  }
  return words;
})()"""


@pytest.fixture(scope="module")
def retired(tmp_path_factory: pytest.TempPathFactory, build: Build) -> Iterator[tuple[Student, dict[str, Card]]]:
    """Give a student who had two questions before they were retired, and their cards."""
    folder = tmp_path_factory.mktemp("pluto")
    (folder / "course.yaml").write_text("course: Cards\nid: cards\n", "utf-8")
    (folder / "1.yaml").write_text(ASKED, "utf-8")
    with Student(tmp_path_factory.mktemp("student")) as student:
        student.take(build(folder))
        (folder / "1.yaml").write_text(ASKED.replace("}\n", ", retired: It was one.}\n"), "utf-8")
        student.take(build(folder, 1_700_600_000))
        cards = {}
        for name, kind in (("plain", "standard"), ("gap", "cloze")):
            guid = make_guid("cards", name, "standard" if kind == "standard" else "cloze")
            css = str((student.note(guid).note_type() or {})["css"])
            cards[name] = Card(*student.render(guid), css=css)
        yield student, cards


@pytest.mark.parametrize("name", ["plain", "gap"])
def test_both_sides_say_that_it_is_no_longer_asked_and_nothing_of_templates(
    name: str, client: Client, retired: tuple[Student, dict[str, Card]]
) -> None:
    card = retired[1][name]
    for side in (card.front, card.back):
        client.show(card, side)
        assert client.browser.run(SEEN) == [WORDS]


def test_empty_cards_still_offers_both(retired: tuple[Student, dict[str, Card]]) -> None:
    listed = retired[0].collection.get_empty_cards().notes
    assert sum(len(note.card_ids) for note in listed) == 2
