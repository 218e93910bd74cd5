"""Proves that a picture which Markdown sees none in is named, with what to write, and that prose is left alone."""

import pytest

from mkdeck.text.markdown import render

SPACED = "Markdown sees no picture here, as its path has a space in it; write ![](<{}>)"
PARTED = "Markdown sees no picture here, as a space parts its words and its path; write {}"
WORDLESS = "Markdown sees no picture here, as its words in brackets are missing; write {}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("![noise](img/Big photo.png)", [SPACED.format("img/Big photo.png")]),
        ("![noise](img/Big photo (1).png)", [SPACED.format("img/Big photo (1).png")]),
        ("![noise](img (old)/Big photo.png)", [SPACED.format("img (old)/Big photo.png")]),
        ("!(img/a.png)", [WORDLESS.format("![](img/a.png)")]),
        ("Look: !(img/my a.JPG) there", [WORDLESS.format("![](<img/my a.JPG>)")]),
        ("![cell] (img/a.png)", [PARTED.format("![cell](img/a.png)")]),
        ("![cell]  (img/a b.svg)", [PARTED.format("![cell](<img/a b.svg>)")]),
        ("![cell](<img/Big photo (1).png>)", []),
        ('![cell](img/a.png "Big (1).png")', []),
        ("![cell](img/a(1).png)", []),
        ("Great!(see below) and wow! (a.png)", []),
        ("`!(img/a.png)`", []),
        ("\\!(img/a.png)", []),
        ("f!(n) and n!(n-1)", []),
    ],
)
def test_a_picture_that_is_none_is_named(text: str, said: list[str]) -> None:
    assert [fault.message for fault in render(text, lambda path: path).faults] == said
