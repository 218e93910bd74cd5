"""Proves that no question of which Anki would make no card gets through a check, whatever stands in it like a gap."""

from pathlib import Path

import pytest

from conftest import Run
from course.hostile import check

NEEDS = "a cloze question needs a gap such as {{c1::text}}"
STRAY = "cloze marks work in questions of type cloze only; in code they may stand anywhere"
BLANK = "this gap shows nothing on a card"
LOOKS = "this looks like a gap, but a gap is written {{c1::text}} or {{c1::text::hint}}"

# By its text: where it stands, and what is said.
GAPLESS = {
    "The sky is {{blue}}.": (27, "a cloze question needs a gap, and '{{blue}}' is none; write {{c1::blue}}"),
    "The sky is `{{blue}}`.": (16, NEEDS),
    "The sky is ${{blue}}$.": (16, NEEDS),
    "The sky is {{Front}}.": (16, NEEDS),
    "The sky is {c1::blue}.": (27, "a cloze question needs a gap, and '{c1::blue}' is none; write {{c1::blue}}"),
    "The sky is \\{{c1::blue}}.": (16, NEEDS),
    "The sky is ___.": (16, NEEDS),
    "The sky is {{C1::blue}}.": (27, "'{{C1::blue}}' is no gap; write {{c1::blue}}"),
    "The sky is {{ c 1 :: blue }}.": (27, "'{{ c 1 :: blue }}' is no gap; write {{c1::blue}}"),
    "The sky is {{c1,2::blue}}.": (27, LOOKS),
    "The sky is {{c0::blue}}.": (27, "gap numbers go from c1 to c500"),
    "The sky is {{c501::blue}}.": (27, "gap numbers go from c1 to c500"),
    "The sky is {{c1::}}.": (27, "this gap has no text"),
    "The sky is {{c1::<br>}}.": (27, BLANK),
    "The sky is {{c1::&nbsp;}}, {{c2::blue}}.": (27, BLANK),
    "The {{c1::sky}} is {{c2::<b></b>::which?}}.": (35, BLANK),
    "The sky is {{c1::blue}.": (27, "this gap is never closed; it needs '}}' at its end"),
}


@pytest.mark.parametrize("text", GAPLESS)
def test_a_cloze_of_which_no_card_would_come_is_an_error(text: str, mkdeck: Run, tmp_path: Path) -> None:
    column, message = GAPLESS[text]
    deck = f"questions:\n  - id: q\n    type: cloze\n    question: '{text}'\n".encode()
    errors = [line for line in check(mkdeck, tmp_path, deck).splitlines() if ": error: " in line]
    assert errors == [f"d.yaml:4:{column}: error: q: {message} [cloze]"]


def test_a_gap_in_an_explanation_alone_is_none(mkdeck: Run, tmp_path: Path) -> None:
    deck = b"questions:\n  - id: q\n    type: cloze\n    question: Blue.\n    explanation: The {{c1::sky}}.\n"
    found = [line for line in check(mkdeck, tmp_path, deck).splitlines() if ": error: " in line]
    assert found == [
        f"d.yaml:4:15: error: q: {NEEDS} [cloze]",
        f"d.yaml:5:22: error: q: {STRAY} [cloze]",
    ]


MISPLACED = (
    "a gap can't stand in an address, a picture's text or an HTML tag, or reach out of one, of math, of code, "
    "of a link or of emphasis"
)


def needs(bare: str, written: str) -> str:
    return f"a cloze question needs a gap, and '{bare}' is none; write {written}"


# By its text: where each error stands, and what it says.
SEVERAL = {
    "The {{ sky }} is {{blue}}.": [
        (20, needs("{{ sky }}", "{{c1::sky}}")),
        (33, needs("{{blue}}", "{{c2::blue}}")),
    ],
    "A **b {{c1::c** d}} *e {{c2::f* g}}, {{c3::h}}": [(22, MISPLACED), (39, MISPLACED)],
    "A **b {{c1::c** d}} and {{c2:f}}": [(22, MISPLACED), (40, "'{{c2:f}}' is no gap; write {{c2::f}}")],
    "A $b {{c1::c$ d}} and $e {{c2::f$ g}}": [(21, MISPLACED), (41, MISPLACED)],
    "{{c1::a}}, `b {{c2::c` d}} and {{c3::}}": [(30, MISPLACED), (47, "this gap has no text")],
    "{{c1::a}}, {{c2:b}}, [c](https://d.org/{{c3::e}})": [
        (27, "'{{c2:b}}' is no gap; write {{c2::b}}"),
        (55, MISPLACED),
    ],
    "{{c1::a}}, **{{c2::b {{c3::c** d}} e}}": [(29, MISPLACED), (37, MISPLACED)],
}


