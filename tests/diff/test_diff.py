"""Proves that `mkdeck diff` compares packages, courses and git revisions, and says what is wrong where it can't."""

import json
import os
import re
import subprocess
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from conftest import Build, Run, Write
from mkdeck.cli.diff import write_text
from mkdeck.diff.report import Line

NETS = "{course: Nets, id: nets}"
CELLS = "{course: Cells, id: cells}"
GATES = """\
deck: Gates
questions:
  - {id: three, type: true-false, question: An LSTM has three gates., answer: true}
"""
WALLS = """\
deck: Walls
questions:
  - {id: wall, type: short-answer, question: What is a wall?, answer: "![](img/wall.svg)"}
"""
SHELF = {
    "decks/nets/course.yaml": NETS,
    "decks/nets/1.yaml": GATES,
    "decks/cells/course.yaml": CELLS,
    "decks/cells/1.yaml": WALLS,
    "decks/cells/img/wall.svg": "<svg/>",
}
FOUR = {"decks/nets/1.yaml": GATES.replace("three gates", "four gates")}
CHANGED = """\

What students will notice
  1 question changes and keeps its schedule. What students changed or tagged themselves there is replaced.

Changed
  three (Nets::Gates)
    Question: An LSTM has [-three-] {+four+} gates.
"""


def git(folder: Path, *args: str) -> None:
    """Run git without the settings of whoever runs the tests."""
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    named = ("-c", "user.name=Course staff", "-c", "user.email=staff@course.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *named, *args], cwd=folder, env=os.environ | own, check=True, capture_output=True)


def commit(folder: Path) -> None:
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "a state of the course")


@pytest.fixture
def shelf(course: Write) -> Path:
    """Give a git repository with two courses at HEAD~1, of which one has changed at HEAD; the packages are ignored."""
    folder = course({**SHELF, ".gitignore": "build\n"}, name="shelf")
    commit(folder)
    commit(course(FOUR, name="shelf"))
    return folder


NEVER = "was never released; this compares it with the package that was built last.\n"
CELLS_NEVER, NETS_NEVER = f"decks/cells {NEVER}", f"decks/nets {NEVER}"
FIRST = "release 1 of 2023-11-14"
SAME = " for students; comments and layout do not count"
CELLS_SAME = f"build/cells.apkg → decks/cells: no difference{SAME}.\n"


def test_by_default_each_course_here_is_compared_with_its_last_release(shelf: Path, course: Write, mkdeck: Run) -> None:
    git(shelf, "checkout", "--quiet", "HEAD~1")
    assert mkdeck("build", cwd=shelf).code == 0
    assert mkdeck("diff", cwd=shelf) == (
        0,
        "",
        f"{CELLS_NEVER}{NETS_NEVER}{CELLS_SAME}build/nets.apkg → decks/nets: no difference{SAME}.\n",
    )
    course(FOUR, name="shelf")
    assert mkdeck("diff", cwd=shelf) == (
        1,
        f"build/nets.apkg → decks/nets\n{CHANGED}",
        f"{CELLS_NEVER}{NETS_NEVER}{CELLS_SAME}",
    )


def test_a_course_named_alone_is_compared_with_its_last_release(shelf: Path, mkdeck: Run) -> None:
    git(shelf, "checkout", "--quiet", "HEAD~1")
    assert mkdeck("build", cwd=shelf).code == 0
    git(shelf, "checkout", "--quiet", "-")
    assert mkdeck("diff", "decks/nets", cwd=shelf) == (
        1,
        f"build/nets.apkg → decks/nets\n{CHANGED}",
        NETS_NEVER,
    )
    assert mkdeck("diff", "decks/nets/1.yaml", cwd=shelf).out == f"build/nets.apkg → decks/nets\n{CHANGED}"
    # Inside the course, its package is the same one.
    inside = mkdeck("diff", cwd=shelf / "decks/nets")
    assert (inside.code, inside.out.partition("\n")[2]) == (1, CHANGED)


