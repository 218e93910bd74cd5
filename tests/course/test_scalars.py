"""Proves that no text is cut, bent or joined by sound YAML without a word, and that comments and anchors may stand."""

from pathlib import Path

import pytest

from conftest import Run

QUOTES = "if it is text, put all of it in single quotes"
LEFT_OUT = "is a comment to YAML and is left out; " + QUOTES
NAME = "is a name for what stands behind it to YAML and is left out; " + QUOTES
JOINED = "YAML joins the lines of this text, so {}; write it as a block that starts with '|'"
RUN_TOGETHER = JOINED.format("they run together") + ", and end a line with '\\' to keep the next one apart"
PARTED = "',' parts a list in brackets, so '{}' and '{}' are two entries; if they are one {}, put it in single quotes"
START = "text that starts with '{}' needs single quotes, or a block that starts with '|'"


def check(mkdeck: Run, folder: Path, content: str) -> list[str]:
    (folder / "d.yaml").write_text(content, "utf-8")
    code, out, err = mkdeck("check", "d.yaml", cwd=folder)
    assert code == (": error: " in out), err
    return list(out.splitlines())


def ask(question: str, answer: str = "A") -> str:
    return f"questions:\n  - id: a\n    type: short-answer\n    question: {question}\n    answer: {answer}\n"


def choose(choices: str) -> str:
    return f"questions:\n  - id: a\n    type: multiple-choice\n    question: Q\n    choices: {choices}\n"


def say(line: int, column: int, message: str) -> str:
    return f"d.yaml:{line}:{column}: warning: a: {message} [syntax]"


CUT = {
    "What does # mean?": "# mean?",
    "The symbol # denotes a number.": "# denotes a number.",
    "Symbol # denotes a number.": "# denotes a number.",
    "How many # of people": "# of people",
    "Which sign is a\t# in Python?": "# in Python?",
    "Name the (first # sign) here": "# sign) here",
    "Does `x # y` run": "# y` run",
    "Explain the sign #": "#",
    "C #": "#",
    "C # and F # are notes": "# and F # are notes",
    "Was bedeutet das # Zeichen": "# Zeichen",
    "Was ist die # Taste?": "# Taste?",
    "the #1 answer": "#1 answer",
}


@pytest.mark.parametrize("text", CUT)
def test_a_text_that_a_comment_cuts_is_named(text: str, mkdeck: Run, tmp_path: Path) -> None:
    found = say(4, 15 + text.index(CUT[text]), f"'{CUT[text]}' {LEFT_OUT}")
    assert check(mkdeck, tmp_path, ask(text)) == [found]
    assert check(mkdeck, tmp_path, ask(f"'{text}'")) == []


def test_every_key_that_holds_text_is_looked_at(mkdeck: Run, tmp_path: Path) -> None:
    deck = """\
deck: Week #1
description: The # of weeks
source: Slide the # 5
tags: [a] # none
card: basic # for all of them.
questions:
  - id: a #sure
    type: multiple-choice # of them.
    question: Which? # easy.
    choices:
      - correct: # of people
        feedback: See the #1 answer
      - number of # of people
    explanation: In Python # starts a comment.
    hint: Press the # key
    shuffle: false # in this order.
    source: Page #3
"""
    said = [line.partition(": warning: ")[0] for line in check(mkdeck, tmp_path, deck) if ": warning: " in line]
    places = ["1:12", "2:18", "3:19", "11:18", "12:27", "13:19", "14:28", "15:21", "17:18"]
    assert said == [f"d.yaml:{place}" for place in places]


COMMENTS = [
    "Which is true? # easy",
    "Which is true? # Why is this so easy?",
    "Q # why?",
    "The GRU has gates. # See slide 5.",
    "The GRU has gates # slide 5",
    "Its weights # the obvious one",
    "Its inputs # TODO",
    "'the # of people' # of course.",
    "|- # a block\n      the # of people",
]


@pytest.mark.parametrize("text", COMMENTS)
def test_nothing_is_said_about_a_comment(text: str, mkdeck: Run, tmp_path: Path) -> None:
    assert check(mkdeck, tmp_path, ask(text)) == []
    assert check(mkdeck, tmp_path, choose(f"\n      - correct: x\n      - {text.replace(' ' * 6, ' ' * 10)}")) == []


