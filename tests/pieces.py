"""Pieces of which long texts are made that patterns and readers go over again and again, and nests of them."""

from collections.abc import Callable

SIGNS = [
    *" \t\n()[]{}<>*_`~$|&#:;,.-=+!?'\"/%^@",
    *(
        "\\",
        "\xa0",
        "\u3000",
        "\u2003",
        "\u202f",
        " \u2003\n",
        "\t" * 199 + "x",
        "a",
        "ab ",
        "1",
        "1.",
        "é",
        "中",
        "\n\n",
        " \n",
        "\na",
        "\n ",
    ),
    *("- ", "\n- a", "> ", "\n> a", "1. ", "\n1. a", "\n# a", "\n```\n", "``", "**", "__", "~~", "|a", "\n|", "|-"),
    *("[a](", "![", "[x]", "[a]: b\n", "\n[^1]", "http://a.", "a@b.", "- [x] ", "\n---\n"),
    *(
        "<b>",
        "</b>",
        "<p ",
        "<a href=",
        "<a b='",
        "<img ",
        "<!--",
        "<![",
        "<?",
        "&amp;",
        "&#",
        "<br>",
        "<pre>",
        "<code>",
    ),
    *("<table><tr><td>", "<ul><li>", "<details>", "<summary>", "<math>", "<script>", "<font>"),
    *("$$", "$a", "\\(", "\\[", "\\{", "\\begin{", "\\item ", "[$]", "[latex]", "[sound:", "[[image: "),
    *("{{c1::", "}}", "{{c1::x}}", "::", "{1:MC:", "{=", "=a", "~b", "->", "####", "((", "___"),
    *(
        "A) ",
        "\nA) a",
        "A. ",
        "(a) ",
        "Answer: ",
        "\nAnswer: A",
        "Question 1 ",
        "\nHint: a",
        "a, ",
        "a;",
        "1 ",
        "A and ",
    ),
]
NESTS = [
    *(("(", ")"), ("[", "]"), ("{", "}"), ("**", "**"), ("_(", ")_"), ("$\\text{", "}$"), ("\\frac{", "}{}")),
    *(("{{c1::", "}}"), ("[a](", ")"), ("![", "](a)"), ("> ", ""), ("- ", ""), ("\\begin{a}", "\\end{a}")),
    *((f"<{name}>", f"</{name}>") for name in "b sup div p ul blockquote details span math mrow pre code".split()),
    *(("<table><tr><td>", "</td></tr></table>"), ("<ol><li>", "</li></ol>"), ("<dl><dd>", "</dd></dl>")),
    *(("<ul><li>a", "</ul>"), ("<msup><mi>", "</mi></msup>"), ("<ruby>a<rt>", "</rt></ruby>")),
]


def _run(sign: str) -> Callable[[int], str]:
    return lambda size: sign * (size // len(sign)) + "x1"


def _nest(start: str, end: str) -> Callable[[int], str]:
    return lambda size: start * (size // len(start + end)) + "x" + end * (size // len(start + end))


LONG: dict[str, Callable[[int], str]] = {repr(sign): _run(sign) for sign in SIGNS} | {
    f"{start}...{end}": _nest(start, end) for start, end in NESTS
}
"""What makes a text of about a size, by what it is made of."""
