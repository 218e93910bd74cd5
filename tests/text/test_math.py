"""Proves that math which is never closed, or that Anki can't read, is named, and that LaTeX's environments are math."""

import pytest

from mkdeck.text.markdown import render

OPEN_DOLLAR = "math seems to open here with '$' and is never closed; if it is a plain dollar, write '\\$'"
CLOSE_DOLLAR = "math seems to close here with '$', but it never opened; if it is a plain dollar, write '\\$'"
OPENED = "math opens here with '{}' and is never closed with '{}'; an empty line ends it, too"
SPACED = "a '$' beside a blank neither opens nor closes math; write '{}'"
WORDS = "'{}' is math, which stands on a line of its own; for words in brackets, write '{}'"
CODE = "code can't stand in math, and this math takes in a '`'; a '$' or '\\(' that is no math belongs in code"
CELLS = "'&' parts cells, so it needs '\\begin{aligned}' or the like around it; for the sign, write '\\&'"
DOUBLED = r"'\\{}' is no math but shows as '\{}'; write '{}'"
BRACES = "braces only group in math, and do not show; for a set, write '\\{{{}\\}}'"
FAULTS = {
    # One dollar
    "$2^n after": (OPEN_DOLLAR, "$2^n after"),
    "so $10^{-3} m": (OPEN_DOLLAR, "$10^{-3} m"),
    r"about $2\pi r": (OPEN_DOLLAR, r"$2\pi r"),
    "The state $h_t = f(x) is": (OPEN_DOLLAR, "$h_t = f(x) is"),
    "$x + y^2 is": (OPEN_DOLLAR, "$x + y^2 is"),
    r"Is $\alpha the rate?": (OPEN_DOLLAR, r"$\alpha the rate?"),
    "2^n$ after": (CLOSE_DOLLAR, "2^n$ after"),
    "the state h_t$, then": (CLOSE_DOLLAR, "h_t$, then"),
    r"\alpha$ is": (CLOSE_DOLLAR, r"\alpha$ is"),
    "$ x^2 $": (SPACED.format("$x^2$"), "$ x^2 $"),
    "is $ x_1$ here": (SPACED.format("$x_1$"), "$ x_1$ here"),
    r"is $\beta $ here": (SPACED.format(r"$\beta$"), r"$\beta $ here"),
    "Is $ x + y $ even?": (SPACED.format("$x + y$"), "$ x + y $ even?"),
    "for $ n $ gates": (SPACED.format("$n$"), "$ n $ gates"),
    "$\nf(x) = 2x\n$": (SPACED.format("$f(x) = 2x$"), "$"),
    # Others
    r"so \\[ E = mc^2 \\]": (DOUBLED.format("[", "[", r"\[ E = mc^2 \]"), r"\\[ E = mc^2 \\]"),
    r"a \\(x \le y\\)": (DOUBLED.format("(", "(", r"\(x \le y\)"), r"\\(x \le y\\)"),
    r"a \(x + 1": (OPENED.format(r"\(", r"\)"), r"\(x + 1"),
    r"a \[x^2]": (OPENED.format(r"\[", r"\]") + "; for a plain '[' write '&#91;'", r"\[x^2]"),
    r"^\[5]$": (OPENED.format(r"\[", r"\]") + "; for a plain '[' write '&#91;'", r"\[5]$"),
    r"they \[sic\] say so": (WORDS.format(r"\[sic\]", "[sic]"), r"\[sic\]"),
    r"see \[12\]": (WORDS.format(r"\[12\]", "[12]"), r"\[12\]"),
    r"a\[.\]org": (WORDS.format(r"\[.\]", "[.]"), r"\[.\]"),
    r"a \[x": (OPENED.format(r"\[", r"\]") + "; for a plain '[' write '&#91;'", r"\[x"),
    "a $$x": (OPENED.format("$$", "$$"), "$$x"),
    "$$\na\n\nb\n$$": (OPENED.format("$$", "$$"), "$$"),
    "from \\$\\$y $x$, $$a": (OPENED.format("$$", "$$"), "$$a"),
    "$$\nx\n$$\n\n$$a": (OPENED.format("$$", "$$"), "$$a"),
    r"x^2\) after": (r"math closes here with '\)', but it never opened", r"x^2\)"),
    r"\alpha\] after": (r"math closes here with '\]', but it never opened", r"\alpha\]"),
    r"\begin{align} a &= b": (r"'\begin{align}' is math only with its '\end{align}'", r"\begin{align}"),
    # Code
    r"Write \( in TeX, and `\)` closes.": (CODE, "in TeX, and `"),
    "$x `a` y$": (CODE, "x `a` y"),
    # What stands between
    r"$\frac{1}{2$": ("the braces in this math do not pair up", r"\frac{1}{2"),
    r"$$\begin{aligned} a$$": (r"'\begin' and '\end' in this math do not pair up", r"\begin{aligned} a"),
    r"$\left( a )$": (r"'\left' and '\right' in this math do not pair up", r"\left( a )"),
    "$A = {1, 2, 3}$": (BRACES.format("1, 2, 3"), "A = {1, 2, 3}"),
    r"$x \in {0,1}^n$": (BRACES.format("0,1"), r"x \in {0,1}^n"),
    r"$B = {x \mid x > 0}$": (BRACES.format(r"x \mid x > 0"), r"B = {x \mid x > 0}"),
    "${K, Z}$": (BRACES.format("K, Z"), "{K, Z}"),
    "$50%$": (r"'%' begins a comment in math, and nothing behind it shows; write '\%'", "50%"),
    "$C#$": (r"'#' can't stand in math; write '\#'", "C#"),
    "$R & D$": (CELLS, "R & D"),
    r"$$a &= b \\ c &= d$$": (CELLS, r"a &= b \\ c &= d"),
}
SOUND = (
    "`$2^n` and `2^n$`, `\\(` and `$ x^2 $`",
    "\\\\`code \\(` here",
    "    indented \\( code, and $2^n",
    "`\\(` opens and `\\)` closes; \\(x\\)`y`\\(z\\)",
    "What are $#, $? and $$ in a shell?",
    "What does $$ mean in bash?",
    "It costs $5, or 2^n, or x_1.",
    "5 $ x $ 6, US $ a = b, in $ per h and $ (b), $ a b $",
    r"the escape \\(x\\), the pattern \\(\\d+\\) of Java, and \\(x^2\\) of MathJax",
    r"$x = {0,5}$, $1{,}5$, ${1,000}$, $x_{i,j}$, $f^{a, b}$, $= {\rm a, b}$, ${n \choose k, l}$, $\{a, b\}$",
    "see \\[1], \\[sic] and {Object\\[]}, or \\[[`x`](https://a.org)]",
    "so \\[x\\] and \\[AB\\], and\n\\[sin\\]",
    "1\\) first, 2\\) second, a\\]",
    "$2\\%$, $\\#$, $\\&$, $\\text{50% of R&D}$, $\\text{C#}$",
    "$$\nx\n$$\n\nfrom { \\$\\$x $a$ to",
    "$$x$$ and \\$\\$ {",
    "\\[x\\] and \\$$ { or $\\$ {",
    "$\\,$ and \\$\\$ {",
    "$$\na % a comment\n= b\n$$",
    "$\\begin{pmatrix} a & b \\end{pmatrix}$ and $\\left.x\\right|$, $\\leftarrow$, $\\cases{a & b}$",
    "Use \\begin{align} for equations.\n\nAnd `\\begin{align} a` too.",
    "$\\lbrace x \\rbrace$, $\\{a\\}$",
)