# name: (file, what is said about it)
BENT = {
    "a name": (ask("&x is the address"), [say(4, 15, f"'&x' {NAME}")]),
    "a tag": (ask("! a or b"), [say(4, 15, f"'!' is a tag to YAML and is left out; {QUOTES}")]),
    "a name alone": (
        choose("\n      - correct: x\n      - &y"),
        [
            say(7, 9, f"'&y' {NAME}"),
            "d.yaml:7:9: error: a: entry 2 of `choices` is empty; write something or remove the entry [schema]",
        ],
    ),
    "a block that is none": (
        choose("\n      - correct: x\n      - >5"),
        [
            say(7, 9, f"'>5' starts a block of text to YAML, which is empty here; {QUOTES}"),
            "d.yaml:7:9: error: a: entry 2 of `choices` is empty; write something or remove the entry [schema]",
        ],
    ),
    "a comment alone": (
        ask("Q", "# of people"),
        [
            say(5, 13, f"'# of people' {LEFT_OUT}"),
            "d.yaml:5:12: error: a: `answer` is empty; write something [schema]",
        ],
    ),
    "a comma in brackets": (
        choose("[{correct: x}, f(a, b), c]"),
        [
            say(5, 29, PARTED.format("f(a", "b)", "text")),
        ],
    ),
    "a clause in brackets": (
        choose("[No, because it is cold, correct: Yes]"),
        [say(5, 15, PARTED.format("No", "because it is cold", "text"))],
    ),
    "a clause of a right choice": (
        choose("[correct: Das hängt davon ab, wie man zählt, '16', '18']"),
        [say(5, 24, PARTED.format("Das hängt davon ab", "wie man zählt", "text"))],
    ),
    "thousands in brackets": (
        choose("[100, correct: 1,000, 10]"),
        [say(5, 29, PARTED.format("1", "000", "number"))],
    ),
    "decimals in brackets": (
        choose("[0,5, correct: 1,6, 2,7]"),
        [
            say(5, 15, PARTED.format("0", "5", "number")),
            say(5, 29, PARTED.format("1", "6", "number")),
            say(5, 34, PARTED.format("2", "7", "number")),
        ],
    ),
    "a list": (ask("Which?\n      - one\n      - two"), [say(4, 15, JOINED.format("a list is none"))]),
    "a numbered list": (
        ask(">\n      Order:\n      1. one\n      2. two"),
        [say(4, 15, JOINED.format("a list is none"))],
    ),
    "a list in quotes": (ask("'Which?\n      * one\n      * two'"), [say(4, 15, JOINED.format("a list is none"))]),
    "a table": (ask(">-\n      | a |\n      |---|\n      | b |"), [say(4, 15, JOINED.format("a table is none"))]),
    "code": (
        ask('"What prints\n      ```\n      x\n      y\n      ```"'),
        [say(4, 15, JOINED.format("code loses its lines"))],
    ),
    "a program": (
        ask("What is printed?\n      x = 3\n      print(x)"),
        [say(4, 15, RUN_TOGETHER)],
    ),
    "a program in quotes": (
        ask('"What is printed?\n      x = 3\n      print(x)"'),
        [say(4, 15, RUN_TOGETHER)],
    ),
    "labels": (
        ask(">\n      A: Wer ist da?\n      B: Ich."),
        [say(4, 15, RUN_TOGETHER)],
    ),
    "paragraphs": (
        ask(">\n      One.\n\n      Two."),
        [say(4, 15, JOINED.format("an empty line parts no paragraphs"))],
    ),
    "paragraphs without a mark": (
        ask("One.\n\n      Two."),
        [say(4, 15, JOINED.format("an empty line parts no paragraphs"))],
    ),
}


@pytest.mark.parametrize("name", BENT)
def test_what_yaml_bends_is_named(name: str, mkdeck: Run, tmp_path: Path) -> None:
    content, said = BENT[name]
    assert check(mkdeck, tmp_path, content) == said


FINE = {
    "a text of several lines": ask("One\n      - or two -\n      lines."),
    "lines of prose": ask("Which of these\n      is true, that 3 = x, or\n      that x = 4?"),
    "a folded block": ask(">\n      One\n      line.\n"),
    "lines that are indented further": ask(">\n      Code:\n\n        - a\n        - b"),
    "line breaks in quotes": ask('"One.\\n\\n\\\n      - a\\n\\\n      - b"'),
    "a block": ask("|\n      - one\n      - two\n\n      | a |\n      |---|"),
    "a name that is used": ask("&x What?", "*x"),
    "brackets that are closed": choose("[{correct: f(a)}, (b), c]"),
    "choices that begin alike": choose("[because of cold, correct: because of heat, as a whole, If so]"),
    "a list of capitals": choose("[Yes, No, correct: When it is hot, As a whole]"),
    "numbers without blanks": choose("[1,2,correct: 3,4]"),
    "numbers with blanks": choose("[1, 2, correct: 3, 4]"),
    "numbers in quotes": choose("['1,000', correct: '2,000', 30]"),
    "interval": choose("['[0, 1)', correct: '(0, 1)']"),
}


