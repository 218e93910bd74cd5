"""Proves that a ledger reads back as it was written, and that a damaged one is named by line and never taken."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdeck.apkg.release import Release
from mkdeck.identity import NOTE_CLASSES, NoteClass
from mkdeck.ledger.ledger import Ledger, LedgerError, ReleasedNote, ReleasedNotetype, find_ledger
from mkdeck.ledger.text import parse_ledger, write_ledger
from mkdeck.ledger.union import UNKNOWN, join_ledgers

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


_CELL = st.text("0123456789abcdef", min_size=1, max_size=20)
_TIMES = st.integers(315_532_800, 4_000_000_000)
_CLASSES: st.SearchStrategy[NoteClass] = st.sampled_from(NOTE_CLASSES)
_NOTES = st.builds(
    ReleasedNote,
    id=st.text("abcxyz0189._-", min_size=1, max_size=12),
    note_class=_CLASSES,
    time=_TIMES,
    digest=_CELL,
    first=st.integers(1, 3),
    last=st.none() | st.integers(1, 3),
    gaps=st.lists(st.tuples(st.integers(1, 499), _CELL), max_size=3).map(tuple),
    retired=st.none() | _TIMES,
    sketch=_CELL,
    deck=st.text(min_size=1) | st.sampled_from(["a\tb", "a\nb", "a\u2028b", "a\x85b", "a\rb", "\\t", "\\\\n", "end\r"]),
)


@given(st.lists(_NOTES), st.lists(st.builds(ReleasedNotetype, _CLASSES, _CELL, _TIMES)), st.text(min_size=1))
def test_any_ledger_that_was_written_reads_back(
    notes: list[ReleasedNote], notetypes: list[ReleasedNotetype], course_id: str
) -> None:
    releases = tuple(Release(i, 1_700_000_000 + i, f"{i}" * 20) for i in (1, 2, 3))
    ledger = Ledger(
        course_id, releases, {each.note_class: each for each in notetypes}, {note.key: note for note in notes}
    )
    assert parse_ledger(write_ledger(ledger)) == ledger


def test_the_lines_of_two_branches_are_one_ledger() -> None:
    """Each released once after the first release: one a note that is new, the other a change; both changed `bptt`."""
    left_new = replace(NOTE, id="left", time=1_700_200_000, first=2)
    left = replace(CLOZE, time=1_700_200_000, digest="a" * 20, last=None, first=1, corrected=2)
    right = replace(CLOZE, time=1_700_300_000, digest="b" * 20, last=None, first=1, corrected=2)
    changed = replace(NOTE, time=1_700_300_000, digest="c" * 20)
    first = Release(1, 1_700_000_000, "f" * 20)
    sides = [
        Ledger(
            "deep-learning",
            (first, Release(2, time, digest * 20)),
            LEDGER.notetypes,
            {each.key: each for each in notes},
        )
        for time, digest, notes in (
            (1_700_200_000, "1", (left_new, left, NOTE)),
            (1_700_300_000, "2", (changed, right)),
        )
    ]
    joined = Ledger(
        "deep-learning",
        (first, Release(2, 1_700_200_000, "1" * 20), Release(3, 1_700_300_000, "2" * 20)),
        LEDGER.notetypes,
        {each.key: each for each in (left_new, replace(right, digest=UNKNOWN, corrected=3), changed)},
    )
    texts = [write_ledger(each) for each in sides]
    assert parse_ledger("".join(texts)) == joined
    assert parse_ledger("".join(reversed(texts))) == joined
    conflict = f"<<<<<<< HEAD\n{texts[0]}||||||| base\n{TEXT}=======\n{texts[1]}>>>>>>> side\n"
    assert parse_ledger(conflict, conflicts=True) == joined
    assert join_ledgers([*sides, joined]) == joined
    assert join_ledgers([joined, *reversed(sides)]) == joined
    assert parse_ledger(write_ledger(joined) + texts[1]) == joined


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
        (
            "note\tbptt",
            "<<<<<<< HEAD\nnote\tbptt",
            8,
            "the ledger has a merge conflict; `mkdeck release --merge` joins both sides",
        ),
        ("format\t1", "format\t2", 2, "the ledger is of format 2, made by a newer mkdeck; update mkdeck"),
        ("\t0a1b2c3d4e5f6071", "", 7, DAMAGED),
        ("2023-11-14T22:13:20Z\tfff", "2023-11-14 22:13:20\tfff", 4, DAMAGED),
        ("2023-11-14T22:13:20Z\tfff", "2023-99-14T22:13:20Z\tfff", 4, DAMAGED),
        ("\tcloze\t", "\tbasic\t", 8, DAMAGED),
        ("release\t2", "release\t3", 1, "the ledger's releases are not numbered 1, 2, 3, ..."),
        ("end\n", "end\nnote\n", 10, DAMAGED),
        ("end\n", "end\ncourse\tdeep-learning\n", 10, "the ledger ends too early; restore the file from git"),
        ("end\n", "course\tbees\nend\n", 1, "the ledger is of two courses, 'deep-learning' and 'bees'; restore it"),
        ("course\t", "curse\t", 3, DAMAGED),
    ],
)
def test_damage_is_named(before: str, after: str, line: int, message: str) -> None:
    assert before in TEXT
    with pytest.raises(LedgerError) as fault:
        parse_ledger(TEXT.replace(before, after, 1))
    assert (fault.value.line, str(fault.value)[: len(message)]) == (line, message)