@pytest.mark.parametrize("text", FAULTS)
def test_math_that_does_not_show_is_named(text: str) -> None:
    message, near = FAULTS[text]
    faults = render(text, str).faults
    assert [(each.severity, each.rule.id, each.message, each.near) for each in faults] == [
        ("warning", "math", message, near)
    ]
    assert near in text


GAPS = {
    "is $ x_1 = {{c1::y}} $ here": SPACED.format("$...$"),
    "Which?\n\n    $x_1 = {{c1::y}}$": (
        "lines that are indented by four spaces are code, so '$x_1 = {{y}}$' stays as typed; take the spaces away"
    ),
    "[x]({{c1::y}})": "a link on a card needs a whole address; '{{y}}' leads nowhere",
}


@pytest.mark.parametrize("text", GAPS)
def test_messages_about_texts_with_gaps_can_be_read(text: str) -> None:
    assert [each.message for each in render(text, str, gaps=True).faults if each.rule.id != "cloze"] == [GAPS[text]]


@pytest.mark.parametrize("text", SOUND)
def test_nobody_is_warned_of_what_shows(text: str) -> None:
    assert render(text, str).faults == ()


@pytest.mark.parametrize(
    ("text", "page"),
    [
        (r"\begin{align}a&=b\\c&=d\end{align}", r"<p>\[\begin{align}a&amp;=b\\c&amp;=d\end{align}\]</p>"),
        (
            "So:\n\n\\begin{align*}\na_1 &= b \\\\\n\nc &= *d*\n\\end{align*}\n\nthen",
            "<p>So:</p>\n<p>\\[\\begin{align*}\na_1 &amp;= b \\\\\nc &amp;= *d*\n\\end{align*}\\]</p>\n<p>then</p>",
        ),
        (
            r"\begin{equation}\begin{split}a\\b\end{split}\end{equation} and \begin{pmatrix}1\\2\end{pmatrix}",
            (
                r"<p>\[\begin{equation}\begin{split}a\\b\end{split}\end{equation}\] and "
                r"\[\begin{pmatrix}1\\2\end{pmatrix}\]</p>"
            ),
        ),
        (r"\begin{displaymath} x^2 \end{displaymath}", r"<p>\[ x^2 \]</p>"),
        (r"$$\begin{align}a\\b\end{align}$$", r"<p>\[\begin{align}a\\b\end{align}\]</p>"),
        (r"\[\begin{align}a\\[2pt]b\end{align}\]", r"<p>\[\begin{align}a\\[2pt]b\end{align}\]</p>"),
        (r"\(\begin{matrix}a\end{matrix}\)", r"<p>\(\begin{matrix}a\end{matrix}\)</p>"),
        (r"`\begin{align}a&b\end{align}`", r"<p><code>\begin{align}a&amp;b\end{align}</code></p>"),
        ("Put it between \\begin{align} and \\end{align}.", "<p>Put it between \\begin{align} and \\end{align}.</p>"),
    ],
)
def test_an_environment_without_dollars_is_math(text: str, page: str) -> None:
    fragment = render(text, str)
    assert fragment.faults == ()
    assert fragment.html == page


