"""Proves that every text arrives in Anki as it was typed, or gets a diagnostic with its place, and soon."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from anki.errors import AnkiException

from conftest import Run
from growth import assert_time_keeps_pace
from mkdeck.text.markdown import MAX_FAULTS
from text.arrivals import Arrival, Lines, arrive, ask, even, gap, holds, quote, read, squeeze

# --- Cases ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A text, the lines that must be seen on the back, and the rules that may say something about it."""

    text: str
    back: Lines
    front: Lines | None = None
    rules: tuple[str, ...] = ()


PLAIN_CASES = {
    "angle brackets": Case("vector<int>", ("vector<int>",)),
    "angle brackets in code": Case("`vector<int>`", ("vector<int>",)),
    "angle brackets in a fence": Case("```\nvector<int>\n```", ("vector<int>",)),
    "angle brackets in coloured code": Case("```cpp\nvector<int> v;\n```", ("vector<int> v;",)),
    "comparisons": Case("a<b and c>d", ("a<b and c>d",)),
    "comparisons in code": Case("`a<b and c>d`", ("a<b and c>d",)),
    "comparisons in coloured code": Case("```python\na<b and c>d\n```", ("a<b and c>d",)),
    "comparisons in math": Case("$a<b$ and $c>d$", (r"\(a<b\) and \(c>d\)",)),
    "a field's name": Case("{{Question}} {{FrontSide}}", ("{{Question}} {{FrontSide}}",)),
    "a field's name in code": Case("`{{Question}}`", ("{{Question}}",)),
    "a gap in code": Case("`{{c1::std::vector}}`", ("{{c1::std::vector}}",)),
    "a gap in a fence": Case("```\n{{c1::x}}\n```", ("{{c1::x}}",)),
    "a gap, escaped": Case(r"\{{c1::x}}", ("{{c1::x}}",)),
    "a gap in code beside an escaped one": Case(r"`{{c1::x}}` and \{{c1::x}}", ("{{c1::x}} and {{c1::x}}",)),
    "a gap in plain text": Case("{{c1::x}}", (), rules=("cloze",)),
    "a gap in math": Case("$x_{{c1::2}}$", (), rules=("cloze",)),
    "sound": Case("[sound:x]", ("[sound:x]",)),
    "sound in code": Case("`[sound:x.mp3]`", ("[sound:x.mp3]",)),
    "sound from entities": Case("&#91;sound&#58;x.mp3&#93;", ("[sound:x.mp3]",)),
    "sound behind dropped HTML": Case("[so<font>und:x.mp3]", ("[sound:x.mp3]",), rules=("html",)),
    "speech": Case("[anki:tts lang=en_US]x[/anki:tts]", ("[anki:tts lang=en_US]x[/anki:tts]",)),
    "LaTeX": Case("[latex]x[/latex]", ("[latex]x[/latex]",)),
    "LaTeX in code": Case("`[$]x[/$]` `[$$]x[/$$]`", ("[$]x[/$] [$$]x[/$$]",)),
    "dollars": Case("$5 and $10", ("$5 and $10",)),
    "dollars and math": Case("$5 and $10 for $x$", (r"$5 and $10 for \(x\)",)),
    "dollars, escaped": Case(r"\$5\$ and \$x\$", ("$5$ and $x$",)),
    "backslashes in code": Case(r"`\(x\)` `\[x\]`", (r"\(x\) \[x\]",)),
    "backslashes, escaped": Case(r"\\(x\\)", (r"\(x\)",)),
    "math with bars": Case("$P(A|B)$", (r"\(P(A|B)\)",)),
    "math with bars in a table": Case("| a |\n|---|\n| $P(A\\|B)$ |", ("a", r"\(P(A|B)\)")),
    "decomposed characters": Case("e\u0301 A\u030a \u1112\u1161\u11ab", ("é Å 한",)),
    "right to left": Case("\u05e9\u05dc\u05d5\u05dd a<b \u0645\u0631", ("\u05e9\u05dc\u05d5\u05dd a<b \u0645\u0631",)),
    "marks of direction": Case("a\u202eb\u202c \u2067c\u2069", ("a\u202eb\u202c \u2067c\u2069",)),
    "unit separator": Case("a\x1fb", (), rules=("schema",)),
    "zero": Case("a\0b", (), rules=("schema",)),
    "unit separator as an entity": Case("a&#31;b", (), rules=("schema",)),
    "mkdeck's own marks as entities": Case("'&#xFDD0;'x'&#xFDD2;'", (), rules=("schema",)),
    "mkdeck's own sound as an entity": Case("&#xFDD3;x.mp3]", (), rules=("schema",)),
    "zero as an entity": Case("a&#0;b", (), rules=("schema",)),
    "a box to type in": Case("[[type:Question]]", ("[[type:Question]]",)),
    "table cells without a table": Case(
        "What is the difference between <td> and <th>?", ("What is the difference between <td> and <th>?",)
    ),
    "a paragraph's tag": Case("What does <p> do?", ("What does <p> do?",)),
    "a list item's tag": Case("What does <li> do?", ("What does <li> do?",)),
    "a type named like a tag": Case("Array<p> x", ("Array<p> x",)),
    "more cells than the table has columns": Case("| a |\n|---|\n| b | c |", ("a", "b"), rules=("markdown",)),
    "a bar in math in a table": Case("| a |\n|---|\n| $P(A|B)$ |", ("a", r"\(P(A|B)\)")),
    "a note in brackets": Case("First.\n\n[Note]: important", ("First.",), rules=("markdown",)),
    "a link to a script": Case('<a href="javascript:x()">y</a>', ("y",), rules=("link",)),
    "a link that leads nowhere": Case('<a href="x.html">y</a>', ("y",), rules=("link",)),
    "Anki's own old math": Case("[$]N-1[/$]", (r"[\(]N-1[/\)]",), rules=("math",)),
    "dollars behind the number, by the hour": Case("From 5$/h, to 6$/h.", ("From 5$/h, to 6$/h.",)),
    "an entity of no character in code": Case("`&#0;` and `&#x1f;`", ("&#0; and &#x1f;",)),
    "an entity of no character in what is no code": Case(r"\`&#x1f;` and `", (), rules=("schema",)),
    "dollars before a digit": Case(r"a 3$\times$3 kernel", (r"a 3$\times$3 kernel",), rules=("math",)),
    "dollars before digits, read askew": Case(
        r"a 3$\times$3 kernel and 5$\times$5", (r"a 3$\times$3 kernel and 5$\times$5",), rules=("math",)
    ),
    "a letter between dollars before a digit": Case("$b$2", ("$b$2",), rules=("math",)),
    "prices compared": Case("$5<$10 and $x or $6", ("$5<$10 and $x or $6",)),
    "a picture whose path has a space": Case("![](a b.png)", ("![](a b.png)",), rules=("markdown",)),
    "dollars behind the number": Case("It costs 5$, not 6$.", ("It costs 5$, not 6$.",)),
    "display math with an empty line": Case("$$\na_1\n\nb_1\n$$", ("$$ a_1", "b_1 $$"), rules=("math",)),
    "bold over two paragraphs": Case("a <b>bold\n\nnext</b> end", ("a bold", "next end"), rules=("html",)),
    "a sub that stays open": Case("H<sub>2O", ("H2O",), rules=("html",)),
    "bold that stays open in a list": Case("- item <b>x\n- two", ("item x", "two"), rules=("html",)),
    "list items without an end": Case("<ul><li>a<li>b</ul>", ("a", "b")),
    "an element with an attribute that HTML does not know": Case(
        "<details markdown=1><summary>More</summary>Text</details>", ("More", "Text"), rules=("html",)
    ),
    "double dollars, escaped": Case(r"\$\$x\$\$", ("$$x$$",)),
    "a note in brackets, written as advised": Case("&#91;Note]: important", ("[Note]: important",)),
    "a bracket behind a backslash": Case("\\[Note]: important", ("[Note]: important",)),
}
GAP_CASES = {
    "a name in C++": Case("{{c1::std::vector}}", ("std",), ("[vector]",), rules=("cloze-hint",)),
    "a name in C++ in code": Case("{{c1::`std::vector`}}", ("std::vector",), ("[...]",)),
    "a type in C++": Case("{{c1::std::vector<int>}}", ("std",), ("[vector<int>]",), rules=("cloze-hint",)),
    "a call in C++": Case("{{c1::std::sort(v)}}", ("std",), ("[sort(v)]",), rules=("cloze-hint",)),
    "a longer name in C++": Case(
        "{{c1::std::chrono::seconds}}", ("std::chrono",), ("[seconds]",), rules=("cloze-hint",)
    ),
    "a formula of chemistry for a hint": Case("{{c1::water::H<sub>2</sub>O}}", ("water",), ("[H2O]",)),
    "a function of mathematics for a hint": Case("{{c1::normal::F(x)}}", ("normal",), ("[F(x)]",)),
    "a hint of two lines": Case("{{c1::water::two<br>words}}", ("water",), ("[two", "words]")),
    "an address in IPv6": Case("{{c1::fe80::1}}", ("fe80",), ("[1]",), rules=("cloze-hint",)),
    "a root": Case(r"{{c1::\sqrt{2}}}", (r"\sqrt{2}",), ("[...]",), rules=("bare-tex",)),
    "a root in math": Case(r"${{c1::\sqrt{2}}}$", (r"\(\sqrt{2}\)",), (r"\([...]\)",)),
    "a root around math": Case(r"{{c1::$\sqrt{2}$}}", (r"\(\sqrt{2}\)",), ("[...]",)),
    "nested braces in math": Case(r"$${{c1::\frac{a}{b^{2}}}}$$", (r"\[\frac{a}{b^{2}}\]",), (r"\[[...]\]",)),
    "colons around math": Case("{{c1::$a::b$}}", (r"\(a::b\)",), ("[...]",)),
    "colons and a hint": Case("{{c1::$a::b$::what?}}", (r"\(a::b\)",), ("[what?]",)),
    "two pairs of colons": Case("{{c1::a::b::c}}", ("a::b",), ("[c]",)),
    "a set in math": Case(r"$\{{{c1::1,2}}\}$", (r"\(\{1,2\}\)",), (r"\(\{[...]\}\)",)),
    "braces": Case("{{c1::{{x}}}} {{{c2::y}}}", ("{{x}} {y}",), ("[...] {y}",)),
    "braces in code": Case("{{c1::`}}`}} {{c2::`{{`}}", ("}} {{",), ("[...] {{",)),
    "a dictionary": Case("```python\nd = {{c1::{'a': {}}}}\n```", ("d = {'a': {}}",), ("d = [...]",)),
    "coloured code": Case("```python\nfor {{c1::x}} in 'a<b':\n```", ("for x in 'a<b':",), ("for [...] in 'a<b':",)),
    "a gap within a token": Case("```python\nret{{c1::ur}}n 1\n```", ("return 1",), ("ret[...]n 1",)),
    "a name in coloured code": Case(
        "```cpp\n{{c1::std::vector<int>}} v;\n```", ("std v;",), ("[vector<int>] v;",), rules=("cloze-hint",)
    ),
    "an escaped name in coloured code": Case(
        "```cpp\n{{c1::std\\::vector<int>}} v;\n```", ("std::vector<int> v;",), ("[...] v;",)
    ),
    "colons in math": Case(r"${{c1::\text{a::b}}}$", (r"\(\text{a::b}\)",), (r"\([...]\)",)),
    "a line break in math before a gap": Case(
        r"$a \\{{c2::b}}$ and {{c1::c}}", (r"\(a \\ b\) and c",), (r"\(a \\ b\) and [...]",)
    ),
    "a backslash at the end": Case("{{c1::C:\\}}", ("C:\\",), ("[...]",)),
    "a backslash in code": Case(r"{{c1::`a\::b`}}", (r"a\::b",), ("[...]",)),
    "dollars that reach out of their gaps": Case("{{c1::5$}} or {{c2::6$}}", (), rules=("cloze",)),
    "sound": Case("{{c1::[sound:x]}}", ("[sound:x]",), ("[...]",)),
    "angle brackets": Case("{{c1::vector<int>}}", ("vector<int>",), ("[...]",)),
    "an inner gap": Case("{{c1::an {{c2::inner}} gap::hint}}", ("an inner gap",), ("[hint]",)),
    "a gap, escaped": Case(r"{{c1::x}} \{{c2::y}}", ("x {{c2::y}}",), ("[...] {{c2::y}}",)),
    "over two paragraphs": Case("{{c1::a\n\nb}}", ("a", "b"), ("[...]",)),
    "in a table": Case("| a |\n|---|\n| {{c1::x}} |", ("a", "x"), ("a", "[...]")),
    "in a table, with a bar": Case(
        "| a | b |\n|---|---|\n| {{c1::x|y}} | z |", ("a", "b", "x", "y"), ("a", "b", "[...]"), rules=("markdown",)
    ),
    "right to left": Case("{{c1::\u05e9\u05dc\u05d5\u05dd}} a", ("\u05e9\u05dc\u05d5\u05dd a",), ("[...] a",)),
    "number 0": Case("{{c0::x}}", (), rules=("cloze",)),
    "number 501": Case("{{c501::x}}", (), rules=("cloze",)),
    "a number without end": Case("{{c99999999999999999999::x}}", (), rules=("cloze",)),
    "one colon": Case("{{c1:x}}", (), rules=("cloze",)),
    "two numbers": Case("{{c1,2::x}}", (), rules=("cloze",)),
    "a capital": Case("{{C1::x}}", (), rules=("cloze",)),
    "no end": Case("{{c1::x}", (), rules=("cloze",)),
    "nothing in it": Case("{{c1::}}", (), rules=("cloze",)),
    "no gap": Case("x", (), rules=("cloze",)),
    "out of emphasis": Case("*a {{c1::b*}} c", (), rules=("cloze",)),
    "out of a code span": Case("`{{c1::a` b}}", (), rules=("cloze",)),
    "out of a link": Case("[{{c1::x](https://a.org) y}}", (), rules=("cloze",)),
    "in an address": Case("[x](https://x.org/{{c1::y}})", (), rules=("cloze",)),
    "in a comment": Case("<!-- {{c1::x}} --> y", (), rules=("cloze", "html")),
}


