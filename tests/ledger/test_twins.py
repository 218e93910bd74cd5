"""Proves that two folders with one course id, or a ledger deleted with its folder, cost no student anything."""

import re
import shutil
from pathlib import Path

import pytest

from conftest import Run
from ledger.team import DAY, START, Team, read_answers
from mkdeck.rehearsal.student import Student

TWINS = (
    "to students both are one course, whose questions overwrite each other. If it is one, run `mkdeck release --merge "
    "{}`, copy here what the other asks besides, and delete it; if they are two, "
)
ANEW = "give the newer of them another `id`, and delete the mkdeck.lock and CHANGES.md that were copied to it"


def copy_course(team: Team) -> None:
    shutil.copytree(team.home / "course", team.home / "other")
    deck = team.home / "other/1.yaml"
    deck.write_text(deck.read_text().replace("Odd", "Uneven"))


@pytest.mark.parametrize("committed", [True, False])
@pytest.mark.parametrize("kept", [True, False])
def test_a_copy_that_released_stops_the_course_until_both_are_one(
    kept: bool, committed: bool, team: Team, student: Student
) -> None:
    team.release()
    copy_course(team)
    team.days += 1
    assert team.run("release", "other", "--no-rehearsal").code == 0
    student.take(team.home / "build/demo.apkg")
    if committed:
        team.commit()
    if not kept:
        (team.home / "build/demo.apkg").unlink()
    said = (
        "course/mkdeck.lock:1:1: error: other/mkdeck.lock knows release 2 of 2023-11-16 of the same course id, and "
        f"course/mkdeck.lock does not; {TWINS.format('course')}{ANEW} [ledger]\n"
    )
    assert team.run("check", "course").out == (said if kept else "")
    for command, done in (("release", "released"), ("build --frozen", "built")):
        told = team.run(*command.split(), "course")
        assert (told.code, told.out, told.err) == (1, "", f"{said}course: not {done}, 1 error.\n")
    assert team.run("release", "--merge", "course").out.endswith(
        "course/mkdeck.lock: joined, it knows 2 releases now. Commit it, and run `mkdeck release`, so that students of "
        "either side get all.\n"
    )
    shutil.rmtree(team.home / "other")
    student.take(team.release())
    assert read_answers(student) == {"one": "Odd", "two": "Even", "three": "Prime"}


def test_a_copy_that_goes_its_own_way_is_told_how(team: Team) -> None:
    team.release()
    copy_course(team)
    (team.home / "other/mkdeck.lock").unlink()
    team.days += 1
    assert team.run("release", "other", "--no-rehearsal").err == (
        "other/mkdeck.lock:1:1: error: course/mkdeck.lock knows release 1 of 2023-11-15 of the same course id, and "
        f"there is no other/mkdeck.lock; {TWINS.format('other')}{ANEW} [ledger]\nother: not released, 1 error.\n"
    )
    (team.home / "other/course.yaml").write_text("{course: Other, id: other}\n")
    (team.home / "other/CHANGES.md").unlink()
    assert team.run("release", "other", "--no-rehearsal").code == 0
    assert team.run("release", "course", "--no-rehearsal").code == 0


def test_a_copy_that_stayed_behind_is_no_trouble(team: Team) -> None:
    team.release()
    shutil.copytree(team.home / "course", team.home / "last-year")
    team.write({"one": "Uneven", "two": "Even", "three": "Prime"})
    team.release()
    assert team.run("build", "--frozen", "course").err == ""


def test_loose_files_of_one_name(tmp_path: Path, mkdeck: Run) -> None:
    for name in ("spring", "autumn"):
        (tmp_path / name).mkdir()
        text = f"{{id: one, type: short-answer, question: What blooms in {name}?, answer: Much}}"
        (tmp_path / name / "quiz.yaml").write_text(f"questions: [{text}]\n")
    assert mkdeck("release", "spring/quiz.yaml", "--no-rehearsal", cwd=tmp_path).code == 0
    shutil.rmtree(tmp_path / "build")
    told = mkdeck("release", "autumn/quiz.yaml", "--no-rehearsal", cwd=tmp_path)
    assert re.sub(r"of 2\d{3}-\d\d-\d\d", "of ?", told.err) == (
        "autumn/quiz.mkdeck.lock:1:1: error: spring/quiz.mkdeck.lock knows release 1 of ? of the same course id, and "
        f"there is no autumn/quiz.mkdeck.lock; {TWINS.format('autumn/quiz.yaml')}rename the newer of them, and delete "
        "the ledger that was copied to it [ledger]\nautumn/quiz.yaml: not released, 1 error.\n"
    )
    (tmp_path / "autumn/quiz.yaml").rename(tmp_path / "autumn/autumn.yaml")
    assert mkdeck("release", "autumn/autumn.yaml", "--no-rehearsal", cwd=tmp_path).code == 0


def test_a_second_clone_is_no_other_course(tmp_path: Path, mkdeck: Run) -> None:
    (tmp_path / "staff").mkdir()
    team = Team(tmp_path / "staff/demo", mkdeck)
    (team.home / "course.yaml").write_text("{course: Demo, id: demo}\n")
    (team.home / "1.yaml").write_text(
        "questions: [{id: one, type: short-answer, question: What is one?, answer: Odd}]\n"
    )
    team.commit()
    team.git("clone", "-q", ".", "../second")
    env = {"SOURCE_DATE_EPOCH": str(START + DAY)}
    assert mkdeck("release", "--no-rehearsal", cwd=team.home, env=env).code == 0
    assert mkdeck("release", "--no-rehearsal", cwd=tmp_path / "staff/second", env=env).err == ""


@pytest.mark.parametrize("kept", [True, False])
def test_a_ledger_that_was_deleted_with_its_folder_comes_back(kept: bool, team: Team, student: Student) -> None:
    student.take(team.release())
    (team.home / "kurs").mkdir()
    for name in ("1.yaml", "course.yaml"):
        (team.home / "course" / name).rename(team.home / "kurs" / name)
    shutil.rmtree(team.home / "course")
    if not kept:
        shutil.rmtree(team.home / "build")
    team.commit()
    said = (
        "kurs/mkdeck.lock:1:1: error: the ledger is gone that knew release 1 of 2023-11-15, which git has in commit ?; "
        "without it every note would count as new, so run `mkdeck release --merge kurs`, which brings it back; if no "
        "student has any release, give the course another `id` instead, and it starts anew [ledger]\n"
    )
    assert team.run("release", "kurs").err == f"{said}kurs: not released, 1 error.\n"
    for options in ((), ("--frozen",)) if kept else (("--frozen",),):
        assert team.run("build", *options, "kurs").err == f"{said}kurs: not built, 1 error.\n"
    assert team.run("release", "--merge", "kurs").out == (
        "kurs/mkdeck.lock: brought back from git, it knows 1 release now. Commit it, and run `mkdeck release`, so that "
        "students get what was taken back since.\n"
    )
    assert team.run("build", "--frozen", "kurs").code == 0
    assert student.take(team.home / "build/demo.apkg").updated == 0
