"""Proves that a finding points at its words, and its caret stands below them in any terminal."""

import click
import pytest

from checks.courses import SETTINGS
from conftest import Run, Write
from mkdeck.cli.report import write_text
from mkdeck.diagnostics import Diagnostic, Severity, Span

# --- Places --------------------------------------------------------------------------------------------------------

# The value of `question`, and where the <font> in it stands; the key is in line 4.
PLACES = {
    "plain": ("a <font> b", 4, 17),
    "plain, over lines": ("a\n      b <font>\n      c", 5, 9),
    "quoted": ('"a <font> b"', 4, 18),
    "quoted once": ("'it''s <font>'", 4, 22),
    "literal": ("|\n      a\n\n      b <font>", 7, 9),
    "literal, indented more": ("|\n      - a\n        <font>", 6, 9),
    "folded": (">-\n      a\n      b <font>", 6, 9),
    "kept": ("|+2\n      a <font>\n", 5, 9),
    "behind wide characters": ("日本🙂 <font>", 4, 19),
    "behind a tab": ("a\t<font>", 4, 17),
    "with an anchor": ("&a a <font>", 4, 20),
}


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_finding_points_at_its_word(name: str, newline: str, bom: str, course: Write, mkdeck: Run) -> None:
    text, line, column = PLACES[name]
    deck = f"questions:\n  - id: a\n    type: short-answer\n    question: {text}\n    answer: A\n"
    folder = course({"course.yaml": SETTINGS, "a.yaml": (bom + deck.replace("\n", newline)).encode()})
    _, out, _ = mkdeck("check", cwd=folder)
    (said,) = {each for each in out.splitlines() if "<font> is not allowed" in each}
    assert said.startswith(f"a.yaml:{line}:{column}: warning: a: ")


def test_a_word_that_is_wrong_twice_is_pointed_at_twice(course: Write, mkdeck: Run) -> None:
    deck = "questions:\n  - id: a\n    type: short-answer\n    question: <font> a <font>\n    answer: A\n"
    _, out, _ = mkdeck("check", cwd=course({"course.yaml": SETTINGS, "a.yaml": deck}))
    places = [each.split(" ")[0] for each in out.splitlines()]
    assert places == ["a.yaml:4:15:", "a.yaml:4:24:"]


@pytest.mark.parametrize(
    ("text", "column"),
    [("`<font>` is old, so <font> is left out", 36), ("`$x_1` is code, $x_1 is not", 32)],
    ids=["html", "math"],
)
def test_a_finding_points_at_the_word_that_is_meant(text: str, column: int, course: Write, mkdeck: Run) -> None:
    deck = f'questions:\n  - id: a\n    type: short-answer\n    question: "{text}"\n    answer: A\n'
    _, out, _ = mkdeck("check", cwd=course({"course.yaml": SETTINGS, "a.yaml": deck.encode()}))
    assert out.startswith(f"a.yaml:4:{column}: warning: a: ")


# --- The source line and the caret ---------------------------------------------------------------------------------


def point(text: str, column: int, length: int = 1, width: int = 100, severity: Severity = "error") -> str:
    span = Span("a.yaml", 12, column, length)
    lines = list(write_text([Diagnostic(span, severity, "schema", "wrong", None, text)], with_source=True, width=width))
    assert click.unstyle(lines[0]) == f"a.yaml:12:{column}: {severity}: wrong [schema]"
    return "".join(f"{click.unstyle(line)}\n" for line in lines[1:])


def lay(source: str, caret: str) -> str:
    return f"    12 | {source}\n       | {caret}\n"


def test_a_caret_points_at_the_word() -> None:
    assert point("    answer: maybe", 13, 5) == lay("    answer: maybe", "            ^~~~~")
    assert point("x", 1) == lay("x", "^")
    assert point("x", 2) == lay("x", " ^")


def test_a_tab_is_one_space_wide() -> None:
    assert point("a\t\tb", 4) == lay("a  b", "   ^")


def test_wide_and_combining_characters_are_counted_as_a_terminal_shows_them() -> None:
    assert point("日本 <b>", 4, 3) == lay("日本 <b>", "     ^~~")
    assert point("日本", 1, 2) == lay("日本", "^~~~")
    assert point("e\u0301e\u0301 x", 6) == lay("e\u0301e\u0301 x", "   ^")
    assert point("ﾊﾝ x", 4) == lay("ﾊﾝ x", "   ^")


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "a" * 300 + "<b>" + "c" * 300
    shown = point(line, 301, 3, width=60)
    assert shown == lay("…" + "a" * 23 + "<b>" + "c" * 23, " " * 24 + "^~~")
    assert all(len(each) <= 60 for each in shown.splitlines())
    assert point(line, 1, 600, width=60) == lay("a" * 49, "^" + "~" * 48)
    assert point("c" * 400, 400, 1, width=60) == lay("…" + "c" * 24, " " * 24 + "^")


@pytest.mark.parametrize("width", [0, 20, 47, 80, 200])
@pytest.mark.parametrize("column", [1, 30, 31, 32, 60, 99, 100, 101])
def test_the_caret_stands_below_the_place_at_any_width(width: int, column: int) -> None:
    line = "".join(chr(ord("a") + i % 26) for i in range(100))
    source, caret = point(line, column, 1, width).splitlines()
    assert len(source) == len(source.rstrip())
    if column <= 100:
        assert source[caret.index("^")] == line[column - 1]


def test_a_long_line_of_wide_characters_is_cut_to_the_width() -> None:
    source, caret = point("日" * 200, 100, 1, width=60).splitlines()
    assert 2 * len(source) - 10 <= 60
    assert len(caret) <= 60


def test_the_caret_stands_below_the_place_behind_emoji_and_marks() -> None:
    assert point("👍🏽 ok", 4) == lay("👍🏽 ok", "   ^")
    assert point("👩\u200d💻 ok", 5) == lay("👩\u200d💻 ok", "   ^")
    assert point("e\u0301a ok", 5) == lay("e\u0301a ok", "   ^")
    assert point("❤\ufe0f ok", 1, 2) == lay("❤\ufe0f ok", "^~")
    assert point("👩\u200d💻" * 100, 298, 3, width=60) == lay("…" + "👩\u200d💻" * 12, " " * 23 + "^~")


def test_no_control_character_reaches_the_terminal() -> None:
    shown = point("a\x1b[31m\x07\x9b\u202eb\x7f", 10)
    assert shown == lay("a\ufffd[31m\ufffd\ufffd\ufffdb\ufffd", " " * 9 + "^")
    nasty = Diagnostic(Span("a.yaml", 1, 1), "error", "schema", "x\x1b]0;y\x07", "q\x1b[2J")
    (line,) = write_text([nasty], with_source=True)
    assert click.unstyle(line).isprintable()


def test_other_spaces_are_shown_as_spaces() -> None:
    assert point("Quoi\u00a0?", 1) == lay("Quoi\u00a0?", "^")
    assert point("日\u3000本", 1) == lay("日\u3000本", "^~")


def test_a_place_without_a_line_has_no_caret() -> None:
    assert point("", 1) == ""
    assert point("   ", 2) == ""
