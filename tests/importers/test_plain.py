"""Proves that plain text arrives on a card as it was typed, and HTML with all its words."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depth import count
from growth import assert_time_keeps_pace
from mkdeck.importers.sources.attachments import Attachments
from mkdeck.importers.to_markdown.html import to_markdown as html_to_markdown
from mkdeck.importers.to_markdown.text import to_markdown
from mkdeck.text.html_blocks import FOREIGN_MARKUP_RULE
from mkdeck.text.markdown import render


def show(markdown: str) -> str:
    """Give the words that a card shows, without white space."""
    fragment = render(markdown, lambda _: "picture.png")
    # Whether signs such as those of `1~1~` are another tool's markup is for people to say.
    faults = [fault for fault in fragment.faults if fault.rule != FOREIGN_MARKUP_RULE]
    assert not faults, (markdown, faults)
    page = fragment.html.replace("<!-- -->", "").replace("<span>\\</span>", "\\")
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split())


SIGNS = st.text(st.sampled_from("ab1 .*_`~[]()<>&;#$\\{}|-+=!:\n\"'c"), max_size=40)


@settings(max_examples=count(100), deadline=None)
@given(SIGNS)
def test_any_signs_arrive_as_they_were_typed(text: str) -> None:
    markdown = to_markdown(text)
    if "data-math" in render(markdown, lambda _: "").html or "$" in text or "```" in markdown:
        return  # formulas and code blocks show no marks of their own
    if re.search(r"\\[(\[]", text):
        return
    assert show(markdown) == "".join(text.split())


@settings(max_examples=count(100), deadline=None)
@given(SIGNS)
def test_any_signs_in_html_arrive(text: str) -> None:
    if "$" in text or "\\" in text:
        return
    markdown = html_to_markdown(f"<p>x<b>{html.escape(text)}</b> <sub>y</sub></p>", Attachments())
    assert show(markdown) == "".join(f"x{text}y".split())


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("5 * 3 and snake_case, __init__", r"5 * 3 and snake_case, \_\_init\_\_"),
        ("Fill in _____ here", "Fill in _____ here"),
        ("1. First", r"1\. First"),
        ("{{c1::x}}", r"\{{c1::x}}"),
        ("vector<int> and a < b", "vector<int> and a < b"),
        ("$5 and $6, $x_1$, US$ 3", "$5 and $6, $x_1$, US$ 3"),
        ("$1$, $-1$, $2 + 3$ or $(0, 1)$", "$1$, $-1$, $2 + 3$ or $(0, 1)$"),
        ("3$-4$, $5-$10, from $5 to $6", "3$-4$, $5-$10, from $5 to $6"),
        ("Who's there\\\nnow?", "Who's there\\\\\nnow?"),
        ("After\nx = 3\ny = 4\nwhat is x", "After\\\nx = 3\\\ny = 4\\\nwhat is x"),
        ("Look:\n~~~java\n  int *a;\n~~~\nEnd", "Look:\n\n```java\nint *a;\n```\n\nEnd"),
        ("Wrapped in the middle of a sentence that is rather long,\nand goes on", None),
        ("One:\n- a\n- b", "One:\\\n\\- a\\\n\\- b"),
        ("Look:\nint a = 1;\nint b = 2;\nEnd?", "Look:\n\n```\nint a = 1;\nint b = 2;\n```\n\nEnd?"),
    ],
)
def test_only_what_needs_it_is_escaped(text: str, markdown: str | None) -> None:
    assert to_markdown(text) == (text if markdown is None else markdown)


@pytest.mark.parametrize(
    ("page", "markdown"),
    [
        ("<p>A <b>bold </b>word, H<sub>2</sub>O</p><p>x * y</p>", "A **bold** word, H<sub>2</sub>O\n\nx * y"),
        ("a<br>b<br><br>c", "a\\\nb\n\nc"),
        ("<ul><li>one<li><p>two</p><ul><li>x</ul></ul>", "- one\n- two\n  - x"),
        ("<pre><code class='language-c'>int&nbsp;a;<br>b</code></pre>", "```c\nint\u00a0a;\nb\n```"),
        ("<table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td><td>2</td></tr></table>", None),
        ("<table><tr><td colspan=2 style='x'>a</td></tr></table>", '<table><tr><td colspan="2">a</td></tr></table>'),
        ("x &lt; y &amp;amp; <code>a*b</code>", r"x < y \&amp; `a*b`"),
        ("<script>alert(1)</script><img src='https://a.b/c.png' onerror='x'>", "[c.png](https://a.b/c.png)"),
        ("See <iframe src='https://a.b/watch?v=1' title='The film'></iframe>", "See [The film](https://a.b/watch?v=1)"),
        ("<p>a<b and c>d, List<String> l, <p>x<y</p>", "a<b and c>d, List<String> l,\n\nx<y"),
        (r"<p>\(a<b\)</p>", r"\(a<b\)"),
        ("<p>a <![](b) c</p> <p><![if !x]>d<![endif]></p>", "a \\<![\\](b) c\n\nd"),
        ("<a href='javascript:x'>go</a> <a href='https://a.b'>on</a>", "go [on](https://a.b)"),
        ("$$x_1 \\neq 2$$ &nbsp; costs $5", "$$x_1 \\neq 2$$ costs $5"),
        ("<math><mi>x</mi><annotation encoding='application/x-tex'>x^2</annotation></math>", "\\(x^2\\)"),
        ("Is <math><msup><mi>x</mi><mn>2</mn></msup><mo>≤</mo><mi>π</mi></math>?", r"Is \(x^2\le \pi\)?"),
        (
            "<math><mfrac><mrow><mo>-</mo><mi>b</mi></mrow><mrow><mn>2</mn><mi>a</mi></mrow></mfrac></math>",
            r"\(\frac{-b}{2a}\)",
        ),
        (
            "<math><munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover><msqrt><mi>sin</mi><mi>i</mi></msqrt></math>",
            r"\(\sum _i^n\sqrt{\mathrm{sin}i}\)",
        ),
        (
            "<math><mfenced open='['><mi>a</mi><mtext>if 5%</mtext></mfenced></math>",
            r"\(\left[ a, \text{if 5\%} \right)\)",
        ),
        (
            "a <img class='equation_image' src='/equation_images/%255Cfrac%257B1%257D%257B2%257D' alt='x'> b",
            r"a \(\frac{1}{2}\) b",
        ),
        ("<img class='equation_image' data-equation-content='x_1 \\neq 2' src='/a'>", "\\(x_1 \\neq 2\\)"),
        ("<img data-mathml='«math xmlns=¨m¨»«msub»«mi»k«/mi»«mn»1«/mn»«/msub»«/math»'>", "\\(k_1\\)"),
    ],
)
def test_html_becomes_markdown(page: str, markdown: str | None) -> None:
    expected = "| a | b\\|c |\n|---|---|\n| 1 | 2 |" if markdown is None else markdown
    assert html_to_markdown(page, Attachments()) == expected


@pytest.mark.parametrize(
    "program",
    [
        "if x >= 0:\n    if x == 0:\n        print('zero')\n    else:\n        print('more')\nelse:\n    print('less')",
        "x = 0\nwhile x < 5:\n    print(x)\n    x += 1",
        "for i in range(n):\n    j = 1\n    j *= 2\nprint(i, j)\nj *= 2",
        "try:\n    f()\nexcept (ValueError, KeyError):\n    g()",
    ],
)
def test_a_program_in_python_is_one_block_with_its_indents(program: str) -> None:
    assert (
        to_markdown(f"What is its output?\n{program}", wrapped=False) == f"What is its output?\n\n```\n{program}\n```"
    )
    assert to_markdown(program) == f"```\n{program}\n```"


def test_conditions_in_words_are_no_program() -> None:
    assert "```" not in to_markdown("if it rains:\n  stay at home\nfor example:\n  read", wrapped=False)


def test_time_grows_no_faster_than_the_lines_of_code() -> None:
    assert_time_keeps_pace(lambda size: to_markdown("f() {\n" * size), 8_000)
