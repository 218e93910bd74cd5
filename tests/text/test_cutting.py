"""Proves that texts that are too long for their place end with a whole word, formula or gap."""

import pytest

from growth import assert_time_keeps_pace
from mkdeck.notes.descriptions import shorten
from mkdeck.text.words import cut_words


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("short enough to stay as it is", "short enough to stay as it is"),
        ("one  two\nthree four five six seven eight", "one two three four five six …"),
        (r"word word word word \(a + b + c + d\) word", "word word word word …"),
        (r"word word \(a + b + c + d + e + f\) word", r"word word …"),
        ("which of them carries {{c1::a memory}} and more", "which of them carries …"),
        ("which of them carries [a hint] and more", "which of them carries …"),
        ("run it with `ls -l -a -r -t -h` or not", "run it with …"),
        ("\u4e2d" * 40, "\u4e2d" * 28 + " …"),
        ("a" * 40, "a" * 28 + " …"),
    ],
)
def test_a_text_is_cut_where_one_may_stop(text: str, cut: str) -> None:
    assert cut_words(text, 30) == cut
    assert len(cut) <= 30


def test_a_retired_question_is_named_by_whole_words() -> None:
    page = (
        "<p>Which of these long words &lt;names&gt; a part of the memory that is carried across all the time steps?</p>"
    )
    assert shorten(page) == "Which of these long words &lt;names&gt; a part of the memory that is carried across …"


@pytest.mark.parametrize("opening", ["\\(", "\\[", "[", "`", "{{c1::", "\\( x \\]"])
def test_what_is_never_closed_takes_no_longer_than_the_text_is_long(opening: str) -> None:
    assert_time_keeps_pace(lambda size: cut_words(f"{opening} " * size, 120), 8_000)
