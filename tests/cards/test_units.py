"""Proves that no line of a narrow table begins with the unit of a number, while the note keeps what was typed."""

import pytest

from cards.sides import Card, Client, render_cards
from conftest import Build

COURSE = {
    "course.yaml": "course: Cards\nid: cards",
    "1.yaml": """
        questions:
          - id: shares
            type: short-answer
            question: |
              | Which country of them all it was | in the first year | in the second | in the third | in the last |
              |---|---|---|---|---|
              | Norway, as it was then | 20.2 % | 13 kg | 21 °C | 5 of them |
              | Sweden, as it was then | $a = 2 m$ | **7 %** | 4 minutes | `1 m` |
            answer: All.
    """,
}
CELLS = """Array.from(document.querySelectorAll("td"), (cell) => cell.textContent)"""
BROKEN = """(() => {
  const broken = [];
  for (const cell of document.querySelectorAll("td")) {
    for (const text of cell.childNodes) {
      const match = text.nodeType === 3 ? /\\d\\s([%°]|kg)/.exec(text.data) : null;
      if (!match) continue;
      const range = document.createRange();
      range.setStart(text, match.index);
      range.setEnd(text, match.index + match[0].length);
      const lines = new Set(Array.from(range.getClientRects(), (each) => Math.round(each.top)));
      if (lines.size > 1) broken.push(match[0]);
    }
  }
  return broken;
})()"""


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory, build: Build) -> Card:
    return render_cards(COURSE, tmp_path_factory.mktemp("units"), build, ("shares",))["shares"]


def test_a_number_keeps_its_unit_on_its_line(client: Client, card: Card) -> None:
    client.browser.resize(390)
    client.show(card, card.front)
    assert client.browser.run(BROKEN) == []
    hard = "\u00a0"
    cells = client.browser.run(CELLS)
    assert cells[1:5] == [f"20.2{hard}%", f"13{hard}kg", f"21{hard}°C", f"5{hard}of them"]
    assert cells[6:10] == [r"\(a = 2 m\)", "7 %", "4 minutes", "1 m"]
    client.show(card, card.back)
    assert client.browser.run(BROKEN) == []
    assert "20.2 %" in card.front
