"""Proves that signs that a lecturer types as text arrive as text, or that a warning says how to write them."""

import json
from pathlib import Path

import pytest

from card_reader import read_card
from conftest import Build, Run
from mkdeck.rehearsal.student import Student

UNSEEN = "Markdown shows these stars, as {}; write '{}'"
STAR = "Markdown emphasises '{}' here and shows no stars; for a plain star write '\\*', or put code between backticks"
UNDERSCORE = (
    "Markdown emphasises '{}' here and shows no underscores; for a plain underscore write '\\_', "
    "or put code between backticks"
)
TILDE = (
    "Markdown strikes out '{}' here and shows no tildes; for a plain tilde write '\\~', or put code between backticks"
)
UNDERLINE = (
    "Markdown takes '{}' for the underline of a heading; put an empty line above it, or, for a heading, "
    "write '# ' before its words"
)
COMMENT = "this is a heading to Markdown; in a block of text YAML knows no comments, so put it above the key"
INDENTED = "lines that are indented by four spaces are code, so '{}' stays as typed; take the spaces away"
PROMPT = "lines with a prompt run together; put them between lines of ```, so that each stays by itself"
SEQUENCE = "Markdown makes a quotation of these lines and shows no '>'; put them between lines of ```"
ALONE = "Markdown makes {} of this and shows no '{}'; to show it, write '\\{}'"

