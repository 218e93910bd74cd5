"""Proves that gaps in formulas are right on both sides of their cards, in Anki's own MathJax, or an error."""

import html
import re
from collections.abc import Callable, Iterator

import pytest

from conftest import Build
from mathjax import MathJax
from mkdeck.identity import make_guid
from mkdeck.rehearsal.student import Student
from mkdeck.text.markdown import render

# What is typed, and what Anki gets. In what Anki gets, a gap stands in braces where it is an argument.
FORMULAS = {
    # Arguments
    r"\sqrt{{c1::x}}": r"\sqrt{{{c1::x}}}",
    r"\sqrt {{c1::x + 1}} + 1": r"\sqrt {{{c1::x + 1}}} + 1",
    r"\sqrt[3]{{c1::x}}": r"\sqrt[3]{{{c1::x}}}",
    r"\sqrt[{{c1::3}}]{{c2::x}}": r"\sqrt[{{{c1::3}}}]{{{c2::x}}}",
    r"\sqrt{ {{c1::x}} }": r"\sqrt{ {{c1::x}} }",
    r"\sqrt{{{c1::x}}}": r"\sqrt{{{c1::x}}}",
    r"\frac{{c1::a}}b": r"\frac{{{c1::a}}}b",
    r"\frac1{{c1::n}} x": r"\frac1{{{c1::n}}} x",
    r"\frac{{c1::a + b}}{{c2::c + d}}": r"\frac{{{c1::a + b}}}{{{c2::c + d}}}",
    r"\frac{ {{c1::a}} + 1}{2}{{c2::b}}": r"\frac{ {{c1::a}} + 1}{2}{{c2::b}}",
    r"\binom{{c1::n}}{{c2::k}}": r"\binom{{{c1::n}}}{{{c2::k}}}",
    r"\overset{{c1::!}}{{c2::=}}": r"\overset{{{c1::!}}}{{{c2::=}}}",
    r"\cfrac{{c1::a}}{b}": r"\cfrac{{{c1::a}}}{b}",
    r"\xrightarrow[{{c1::a}}]{{c2::b}}": r"\xrightarrow[{{{c1::a}}}]{{{c2::b}}}",
    r"\genfrac{(}{)}{0pt}{}{{c1::n}}{k}": r"\genfrac{(}{)}{0pt}{}{{{c1::n}}}{k}",
    r"\textcolor{blue}{{c1::x}} + \cancel{{c2::y}}": r"\textcolor{blue}{{{c1::x}}} + \cancel{{{c2::y}}}",
    r"\hat{{c1::\beta}}x + \vec {{c2::v}}": r"\hat{{{c1::\beta}}}x + \vec {{{c2::v}}}",
    r"\mathrm {{c1::kg}} \mathbb{{c2::R}}^n": r"\mathrm {{{c1::kg}}} \mathbb{{{c2::R}}}^n",
    r"\operatorname*{{c1::arg max}}_x": r"\operatorname*{{{c1::arg max}}}_x",
    r"\underbrace{{c1::a + b}}_{{c2::c}}": r"\underbrace{{{c1::a + b}}}_{{{c2::c}}}",
    r"\tag{{c1::1}} x": r"\tag{{{c1::1}}} x",
    r"x_{{c1::ij}}": r"x_{{{c1::ij}}}",
    r"x_{{c1::i}}^{{c2::n}} + 1": r"x_{{{c1::i}}}^{{{c2::n}}} + 1",
    r"x_\text{{c1::max}}": r"x_\text{{{c1::max}}}",
    r"x^\frac{{c1::a}}{{c2::b}}": r"x^\frac{{{c1::a}}}{{{c2::b}}}",
    r"\sum_{{c1::i = 1}}^{{c2::n}} i": r"\sum_{{{c1::i = 1}}}^{{{c2::n}}} i",
    r"\lim\limits_{{c1::n \to 0}} a": r"\lim\limits_{{{c1::n \to 0}}} a",
    r"x{{c1::_{i}}} y{{c2::'}}": r"x{{c1::_{i} }} y{{c2::'}}",
    # Commands and letters
    r"a \le{{c1::b}}": r"a \le {{c1::b}}",
    r"{{c1::\alpha}}b": r"{{c1::\alpha }}b",
    r"{{c1::\alpha}}{{c2::b}}": r"{{c1::\alpha }}{{c2::b}}",
    r"\partial{{c1::{{c2::f}} g}}": r"\partial {{c1::{{c2::f}} g}}",
    r"\alpha{{c1::\beta}}2": r"\alpha{{c1::\beta}}2",
    r"\left\lbrace{{c1::x}}\right\rbrace": r"\left\lbrace {{c1::x}}\right\rbrace",
    # Rows and cells
    r"\begin{aligned}a&=b\\{{c1::-3}}&=c\end{aligned}": r"\begin{aligned}a&amp;=b\\ {{c1::-3}}&amp;=c\end{aligned}",
    r"\begin{aligned}{{c1::-a}}&=b\end{aligned}": r"\begin{aligned}\kern0pt {{c1::-a}}&amp;=b\end{aligned}",
    r"\begin{aligned} {{c1::a &= b \\ c &= d}}\end{aligned}": (
        r"\begin{aligned}\kern0pt  {{c1::a &amp;= b \\ c &amp;= d}}\end{aligned}"
    ),
    r"\begin{aligned}[t]{{c1::a}}\end{aligned}": r"\begin{aligned}[t]{{c1::a}}\end{aligned}",
    r"\begin{pmatrix}{{c1::a & b}} \\{{c2::c}} & d\end{pmatrix}": (
        r"\begin{pmatrix}{{c1::a &amp; b}} \\ {{c2::c}} &amp; d\end{pmatrix}"
    ),
    r"\begin{matrix}a\\*{{c1::b}}\\[2pt]{{c2::c}}\end{matrix}": (
        r"\begin{matrix}a\\* {{c1::b}}\\[2pt]{{c2::c}}\end{matrix}"
    ),
    r"\begin{matrix}{{c1::a \\}}{{c2::b}}\end{matrix}": r"\begin{matrix}{{c1::a \\ }}{{c2::b}}\end{matrix}",
    r"\begin{array}{c|c}\hline{{c1::a}}&b\end{array}": r"\begin{array}{c|c}\hline {{c1::a}}&amp;b\end{array}",
    r"\begin{cases}{{c1::x}}&\text{if {{c2::y}}}\\0\end{cases}": (
        r"\begin{cases}{{c1::x}}&amp;\text{if {{c2::y}}}\\0\end{cases}"
    ),
    r"\substack{{c1::a \\ b}}": r"\substack{{{c1::a \\ b}}}",
    # Braces inside of gaps
    r"{{c1::\frac{a}{b^{2}}}}": r"{{c1::\frac{a}{b^{2} } }}",
    r"{{c1::\left(x\right)}}^2": r"{{c1::\left(x\right)}}^2",
    r"\{{{c1::x}}\} {{c2::\{y\}}}": r"\{{{c1::x}}\} {{c2::\{y\} }}",
    r"\frac{{c1::a_{1}}}{{c2::b_{{c3::2}}}}": r"\frac{{{c1::a_{1} }}}{{{c2::b_{{{c3::2}}} }}}",
    r"\sqrt{{c1::{{c2::b}}}}": r"\sqrt{{{c1::{{c2::b}} }}}",
    # Text and chemistry
    r"\text{{c1::two words}}": r"\text{{{c1::two words}}}",
    r"\text{a {{c1::word}} b}": r"\text{a {{c1::word}} b}",
    r"\text{if $x_{{c1::i}}$ is}": r"\text{if $x_{{{c1::i}}}$ is}",
    r"\ce{H{{c1::2}}O + SO4^{{c2::2-}}}": r"\ce{H{{c1::2}}O + SO4^{{{c2::2-}}}}",
    r"\ce{A ->{{c1::[H+]}}{{c2::[heat]}} B}": r"\ce{A -&gt;{{c1::[H+]}}{{c2::[heat]}} B}",
    # Nothing to do
    r"h_t = \tanh({{c1::W}} h_{t-1} + [{{c2::U}} x_t])": r"h_t = \tanh({{c1::W}} h_{t-1} + [{{c2::U}} x_t])",
    r"{{c1::\sum}}_{i}^n 1{{c2::0}} {{c3::+}} b": r"{{c1::\sum}}_{i}^n 1{{c2::0}} {{c3::+}} b",
    r"{a \over {{c1::b}}} < {{c2::x}}\,d{{c3::x}}": r"{a \over {{c1::b}}} &lt; {{c2::x}}\,d{{c3::x}}",
}
# What is meant by those in which a gap is more or less than one thing in braces, once its marks are gone.
MEANT = {
    r"\ce{A ->{{c1::[H+]}}{{c2::[heat]}} B}": r"\ce{A ->{{c1::[H+]}}{{c2::[heat]}} B}",
    r"x{{c1::_{i}}} y{{c2::'}}": r"x{{c1::_{i}}} y{{c2::'}}",
    r"\begin{aligned} {{c1::a &= b \\ c &= d}}\end{aligned}": (
        r"\begin{aligned}\kern0pt{{c1:: a &= b \\ c &= d}}\end{aligned}"
    ),
    r"\begin{pmatrix}{{c1::a & b}} \\{{c2::c}} & d\end{pmatrix}": (
        r"\begin{pmatrix}{{c1::a & b}} \\ {{c2::c}} & d\end{pmatrix}"
    ),
    r"\begin{matrix}{{c1::a \\}}{{c2::b}}\end{matrix}": r"\begin{matrix}{{c1::a \\}} {{c2::b}}\end{matrix}",
    r"\begin{cases}{{c1::x}}&\text{if {{c2::y}}}\\0\end{cases}": (
        r"\begin{cases}{{c1::x}}&\text{if {{c2::y}}}\\0\end{cases}"
    ),
    r"\begin{aligned}{{c1::-a}}&=b\end{aligned}": r"\begin{aligned}\kern0pt {{c1::-a}}&=b\end{aligned}",
    r"{{c1::\left(x\right)}}^2": r"{{c1::\left(x\right)}}^2",
    r"\text{a {{c1::word}} b}": r"\text{a {{c1::word}} b}",
    r"\ce{H{{c1::2}}O + SO4^{{c2::2-}}}": r"\ce{H{{c1::2}}O + SO4^{{{c2::2-}}}}",
    r"{{c1::\sum}}_{i}^n 1{{c2::0}} {{c3::+}} b": r"{{c1::\sum}}_{i}^n 1{{c2::0}} {{c3::+}} b",
}
HINTS = {
    r"{{c1::n^2::a power}}": r"{{c1::n^2::\text{a power} }}",
    r"\sqrt{{c1::2::50% of?}}": r"\sqrt{{{c1::2::\text{50% of?} }}}",
    r"{{c1::5::how many $?}}": r"{{c1::5::\text{how many \$?} }}",
    r"{{c1::n^2::n^?}} {{c2::x::y}} {{c3::\alpha::\beta or?}}": (
        r"{{c1::n^2::n^?}} {{c2::x::y}} {{c3::\alpha::\beta or?}}"
    ),
    r"\text{{c1::x::which one}}": r"\text{{{c1::x::which one}}}",
}
NAME = "a gap can't stand where '{}' takes a name or a size, not math; take the whole command into the gap"
BRACKET = (
    "a gap can't be the bracket behind '{}'; take both brackets and all between them into the gap, or write brackets "
    "that do not grow"
)
HALF = "this gap holds only one of '{}' and '{}'; take both into the gap, or neither"
BRACES = "the braces in this gap do not pair up; every '{' of a gap needs its '}' in the gap, and the other way round"
SEVERAL = "this gap holds several arguments of '{}'; make a gap of each"
ARROW = "a gap can't stand in an arrow's brackets; take the brackets, with all in them, into the gap"
FAULTS = {
    r"\begin{{c1::pmatrix}}a\end{pmatrix}": NAME.format(r"\begin"),
    r"\begin{ {{c1::pmatrix}} }a\end{pmatrix}": NAME.format(r"\begin"),
    r"\begin{array}{{c1::cc}}a\end{array}": NAME.format(r"\begin{array}"),
    r"\hspace{{c1::3pt}}": NAME.format(r"\hspace"),
    r"\\[{{c1::2pt}}]": NAME.format(r"\\"),
    r"\textcolor{{{c1::red}}}{x}": NAME.format(r"\textcolor"),
    r"\left{{c1::(}} x \right)": BRACKET.format(r"\left"),
    r"\left( x \right{{c1::)}}": BRACKET.format(r"\right"),
    r"\big{{c1::(}}": BRACKET.format(r"\big"),
    r"{{c1::\left( x}} \right)": HALF.format(r"\left", r"\right"),
    r"\left( {{c1::x \right)}}": HALF.format(r"\left", r"\right"),
    r"{{c1::\begin{pmatrix} x}} \end{pmatrix}": HALF.format(r"\begin", r"\end"),
    r"\begin{pmatrix} {{c1::x \end{pmatrix}}}": HALF.format(r"\begin", r"\end"),
    r"\frac{ {{c1::a}{b}} }": BRACES,
    r"\frac{{c1::{a}{b}}}{c}": SEVERAL.format(r"\frac"),
    r"\sqrt{{c1::[3]{x}}}": SEVERAL.format(r"\sqrt"),
    r"\sqrt{{c1::\hat}}x": r"this gap ends with '\hat', which takes more than the gap holds; add it to the gap",
    r"\sqrt{{c1::a & b}}": r"a gap behind '\sqrt' can't hold a '&', which parts cells",
    r"{{c1::\sum}}\limits_i": r"'\limits' has no operator before it while this gap is hidden; take it into the gap",
    r"\verb|{{c1::a}}|": r"a gap can't stand in '\verb'; write '\text{...}', or take the whole command into the gap",
    r"\ce{A ->[{{c1::H+}}] B}": ARROW,
    r"\ce{A <=>[a][{{c1::b}}, c] B}": ARROW,
    r"{{c1::x::{hint}}y": "the braces in this gap's hint do not pair up",
}
GAP = re.compile(r"\{\{c(\d)::((?:\\.|(?!\{\{c)\{(?:[^{}]|\{[^{}]*\})*\}|[^{}])*)\}\}")
"""A gap with no gap inside, and without a hint."""


