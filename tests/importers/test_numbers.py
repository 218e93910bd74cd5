"""Proves that numbers of other programs are read the same in every format, and that none stops an import."""

import pytest

from importers.contract import import_one
from mkdeck.importers.drafting.numbers import find_order, read_count, read_counts, read_number

LONG = "9" * 5_000
GAP = (
    '<quiz><question type="ddwtos"><questiontext><text>a [[{}]] b [[1]]</text></questiontext>'
    "<dragbox><text>x</text></dragbox></question></quiz>"
)
KPRIM = (
    '<quiz><question type="kprime"><questiontext><text>a</text></questiontext><row number="1"><optiontext>'
    '<text>x</text></optiontext></row><column number="1"><responsetext><text>True</text></responsetext></column>'
    '<weights><weight rownumber="1" columnnumber="{}"><value>1</value></weight></weights></question></quiz>'
)
SOURCES = {
    "moodle-xml gap": GAP,
    "moodle-xml column": KPRIM,
    "gift number": "Which?{{#{}}}",
    "lettered order": "Type: O\n1. Order these.\nA) a\nB) b\nANSWER: {}\n",
    "table order": "question,type,answer,choice 1,choice 2\nWhich?,ordering,{},a,b\n",
    "table key": "question,answer,choice 1,choice 2\nWhich?,{},a,b\n",
    "anki-text column": "#separator:tab\n#html:true\n#tags column:{}\nWhich?\tb\n",
    "anki-text key": "#separator:tab\n#columns:Question\tOption1\tOption2\tCorrect\nWhich?\ta\tb\t{}\n",
    "markdown answer": "1. Which?\n   - A. a\n   - B. b\n\nAnswer: {}\n",
}


@pytest.mark.parametrize("number", [LONG, "²", "1e999", "nan"], ids=["long", "square", "infinite", "none"])
@pytest.mark.parametrize("place", SOURCES)
def test_no_number_stops_an_import(place: str, number: str) -> None:
    batch = import_one(SOURCES[place].format(number).encode(), place.partition(" ")[0])
    assert batch
    assert batch.accounts[0].found == 1


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.5", 1.5),
        (" 1,5 ", 1.5),
        ("-2", -2.0),
        ("1e3", 1000.0),
        ("inf", None),
        ("nan", None),
        ("1e999", None),
        ("", None),
    ],
)
def test_a_number_is_finite(text: str, number: float | None) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "count"), [("12", 12), (" 3 ", 3), ("²", None), ("-1", None), (LONG, None), ("", None)]
)
def test_a_count_is_digits(text: str, count: int | None) -> None:
    assert read_count(text) == count


@pytest.mark.parametrize(
    ("said", "items", "order"),
    [("2, 3, 1", 3, [1, 2, 0]), ("1, 1, 2", 3, None), ("1, 2", 3, None), (f"1, {LONG}", 2, None), ("", 0, None)],
)
def test_an_order_names_every_item_once(said: str, items: int, order: list[int] | None) -> None:
    assert find_order(read_counts(said), items) == order
