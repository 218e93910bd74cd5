r"""Proves that formulas in whose place Anki's MathJax shows an error are named, and no others."""

import pytest

from growth import assert_time_keeps_pace
from mathjax import MathJax
from mkdeck.text.formula_parts import find_missing
from mkdeck.text.markdown import render

ERROR = "Anki shows an error in place of this math: "
RAISED = ERROR + "a second '^' needs braces, as in {x^2}^3 or x^{2^3}"
LOWERED = ERROR + "a second '_' needs braces, as in {x_1}_2 or x_{1,2}"
PRIME = ERROR + "a prime behind a '^' needs braces around what is before it, as in {x^2}'; or write it before the '^'"
LACKS = ERROR + "'{}' lacks what it takes in braces"
NOTHING = ERROR + "nothing stands behind '{}'"
ENDS = ERROR + "'{}' ends with '{}'"
BRACKET = ERROR + "'{}' needs a bracket behind it, such as '(' or '\\{{', or a '.' for none"
AROUND = ERROR + "'{}' needs braces around it behind '{}', as in \\sqrt{{\\frac{{1}}{{2}}}}"

FAULTS = {
    "e^x^2": RAISED,
    "x^{a}^{b}": RAISED,
    r"\Omega_m_0": LOWERED,
    r"\int_0^1_2": LOWERED,
    r"\frac{a_b_c}{2}": LOWERED,
    "f^{-1}'(x)": PRIME,
    r"x^\ast'": PRIME,
    "f^'(x)": ERROR + "a prime stands without '^' before it, as in f'",
    r"\frac{1}": LACKS.format(r"\frac"),
    r"x + \sqrt": LACKS.format(r"\sqrt"),
    r"\sqrt[3]": LACKS.format(r"\sqrt"),
    r"\begin{aligned}a^ & b\end{aligned}": NOTHING.format("^"),
    r"\begin{aligned}\vec & b\end{aligned}": LACKS.format(r"\vec"),
    r"{\binom{n}}": LACKS.format(r"\binom"),
    r"2 \cdot \text": LACKS.format(r"\text"),
    "x^": NOTHING.format("^"),
    "{x_}^2": NOTHING.format("_"),
    r"\begin{pmatrix}a\end{bmatrix}": ENDS.format(r"\begin{pmatrix}", r"\end{bmatrix}"),
    r"\left{ x \right}": BRACKET.format(r"\left"),
    r"\bigl x": BRACKET.format(r"\bigl"),
    r"\hat\frac12": AROUND.format(r"\frac", r"\hat"),
}
SOUND = [
    "x'^2 + f''(x) + f'_1 + a_1' + {}^{14}_6C + x^2{}^3 + x_1^2 + x^2_1",
    r"e^{x^2} + {e^x}^2 + x^\frac12 + x^\sqrt2 + x_\text{a_b} + \sqrt\frac12 + \frac12 + \frac1{2} + \binom n k",
    r"\sqrt[n]{x} + \sqrt[\beta]{k} + \xrightarrow[a]{b} + \overset a b + \mathbb R^n + \vec x' + \not= + \hat\imath",
    r"\sum\limits_{i}^n + \lim_{x \to 0} + \left( x \middle| y \right)^2 + \left. x \right|_0^1 + \bigl\{ x \Big/ y",
    r"\begin{cases} x_1 & y^2 \\ x_2 & y^3 \end{cases}_1 + \begin{array}{c|c} a & b \end{array}^T",
    r"a^2 \over b^2",
    r"\left\langle x^2 \right\rangle^2 + |x|^2 + \{x\}_2 + 5^\circ + x^* + x^{*}{}' + \text{x^2^3}",
    r"\color{red}{x}^2 + \textcolor{red}{x^2} + \hspace{1em}_2 + \operatorname{tr}^2 + \mathrm d x^2",
    r"\underbrace{x}_{a}^{b} + \mathop{x}_y^z + \prod_{\substack{i\\j}}^n",
]
WITH_GAPS = [
    r"$x_{{c1::a_b}}$ and ${{c1::x^2}}^3$",
    r"$\frac{{c1::1}}{{c2::n}}$ and $x^{{c1::2}}$",
]


@pytest.mark.parametrize("tex", FAULTS)
def test_what_mathjax_can_not_read_is_named(tex: str, mathjax: MathJax) -> None:
    (shown,) = mathjax.typeset_tex(tex)
    assert shown.startswith("fault: ")
    faults = render(f"Is ${tex}$?", str).faults
    assert [(each.rule.id, each.message, each.near) for each in faults] == [("math", FAULTS[tex], tex)]


@pytest.mark.parametrize("tex", SOUND)
def test_what_mathjax_reads_is_not(tex: str, mathjax: MathJax) -> None:
    (shown,) = mathjax.typeset_tex(tex)
    assert not shown.startswith("fault: ")
    assert render(f"Is ${tex}$?", str).faults == ()


@pytest.mark.parametrize("text", WITH_GAPS)
def test_a_gap_is_braces_to_what_stands_around_it(text: str) -> None:
    assert render(text, str, gaps=True).faults == ()


def test_a_gap_in_a_formula_without_braces_around_its_scripts_is_named() -> None:
    assert [each.message for each in render("$x^2^{{c1::3}}$", str, gaps=True).faults] == [RAISED]


@pytest.mark.parametrize(
    "piece",
    [
        "x^2_1'",
        "{",
        "{}",
        "\\text{",
        "\\sqrt[",
        "\\frac",
        "\\frac{1}",
        "\\left(",
        "\\big",
        "\\begin{a}",
        "' ",
        "^",
        "_ ",
    ],
)
def test_time_keeps_pace_with_the_length_of_a_formula(piece: str) -> None:
    assert_time_keeps_pace(lambda n: find_missing("x^2_3^ " + piece * n + "}"), 500)
