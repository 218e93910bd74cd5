"""Proves that a field is shown in a diff as people see it, and that two texts are told apart by their words."""

import pytest

from mkdeck.diff.words import Piece, compare_words, show


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>One\ntwo</p>\n<p>three &lt;b&gt;</p>", "One two\nthree <b>"),
        ("<p>H<sub>2</sub>O, x<sup>2</sup></p>", "H_2O, x^2"),
        ("<ul>\n<li>one</li>\n<li>two <em>and</em></li>\n</ul>", "- one\n- two and"),
        (
            '<p>See</p>\n<pre class="code"><code><span class="hl-k">if</span> x:\n    y\n</code></pre>',
            "See\nif x:\n    y",
        ),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "a | b |\n1 | 2 |"),
        ('<span class="play" title="Two">[sound:two-0123456789ab.mp3]</span>', "[sound:two.mp3]"),
        (
            '<img src="a-0123456789ab.svg" alt="a &gt; b" /><img src="b.svg" alt="" />',
            "[picture a.svg: a > b][picture b.svg]",
        ),
        ("The {{c1::queen::a bee}} is {{c2::<b>one</b>}}.", "The [queen (a bee)] is [one]."),
        ("{{c1::Of {{c2::three}} bees}}: {{c3::std:<!-- -->:sort::a::b}}", "[Of [three] bees]: [std::sort (a::b)]"),
        (
            r"\(\sqrt{{c1::x^{2} }}\) {{c2::\(y\)}} \[\frac{ {{c1::1::n}} }{2}\]",
            r"\(\sqrt{[x^{2} ]}\) [\(y\)] \[\frac{ {[1 (n)]} }{2}\]",
        ),
        (r"vector&lt;int&gt; {<!-- -->{c1::no gap}} \(a &lt; b\)", r"vector<int> {{c1::no gap}} \(a < b\)"),
        ("a < b, <unfinished", "a < b, <unfinished"),
    ],
)
def test_the_text_of_a_field_is_what_people_see(page: str, text: str) -> None:
    assert show(page) == text


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("", "", ()),
        ("", "new words", (("new", "new words"),)),
        ("same words", "same  words", (("same", "same  words"),)),
        ("if x:\n  y", "if x:\n    y", (("same", "if x:\n"), ("gone", "  "), ("new", "    "), ("same", "y"))),
        ("a big of small", "a huge of tiny", (("same", "a"), ("gone", " big of small"), ("new", " huge of tiny"))),
        ("今日は雨です", "今日は雪です", (("same", "今日は"), ("gone", "雨"), ("new", "雪"), ("same", "です"))),
        ("one\ntwo\nthree", "one\nthree", (("same", "one\n"), ("gone", "two\n"), ("same", "three"))),
    ],
)
def test_words_are_compared(old: str, new: str, pieces: tuple[Piece, ...]) -> None:
    assert compare_words(old, new) == pieces
