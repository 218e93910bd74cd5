"""Proves that names which the real Anki takes for one deck are named, those of decks above others included."""

from pathlib import Path

import pytest

from conftest import Run, Write
from mkdeck.apkg.write import write_package
from mkdeck.compiler import compile_course
from mkdeck.rehearsal.student import Student

QUESTION = "questions:\n- {{id: {}, type: true-false, question: Is it {}?, answer: true}}\n"


@pytest.mark.parametrize(
    ("one", "other", "named"),
    [
        ("Cells::A", "cells::B", "'Demo::cells' and 'Demo::Cells'"),
        ("Ärzte::A", "ärzte::B", "'Demo::ärzte' and 'Demo::Ärzte'"),
        ("Straße", "STRASSE::B", "'Demo::STRASSE' and 'Demo::Straße'"),
        ("Cells::A::X", "Cells::a::Y", "'Demo::Cells::a' and 'Demo::Cells::A'"),
        ("Cells::A", "Cells::B", ""),
    ],
)
def test_names_that_anki_takes_for_one_deck(
    one: str, other: str, named: str, tmp_path: Path, course: Write, student: Student
) -> None:
    files = {
        f"{name}.yaml": f"deck: {deck}\n" + QUESTION.format(name, name)
        for name, deck in zip("ab", (one, other), strict=True)
    }
    compiled = compile_course(course({"course.yaml": "{course: Demo, id: demo}\n"} | files), 1_700_000_000)
    said = [each.message for each in compiled.diagnostics if each.rule == "deck-name"]
    assert said == ([f"{named} are one deck to Anki, which does not tell case apart"] if named else [])
    write_package(compiled.package, tmp_path / "demo.apkg")
    student.take(tmp_path / "demo.apkg")
    written = {"::".join(name.split("::")[:i]) for name in (f"Demo::{one}", f"Demo::{other}") for i in range(1, 5)}
    assert (len(student.decks()) < len(written)) == bool(named)


@pytest.mark.parametrize(
    ("one", "other", "named"),
    [
        ("Cells", "cells", "'cells' and another course's 'Cells'"),
        ("Biology::Cells", "biology::Plants", "'biology' and another course's 'Biology'"),
        ("Cells", "Cells", ""),  # two parts of one, as it may be meant
        ("Cells", "Plants", ""),
    ],
)
def test_courses_whose_names_anki_takes_for_one(
    one: str, other: str, named: str, tmp_path: Path, course: Write, mkdeck: Run, student: Student
) -> None:
    for name, title in (("a", one), ("b", other)):
        files = {"course.yaml": f"course: {title}\nid: {name}\n", f"{name}.yaml": QUESTION.format(name, name)}
        course(files, f"decks/{name}")
    said = (
        f"decks/b/course.yaml:1:9: warning: {named} are one deck to Anki, which does not tell case apart; write both "
        "alike, or call one otherwise [deck-name]\n"
    )
    wanted = said if named else ""
    assert mkdeck("check", cwd=tmp_path).out == wanted
    for _ in range(2):  # the second build has nothing to do, and says so all the same
        assert mkdeck("build", cwd=tmp_path).err == wanted
    for name in "ab":
        student.take(tmp_path / f"build/{name}.apkg")
    roots = {name.split("::")[0] for name in student.decks()} - {"Default"}
    assert (len(roots) < len({one.split("::", maxsplit=1)[0], other.split("::", maxsplit=1)[0]})) == bool(named)
    (tmp_path / "decks/a/course.yaml").write_text("course: Stars\nid: a\n")
    assert mkdeck("build", cwd=tmp_path).err == ""
