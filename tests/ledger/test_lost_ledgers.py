"""Proves that a ledger that stays behind, or that git would leave out, is noticed, and told the way back."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Outcome, Run
from ledger.team import Team
from mkdeck.ledger.places import find_lost

QUESTIONS = """questions:
- {id: nectar, type: short-answer, question: What do bees make honey of?, answer: Nectar}
- {id: wax, type: short-answer, question: What are the cells of a comb made of?, answer: Wax}
"""
OTHERS = """questions:
- {id: nectar, type: short-answer, question: Which drink did the gods of Olympus have?, answer: Nectar}
- {id: wax, type: short-answer, question: What melted on the wings of Icarus?, answer: Wax}
"""
ANEW = "under the id 'honey'; with the id '{}' students get every question a second time, so "
DELETE = "; or delete {} if no student has that course [ledger]\n"


@pytest.fixture
def shelf(tmp_path: Path, mkdeck: Run) -> Path:
    """Give a folder with a loose file that was released."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    (shelf / "honey.yaml").write_text(QUESTIONS)
    assert mkdeck("release", "honey.yaml", "--no-rehearsal", cwd=shelf).code == 0
    return shelf


def check(mkdeck: Run, shelf: Path, path: str, said: str) -> None:
    """Check what is said of a course, that it stops a release and a frozen build, and no other build."""
    warning, error = said.format("warning"), said.format("error")
    assert mkdeck("check", path, cwd=shelf) == Outcome(0, warning, mkdeck("check", path, cwd=shelf).err)
    for args in (("release", path), ("release", path, "--dry-run")):
        assert mkdeck(*args, cwd=shelf) == Outcome(1, "", f"{error}{path}: not released, 1 error.\n")
    frozen = mkdeck("build", "--frozen", path, "-o", "other", cwd=shelf)
    assert frozen == Outcome(1, "", f"{error}{path}: not built, 1 error.\n")
    built = mkdeck("build", path, "-o", "other", cwd=shelf)
    assert (built.code, built.err) == (0, warning)


def test_a_loose_file_renamed_without_its_ledger(shelf: Path, mkdeck: Run) -> None:
    (shelf / "honey.yaml").rename(shelf / "bee.yaml")
    said = (
        "honey.mkdeck.lock:1:1: {}: all questions of bee.yaml were released with this ledger, whose course is gone, "
        + ANEW.format("bee")
        + "call the file honey.yaml again"
        + DELETE.format("honey.mkdeck.lock")
    )
    check(mkdeck, shelf, "bee.yaml", said)
    # Either way out leads out.
    (shelf / "bee.yaml").rename(shelf / "honey.yaml")
    assert mkdeck("build", "--frozen", "honey.yaml", cwd=shelf).code == 0
    (shelf / "honey.yaml").rename(shelf / "bee.yaml")
    (shelf / "honey.mkdeck.lock").unlink()
    assert mkdeck("release", "bee.yaml", "--no-rehearsal", cwd=shelf).code == 0


def test_a_loose_file_renamed_with_its_ledger(shelf: Path, mkdeck: Run) -> None:
    (shelf / "honey.yaml").rename(shelf / "bee.yaml")
    (shelf / "honey.mkdeck.lock").rename(shelf / "bee.mkdeck.lock")
    said = (
        "bee.mkdeck.lock:1:1: error: the course was released with the id 'honey'; under another id students get every "
        "question a second time, so call the file honey.yaml again, and this ledger honey.mkdeck.lock; if no "
        "student of this course has any release, as in a copy for others, delete bee.mkdeck.lock and bee.CHANGES.md "
        "instead [released]\n"
    )
    assert mkdeck("release", "bee.yaml", cwd=shelf) == Outcome(1, "", f"{said}bee.yaml: not released, 1 error.\n")


@pytest.mark.parametrize("place", ["old", "old/2025"])
@pytest.mark.parametrize("in_git", [False, True])
def test_a_loose_file_moved_without_its_ledger(place: str, in_git: bool, shelf: Path, mkdeck: Run) -> None:
    if in_git:
        subprocess.run(["git", "init", "-q"], cwd=shelf, check=True)
        subprocess.run(["git", "add", "honey.yaml", "honey.mkdeck.lock"], cwd=shelf, check=True)
    elif place == "old/2025":
        pytest.skip("without git, ledgers are looked for nearby")
    (shelf / place).mkdir(parents=True)
    (shelf / "honey.yaml").rename(shelf / place / "honey.yaml")
    ledger = Path("/".join([".."] * len(Path(place).parts)), "honey.mkdeck.lock")
    said = mkdeck("release", f"{place}/honey.yaml", cwd=shelf).err
    assert said.endswith(
        f": error: {place}/honey.yaml was released with this ledger, which did not come along when the course was "
        f"moved; without it every note would count as new, so move it to {place}/honey.mkdeck.lock [ledger]\n"
        f"{place}/honey.yaml: not released, 1 error.\n"
    )
    (shelf / place / ledger).rename(shelf / place / "honey.mkdeck.lock")
    assert mkdeck("build", "--frozen", f"{place}/honey.yaml", cwd=shelf).code == 0


