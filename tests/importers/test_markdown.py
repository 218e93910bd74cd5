"""Proves that Markdown of any shape is read in time that grows with its length."""

import pytest

from growth import assert_time_keeps_pace
from mkdeck.importers.draft import Document
from mkdeck.importers.formats import markdown

QUESTION = "# Which?\n\n- [x] a\n- [ ] b\n\n"


@pytest.mark.parametrize(
    "line",
    [
        "- [ ] A\n1. a\n2. b\n",
        "- []int\n",
        "A. a\nB. b\n- [ ] A\n- [x] B\n",
        "> # Why?\n",
        '??? success "Answer"\n    a\n',
        "2. Why?\n",
    ],
)
def test_time_keeps_pace_with_lines(line: str) -> None:
    def work(size: int) -> None:
        document = Document("bank.md", (QUESTION + line * size).encode())
        assert markdown.recognise(document) > 0
        markdown.read(document)

    many = 20_000 if line.startswith("- [") else 4000
    assert_time_keeps_pace(work, many // 16, many)


@pytest.mark.parametrize(
    "line", ["- [{}", "- [x]{}a", "- [ ] A{}B", "::: {}", "**{}**", "# **{}", "{}:", "1.{}", ">{}# a", "- A{},"]
)
@pytest.mark.parametrize("filling", [" ", "A,"])
def test_time_keeps_pace_with_one_line(line: str, filling: str) -> None:
    def work(size: int) -> None:
        text = line.replace("{}", filling * size)
        document = Document("bank.md", f"{QUESTION}{text}\n- [ ] c\n\n{text}\n".encode())
        markdown.recognise(document)
        markdown.read(document)

    assert_time_keeps_pace(work, 1000, 16000)
