"""Proves that a release on a clock that was ahead keeps no later change from students, and what that costs is told."""

import re
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from conftest import Outcome, Run
from mkdeck.apkg.read import read_package
from mkdeck.ledger.clock import show_time
from mkdeck.ledger.text import parse_ledger
from mkdeck.rehearsal.states import Taken
from mkdeck.rehearsal.student import Student

DAY = 86_400
AHEAD = 365 * DAY
NOW = int(time.time())


class Staff:
    """Staff with a loose file, and a clock that may be wrong."""

    def __init__(self, home: Path, mkdeck: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home = home
        self.mkdeck = mkdeck
        self.now = NOW
        monkeypatch.setattr("mkdeck.ledger.clock.time", SimpleNamespace(time=lambda: self.now))

    def write(self, **answers: str) -> None:
        lines = [
            f"- {{id: {name}, type: short-answer, question: What is {name}?, answer: {answer}}}\n"
            for name, answer in answers.items()
        ]
        (self.home / "demo.yaml").write_text("questions:\n" + "".join(lines))

    def release(self, *options: str) -> Outcome:
        return self.mkdeck("release", "demo.yaml", *options, cwd=self.home)

    @property
    def package(self) -> Path:
        return self.home / "build/demo.apkg"


@pytest.fixture
def staff(tmp_path: Path, mkdeck: Run, monkeypatch: pytest.MonkeyPatch) -> Staff:
    staff = Staff(tmp_path / "staff", mkdeck, monkeypatch)
    staff.home.mkdir()
    staff.write(one="Odd", two="Even", three="Prime")
    return staff


def read_answers(student: Student) -> set[str]:
    return {re.sub("<.*?>", "", state.fields[2]) for state in student.notes().values()}


@pytest.mark.parametrize("option", ["--no-rehearsal", "--rehearsal"])
def test_the_way_out_reaches_students_of_every_release(
    option: str, staff: Staff, student: Student, tmp_path: Path
) -> None:
    assert staff.release("--no-rehearsal").code == 0
    before = tmp_path / "first.apkg"
    before.write_bytes(staff.package.read_bytes())
    staff.now = NOW + AHEAD
    staff.write(one="Not even", two="Even", three="Prime")
    assert staff.release("--no-rehearsal").code == 0
    student.take(staff.package)

    staff.now = NOW + DAY
    staff.write(one="Odd", two="Not odd", three="Prime")
    refused = staff.release(option)
    assert refused == Outcome(
        2,
        "",
        f"mkdeck: the clock says {show_time(NOW + DAY)}, but what students have is of {show_time(NOW + AHEAD)}, so "
        "Anki would not see what is new. Where the clock is wrong now, set it (or SOURCE_DATE_EPOCH) right, and "
        "release again; where it was wrong at release 2, `--clock-was-ahead` releases with a later time than that.\n",
    )
    done = staff.release(option, "--clock-was-ahead")
    assert (done.code, done.err) == (0, "")
    assert (
        "What this release changes carries a time that is yet to come; until "
        f"{show_time(NOW + AHEAD + 1)}, each import replaces what students changed on these questions.\n"
    ) in done.out
    assert show_time(NOW + DAY).split()[0] in done.out.split("\n##")[0]
    releases = parse_ledger((staff.home / "demo.mkdeck.lock").read_text()).releases
    assert [(each.number, each.time) for each in releases] == [(1, NOW), (2, NOW + AHEAD), (3, NOW + AHEAD + 1)]
    assert student.take(staff.package) == Taken(updated=2, duplicate=1)
    assert read_answers(student) == {"Odd", "Not odd", "Prime"}
    with Student(tmp_path / "late") as late:
        late.take(before)
        assert late.take(staff.package) == Taken(updated=2, duplicate=1)
        assert read_answers(late) == {"Odd", "Not odd", "Prime"}
    assert staff.release(option).out.startswith("demo.yaml: nothing to release")
    assert staff.mkdeck("build", "--frozen", "demo.yaml", cwd=staff.home).code == 0


def test_the_option_changes_nothing_where_the_clock_was_right(staff: Staff) -> None:
    assert staff.release("--no-rehearsal").code == 0
    staff.now += DAY
    staff.write(one="Odd", two="Not odd", three="Prime")
    done = staff.release("--no-rehearsal", "--clock-was-ahead")
    assert (done.code, "yet to come" in done.out) == (0, False)
    assert set(read_package(staff.package).times.values()) == {NOW, NOW + DAY}


def test_anki_keeps_a_time_that_is_yet_to_come(staff: Staff, student: Student) -> None:
    """And so replaces what a student changed by then, as the message says."""
    staff.now = NOW + AHEAD
    assert staff.release("--no-rehearsal").code == 0
    student.take(staff.package)
    guid = next(iter(student.notes()))
    student.edit(guid, "Hint", "My own.", at=NOW + DAY)
    assert student.take(staff.package) == Taken(updated=1, duplicate=2)
    assert student.notes()[guid].fields[4] == ""
