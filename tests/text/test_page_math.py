"""Proves that pages show macros of a card, and chemistry as it is typed, and that a check says what they can't set."""

import json
import re
from pathlib import Path

import pytest

from conftest import Run, Write
from mathjax import MathJax
from mkdeck.rendering.formulas import to_mathml
from mkdeck.rendering.templates import Sides
from mkdeck.rendering.typeset import typeset, typeset_field
from mkdeck.text.macros import split_macros


def show(tex: str, macros: str = "") -> str:
    return to_mathml(tex, display=False, macros=macros)


def read(page: str) -> str:
    return re.sub(r"<[^>]*>", "", page)


# --- Chemistry -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"\ce{CO2 + C -> 2 CO}", "CO2 + C -&gt; 2 CO"),
        (r" \ce {SO4^2- + Ba^{2+} ->[a{b}] BaSO4 v} ", "SO4^2- + Ba^{2+} -&gt;[a{b}] BaSO4 v"),
        (r"\pu{123 kJ//mol}", "123 kJ//mol"),
    ],
)
def test_chemistry_alone_is_text_as_typed(tex: str, shown: str) -> None:
    assert show(tex) == f'<span class="math-typed">{shown}</span>'
    assert to_mathml(tex, display=True) == f'<span class="math-typed display">{shown}</span>'


def test_chemistry_in_a_formula_leaves_the_rest_math() -> None:
    page = show(r"K = \frac{[\ce{Hg^2+}]}{[\ce{Hg}]} < \pu{2 mol/L}")
    assert re.findall("<mtext>(.*?)</mtext>", page) == ["Hg^2+", "Hg", "2 mol/L"]
    assert "<mfrac>" in page
    assert "merror" not in page


@pytest.mark.parametrize("tex", [r"\ce{H2O", r"\ce", r"x + \ce{", r"\ce{a}}", "\\ce{\ue000}", "\ue000 + \\ce{a}"])
def test_broken_chemistry_breaks_nothing(tex: str) -> None:
    assert "<script" not in show(tex + "<script>")


# --- Macros --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tex", "macros", "rest"),
    [
        (r"\newcommand{\R}{\mathbb{R}} x \in \R", r"\def\R{\mathbb{R}}", r" x \in \R"),
        (r"\renewcommand\v[2]{#1_{#2}}\v a b", r"\def\v#1#2{#1_{#2}}", r"\v a b"),
        (r"\DeclareMathOperator{\am}{arg\,max}", r"\def\am{\operatorname{arg\,max}}", ""),
        (r"\DeclareMathOperator*{\am}{am} \am_x", r"\def\am{\operatorname*{am}}", r" \am_x"),
        (r"\def\a#1{(#1)}\let\b=\beta\require{physics}\a\b", r"\def\a#1{(#1)}\let\b=\beta ", r"\a\b"),
        (r"\newcommand{\w}[1][x]{#1} \w", "", r"\newcommand{\w}[1][x]{#1} \w"),
        (r"\newcommand{\w", "", r"\newcommand{\w"),
        (r"\newcommand", "", r"\newcommand"),
        (r"\defect \letter \alpha", "", r"\defect \letter \alpha"),
    ],
)
def test_definitions_are_parted_from_what_is_shown(tex: str, macros: str, rest: str) -> None:
    assert split_macros(tex) == (macros, rest)


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"\newcommand{\R}{r^2} x \in \R", "x∈r2"),
        (r"\newcommand{\vec}[1]{\langle #1 \rangle} \vec x", "⟨x⟩"),
        (r"\newcommand{\w}{\ce{H2O}} \w + \w", "H2O+H2O"),
        (r"\newcommand{\R}{\mathbb{R}}", ""),
    ],
)
def test_a_formula_shows_its_own_macros_as_anki_does(tex: str, shown: str, mathjax: MathJax) -> None:
    assert read(show(tex)) == shown
    assert not mathjax.typeset_tex(tex)[0].startswith("fault: ")


