"""Proves that names which the real Anki takes for one deck are named, those of decks above others included."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mkdeck.apkg.write import write_package
from mkdeck.compiler import compile_course
from mkdeck.rehearsal.student import Student


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
    one: str, other: str, named: str, tmp_path: Path, course: Callable[..., Path], student: Student
) -> None:
    question = "questions:\n- {{id: {}, type: true-false, question: Is it {}?, answer: true}}\n"
    files = {
        f"{name}.yaml": f"deck: {deck}\n" + question.format(name, name)
        for name, deck in zip("ab", (one, other), strict=True)
    }
    compiled = compile_course(course({"course.yaml": "{course: Demo, id: demo}\n"} | files), 1_700_000_000)
    said = [each.message for each in compiled.diagnostics if each.rule == "deck-name"]
    assert said == ([f"{named} are one deck to Anki, which does not tell case apart"] if named else [])
    write_package(compiled.package, tmp_path / "demo.apkg")
    student.take(tmp_path / "demo.apkg")
    written = {"::".join(name.split("::")[:i]) for name in (f"Demo::{one}", f"Demo::{other}") for i in range(1, 5)}
    assert (len(student.decks()) < len(written)) == bool(named)
