"""Proves what `mkdeck release` says and writes, and that package and ledger are always both old or both new."""

import fcntl
import os
import re
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

import pytest

from apart import Apart, kill_at, run_apart, wait_at
from conftest import Outcome
from mkdeck.apkg.read import read_package
from mkdeck.ledger.clock import show_time
from mkdeck.ledger.text import parse_ledger
from mkdeck.rehearsal.states import Taken
from mkdeck.rehearsal.student import Student

FIRST, LATER, LATEST = 1_700_000_000, 1_700_600_000, 1_701_200_000

SETTINGS = "course: Demo\nid: demo\n"
HEAD = "deck: First\nquestions:\n"
ONE = "- {id: one, type: true-false, question: One is odd., answer: true}\n"
TWO = "- {id: two, type: short-answer, question: What is the least even prime?, answer: Two.}\n"
GAP = "- {id: gap, type: cloze, question: 'One, {{c1::two}}, {{c2::three}}.'}\n"
NEW = "- {id: new, type: short-answer, question: Which number is round?, answer: Zero.}\n"
FILES = {"course.yaml": SETTINGS, "1.yaml": HEAD + ONE + TWO + GAP}
CHANGED = {"1.yaml": HEAD + ONE + TWO.replace("Two.", "It is two.") + GAP + NEW}

Write = Callable[..., Path]
Run = Callable[..., Outcome]
Look = dict[str, tuple[bytes, int]]


@pytest.fixture
def release(mkdeck: Run, tmp_path: Path) -> Run:
    """Run `mkdeck release course -o out --no-rehearsal` with more arguments, `release(time, *args)`."""

    def run(time: int, *args: str) -> Outcome:
        command = ("release", "course", "-o", "out", "--no-rehearsal", *args)
        return mkdeck(*command, cwd=tmp_path, env={"SOURCE_DATE_EPOCH": str(time)})

    return run


@pytest.fixture
def released(course: Write, release: Run) -> Path:
    """Give the folder of a course that was released once."""
    folder = course(FILES)
    assert release(FIRST).code == 0
    return folder


def look(folder: Path) -> Look:
    """Give content and time of last change of everything in a folder, and of the folder itself."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes() if path.is_file() else b"", path.stat().st_mtime_ns)
        for path in [folder, *folder.rglob("*")]
    }


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mask(text: str) -> str:
    """Leave out what any change of the cards' look changes: sizes, and the digests of note types and releases.

    A ledger's tabs are shown as spaces.
    """
    text = re.sub(r"\(\d+ kB\)", "(? kB)", text).replace("\t", " ")
    return re.sub(r"(?m)^((?:release|notetype) \w+ \S+ )[0-9a-f]{20}$", r"\1?", text)


def pair(home: Path) -> tuple[bytes, bytes]:
    return (home / "out/demo.apkg").read_bytes(), (home / "course/mkdeck.lock").read_bytes()


# What is said and written.

FIRST_LEDGER = """\
# What was released to students. `mkdeck release` writes this file; commit it with the course.
format 1
course demo
release 1 2023-11-14T22:13:20Z ?
notetype cloze 2023-11-14T22:13:20Z ?
notetype standard 2023-11-14T22:13:20Z ?
note gap cloze 2023-11-14T22:13:20Z 2b89975962328df16af3 1 - 1:2cc742,2:f240c6 - --de----051e4c25 Demo::First
note one standard 2023-11-14T22:13:20Z bc464e83a3443ff4ae00 1 - - - 06970d----dd--52 Demo::First
note two standard 2023-11-14T22:13:20Z 904429cea99c54a348f3 1 - - - ----6a0adc494c52 Demo::First
end
"""
SECOND_LEDGER = """\
# What was released to students. `mkdeck release` writes this file; commit it with the course.
format 1
course demo
release 1 2023-11-14T22:13:20Z ?
release 2 2023-11-21T20:53:20Z ?
notetype cloze 2023-11-14T22:13:20Z ?
notetype standard 2023-11-14T22:13:20Z ?
note gap cloze 2023-11-14T22:13:20Z 2b89975962328df16af3 1 - 1:2cc742,2:f240c6 - --de----051e4c25 Demo::First
note new standard 2023-11-21T20:53:20Z 578728a0733ed5e81fde 2 - - - ca--32--e5----b1 Demo::First
note one standard 2023-11-14T22:13:20Z bc464e83a3443ff4ae00 1 - - - 06970d----dd--52 Demo::First
note two standard 2023-11-21T20:53:20Z 106a9afe688f3a21fbd8 1 - - - ----6a--dc494cd1 Demo::First
end
"""
FIRST_NOTES = """\
# Demo, release 1

