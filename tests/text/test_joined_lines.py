"""Proves that lines that were meant to stand by themselves are named where Markdown joins them, and prose never is."""

import json
from pathlib import Path

import pytest

from card_reader import read_card
from conftest import Build, Run
from growth import assert_time_keeps_pace
from mkdeck.rehearsal.student import Student
from mkdeck.text.markdown import render
from text.test_signs import write_deck

JOINED = (
    "these lines run together on the card; end a line with '\\' to keep the next one apart, or put an empty line "
    "between them, and code between lines of ```"
)
ROWS = "these lines run together on the card; a table needs a line such as '|---|---|' below its first row"

# text: the line that is named
NAMED = {
    "Which holds?\na) It melts.\nb) It boils.": "a) It melts.",
    "Which holds?\n(i) It melts.\n(ii) It boils.": "(i) It melts.",
    "Which holds?\nI. It melts.\nII. It boils.": "I. It melts.",
    "Which holds?\n2. It melts.\n3. It boils.": "2. It melts.",
    "P1. Men are mortal.\nP2. Socrates is a man.\nC. He is mortal.": "P1. Men are mortal.",
    "H0: it is 5\nH1: it is not": "H0: it is 5",
    "[1] A book.\n[2] Another.": "[1] A book.",
    "Men are mortal.\nSocrates is a man.\n∴ Socrates is mortal.": "Socrates is a man.",
    "Perihelion\n: the point nearest to the sun": "Perihelion",
    "Buy\n• apples\n• pears": "Buy",
    "Buy\n\u2192 apples\n\u2192 pears": "\u2192 apples",
    "S\n├── NP\n└── VP": "S",
    "A: Who is there?\nB: It is me.": "A: Who is there?",
    "Frage: Wer war es?\nAntwort: Niemand.": "Frage: Wer war es?",
    "Given are\nx = 5\ny = 6.\nWhat is z?": "x = 5",
    "p → q\nq → r": "p → q",
    "Solve\n$x + y = 5$\n$x - y = 1$": "$x + y = 5$",
    "int x = 5;\nx++;": "int x = 5;",
    "if x > 3:\n    print(x)": "if x > 3:",
    "$ cd book\n$ ls": "$ cd book",
    "SELECT *\nFROM books\nWHERE year = 1848;": "SELECT *",
    "5'-ATGCCG-3'\n3'-TACGGC-5'": "5'-ATGCCG-3'",
    "5'-ATG-3'\n3'-TAC-5'": "5'-ATG-3'",
    "What does it say?\n<note>\n  <to>all</to>\n</note>": "<note>",
    "p q p->q\nT T T\nT F F": "T T T",
    "mov eax, 1\nadd eax, ebx": "mov eax, 1",
    "fact(0, 1).\nfact(N, F) :- N > 0, F is N * 2.": "fact(0, 1).",
    "+---+---+\n| a | b |\n+---+---+": "+---+---+",
    "a   b\n1   2": "a   b",
    "a\tb\n1\t2": "a\tb",
    "a | b\n1 | 2": "a | b",
    "Der Mond geht auf\nDie Sterne prangen\nAm Himmel": "Der Mond geht auf",
    "> Der Mond geht auf\n> Die Sterne prangen\n> Am Himmel": "Der Mond geht auf",
    "Look:\n\nx = 5\ny = 6": "x = 5",
    "Which holds?\n1.It melts.\n2.It boils.": "1.It melts.",
    "a)Apples\nb)Pears": "a)Apples",
    "Buy\n1 apple\n2 pears": "1 apple",
    "Buy\n-apples\n-pears": "-apples",
    "*apples\n*pears": "*apples",
    "Buy\n\u00b7 apples\n\u00b7 pears": "Buy",
    "Buy\n\uf0b7 apples": "Buy",
    "x = 'Python'\nprint(x)": "x = 'Python'",
    "import os\nprint(os.name)": "import os",
    "l = [1, 2]\nl[-1]": "l = [1, 2]",
    "x <- c(1, 2)\nmean(x)": "x <- c(1, 2)",
    "SELECT *\nFROM books;": "SELECT *",
    "P(A) = 0.5\nP(B) = 0.25": "P(A) = 0.5",
    "x > 3\ny < 5": "x > 3",
    "1 2 3\n4 5 6": "1 2 3",
    "1, 2, 3\n4, 5, 6": "1, 2, 3",
    "apples\npears\nplums": "apples",
    "\u0430) первый\n\u0431) второй": "\u0430) первый",
    "Ποιο;\n\u03b1) έν\u03b1\nβ) δύο": "\u03b1) έν\u03b1",
    "א. ראשון\nב. שני": "א. ראשון",
    "أ. الأول\nب. الثاني": "أ. الأول",
    "premise 1: Men are mortal.\npremise 2: He is a man.": "premise 1: Men are mortal.",
    "§ 1 Name\n§ 2 Seat": "§ 1 Name",
    "1914 \u2013 Sarajevo\n1918 \u2013 Compiègne": "1914 \u2013 Sarajevo",
    "10:00 arrival\n11:15 surgery": "10:00 arrival",
    "S\n / \\\nNP VP": "S",
    "床前明月光\uff0c\n疑是地上霜。\n举头望明月\uff0c": "床前明月光\uff0c",
    "古池や\n蛙飛び込む\n水の音": "古池や",
}
# A line behind a list or a quotation: the line that is named, and what it runs into.
BEHIND = {
    "- apples\n- pears\nWhich of them are green?": ("Which of them are green?", "the item of a list"),
    "Given:\n1. apples\n2. pears\nWhich are green?": ("Which are green?", "the item of a list"),
    "* Ich irre.\nWer sagt es?\n\nUnd wo?": ("Wer sagt es?", "the item of a list"),
    "> To be or not to be.\nWho asks so?": ("Who asks so?", "the quotation"),
}
# What is prose, or keeps its lines.
SILENT = [
    "A sample decays by a law that everybody knows\nand that stands on the board.",
    "Wer war es?\nEs war niemand.\nOder doch?",
    "Look at the tree:\nit has no leaves. Note: it is winter.\nWhat comes next?",
    "The result was x = 5\nand everybody was content with it.",
    "We have x = 3\nand y = 4, so that z = 5 follows.",
    "Es sei x = 3\nund y = 4.",
    "He lived in 1848.\nHe died in 1849.",
    "In Berlin,\nin Paris and\nin Rome",
    "Under Art. 5 GG,\nArt. 8 GG and\nArt. 9 GG, who is entitled?",
    "f(x) is a function (of x).\ng(x) is another.",
    "born in May, 1848\nin June, 1849",
    "old wine, new\nand old bread, dry",
    "<https://a.org>\n<https://b.org>",
    "It is <b>bold</b>\n<i>or not</i>.",
    "It is a)\nb) or c).",
    "a) one\\\nb) two",
    "a) one  \nb) two",
    "a) one<br>\nb) two",
    "a) one\n\nb) two",
    "- a\n- b",
    "1. a\n2. b",
    "1) a\n2) b",
    "- a long item\n  that goes on",
    "```\nx = 5;\ny = 6;\n```",
    "$$\nx = 5\ny = 6\n$$",
    "$x\n= 5$ and `a\nb`",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "A long line that was broken by an editor at this very column, as it was full,\n  and goes on further in.",
    "One sentence.  Two blanks behind it.\nAnother one.  And so on.",
    "- It was late\n- so they said",
    "- apples\n- pears\n\nWhich of them are green?",
    "- pears\n  Which are green?",
    "- apples, pears,\nPlums and all else",
    "- what is left of the\nMoon",
    "- apples and pears, which grow on trees that stand in a row\nAnd plums",
    "- apples\nand pears",
    "```\n- apples\nPears\n```",
    "100 apples\n200 pears",
    "He is 1\n2 are left",
    "the moon\nthe stars\nthe sun",
    "これは本です。\nそれは何の木ですか。\n水はどこですか。",
    "Das regelt in\n§ 3 Abs. 1 und\n§ 4 Abs. 2 das BGB.",
    "He left in\n1914 for Sarajevo, and in\n1918 for Compiègne.",
    "It was in the years from 1914\n- 1918",
    "See either page 3/\n4 or so.",
    "It holds that x = 5\nf(x)",
    "We look at `x = 5`\n`f(x)`",
    ">>> x = 3\n>>> y = 4",
]


