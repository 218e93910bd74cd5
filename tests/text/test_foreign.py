"""Proves that markup of other tools is named with what works here, and that what only looks like it is not."""

import json
from pathlib import Path

import pytest

from conftest import Run
from growth import assert_time_keeps_pace
from mkdeck.text.escaping import keep_tildes, keep_typed
from mkdeck.text.foreign import check_foreign

TYPED = "'{}' stays as typed; {}"
SIZE = 'the size of a picture is set as in <img src="a.png" width="300">'
FOOTNOTES = "there are no footnotes; write it in brackets, or in `explanation`"
LINKS = "write the words alone, or '[words](https://...)'"
BLOCK = (
    "Markdown is not read in a block of HTML such as <{}>, so '{}' stays as typed; "
    "put an empty line before and behind it"
)
TEX = "TeX is for math only; write {}"
TEX_OUT = "TeX is for math only; take it out"
LETTER = "TeX is for math only; write the letter itself"
TIE = "it is no blank here; write '&nbsp;' where no line may end"
ITEMS = TEX.format("a line that starts with '- ' for each item")

# text: each piece of it that is named, and what to do
NAMED = {
    "![Red](a.png){width=50%}": [("{width=50%}", SIZE)],
    "![Red](a.png =300x200)": [("![Red](a.png =300x200)", SIZE)],
    "![[a.png]]": [("![[a.png]]", "write ![](a.png)")],
    "![[b.png|300]] here": [("![[b.png|300]]", "write ![](b.png)")],
    "See [[My Page]] and [[page|words]].": [("[[My Page]]", LINKS), ("[[page|words]]", LINKS)],
    "A note[^1].\n\n[^1]: The text of it.": [("[^1]", FOOTNOTES), ("[^1]: The text of it.", FOOTNOTES)],
    "Some ==marked words== here": [("==marked words==", "write <mark>marked words</mark>")],
    "> [!note]\n> Take care.": [("> [!note]", "write **Note:** in its place")],
    "> [!WARNING]- Title": [("> [!WARNING]-", "write **Warning:** in its place")],
    "::: warning\nText\n:::": [("::: warning", "take it out"), (":::", "take it out")],
    "H~2~O": [("~2~", "write <sub>2</sub>")],
    "MgCl~2~, HNO~3~, Fe~2~(SO~4~)~3~": [(f"~{number}~", f"write <sub>{number}</sub>") for number in "23243"],
    "x~i~ and a~max~": [("~i~", "write <sub>i</sub>"), ("~max~", "write <sub>max</sub>")],
    "x^2^, 2^nd^ and cm^2^": [(f"^{power}^", f"write <sup>{power}</sup>") for power in ("2", "nd", "2")],
    "word\\footnote{x}": [("\\footnote{x}", TEX.format("it in brackets"))],
    "10^-3^ m": [("^-3^", "write <sup>-3</sup>")],
    "%%hidden%%": [("%%hidden%%", "take it out, or make it a comment of YAML, above the key")],
    "# Heading {#top}": [("{#top}", "take it out")],
    "[words]{.underline}": [("{.underline}", "take it out")],
    "[TOC]\n\nText": [("[TOC]", "take it out")],
    "As in [@smith2020].": [("[@smith2020]", "write the source in `source`")],
    "{{< video x >}}": [("{{< video x >}}", "take it out")],
    "the ``quoted'' word": [("``quoted''", "write the words in quotation marks")],
    r"\textbf{bold} text": [(r"\textbf{bold}", TEX.format("'**...**'"))],
    r"an \emph{idea}": [(r"\emph{idea}", TEX.format("'*...*'"))],
    r"\texttt{x}": [(r"\texttt{x}", TEX.format("the code between backticks"))],
    "\\begin{itemize}\n\\item one\n\\end{itemize}": [("\\begin{itemize}", ITEMS), ("\\item", ITEMS)],
    r"Paul Erd\H{o}s, Fran\c{c}ois and Gau\ss{}": [
        (r"\H{o}", LETTER),
        (r"\c{c}", LETTER),
        (r"\ss{}", LETTER),
    ],
    r"\enquote{so} \par": [(r"\enquote{so}", TEX.format("quotation marks")), (r"\par", TEX_OUT)],
    "\\begin{exercise}\nWhy?\n\\end{exercise}": [("\\begin{exercise}", TEX_OUT)],
    "Fig.~3 and \u00a7~433": [("~", TIE), ("~", TIE)],
    "H:sub:`2`O and :math:`x^2`": [(":math:", "write the formula as '$...$'")],
    "{kbd}`Ctrl`": [("{kbd}", "write <kbd>...</kbd>")],
    "see :ref:`sec`": [(":ref:", "take it out")],
    "[b]bold[/b] and [URL=https://a.org]a[/URL]": [
        ("[b]bold[/b]", "write '**...**'"),
        ("[URL=https://a.org]a[/URL]", "write '[words](https://...)'"),
    ],
    "[color=red]red[/color]": [("[color=red]red[/color]", "take out both marks")],
    ".. code-block:: python\n\n   print(1)": [(".. code-block:: python", "write the code between lines of ```")],
    ".. image:: a.png": [(".. image:: a.png", "write '![words](picture.png)'")],
    ".. math:: x^2": [(".. math:: x^2", "write the formula as '$$...$$'")],
    ".. note:: Read on": [(".. note:: Read on", "take it out")],
    "the ``$x$'' here": [("``$x$''", "write the words in quotation marks")],
    r"as seen \cite{x}": [(r"\cite{x}", "TeX is for math only; take it out")],
}
# text: the element, and the Markdown in it that is not read
BLOCKS = {
    "<div>\n**bold** words\n</div>": ("div", "**bold**"),
    "<details><summary>More</summary>\nThe root $x^2$ is\n</details>": ("details", "$x^2$"),
    "<details><summary>What is $x$?</summary>\n\nText\n\n</details>": ("details", "$x$"),
    "Look:\n<table>\n<tr><td>`x`</td></tr>\n</table>": ("table", "`x`"),
    "<ul>\n<li>see [this](https://a.org)</li>\n</ul>": ("ul", "[this](https://a.org)"),
    "<div>\n\n<p>\n- one\n- two\n</p>\n\n</div>": ("p", "- one"),
    "<span>\n*stressed*\n</span>": ("span", "*stressed*"),
}
FINE = [
    r"What does \textbf{x} do in LaTeX, or \begin{itemize}?",
    r"C:\users\ss and \o and y~x and a.~b~ and ls ~/a.~1~ and a.~z",
    "a: `b`, {a}`b`, key:`x` and :smile:`x`",
    "What does [b]x[/b] do in BBCode?",
    "the set [i] and [/i], [x] and [/x]",
    "[@smith](https://a.org)",
    "`![[a.png]]`, `[^1]`, `==x==`, `H~2~O`, `\\textbf{x}`, `{width=50%}`",
    "```\n[[page]]\n::: x\n==x==\n\\item\n```",
    r"$\textbf{x}$, $x^{2^n}$ and $\underline{y}_{i}$",
    "a == b == c, if (a==b && c==d), x[[1]], [[nodiscard]], [[1, 2], [3, 4]], [[ -f x ]]",
    "the class [^a-z] or [^1-9], a^b^c, 2^3^4, x^n, 5%% and 6%%, 3~5 of 7~9, ~x~y",
    'f"{x:.2f}", {:>10}, { a: 1 }, {a=1}, {{ count }}, {% if %} and ${x}',
    r"\\textbf{x}, C:\texts, \Foo",
    "std::vector and ::: are signs",
    "a [link](https://a.org), ![Red](a.png), [x] and [!]",
    "> quoted [words]",
    "Write\n[[questions]]\nabove each.",
    # Technical prose.
    "The hidden [[Prototype]] of an object, its [[Get]] and [[HomeObject]], R's [[name]], Haskell's [[Char]]",
    "foo~bar~baz, a~b~c, HEAD~2~1, HEAD~2~3, file~1~, about~10~20, C:\\PROGRA~1\\FOO~1.TXT, v1.2~rc1~1",
    "main^2^, HEAD^2^, HEAD^^2, HEAD~3^2~1, main^1^2",
    "the %%time magic and %%bash, %%HOME%% and %%PATH%%",
    "Elixir returns {:ok, value} or {:error, reason}, Ruby {:name => 'x'}, Python f{:d}",
    "C:\\section\\item, \\\\\\\\server\\label\\table and \\d\\url",
    "What!!! Really???",
    "``a`b`` and ''quoted''",
    "`don't` and `won't`, `f'` and `g'`, `x = 'a'` and `y = 'b'`, `cat'",
    "the `date` in John's and `time`'s",
    "```\n`a' and `b'\n```",
    "<div>\n\n**bold** $x$\n\n</div>",
    "<details><summary>More</summary>\n\nText with *emphasis*.\n\n</details>",
    "<pre>\n**x**\n</pre>",
    "<table><tr><td>5 * 3, snake_case, $5 and $6</td></tr></table>",
    "<b>**x**</b> and H<sub>2</sub>O, <mark>x</mark>",
    "```html\n<div>\n**x**\n</div>\n```",
]


