"""Proves that dollars of money, shells and programs stay dollars, and that math stays math, without a false alarm."""

import html

import pytest

from mkdeck.text.markdown import render

NO_MATH = (
    # Shells and programs
    "What is /proc/$PID/fd/$FD?",
    "Where is $HOME/$USER, and what is in $PATH:$HOME/bin?",
    "What does $LD_LIBRARY_PATH do, and $MY_VAR/$OTHER_VAR?",
    "$HOME$PATH, $A:$B, $USER@$HOST, $x->y.$z and $i++;$j",
    "${HOME}/${USER}, $(CC)$(CFLAGS) and $(ls) and $(pwd)",
    "$a = 5; $b = $a; echo $a.$b; ($a,$b), [$a][$b]",
    "$user_name, $foo_bar.$baz and $func($x_axis)",
    "In PHP, $_GET['a'].$_POST['b'] and \"$x\".\"$y\"",
    "'$a' and '$b' in quotes",
    "$('#a') and $('.b'), $('#a').add($('#b')), $.each($x)",
    "$h{$k} in Perl, $1 and $2 in a pattern",
    "$A$1:$B$10 and $C$3 in a sheet",
    "/search?x=$a&y=$b",
    "Which lines does ^a+$|^b+$ match?",
    "Is $p<$alpha, or $x=$y?",
    'What are "$@" and "$*"?',
    "What does df$x and df$y give in R, and what x$name?",
    "mean(df$age) and sd(df$age), or lm(df$y ~ df$x), df$x_1 / df$x_2",
    "fit$coefficients$Estimate, x$names$first$last and obj$add(1)$add(2)",
    "mtcars$mpg[mtcars$cyl == 4] or iris$Species==iris$Species or list$a[[1]]$b",
    "Ke$ha and A$AP Rocky",
    # Money
    "US$5-US$10, or $5 and $6, or $1.50/kg to $2/kg",
    "CA$5, HK$ 5, R$5, A$ 6",
    "R$5, then R$ 6",
    "US$/CA$ rates, A$, CA$ and NZ$",
    "$5 (US$) and $20 to HK$ 40",
    "It costs $5, $10k or $5M-$6M, $100 + tax.",
    "It costs 5$, not 6$.",
    "From 5$/h, to 6$/h.",
    "between 5$-10$, or 5$\u201310$, or 5$/6$",
    "in $/h, not in k$/h",
    "costs $5 while the other is 6$.",
)  # fmt: skip
MATH = {
    "$5$": r"\(5\)",
    "$7 times 8 is 56$, so $1 or 2 or 3$.": r"\(7 times 8 is 56\), so \(1 or 2 or 3\).",
    "$x$-axis": r"\(x\)-axis",
    "$n$th and $k$NN, $x$s": r"\(n\)th and \(k\)NN, \(x\)s",
    "$x$, $y$ and $z$.": r"\(x\), \(y\) and \(z\).",
    "CO$_2$ and H$_2$O": r"CO\(_2\) and H\(_2\)O",
    r"10$^{-3}$ m, 5$\mu$m, 3$\times$x, 24$^\circ$C": r"10\(^{-3}\) m, 5\(\mu\)m, 3\(\times\)x, 24\(^\circ\)C",
    "$f'$s and $n!$ways": r"\(f'\)s and \(n!\)ways",
    "$A$,$B$ and $x$,$y$": r"\(A\),\(B\) and \(x\),\(y\)",
    "$P(A|B)$ and $|x|$, $[0,1)$, $]0,1[$": r"\(P(A|B)\) and \(|x|\), \([0,1)\), \(]0,1[\)",
    "$)$, $,$ and $/$": r"\()\), \(,\) and \(/\)",
    "a$b$c": r"a\(b\)c",
    "$10 kg$, $0 or 1$, $5, 6$, $1, 2, 3$, $5 - A$": r"\(10 kg\), \(0 or 1\), \(5, 6\), \(1, 2, 3\), \(5 - A\)",
    "$RNN$s and f$(x)$": r"\(RNN\)s and f\((x)\)",
    "$a<b$ and $c>d$": r"\(a&lt;b\) and \(c&gt;d\)",
    "the$n$th, of$f(x)$is": r"the\(n\)th, of\(f(x)\)is",
    "set$c_1=a$of and C$_2$H$_4$": r"set\(c_1=a\)of and C\(_2\)H\(_4\)",
    "is$a_1$in and in$R^2$we": r"is\(a_1\)in and in\(R^2\)we",
    "Let$ab$be a product, der Winkel$AB$ist": r"Let\(ab\)be a product, der Winkel\(AB\)ist",
    "where$kT and m$are small": r"where\(kT and m\)are small",
    "un$\\alpha$b, r$x$ and s$y$": r"un\(\alpha\)b, r\(x\) and s\(y\)",
    "df$x and $x$, df$y ($y$)": r"df$x and \(x\), df$y (\(y\))",
    "US dollars $x$, $-5$ to $5$": r"US dollars \(x\), \(-5\) to \(5\)",
    r"$\$5$, \$5 and \$6": r"\(\$5\), $5 and $6",
    "$x_1$th, $a_1$,$b_1$": r"\(x_1\)th, \(a_1\),\(b_1\)",
    # Both
    "$PID/fd/$x$": r"$PID/fd/\(x\)",
    "$5 and $x$, in $HOME/$y_1$ or US$5, not HK$ 6": r"$5 and \(x\), in $HOME/\(y_1\) or US$5, not HK$ 6",
    "**$HOME/$USER** *$a:$b*": "<strong>$HOME/$USER</strong> <em>$a:$b</em>",
    "[$a/$b](https://a.example/$c/$d) `$e/$f`": '<a href="https://a.example/$c/$d">$a/$b</a> <code>$e/$f</code>',
    "<b>$x/$y</b>": "<b>$x/$y</b>",
}


@pytest.mark.parametrize("text", NO_MATH)
def test_dollars_that_open_no_math_stay_as_they_were_typed(text: str) -> None:
    fragment = render(text, str)
    assert fragment.faults == ()
    assert html.unescape(fragment.html) == f"<p>{text}</p>"


@pytest.mark.parametrize("text", MATH)
def test_math_stays_math(text: str) -> None:
    fragment = render(text, str)
    assert fragment.faults == ()
    assert fragment.html == f"<p>{MATH[text]}</p>"


def test_dollars_in_pictures_and_code_are_found_as_they_are() -> None:
    asked = []

    def picture(reference: str) -> str:
        asked.append(reference)
        return "a.png"

    page = render("![$a/$b](img/$a/$b.png)\n\n    $a/$b\n", picture).html
    assert asked == ["img/$a/$b.png"]
    assert '<img src="a.png" alt="$a/$b" />' in page
    assert '<pre class="code"><code>$a/$b\n</code></pre>' in page


def test_gaps_beside_dollars() -> None:
    fragment = render("$HOME/{{c1::$USER}}: ${{c2::x}}${{c3::y}} and US$5 {{c4::or}} HK$ 6", str, gaps=True)
    assert fragment.faults == ()
    assert fragment.html == r"<p>$HOME/{{c1::$USER}}: \({{c2::x}}\){{c3::y}} and US$5 {{c4::or}} HK$ 6</p>"


def test_a_fault_beside_a_dollar_is_found_where_it_stands() -> None:
    (fault,) = render("$HOME/$USER and [here]($x/$y)", str).faults
    assert fault.near == "$x/$y"
