r"""Proves that TeX without dollars is named, and that paths, escapes, code and what is math are not."""

from pathlib import Path

import pytest

from mkdeck.text.markdown import render

READ = "shows as typed: TeX is read between dollars only; write the whole formula as '$...$'"

NAMED = {
    r"What is \frac{1}{2} of 8?": r"\frac{1}{2}",
    r"Let \theta be an angle.": r"\theta",
    r"x \in A, y \notin A": r"\in",
    r"\alpha\beta": r"\alpha",
    r"So \(\alpha\) and \beta.": r"\beta",
    r"So $\alpha$ costs $5 and \beta{x} too.": r"\beta{x}",
    r"It is \mathcal{P}(x)\$.": r"\mathcal{P}",
    r"\sqrt[3]{8}": r"\sqrt",
    "Light has e^{-x} of it.": "e^{-x}",
    "10^{-3} m": "10^{-3}",
    "a_{ij} is one": "a_{ij}",
    "(a + b)^{2}": ")^{2}",
    "Die Zahl \\pi ist größer.": r"\pi",
    r"[words](https://example.org) and \le": r"\le",
    r"It weighs \SI{5}{kg}.": r"\SI{5}{kg}",
    r"It takes \num{4} or \unit{kg}.": r"\num{4}",
}


@pytest.mark.parametrize("text", NAMED)
def test_tex_without_dollars_is_named_once(text: str) -> None:
    (fault,) = render(text, lambda name: name).faults
    assert (fault.rule.id, fault.severity) == ("bare-tex", "warning")
    assert (fault.message, fault.near) == (f"'{NAMED[text]}' {READ}", NAMED[text])


LET_BE = [
    r"$\frac{1}{2}$ and $$\theta$$ and \(\pi\) and \[x \in A\]",
    r"`\frac{1}{2}` is TeX.",
    "```\n\\frac{1}{2}\n```",
    r"C:\in\alpha is a path, and so are bin\alpha and ..\alpha.",
    r"\d+, \bword\b and \n are no TeX.",
    r"\\alpha shows a backslash on purpose.",
    "x^2 + x_1, file_{name} and __init__",
    "Costs $5 or $6.",
    "$a_{ij}$ and `x^{2}`",
    r"\unknownword stays",
    r"What does \frac{1}{2} print in LaTeX, and what \alpha?",
    r"What does \alpha print in ConTeXt?",
    r"Is \le of XeLaTeX, LuaTeX or KaTeX?",
    r"Which of \num and \SI is it?",
]


@pytest.mark.parametrize("text", LET_BE)
def test_what_is_no_tex_or_is_math_is_let_be(text: str) -> None:
    assert [fault.message for fault in render(text, lambda name: name).faults if "TeX is read" in fault.message] == []


def test_text_commands_have_advice_of_their_own() -> None:
    (fault,) = render(r"\textbf{bold}", lambda name: name).faults
    assert fault.message == r"'\textbf{bold}' stays as typed; TeX is for math only; write '**...**'"


def test_a_gap_beside_tex_is_a_gap() -> None:
    fragment = render(r"Here {{c1::\pi}} is 3.14.", lambda name: name, gaps=True)
    assert fragment.gaps == (1,)
    assert [fault.near for fault in fragment.faults] == [r"\pi"]


def test_the_decks_of_this_repository_have_none() -> None:
    decks = Path(__file__).parents[2] / "decks"
    assert [path for path in decks.rglob("*.yaml") if READ in path.read_text("utf-8")] == []