def test_of_several_courses_one_that_was_never_released_hides_no_other(shelf: Path, course: Write, mkdeck: Run) -> None:
    git(shelf, "checkout", "--quiet", "HEAD~1")
    assert mkdeck("build", "decks/nets", cwd=shelf).code == 0
    course(FOUR, name="shelf")
    done = mkdeck("diff", cwd=shelf)
    assert (done.code, done.out) == (1, f"build/nets.apkg → decks/nets\n{CHANGED}")
    assert "mkdeck: decks/cells was never released, so there is nothing to compare it with." in done.err


def test_a_course_that_was_never_released_or_built_has_nothing_to_be_compared_with(shelf: Path, mkdeck: Run) -> None:
    for path in ("decks/nets", "decks/nets/1.yaml"):
        assert mkdeck("diff", path, cwd=shelf) == (
            2,
            "",
            (
                "mkdeck: decks/nets was never released, so there is nothing to compare it with. `mkdeck release` makes "
                "the first release; or name a package or a git revision, such as `mkdeck diff HEAD:`.\n"
            ),
        )


@pytest.mark.parametrize(
    ("where", "args", "title"),
    [
        (".", ["HEAD~1:"], "HEAD~1:decks/nets → decks/nets"),
        (".", ["HEAD~1:decks/nets"], "HEAD~1:decks/nets → decks/nets"),
        (".", ["HEAD~1:decks/nets/1.yaml"], "HEAD~1:decks/nets → decks/nets"),
        (".", ["HEAD~1:", "decks/nets"], "HEAD~1:decks/nets → decks/nets"),
        (".", ["HEAD~1:decks/nets", "HEAD:"], "HEAD~1:decks/nets → HEAD:decks/nets"),
        (".", ["HEAD~1:", "HEAD:"], "HEAD~1:decks/nets → HEAD:decks/nets"),
        ("decks", ["HEAD~1:nets"], "HEAD~1:nets → nets"),
        ("decks/nets", ["HEAD~1:"], "HEAD~1: → ."),
        ("decks/nets", ["HEAD~1:", "HEAD:"], "HEAD~1: → HEAD:"),
    ],
)
def test_a_course_is_compared_with_what_it_was_in_git(
    where: str, args: list[str], title: str, shelf: Path, mkdeck: Run
) -> None:
    code, out, _ = mkdeck("diff", *args, cwd=shelf / where)
    assert (code, out) == (1, f"{title}\n{CHANGED}")


def test_what_is_not_committed_counts_as_new_and_the_folder_stays_as_it_is(shelf: Path, mkdeck: Run) -> None:
    (shelf / "decks/nets/1.yaml").write_text(GATES)
    before = sorted((path, path.stat().st_mtime_ns) for path in shelf.rglob("*"))
    assert mkdeck("diff", "HEAD~1:", cwd=shelf).code == 0
    assert mkdeck("diff", "HEAD:", cwd=shelf).code == 1
    assert sorted((path, path.stat().st_mtime_ns) for path in shelf.rglob("*")) == before


def test_a_course_that_was_not_there_is_new_as_a_whole(shelf: Path, course: Write, mkdeck: Run) -> None:
    course({"decks/new/course.yaml": "{course: New, id: new}", "decks/new/1.yaml": GATES}, name="shelf")
    (shelf / "decks/nets/course.yaml").unlink()
    (shelf / "decks/nets/1.yaml").unlink()
    code, out, err = mkdeck("diff", "HEAD:", cwd=shelf)
    assert (code, err) == (1, f"HEAD:decks/cells → decks/cells: no difference{SAME}.\n")
    assert out == dedent("""\
        nothing → decks/new

        What students will notice
          Students get 1 new question.

        Added
          three (New::Gates): An LSTM has three gates.

        HEAD:decks/nets → nothing

        What students will notice
          1 question is gone from the course. Whoever has it keeps it as it is, for ever.

        Gone without being retired
          three (Nets::Gates): An LSTM has four gates.
        """)