def check(mkdeck: Run, folder: Path, text: str) -> list[tuple[str, str]]:
    """Give what is said about a text, and the piece of it that is said to be the place."""
    lines = "".join(f"      {line}\n" for line in text.split("\n"))
    deck = f"questions:\n  - id: a\n    type: short-answer\n    question: |-\n{lines}    answer: A\n"
    (folder / "d.yaml").write_text(deck, "utf-8")
    (folder / "a.png").write_bytes(bytes.fromhex("89504e470d0a1a0a"))
    code, out, err = mkdeck("check", "--format", "json", "d.yaml", cwd=folder)
    assert code == 0, out + err
    file = deck.split("\n")
    said = json.loads(out)
    assert {each["rule"] for each in said} <= {"foreign-markup"}, said
    return [
        (each["message"], file[each["line"] - 1][each["column"] - 1 : each["column"] - 1 + each["length"]])
        for each in said
    ]


@pytest.mark.parametrize("text", NAMED)
def test_markup_of_another_tool_is_named(text: str, mkdeck: Run, tmp_path: Path) -> None:
    assert check(mkdeck, tmp_path, text) == [(TYPED.format(*each), each[0]) for each in NAMED[text]]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("`cat' and `dog'", "`cat' and `"),
        ("the vowels `a', `e' and `i'", "`a', `"),
        ("``two words'' and ``more'' of them", "``two words'' and ``"),
    ],
)
def test_quotation_marks_of_tex_that_make_code_are_named(text: str, shown: str, mkdeck: Run, tmp_path: Path) -> None:
    said = f"{shown} is code to Markdown; write the words in quotation marks"
    assert check(mkdeck, tmp_path, text) == [(said, shown)]


