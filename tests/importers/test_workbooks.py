"""Proves that a workbook gives what a person sees in it, and that a hostile one gives one error."""
# ruff: noqa: DTZ001 - cells know no time zone

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from conftest import Run
from growth import assert_time_keeps_pace, cpu_limit
from importers.contract import import_one
from importers.workbooks import SHEET, Cell, change_member, make_workbook
from mkdeck.course.yaml_source import Source, Value, load
from mkdeck.importers.errors import UnreadableError
from mkdeck.importers.pipeline import Batch
from mkdeck.importers.sources import workbook

SMALL = make_workbook({"Sheet1": [["Question", "Answer"], ["Who?", "Me"]]})


def questions_of(batch: Batch | None) -> list[dict[str, Value]]:
    assert batch
    value, _ = load(Source(batch.target, "deck.yaml", batch.text))
    assert isinstance(value, dict)
    items = value["questions"]
    assert isinstance(items, list)
    return [item for item in items if isinstance(item, dict)]


def test_the_template_of_a_quiz_game(tmp_path: Path, mkdeck: Run) -> None:
    rows: list[Sequence[Cell]] = [
        [None, "A quiz"],
        [],
        [None, "Add questions, at least two answers, a time limit and the right answers."],
        *[[] for _ in range(4)],
        [
            None,
            "Question - max 120 characters",
            *(f"Answer {i} - max 75 characters" for i in range(1, 5)),
            "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",  # noqa: RUF001 - as the template has it
            "Correct answer(s) - choose at least one",
        ],
        [1, "Which are even?", 4, 3, 2, 1, 20, "1,3"],
        [2, "How much is 2 + 2?", 5, 4, 3, 2, 20, 2],
        [3, "Ice floats.", True, False, None, None, 10, 1],
        [4, "Who knows?", "You", "I", None, None, 5, None],
        *[[i] for i in range(5, 101)],
    ]
    content = make_workbook({"Sheet1": rows}, merged=["B1:H1", "B3:H3"])
    (tmp_path / "game.xlsx").write_bytes(content)
    done = mkdeck("import", "game.xlsx", cwd=tmp_path)
    assert done.code == 0, done.err
    assert "game.xlsx (table): 4 found = 4 imported + 0 skipped" in done.out
    assert questions_of(import_one(content)) == [
        {
            "id": "which-are-even",
            "type": "multiple-choice",
            "question": "Which are even?",
            "choices": [{"correct": "4"}, "3", {"correct": "2"}, "1"],
        },
        {
            "id": "how-much-is-2-2",
            "type": "multiple-choice",
            "question": "How much is 2 + 2?",
            "choices": ["5", {"correct": "4"}, "3", "2"],
        },
        {"id": "ice-floats", "type": "true-false", "question": "Ice floats.", "answer": "true"},
        {
            "id": "who-knows",
            "type": "multiple-choice",
            "draft": "true",
            "question": "Who knows?",
            "choices": ["You", "I"],
        },
    ]


def test_a_template_whose_heading_stands_in_two_rows() -> None:
    rows: list[Sequence[Cell]] = [
        ["Instructions:", "Fill in the quiz below, in five steps."],
        [*[None] * 13, "Open-ended", "A"],
        ["1. Quiz Name:", "Bees", *[None] * 11, "Multiple choice", "B"],
        [],
        [None, None, "4. For multiple choice, enter answers below:", None, None, "5. Choose correct answer (optional)"],
        [
            "2. Question Type:",
            "3. Question:",
            "Answer A:",
            "Answer B:",
            "Answer C:",
            None,
            None,
            None,
            "6. Explanation:",
        ],
        ["Multiple choice", "Who can sting?", "Queens", "Drones", "Workers", "A", "C", None, "Drones can't."],
        ["True/False", "Bees sleep.", None, None, None, "True"],
        ["Open-ended", "Why do bees dance?", None, None, None, None],
    ]
    questions = questions_of(import_one(make_workbook({"Quiz": rows}, merged=["F5:H5"])))
    assert [(each["type"], each.get("choices"), each.get("answer")) for each in questions] == [
        ("multiple-choice", [{"correct": "Queens"}, "Drones", {"correct": "Workers"}], None),
        ("true-false", None, "true"),
        ("short-answer", None, None),
    ]
    assert questions[0]["explanation"] == "Drones can't."


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (5.0, "General", "5"),
        (0.1 + 0.2, "General", "0.3"),
        (12345678901, "General", "12345678901"),
        (-3, "0", "-3"),
        (0.25, "0%", "25%"),
        (0.1234, "0.0%", "12.3%"),
        (1234.5, "#,##0.00", "1234.50"),
        (1.5, '"€" 0.00', "€ 1.50"),
        (1.5, "0.00 [$€-407]", "1.50 €"),
        (-2, '0;"minus "0', "minus 2"),
        (-2, "0;0", "2"),
        (0.5, "# ?/?", "1/2"),
        (2.25, "# ?/?", "2 1/4"),
        (123456, "0.00E+00", "1.23E+05"),
        (1.5, "0.##", "1.5"),
        (7, "@", "7"),
        (True, "General", "TRUE"),
        (False, "General", "FALSE"),
        (dt.date(1789, 7, 14), "dd.mm.yyyy", "14.07.1789"),
        (dt.datetime(2024, 2, 1), "d mmmm yyyy", "1 February 2024"),
        (dt.datetime(2024, 2, 1), "mm-dd-yy", "2024-02-01"),
        (dt.datetime(2024, 2, 1, 15, 4), "yyyy-mm-dd hh:mm", "2024-02-01 15:04"),
        (dt.datetime(2024, 2, 1, 15, 4), "h:mm AM/PM", "3:04 PM"),
        (dt.datetime(2024, 2, 1), 'd" de "mmmm', "1 de February"),
        (dt.time(9, 30), "h:mm", "9:30"),
        (dt.timedelta(hours=30), "[h]:mm:ss", "30:00:00"),
        ("007", "General", "007"),
        ("one_x000D_\ntwo", "General", "one\\\ntwo"),
    ],
)
def test_a_cell_says_what_a_person_sees(value: Cell, form: str, shown: str) -> None:
    content = make_workbook({"S": [["Question", "Answer"], ["What?", value]]}, formats={"B2": form})
    (question,) = questions_of(import_one(content))
    assert (question.get("answer"), question["type"]) in [(shown, "short-answer"), (shown.lower(), "true-false")]


