"""Proves that a course compiled with what is known of it is as one compiled afresh, and only changes are written."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Write
from mkdeck.checks import list_style
from mkdeck.compiler import Compiled, Known, compile_course
from mkdeck.course.loading import Entry
from mkdeck.notes import notes

PICTURE = "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='3'/>"
COURSE = {
    "course.yaml": "course: Bees\nid: bees\ntags: [a]\n",
    "1.yaml": """\
        deck: One
        source: See ![it](pic.svg) and ![nothing](none.svg).
        questions:
          - {id: legs, type: numeric, question: How many legs?, answer: 6}
          - {type: short-answer, question: 'Who is ![she](pic.svg)?', answer: The queen}
          - {id: old, type: true-false, question: Bees are birds., answer: false, retired: Silly.}
          - {id: raw, type: true-false, question: Hm., answer: true, draft: true}
        """,
    "2.yaml": """\
        deck: Two
        questions:
          - {id: eyes, type: short-answer, question: Eyes?, answer: Five, reverse: true}
          - {type: true-false, question: 'None of $\\\\frac{1}{2}$ always flies.', answer: true}
        """,
    "pic.svg": PICTURE,
}


def edit(name: str, old: str, new: str) -> Callable[[Path], object]:
    def act(folder: Path) -> None:
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new))

    return act


EDITS = {
    "a text": edit("1.yaml", "How many legs", "How many feet"),
    "the course's name": edit("course.yaml", "course: Bees", "course: Honey bees"),
    "the course's tags": edit("course.yaml", "[a]", "[b]"),
    "the style of cards": edit("course.yaml", "tags", "card: cloze\ntags"),
    "a deck's name": edit("2.yaml", "deck: Two", "deck: Three"),
    "an id": edit("1.yaml", "id: legs", "id: feet"),
    "an id that others are made from": edit("2.yaml", "id: eyes", "id: who-is-she"),
    "a picture": lambda folder: (folder / "pic.svg").write_text(PICTURE.replace("4", "5")),
    "a picture that is gone": lambda folder: (folder / "pic.svg").unlink(),
    "a picture that was not there": lambda folder: (folder / "none.svg").write_text(PICTURE),
    "a picture whose name is doubtful": lambda folder: (folder / "PIC.svg").write_text(PICTURE),
    "wrong YAML": edit("1.yaml", "answer: 6}", "answer: 6"),
    "bytes that are no text": lambda folder: (folder / "2.yaml").write_bytes(b"\xff\xfe"),
    "a question that is retired": edit("1.yaml", "answer: 6}", "answer: 6, retired: No.}"),
    "a draft that is ready": edit("1.yaml", ", draft: true", ""),
    "a file that is gone": lambda folder: (folder / "1.yaml").unlink(),
    "a file that has another name": lambda folder: (folder / "1.yaml").rename(folder / "3.yaml"),
    "a new file": lambda folder: (folder / "0.yaml").write_text((folder / "2.yaml").read_text().replace("eyes", "e")),
    "nothing": Path.exists,
}


def compile_(folder: Path, known: Known | None, time: int) -> Compiled:
    return compile_course(folder, time, with_drafts=True, asked=list_style(), known=known)


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS)
def test_a_course_that_is_known_is_compiled_as_one_that_is_not(course: Write, change: Callable[[Path], object]) -> None:
    folder = course(COURSE)
    known = Known()
    assert compile_(folder, known, 10**9) == compile_(folder, None, 10**9)
    change(folder)
    later = 2 * 10**9  # so that what is retired is so on another day
    assert compile_(folder, known, later) == compile_(folder, None, later)
    assert compile_(folder, known, 10**9) == compile_(folder, None, 10**9)


def test_only_the_questions_of_a_file_that_changed_are_written(course: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = course(COURSE)
    known = Known()
    before = compile_(folder, known, 10**9)
    written: list[str] = []
    write = notes._write_note

    def note_and_write(entry: Entry, common: Any) -> object:
        written.append(entry.id)
        return write(entry, common)

    monkeypatch.setattr(notes, "_write_note", note_and_write)
    EDITS["a text"](folder)
    after = compile_(folder, known, 10**9)
    assert set(written) == {"legs", "who-is-she", "old", "raw"}
    assert [each.name for each in after.course.decks if each in before.course.decks] == ["Bees::Two"]
    written.clear()
    EDITS["a picture"](folder)
    compile_(folder, known, 10**9)
    assert len(written) == 4
    written.clear()
    EDITS["the course's tags"](folder)
    compile_(folder, known, 10**9)
    assert len(written) == 7