def test_a_loose_file_is_found_in_git_with_its_media(course: Write, mkdeck: Run) -> None:
    folder = course({"walls.yaml": WALLS, "img/wall.svg": "<svg/>"})
    commit(folder)
    course({"img/wall.svg": "<svg></svg>"})
    assert mkdeck("diff", "HEAD:walls.yaml", cwd=folder) == (
        1,
        dedent("""\
            HEAD:walls.yaml → walls.yaml

            What students will notice
              1 question changes and keeps its schedule. What students changed or tagged themselves there is replaced.

            Changed
              wall (walls::Walls)
                Answer: the content of wall.svg is another
            """),
        "",
    )


def test_packages_are_compared_with_each_other_and_with_the_course_they_are_of(
    shelf: Path, build: Build, course: Write, mkdeck: Run
) -> None:
    new = build(shelf / "decks/nets")
    course({"decks/nets/1.yaml": GATES}, name="shelf")
    old = build(shelf / "decks/nets", time=1_800_000_000)
    assert mkdeck("diff", old, new) == (1, f"{old} → {new}\n{CHANGED}", "")
    assert mkdeck("diff", old, old) == (0, "", f"{old} → {old}: no difference.\n")
    assert mkdeck("diff", old, cwd=shelf) == (0, "", f"{old} → decks/nets: no difference{SAME}.\n")
    assert mkdeck("diff", "HEAD:", new, cwd=shelf) == (0, "", f"HEAD:decks/nets → {new}: no difference{SAME}.\n")


def test_markdown_and_json_are_for_several_courses_too(shelf: Path, mkdeck: Run) -> None:
    assert mkdeck("diff", "HEAD~1:", "--format", "markdown", cwd=shelf) == (
        1,
        dedent("""\
            # HEAD~1:decks/cells → decks/cells

            ## What students will notice

            - Nothing.

            # HEAD~1:decks/nets → decks/nets

            ## What students will notice

            - 1 question changes and keeps its schedule. What students changed or tagged themselves there is replaced.

            ## Changed

            - `three` (Nets::Gates)
              - Question: An LSTM has ~~three~~ **four** gates.
            """),
        "",
    )
    code, out, err = mkdeck("diff", "HEAD~1:", "--format", "json", cwd=shelf)
    assert (code, err) == (1, "")
    cells, nets = json.loads(out)
    assert (cells.pop("old"), cells.pop("new"), cells.pop("equal")) == (
        "HEAD~1:decks/cells",
        "decks/cells",
        True,
    )
    assert not any(cells.values())
    assert (nets["old"], nets["new"], nets["equal"]) == ("HEAD~1:decks/nets", "decks/nets", False)
    fields: list[dict[str, Any]] = nets["changed"][0]["fields"]
    assert fields == [
        {
            "field": "Question",
            "words": [["same", "An LSTM has"], ["gone", " three"], ["new", " four"], ["same", " gates."]],
            "remarks": [],
            "before": "<p>An LSTM has three gates.</p>",
            "after": "<p>An LSTM has four gates.</p>",
        }
    ]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            ["nowhere"],
            "nowhere does not exist; name a package, a course, or a git revision with its colon, such as HEAD~3:",
        ),
        (["nowhere.apkg"], "nowhere.apkg can't be read: No such file or directory."),
        (
            ["v7:"],
            "git knows no revision 'v7' here; if this is a shallow clone, fetch its history first.",
        ),
        (
            ["--", "--all:"],
            "git knows no revision '--all' here; if this is a shallow clone, fetch its history first.",
        ),
        (["HEAD:decks/none", "decks"], "at the revision 'HEAD' there is no decks/none."),
        (
            ["other.apkg"],
            "other.apkg was made of none of the courses here; name the one to compare it with.",
        ),
    ],
)
def test_what_can_t_be_found_is_said_in_a_sentence(
    args: list[str], message: str, shelf: Path, course: Write, build: Build, mkdeck: Run
) -> None:
    other = course({"course.yaml": "{course: Other, id: other}", "1.yaml": GATES}, name="other")
    build(other).rename(shelf / "other.apkg")
    assert mkdeck("diff", *args, cwd=shelf) == (2, "", f"mkdeck: {message}\n")


