"""Proves that mkdeck works from inside a course, too, and that nothing that it makes lands among the course's files."""

import subprocess
from pathlib import Path

import pytest

from conftest import Run, Write
from mkdeck.apkg.read import read_package

DECK = "questions: [{id: a, type: short-answer, question: Why %s?, answer: So.}]"
FILES = {"course.yaml": "{course: Bees, id: bees}", "unit/01.yaml": DECK % "a"}
EARLY, LATE = {"SOURCE_DATE_EPOCH": "1700000000"}, {"SOURCE_DATE_EPOCH": "1700009999"}


def make_repository(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "init", "--quiet", folder], check=True)


@pytest.mark.parametrize(
    ("course_at", "git_at", "here", "home"),
    [
        ("decks/bees", None, ".", "."),
        ("decks/bees", None, "decks", "."),
        ("decks/bees", None, "decks/bees", "."),
        ("decks/bees", None, "decks/bees/unit", "."),
        ("teaching/decks/bees", ".", "teaching/decks/bees", "teaching"),
        ("bees", ".", "bees/unit", "."),
        ("a/b/bees", ".", "a/b/bees", "."),
        ("bees", "bees", "bees", "bees"),
        ("bees", "bees", "bees/unit", "bees"),
        ("decks/bees", "decks/bees", "decks/bees", "decks/bees"),
        ("bees", None, "bees", "."),
        ("bees", None, "bees/unit", "."),
    ],
)
def test_packages_and_pages_go_beside_the_courses(
    course_at: str, git_at: str | None, here: str, home: str, mkdeck: Run, course: Write, tmp_path: Path
) -> None:
    course(FILES, name=f"root/{course_at}")
    root = tmp_path / "root"
    if git_at:
        make_repository(root / git_at)
    built = mkdeck(cwd=root / here)
    assert (built.code, built.err) == (0, "")
    assert (root / here / built.out.partition(":")[0]).resolve() == root / home / "build/bees.apkg"
    released = mkdeck("release", "--no-rehearsal", cwd=root / here)
    assert (released.code, released.err) == (0, "")
    assert mkdeck("site", cwd=root / here).code == 0
    made = {path.relative_to(root / home).as_posix() for path in root.rglob("*.apkg")}
    assert made == {"build/bees.apkg", "public/bees.apkg"}
    assert mkdeck("diff", cwd=root / here).err.endswith(
        ": no difference for students; comments and layout do not count.\n"
    )
    assert mkdeck("check", cwd=root / here) == (0, "", "1 question checked: no errors.\n")


def test_what_is_named_goes_where_one_is_and_where_one_says(mkdeck: Run, course: Write, tmp_path: Path) -> None:
    course(FILES, name="bees")
    (tmp_path / "else").mkdir()
    assert mkdeck("build", "../bees", cwd=tmp_path / "else").code == 0
    assert (tmp_path / "else/build/bees.apkg").exists()
    assert mkdeck("build", "-o", "mine", cwd=tmp_path / "bees").code == 0
    assert (tmp_path / "bees/mine/bees.apkg").exists()


@pytest.mark.parametrize("former", ["bees/build", "build"])
def test_a_build_goes_on_with_drafts_where_they_lay_before(
    former: str, mkdeck: Run, course: Write, tmp_path: Path
) -> None:
    """Before `git init` they lay beside the course; an older mkdeck put them into it."""
    folder = course(FILES | {"02.yaml": DECK.replace("id: a", "id: b") % "b"}, name="bees")
    assert mkdeck("build", "bees", "-o", former, cwd=tmp_path, env=EARLY).code == 0
    home = folder if former == "build" else tmp_path
    if former == "build":
        make_repository(folder)
    course({"02.yaml": DECK.replace("id: a", "id: b") % "c"}, name="bees")
    built = mkdeck(cwd=folder)
    assert built.out.endswith("draft, never released: 1 of 2 notes new or changed since the last build\n")
    times = read_package(home / "build/bees.apkg").times
    assert sorted(time == 1_700_000_000 for time in times.values()) == [False, True]
    (home / "build/bees.apkg").unlink()
    released = mkdeck("release", "--no-rehearsal", cwd=folder)
    assert "no earlier build is here" not in released.out
    kept = read_package(home / "build/bees.apkg").times
    assert sorted(time == 1_700_000_000 for time in kept.values()) == [False, True]


def test_where_no_course_is_nothing_is_built(mkdeck: Run, tmp_path: Path) -> None:
    done = mkdeck("build", cwd=tmp_path)
    assert done.code == 2
    assert done.err.endswith(
        "Error: there is no folder 'decks' here; name a course's folder or a YAML file. `mkdeck new decks/NAME` makes "
        "a course.\n"
    )