@pytest.mark.parametrize("formula", [*FORMULAS, *HINTS])
def test_gaps_get_what_their_place_needs(formula: str) -> None:
    fragment = render(f"\\({formula}\\)", str, gaps=True)
    assert fragment.faults == ()
    assert fragment.html == f"<p>\\({(FORMULAS | HINTS)[formula]}\\)</p>"


@pytest.mark.parametrize("formula", [*FORMULAS, *HINTS])
def test_what_was_written_stays_as_it_is_when_it_is_read_again(formula: str) -> None:
    written = render(f"\\({formula}\\)", str, gaps=True).html
    again = html.unescape(written.removeprefix("<p>").removesuffix("</p>"))
    assert render(again, str, gaps=True).html == written


@pytest.mark.parametrize("formula", FAULTS)
def test_a_gap_that_would_break_its_formula_is_an_error(formula: str) -> None:
    faults = render(f"${formula}$", str, gaps=True).faults
    assert [(each.severity, each.rule.id, each.message) for each in faults if each.rule.id != "math"] == [
        ("error", "cloze", FAULTS[formula])
    ]


def test_a_fault_is_found_where_the_gap_stands() -> None:
    fragment = render(r"{{c1::a}} $x_{{c2::i}}$ and $y + \big{{c3::(}}$", str, gaps=True)
    assert [each.near for each in fragment.faults] == ["{{c3::("]