def test_git_is_needed_for_revisions_only(
    shelf: Path, course: Write, mkdeck: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = course(SHELF, name="bare")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    code, out, err = mkdeck("diff", "HEAD:", cwd=bare)
    assert (code, out) == (2, "")
    assert err.startswith("mkdeck: git finds no repository around decks: fatal: ")
    monkeypatch.setenv("PATH", str(tmp_path))
    missing = "mkdeck: git is not installed, and it was asked about a course; install git.\n"
    assert mkdeck("diff", "HEAD:", cwd=shelf) == (2, "", missing)
    assert mkdeck("diff", "decks/nets", "../bare/decks/nets", cwd=shelf).code == 1


def test_a_course_with_errors_is_not_compared(shelf: Path, course: Write, mkdeck: Run) -> None:
    course({"decks/nets/1.yaml": GATES.replace("true-false", "true-fals")}, name="shelf")
    commit(shelf)
    expected = (
        "decks/nets/1.yaml:3:23: error: three: there is no type 'true-fals'; did you mean `type: true-false`? "
        "[schema]\n"
        "decks/nets: not compared, 1 error.\n"
    )
    assert mkdeck("diff", "HEAD~1:decks/nets", cwd=shelf) == (1, "", expected)
    course(FOUR, name="shelf")
    code, out, err = mkdeck("diff", "HEAD:", cwd=shelf / "decks/nets")
    assert (code, out) == (1, "")
    assert err.startswith("HEAD:1.yaml:3:23: error: three: there is no type 'true-fals'; did you mean ")
    assert err.endswith("HEAD:: not compared, 1 error.\n")


def test_beside_a_course_with_errors_the_others_are_compared(shelf: Path, course: Write, mkdeck: Run) -> None:
    course({"decks/nets/1.yaml": GATES.replace("true-false", "true-fals")}, name="shelf")
    course({"decks/whole/course.yaml": "{course: Whole, id: whole}", "decks/whole/1.yaml": GATES}, name="shelf")
    commit(shelf)
    course({"decks/whole/1.yaml": GATES.replace("LSTM", "GRU")}, name="shelf")
    code, out, err = mkdeck("diff", "HEAD:decks", "decks", cwd=shelf)
    assert code == 1
    assert "\ndecks/nets: not compared, 1 error.\n" in err
    assert "HEAD:decks/whole → decks/whole" in out


def test_without_a_course_here_there_is_nothing_to_compare(tmp_path: Path, mkdeck: Run) -> None:
    code, out, err = mkdeck("diff", cwd=tmp_path)
    assert (code, out) == (2, "")
    assert "Error: there is no folder 'decks' here; name a course's folder or a YAML file." in err


def test_a_terminal_gets_colours_and_no_control_characters() -> None:
    line = Line(2, (("name", "a"), ("same", ": \x1b[2J"), ("gone", " one"), ("new", "\ttwo ")))
    assert list(write_text([Line(0, (("same", "Changed"),)), line])) == [
        "",
        "\x1b[1mChanged\x1b[0m",
        "    \x1b[36ma\x1b[0m: \ufffd[2J \x1b[31m[-one-]\x1b[0m \x1b[32m{+two+}\x1b[0m ",
    ]


def test_the_last_release_is_the_package_that_the_ledger_tells_of_or_else_what_git_has(
    shelf: Path, course: Write, mkdeck: Run
) -> None:
    git(shelf, "checkout", "--quiet", "HEAD~1")
    assert mkdeck("release", "decks/nets", cwd=shelf, env={"SOURCE_DATE_EPOCH": "1700000000"}).code == 0
    commit(shelf)
    course(FOUR, name="shelf")
    assert mkdeck("diff", "decks/nets", cwd=shelf).out == f"{FIRST} (build/nets.apkg) → decks/nets\n{CHANGED}"
    assert mkdeck("build", "decks/nets", cwd=shelf).code == 0  # a draft in the place of what students have
    head, _, rest = mkdeck("diff", "decks/nets", cwd=shelf).out.partition("\n")
    assert re.fullmatch(FIRST + r" \([0-9a-f]{12}:decks/nets\) → decks/nets", head)
    assert rest == CHANGED


def test_an_edit_that_was_built_and_taken_back_is_told(shelf: Path, course: Write, mkdeck: Run) -> None:
    old = {**SHELF, "decks/nets/1.yaml": f"# As it was\n{SHELF['decks/nets/1.yaml']}"}
    git(shelf, "checkout", "--quiet", "HEAD~1")
    assert mkdeck("release", "decks/nets", cwd=shelf, env={"SOURCE_DATE_EPOCH": "1700000000"}).code == 0
    commit(shelf)
    course(FOUR, name="shelf")
    assert mkdeck("build", "decks/nets", cwd=shelf).code == 0
    course(old, name="shelf")
    code, out, err = mkdeck("diff", "decks/nets", cwd=shelf)
    assert (code, out) == (0, "")
    assert re.sub("[0-9a-f]{12}:", "COMMIT:", err) == (
        f"{FIRST} (COMMIT:decks/nets) → decks/nets: no difference{SAME}. But 1 note was built otherwise since, so who "
        "has that package gets it back as released; if nobody has, delete the package and build again.\n"
    )
    (shelf / "build" / "nets.apkg").unlink()
    draft = "  - {id: half, type: true-false, question: Not yet?, answer: true, draft: true}\n"
    course({"decks/nets/1.yaml": old["decks/nets/1.yaml"] + draft}, name="shelf")
    assert mkdeck("diff", "decks/nets", cwd=shelf).err.endswith(f"no difference{SAME}, nor does 1 draft.\n")


@pytest.mark.parametrize("file", ["1.yaml", "course.yaml"])
def test_a_later_build_is_not_taken_for_the_release(file: str, shelf: Path, mkdeck: Run) -> None:
    """Not even where its notes are those of the release, and only a description or the style differs."""
    path = shelf / "decks/nets" / file
    earlier = {"SOURCE_DATE_EPOCH": "1700000000"}  # a release needs a time after the last one's
    assert mkdeck("release", "decks/nets", "--no-rehearsal", cwd=shelf, env=earlier).code == 0
    assert mkdeck("diff", "decks/nets", cwd=shelf) == (
        0,
        "",
        f"{FIRST} (build/nets.apkg) → decks/nets: no difference{SAME}.\n",
    )
    (shelf / "decks/nets/own.css").write_text(".mkdeck { margin: 0 }\n")
    if file == "1.yaml":
        path.write_text(f"description: All of it.\n{path.read_text('utf-8')}", "utf-8")
    else:
        path.write_text(NETS.replace("}", ", style: own.css}"), "utf-8")
    changed = mkdeck("diff", "decks/nets", cwd=shelf)
    assert changed.code == 1
    assert mkdeck("build", "decks/nets", cwd=shelf).code == 0
    said = "neither as build/nets.apkg (a later build has taken its place) nor in git"
    done = mkdeck("diff", "decks/nets", cwd=shelf)
    assert (done.code, said in done.err) == (2, True)
    done = mkdeck("release", "decks/nets", "--dry-run", cwd=shelf)
    assert done.err == (
        "decks/nets: build/nets.apkg is a later build than the last release, and git does not have the release, so the "
        "notes name ids alone; commit mkdeck.lock after every release.\n"
    )
