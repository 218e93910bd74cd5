"""Proves that the ledgers of two branches that both released are joined so that no student misses anything."""

import re
from shutil import rmtree

import pytest

from ledger.team import DAY, START, Team, join_texts, part, question, read_answers
from mkdeck.rehearsal.states import Taken
from mkdeck.rehearsal.student import Student


@pytest.mark.parametrize("way", ["union", "--merge", "both sides by hand", "one side"])
def test_takers_of_either_branch_get_everything(way: str, team: Team, others: tuple[Student, Student]) -> None:
    if way == "union":
        team.mkdeck("new", "made", cwd=team.home)
        (team.home / "made/.gitattributes").rename(team.home / "course/.gitattributes")
        rmtree(team.home / "made")
    packages = part(team)
    for student, package in zip(others, packages, strict=True):
        student.take(package)
        student.study()
        for note, state in student.notes().items():
            if state.fields[9] == "four":
                student.edit(note, "Hint", "My own hint.", at=START + 4 * DAY)
    team.git("merge", "-q", "side", code=1)
    join_texts(team)
    if way != "union":
        assert team.run("release", "course").err.endswith(
            "error: the ledger has a merge conflict; `mkdeck release --merge` joins both sides [ledger]\n"
            "course: not released, 1 error.\n"
        )
    if way == "both sides by hand":
        team.ledger.write_text(re.sub(r"(?m)^[<=>]{7}.*\n", "", team.ledger.read_text()))
    elif way == "one side":
        team.git("checkout", "--theirs", "--", "course/mkdeck.lock")
        assert "does not know release 2 of 2023-11-17, which git has in commit" in team.run("release", "course").err
    if way in ("--merge", "one side"):
        assert team.run("release", "--merge", "course").code == 0
        assert team.releases == [(1, 1), (2, 2), (3, 3)]
    team.commit()
    last = team.release()
    assert team.releases == [(1, 1), (2, 2), (3, 3), (4, 4)]
    for student, new in zip(others, ("zero", "six"), strict=True):
        before = student.schedules()
        assert student.take(last) == Taken(new=1, updated=1, duplicate=4), new
        assert student.schedules() | before == student.schedules()
        assert read_answers(student) == {
            "zero": "Even",
            "one": "Odd too",
            "two": "Even too",
            "three": "Prime",
            "four": "Square",
            "six": "Even",
        }
        assert [state.fields[4] for state in student.notes().values() if state.fields[9] == "four"] == ["My own hint."]
    assert team.run("build", "--frozen", "course").code == 0


def test_a_note_that_both_branches_changed_reaches_both(team: Team, others: tuple[Student, Student]) -> None:
    team.release()
    team.git("checkout", "-q", "-b", "side")
    team.write({"one": "Left", "two": "Even", "three": "Prime"})
    left = team.release()
    team.git("checkout", "-q", "main")
    team.write({"one": "Right", "two": "Even", "three": "Prime"})
    right = team.release()
    team.git("merge", "-q", "side", code=1)
    team.write({"one": "Left", "two": "Even", "three": "Prime"})
    assert team.run("release", "--merge", "course").code == 0
    team.commit()
    last = team.release()
    for student, package in zip(others, (left, right), strict=True):
        student.take(package)
        student.take(last)
        assert read_answers(student)["one"] == "Left"


def test_a_question_that_one_branch_let_go_stays_gone(team: Team) -> None:
    team.release()
    team.git("checkout", "-q", "-b", "side")
    team.write({"one": "Odd", "two": "Even"})
    team.release("--forget", "three")
    team.git("checkout", "-q", "main")
    team.write({"one": "Odd too", "two": "Even", "three": "Prime"})
    team.release()
    team.git("merge", "-q", "side", code=1)
    team.write({"one": "Odd too", "two": "Even"})
    assert team.run("release", "--merge", "course").code == 0
    team.commit()
    team.release()


# What `release --merge` leaves alone.


@pytest.mark.parametrize("options", [("--dry-run",), ("--forget", "one"), ("--renumbered",)])
def test_joining_goes_with_no_option_of_a_release(options: tuple[str, ...], team: Team) -> None:
    team.release()
    team.ledger.unlink()
    done = team.run("release", "--merge", *options, "course")
    assert done.code == 2
    assert done.err.endswith(f"Error: --merge publishes nothing, so {options[0]} does not go with it.\n")
    assert not team.ledger.exists()


def test_a_ledger_with_line_ends_of_windows_has_nothing_to_join(team: Team) -> None:
    team.release()
    written = team.ledger.read_bytes().replace(b"\n", b"\r\n")
    team.ledger.write_bytes(written)
    said = "course/mkdeck.lock: nothing to join; it knows 1 release, as many as git does.\n"
    assert team.run("release", "--merge", "course") == (0, said, "")
    assert team.ledger.read_bytes() == written


def test_a_ledger_that_an_editor_gave_a_byte_order_mark_is_the_one_that_was_read(team: Team) -> None:
    team.release()
    team.ledger.write_bytes(b"\xef\xbb\xbf" + team.ledger.read_bytes())
    team.write({"one": "Odd too", "two": "Even", "three": "Prime"})
    team.release()
    assert team.releases == [(1, 1), (2, 2)]


def test_joining_all_courses_of_a_shelf_passes_by_what_was_never_released(team: Team) -> None:
    team.release()
    known = team.ledger.read_text()
    new = team.home / "a-new-one"
    new.mkdir()
    (new / "1.yaml").write_text("questions:\n" + question("one", "Odd"))
    (new / "course.yaml").write_text("{course: New, id: new}")
    team.ledger.unlink()
    done = team.run("release", "--merge", "a-new-one", "course")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("a-new-one/mkdeck.lock: nothing to join; the course was never released.\n")
    assert team.ledger.read_text() == known