def test_a_loose_file_made_a_course(shelf: Path, mkdeck: Run) -> None:
    (shelf / "bees").mkdir()
    (shelf / "honey.yaml").rename(shelf / "bees/honey.yaml")
    (shelf / "bees/course.yaml").write_text("{course: Bees, id: bees}\n")
    said = (
        "honey.mkdeck.lock:1:1: {}: all questions of bees were released with this ledger, whose course is gone, "
        + ANEW.format("bees")
        + "say `id: honey` in bees/course.yaml, and move the ledger to bees/mkdeck.lock"
        + DELETE.format("honey.mkdeck.lock")
    )
    check(mkdeck, shelf, "bees", said)


def test_a_folder_of_loose_files_made_a_course(shelf: Path, mkdeck: Run) -> None:
    (shelf / "course.yaml").write_text("{course: Bees, id: bees}\n")
    assert "say `id: honey` in course.yaml, and move the ledger to mkdeck.lock" in mkdeck("check", cwd=shelf).out


def test_a_course_whose_files_were_moved_into_another_folder(shelf: Path, mkdeck: Run) -> None:
    (shelf / "bees").mkdir()
    (shelf / "bees/1.yaml").write_text(QUESTIONS)
    (shelf / "bees/course.yaml").write_text("{course: Bees, id: bees}\n")
    assert mkdeck("release", "bees", "--no-rehearsal", cwd=shelf).code == 0
    (shelf / "bees").rename(shelf / "wasps")
    assert mkdeck("build", "--frozen", "wasps", cwd=shelf).code == 0
    (shelf / "hives").mkdir()
    for name in ("1.yaml", "course.yaml"):
        (shelf / "wasps" / name).rename(shelf / "hives" / name)
    said = (
        "wasps/mkdeck.lock:1:1: {}: hives was released with this ledger, which did not come along when the course was "
        "moved; without it every note would count as new, so move it to hives/mkdeck.lock [ledger]\n"
    )
    check(mkdeck, shelf, "hives", said)


@pytest.mark.parametrize("case", ["a copy", "other questions", "a new course", "few of many"])
def test_no_course_is_taken_for_another(case: str, shelf: Path, mkdeck: Run) -> None:
    new = {"a copy": QUESTIONS, "other questions": OTHERS, "a new course": OTHERS.replace("id: ", "id: my-")}.get(case)
    if case == "few of many":
        new = QUESTIONS + "".join(
            f"- {{id: q{i}, type: short-answer, question: What is number {i}?, answer: It}}\n" for i in range(3)
        )
    (shelf / "bee.yaml").write_text(new or "")
    if case != "a copy":
        (shelf / "honey.yaml").unlink()
    assert mkdeck("check", "bee.yaml", cwd=shelf).out == ""
    assert mkdeck("release", "bee.yaml", "--no-rehearsal", cwd=shelf).code == 0


def test_a_build_with_nothing_new_notices_a_ledger_that_lost_its_course(shelf: Path, mkdeck: Run) -> None:
    (shelf / "bee.yaml").write_text(QUESTIONS)
    assert mkdeck("build", "bee.yaml", cwd=shelf).err == ""
    (shelf / "honey.yaml").unlink()
    assert "honey.mkdeck.lock:1:1: warning: all questions" in mkdeck("build", "bee.yaml", cwd=shelf).err


def test_a_folder_that_vanishes_meanwhile_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "course").mkdir()
    (tmp_path / "gone").mkdir()
    glob = Path.glob

    def fail(place: Path, pattern: str) -> Iterator[Path]:
        if place.name == "gone":
            raise FileNotFoundError(place)
        return glob(place, pattern)

    monkeypatch.setattr(Path, "glob", fail)
    assert find_lost(tmp_path / "course") == []


def test_a_release_tells_that_git_ignores_what_is_to_be_committed(mkdeck: Run, tmp_path: Path) -> None:
    team = Team(tmp_path / "team", mkdeck)
    team.write({"one": "1"})
    ignored = team.home / ".gitignore"
    kept = ignored.read_text()
    line = len(kept.splitlines()) + 1
    ignored.write_text(f"{kept}*.lock\n")
    (team.home / "course/.gitignore").write_text("CHANGES.md\n")
    said = "{} is left out by git ({}), so no other machine has it; take that out.\n"
    assert team.run("release", "course", "--no-rehearsal").err == (
        said.format("course/mkdeck.lock", f".gitignore:{line}: *.lock")
        + said.format("course/CHANGES.md", "course/.gitignore:1: CHANGES.md")
    )
    ignored.write_text(kept)
    (team.home / "course/.gitignore").unlink()
    team.write({"one": "2"})
    team.days += 1
    assert team.run("release", "course", "--no-rehearsal").err == ""


def test_what_git_has_already_is_not_ignored(mkdeck: Run, tmp_path: Path) -> None:
    team = Team(tmp_path / "team", mkdeck)
    team.write({"one": "1"})
    team.release()
    (team.home / ".gitignore").write_text("*.lock\nbuild/\n")
    team.write({"one": "2"})
    team.days += 1
    assert team.run("release", "course", "--no-rehearsal").err == ""
