"""Proves what `mkdeck release` says and writes, and what it refuses."""

from collections.abc import Callable
from pathlib import Path
from shutil import rmtree

import pytest

from conftest import Outcome, Run, Write
from demo_course import (
    CHANGED,
    FILES,
    FIRST,
    FIRST_LEDGER,
    FIRST_NOTES,
    GAP,
    HEAD,
    LATER,
    LATEST,
    NEW,
    ONE,
    SECOND_LEDGER,
    SECOND_NOTES,
    SETTINGS,
    TWO,
    Release,
    look,
    mask,
    names,
)
from mkdeck.apkg.read import read_package
from mkdeck.ledger.clock import show_time
from mkdeck.ledger.text import parse_ledger


def test_the_first_release(course: Write, release: Release, tmp_path: Path) -> None:
    course(FILES)
    done = release(FIRST)
    assert Outcome(done.code, mask(done.out), done.err) == Outcome(
        0,
        FIRST_NOTES + "\nout/demo.apkg: Demo, 3 notes, 4 cards, 1 deck (? kB)\n"
        "Release 1 is written down in course/mkdeck.lock, and for students in course/CHANGES.md: commit both. "
        "Notes: out/demo-release-1.md\n",
        "",
    )
    assert mask((tmp_path / "course/mkdeck.lock").read_text()) == FIRST_LEDGER
    assert (tmp_path / "out/demo-release-1.md").read_text() == FIRST_NOTES
    assert names(tmp_path / "out") == ["demo-release-1.md", "demo.apkg"]
    assert names(tmp_path / "course") == ["1.yaml", "CHANGES.md", "course.yaml", "mkdeck.lock"]


@pytest.mark.usefixtures("released")
def test_nothing_to_release(release: Release, tmp_path: Path) -> None:
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
        "Release 2 is written down in course/mkdeck.lock, and for students in course/CHANGES.md: commit both. "
        "Notes: out/demo-release-2.md\n",
        "",
    )
    assert mask((released / "mkdeck.lock").read_text()) == SECOND_LEDGER
    assert (tmp_path / "out/demo-release-2.md").read_text() == SECOND_NOTES
    assert names(tmp_path / "out") == ["demo-release-1.md", "demo-release-2.md", "demo.apkg"]


def test_a_dry_run_writes_nothing(course: Write, release: Release, tmp_path: Path) -> None:
    course(FILES)
    before = look(tmp_path)
    first = "## Edition 1, 2023-11-14\n\nThe first edition · Questions: 3\n"
    assert release(FIRST, "--dry-run") == Outcome(0, f"{FIRST_NOTES}\ncourse/CHANGES.md would get:\n\n{first}", "")
    assert look(tmp_path) == before

    release(FIRST)
    course(CHANGED)
    before = look(tmp_path)
    told = release(LATER, "--dry-run")
    assert (told.code, told.out.partition("\ncourse/CHANGES.md would get:\n")[0], told.err) == (0, SECOND_NOTES, "")
    assert look(tmp_path) == before


def test_forget(course: Write, released: Path, release: Release, tmp_path: Path) -> None:
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
def test_only_what_is_gone_can_be_forgotten(name: str, release: Release, tmp_path: Path) -> None:
    before = look(tmp_path)
    why = {
        "one": "it is not a released question that is gone.",
        "nobody": "no question of course was released with this id.",
    }
    assert release(LATER, "--forget", name) == Outcome(2, "", f"mkdeck: '{name}' can't be forgotten: {why[name]}\n")
    assert look(tmp_path) == before


@pytest.mark.usefixtures("released")
def test_a_slip_in_an_id_to_forget_is_told_before_all_errors(course: Write, release: Release) -> None:
    course({"1.yaml": "questions: [{id: new, type: true-false, question: Is it new?, answer: perhaps}]"})
    done = release(LATER, "--forget", "two-")
    said = "mkdeck: 'two-' can't be forgotten: no question of course was released with this id; did you mean 'two'?\n"
    assert (done.code, done.err) == (2, said)