@pytest.mark.parametrize("text", SEVERAL)
def test_each_gap_that_can_not_be_one_is_named_where_it_stands(text: str, mkdeck: Run, tmp_path: Path) -> None:
    deck = f"questions:\n  - id: q\n    type: cloze\n    question: '{text}'\n".encode()
    errors = [line for line in check(mkdeck, tmp_path, deck).splitlines() if ": error: " in line]
    assert errors == [f"d.yaml:4:{column}: error: q: {message} [cloze]" for column, message in SEVERAL[text]]


def test_braces_without_a_number_are_given_one_that_no_gap_has(mkdeck: Run, tmp_path: Path) -> None:
    deck = b"questions:\n  - id: q\n    type: cloze\n    question: 'A {{b}} c {{c1::d}} e {{c3::f}} g {{h}}'\n"
    shown, meant = "is no gap and shows as typed; a gap is written", "and braces that are meant stand in code"
    assert [line for line in check(mkdeck, tmp_path, deck).splitlines() if "[foreign-markup]" in line] == [
        f"d.yaml:4:{column}: warning: q: '{bare}' {shown} {gap}, {meant} [foreign-markup]"
        for column, bare, gap in ((18, "{{b}}", "{{c2::b}}"), (50, "{{h}}", "{{c4::h}}"))
    ]


@pytest.mark.parametrize("typed", ["{c2::b}", "[[c2::b]]", "((c2::b))"])
def test_a_gap_in_other_brackets_is_named_beside_one(typed: str, mkdeck: Run, tmp_path: Path) -> None:
    deck = f"questions:\n  - id: q\n    type: cloze\n    question: 'A {{{{c1::a}}}} and {typed}'\n".encode()
    message = (
        f"'{typed}' is no gap and shows as typed; a gap is written {{{{c2::b}}}}, and braces that are meant stand in"
    )
    assert f"d.yaml:4:32: warning: q: {message} code [foreign-markup]" in check(mkdeck, tmp_path, deck)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("{{\u04412::b}}", "'{{\u04412::b}}' is no gap, as its '\u0441' is Cyrillic; write {{c2::b}}"),
        ("{{cl::b}}", "'{{cl::b}}' is no gap, as 'l' is a letter; write {{c1::b}}"),
        ("{{cI::b::c}}", "'{{cI::b::c}}' is no gap, as 'I' is a letter; write {{c1::b::c}}"),
    ],
)
def test_a_letter_that_looks_like_another_is_named(typed: str, message: str, mkdeck: Run, tmp_path: Path) -> None:
    deck = f"questions:\n  - id: q\n    type: cloze\n    question: 'A {{{{c1::a}}}} and {typed}'\n".encode()
    assert f"d.yaml:4:32: error: q: {message} [cloze]" in check(mkdeck, tmp_path, deck)


@pytest.mark.parametrize(
    ("gap", "is_named"),
    [('x = "b::c"', True), ("f(b::c)", True), ('"b"::c', False), ("f(b)::of (c)", False), ("f(b:: c)", False)],
)
def test_a_hint_with_the_end_of_a_quotation_is_named(gap: str, is_named: bool, mkdeck: Run, tmp_path: Path) -> None:
    deck = f"questions:\n  - id: q\n    type: cloze\n    question: 'A {{{{c1::{gap}}}}} here'\n".encode()
    assert ("[cloze-hint]" in check(mkdeck, tmp_path, deck)) == is_named


def test_a_dictionary_in_braces_is_none(mkdeck: Run, tmp_path: Path) -> None:
    deck = b"questions:\n  - id: q\n    type: cloze\n    question: 'A {{c1::a}} and {c2: 5}'\n"
    assert "no gap" not in check(mkdeck, tmp_path, deck)
