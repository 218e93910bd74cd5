"""Proves that every word and picture of a bank arrives in the deck, in its own question and its own place."""

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depth import count
from importers.contract import import_one
from mkdeck.course.yaml_source import Source, load

WORDS = st.lists(
    st.text(st.sampled_from("abcxyzéßжщ漢字"), min_size=3, max_size=6).map(lambda word: f"q{word}q"),
    min_size=1,
    max_size=4,
)
SIGNS = st.sampled_from(
    ["*", "_", "`", "<", ">", "&", "$", "#", "|", "- ", "1. ", "(", "]", "~~", "**", "__", "<b>", "a<b", "[x]("]
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Give words with signs among them that mean something in Markdown or HTML."""
    parts = []
    for word in draw(WORDS):
        sign = draw(SIGNS) if draw(st.booleans()) else ""
        parts.append(f"{sign}{word}")
    return " ".join(parts)


def write_lettered(questions: list[list[str]]) -> str:
    blocks = []
    for stem, *choices in questions:
        lines = [
            f"Q{stem}",
            *(f"{letter}) w{choice}" for letter, choice in zip("ABCDE", choices, strict=False)),
            "ANSWER: A",
        ]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def escape_gift(text: str) -> str:
    return re.sub(r"([~=#{}:])", r"\\\1", text)


def write_gift(questions: list[list[str]]) -> str:
    return "\n\n".join(
        f"Q{escape_gift(stem)} {{\n=w{escape_gift(right)}\n"
        + "".join(f"~w{escape_gift(each)}\n" for each in rest)
        + "}"
        for stem, right, *rest in questions
    )


def write_moodle(questions: list[list[str]]) -> str:
    def field(text: str) -> str:
        return f"<text>{html.escape(f'<p>w{html.escape(text)}</p>')}</text>"

    return (
        "<quiz>"
        + "".join(
            f'<question type="multichoice"><questiontext format="html">{field(stem)}</questiontext>'
            "<single>true</single>"
            + "".join(
                f'<answer fraction="{0 if i else 100}" format="html">{field(each)}</answer>'
                for i, each in enumerate(choices)
            )
            + "</question>"
            for stem, *choices in questions
        )
        + "</quiz>"
    )


def write_page(questions: list[list[str]]) -> str:
    return "\n".join(
        f"Question {number} Multiple Choice\nQ{stem}\n"
        + "\n".join(f"{a}w{each}" for a, each in zip("ABCDE", choices, strict=False))
        for number, (stem, *choices) in enumerate(questions, 1)
    )


@pytest.mark.parametrize(
    ("name", "write"),
    [("lettered", write_lettered), ("gift", write_gift), ("moodle-xml", write_moodle), ("quiz-page", write_page)],
)
@settings(max_examples=count(10), deadline=None)
@given(data=st.data())
def test_every_word_arrives_in_its_place(
    name: str, write: Callable[[list[list[str]]], str], data: st.DataObject
) -> None:
    questions = data.draw(st.lists(st.lists(texts(), min_size=3, max_size=5), min_size=1, max_size=4))
    # The last word keeps the texts of a question apart, as choices that say the same would become one.
    questions = [[f"{text} qa{'b' * i}q" for i, text in enumerate(question)] for question in questions]
    content = write(questions)
    batch = import_one(content.encode(), name)
    assert batch
    (account,) = batch.accounts
    assert account.found == len(questions), content
    value, _ = load(Source(batch.target, "deck.yaml", batch.text))
    assert not account.skipped, content
    assert isinstance(value, dict)
    drafts = value["questions"]
    assert isinstance(drafts, list)
    for (stem, *choices), draft in zip(questions, drafts, strict=True):
        assert isinstance(draft, dict)
        assert find_words(stem) == find_words(str(draft["question"])), batch.text
        written = draft["choices"]
        assert isinstance(written, list)
        assert {*map(find_words, choices)} == {find_words(str(each)) for each in written}, batch.text
        if name != "quiz-page":  # such a page does not tell
            right = [each["correct"] for each in written if isinstance(each, dict) and "correct" in each]
            assert [*map(find_words, map(str, right))] == [find_words(choices[0])], batch.text


def find_words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"q[abcxyzéßжщ漢字]+q", text))


def test_a_picture_on_the_back_of_an_ankitum_cloze_comes_along(tmp_path: Path) -> None:
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "tree.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    card = 'type: cloze\n  front: "a {{c1::tree}}"\n  back: "[[image: tree.png]]"'
    batch = import_one(f"title: T\ncards:\n- {card}\n".encode(), folder=tmp_path)
    assert batch
    assert [file.name for file in batch.media] == ["media/tree-4c4b6a3b.png"]
    assert batch.media[0].name in batch.text