def test_forgetting_needs_one_course(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    course(FILES, name="decks/demo")
    course({**FILES, "course.yaml": "{course: Other, id: other}"}, name="decks/other")
    done = mkdeck("release", "decks", "--forget", "two", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("Error: --forget needs the path of the one course that it is about.\n")


def test_a_question_without_an_id_is_not_released(course: Write, release: Release, mkdeck: Run, tmp_path: Path) -> None:
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
def test_a_clock_that_is_behind(time: int, course: Write, release: Release, tmp_path: Path) -> None:
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
def test_a_renamed_id(course: Write, release: Release, tmp_path: Path) -> None:
    renamed = TWO.replace("id: two", "id: least-prime").replace("What is", "Which is")
    course({"1.yaml": HEAD + ONE + renamed + GAP + NEW})
    before = look(tmp_path)
    assert release(LATER) == Outcome(
        1,
        "",
        "course/1.yaml:4:8: error: least-prime: this looks like 'two', which was released and is gone; put its old id "
        "back, or, if it is another question, release with `--forget two` [released]\ncourse: not released, 1 error.\n",
    )
    assert look(tmp_path) == before


@pytest.mark.usefixtures("released")
def test_an_id_that_is_gone_beside_another_text(course: Write, release: Release) -> None:
    course({"1.yaml": HEAD + ONE + GAP + NEW})
    assert release(LATER) == Outcome(
        1,
        "",
        "course/mkdeck.lock:9:6: error: 'two' was released and is gone; put it back with `retired: why`, or release"
        " with `--forget two` [released]\ncourse: not released, 1 error.\n",
    )


@pytest.mark.usefixtures("released")
def test_another_course_id(course: Write, release: Release, tmp_path: Path) -> None:
    course({"course.yaml": "course: Demo\nid: another\n"})
    before = look(tmp_path)
    assert release(LATER) == Outcome(
        1,
        "",
        "course/course.yaml:2:5: error: the course was released with the id 'demo'; under another id students get every"
        " question a second time, so put that one back; if no student of this course has any"
        " release, as in a copy for others, delete course/mkdeck.lock and course/CHANGES.md instead [released]\n"
        "course: not released, 1 error.\n",
    )
    assert look(tmp_path) == before


@pytest.mark.parametrize("broken", ["{id: two, type: short-answer, question: What is 2?}", "{id: two, question: a: b}"])
@pytest.mark.usefixtures("released")
def test_a_question_that_cannot_be_read_is_not_gone(broken: str, course: Write, release: Release) -> None:
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
    fault: str, course: Write, released: Path, release: Release, mkdeck: Run, tmp_path: Path
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


def test_a_ledger_in_another_encoding_is_named_and_kept(released: Path, release: Release, tmp_path: Path) -> None:
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


def test_frozen(course: Write, release: Release, mkdeck: Run, tmp_path: Path) -> None:
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
    styles: tuple[str, str], course: Write, release: Release, mkdeck: Run, tmp_path: Path
) -> None:
    first, second = (ONE.replace("}", f", card: {style}}}") for style in styles)
    asked, retired, restyled = first, *(each.replace("}", ", retired: Too easy.}") for each in (first, second))
    for time, question in ((FIRST, asked), (LATER, retired), (LATEST, restyled)):
        course({"course.yaml": SETTINGS, "1.yaml": HEAD + question + TWO})
        assert release(time).code == 0
    released = (tmp_path / "out/demo.apkg").read_bytes()
    assert mkdeck("build", "course", "-o", "drafts", "--frozen", cwd=tmp_path).code == 0
    assert (tmp_path / "drafts/demo.apkg").read_bytes() == released


def test_a_question_that_is_retired_a_second_time_says_when(course: Write, release: Release, tmp_path: Path) -> None:
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
    assert names(tmp_path / "decks/demo") == ["1.yaml", "CHANGES.md", "course.yaml", "mkdeck.lock"]
    assert names(tmp_path / "decks/other") == ["1.yaml", "CHANGES.md", "course.yaml", "mkdeck.lock"]
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
            f"Release 1 is written down in loose/{name}.mkdeck.lock, and for students in loose/{name}.CHANGES.md: "
            f"commit both. Notes: out/{name}-release-1.md"
        )
    assert names(tmp_path / "loose") == [
        f"{name}.{end}" for name in ("honey", "milk") for end in ("CHANGES.md", "mkdeck.lock", "yaml")
    ]
    done = mkdeck("build", "loose/honey.yaml", "loose/milk.yaml", "-o", "drafts", "--frozen", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    for name in ("honey", "milk"):
        assert (tmp_path / f"drafts/{name}.apkg").read_bytes() == (tmp_path / f"out/{name}.apkg").read_bytes()
