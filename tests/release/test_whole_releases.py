"""Proves that package and ledger are always both old or both new, whatever fails, is killed or runs beside it."""

import fcntl
import os
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

import pytest

from apart import Apart, kill_at, run_apart, wait_at
from conftest import Outcome, Run, Write
from demo_course import (
    CHANGED,
    FILES,
    FIRST,
    GAP,
    HEAD,
    LATER,
    LATEST,
    NEW,
    ONE,
    SECOND_NOTES,
    TWO,
    Release,
    look,
    names,
    pair,
)
from mkdeck.ledger.text import parse_ledger
from mkdeck.rehearsal.states import Taken
from mkdeck.rehearsal.student import Student

# Both or neither.


def fail_at(patch: pytest.MonkeyPatch, owner: Any, name: str, number: int, *, for_good: bool) -> list[int]:
    """Let the n-th call of a function fail, and all after it if wanted; gives a list with the count of calls."""
    original, calls = getattr(owner, name), [0]

    def call(*args: Any, **kwargs: Any) -> Any:
        calls[0] += 1
        if calls[0] == number or (for_good and calls[0] > number):
            raise OSError(28, "No space left on device")
        return original(*args, **kwargs)

    patch.setattr(owner, name, call)
    return calls


STEPS = [
    (owner, name, number, again, for_good)
    for owner, name, numbers in ((Path, "replace", 5), (os, "fsync", 3), (zipfile.ZipFile, "writestr", 1))
    for number in range(1, numbers + 1)
    for again in (False, True)
    for for_good in (False, True)
]