@pytest.fixture(scope="module")
def cases(mkdeck: Run) -> dict[tuple[str, str], Arrival]:
    named = [("plain", name, ask(case.text)) for name, case in PLAIN_CASES.items()]
    named += [("gap", name, gap(case.text)) for name, case in GAP_CASES.items()]
    # A bug that breaks the whole package must not take the other cases with it.
    alone = [each for each in named if "&#" in each[2]["question"]]
    together = [each for each in named if each not in alone]
    arrivals: dict[tuple[str, str], Arrival] = {}
    for batch in [together, *([each] for each in alone)]:
        try:
            found = arrive(mkdeck, [question for _, _, question in batch])
        except (AssertionError, AnkiException):
            if batch is together:
                raise
            found = [Arrival()]
        arrivals |= {(kind, name): each for (kind, name, _), each in zip(batch, found, strict=True)}
    return arrivals


@pytest.mark.parametrize("name", PLAIN_CASES)
def test_a_hostile_text_arrives_or_is_named(name: str, cases: dict[tuple[str, str], Arrival]) -> None:
    _judge(PLAIN_CASES[name], cases["plain", name])


@pytest.mark.parametrize("name", GAP_CASES)
def test_a_hostile_gap_is_asked_or_is_named(name: str, cases: dict[tuple[str, str], Arrival]) -> None:
    _judge(GAP_CASES[name], cases["gap", name])


