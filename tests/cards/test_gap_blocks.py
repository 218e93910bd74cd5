"""Proves that a gap which holds blocks is set apart as a whole, and that one which holds parts stays as it is."""

import pytest

from mkdeck.text.markdown import render


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("{{c1::a\n\nb}}", '<div class="gap block">{{c1::<p>a</p>\n<p>b</p>}}</div>'),
        (
            "A {{c1::*b*\n\nc::hint}} d",
            '<p>A</p>\n<div class="gap block">{{c1::<p><em>b</em></p>\n<p>c</p>::hint}}</div>\n<p>d</p>',
        ),
        (
            "{{c1::a}} b {{c2::c\n\nd}} e {{c3::f\n\ng}}",
            (
                '<p>{{c1::a}} b</p>\n<div class="gap block">{{c2::<p>c</p>\n<p>d</p>}}</div>\n<p>e</p>\n'
                '<div class="gap block">{{c3::<p>f</p>\n<p>g</p>}}</div>'
            ),
        ),
        (
            "A:\n\n{{c1::\n```\nx\n```\n}}\n\nB",
            '<p>A:</p>\n<div class="gap block">{{c1::<pre class="code"><code>x\n</code></pre>}}</div>\n<p>B</p>',
        ),
        (
            "{{c1::\n- a\n- b}}",
            '<div class="gap block">{{c1::<ul>\n<li>a</li>\n<li>b</li></ul>}}</div>',
        ),
        (
            "- A {{c1::\n  - b\n  - c}}",
            '<ul>\n<li>A <div class="gap block">{{c1::<ul>\n<li>b</li>\n<li>c</li></ul>}}</div>\n</li>\n</ul>',
        ),
        (
            "> {{c1::a\n>\n> b {{c2::c}}}}",
            '<blockquote>\n<div class="gap block">{{c1::<p>a</p>\n<p>b {{c2::c}}</p>}}</div>\n</blockquote>',
        ),
        ("1. {{c1::a\n2. b}}\n3. c", "<ol>\n<li>{{c1::a</li>\n<li>b}}</li>\n<li>c</li>\n</ol>"),
        ("- A {{c1::b\n- c}} d", "<ul>\n<li>A {{c1::b</li>\n<li>c}} d</li>\n</ul>"),
        ("A {{c1::b}}\n\n- {{c1::c}}", "<p>A {{c1::b}}</p>\n<ul>\n<li>{{c1::c}}</li>\n</ul>"),
    ],
)
def test_a_gap_is_set_apart_where_it_holds_whole_blocks(text: str, page: str) -> None:
    fragment = render(text, str, gaps=True)
    assert fragment.faults == ()
    assert fragment.html == page


TABLE = "| a | b |\n|---|---|\n| 1 | 2 |"
SHOWN = (
    "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n"
    "<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>"
)


@pytest.mark.parametrize(
    ("text", "page"),
    [
        (f"{{{{c1::\n{TABLE}\n}}}}", f'<div class="gap block">{{{{c1::{SHOWN}}}}}</div>'),
        (f"{{{{c1::{TABLE}}}}}", f'<div class="gap block">{{{{c1::{SHOWN}}}}}</div>'),
        (f"{{{{c1::\n{TABLE}\n::a hint}}}}", f'<div class="gap block">{{{{c1::{SHOWN}::a hint}}}}</div>'),
        (
            f"See {{{{c1::\n{TABLE}\n}}}} and\n{{{{c2::\n{TABLE}\n}}}}",
            (
                f'<p>See</p>\n<div class="gap block">{{{{c1::{SHOWN}}}}}</div>\n<p>and</p>\n'
                f'<div class="gap block">{{{{c2::{SHOWN}}}}}</div>'
            ),
        ),
        (
            f"{{{{c1::\n{{{{c2::\n{TABLE}\n}}}}\n}}}}",
            f'<div class="gap block">{{{{c1::<div class="gap block">{{{{c2::{SHOWN}}}}}</div>}}}}</div>',
        ),
        (
            "> {{c1::\n> " + TABLE.replace("\n", "\n> ") + "\n> }}",
            f'<blockquote>\n<div class="gap block">{{{{c1::{SHOWN}}}}}</div>\n</blockquote>',
        ),
        (
            "- {{c1::\n  " + TABLE.replace("\n", "\n  ") + "\n  }}",
            f'<ul>\n<li>\n<div class="gap block">{{{{c1::{SHOWN}}}}}</div>\n</li>\n</ul>',
        ),
        ("{{c1::- one\n- two}}", '<div class="gap block">{{c1::<ul>\n<li>one</li>\n<li>two</li></ul>}}</div>'),
        (
            "{{c1::> one\n> two}}",
            '<div class="gap block">{{c1::<blockquote>\n<p>one\ntwo</p></blockquote>}}</div>',
        ),
        ("{{c1::```\nx\n```}}", '<div class="gap block">{{c1::<pre class="code"><code>x\n</code></pre>}}</div>'),
        (
            "Do {{c1::\n- a\n- b\n}} twice",
            '<p>Do</p>\n<div class="gap block">{{c1::<ul>\n<li>a</li>\n<li>b</li>\n</ul>}}</div>\n<p>twice</p>',
        ),
        ("{{c1::- one}} and\n- two", "<p>{{c1::- one}} and</p>\n<ul>\n<li>two</li>\n</ul>"),
        (
            "```\n{{c1::\n| a |\n|---|\n}}\n```",
            '<pre class="code"><code>{{c1::\n| a |\n|---|\n}}\n</code></pre>',
        ),
    ],
)
def test_marks_stand_apart_from_the_block_that_they_are_around(text: str, page: str) -> None:
    fragment = render(text, str, gaps=True)
    assert fragment.faults == ()
    assert fragment.html == page


@pytest.mark.parametrize("row", ["{{c1::| 3 | 4 |}}", "{{c1::\n| 3 | 4 |\n}}", "| {{c1::3 | 4}} |"])
def test_a_gap_around_a_row_stands_in_its_cells(row: str) -> None:
    fragment = render(f"{TABLE}\n{row}\n| 5 | 6 |", str, gaps=True)
    assert fragment.faults == ()
    rest = "<tr>\n<td>{{c1::3</td>\n<td>4}}</td>\n</tr>\n<tr>\n<td>5</td>\n<td>6</td>\n</tr>\n</tbody>"
    assert fragment.html == SHOWN.replace("</tbody>", rest)


def test_cells_of_a_table_stay_in_their_row() -> None:
    fragment = render("| a | b |\n|---|---|\n| {{c1::1 | 2}} |", str, gaps=True)
    assert "<tr>\n<td>{{c1::1</td>\n<td>2}}</td>\n</tr>" in fragment.html
