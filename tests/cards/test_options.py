"""Proves that no option of a command is parted from its dashes where a line of code is too long for a phone."""

import re

import pytest

from browser import Browser
from cards.sides import Card, render_cards
from conftest import Build

COMMAND = "tool -it --rm --volume=/home/data:/data --no-run-if-empty a-b --dry-run --env=USER -x"
COURSE = {
    "course.yaml": "course: Cards\nid: cards",
    "01.yaml": f"""\
        questions:
          - id: pick
            type: multiple-choice
            question: 'What does `{COMMAND}` do?'
            choices: ['`{COMMAND}`', {{correct: '`{COMMAND.replace("-it", "-d")}`'}}]
            explanation: '`{COMMAND}`'
          - id: order
            type: ordering
            question: In which order?
            items: ['`{COMMAND}`', two]
          - id: an-option-in-gap
            type: cloze
            question: '`{COMMAND} {{{{c1::--gap}}}} --end`'
        """,
}
LINES = """Array.from(document.querySelectorAll(".mkdeck code")).map((code) => {
    const lines = [];
    const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    let last = NaN;
    while (walker.nextNode()) {
        for (let i = 0; i < walker.currentNode.data.length; i += 1) {
            const sign = document.createRange();
            sign.setStart(walker.currentNode, i);
            sign.setEnd(walker.currentNode, i + 1);
            const { top, width } = sign.getBoundingClientRect();
            if (width && Math.abs(top - last) > 4 || !lines.length) lines.push("");
            if (width) last = top;
            lines[lines.length - 1] += sign.toString();
        }
    }
    return lines;
})"""


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory, build: Build) -> dict[str, Card]:
    return render_cards(COURSE, tmp_path_factory.mktemp("cards"), build, ["pick", "order", "an-option-in-gap"])


@pytest.mark.parametrize("name", ["pick", "order", "an-option-in-gap"])
@pytest.mark.parametrize("side", ["front", "back"])
def test_an_option_is_not_parted_from_its_dashes(
    browser: Browser, cards: dict[str, Card], name: str, side: str
) -> None:
    wrapped = 0
    browser.write(cards[name].page(getattr(cards[name], side)))
    for width in range(260, 420, 8):
        browser.resize(width)
        assert browser.run("innerWidth") == width
        for lines in browser.run(LINES):
            wrapped += len(lines) - 1
            assert [line for line in lines[:-1] if re.search(r"(^|\s)-[\w-]*$", line)] == []
            assert "".join(lines).startswith(COMMAND[:5])  # the text is as it was
    assert wrapped > 20