def _judge(case: Case, arrival: Arrival) -> None:
    assert arrival.said or arrival.built
    assert arrival.rules == sorted(case.rules)
    if arrival.built:
        assert sorted(arrival.sides) == (arrival.gaps or [1])
        assert arrival.sounds == 0
        front, back = arrival.sides[1]
        assert "[[type:" not in front + back
        assert holds(even(read(back)), even(case.back))
        assert holds(even(read(front)), even(case.front or (() if arrival.gaps else case.back)))


def test_an_explanation_as_long_as_a_book_arrives(mkdeck: Run) -> None:
    long = "\n\n".join(f"word{i} <{i}> `c{i}<T>` $x_{{{i}}}<1$ is **{i}**" for i in range(6_000))
    assert len(long) > 250_000
    (arrival,) = arrive(mkdeck, [{**ask("Why?"), "explanation": long}])
    assert arrival.said == []
    wanted = squeeze(*re.sub(r"[`*]", "", re.sub(r"\$(.*?)\$", r"\\(\1\\)", long)).split("\n\n"))
    assert read(arrival.fields["Explanation"]) == wanted
    assert wanted[-1] in read(arrival.sides[1][1])


@pytest.mark.parametrize(
    "text",
    [
        *("+", "-", "*", "#", "1.", "---", "***", "<td>", "[a]: b", "$ $", "<!-- x -->", "&nbsp;", "&#8203;", "<br>"),
        *(">", "```", "~~~", "| |\n|-|"),
    ],
)
def test_a_text_of_which_markdown_leaves_nothing_is_shown_or_is_an_error(text: str, mkdeck: Run) -> None:
    choice = {"type": "multiple-choice", "question": "Which?", "choices": [{"correct": text}, {"wrong": "x"}]}
    for arrival in arrive(mkdeck, [ask(text), choice]):
        if arrival.built:
            assert arrival.said == []
            assert any(text in line for line in read(arrival.sides[1][0]))
        else:
            assert "markdown" in arrival.rules