def test_a_size_behind_a_bar_is_named(mkdeck: Run, tmp_path: Path) -> None:
    assert check(mkdeck, tmp_path, "![words|300](a.png)") == [(f"'![words|300]' sets no size; {SIZE}", "![words|300]")]


@pytest.mark.parametrize("text", BLOCKS)
def test_markdown_in_a_block_of_html_is_named(text: str, mkdeck: Run, tmp_path: Path) -> None:
    name, shown = BLOCKS[text]
    assert check(mkdeck, tmp_path, text) == [(BLOCK.format(name, shown), shown)]


@pytest.mark.parametrize("text", FINE)
def test_nothing_is_said_about_what_only_looks_like_it(text: str, mkdeck: Run, tmp_path: Path) -> None:
    assert check(mkdeck, tmp_path, text) == []


def test_markdown_behind_an_empty_line_is_read(mkdeck: Run, tmp_path: Path) -> None:
    assert check(mkdeck, tmp_path, "<details><summary>\n\nWhat is $x$?\n\n</summary>\n\n**This**\n\n</details>") == []


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "![[",
            "![[a|",
            "![](",
            "![](a =",
            "[[a ",
            "{width=",
            "{:",
            "[^1]:",
            "==x",
            ":::  ",
            "%%",
            "``",
            "`a' ",
            "``a'' ",
            "{{<",
            "[@",
        ),
        *(
            "<div>",
            "<p>\n**",
            "<div> ",
            " ",
            "\t",
            "\n- ",
            "\n# of",
            "\n> ",
            "\n1848. ",
            "$$\n+ ",
            "~",
            "~a",
            "\\item ",
        ),
    ],
)
def test_time_keeps_pace_with_the_text(piece: str) -> None:
    def look(number: int) -> None:
        text = f"<b {piece * number}!"
        check_foreign(text)
        keep_tildes(keep_typed(text))

    assert_time_keeps_pace(look, 8_000)