def find(mkdeck: Run, folder: Path) -> list[tuple[str, str]]:
    """Give what is said of the rule, and of which piece of the file."""
    lines = (folder / "d.yaml").read_text("utf-8").split("\n")
    found = json.loads(mkdeck("check", "--rules", "joined-lines", "--format", "json", "d.yaml", cwd=folder).out)
    return [
        (each["message"], lines[each["line"] - 1][each["column"] - 1 : each["column"] - 1 + each["length"]])
        for each in found
    ]


@pytest.mark.parametrize("text", NAMED)
def test_lines_that_begin_anew_are_named(text: str, mkdeck: Run, tmp_path: Path) -> None:
    write_deck(tmp_path / "d.yaml", [text])
    assert find(mkdeck, tmp_path) == [(JOINED, NAMED[text])]


@pytest.mark.parametrize("text", BEHIND)
def test_a_line_that_runs_into_a_list_or_a_quotation_is_named(text: str, mkdeck: Run, tmp_path: Path) -> None:
    write_deck(tmp_path / "d.yaml", [text])
    line, what = BEHIND[text]
    assert find(mkdeck, tmp_path) == [(f"this line runs into {what} above it; put an empty line between them", line)]


def test_rows_without_the_line_below_the_first_are_named(mkdeck: Run, tmp_path: Path) -> None:
    write_deck(tmp_path / "d.yaml", ["| a | b |\n| 1 | 2 |"])
    assert find(mkdeck, tmp_path) == [(ROWS, "| a | b |")]


def test_prose_is_not(mkdeck: Run, tmp_path: Path) -> None:
    write_deck(tmp_path / "d.yaml", [text for each in SILENT for text in (each, f"{each}\n")])
    assert find(mkdeck, tmp_path) == []


def test_what_is_advised_keeps_the_lines(build: Build, mkdeck: Run, student: Student, tmp_path: Path) -> None:
    lettered, code, table = (
        "a) It melts. \\\nb) It boils.",
        "```\nx = 5;\n  y = 6;\n```",
        "| a | b |\n|---|---|\n| 1 | 2 |",
    )
    text = f"Which holds? \\\n{lettered}\n\n{code}\n\n{table}"
    write_deck(tmp_path / "d.yaml", [text])
    assert mkdeck("check", tmp_path / "d.yaml").out == ""
    student.take(build(tmp_path / "d.yaml"))
    (guid,) = student.notes()
    shown = read_card(student.note(guid)["Question"])
    assert shown == ["Which holds?", "a) It melts.", "b) It boils.", "x = 5;", "y = 6;", "a b", "1 2"]


@pytest.mark.parametrize(
    "piece",
    [
        "word\n",
        "a) x\\\nb) y\\\n",
        "a | b ",
        "a  ",
        "x = 5\\\n",
        "> a\n",
        "`a\n",
        "$a\n",
        "- a\nB\n",
        "<a> ",
        "f(",
        "a ",
    ],
)
def test_time_grows_no_faster_than_the_lines(piece: str) -> None:
    assert_time_keeps_pace(lambda size: render("a\n" + piece * size, str), 10_000, piece)