def test_sheets_are_told_apart(tmp_path: Path, mkdeck: Run) -> None:
    content = make_workbook(
        {
            "Week 1": [["Question", "Answer"], ["One?", "1"], [None, "2"]],
            "Week 2": [["A title"], [], ["Frage", "Antwort", "Punkte"], ["Zwei?", "2", 5], ["Drei?"]],
            "Notes": [["Ask the others."]],
            "Lists": [["Question", "Answer"], ["Hidden?", "yes"]],
            "Empty": list[Sequence[Cell]](),
        },
        hidden=["Lists"],
    )
    (tmp_path / "weeks.xlsx").write_bytes(content)
    done = mkdeck("import", "weeks.xlsx", cwd=tmp_path)
    assert done.out.splitlines() == [
        "weeks.xlsx/Week 1:3: skipped: the question has no text",
        "weeks.xlsx/Week 2:5: skipped: neither choices nor an answer were found",
        "weeks.xlsx/Week 2:3: note: columns that are left out: 'Punkte'",
        "weeks.xlsx/Notes:1: note: left out: no row here names columns of questions",
        "weeks.xlsx/Lists:1: note: left out: this sheet is hidden",
        "weeks.xlsx (table): 4 found = 2 imported + 2 skipped",
        "weeks.yaml: 2 questions written.",
    ]


def test_merged_cells_speak_for_all_that_they_cover() -> None:
    rows: list[Sequence[Cell]] = [
        ["Topic", "Question", "Options", None, None, "Correct"],
        ["Bees", "Who dances?", "Queen", "Worker", "Drone", "B"],
        [None, "Who stings?", "Worker", "Drone", None, "A"],
        ["Ants", "Who flies?", "Queen", "Soldier", "Worker", "A"],
    ]
    questions = questions_of(import_one(make_workbook({"S": rows}, merged=["A2:A3", "C1:E1"])))
    assert [each["tags"] for each in questions] == [["Bees"], ["Bees"], ["Ants"]]
    assert questions[1]["choices"] == [{"correct": "Worker"}, "Drone"]