# --- In Anki's MathJax ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory, build: Build) -> Iterator[Callable[..., object]]:
    """Give the two sides of a formula's cards by number, as Anki renders them."""
    folder = tmp_path_factory.mktemp("formulas")
    lines = ["course: Formulas", "id: formulas"]
    (folder / "course.yaml").write_text("\n".join(lines), "utf-8")
    lines = ["questions:"]
    formulas = [*FORMULAS, *HINTS]
    for i, formula in enumerate(formulas):
        lines.append(f"  - {{id: q{i}, type: cloze, question: '\\({formula.replace(chr(39), chr(39) * 2)}\\)'}}")
    (folder / "01.yaml").write_text("\n".join(lines), "utf-8")
    with Student(folder / "student") as student:
        student.take(build(folder))

        def sides(formula: str, number: int) -> tuple[str, str]:
            return student.render(make_guid("formulas", f"q{formulas.index(formula)}", "cloze"), number - 1)

        yield sides


def fill(formula: str, hidden: int) -> str:
    """Write a formula as it is meant, with one gap hidden."""
    lead, end = ("", "") if formula in MEANT else ("{", "}")

    def show(match: re.Match[str]) -> str:
        return f"{lead}{'[...]' if int(match[1]) == hidden else match[2]}{end}"

    formula = MEANT.get(formula, formula)
    while formula != (formula := GAP.sub(show, formula)):
        pass
    return formula


@pytest.mark.parametrize("formula", FORMULAS)
def test_both_sides_are_typeset_as_meant(formula: str, mathjax: MathJax, cards: Callable[..., tuple[str, str]]) -> None:
    for number in sorted({int(each) for each in re.findall(r"\{\{c(\d)", formula)}):
        front, back = (mathjax.typeset(side) for side in cards(formula, number))
        meant = [mathjax.typeset_tex(fill(formula, hidden)) for hidden in (number, 0)]
        assert not "".join([*front, *back]).startswith("fault")
        assert [front, back] == meant


@pytest.mark.parametrize("formula", HINTS)
def test_hints_are_typeset(formula: str, mathjax: MathJax, cards: Callable[..., tuple[str, str]]) -> None:
    for number in (1, 2, 3)[: formula.count("{{c")]:
        (front,) = mathjax.typeset(cards(formula, number)[0])
        assert not front.startswith("fault")
        if "<mtext>" in front:
            assert re.search(r"<mtext>(a power|50% of\?|how many \$\?|\[which one\])</mtext>", front)