# --- Texts that are fit for production, about which there is nothing to say ------------------------------------------

GOOD = [
    "Does `a[i]` cost O(1), O(log n) or O(n)?",
    "If x<y and y<z, then x<z.",
    "Which prints `1`? `cout << x << endl;` or `print(x)`",
    "#include <stdio.h>",
    "std::map<std::string, int> and Map<String, List<Integer>>",
    "Use `$HOME` or `${PATH}`, not `\\(`.",
    "$\\{x \\mid x > 0\\}$ and $[0, 1)$ and $\\left\\{ a \\right.$",
    "$$\n\\begin{cases} a & b \\\\[2pt] c & d \\end{cases}\n$$",
    "$\\text{cost: \\$5}$ is more than \\$4.",
    "The cost rises from $5 to $10,000.",
    "H<sub>2</sub>O, 10<sup>3</sup>, <kbd>Ctrl</kbd>, <ruby>漢<rt>kan</rt></ruby>",
    "<details><summary>More</summary>\n\nText with *emphasis*.\n\n</details>",
    "See <https://example.org/a_b> or [here](https://example.org/?a=1&b=2).",
    "- [ ] open\n- [x] done",
    "Vue writes {{ count }}, Jinja {% if %} and ${x}.",
    "1. one\n2. two\n\n> quoted\n\n| a | b |\n|---|--:|\n| `x \\| y` | $z$ |",
    "```sh\necho $HOME_DIR | awk '{print $1_a}'\n```",
    "AT&T, R&D; a&b",
    "5 < 6 > 4 <= 7 -> <- <3 :-)",
]


