"""Proves that a file is taken for the format that it is of, and what is of none for none."""

from pathlib import Path

import pytest

from importers.contract import import_one
from importers.sources import HERE, find_sources, read_source
from mkdeck.importers.draft import Document
from mkdeck.importers.errors import UnreadableError
from mkdeck.importers.evidence import is_code
from mkdeck.importers.recognise import find_formats, recognise

FOREIGN = HERE.parent / "foreign"
ROOT = HERE.parents[1]
NONE = "this looks like none of the formats that can be imported"
UNREADABLE = {
    "data.csv": "no row names the columns; put a heading above them, such as `question,answer,explanation`",
    "notes.txt": "no row names the columns; put a heading above them, such as `question⇥answer`, where ⇥ is a tab",
    "settings.toml": "a quiz of mdbook-quiz has tables `[[questions]]`",
    "settings.yml": "a deck of AnkiTUM has a list of `cards`",
}
"""Why the nearest format can't read them."""
NEAREST = {
    "data.csv": "table",
    "data.xml": "moodle-xml and qti",
    "exam.tex": "gift",
    "notes.txt": "table and anki-text",
    "README.md": "markdown and lettered",
    "settings.toml": "mdbook-quiz and lettered",
    "settings.yml": "ankitum and gift",
}


def refuse(name: str, content: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        print(recognise(Document(name, content)), "speaks for", name)
    return str(caught.value)


@pytest.mark.parametrize("source", find_sources(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_file_of_a_format_is_of_this_format(source: Path) -> None:
    content = read_source(source)
    assert recognise(Document(source.name, content, source.parent)) == source.parent.name
    assert recognise(Document("no-name", content, source.parent)) == source.parent.name


@pytest.mark.parametrize("path", sorted(FOREIGN.iterdir()), ids=lambda path: path.name)
def test_what_is_of_no_format_is_refused(path: Path) -> None:
    said = refuse(path.name, path.read_bytes())
    assert said.startswith(NONE)
    if path.name in NEAREST:
        first = NEAREST[path.name].split()[0]
        why = UNREADABLE.get(path.name, f"`--from {first}` reads it as that")
        assert said == f"{NONE}; it comes nearest to {NEAREST[path.name]} ({why})"
    assert not import_one(path.read_bytes(), name=path.name)


@pytest.mark.parametrize("suffix", ["py", "js", "css", "html", "toml", "md"])
def test_the_files_of_this_project_are_of_no_format(suffix: str) -> None:
    found = [
        path for folder in ("src", "tests/benchmarks", "tests/site") for path in ROOT.glob(f"{folder}/**/*.{suffix}")
    ]
    found += ROOT.glob(f"*.{suffix}")
    assert found
    for path in sorted(found)[::4]:
        assert refuse(path.name, path.read_bytes()).startswith(NONE), path


@pytest.mark.parametrize(
    "text", ["", "\n\n", "Just a letter.\n", "a,b\n1,2\n3,4\n", "{}", "{}\n\n{}\n", "[]", "null", "<a/>"]
)
def test_hardly_anything_is_of_no_format(text: str) -> None:
    assert refuse("x.txt", text.encode()).startswith(NONE)


@pytest.mark.parametrize(
    ("text", "imported"),
    [
        ("[html]<p>Water boils at 100 °C.</p>{TRUE}", 1),
        ("[html]<p>Water boils.</p>{TRUE}\n\n[html]<p>Ice floats.</p>{FALSE}\n", 2),
        ("<p>Water <b>boils</b>.</p>{TRUE}", 1),
        ("Water boils at {1:NUMERICAL:=100:1} °C.", 1),
        ("::boiling::Water {1:MC:=boils~burns} when it is hot.\n", 1),
        ("{=Paris ~Rome} is the capital of France.", 1),
        ("{TRUE}", 0),
        ("Ice floats.{T}", 1),
        ("Ice floats {F}\n", 1),
        ("Pi? {#3.14:0.01}", 1),
        ("Pi is {#=3.14:0.01 =%50%3:0.2}.", 1),
        ("Match. {=a -> b =c -> d}", 1),
        ("Why does ice float? {}", 1),
        ("// a bank\n\nWhich? {\n=int x = 5;\n~int 5 = x;\n}\n", 1),
        ("::loop::Which?{\n=for (;;) {}\n~while {}\n}\n", 1),
        ("Which? {~=yes~no}", 1),
        ("Order these. {>\nseed\nstem\nflower\n}", 1),
        ("[html]<p>Order these.</p>{>3 ALL VERTICAL ABSOLUTE 1 abc\nseed\nstem\nflower}\n", 1),
        ('"Know thyself" {=stands in Delphi ~stands in Rome}', 1),
        ("Using a scale, what is measured? {=mass ~time}", 1),
        ("$CATEGORY: top/Ice\n\nIce floats.{T}\n\nRead this first.\n\nAnd this.\n\nAnd that.", 1),
        ("Only a text.\n\nIce floats.{T}\n\nIce melts.{T}", 2),
        ("What is $x^{2}$ for $x = {3}$? {=9 ~6}", 1),
    ],
)
def test_gift_is_recognised_however_it_starts(text: str, imported: int) -> None:
    if not imported:
        refuse("x.gift", text.encode())
        return
    batch = import_one(text.encode())
    assert batch
    assert (batch.accounts[0].format, batch.imported) == ("gift", imported)


@pytest.mark.parametrize(
    "text",
    [
        "The transpose of $A$ is A^{T}\n",
        "Use \\textbf{T} or \\emph{F}\n",
        'names = {"Ada"}\nopen = {}\nshut = {t}\n',
        "a {\n  ~b();\n  ~c();\n}\n",
        'names = {"Ada"}\nx = "Who? {=a ~b}"\n',
        'String q = "Who is it? {=a ~b}";\n',
        'public class Quiz {\n  String q = "Who is it? {=a ~b}";\n}\n',
        '#!/bin/sh\necho "Is it ${f}? {=a ~b}"\n',
        "#include <stdio.h>\n/* Which is it? {=a ~b} */\nint main(void) { return 0; }\n",
        '# Which is it?\nf <- function(a) { a + 1 }\nq <- "Who? {=a ~b}"\n',
        "[server]\nname = what? {=a ~b}\n",
        "CREATE TABLE quiz (id INT, question TEXT, answer TEXT);\nINSERT INTO quiz VALUES (1, 'Why?', 'So.');\n",
        "int mask[] = {~0, ~1};\n",
        "if (x) {\n  // what?\n}\n",
        "{% if a %}{{ b }}{% endif %}\n",
        "x <- function(y) { y ~ x }\n",
        "See {T} and {F}, says the manual of braces {} here; and so on.\nAnd {T} on.\n",
    ],
)
def test_braces_alone_make_no_gift(text: str) -> None:
    assert find_formats()["gift"].recognise(Document("x", text.encode())) < 0.1
    assert refuse("x", text.encode()).startswith(NONE)


def test_a_bank_whose_questions_are_all_broken_is_still_of_its_format() -> None:
    batch = import_one(b"::one::Which? {=a ~b\n\n::two::Which? {=c ~}\n")
    assert batch
    assert [skipped.reason for skipped in batch.accounts[0].skipped] == [
        "the brace that opens here is never closed",
        "a question with choices needs at least two",
    ]


def test_a_few_signs_need_a_text_of_questions() -> None:
    """Choices without a key are questions where something asks; in a long text that asks nothing they are a list."""
    choices = "\na) a note\nb) a page\nc) a letter\n"
    assert recognise(Document("x", f"1. How is it sent?{choices}".encode())) == "lettered"
    assert refuse("x", f"1. It may be sent in these ways:{choices}".encode()).startswith(NONE)
    prose = "It stays valid for a year, and nobody may change it but those who wrote it down first.\n\n" * 8
    assert refuse("x", f"{prose}1. How is it sent?{choices}\n{prose}".encode()).startswith(NONE)


@pytest.mark.parametrize(
    ("name", "bank"),
    [
        ("lettered", "order\nOrder.\nA) {}\nB) the small green insect on a leaf jumps\nANSWER: 2, 1\n\n" * 3),
        ("lettered", "matching\nMatch.\nA) {}\nmatch: a fox\nB) the green insect on a leaf\nmatch: a cricket\n\n" * 3),
        (
            "markdown",
            "## Order.\n\n1. {}\n2. the small green insect on a leaf jumps\n\n" * 3 + "## Which?\n\n- [x] a\n- [ ] b\n",
        ),
    ],
)
def test_a_bank_of_orders_or_pairs_is_one(name: str, bank: str) -> None:
    batch = import_one(bank.replace("{}", "the large red animal in the forest that walks").encode())
    assert batch
    assert (batch.accounts[0].format, batch.accounts[0].skipped) == (name, ())


@pytest.mark.parametrize(
    ("name", "text", "questions"),
    [
        (
            "gift",
            "1. Which planet is largest? {\n~ Mars\n= Jupiter\n}\n2) Which is smallest?\n{\n~Earth\n=Mercury\n}\n",
            ["Which planet is largest?", "Which is smallest?"],
        ),
        ("text2qti", "GROUP\npick: 1\n\n1.  Ice floats.\n*a) true\nb)  false\n\nEND_GROUP\n", ["Ice floats."]),
        ("text2qti", "shuffle answers: true\n\n1. Which?\n*a) x\nb) y\nc) z\n", ["Which?"]),
        (
            "lettered",
            "1. What does it print?\n\nint f() {\n g();\n}\n\nA. 1;\nB. 2;\nKey: A\n\n2. Which?\nA. b;\nB. c;\nKey: A",
            ["|-", "Which?"],
        ),
    ],
)
def test_formats_that_look_alike_are_told_apart(name: str, text: str, questions: list[str]) -> None:
    """Numbers before questions of GIFT, groups of text2qti, and banks about programs."""
    batch = import_one(text.encode())
    assert batch
    assert batch.accounts[0].format == name
    assert [line.split(": ")[1] for line in batch.text.split("\n") if "question: " in line] == questions


@pytest.mark.parametrize(
    "text",
    [
        "A license\n= = = = =\n\n"
        + "1. This license is between us and you, who may use what we made.\n= = = = =\n\n" * 4,
        "The steps\n^^^^^^^^^\n\n"
        + "1. Replace each sign in the path by the one that comes first.\n\nMore\n^^^^\n\n" * 4,
        "1. Sign here, and keep a copy of this letter in your files.\n\n____________\n" * 4,
    ],
    ids=["license", "headings", "form"],
)
def test_lines_of_signs_make_no_quiz(text: str) -> None:
    assert refuse("x", text.encode()).startswith(NONE)


def test_plain_calls_and_assignments_are_lines_of_a_program() -> None:
    assert is_code("@cache\nvalue = make(1)\nvalue.check()\nassert value\ncount += 1\n")
    assert not is_code("Where does\ny = mx + b\ncross the axis?\nA) x = 0\nB) f(0)\nC) b\n")


def test_a_list_of_answers_below_a_bank_makes_it_no_table() -> None:
    bank = "".join(f"{i}. Which is it?\n\nA. tin\nB. iron\n\n" for i in range(1, 5))
    key = "| Question | Answer |\n| 1 | B |\n| 2 | A |\n| 3 | B |\n| 4 | B |\n"
    batch = import_one(f"{bank}{key}".encode())
    assert batch
    assert (batch.accounts[0].format, batch.imported, batch.undecided) == ("lettered", 4, 0)


def test_a_line_with_a_colon_makes_no_yaml() -> None:
    near = "it comes nearest to markdown (`--from markdown` reads it as that)"
    plan = b"Shopping: milk, eggs\n- [ ] buy bread\n- [x] buy butter\n"
    assert refuse("x", plan) == f"{NONE}; {near}"
    assert refuse("x", b"---\ntags: [a]\n---\n\nWhat is ice?::Frozen water\n") == NONE


def test_a_manual_that_says_choose_is_no_quiz() -> None:
    manual = "How to query a table\n\n1. Open the list of all tables.\n\n2. Choose a table from the list.\n\n{}"
    assert refuse("x", manual.format("Press enter, and wait until it is shown.\n\n" * 5).encode()).startswith(NONE)