def test_gaps_in_an_environment() -> None:
    fragment = render("\\begin{align}a&={{c1::b}}\\\\{{c2::c}}&=d\\end{align}", str, gaps=True)
    assert fragment.faults == ()
    assert fragment.html == r"<p>\[\begin{align}a&amp;={{c1::b}}\\ {{c2::c}}&amp;=d\end{align}\]</p>"


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("| $|x|$ | b |", (r"\(|x|\)", "b")),
        ("| a | $P(A|B)$ |", ("a", r"\(P(A|B)\)")),
        (r"| \(|x|\) | $$|y|$$ |", (r"\(|x|\)", r"\[|y|\]")),
        ("| `a|b` | c |", ("<code>a|b</code>", "c")),
        (r"$|x|$ | `a\|b`", (r"\(|x|\)", "<code>a|b</code>")),
        ("| $5 | $6 |", ("$5", "$6")),
        ("|US$|CA$|", ("US$", "CA$")),
        ("| $x$ | $y$ |", (r"\(x\)", r"\(y\)")),
    ],
)
def test_bars_in_math_and_code_part_no_cells(head: str, cells: tuple[str, str]) -> None:
    fragment = render(f"{head}\n|---|---|\n{head}", str)
    assert fragment.faults == ()
    for tag in ("th", "td"):
        row = "\n".join(f"<{tag}>{cell}</{tag}>" for cell in cells)
        assert f"<tr>\n{row}\n</tr>" in fragment.html


def test_what_has_more_cells_is_named() -> None:
    (fault,) = render("| a | b | c |\n|---|---|\n| 1 | 2 |", str).faults
    assert (fault.rule.id, fault.message, fault.near) == (
        "markdown",
        "this is no table, as its first row has 3 cells and the line below it 2; a bar in a cell is written '\\|'",
        "| a | b | c |",
    )
    (fault,) = render("| a |\n|---|\n| $x | y$ |\n| 1 | 2 |", str).faults
    assert (fault.rule.id, fault.message, fault.near) == (
        "markdown",
        (
            "this row has more cells than the table has columns (1), and the rest vanishes; "
            "a bar in a cell is written '\\|'"
        ),
        "| 1 | 2 |",
    )
    assert "markdown" not in [each.rule.id for each in render("a | b\n---\ntext | more", str).faults]
