"""Proves what the manual says of students who changed the note type: what they lose, and what brings it back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run, Write
from mkdeck.apkg.read import read_package
from mkdeck.rehearsal.student import Student

FIRST, LATER = 1_700_000_000, 1_700_600_000
DECK = """\
    questions:
      - {id: keeps, type: true-false, question: Honey keeps., answer: true}
      - {id: wax, type: short-answer, question: What is wax for?, answer: Combs}
    """
SECOND = DECK.replace("Honey keeps.", "Honey keeps well.") + "  - {id: new, type: true-false, question: Bees sleep., answer: true}\n"  # fmt: skip  # noqa: E501


@pytest.fixture
def packages(course: Write, mkdeck: Run, tmp_path: Path) -> list[Path]:
    """Give two releases of a course, of which the second changes one note."""
    packages = []
    for deck, time in ((DECK, FIRST), (SECOND, LATER)):
        folder = course({"course.yaml": "course: Honey\nid: honey\n", "1.yaml": deck})
        output = tmp_path / str(time)
        done = mkdeck("release", folder, "-o", output, "--no-rehearsal", env={"SOURCE_DATE_EPOCH": str(time)})
        assert done.code == 0
        packages.append(output / "honey.apkg")
    return packages


def add_template(student: Student) -> None:
    models = student.collection.models
    notetype = models.by_name("Honey")
    assert notetype
    template = models.new_template("Mine")
    template["qfmt"], template["afmt"] = "{{Answer}}", "{{Question}}"
    models.add_template(notetype, template)
    models.update_dict(notetype)


def rename_field(student: Student) -> None:
    models = student.collection.models
    notetype = models.by_name("Honey")
    assert notetype
    models.rename_field(notetype, notetype["flds"][-1], "Mine")
    notetype["css"] += ".card { color: red }"
    models.update_dict(notetype)


def add_field(student: Student) -> None:
    student.add_field("Mine", dict.fromkeys(student.notes(), FIRST))


@pytest.mark.parametrize("change", [add_field, add_template])
def test_what_is_added_to_a_note_type_costs_the_updates_unless_note_types_are_merged(
    change: Callable[[Student], None], packages: list[Path], student: Student
) -> None:
    old, new = packages
    guids = {note.id: note.guid for note in read_package(new).notes}
    student.take(old)
    student.study()
    change(student)
    if change is add_field:
        for name in ("keeps", "wax"):
            student.edit(guids[name], "Mine", "My own words", at=FIRST)
    before = student.schedules()
    fates = student.take_and_list(new)
    assert {fields[0] for fields in fates["conflicting"]} == {"Honey keeps well.", "What is wax for?"}
    assert student.note(guids["keeps"])["Question"] == "<p>Honey keeps.</p>"
    assert student.notes()[guids["new"]].notetype == "Honey+"
    assert {key: student.schedules()[key] for key in before} == before
    student.take_and_list(new, merge=True)
    assert student.note(guids["keeps"])["Question"] == "<p>Honey keeps well.</p>"
    assert {state.notetype for state in student.notes().values()} == {"Honey"}
    assert {key: student.schedules()[key] for key in before} == before
    if change is add_field:
        assert [student.note(guids[name])["Mine"] for name in ("keeps", "wax")] == ["", "My own words"]


def test_other_names_and_styles_stand_in_no_way(packages: list[Path], student: Student) -> None:
    old, new = packages
    student.take(old)
    rename_field(student)
    fates = student.take_and_list(new)
    assert not fates["conflicting"]
    assert len(fates["new"]) == 1