# What shows as it was typed, without a word.
TYPED = [
    "What do *args and **kwargs or **options do?",
    "char **argv, 2 ** N and 3 ** 4, **Node and **Edge",
    "** p < .01, *** P < .001",
    *("3~5 of 7~9", "about ~5 or ~6", "a ~b~ c"),
    *(">= 5", "> 5", ">5", "> x", "> $x$", ">= 5 and <= 9", ">>> print(1)", ">> 5 shifts it"),
    *("+ 3", "- 3", "* 3", "- .5", "- x", "+ note", "* note", "+ $2"),
    *("# of people", "# per hour", "# 5", "#5", "# starts a comment", "> is the prompt", "* marks a pointer"),
    *("1848. Which year?", "1949.", "1949. ", "2) two", "0. Zero", "3. Oktober"),
    *("=====", "+++", "---", "***", "* * *", "-", "+", "#", ">"),
    *(
        "2 * 3 * 4",
        "A* and B*",
        "*args and **kwargs",
        "snake_case_name",
        "5 * 6 and 7 * 8",
        "n*log(n)*m",
        "*.c and *.h",
    ),
]
# What several lines show.
SEVERAL = {
    "Compute\n+ 3 = 5": ["Compute + 3 = 5"],
    "Is it\n>= 5\nor not?": ["Is it >= 5 or not?"],
    "12\n+ 5\n- 3\n= 14": ["12 + 5 - 3 = 14"],
    "* note\n": ["* note"],
    "---\n": ["---"],
    "#\n": ["#"],
    "1.\n": ["1."],
    ">>> print(1)\n": [">>> print(1)"],
    "1848. Which year?\n\nMore.": ["1848. Which year?", "More."],
    "# of people\n\nin the room": ["# of people", "in the room"],
    "$$\nx\n+ 3\n=\n4\n$$": ["\\[ x + 3 = 4 \\]"],
    "So\n\\[\n1\n- 2\n>= 3\n\\] holds": ["So \\[ 1 - 2 >= 3 \\] holds"],
    "> $$\n> x\n> $$": ["\\[ x \\]"],
    # These are marks.
    "> 5 days later, he left.\n> And came back.": ["5 days later, he left. And came back."],
    "- 3\n- 4": ["3", "4"],
    "Buy:\n- 3 apples": ["Buy:", "3 apples"],
    "- 3 apples\n\n  which are ripe": ["3 apples", "which are ripe"],
    "100. one\n101. two": ["one", "two"],
    "# Heading\n\ntext": ["Heading", "text"],
    "```\n>= 5\n+ 3\na ~b~ c\n```": [">= 5", "+ 3", "a ~b~ c"],
    "- x\n\n  ```\n  >= 5\n  ```": ["x", ">= 5"],
    "`~a~`, $a~b~c$ and ~b~": ["~a~, \\(a~b~c\\) and ~b~"],
    "[x](https://a.org/~u/~v) and ~b~": ["x and ~b~"],
    "~~old~~ new": ["old new"],
    "\\# of, \\>= 5": ["# of, >= 5"],
    "i*n*, o*f* and a*s*": ["in, of and as"],
    ">He said it.\nAND LEFT.": ["He said it. AND LEFT."],
    "# Is it so?\n\ntext": ["Is it so?", "text"],
    "un*frigging*believable, ge*mach*t": ["unfriggingbelievable, gemacht"],
    "walk*ed*, cat*s* and l*es*": ["walked, cats and les"],
    "**O**pen **S**ystems": ["Open Systems"],
    "**Deep Learning**-Modelle": ["Deep Learning-Modelle"],
    "这是**重点**内容": ["这是重点内容"],
    "*two words* and __three more words__": ["two words and three more words"],
    "__Achtung__, __all__ of them": ["Achtung, all of them"],
    "This _matters_.but why, _i_.e. now": ["This matters.but why, i.e. now"],
    "Text\n\n---\n\nMore": ["Text", "More"],
    "Look:\n\n    int main() { return a_b; }": ["Look:", "int main() { return a_b; }"],
    "> He said:\n>> She left.": ["He said:", "She left."],
}
# text: what is said, and of which piece of it
NAMED = {
    "2*3*4": [(STAR.format("3"), "*3*")],
    "a*b*c": [(STAR.format("b"), "*b*")],
    "5*x and 6*y": [(STAR.format("x and 6"), "*x and 6*")],
    "x**2 + y**2": [(STAR.format("2 + y"), "**2 + y**")],
    "V = length*width*height": [(STAR.format("width"), "*width*")],
    "SELECT COUNT(*), SUM(*)": [(STAR.format("), SUM("), "*), SUM(*")],
    "/*comment*/": [(STAR.format("comment"), "*comment*")],
    ".*foo.*": [(STAR.format("foo."), "*foo.*")],
    ".*[a]|[a].*": [(STAR.format("[a]|[a]."), "*[a]|[a].*")],
    r"(e\w*t|t\w*e)": [(STAR.format(r"t|t\w"), r"*t|t\w*")],
    "char *p, int*q": [(STAR.format("p, int"), "*p, int*")],
    "*.py and x*.txt": [(STAR.format(".py and x"), "*.py and x*")],
    "0*1*": [(STAR.format("1"), "*1*")],
    "It is (ab)*(c|d)*, or a*b*.": [(STAR.format("(c|d)"), "*(c|d)*"), (STAR.format("b"), "*b*")],
    "p*q* and (xy)*z*": [(STAR.format("q"), "*q*"), (STAR.format("z"), "*z*")],
    "A*A* search": [(STAR.format("A"), "*A*")],
    "SELECT a.*, b.* FROM a, b": [(STAR.format(", b."), "*, b.*")],
    "a*b=c*d": [(STAR.format("b=c"), "*b=c*")],
    "all of *.*": [(STAR.format("."), "*.*")],
    "größer: 2*3*4": [(STAR.format("3"), "*3*")],
    "The **Krebs cycle **is what?": [
        (UNSEEN.format("a blank stands before the last of them", "**Krebs cycle** is"), "**Krebs cycle **")
    ],
    "**Achtung!**Text": [(UNSEEN.format("no blank stands behind them", "**Achtung!** Text"), "**Achtung!**")],
    "__init__.py": [(UNDERSCORE.format("init"), "__init__")],
    "the file __main__": [(UNDERSCORE.format("main"), "__main__")],
    "obj.__secret__": [(UNDERSCORE.format("secret"), "__secret__")],
    "the slope _x_1_.e^x": [(UNDERSCORE.format("x_1"), "_x_1_")],
    "the file _grid_.py": [(UNDERSCORE.format("grid"), "_grid_")],
    "_x_.shape of it": [(UNDERSCORE.format("x"), "_x_")],
    "<https://a.org/~u/~v> and ~b~": [(TILDE.format("b"), "~b~")],
    ">seq1 human\nMVLSPADKTN": [(SEQUENCE, ">seq1 human")],
    "Total\n=====": [(UNDERLINE.format("====="), "=====")],
    "Total\n---\nMore": [(UNDERLINE.format("---"), "---")],
    "Text\n# TODO: better": [(COMMENT, "# TODO: better")],
    "Look:\n\n    $x^2$ and more": [(INDENTED.format("$x^2$"), "$x^2$")],
    "Look:\n\n    a **b** c": [(INDENTED.format("**b**"), "**b**")],
    ">>> print(1)\n1": [(PROMPT, ">>> print(1)")],
    "It is\n>> x = 3": [(PROMPT, ">> x = 3")],
}


def write_deck(path: Path, texts: list[str]) -> None:
    blocks = []
    for i, text in enumerate(texts):
        lines = "".join(f"      {line}\n" for line in text.split("\n"))
        end = "" if text.endswith("\n") else "-"
        head = f"  - id: q{i}\n    type: short-answer\n    question: |{end}\n"
        blocks.append(f"{head}{lines.rstrip(' ')}    answer: A\n")
    path.write_text("questions:\n" + "".join(blocks), "utf-8")