def test_a_formula_counts_by_its_value_and_is_no_question_without_one() -> None:
    rows = [["No.", "Question", "A", "B", "Correct"], ["=1", "One?", "=1+1", "b", "B"], ["=2", "Two?", "a", "b", "A"]]
    content = make_workbook({"S": rows})
    batch = import_one(content)
    assert batch
    (skipped,) = batch.accounts[0].skipped
    assert (skipped.line, skipped.reason) == (2, "the formula in C2 has no value; open the workbook and save it")
    saved = change_member(content, SHEET, lambda xml: xml.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>"))
    assert saved != content
    assert questions_of(import_one(saved))[0]["choices"] == ["2", {"correct": "b"}]


def test_an_error_in_a_cell_is_no_answer() -> None:
    batch = import_one(make_workbook({"S": [["Question", "Answer"], ["One?", "#REF!"], ["Two?", "# of hives"]]}))
    assert batch
    assert [each.reason for each in batch.accounts[0].skipped] == ["a formula in this row ends in #REF!"]
    assert batch.imported == 1


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def put_into_sheet(xml: bytes) -> bytes:
    return change_member(SMALL, SHEET, lambda sheet: sheet.replace(b"</sheetData>", xml + b"</sheetData>"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (lambda: put_into_sheet(b" " * (300 * 2**20)), "unpacks to more than 256 MB"),
        (lambda: zipped(**{f"xl/{i}": b"" for i in range(10_001)}), "or 10,000 parts"),
        (SMALL[: len(SMALL) // 2], "is damaged or has a password"),
        (SMALL[:1000] + bytes(100) + SMALL[1100:], "is damaged"),
        (
            change_member(SMALL, SHEET, lambda xml: b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + xml),
            "defines entities or points to other files",
        ),
        (
            change_member(SMALL, SHEET, lambda xml: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + xml),
            "defines entities or points to other files",
        ),
        (change_member(SMALL, SHEET, lambda xml: xml[:200]), "is damaged"),
        (change_member(SMALL, "xl/workbook.xml", lambda _: b"<workbook/>"), "no row names the columns"),
        (put_into_sheet(b'<row r="99999999999"><c r="A1"><v>1</v></c></row>'), "at most 1,048,576 rows"),
        (zipped(**{"xl/workbook.bin": b"x"}), "save this one as .xlsx or .csv"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", **{"content.xml": b"<x/>"}), "of the kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), "old Office program or has a password"),
        (make_workbook({"S": [["Just", "some"], ["cells", "here"]]}), "no row names the columns"),
        (make_workbook({"S": []}), "no row names the columns"),
    ],
    ids=(
        "bomb members truncated damaged entities external cut no-sheets far-row binary opendocument old no-table empty"
    ).split(),
)
def test_a_hostile_workbook_gives_one_error(
    content: bytes | Callable[[], bytes], reason: str, tmp_path: Path, mkdeck: Run
) -> None:
    # What is large is made when it is needed, not when tests are collected.
    (tmp_path / "quiz.xlsx").write_bytes(content() if callable(content) else content)
    with cpu_limit():
        done = mkdeck("import", "quiz.xlsx", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("mkdeck: quiz.xlsx: ")
    assert reason in done.err
    assert done.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["quiz.xlsx"]


@pytest.mark.parametrize(
    "row",
    [b'<row r="%d"/>', b'<row r="%d"><c r="XFD%d" s="0"/></row>', b'<row r="%d"><c r="A%d"><v/></c></row>'],
    ids=["empty", "wide", "without a value"],
)
def test_time_grows_no_faster_than_a_sheet_that_is_mostly_empty(row: bytes) -> None:
    def work(number: int) -> None:
        batch = import_one(put_into_sheet(b"".join(row.replace(b"%d", b"%i" % i) for i in range(3, number))))
        assert batch
        assert batch.imported == 1

    assert_time_keeps_pace(work, 4_000)


def test_a_workbook_of_endless_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_FILLED", 1_000)
    content = make_workbook({"S": [["Question", "Answer"], *[["Why?", "So"]] * 1_000]})
    with pytest.raises(
        UnreadableError, match="this has more than 100,000 rows; split it, and import the parts"
    ) as raised:
        workbook.read_sheets(content)
    assert raised.value.line == 1_001
    assert len(list(workbook.read_sheets(make_workbook({"S": [["Question", "Answer"]] * 1_000}))[0].rows)) == 1_000


def test_rows_that_are_not_there_take_no_time() -> None:
    with cpu_limit():
        batch = import_one(put_into_sheet(b'<row r="200000"><c r="A200000" s="0"/></row>'))
    assert batch
    assert batch.imported == 1


def test_links_to_other_files_are_not_followed_and_long_cells_are_whole() -> None:
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" '
        b'Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    )
    long = make_workbook({"S": [["Question", "Answer"], ["Long?", "word " * 6553]]})
    out = io.BytesIO(long)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/externalLinks/_rels/externalLink1.xml.rels", relations)
    (question,) = questions_of(import_one(out.getvalue()))
    assert str(question["answer"]).split() == ["word"] * 6553


def test_rich_text_and_a_wrong_dimension_are_read() -> None:
    rich = (
        b'<row r="3"><c r="A3" t="inlineStr"><is><r><t xml:space="preserve">Two </t></r><r><t>parts?</t></r></is></c>'
        b'<c r="B3" t="str"><f>"a"&amp;"b"</f><v>ab</v></c></row>'
    )
    content = change_member(
        put_into_sheet(rich), SHEET, lambda xml: xml.replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1:A1"')
    )
    questions = questions_of(import_one(content))
    assert [(each["question"], each["answer"]) for each in questions] == [("Who?", "Me"), ("Two parts?", "ab")]
