"""Proves that commands which Anki's MathJax does not know are found, with what to write, and all others are let be."""

import json

import pytest

from conftest import Run, Write
from mathjax import MathJax
from mkdeck.text.commands import list_known, list_replaced, suggest

_LIST = """
(() => {
  const handlers = MathJax.startup.document.inputJax[0].configuration.handlers;
  const names = new Set();
  for (const kind of %s)
    for (const {item} of handlers.get(kind)._configuration)
      if (!/^new-|^ams-declare/.test(item.name))  // what other formulas defined
        for (const name of (item.map || item._map || new Map()).keys()) names.add(name);
  return [...names];
})()
"""


def ask(question: str, answer: str = "x", name: str = "a") -> str:
    return f"  - {{id: {name}, type: short-answer, question: {json.dumps(question)}, answer: {json.dumps(answer)}}}\n"


def find(course: Write, mkdeck: Run, *questions: str) -> list[str]:
    deck = "questions:\n" + "".join(questions)
    folder = course({"course.yaml": "{course: Check, id: check}", "a.yaml": deck.encode()})
    code, out, err = mkdeck("check", "--rules", "tex,math", "--format", "json", cwd=folder)
    assert code == 0, err
    return [f"{each['question']}: {each['message']}" for each in json.loads(out)]


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"\SI{3}{m}", r"'\SI'; did you mean '3\,\mathrm{m}'?"),
        (r"\bm{x} + \bm{y}", r"'\bm'; did you mean '\boldsymbol'?"),
        (r"\dv{x}{y}", r"'\dv'; write \require{physics} before it"),
        (r"\begin{tikzcd} a \end{tikzcd}", r"'\begin{tikzcd}'"),
        (r"\begin{alinged} a \end{alinged}", r"'\begin{alinged}'; did you mean '\begin{aligned}'?"),
        (r"\argmin_x f", r"'\argmin'; did you mean '\operatorname*{argmin}'?"),
        (r"\sgn x", r"'\sgn'; did you mean '\operatorname{sgn}'?"),
        (r"\ggT(4, 6)", r"'\ggT'; did you mean '\operatorname{ggT}'?"),
        (r"x \in \R", r"'\R'; did you mean '\mathbb{R}'?"),
        (r"\tg x", r"'\tg'; did you mean '\tan'?"),
        (r"5\,\kg", r"'\kg'; did you mean '\mathrm{kg}'?"),
        (r"\lamda", r"'\lamda'; did you mean '\lambda'?"),
        (r"\frac{\foobarbaz}{2}", r"'\foobarbaz'"),
    ],
)
def test_a_command_that_is_not_known_is_found(
    tex: str, said: str, course: Write, mkdeck: Run, mathjax: MathJax
) -> None:
    assert find(course, mkdeck, ask(f"What is ${tex}$?")) == [f"a: Anki's math does not know {said}"]
    assert mathjax.typeset_tex(tex)[0].startswith("fault: ")


@pytest.mark.parametrize(
    "tex",
    [
        r"\ce{H2O} + \pu{3 m}",
        r"\frac{1}{2} \left\lVert x \right\rVert \\ \{ a \}",
        r"\newcommand{\R}{\mathbb{R}} x \in \R",
        r"\def\Q{q}\Q",
        r"\DeclareMathOperator{\argmax}{arg\,max} \argmax_x f",
        r"\DeclareMathOperator*{\argmin}{arg\,min} \argmin_x f",
        r"\newenvironment{paren}{(}{)}\begin{paren}x\end{paren}",
        r"\text{a \textsc{b}}",
        r"\operatorname*{argmax}_x \coloneqq \degree",
        r"\verb|\foo|",
        r"\begin{dcases} x \\ y \end{dcases}",
        r"\mathcal{F}\!f\,x\;y",
    ],
)
def test_what_mathjax_knows_or_a_card_defines_is_not(tex: str, course: Write, mkdeck: Run, mathjax: MathJax) -> None:
    assert find(course, mkdeck, ask("What is this?", f"$${tex}$$")) == []
    assert not mathjax.typeset_tex(tex)[0].startswith("fault: ")


_BEFORE_BRACES = ("\\boldsymbol", "\\mathbb", "\\text", "\\textit", "\\not")


@pytest.mark.parametrize("name", sorted(list_replaced()))
def test_what_stands_in_for_a_command_is_known(name: str, mathjax: MathJax) -> None:
    instead = suggest(name)
    if instead.startswith("the ") or instead == "\\hline":  # that is for tables
        return
    tex = instead + "{x}" if instead in _BEFORE_BRACES else instead
    assert not mathjax.typeset_tex(tex)[0].startswith("fault: ")


def test_a_package_is_known_where_a_card_asks_for_it(course: Write, mkdeck: Run) -> None:
    assert find(course, mkdeck, ask(r"$\require{physics} \dv{x}{y}$", r"$\qty(x)$")) == []
    assert find(course, mkdeck, ask(r"$\require{siunitx} x$")) == [
        r"a: Anki's math has no package for '\require{siunitx}', and the formula breaks there; leave it out"
    ]


def test_a_macro_of_another_card_is_found(course: Write, mkdeck: Run) -> None:
    first = ask(r"What is $\newcommand{\R}{\mathbb{R}} \R$?")
    said = "is defined on another card, and Anki shows it here only once that card was shown; define it here as well"
    second = ask(r"Is $1 \in \R$?", r"Yes, $\R$.", "b")
    assert find(course, mkdeck, first, second) == [rf"b: '\R' {said}"]


@pytest.mark.parametrize("text", [r"`$\SI{1}{m}$`", r"It costs 5\$ or \foo", r"\bm alone", "```tex\n$\\bm{x}$\n```"])
def test_what_is_no_math_is_not(text: str, course: Write, mkdeck: Run) -> None:
    assert find(course, mkdeck, ask(text)) == []


def test_the_place_of_a_command_is_told(course: Write, mkdeck: Run) -> None:
    folder = course(
        {"course.yaml": "{course: Check, id: check}", "a.yaml": "questions:\n" + ask("Why?", "As $\\bm{x}$.")}
    )
    said = r"a: Anki's math does not know '\bm'; did you mean '\boldsymbol'? [tex]"
    assert mkdeck("check", cwd=folder).out == f"a.yaml:2:65: warning: {said}\n"


def test_the_names_are_those_of_the_mathjax_that_anki_ships(mathjax: MathJax) -> None:
    read = {kind: mathjax.browser.run(_LIST % kind) for kind in ("['macro', 'delimiter']", "['environment']")}
    commands, environments = read.values()
    names = {name.removeprefix("\\") for name in commands}
    assert {name for name in names if name.isalpha()} - list_known("physics") == list_known("commands")
    assert set(environments) == list_known("environments")
