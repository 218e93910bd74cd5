r"""Proves that tags, entities and backslashes that a text is about are named where a card would not show them."""

import pytest

from conftest import Run, Write
from growth import assert_time_keeps_pace
from mkdeck.text.markdown import render

ITSELF = "to show the tag itself, put it between backticks"
BREAKS = f"'{{}}' breaks the line here; {ITSELF}"
DRAWS = f"'{{}}' draws a line here; {ITSELF}"
ENTITY = "to show the entity itself, put it between backticks"
BLANK = f"'{{}}' shows as a blank; {ENTITY}"
SHOWS = f"'{{}}' shows as '{{}}'; {ENTITY}"
PAIR = f"the tags of '{{}}' do not show; {ITSELF}"
PARAGRAPH = f"'<p>' begins a paragraph here; {ITSELF}"
OPENED = f"<{{}}> is opened and never closed; {ITSELF}"
ESCAPE = "Markdown shows '{}' for '{}'; to show both signs, put them between backticks"

COMMENT = "an HTML comment is left out of the card; to show it, put it between backticks"
NAMED = {
    "What does <br> do?": [BREAKS.format("<br>")],
    "Was macht <br> hier?": [BREAKS.format("<br>")],
    "The <br> tag": [BREAKS.format("<br>")],
    "<br> breaks a line.": [BREAKS.format("<br>")],
    "In HTML, <br> is void.": [BREAKS.format("<br>")],
    "Use <br/> to break a line.": [BREAKS.format("<br/>")],
    "Every line ends with <br>": [BREAKS.format("<br>")],
    'Which is void, "<br>" or "<b>x</b>"?': [BREAKS.format("<br>")],
    "A line break (<br />) is no paragraph.": [BREAKS.format("<br />")],
    "Is it <br> or <hr>?": [BREAKS.format("<br>"), DRAWS.format("<hr>")],
    "<hr> draws a line.": [DRAWS.format("<hr>")],
    "Long words are parted by <wbr>.": [BREAKS.format("<wbr>")],
    "What does &nbsp; do?": [BLANK.format("&nbsp;")],
    "&#160; is a blank.": [BLANK.format("&#160;")],
    "The entity &amp; stands for &.": [SHOWS.format("&amp;", "&")],
    "&copy; stands for ©.": [SHOWS.format("&copy;", "©")],
    "How does one write < in HTML? &lt;": [SHOWS.format("&lt;", "<")],
    "The text between <b> and </b> is bold.": [PAIR.format("<b> and </b>")],
    "<h1>...</h1>": [PAIR.format("<h1>...</h1>")],
    "What does <em></em> do?": [PAIR.format("<em></em>")],
    "Which is it: <b>x</b> or <strong>x</strong>?": [PAIR.format("<b>x</b> or <strong>x</strong>")],
    "<p> for the sound of a pen": [PARAGRAPH],
    "The letter <b> is silent.": [OPENED.format("b")],
    "What shows <img alt='a cat'>?": [f"this picture has no 'src'; {ITSELF}"],
    "What is a <title> for?": [f"<title> is not allowed on a card and left out; {ITSELF}"],
    "A </b> ends it.": [f"</b> closes nothing; {ITSELF}"],
    "<script>f()</script> runs.": [
        "<script> with its content is left out of the card; to show it, put it between backticks"
    ],
    "What is &lt; in HTML?": [SHOWS.format("&lt;", "<")],
    "Was ist &amp; in XML?": [SHOWS.format("&amp;", "&")],
    "Which bone is this? <!-- the femur -->": [COMMENT],
    "What does a browser show of this?\n\n<!-- a note -->": [COMMENT],
    r"What does \\ do?": [ESCAPE.format("\\", r"\\")],
    r"\\ breaks a line": [ESCAPE.format("\\", r"\\")],
    r"What does \% mean?": [ESCAPE.format("%", r"\%")],
}
SILENT = [
    "If x is &lt; 5 in HTML",
    "<!-- ask the others -->\nWhich bone is this?",
    "Which bone is this?\n<!-- see page 200,\nor 300 -->",
    "`<br>` and `&nbsp;`",
    "One line<br>two, one <br> two, one <br>two",
    "What falls? <br> Is it rain?",
    "He said <br> and left.",
    "of the sea, <br> is the deepest one",
    "Quiet <br> and <br> calm",
    "the <br> deep",
    "one<br>\n<br>two",
    "'one'<br>'two'",
    "First <br>...and second",
    "am nächsten Tag <br> kam er",
    "A line <br>",
    "Question\n<hr>\nanswer",
    "5&nbsp;km and 6 &nbsp; m",
    "x &lt; 5 and y &gt; 6",
    "In HTML, &lt;b&gt; makes text bold.",
    "AT&amp;T; https://example.org/?a=1&amp;b=2",
    "<b>or</b>, <i>x</i> and <u>...</u> words",
    "<b>x</b> or <b>x</b>, <b>x</b> or <i>y</i>, x<sub>2</sub><sup>2</sup>",
    "<table><tr><th>1</th><td>1</td></tr></table>",
    "<table><tr><td></td><td>...</td></tr></table>",
    "<p> Some words.</p>",
    r"R \& D, 10 \% of it and A \\ B",
    r"$a \\ b$ and \% of all",
]


@pytest.mark.parametrize("text", NAMED)
def test_what_a_text_is_about_is_named(text: str) -> None:
    assert [each.message for each in render(text, str).faults] == NAMED[text]


@pytest.mark.parametrize("text", SILENT)
def test_what_a_text_uses_is_not(text: str) -> None:
    assert render(text, str).faults == ()


def test_a_picture_without_an_address_shows_as_it_was_typed() -> None:
    fragment = render("What is <img> for?", str)
    assert fragment == ("<p>What is &lt;img&gt; for?</p>", (), ())


@pytest.mark.parametrize(("question", "is_named"), [("Which entity is <?", True), ("What is smaller than?", False)])
def test_an_entity_alone_is_named_where_the_question_is_about_such(
    question: str, is_named: bool, course: Write, mkdeck: Run
) -> None:
    text = f"type: multiple-choice\n    question: {question}\n    choices:\n      - correct: '&lt;'\n      - wrong: '='"
    folder = course({"d.yaml": f"questions:\n  - id: a\n    {text}\n"})
    assert (SHOWS.format("&lt;", "<") in mkdeck("check", folder).out) == is_named


@pytest.mark.parametrize(
    ("question", "is_named"),
    [("How does LaTeX write it?", True), ("How is it escaped?", True), ("What is and?", False)],
)
def test_an_escape_alone_is_named_where_the_question_is_about_such(
    question: str, is_named: bool, course: Write, mkdeck: Run
) -> None:
    text = f"type: multiple-choice\n    question: {question}\n    choices:\n      - correct: '\\&'\n      - wrong: '+'"
    folder = course({"d.yaml": f"questions:\n  - id: a\n    {text}\n"})
    assert (ESCAPE.format("&", r"\&") in mkdeck("check", folder).out) == is_named


@pytest.mark.parametrize(
    "piece", ["<br> ", "&nbsp; ", "&lt; ", "<b> and </b>", "<b> and ", "<b>x</b>", "<b>x", "(<br>", "\\\\ ", "&a"]
)
def test_time_grows_no_faster_than_the_signs(piece: str) -> None:
    assert_time_keeps_pace(lambda size: render("a " + piece * size, str), 1_000, piece)