@pytest.mark.parametrize(("owner", "name", "number", "again", "for_good"), STEPS)
def test_a_release_that_fails_changes_nothing(
    owner: Any,
    name: str,
    number: int,
    again: bool,
    for_good: bool,
    course: Write,
    release: Release,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    course(FILES)
    (tmp_path / "out").mkdir()
    if again:
        release(FIRST)
        course(CHANGED)
    before = {path: content for path, (content, _) in look(tmp_path).items()}
    with monkeypatch.context() as patch:
        calls = fail_at(patch, owner, name, number, for_good=for_good)
        done = release(LATER)
    assert calls[0] >= number
    assert (done.code, done.out) == (2, "")
    assert re.fullmatch(r"mkdeck: out/[a-z]\S+ can't be (released|written): No space left on device\..*\n", done.err)
    assert {path: content for path, (content, _) in look(tmp_path).items()} == before
    assert release(LATER).code == 0


def test_a_release_whose_notes_cannot_be_written_changes_nothing(
    course: Write, release: Release, tmp_path: Path
) -> None:
    course(FILES)
    (tmp_path / "out/demo-release-1.md").mkdir(parents=True)
    before = {path: content for path, (content, _) in look(tmp_path).items()}
    assert release(LATER) == Outcome(
        2, "", "mkdeck: out/demo-release-1.md can't be written: Is a directory. Nothing has changed.\n"
    )
    assert {path: content for path, (content, _) in look(tmp_path).items()} == before


MOMENTS = ("pathlib.Path.replace", "pathlib.Path.unlink", "os.fsync")
RELEASE = ("release", "course", "-o", "out", "--no-rehearsal")


def test_killed_at_any_step_the_next_release_is_whole(
    course: Write, released: Path, release: Release, mkdeck: Run, tmp_path: Path
) -> None:
    old = pair(tmp_path)
    copytree(released, tmp_path / "start/course")
    copytree(tmp_path / "out", tmp_path / "start/out")
    outcomes: list[str] = []
    for step in range(1, 40):
        for name in ("course", "out"):
            rmtree(tmp_path / name)
            copytree(tmp_path / "start" / name, tmp_path / name)
        rmtree(tmp_path / "drafts", ignore_errors=True)
        course(CHANGED)
        killed = run_apart(tmp_path, *RELEASE, first=kill_at(step, *MOMENTS), env={"SOURCE_DATE_EPOCH": str(LATER)})
        if killed.returncode == 0:
            break
        assert killed.returncode == -signal.SIGKILL
        package, ledger = pair(tmp_path)
        # Only between the two changes of place may the package lag behind; it then stands beside the old one.
        staged = tmp_path / "out/.demo.apkg.release-2"
        came = "old" if ledger == old[1] else "new" if package != old[0] else "staged"
        assert came != "old" or package == old[0]
        assert came != "staged" or staged.is_file()
        assert came == "old" or (tmp_path / "out/demo-release-2.md").read_text() == SECOND_NOTES
        outcomes.append(came)

        done = release(LATEST)
        assert (done.code, done.err) == (0, "")
        assert ("nothing to release" in done.out) == (came != "old")
        assert mkdeck("build", "course", "-o", "drafts", "--frozen", cwd=tmp_path).code == 0
        assert (tmp_path / "drafts/demo.apkg").read_bytes() == (tmp_path / "out/demo.apkg").read_bytes()
        assert parse_ledger((released / "mkdeck.lock").read_text()).latest.number == 2
        assert names(released) == ["1.yaml", "CHANGES.md", "course.yaml", "mkdeck.lock"]
        assert (released / "CHANGES.md").read_text().count("\n## Edition 2, ") == 1
        assert names(tmp_path / "out") == ["demo-release-1.md", "demo-release-2.md", "demo.apkg"]
    assert killed.returncode == 0
    assert list(dict.fromkeys(outcomes)) == ["old", "staged", "new"]


def test_what_a_killed_run_left_is_not_taken_for_a_release_that_was_made_elsewhere(
    course: Write, released: Path, release: Release, mkdeck: Run, tmp_path: Path
) -> None:
    course(CHANGED)
    for step in range(1, 40):
        run_apart(tmp_path, *RELEASE, first=kill_at(step, *MOMENTS), env={"SOURCE_DATE_EPOCH": str(LATER)})
        if (tmp_path / "out/.demo.apkg.release-2").is_file():
            break
    assert parse_ledger((released / "mkdeck.lock").read_text()).latest.number == 1
    left = (tmp_path / "out/.demo.apkg.release-2").read_bytes()
    # Somebody else releases something else, and their commit is pulled.
    course({"1.yaml": HEAD + ONE + TWO + GAP + NEW.replace("Zero", "Nought")})
    elsewhere = ("release", "course", "-o", "elsewhere", "--no-rehearsal")
    assert mkdeck(*elsewhere, cwd=tmp_path, env={"SOURCE_DATE_EPOCH": str(LATER + 60)}).code == 0

    assert release(LATEST).out == "course: nothing to release; students have everything since release 2.\n"
    assert (tmp_path / "out/demo.apkg").read_bytes() != left


# Two at once.

BUSY = "mkdeck: course is being released by somebody else right now; run this again later.\n"


def test_while_somebody_holds_the_course_nothing_is_released(
    released: Path, course: Write, release: Release, tmp_path: Path
) -> None:
    course(CHANGED)
    before = look(tmp_path)
    with (released / "course.yaml").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert release(LATER) == Outcome(2, "", BUSY)
    assert look(tmp_path) == before
    assert release(LATER).code == 0


def test_of_two_releases_at_once_one_wins(released: Path, course: Write, release: Release, tmp_path: Path) -> None:
    course(CHANGED)
    first = Apart(tmp_path, *RELEASE, first=wait_at("pathlib.Path.replace"), env={"SOURCE_DATE_EPOCH": str(LATER)})
    first.wait()
    assert release(LATER) == Outcome(2, "", BUSY)
    done = first.finish()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(SECOND_NOTES)
    assert release(LATEST).out == "course: nothing to release; students have everything since release 2.\n"
    assert names(released) == ["1.yaml", "CHANGES.md", "course.yaml", "mkdeck.lock"]
    assert names(tmp_path / "out") == ["demo-release-1.md", "demo-release-2.md", "demo.apkg"]


@pytest.mark.usefixtures("released")
def test_of_two_releases_in_one_second_the_second_is_refused(course: Write, release: Release, tmp_path: Path) -> None:
    course(CHANGED)
    assert release(LATER).code == 0
    course({"1.yaml": HEAD + ONE + GAP + NEW + TWO})
    before = look(tmp_path)
    done = release(LATER)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("mkdeck: the clock says 2023-")
    assert look(tmp_path) == before


# The same bytes everywhere.

PLACES = [
    ("here", {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"}),
    ("an other place", {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}),
    ("über/dort", {"TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "4242"}),
]


@pytest.mark.usefixtures("released")
def test_a_committed_course_gives_the_same_bytes_everywhere(
    course: Write, release: Release, tmp_path: Path, student: Student
) -> None:
    tour = Path(__file__).parents[2] / "decks/tour"
    rmtree(tmp_path / "course")
    rmtree(tmp_path / "out")
    copytree(tour, tmp_path / "course", ignore=lambda *_: {"mkdeck.lock"})
    settings = (tmp_path / "course/course.yaml").read_text()
    course({"course.yaml": re.sub(r"(?m)^id: .*$", "id: demo", settings)})
    done = release(FIRST)
    assert done.code == 0, done.err
    package = (tmp_path / "out/demo.apkg").read_bytes()
    for folder, env in PLACES:
        home = tmp_path / folder
        copytree(tmp_path / "course", home / "decks/demo")
        command = [sys.executable, "-m", "mkdeck", "build", "--frozen"]
        clean = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
        built = subprocess.run(command, cwd=home, env=clean | env, capture_output=True, text=True, check=False)
        assert (built.returncode, built.stderr) == (0, "")
        assert (home / "build/demo.apkg").read_bytes() == package
    notes = student.take(tmp_path / "out/demo.apkg").new
    assert notes > 0
    assert student.take(tmp_path / "here/build/demo.apkg") == Taken(duplicate=notes)
