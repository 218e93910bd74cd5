"""Proves that mkdeck's own words read well where texts run from right to left, and fit a card asked the other way."""

import pytest

from cards.sides import Card, Client, render_cards
from conftest import Build

COURSE = {
    "course.yaml": """
        course: ערים
        id: cards
        language: en
    """,
    "1.yaml": """
        deck: הכול
        questions:
          - id: cities
            type: matching
            question: התאימו.
            pairs:
              - {left: נורווגיה, right: אוסלו}
              - {left: צרפת, right: פריז}
            extra: [רומא]
          - id: water
            type: true-false
            question: המים רותחים ב-100 מעלות.
            answer: true
    """,
}
CAPITAL = {
    "course.yaml": "course: Cities\nid: cards",
    "1.yaml": """
        questions:
          - id: capital
            type: short-answer
            question: What is the capital of Norway?
            answer: Oslo
            reverse: true
          - id: gear.reverse
            type: short-answer
            question: Which gear goes backwards?
            answer: The reverse gear
    """,
}
# What is seen of an element's own words: those of its styles, and those that no style hides.
SEEN = """((element) => [
  getComputedStyle(element, "::before").content,
  getComputedStyle(element.firstElementChild).display === "none" ? "" : element.textContent,
])(document.querySelector(%s))"""
# Whether the first letter of a text is seen on the left of its last one.
RUNS_ON = """(() => {
  const walker = document.createTreeWalker(document.querySelector(%s), NodeFilter.SHOW_TEXT);
  const text = walker.nextNode();
  const place = (at) => {
    const range = document.createRange();
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    return range.getBoundingClientRect().left;
  };
  return [text.data, place(0) < place(text.data.trimEnd().length - 1)];
})()"""


@pytest.fixture(scope="module")
def hebrew(tmp_path_factory: pytest.TempPathFactory, build: Build) -> dict[str, Card]:
    return render_cards(COURSE, tmp_path_factory.mktemp("hebrew"), build, ("cities", "water"))


def test_a_score_is_not_turned_round(client: Client, hebrew: dict[str, Card]) -> None:
    card = hebrew["cities"]
    client.show(card, card.front)
    client.browser.run("document.querySelector('.rights > li').click()")
    client.show(card, card.back)
    said, runs = client.browser.run(RUNS_ON % "'.verdict'")
    assert runs
    assert said.endswith(" of 2 right")


def test_what_is_to_be_done_ends_with_its_sign(client: Client, hebrew: dict[str, Card]) -> None:
    card = hebrew["water"]
    client.show(card, card.front)
    words = client.browser.run("getComputedStyle(document.querySelector('.choices'), '::before').content")
    assert words == '"\u2068True or false?\u2069"'  # first strong isolate: no letter of these can be measured


@pytest.mark.parametrize("way", [-1, 1])
def test_arrows_of_pairs_point_to_the_right_side(
    way: int, client: Client, hebrew: dict[str, Card], latin: Card
) -> None:
    card = latin if way > 0 else hebrew["cities"]
    client.show(card, card.front)
    client.show(card, card.back)
    where = "((one) => one.getBoundingClientRect().left)"
    pair = "document.querySelector('.matched .pair')"
    ahead = f"Math.sign({where}({pair}.querySelector('.other')) - {where}({pair}.querySelector('.one')))"
    look = f"new DOMMatrix(getComputedStyle({pair}.querySelector('.link')).transform).a"
    assert client.browser.run(f"[{ahead}, {look}]") == [way, way]


@pytest.fixture(scope="module")
def latin(tmp_path_factory: pytest.TempPathFactory, build: Build) -> Card:
    texts = {
        "התאימו.": "Match.",
        "נורווגיה": "Norway",
        "צרפת": "France",
        "אוסלו": "Oslo",
        "פריז": "Paris",
        "רומא": "Rome",
    }
    course = dict(COURSE)
    for hebrew, latin in texts.items():
        course = {name: text.replace(hebrew, latin) for name, text in course.items()}
    return render_cards(course, tmp_path_factory.mktemp("latin"), build, ("cities",))["cities"]


@pytest.mark.parametrize(
    ("name", "front", "back"),
    [
        ("capital", ["none", "Think of your answer first, then turn the card."], ["none", "Model answer"]),
        ("gear.reverse", ["none", "Think of your answer first, then turn the card."], ["none", "Model answer"]),
        ("capital.reverse", ['"\u2068This is the answer. What is the question?\u2069"', ""], ['"Question"', ""]),
    ],
)
def test_a_card_the_other_way_round_says_what_it_asks_for(
    name: str, front: list[str], back: list[str], client: Client, capitals: dict[str, Card]
) -> None:
    card = capitals[name]
    client.show(card, card.front)
    assert client.browser.run(SEEN % "'.invitation'") == front
    client.show(card, card.back)
    assert client.browser.run(SEEN % "'.answer > .label'") == back


@pytest.fixture(scope="module")
def capitals(tmp_path_factory: pytest.TempPathFactory, build: Build) -> dict[str, Card]:
    return render_cards(
        CAPITAL, tmp_path_factory.mktemp("capitals"), build, ("capital", "capital.reverse", "gear.reverse")
    )
