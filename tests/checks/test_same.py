"""Proves that choices and tags that are the same to a student or to Anki are named, however they are written."""

import json
from pathlib import Path

import pytest

from conftest import Build, Run
from mkdeck.rehearsal.student import Student

SAME = [
    ("*a*", "_a_"),
    ("**a**", "__a__"),
    ("$x$", r"\(x\)"),
    ("$$x$$", r"\[x\]"),
    ("$x+1$", "$x + 1$"),
    (r"$a \le b$", r"$a \leq b$"),
    (r"$\frac12$", r"$\frac{1}{2}$"),
    ("$a$ and $b$", r"\(a\) and \(b\)"),
    ("a < b", "a &lt; b"),
    ("a * b", r"a \* b"),
    ("`x`", "``x``"),
    ("one  two", "one two"),
    ("[x](https://a.org)", "[x]( https://a.org )"),
    ("é", "e\u0301"),
]
DRESSED = [
    (r"$\mathrm{L}$", r"$\operatorname{L}$"),
    ("**a**", "a"),
    ("*a*", "**a**"),
    ("5", "$5$"),
    ("`None`", "None"),
    ("a *b*", "*a* b"),
    ("<u>a</u>", "a"),
]
OTHER = [
    ("x<sup>2</sup>", "x<sub>2</sub>"),
    ("H<sub>2</sub>O", "H2O"),
    ("$x^2$", "$x_2$"),
    ("$A$", "$a$"),
    (r"$\alpha$", r"$\beta$"),
    ("`a b`", "`a  b`"),
    ("~~a~~", "a"),
    ("[x](https://a.org)", "[x](https://b.org)"),
    ("a*b", "a/b"),
    ("True", "true"),
    ("+", "-"),
    ("*", "+"),
    ("---", "***"),
    (">", "-"),
]


def say(mkdeck: Run, folder: Path, *choices: str) -> list[str]:
    items = "".join(f"      - {'wrong' if i else 'correct'}: {json.dumps(text)}\n" for i, text in enumerate(choices))
    deck = f"questions:\n  - id: a\n    type: multiple-choice\n    question: Which?\n    choices:\n{items}"
    (folder / "d.yaml").write_text(deck, "utf-8")
    return list(mkdeck("check", "d.yaml", cwd=folder).out.splitlines())


@pytest.mark.parametrize("pair", SAME, ids="|".join)
def test_choices_that_look_alike_are_an_error(pair: tuple[str, str], mkdeck: Run, tmp_path: Path) -> None:
    for one, other in (pair, pair[::-1]):
        (said,) = say(mkdeck, tmp_path, one, "between", other)
        message = "choice 3 says the same as choice 1; change or remove one [duplicate-choices]"
        assert said == f"d.yaml:8:9: error: a: {message}"


@pytest.mark.parametrize("pair", DRESSED, ids="|".join)
def test_choices_that_differ_in_their_dress_are_a_warning(pair: tuple[str, str], mkdeck: Run, tmp_path: Path) -> None:
    (said,) = say(mkdeck, tmp_path, *pair)
    message = "choice 2 says the same as choice 1 and only looks otherwise; is that meant? [duplicate-choices]"
    assert said == f"d.yaml:7:9: warning: a: {message}"


@pytest.mark.parametrize("pair", OTHER, ids="|".join)
def test_choices_that_differ_are_fine(pair: tuple[str, str], mkdeck: Run, tmp_path: Path) -> None:
    assert say(mkdeck, tmp_path, *pair) == []


QUESTION = "  - {{id: {}, type: true-false, question: Q, answer: true, tags: [{}]}}\n"


def test_tags_that_differ_in_case_are_named(mkdeck: Run, tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_text("course: C\nid: c\ntags: [Networks]\n", "utf-8")
    first = QUESTION.format("a", "rnn, networks") + QUESTION.format("b", "rnn::gru, Größe")
    (tmp_path / "1.yaml").write_text(f"tags: [RNN]\nquestions:\n{first}", "utf-8")
    (tmp_path / "2.yaml").write_text("questions:\n" + QUESTION.format("c", "Rnn::lstm, GRÖSSE, other"), "utf-8")
    text = "the tags '{}' and '{}' are one to Anki, which does not tell case apart; write one [tags]"
    code, out, _ = mkdeck("check", cwd=tmp_path)
    assert code == 0
    assert out.splitlines() == [
        f"1.yaml:1:8: warning: {text.format('RNN', 'rnn')}",
        f"1.yaml:3:70: warning: a: {text.format('networks', 'Networks')}",
        f"2.yaml:2:65: warning: c: {text.format('Rnn', 'rnn')}",
        f"2.yaml:2:76: warning: c: {text.format('GRÖSSE', 'Größe')}",
    ]


def test_tags_that_differ_in_case_are_one_to_anki(build: Build, tmp_path: Path, student: Student) -> None:
    (tmp_path / "d.yaml").write_text(
        "questions:\n" + QUESTION.format("a", "rnn") + QUESTION.format("b", "RNN"), "utf-8"
    )
    student.take(build(tmp_path / "d.yaml"))
    assert len({tag for state in student.notes().values() for tag in state.tags}) == 1


def test_tags_that_are_written_alike_are_fine(mkdeck: Run, tmp_path: Path) -> None:
    deck = "tags: [RNN]\nquestions:\n" + QUESTION.format("a", "RNN::gru") + QUESTION.format("b", "RNN, RNNs, rn")
    (tmp_path / "d.yaml").write_text(deck, "utf-8")
    assert mkdeck("check", tmp_path / "d.yaml").out == ""
