"""Proves that a ledger reads back as it was written, and that a damaged one is named by line and never taken."""

from dataclasses import replace
from pathlib import Path

import pytest

from mkdeck.ledger import (
    Ledger,
    LedgerFault,
    Release,
    ReleasedNote,
    ReleasedNotetype,
    find_ledger,
    parse_ledger,
    write_ledger,
)

NOTE = ReleasedNote(
    id="any-length",
    note_class="standard",
    time=1_700_000_000,
    digest="0123456789abcdef0123",
    first=1,
    last=None,
    gaps=(),
    retired=None,
    sketch="0a1b2c3d4e5f6071",
    deck="Deep Learning::07 Recurrent networks",
)
CLOZE = replace(
    NOTE, id="bptt", note_class="cloze", gaps=((1, "a1b2c3"), (12, "d4e5f6")), retired=1_700_100_000, last=2
)
LEDGER = Ledger(
    "deep-learning",
    (Release(1, 1_700_000_000, "f" * 20), Release(2, 1_700_100_000, "e" * 20)),
    {"standard": ReleasedNotetype("standard", "d" * 20, 1_700_000_000)},
    {CLOZE.key: CLOZE, NOTE.key: NOTE},
)
TEXT = (
    "# What was released to students. `mkdeck release` writes this file; commit it with the course.\n"
    "format\t1\n"
    "course\tdeep-learning\n"
    "release\t1\t2023-11-14T22:13:20Z\tffffffffffffffffffff\n"
    "release\t2\t2023-11-16T02:00:00Z\teeeeeeeeeeeeeeeeeeee\n"
    "notetype\tstandard\t2023-11-14T22:13:20Z\tdddddddddddddddddddd\n"
    "note\tany-length\tstandard\t2023-11-14T22:13:20Z\t0123456789abcdef0123\t1\t-\t-\t-\t0a1b2c3d4e5f6071"
    "\tDeep Learning::07 Recurrent networks\n"
    "note\tbptt\tcloze\t2023-11-14T22:13:20Z\t0123456789abcdef0123\t1\t2\t1:a1b2c3,12:d4e5f6\t2023-11-16T02:00:00Z"
    "\t0a1b2c3d4e5f6071\tDeep Learning::07 Recurrent networks\n"
    "end\n"
)


def test_the_text_of_a_ledger() -> None:
    assert write_ledger(LEDGER) == TEXT


def test_a_ledger_reads_back() -> None:
    assert parse_ledger(TEXT) == LEDGER
    assert parse_ledger(TEXT.replace("\n", "\r\n")) == LEDGER


def test_what_a_ledger_knows() -> None:
    assert LEDGER.latest.number == 2
    assert LEDGER.newest_time == 1_700_100_000
    shipped = replace(CLOZE, last=None)
    asked = replace(LEDGER, notes={shipped.key: shipped, NOTE.key: NOTE})
    assert (asked.retired_at("bptt"), asked.retired_at("any-length")) == (1_700_100_000, None)
    assert LEDGER.retired_at("bptt") is None  # no longer shipped


def test_a_ledger_stands_in_the_course_or_beside_a_loose_file(tmp_path: Path) -> None:
    assert find_ledger(tmp_path) == tmp_path / "mkdeck.lock"
    assert find_ledger(tmp_path / "honey.yaml") == tmp_path / "honey.mkdeck.lock"


DAMAGED = "this line of the ledger is damaged; restore the file from git"


@pytest.mark.parametrize(
    ("before", "after", "line", "message"),
    [
        (TEXT, "", 1, "the ledger ends too early; restore the file from git"),
        ("end\n", "", 8, "the ledger ends too early; restore the file from git"),
        ("note\tbptt", "<<<<<<< HEAD\nnote\tbptt", 8, "the ledger has a merge conflict"),
        ("format\t1", "format\t2", 2, "the ledger is of format 2, made by a newer mkdeck; update mkdeck"),
        ("\t0a1b2c3d4e5f6071", "", 7, DAMAGED),
        ("2023-11-14T22:13:20Z\tfff", "2023-11-14 22:13:20\tfff", 4, DAMAGED),
        ("2023-11-14T22:13:20Z\tfff", "2023-99-14T22:13:20Z\tfff", 4, DAMAGED),
        ("\tcloze\t", "\tbasic\t", 8, DAMAGED),
        ("note\tbptt\tcloze", "note\tany-length\tstandard", 8, "the ledger has 'any-length' twice"),
        ("release\t2", "release\t3", 1, "the ledger's releases are not numbered 1, 2, 3, ..."),
        ("end\n", "end\nnote\n", 10, "something stands after the ledger's end"),
        ("course\t", "curse\t", 3, DAMAGED),
    ],
)
def test_damage_is_named(before: str, after: str, line: int, message: str) -> None:
    assert before in TEXT
    with pytest.raises(LedgerFault) as fault:
        parse_ledger(TEXT.replace(before, after, 1))
    assert (fault.value.line, str(fault.value)[: len(message)]) == (line, message)