@pytest.mark.parametrize("text", GOOD)
def test_nothing_is_said_about_a_good_text(text: str, mkdeck: Run) -> None:
    (arrival,) = arrive(mkdeck, [ask(text)])
    assert arrival.said == []


@pytest.mark.parametrize(
    "text",
    ["Given A: x\n[B]: y", "[x]: y z", "```\n| a |\n|---|\n| b | c |\n```"],
    ids=["after a line of text", "no address", "a table in code"],
)
def test_nothing_is_said_about_what_does_not_vanish(text: str, mkdeck: Run) -> None:
    (arrival,) = arrive(mkdeck, [ask(text)])
    assert arrival.said == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Look:\n\n    {{c1::x}}", "indented code is not known as code"),
        ("- Look:\n\n    ```sh\n    echo $A_B\n\n    echo $C_D\n    ```", "code in a list with an empty line is not"),
        ("<code>{{c1::x}}</code>", "code written as HTML is not known as code"),
    ],
)
def test_nothing_is_said_about_code_however_it_is_written(text: str, why: str, mkdeck: Run) -> None:
    (arrival,) = arrive(mkdeck, [ask(text)])
    assert arrival.said == [], why


@pytest.mark.parametrize(
    "text",
    ["{{c1::mRNA::molecule}}", "{{c1::PyTorch::framework}}", "{{c1::static::keyword}}", "{{c1::iPhone::device}}"],
)
def test_nothing_is_said_about_an_ordinary_hint(text: str, mkdeck: Run) -> None:
    (arrival,) = arrive(mkdeck, [gap(text)])
    assert arrival.said == []


