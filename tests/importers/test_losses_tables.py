"""Proves that no cell of a table is lost in silence: it is in its question, in a skip or in a note."""

import csv
import io
from pathlib import Path

import pytest

from importers.contract import import_one
from importers.sources import find_sources
from importers.test_losses import say
from mkdeck.importers.draft import Document
from mkdeck.importers.formats import table


def write(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


@pytest.mark.parametrize(
    ("heading", "cells", "told"),
    [
        ("question,choice a,choice b,correct,wrong", "Which?,x,y,a,no cloves", "'wrong' (\"no cloves\")"),
        ("question,answer,id,id", "Which?,yes,q,other name", "'id' (\"other name\")"),
        ("question,answer,source,source", "Which?,yes,page two,page three", "'source' (\"page three\")"),
        ("question,answer,explanation a", "Which?,yes,as it is", "'explanation a' (\"as it is\")"),
        (
            "question,choice a,choice b,correct,explanation a,explanation c",
            "Which?,x,y,a,why,as it is",
            "'explanation c' (\"as it is\")",
        ),
        ("question,type,choices,correct", "Ice melts?,short answer,a; no cloves,a", "'choices' (\"no cloves\")"),
    ],
)
def test_a_cell_that_is_not_read_is_told(heading: str, cells: str, told: str) -> None:
    batch = import_one(f"{heading}\n{cells}\n".encode(), "table")
    assert batch
    (remark,) = (each for each in batch.accounts[0].remarks if "left out" in each.message)
    assert (remark.line, remark.message) == (2, f"this is left out: {told}")


def test_a_column_that_is_not_read_is_told_once() -> None:
    batch = import_one(b"question,answer,source,source\nWhich?,yes,one,two\nWhat?,no,one,\nWho?,me,one,four\n", "table")
    assert batch
    assert [(each.line, each.message) for each in batch.accounts[0].remarks] == [
        (2, "this is left out: 'source' (\"two\"), and as much in 1 more row")
    ]


@pytest.mark.parametrize("source", find_sources("table"), ids=lambda path: path.stem)
def test_a_table_whose_cells_arrive_gets_no_note_of_a_loss(source: Path) -> None:
    batch = import_one(source.read_bytes(), "table")
    assert batch
    assert not [each.message for each in batch.accounts[0].remarks if each.message.startswith("this is left out")]


@pytest.mark.parametrize(
    "heading",
    [
        "question,choice a,choice b,choice c,correct,explanation,hint,tags,source,notes",
        "question,answer,explanation,hint,tags,source,notes",
        "question,choices,correct,explanation,time,number,id",
        "question,correct answer,wrong 1,wrong 2,feedback,comment",
    ],
)
def test_a_word_in_any_cell_arrives_or_is_told(heading: str) -> None:
    names = heading.split(",")
    usual = {"correct": "a", "choices": "ape; bee", "number": "1", "time": "20 sec", "question": "Which?"}
    for at, name in enumerate(names):
        cells = [usual.get(each, f"w{i}w") for i, each in enumerate(names)]
        cells[at] += " zanzibar"
        batch = import_one(write([names, cells]), "table")
        assert batch
        told = say(batch) + "".join(each.reason for each in batch.accounts[0].skipped)
        unread = told.partition("columns that are left out: ")[2].partition("\n")[0]
        assert "zanzibar" in told.casefold() or f"'{name}'" in unread, cells


def test_a_tolerance_and_a_unit_of_what_is_no_number_are_named() -> None:
    page = b"Question,Type,Answer,Tolerance,Unit\nHow tall?,numeric,3,0.5,m\nWhat weighs?,short answer,a scale,0.5,kg\n"
    batch = import_one(page, "table")
    assert batch
    assert [each.message for each in batch.accounts[0].remarks] == [
        "this is left out: 'Tolerance' (\"0.5\")",
        "this is left out: 'Unit' (\"kg\")",
    ]


def test_a_unit_without_a_tolerance_is_one_of_a_course() -> None:
    (draft,) = table.read(Document("t.csv", b"Question,Answer,Unit\nWhy?,So.,Cells\n")).drafts
    assert draft.tags == ("Cells",)


def test_choices_with_letters_in_one_cell_are_not_called_lost() -> None:
    batch = import_one(b"question,options,answer\nBest sort?,A) quick B) merge C) bogo,B\n", "table")
    assert batch
    assert batch.accounts[0].remarks == ()


def test_cells_that_were_escaped_for_a_page_show_what_the_page_did() -> None:
    text = "Question,Correct,Wrong\nWho painted &quot;Guernica&quot;?,Picasso,Dal&iacute;\nWhat&#039;s 2 &lt; 3?,a,b\n"
    reading = table.read(Document("t.csv", text.encode()))
    assert [draft.question for draft in reading.drafts] == ['Who painted "Guernica"?', "What's 2 < 3?"]
    assert [choice.text for choice in reading.drafts[0].choices] == ["Picasso", "Dalí"]
    assert reading.remarks == ()
    page = b"Question,Correct,Wrong\nWhat&#039;s a quotation mark?,&quot;,&amp;\n"
    (asked,) = table.read(Document("t.csv", page)).drafts
    assert [choice.text for choice in asked.choices] == [r"\&quot;", r"\&amp;"]


def test_a_sign_at_the_end_of_a_lone_wrong_choice_stays() -> None:
    (draft,) = table.read(Document("t.csv", b"Question,Correct,Wrong\nWhich compiles?,int x;,x int;\n")).drafts
    assert [choice.text for choice in draft.choices] == ["int x;", "x int;"]