2023-11-14

The first release: 3 questions in 1 deck.
"""
SECOND_NOTES = """\
# Demo, release 2

2023-11-21

## What students will notice

- Students get 1 new question.
- 1 question changes and keeps its schedule. What students changed or tagged themselves there is replaced.

## Added

- `new` (Demo::First): Which number is round?

## Changed

- `two` (Demo::First)
  - Answer: ~~Two.~~ **It is two.**

## If a change does not arrive

Anki ignores the change of a question that you edited or tagged after this release and before the import; its own tag
*leech* counts, too. To get it, import the deck again with *Update notes: Always*. That replaces your own edits and tags
in this whole course; schedules, flags and suspended cards stay. Then set the option back to *If newer*: Anki keeps it.
"""


def test_the_first_release(course: Write, release: Run, tmp_path: Path) -> None:
    course(FILES)
    done = release(FIRST)
    assert Outcome(done.code, mask(done.out), done.err) == Outcome(
        0,
        FIRST_NOTES + "\nout/demo.apkg: Demo, 3 notes, 4 cards, 1 deck (? kB)\n"
        "Release 1 is written down in course/mkdeck.lock: commit it. Notes: out/demo-release-1.md\n",
        "",
    )
    assert mask((tmp_path / "course/mkdeck.lock").read_text()) == FIRST_LEDGER
    assert (tmp_path / "out/demo-release-1.md").read_text() == FIRST_NOTES
    assert names(tmp_path / "out") == ["demo-release-1.md", "demo.apkg"]
    assert names(tmp_path / "course") == ["1.yaml", "course.yaml", "mkdeck.lock"]


@pytest.mark.usefixtures("released")
def test_nothing_to_release(release: Run, tmp_path: Path) -> None:
    before = look(tmp_path)
    assert release(LATER) == Outcome(0, "course: nothing to release; students have everything since release 1.\n", "")
    assert look(tmp_path) == before


def test_a_changed_and_an_added_question(course: Write, released: Path, mkdeck: Run, tmp_path: Path) -> None:
    course(CHANGED)
    done = mkdeck("release", "course", "-o", "out", cwd=tmp_path, env={"SOURCE_DATE_EPOCH": str(LATER)})
    assert Outcome(done.code, mask(done.out), done.err) == Outcome(
        0,
        "Rehearsed with the real Anki: 4 schedules kept.\n\n" + SECOND_NOTES + "\n"
        "out/demo.apkg: Demo, 4 notes, 5 cards, 1 deck (? kB)\n"
        "Release 2 is written down in course/mkdeck.lock: commit it. Notes: out/demo-release-2.md\n",
        "",
    )
    assert mask((released / "mkdeck.lock").read_text()) == SECOND_LEDGER
    assert (tmp_path / "out/demo-release-2.md").read_text() == SECOND_NOTES
    assert names(tmp_path / "out") == ["demo-release-1.md", "demo-release-2.md", "demo.apkg"]


def test_a_dry_run_writes_nothing(course: Write, release: Run, tmp_path: Path) -> None:
    course(FILES)
    before = look(tmp_path)
    assert release(FIRST, "--dry-run") == Outcome(0, FIRST_NOTES, "")
    assert look(tmp_path) == before

    release(FIRST)
    course(CHANGED)
    before = look(tmp_path)
    assert release(LATER, "--dry-run") == Outcome(0, SECOND_NOTES, "")
    assert look(tmp_path) == before


def test_forget(course: Write, released: Path, release: Run, tmp_path: Path) -> None:
    course({"1.yaml": HEAD + ONE + GAP})
    before = look(tmp_path)
    assert release(LATER, "--forget", "two", "--dry-run").code == 0
    assert look(tmp_path) == before

    done = release(LATER, "--forget", "two")
    assert (done.code, done.err) == (0, "")
    first = "release 1 2023-11-14T22:13:20Z ?\n"
    gone = FIRST_LEDGER.replace("904429cea99c54a348f3 1 -", "904429cea99c54a348f3 1 1")
    gone = gone.replace(first, first + "release 2 2023-11-21T20:53:20Z ?\n")
    assert mask((released / "mkdeck.lock").read_text()) == gone
    assert release(LATEST).out == "course: nothing to release; students have everything since release 2.\n"


@pytest.mark.parametrize("name", ["one", "nobody"])
@pytest.mark.usefixtures("released")
def test_only_what_is_gone_can_be_forgotten(name: str, release: Run, tmp_path: Path) -> None:
    before = look(tmp_path)
    assert release(LATER, "--forget", name) == Outcome(
        2, "", f"mkdeck: '{name}' can't be forgotten: it is not a released question that is gone.\n"
    )
    assert look(tmp_path) == before


def test_forgetting_needs_one_course(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    course(FILES, name="decks/demo")
    course({**FILES, "course.yaml": "{course: Other, id: other}"}, name="decks/other")
    done = mkdeck("release", "decks", "--forget", "two", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("Error: --forget needs the path of the one course that it is about.\n")


def test_a_question_without_an_id_is_not_released(course: Write, release: Run, mkdeck: Run, tmp_path: Path) -> None:
    course({"course.yaml": SETTINGS, "1.yaml": HEAD + ONE.replace("id: one, ", "") + TWO})
    done = release(FIRST)
    assert done == Outcome(
        1,
        "",
        "course/1.yaml:3:3: error: one-is-odd: this question has no `id`; run `mkdeck stamp`, so that students keep"
        " their schedule when its text changes [missing-id]\ncourse: not released, 1 error.\n",
    )
    assert names(tmp_path) == ["course"]
    assert mkdeck("stamp", "course", cwd=tmp_path).code == 0
    assert release(FIRST).code == 0


@pytest.mark.parametrize("time", [FIRST, FIRST - 1, LATER - 1, LATER])
@pytest.mark.usefixtures("released")
def test_a_clock_that_is_behind(time: int, course: Write, release: Run, tmp_path: Path) -> None:
    course(CHANGED)
    assert release(LATER).code == 0
    course(FILES)
    before = look(tmp_path)
    assert release(time, "--forget", "new") == Outcome(
        2,
        "",
        f"mkdeck: the clock says {show_time(time)}, but what students have is of {show_time(LATER)}, so Anki would not"
        " see what is new. Where the clock is wrong now, set it (or SOURCE_DATE_EPOCH) right, and release again; where"
        " it was wrong at release 2, `--clock-was-ahead` releases with a later time than that.\n",
    )
    assert look(tmp_path) == before
    assert release(LATER + 1, "--forget", "new").code == 0


@pytest.mark.usefixtures("released")
def test_a_renamed_id(course: Write, release: Run, tmp_path: Path) -> None:
    renamed = TWO.replace("id: two", "id: least-prime").replace("What is", "Which is")
    course({"1.yaml": HEAD + ONE + renamed + GAP + NEW})
    before = look(tmp_path)
    assert release(LATER) == Outcome(
        1,
        "",
        "course/1.yaml:4:8: error: least-prime: this looks like 'two', which was released and is gone; put its old id"
        " back [released]\ncourse: not released, 1 error.\n",
    )
    assert look(tmp_path) == before


@pytest.mark.usefixtures("released")
def test_an_id_that_is_gone_beside_another_text(course: Write, release: Run) -> None:
    course({"1.yaml": HEAD + ONE + GAP + NEW})
    assert release(LATER) == Outcome(
        1,
        "",
        "course/mkdeck.lock:9:6: error: 'two' was released and is gone; put it back with `retired: why`, or release"
        " with `--forget two` [released]\ncourse: not released, 1 error.\n",
    )


@pytest.mark.usefixtures("released")
def test_another_course_id(course: Write, release: Run, tmp_path: Path) -> None:
    course({"course.yaml": "course: Demo\nid: another\n"})
    before = look(tmp_path)
    assert release(LATER) == Outcome(
        1,
        "",
        "course/course.yaml:2:5: error: the course was released with the id 'demo'; under another id students get every"
        " question a second time, so put that one back; if no student has any"
        " release, delete course/mkdeck.lock instead [released]\ncourse: not released, 1 error.\n",
    )
    assert look(tmp_path) == before


@pytest.mark.parametrize("broken", ["{id: two, type: short-answer, question: What is 2?}", "{id: two, question: a: b}"])
@pytest.mark.usefixtures("released")
def test_a_question_that_cannot_be_read_is_not_gone(broken: str, course: Write, release: Run) -> None:
    course({"1.yaml": HEAD + ONE + GAP + f"- {broken}\n"})
    done = release(LATER)
    assert (done.code, "is gone" in done.err) == (1, False)


# The ledger at fault.

FAULTS: dict[str, tuple[Callable[[str], str], str]] = {
    "a merge conflict": (
        lambda text: text.replace("note\tone", "<<<<<<< HEAD\nnote\tone"),
        "8:1: error: the ledger has a merge conflict; `mkdeck release --merge` joins both sides",
    ),
    "a lost end": (
        lambda text: text.replace("end\n", ""),
        "9:1: error: the ledger ends too early; restore the file from git",
    ),
    "half a line": (
        lambda text: text[: text.index("note\ttwo") + 30],
        "9:1: error: this line of the ledger is damaged; restore the file from git",
    ),
    "nothing": (lambda _: "", "1:1: error: the ledger ends too early; restore the file from git"),
    "a newer format": (
        lambda text: text.replace("format\t1", "format\t2"),
        "2:1: error: the ledger is of format 2, made by a newer mkdeck; update mkdeck",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_ledger_at_fault_is_named_and_kept(
    fault: str, course: Write, released: Path, release: Run, mkdeck: Run, tmp_path: Path
) -> None:
    damage, message = FAULTS[fault]
    ledger = released / "mkdeck.lock"
    ledger.write_text(damage(ledger.read_text()))
    course(CHANGED)
    before = look(tmp_path)
    line = f"course/mkdeck.lock:{message} [ledger]\n"
    assert release(LATER) == Outcome(1, "", line + "course: not released, 1 error.\n")
    assert mkdeck("build", "course", "-o", "out", cwd=tmp_path) == Outcome(
        1, "", line + "course: not built, 1 error.\n"
    )
    assert mkdeck("check", "course", cwd=tmp_path) == Outcome(1, line, "4 questions checked: 1 error.\n")
    assert look(tmp_path) == before


def test_a_ledger_in_another_encoding_is_named_and_kept(released: Path, release: Run, tmp_path: Path) -> None:
    (released / "mkdeck.lock").write_bytes(b"\xff\xfe" + (released / "mkdeck.lock").read_bytes())
    before = look(tmp_path)
    done = release(LATER)
    assert (done.code, done.out, done.err.count("error:")) == (1, "", 1)
    assert done.err.startswith("course/mkdeck.lock:1:1: error: ")
    assert look(tmp_path) == before


# Building beside it.


def test_build_never_writes_into_the_course(course: Write, released: Path, mkdeck: Run, tmp_path: Path) -> None:
    for files in (FILES, CHANGED):
        course(files)
        before = look(released)
        for command in (("build",), ("build", "--frozen"), ("check",)):
            output = () if command == ("check",) else ("-o", "../drafts")
            assert mkdeck(*command, ".", *output, cwd=released).code in {0, 1}
        assert look(released) == before
    assert names(tmp_path) == ["course", "drafts", "out"]


def test_frozen(course: Write, release: Run, mkdeck: Run, tmp_path: Path) -> None:
    def build() -> tuple[int, str]:
        done = mkdeck("build", "course", "-o", "drafts", "--frozen", cwd=tmp_path)
        return done.code, done.err

    unreleased = (1, "course: not built, there is something unreleased; run `mkdeck release`.\n")
    course(FILES)
    assert build() == unreleased
    assert not (tmp_path / "drafts").exists()
    release(FIRST)
    assert build() == (0, "")
    assert build() == (0, "")
    for files in (
        CHANGED,
        {"1.yaml": HEAD + TWO + ONE + GAP},
        {"1.yaml": "description: New.\n" + HEAD + ONE + TWO + GAP},
        {"1.yaml": HEAD + ONE + TWO},
        {"course.yaml": SETTINGS + "language: de\n"},
    ):
        course(FILES)
        assert build() == (0, "")
        course(files)
        code, err = build()
        assert (code, err.splitlines(keepends=True)[-1]) == unreleased


@pytest.mark.parametrize("styles", [("cloze", "basic"), ("basic", "cloze")])
def test_a_retired_question_that_changes_its_card_is_released_once(
    styles: tuple[str, str], course: Write, release: Run, mkdeck: Run, tmp_path: Path
) -> None:
    first, second = (ONE.replace("}", f", card: {style}}}") for style in styles)
    asked, retired, restyled = first, *(each.replace("}", ", retired: Too easy.}") for each in (first, second))
    for time, question in ((FIRST, asked), (LATER, retired), (LATEST, restyled)):
        course({"course.yaml": SETTINGS, "1.yaml": HEAD + question + TWO})
        assert release(time).code == 0
    released = (tmp_path / "out/demo.apkg").read_bytes()
    assert mkdeck("build", "course", "-o", "drafts", "--frozen", cwd=tmp_path).code == 0
    assert (tmp_path / "drafts/demo.apkg").read_bytes() == released


def test_a_question_that_is_retired_a_second_time_says_when(course: Write, release: Run, tmp_path: Path) -> None:
    retired = ", retired: Too easy."
    for time, more in (
        (FIRST, ""),
        (LATER, retired),
        (LATER + 1, retired + ", card: cloze"),
        (LATER + 2, ", card: cloze"),
        (LATEST, retired + ", card: cloze"),
    ):
        course({"course.yaml": SETTINGS, "1.yaml": HEAD + ONE.replace("}", more + "}") + TWO})
        assert release(time).code == 0
    notes = read_package(tmp_path / "out/demo.apkg").notes
    assert ["2023-11-28: Too easy." in note.fields for note in notes if note.id == "one"] == [True]


# Several courses.


def test_a_shelf(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    course(FILES, name="decks/demo")
    other = {"course.yaml": "{course: Other, id: other}", "1.yaml": HEAD + NEW}
    course(other, name="decks/other")
    broken = {"course.yaml": "{course: Broken, id: broken}", "1.yaml": HEAD + ONE.replace("id: one, ", "")}
    course(broken, name="decks/broken")
    done = mkdeck("release", "decks", "-o", "out", cwd=tmp_path, env={"SOURCE_DATE_EPOCH": str(FIRST)})
    assert done.code == 1
    assert done.err.splitlines()[-1] == "decks/broken: not released, 1 error."
    assert names(tmp_path / "out") == ["demo-release-1.md", "demo.apkg", "other-release-1.md", "other.apkg"]
    assert names(tmp_path / "decks/demo") == ["1.yaml", "course.yaml", "mkdeck.lock"]
    assert names(tmp_path / "decks/other") == ["1.yaml", "course.yaml", "mkdeck.lock"]
    assert names(tmp_path / "decks/broken") == ["1.yaml", "course.yaml"]

    course(CHANGED, name="decks/demo")
    rmtree(tmp_path / "decks/broken")
    done = mkdeck("release", "decks", "-o", "out", "--no-rehearsal", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-1] == ("decks/other: nothing to release; students have everything since release 1.")
    numbers = [
        parse_ledger((tmp_path / f"decks/{name}/mkdeck.lock").read_text()).latest.number for name in ("demo", "other")
    ]
    assert numbers == [2, 1]


def test_two_courses_of_one_id_are_not_both_released(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    course(FILES, name="decks/demo")
    course({**FILES, "1.yaml": HEAD + NEW}, name="decks/twin")
    done = mkdeck("release", "decks", "-o", "out", cwd=tmp_path, env={"SOURCE_DATE_EPOCH": str(FIRST)})
    assert (done.code, names(tmp_path / "decks/twin")) == (1, ["1.yaml", "course.yaml"])
    assert done.err == (
        "decks/twin/course.yaml:2:5: error: the id 'demo' is that of decks/demo, too; give the newer of the two "
        "courses another [duplicate-id]\ndecks/twin: not released, 1 error.\n"
    )


def test_loose_files_have_their_ledgers_beside_them(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    course({"honey.yaml": "questions:\n" + ONE, "milk.yaml": "questions:\n" + TWO}, name="loose")
    for name in ("honey", "milk"):
        done = mkdeck("release", f"loose/{name}.yaml", "-o", "out", cwd=tmp_path)
        assert (done.code, done.err) == (0, "")
        assert done.out.splitlines()[-1] == (
            f"Release 1 is written down in loose/{name}.mkdeck.lock: commit it. Notes: out/{name}-release-1.md"
        )
    assert names(tmp_path / "loose") == ["honey.mkdeck.lock", "honey.yaml", "milk.mkdeck.lock", "milk.yaml"]
    done = mkdeck("build", "loose/honey.yaml", "loose/milk.yaml", "-o", "drafts", "--frozen", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    for name in ("honey", "milk"):
        assert (tmp_path / f"drafts/{name}.apkg").read_bytes() == (tmp_path / f"out/{name}.apkg").read_bytes()


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
    release: Run,
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
    assert re.fullmatch(r"mkdeck: out/\S+ can't be (released|written): No space left on device\..*\n", done.err)
    assert {path: content for path, (content, _) in look(tmp_path).items()} == before
    assert release(LATER).code == 0


def test_a_release_whose_notes_cannot_be_written_changes_nothing(course: Write, release: Run, tmp_path: Path) -> None:
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
    course: Write, released: Path, release: Run, mkdeck: Run, tmp_path: Path
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
        assert names(released) == ["1.yaml", "course.yaml", "mkdeck.lock"]
        assert names(tmp_path / "out") == ["demo-release-1.md", "demo-release-2.md", "demo.apkg"]
    assert killed.returncode == 0
    assert list(dict.fromkeys(outcomes)) == ["old", "staged", "new"]


def test_what_a_killed_run_left_is_not_taken_for_a_release_that_was_made_elsewhere(
    course: Write, released: Path, release: Run, mkdeck: Run, tmp_path: Path
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
    released: Path, course: Write, release: Run, tmp_path: Path
) -> None:
    course(CHANGED)
    before = look(tmp_path)
    with (released / "course.yaml").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert release(LATER) == Outcome(2, "", BUSY)
    assert look(tmp_path) == before
    assert release(LATER).code == 0


def test_of_two_releases_at_once_one_wins(released: Path, course: Write, release: Run, tmp_path: Path) -> None:
    course(CHANGED)
    first = Apart(tmp_path, *RELEASE, first=wait_at("pathlib.Path.replace"), env={"SOURCE_DATE_EPOCH": str(LATER)})
    first.wait()
    assert release(LATER) == Outcome(2, "", BUSY)
    done = first.finish()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(SECOND_NOTES)
    assert release(LATEST).out == "course: nothing to release; students have everything since release 2.\n"
    assert names(released) == ["1.yaml", "course.yaml", "mkdeck.lock"]
    assert names(tmp_path / "out") == ["demo-release-1.md", "demo-release-2.md", "demo.apkg"]


@pytest.mark.usefixtures("released")
def test_of_two_releases_in_one_second_the_second_is_refused(course: Write, release: Run, tmp_path: Path) -> None:
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
    course: Write, release: Run, tmp_path: Path, student: Student
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