@pytest.mark.parametrize(
    "text", ["{{c1::42::number}}", "{{c1::1997::year}}", "{{c1::add::verb}}", "a {{c1::face::what?}}"]
)
def test_nothing_is_said_about_a_hint_on_a_number(text: str, mkdeck: Run) -> None:
    (arrival,) = arrive(mkdeck, [gap(text)])
    assert arrival.said == []


@pytest.mark.parametrize("text", ["${{1:n}}$", "$x_{{1:T}}$ {{c1::x}}"])
def test_doubled_braces_in_math_are_no_gap(text: str, mkdeck: Run) -> None:
    (arrival,) = arrive(mkdeck, [gap(f"{text} {{{{c2::y}}}}")])
    assert arrival.said == []


# --- Time ----------------------------------------------------------------------------------------------------------


def _write(kind: str, sign: str, number: int, folder: Path) -> None:
    signs = sign * number
    keys = {
        "text": f"id: a, type: short-answer, question: Q, explanation: {quote(signs)}, answer: A",
        "beside a gap": f"id: a, type: cloze, question: {quote(signs + ' {{c1::x}}')}",
        "in a gap": f"id: a, type: cloze, question: {quote('{{c1::' + signs + '}}')}",
        "without an id": f"type: short-answer, question: {quote(signs)}, answer: A",
    }
    (folder / "course.yaml").write_text("course: Long\nid: long\n", "utf-8")
    (folder / "01.yaml").write_text(f"questions: [{{{keys[kind]}}}]\n", "utf-8")


SIGNS = {
    "text": "<;`;$;[$];{{c1::;[;\\(;\\[;*;<!--;<script>;<div>;![;_;"
    "~~~a\n;&;> ;`` ` ;<b ;{{c1::x}};[a](;| ;e\u0301;- ;\n",
    "beside a gap": "<;`;$;{{c1::;[;*;<!--;~~~a\n;```a\n;{{c1::x}} ;{{c0::x}}",
    "in a gap": "<;`;$;{{c1::;[;*;~;::;{;};\\",
    "without an id": "<;`;$;{{c1::;[;*;word ",
}


@pytest.mark.parametrize(
    ("kind", "sign"),
    [pytest.param(kind, sign, id=f"{kind}-{sign!r}") for kind, signs in SIGNS.items() for sign in signs.split(";")],
)
def test_time_grows_no_faster_than_the_text(kind: str, sign: str, mkdeck: Run, tmp_path: Path) -> None:
    def work(number: int) -> None:
        _write(kind, sign, number, tmp_path)
        code, _, err = mkdeck("check", cwd=tmp_path)
        assert code in (0, 1), err

    assert_time_keeps_pace(work, 10_000)


@pytest.mark.parametrize("line", ["a <font> b", "[a](b1)"], ids=["html", "link"])
def test_time_grows_no_faster_than_the_number_of_mistakes(line: str, mkdeck: Run, tmp_path: Path) -> None:
    def work(number: int) -> None:
        text = "".join(f"      {part}\n" for i in range(number) for part in line.replace("1", f"1{i}").split("\n"))
        head = "questions:\n  - id: a\n    type: short-answer\n    question: Q\n    answer: A\n    explanation: |\n"
        (tmp_path / "01.yaml").write_text(head + text, "utf-8")
        code, out, err = mkdeck("check", tmp_path / "01.yaml")
        assert code in (0, 1), err
        said = out.splitlines()
        assert len(said) == min(number, MAX_FAULTS + 1)
        more = f"{number - MAX_FAULTS:,} more mistakes in this text; mend these first"
        assert (more in said[0]) == (number > MAX_FAULTS)

    assert_time_keeps_pace(work, 3_000)