@pytest.fixture(scope="module")
def shown(build: Build, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Give the lines that a student's Anki shows of each text."""
    folder = tmp_path_factory.mktemp("signs")
    texts = [*TYPED, *SEVERAL]
    write_deck(folder / "d.yaml", texts)
    with Student(folder / "student") as student:
        student.take(build(folder / "d.yaml"))
        notes = [student.note(guid) for guid in student.notes()]
        return {texts[int(note["Id"][1:])]: read_card(note["Question"]) for note in notes}


@pytest.mark.parametrize("text", TYPED)
def test_a_text_of_one_line_shows_as_it_was_typed(text: str, shown: dict[str, list[str]]) -> None:
    assert shown[text] == [text.strip().replace("$x$", "\\(x\\)")]


@pytest.mark.parametrize("text", SEVERAL)
def test_a_text_shows_what_it_means(text: str, shown: dict[str, list[str]]) -> None:
    assert [" ".join(line.split()) for line in shown[text]] == SEVERAL[text]


def test_nothing_is_said_about_them(mkdeck: Run, tmp_path: Path) -> None:
    write_deck(tmp_path / "d.yaml", [*TYPED, *SEVERAL])
    assert mkdeck("check", tmp_path / "d.yaml").out == ""


@pytest.mark.parametrize("text", NAMED)
def test_what_markdown_takes_for_a_mark_is_named(text: str, mkdeck: Run, tmp_path: Path) -> None:
    write_deck(tmp_path / "d.yaml", [text])
    code, out, _ = mkdeck("check", "--format", "json", "d.yaml", cwd=tmp_path)
    lines = (tmp_path / "d.yaml").read_text("utf-8").split("\n")
    said = [
        (each["message"], lines[each["line"] - 1][each["column"] - 1 : each["column"] - 1 + each["length"]])
        for each in json.loads(out)
    ]
    assert said == NAMED[text]
    assert code == 0


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("# people", "a heading"),
        ("> quoted", None),
        ("> two words", "a quotation"),
        ("- minus", "a list of one item"),
    ],
)
@pytest.mark.parametrize("key", ["correct", "wrong", "answer"])
def test_a_choice_that_is_a_mark_alone_is_named(
    text: str, made: str | None, key: str, mkdeck: Run, tmp_path: Path
) -> None:
    choices = f"type: multiple-choice\n    choices:\n      - correct: x\n      - {key}: '{text}'"
    rest = f"type: short-answer\n    answer: '{text}'" if key == "answer" else choices
    (tmp_path / "d.yaml").write_text(f"questions:\n  - id: a\n    question: Q\n    {rest}\n", "utf-8")
    out = mkdeck("check", tmp_path / "d.yaml").out
    made = None if key == "answer" and text[0] == "-" else made
    assert out.count("\n") == bool(made)
    assert not made or out.endswith(f": warning: a: {ALONE.format(made, text[0], text[0])} [line-start]\n")


def test_what_is_advised_shows_the_signs(build: Build, mkdeck: Run, tmp_path: Path) -> None:
    texts = [r"2\*3\*4", r"x\*\*2 + y\*\*2", r"\_\_init\_\_.py", r"\- minus", "`__init__.py`", "Total\n\n====="]
    write_deck(tmp_path / "d.yaml", texts)
    assert mkdeck("check", tmp_path / "d.yaml").out == ""
    with Student(tmp_path / "student") as student:
        student.take(build(tmp_path / "d.yaml"))
        found = {student.note(guid)["Id"]: read_card(student.note(guid)["Question"]) for guid in student.notes()}
    wanted = [["2*3*4"], ["x**2 + y**2"], ["__init__.py"], ["- minus"], ["__init__.py"], ["Total", "====="]]
    assert [found[f"q{i}"] for i in range(len(texts))] == wanted


WHOLE_GAPS = """\
questions:
  - id: choice
    type: multiple-choice
    card: cloze
    question: Which sign is it?
    choices:
      - correct: SIGN
      - wrong: another
  - id: label
    type: occlusion
    question: Which sign is it?
    image: sign.svg
    alt: a sign
    masks:
      - box: [10, 20, 30, 40]
        label: SIGN
"""


@pytest.mark.parametrize("sign", ["---", "*", "#", "1.", "```", "_____"])
@pytest.mark.parametrize("style", ["'{}'", "|\n          {}"])
def test_a_sign_that_is_a_gap_as_a_whole_shows_as_typed(
    sign: str, style: str, build: Build, student: Student, tmp_path: Path
) -> None:
    (tmp_path / "sign.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', "utf-8")
    (tmp_path / "d.yaml").write_text(WHOLE_GAPS.replace("SIGN", style.format(sign)), "utf-8")
    student.take(build(tmp_path / "d.yaml"))
    notes = {note["Id"]: note for note in map(student.note, student.notes())}
    assert notes["choice"]["Text"].endswith(f'<div class="gap">{{{{c1::{sign}}}}}</div>')
    assert f'<b class="name">{sign}</b>' in notes["label"]["Spare3"]