@pytest.mark.parametrize("name", FINE)
def test_nothing_is_said_about_what_yaml_does_not_bend(name: str, mkdeck: Run, tmp_path: Path) -> None:
    assert check(mkdeck, tmp_path, FINE[name]) == []


BREAK = (
    r"in double quotes '\n' ends a line, which a card shows as a blank; write '\n\n' for a new paragraph, or '\\\n' "
    "for a new line [joined-lines]"
)
BROKEN = {
    r"A man of 54 has chest pain.\nBP 90/60, HR 120.\nWhat is next?": 27,
    r"Traduis :\nLe chat dort.": 9,
    r"Was bedeutet das?\nDer Mond ist aufgegangen": 17,
    r"One.\n\nTwo\nthree": 11,
    r"\u00bfQu\u00e9?\nNada.": 15,
}
UNBROKEN = [
    r"One.\n\nTwo.",
    r"One\\\nTwo",
    r"One  \nTwo",
    r"One<br>\nTwo",
    r"Which?\n\n- one\n- two",
    r"Which?\n- one\n- two",
    r"Order:\n1. one\n2. two",
    r"| a | b |\n|---|---|\n| 1 | 2 |",
    r"```\nx\ny\n```",
    r"> one\n> two",
    r"Simplify\n$$\n\\frac{2}{4}\n$$",
    r"This line is as long as those that a program breaks at its column,\nand goes on here.",
    r"<div>\nOne\n</div>",
    r"# One\nTwo",
]


@pytest.mark.parametrize("text", BROKEN)
def test_a_break_that_no_card_shows_is_named(text: str, mkdeck: Run, tmp_path: Path) -> None:
    assert check(mkdeck, tmp_path, ask(f'"{text}"')) == [f"d.yaml:4:{16 + BROKEN[text]}: warning: a: {BREAK}"]
    for advised in (r"\n\n", r"\\\n"):
        assert check(mkdeck, tmp_path, ask(f'"{text}"'.replace(r"\n\n", r"\n").replace(r"\n", advised))) == []


@pytest.mark.parametrize("text", UNBROKEN)
def test_nothing_is_said_of_other_breaks(text: str, mkdeck: Run, tmp_path: Path) -> None:
    assert check(mkdeck, tmp_path, ask(f'"{text}"')) == []


# value: what the message must advise
REFUSED = {
    "- 3": START.format("- "),
    "? x": START.format("? "),
    ">= 5": "text that starts with '>' or '|' needs single quotes",
    "|x|": "text that starts with '>' or '|' needs single quotes",
    ",x": START.format(","),
}


@pytest.mark.parametrize("value", REFUSED)
def test_what_yaml_refuses_says_what_to_do(value: str, mkdeck: Run, tmp_path: Path) -> None:
    (said,) = check(mkdeck, tmp_path, ask("Q", value))
    assert said.startswith("d.yaml:5:1")
    assert said.endswith(f" ({REFUSED[value]}) [syntax]")


@pytest.mark.parametrize("value", ["[a, b] c", '"a" b', "{a} b"])
def test_a_choice_that_goes_on_behind_its_end_says_what_to_do(value: str, mkdeck: Run, tmp_path: Path) -> None:
    (said,) = check(mkdeck, tmp_path, choose(f"\n      - correct: x\n      - {value}"))
    assert "needs single quotes" in said or "quote all of it" in said


@pytest.mark.parametrize("value", ["- 3", "[3]"])
def test_a_choice_that_is_a_list_says_so(value: str, mkdeck: Run, tmp_path: Path) -> None:
    (said,) = check(mkdeck, tmp_path, choose(f"\n      - correct: x\n      - {value}"))
    what = "a choice is text, or a mapping with `correct:` or `wrong:`"
    what += "; text that starts with '- ' or '[' needs single quotes"
    assert said == f"d.yaml:7:9: error: a: {what} [schema]"


def test_a_doubt_about_the_settings_changes_no_id(mkdeck: Run, tmp_path: Path) -> None:
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "course.yaml").write_text("course: The # of things\nid: things\n", "utf-8")
    (folder / "1.yaml").write_text(ask("Q"), "utf-8")
    code, _, err = mkdeck("build", "course", "-o", "out", cwd=tmp_path)
    assert code == 0
    assert f"course.yaml:1:13: warning: '# of things' {LEFT_OUT} [syntax]" in err
    assert (tmp_path / "out" / "things.apkg").exists()
