"""Proves that formulas in the cells of HTML tables are set as they are elsewhere, and that nothing else there is."""

from pathlib import Path

import pytest

from conftest import Run
from growth import assert_time_keeps_pace
from mkdeck.text.html_blocks import set_cells
from mkdeck.text.markdown import render

CELLS = {
    "$x^2$": r"\(x^2\)",
    r"\(y_1\)": r"\(y_1\)",
    r"$$\frac{a}{b}$$": r"\[\frac{a}{b}\]",
    r"\[z\]": r"\[z\]",
    "if $a &lt; b$": r"if \(a &lt; b\)",
    "<b>$n$</b> and $m$": r"<b>\(n\)</b> and \(m\)",
    "costs $5 and $6": "costs $5 and $6",
    "$HOME and $USER": "$HOME and $USER",
    "<code>$x^2$</code>": "<code>$x^2$</code>",
    "$5</td><td>$6": "$5</td><td>$6",
    "$x": "$x",
}
BLOCKS = {
    "<table><caption>Of $n$</caption><tr><th>$x$</th></tr></table>": 2,
    "Before $a$\n<table>\n<tr>\n<td>$x$</td>\n</tr>\n</table>\n\nafter $b$": 3,
    "<table><tr><td>$x$</td></tr>\n\n<tr><td>$y$</td></tr></table>": 2,
    "<div>$x$</div>": 0,
    "```html\n<table><tr><td>$x$</td></tr></table>\n```": 0,
    "<table><tr><td><pre>$x$</pre></td></tr></table>": 0,
}


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_shows_its_formulas(cell: str) -> None:
    shown = render(f"<table><tr><td>{cell}</td></tr></table>", str)
    assert shown.html == f"<table><tbody><tr><td>{CELLS[cell]}</td></tr></tbody></table>"
    assert shown.faults == ()


@pytest.mark.parametrize("text", BLOCKS)
def test_formulas_are_set_in_tables_alone(text: str) -> None:
    assert render(text, str).html.count("\\(") == BLOCKS[text]


def test_markdown_in_a_cell_is_still_named() -> None:
    (fault,) = render("<table><tr><td>$x$ and **b**</td></tr></table>", str).faults
    assert (fault.rule.id, fault.near) == ("foreign-markup", "**b**")


def test_a_gap_stands_in_a_formula_of_a_cell() -> None:
    shown = render("<table><tr><td>${{c1::x}}^2$</td></tr></table>", str, gaps=True)
    assert (r"<td>\({{c1::x}}^2\)</td>" in shown.html, shown.faults, shown.gaps) == (True, (), (1,))


def test_a_table_that_an_import_writes_shows_its_formulas(mkdeck: Run, tmp_path: Path) -> None:
    (tmp_path / "bank.gift").write_text(
        '::T:: [html]<table><tr><td colspan\\="2">$x^2$</td></tr><tr><td>$y_1$</td><td>2</td></tr></table>'
        "<p>Which?</p> {=One ~Two}\n"
    )
    assert mkdeck("import", "bank.gift", cwd=tmp_path).code == 0
    assert '<td colspan="2">' in (tmp_path / "bank.yaml").read_text()
    assert "foreign-markup" not in mkdeck("check", "bank.yaml", cwd=tmp_path).out


@pytest.mark.parametrize("piece", ["<td>", "<td>$", "<td><code>", "<td>$x$</td>\n", "<td>`", "<td>\\(", "</td>$x"])
def test_time_keeps_pace_with_the_text(piece: str) -> None:
    """Of the cells; what the page of such a text takes is told elsewhere."""
    assert_time_keeps_pace(lambda number: set_cells("<table>\n" + piece * number), 8_000)