def test_a_macro_holds_for_the_formulas_that_follow_on_the_card() -> None:
    front = r"\(\B\) \(\newcommand{\B}{b} \B\) \(\B\)"
    sides = typeset(Sides(front, front + r" <code>\(\def\B{2}\)</code> \(\def\B{Q}\B\) \(\B\)"))
    assert read(sides.front) == r"\B b b"
    assert read(sides.back).split()[-2:] == ["Q", "Q"]
    assert read(typeset(Sides(r"\(\foo\)", r"\(\def\foo{x}\) \(\foo\)")).front) == r"\foo"
    assert read(typeset_field(r"\(\foo\)", r"\def\foo{x}")) == "x"


CARD = r"""
    questions:
      - id: a
        type: short-answer
        question: What is $\newcommand{\half}[1]{\frac{#1}{2}} \half{x}$ of $\ce{2 H2O}$?
        answer: $\half{y}$
    """


def test_the_site_shows_both(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    folder = course({"course.yaml": "{course: C, id: c}", "a.yaml": CARD})
    code, _, err = mkdeck("site", folder, "-o", tmp_path / "public")
    assert code == 0, err
    page = (tmp_path / "public" / "a.html").read_text("utf-8")
    assert 'class="math-typed">2 H2O</span>' in page
    assert page.count("<mfrac>") == page.count("<mn>2</mn></mfrac>") >= 2
    assert "merror" not in page
    assert "newcommand" not in page


# --- What a check says ---------------------------------------------------------------------------------------------


SHOW = "pages of site and preview show"
SET = "Anki sets it as chemistry"


def find(course: Write, mkdeck: Run, *texts: str, rules: str = "page-math,tex") -> list[str]:
    deck = "questions:\n"
    for i, text in enumerate(texts):
        question, _, explanation = text.partition(" | ")
        deck += f"  - {{id: q{i}, type: short-answer, question: {json.dumps(question)}, answer: '\\(z\\)'"
        deck += f", explanation: {json.dumps(explanation)}}}\n" if explanation else "}\n"
    folder = course({"course.yaml": "{course: C, id: c}", "a.yaml": deck})
    found = json.loads(mkdeck("check", "--rules", rules, "--format", "json", cwd=folder).out)
    return [f"{each['question']}: {each['message']} [{each['rule']}]" for each in found]


def test_what_pages_show_otherwise_is_named_once_in_a_course(course: Write, mkdeck: Run) -> None:
    assert find(course, mkdeck, r"Is $\ce{A}$?", r"Is $\ce{B} + \bbox[red]{x}$?", r"Is $\ce{C}$ or $\pu{2 m}$?") == [
        rf"q0: {SHOW} what is in '\ce' as it is typed, here and in 2 more questions; {SET} [page-math]",
        r"q1: pages of site and preview can't set '\bbox', but Anki can [page-math]",
        rf"q2: {SHOW} what is in '\pu' as it is typed; {SET} [page-math]",
    ]


def test_a_macro_that_pages_do_not_read_is_named(course: Write, mkdeck: Run) -> None:
    said = r"q0: pages of site and preview can't set '\newcommand', but Anki can [page-math]"
    assert find(course, mkdeck, r"Is $\newcommand{\w}[1][x]{#1} \w$?") == [said]


def test_a_macro_before_its_definition_is_named(course: Write, mkdeck: Run) -> None:
    said = (
        "is used before this card defines it, and Anki sets formulas in their order; define it where it is first used"
    )
    assert find(course, mkdeck, r"Is $\foo$? | $\newcommand{\foo}{x} \foo$") == [rf"q0: '\foo' {said} [tex]"]
    assert find(course, mkdeck, r"Is $\newcommand{\foo}{x} \foo$? | $\foo$", r"Is $\vec x$? | $\def\vec{x}$") == []


@pytest.mark.parametrize("text", [r"Is $\frac{1}{2}$?", r"Is `\ce{A}` $x$?", r"Is $\foobarbaz$?"])
def test_what_pages_set_or_nobody_does_is_not_named(text: str, course: Write, mkdeck: Run) -> None:
    assert find(course, mkdeck, text, rules="page-math") == []


def test_a_build_does_not_speak_of_pages(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    folder = course({"course.yaml": "{course: C, id: c}", "a.yaml": CARD})
    assert "page-math" not in mkdeck("build", folder, cwd=tmp_path).err
