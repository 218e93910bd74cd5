"""Proves how tables are recognised, parted into cells, and read in many spellings; and that no key is guessed."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depth import count
from importers.contract import import_one
from importers.sources import read_source
from mkdeck.importers.draft import Document, Draft
from mkdeck.importers.errors import UnreadableError
from mkdeck.importers.formats import table
from mkdeck.importers.formats.table.answer_keys import Convention, RowChoice, find_convention, read_key
from mkdeck.importers.recognise import find_formats, recognise
from mkdeck.importers.sources.delimited import split_rows

HERE = Path(__file__).parent


def read_text(text: str) -> tuple[Draft, ...]:
    return table.read(Document("t.csv", dedent(text).encode())).drafts


def test_a_column_of_true_and_false_judges_statements() -> None:
    drafts = read_text("Statement,T/F\nIce floats,T\nIron floats,f\nOil floats,true\nWood floats,\nLead floats,maybe\n")
    assert [draft.answer for draft in drafts] == [True, False, True, None, None]
    assert [draft.kind for draft in drafts] == [*["true-false"] * 3, *["multiple-choice"] * 2]


def test_feedback_on_true_and_false_says_which_it_is_for() -> None:
    heading = "Question,Option A,Feedback A,Option B,Feedback B,Answer"
    both, one = read_text(f"{heading}\nIce floats,True,It does.,False,Try it.,A\nIron floats,True,Try it.,False,,B\n")
    assert (both.answer, both.explanation) == (True, "- True: It does.\n- False: Try it.")
    assert (one.answer, one.explanation) == (False, "Try it.")


POINTS = "The source's tolerance is '5 %': here that is so many points, no share of the answer."


@pytest.mark.parametrize(
    ("cells", "answer", "more", "comments"),
    [
        ("71,5 %,%", "71", {"tolerance": "5", "unit": "%"}, (POINTS,)),
        ("71 %,5 %,%", "71", {"tolerance": "5", "unit": "%"}, (POINTS,)),
        ("71 ± 5 %,,%", "71", {"tolerance": "5", "unit": "%"}, ()),
        ("71 %,5,%", "71", {"tolerance": "5", "unit": "%"}, ()),
        ("7,5 %,m", "7", {"tolerance": "5 %", "unit": "m"}, ()),
        ("7 m,± 0.5 m,m", "7", {"tolerance": "0.5", "unit": "m"}, ()),
        ("4-7 m,,m", None, {"range": ["4", "7"], "unit": "m"}, ()),
    ],
)
def test_a_unit_that_stands_in_a_number_or_its_tolerance_is_taken_once(
    cells: str, answer: str | None, more: dict[str, object], comments: tuple[str, ...]
) -> None:
    (draft,) = read_text(f"type,question,answer,tolerance,unit\nnumeric,How much?,{cells}\n")
    assert (draft.kind, draft.answer, draft.more, draft.comments) == ("numeric", answer, more, comments)


def test_a_unit_of_what_is_no_number_is_not_written_twice() -> None:
    (draft,) = read_text("type,question,answer,tolerance,unit\nnumeric,How much?,some 7 m,,m\n")
    assert (draft.kind, draft.answer) == ("short-answer", "some 7 m")


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("front\tback\ttags\na\tb\tx y", ("x", "y")),
        ("front\tback\ttags\na\tb\tx y, z", ("x", "y", "z")),
        ("question\tanswer\ttags\na\tb\tx y", ("x y",)),
        ("question,answer,tags\na,b,x y", ("x y",)),
        ("question,answer,tags (space separated)\na,b,x y", ("x", "y")),
    ],
)
def test_spaces_part_tags_where_anki_or_the_heading_says_so(text: str, tags: tuple[str, ...]) -> None:
    (draft,) = read_text(text)
    assert draft.tags == tags


def make_choices(*texts: str) -> list[RowChoice]:
    return [RowChoice(text, "ABCDEFGH"[i], i + 1) for i, text in enumerate(texts)]


CITIES = make_choices("Paris", "Rome", "Oslo, the capital", "Bern")
DIGITS = make_choices("2", "3", "4", "5")


@pytest.mark.parametrize(
    ("said", "choices", "right"),
    [
        ("B", CITIES, {1}),
        ("b", CITIES, {1}),
        ("(b)", CITIES, {1}),
        ("A,C", CITIES, {0, 2}),
        ("A; C", CITIES, {0, 2}),
        ("A C", CITIES, {0, 2}),
        ("AC", CITIES, {0, 2}),
        ("A and C", CITIES, {0, 2}),
        ("a) und d)", CITIES, {0, 3}),
        ("Option B", CITIES, {1}),
        ("option_b", CITIES, {1}),
        ("Choice 2", CITIES, {1}),
        ("optionB", CITIES, {1}),
        ("2", CITIES, {1}),
        ("2.0", CITIES, {1}),
        ("1, 2 & 4", CITIES, {0, 1, 3}),
        ("Rome", CITIES, {1}),
        ("ROME.", CITIES, {1}),
        ("Paris; Bern", CITIES, {0, 3}),
        ("Paris|Oslo, the capital", CITIES, {0, 2}),
        ("Oslo, the capital", CITIES, {2}),
        ("Paris, Rome", CITIES, {0, 1}),
        ("B) Rome", CITIES, {1}),
        ("2. Rome", CITIES, {1}),
        ("B - Rome", CITIES, {1}),
        ("Option B: Rome", CITIES, {1}),
        ("Answer: B", CITIES, {1}),
        ('["Paris", "Bern"]', CITIES, {0, 3}),
        ("['A', 'D']", CITIES, {0, 3}),
        ("[1]", CITIES, {0}),
        ("E", make_choices(*"vwxyz"), {4}),
        ("B) Bern", CITIES, set()),
        ("E", CITIES, set()),
        ("5", CITIES, set()),
        ("0", CITIES, set()),
        ("1.3", CITIES, set()),
        ("A, F", CITIES, set()),
        ("CA", CITIES, set()),
        ("Ad", CITIES, set()),
        ("A dog", CITIES, set()),
        ("Rom", CITIES, set()),
        ("Paris; Madrid", CITIES, set()),
        ("5", DIGITS, {3}),
        ("1", DIGITS, {0}),
        ("2", DIGITS, set()),
        ("2", make_choices("1", "2", "3"), {1}),
        ("1, 3", make_choices("3", "2", "1"), {0, 2}),
        ("A", make_choices("B", "A"), set()),
        ("AB", make_choices("A", "B", "AB", "0"), set()),
        ("mA", make_choices("MA", "mA"), {1}),
    ],
)
def test_a_key_is_read_only_where_it_says_one_thing(said: str, choices: list[RowChoice], right: set[int]) -> None:
    verdict = read_key(said, choices, Convention())
    assert verdict.right == right
    assert bool(verdict.comment) == (not right)


@pytest.mark.parametrize(
    ("keys", "said", "right"),
    [
        ([("1", CITIES), ("3", CITIES), ("4", CITIES)], "3", {2}),
        ([("Paris", CITIES), ("Rome", CITIES)], "3", {1}),
        ([("1", CITIES), ("Rome", CITIES)], "3", set()),
        ([("1", CITIES)], "3", set()),
        ([], "3", set()),
    ],
    ids=["numbers", "texts", "mixed", "too few", "none"],
)
def test_a_digit_is_read_as_the_rest_of_its_column(
    keys: list[tuple[str, list[RowChoice]]], said: str, right: set[int]
) -> None:
    convention = find_convention([*keys, (said, DIGITS)], named=None, first=None, indexed=False)
    assert read_key(said, DIGITS, convention).right == right


@pytest.mark.parametrize(
    ("heading", "keys", "right"),
    [
        ("Correct", "1 2 4", [0, 1, 3]),
        ("Correct", "0 1 0", [0, 1, 0]),
        ("Correct", "0 1 2", [None, None, None]),
        ("Correct", "0 1 4", [None, None, None]),
        ("Correct index", "0 1 2", [0, 1, 2]),
        ("Correct index", "1 2 4", [0, 1, 3]),
        ("Correct index", "1 2 2", [None, None, None]),
        ("Correct (0-3)", "1 2 2", [1, 2, 2]),
        ("Índice correcto", "0 1 2", [0, 1, 2]),
        ("Correct option number", "1 2 2", [0, 1, 1]),
        ("Correct (1-4)", "1 2 2", [0, 1, 1]),
    ],
)
def test_numbers_count_from_where_the_column_shows(heading: str, keys: str, right: Sequence[int | None]) -> None:
    rows = "".join(f"Where is {i}?,Paris,Rome,Oslo,Bern,{key}\n" for i, key in enumerate(keys.split()))
    drafts = read_text(f"Question,A,B,C,D,{heading}\n{rows}")
    found = [[i for i, choice in enumerate(draft.choices) if choice.correct] for draft in drafts]
    assert found == [[] if each is None else [each] for each in right]


def test_columns_that_contradict_each_other_decide_nothing() -> None:
    (draft,) = read_text("Question,A,B,Answer,Correct option\nWho?,me,you,A,you\n")
    assert [choice.correct for choice in draft.choices] == [None, None]
    assert draft.comments == ("The columns of the source contradict each other about what is right.",)


def test_a_solution_in_words_beside_a_key_explains() -> None:
    drafts = read_text(
        """\
        Question,A,B,C,Answer,Solution
        Who dances?,Queen,Worker,Drone,B,Workers show the way to food.
        Who flies first?,Queen,Worker,Drone,A,
        """
    )
    assert [[choice.correct for choice in draft.choices] for draft in drafts] == [
        [False, True, False],
        [True, False, False],
    ]
    assert [draft.explanation for draft in drafts] == ["Workers show the way to food.", ""]


def test_a_right_answer_among_wrong_ones_in_other_columns_is_no_key() -> None:
    (draft,) = read_text("Question,Correct answer,Wrong 1,Wrong 2,Solution\nHow many?,2,3,1,Count them.\n")
    assert [(choice.text, choice.correct) for choice in draft.choices] == [("2", True), ("3", False), ("1", False)]
    assert draft.explanation == "Count them."
    (several,) = read_text("Question,Correct 1,Correct 2,Wrong 1\nWhich?,a,b,c\n")
    assert [choice.correct for choice in several.choices] == [True, True, False]


def test_signs_that_only_fill_cells_are_no_choices() -> None:
    drafts = read_text(
        """\
        Question,Type,Option A,Option B,Correct
        Bees sleep.,true_false,-,-,True
        Who?,short_answer,n/a,n/a,A worker
        Which sign subtracts?,multiple_choice,+,-,B
        """
    )
    assert [(draft.kind, draft.answer) for draft in drafts] == [
        ("true-false", True),
        ("short-answer", "A worker"),
        ("multiple-choice", None),
    ]


def test_letters_before_the_choices_go() -> None:
    (draft,) = read_text("Question,Answer A,Answer B,Key\nWhere?,A. here,B) there,B) there\n")
    assert [(choice.text, choice.correct) for choice in draft.choices] == [("here", False), ("there", True)]
    (other,) = read_text("Question,Answer A,Answer B,Key\nWho?,A. Smith,A. Jones,B\n")
    assert [(choice.text, choice.correct) for choice in other.choices] == [("A. Smith", False), ("A. Jones", True)]


def test_flags_beside_the_choices_decide() -> None:
    (draft,) = read_text(
        """\
        Question,Answer 1,Correct,Why,Answer 2,Correct,Why,Answer 3,Correct,Why
        Which are even?,2,x,half is 1,3,,no,4,yes,
        """
    )
    assert [(c.text, c.correct, c.feedback) for c in draft.choices] == [
        ("2", True, "half is 1"),
        ("3", False, "no"),
        ("4", True, ""),
    ]


@pytest.mark.parametrize(
    "heading", ["Question Name,Question Text", "Question Title,Question", "Question Text,Question Title"]
)
def test_what_a_question_is_called_is_not_the_question(heading: str) -> None:
    cells = "Q1,Why?" if heading.startswith(("Question Name", "Question Title")) else "Why?,Q1"
    reading = read_text(f"{heading},Answer\n{cells},So.\n")
    assert [draft.question for draft in reading] == ["Why?"]


def test_unknown_types_and_columns_are_named_once() -> None:
    rows = "".join(f"Who?,me,kind {i},{i},x\n" for i in range(9))
    reading = table.read(Document("t.csv", f"Question,Answer,Type,Points,Level of doubt\n{rows}".encode()))
    assert [(each.line, each.message) for each in reading.remarks] == [
        (1, "columns that are left out: 'Points', 'Level of doubt'"),
        (2, "types that are not known, and read as their columns show: 'kind 0', 'kind 1', 'kind 2' and 6 more"),
    ]


def test_words_for_true_are_no_judgement_in_a_vocabulary() -> None:
    kinds = [draft.kind for draft in read_text("Frage,Antwort\nwrong,falsch\ntree,Baum\nhouse,Haus\n")]
    assert kinds == ["short-answer"] * 3
    statements = read_text("Frage,Antwort\nBienen fliegen.,wahr\nBienen bellen.,falsch\n")
    assert [(draft.kind, draft.answer) for draft in statements] == [("true-false", True), ("true-false", False)]


def test_pictures_on_the_web_become_links_and_others_are_named() -> None:
    text = """\
        Question,Answer,Image URL
        What flies?,A bee,https://example.org/bee_(1).png
        What crawls?,An ant,ant.png
        What else?,A fly,https://example.org/{{c1::fly
        """
    reading = table.read(Document("t.csv", dedent(text).encode()))
    assert [draft.question for draft in reading.drafts] == [
        "What flies?\n\n<https://example.org/bee_(1).png>",
        "What crawls?",
        "What else?",
    ]
    assert [(each.line, each.message) for each in reading.remarks] == [
        (3, "'ant.png' is not part of this file"),
        (4, "'https://example.org/{{c1::fly' is not part of this file"),
    ]


def test_html_is_markup_only_where_the_table_is_html() -> None:
    (quiz,) = read_text("Question,A,B,Key\nWhich breaks a line?,<br>,<hr>,A\n")
    assert [choice.text for choice in quiz.choices] == [r"\<br>", r"\<hr>"]
    drafts = read_text("Question,Answer\n<p>What is <b>bold</b>?</p>,x<br>y\n<p>And $x_1$?</p>,5 &lt; 6\n")
    assert [(draft.question, draft.answer) for draft in drafts] == [
        ("What is **bold**?", "x\\\ny"),
        ("And $x_1$?", "5 < 6"),
    ]
    (named,) = read_text("Question HTML,Answer\nA <i>b</i>?,c\n")
    assert named.question == "A *b*?"


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('Who, if any?,"a, b",c\n', None),
        ('"Who, ""if"" any?","a\nb",c\n', ('Who, "if" any?', "a\\\nb", "c")),
        ('"Who?", "a, b", c\n', ("Who?", "a, b", "c")),
        ('"Hive" is what?,5" wide,"c"\n', ('"Hive" is what?', '5" wide', "c")),
        ('"Who said \\"me, too\\"?",a,c\n', ('Who said "me, too"?', "a", "c")),
        ('"Never closed,a,c\n', ('"Never closed', "a", "c")),
    ],
    ids=["torn", "quoted", "spaces", "stray", "backslash", "open"],
)
def test_quotes_of_every_kind(text: str, cells: tuple[str, ...] | None) -> None:
    reading = table.read(Document("t.csv", f"Question,Answer,Hint\n{text}Last?,x,y\n".encode()))
    assert reading.drafts[-1].question == "Last?"
    assert len(reading.drafts) + len(reading.skipped) == 2
    if cells is None:
        assert [(each.line, "4 cells, but the heading has 3" in each.reason) for each in reading.skipped] == [(2, True)]
    else:
        first = reading.drafts[0]
        assert (first.question, first.answer, first.hint) == cells


@settings(max_examples=count(40), deadline=None)
@given(st.lists(st.text(st.sampled_from('ab,;|\t"\n'), max_size=12), min_size=3, max_size=3), st.sampled_from(",;|\t"))
def test_what_a_spreadsheet_writes_comes_back(cells: list[str], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["Question", "Answer", "Hint"], cells])
    rows = list(split_rows(out.getvalue().replace("\r\n", "\n"), delimiter))
    expected = tuple(cell.strip() for cell in cells)
    assert [row.cells for row in rows[1:]] == ([expected] if any(expected) else [])


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "sep=;\n" + text,
        lambda text: text.replace(";", "\t"),
        lambda text: text.replace(";", "|"),
        lambda text: text.replace(";", ","),
        lambda text: text.replace(";", " ; "),
        lambda text: text.replace("\n", ";\n"),
    ],
    ids="sep tsv pipes commas spaces empty-column".split(),
)
def test_every_delimiter_gives_the_same_deck(change: Callable[[str], str]) -> None:
    text = "Frage;Antwort 1;Antwort 2;Richtig\nWo ist “l\u2019été”?;là;ici;A\n\nZwei Straßen?;Ja;Nein;2\n"
    batch, expected = import_one(change(text).encode()), import_one(text.encode())
    assert batch
    assert expected
    assert batch.accounts[0].format == "table"
    assert batch.text == expected.text
    assert "Zwei Straßen?" in batch.text


@pytest.mark.parametrize("source", sorted(HERE.glob("[!_]*/*.*")), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_table_is_known_and_nothing_else_is_taken_for_one(source: Path) -> None:
    if source.suffix in (".yaml", ".log"):
        assert table.recognise(Document(source.name, read_source(source))) == 0
    elif source.parent.name in find_formats():
        document = Document(source.name, read_source(source))
        assert recognise(document) == source.parent.name
        assert (table.recognise(document) > 0) == (source.parent.name == "table")


@pytest.mark.parametrize(
    "text",
    [
        "#separator:tab\n#html:true\n#columns:Question\tAnswer\nQuestion\tAnswer\nq\ta\n",
        "Question, answer\n\nWe met on Monday. There was much to say, and little time, so we went on.\nThen we left.\n",
        "A letter.\n\nThe question, the answer, and what lies between.\n",
        "name,age\nAda,36\n",
        "Question\nWho?\n",
        "",
    ],
    ids=["anki", "prose", "letter", "others", "one column", "empty"],
)
def test_what_only_looks_like_a_table_is_left_to_others(text: str) -> None:
    assert table.recognise(Document("t.txt", text.encode())) < 0.1


MARKDOWN = """\
| No | Question | A | B | Correct | Explanation |
|:--:|:---------|---|---|:-------:|-------------|
| 1 | What does `ls \\| wc -l` do? | **Counts** files | Lists *words* | A | See `man wc`.<br>It counts. |
| 2 | What is $2^3$? | 6 | 8 | B | |
"""


def test_a_table_of_markdown_is_one_where_it_is_most_of_the_text() -> None:
    batch = import_one(f"# Shells\n\n{MARKDOWN}".encode())
    assert batch
    assert (batch.accounts[0].format, batch.imported, batch.accounts[0].remarks) == ("table", 2, ())
    counts, cube = read_text(MARKDOWN)
    assert counts.question == "What does `ls | wc -l` do?"
    assert [(each.text, each.correct) for each in counts.choices] == [
        ("**Counts** files", True),
        ("Lists *words*", False),
    ]
    assert counts.explanation == "See `man wc`.<br>It counts."
    assert [each.correct for each in cube.choices] == [False, True]
    prose = "Nobody asks anything here, and yet there is much to say about how all of this came to be.\n\n" * 4
    with pytest.raises(UnreadableError, match="comes nearest to table"):
        recognise(Document("x.md", f"{prose}{MARKDOWN}{prose}".encode()))


def test_a_table_whose_rows_are_torn_is_still_one() -> None:
    text = "Question,A,B,Key\nOne, two, or three?,x,y,A\nRed, or blue?,x,y,B\n"
    assert recognise(Document("t.csv", text.encode())) == "table"
    reading = table.read(Document("t.csv", text.encode()))
    assert [each.line for each in reading.skipped] == [2, 3]


def test_a_text_of_endless_rows_is_refused() -> None:
    with pytest.raises(
        UnreadableError, match="this has more than 100,000 rows; split it, and import the parts"
    ) as raised:
        table.read(Document("t.csv", b"Question,Answer\n" + b"a\n" * 150_000))
    assert raised.value.line == 100_001


def test_a_file_without_a_heading_is_refused_as_a_whole() -> None:
    with pytest.raises(UnreadableError, match="no row names the columns"):
        table.read(Document("t.csv", b"a,b,c\n1,2,3\n"))


@settings(max_examples=count(40), deadline=None)
@given(
    st.lists(
        st.lists(st.text(st.sampled_from("ABab12,;|-.()* \n<>$_{}c:#"), max_size=10), min_size=7, max_size=7),
        min_size=1,
        max_size=5,
    )
)
def test_any_cells_keep_the_contract(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["Question", "A", "B", "C", "Correct", "Feedback A", "Type"], *rows])
    import_one(out.getvalue().encode(), "table")


def test_of_how_many_rows_the_whole_column_told_what_is_right_is_said_in_figures() -> None:
    text = (HERE / "table/ambiguous.csv").read_text("utf-8") + "How many legs has a spider?,6,8,4,3,4\n"
    reading = table.read(Document("t.csv", text.encode()))
    said = "here and in 1 more row the right choice is told by its text, as in 2 other rows"
    assert [(each.line, each.message) for each in reading.remarks] == [(2, said)]
