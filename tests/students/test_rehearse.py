"""Proves that a rehearsal, played with the real Anki, names everything that the next package costs a student."""

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import Build, Outcome, Run, Write
from mkdeck.apkg.read import read_package
from mkdeck.identity import make_guid
from mkdeck.origin import write_install_command
from mkdeck.rehearsal.performance import perform
from mkdeck.rehearsal.verdict import Card, Own, judge

FIRST, LATER = 1_700_000_000, 1_700_100_000
SETTINGS = "{course: Numbers, id: numbers}"
QUESTIONS = {
    "odd": "type: true-false, question: One is odd., answer: true",
    "even": "type: true-false, question: Two is even., answer: true",
    "prime": "type: short-answer, question: Why is three prime?, answer: It has two divisors.",
    "sum": 'type: cloze, question: "{{c1::One}} and one is {{c2::two}}."',
    "dot": 'type: short-answer, question: "![](dot.png) What is this?", answer: A dot.',
    "root": "type: short-answer, question: What is the root of nine?, answer: Three.",
}
UNCHANGED = """\
notes new          0
notes updated      0
notes untouched    6
notes conflicting  0
notes twice        0
changes missed     0
schedules kept     7 of 7
edits kept         3 of 3
tags kept          3 of 3
cards orphaned     0
media missing      0

A student loses nothing.
"""
HELD_BACK = "note: where Anki's tag leech or a student touches the note first, the change needs Update notes: Always: "
OWN_FIELD = "note: where a student added a field or a template to the note type, the change needs Merge note types: "
FAILED = "\nA student loses or misses what they should not: see the errors above.\n"


def files(*, settings: str = SETTINGS, **changed: str | None) -> dict[str, str | bytes]:
    """Give the course's files, where some questions read otherwise, are new, or are left out (None)."""
    questions = {**QUESTIONS, **changed}
    lines = [f"- {{id: {name}, {said}}}\n" for name, said in questions.items() if said]
    return {"course.yaml": settings, "1.yaml": "questions:\n" + "".join(lines), "dot.png": b"a dot"}


def doctor(package: Path, *, sql: str = "", leave_out: str = "", media: str = "") -> Path:
    """Write a package beside another, with its database or its media list changed, or without one of its parts."""
    target, database = package.with_name("doctored.apkg"), package.with_name("database")
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            content = source.read(name)
            if name == "collection.anki2":
                database.write_bytes(content)
                connection = sqlite3.connect(database)
                connection.executescript(sql)
                connection.close()
                content = database.read_bytes()
            if name == "media" and media:
                content = media.encode()
            if name != leave_out:
                made.writestr(name, content)
    return target


@pytest.fixture
def old(course: Write, build: Build) -> Path:
    """Give the package that the student has studied; its course is in the folder `course`."""
    return build(course(files()), FIRST)


@pytest.fixture
def next_one(course: Write, build: Build) -> Callable[..., Path]:
    """Build the next package, `next_one(time=LATER, settings=..., id="type: ..." or None)`; gives its path."""

    def make(time: int = LATER, settings: str = SETTINGS, **changed: str | None) -> Path:
        return build(course(files(settings=settings, **changed)), time)

    return make


def test_nothing_changed_at_the_same_time(old: Path, next_one: Callable[..., Path], mkdeck: Run) -> None:
    assert mkdeck("rehearse", old, next_one(FIRST)) == Outcome(0, UNCHANGED, "")


def test_a_new_time_for_all_notes_costs_the_edits_of_unchanged_ones(
    old: Path, next_one: Callable[..., Path], mkdeck: Run
) -> None:
    new = next_one(prime="type: short-answer, question: Why is five prime?, answer: It has two divisors.")
    assert mkdeck("rehearse", old, new) == Outcome(
        1,
        """\
notes new          0
notes updated      6 (5 with nothing new)
notes untouched    0
notes conflicting  0
notes twice        0
changes missed     0
schedules kept     7 of 7
edits kept         0 of 3
tags kept          0 of 3
cards orphaned     0
media missing      0

error: the student's edit is lost, though nothing changed in the question: odd, dot
warning: the student's edit is lost, as the question changed: prime
error: the student's tag is lost, though nothing changed in the question: even, sum, root
"""
        + (HELD_BACK + "prime\n" + OWN_FIELD + "prime\n" + FAILED),
        "",
    )


def test_orphaned_retired_and_added_cards(old: Path, next_one: Callable[..., Path], mkdeck: Run) -> None:
    new = next_one(
        odd=QUESTIONS["odd"] + ", card: cloze",
        even=QUESTIONS["even"] + ", retired: Too easy.",
        prime=QUESTIONS["prime"] + ", hint: Count.",
        sum=QUESTIONS["sum"].replace("{{c2::two}}", "two"),
        dot=None,
        root=QUESTIONS["root"] + ", tags: [roots]",
        added="type: true-false, question: Ten is even., answer: true",
    )
    assert mkdeck("rehearse", old, new) == Outcome(
        0,
        """\
notes new          2
notes updated      4
notes untouched    0
notes conflicting  0
notes twice        0
changes missed     0
schedules kept     7 of 7
edits kept         2 of 3
tags kept          0 of 3
cards orphaned     3
media missing      0

warning: the student's edit is lost, as the question changed: prime
warning: the student's tag is lost, as the question changed: even, sum, root
warning: the card stays, though its question is gone: dot (card 1)
warning: the card stays beside the new one, as its question became a cloze or ceased to be one: odd (card 1)
warning: the card stays, though no gap has its number: sum (card 2)
"""
        + (HELD_BACK + "even, prime, sum, root\n" + OWN_FIELD + "even, prime, sum, root\n")
        + """\
note: the question is retired; Anki's Empty Cards offers to delete its cards: even

A student loses nothing else.
""",
        "",
    )


def test_a_change_that_is_not_newer_is_missed(old: Path, next_one: Callable[..., Path], mkdeck: Run) -> None:
    new = next_one(FIRST, odd=QUESTIONS["odd"].replace("One", "Seven"), sum=None)
    missed = "error: the question changed, but Anki does not take the change, as it is not newer: odd\n"
    gone = "warning: the card stays, though its question is gone: sum (card 1), sum (card 2)\n"
    done = mkdeck("rehearse", old, new)
    assert (done.code, done.out.split("\n\n", 1)[1]) == (1, missed + gone + FAILED)


def test_another_course_id_gives_every_question_twice(old: Path, next_one: Callable[..., Path], mkdeck: Run) -> None:
    done = mkdeck("rehearse", old, next_one(settings="{course: Numbers, id: other}"))
    cards = "odd (card 1), even (card 1), prime (card 1), sum (card 1), sum (card 2), dot (card 1), root (card 1)"
    assert (done.code, done.out.split("\n\n", 1)[1]) == (
        1,
        "error: the student has the question twice: odd, even, prime, sum, dot, root\n"
        f"warning: the card stays beside the new one, as its course has another id: {cards}\n" + FAILED,
    )


def test_a_note_type_with_another_field_conflicts(old: Path, next_one: Callable[..., Path], mkdeck: Run) -> None:
    new = doctor(next_one(), sql="UPDATE col SET models = replace(models, '602214076113', '602214076999')")
    conflict = "error: the note conflicts with the student's, which keeps the old text for ever: "
    done = mkdeck("rehearse", old, new)
    assert (done.code, done.out.split("\n\n", 1)[1]) == (
        1,
        f"{conflict}odd, even, prime, sum, dot, root\n{FAILED}",
    )


def test_a_missing_file_is_named(old: Path, mkdeck: Run) -> None:
    bare = doctor(old, leave_out="0", media="{}")
    counted = UNCHANGED.replace("media missing      0", "media missing      1")
    warning = "warning: the file is missing: dot-8ac7e3ea320f.png\n\nA student loses nothing else."
    assert mkdeck("rehearse", bare, bare) == Outcome(0, counted.replace("A student loses nothing.", warning), "")


def test_json_says_it_all(old: Path, next_one: Callable[..., Path], mkdeck: Run) -> None:
    new = next_one(
        odd=None, sum=QUESTIONS["sum"].replace("{{c2::two}}", "two"), even=QUESTIONS["even"] + ", retired: Too easy."
    )
    done = mkdeck("rehearse", old, new, "--format", "json")
    assert (done.code, done.err) == (1, "")
    assert json.loads(done.out) == {
        "packages": {"old": old.as_posix(), "new": new.as_posix()},
        "ok": False,
        "new": [],
        "updated": ["even", "prime", "sum", "dot", "root"],
        "rewritten": ["prime", "dot", "root"],
        "untouched": [],
        "conflicting": [],
        "missed": [],
        "doubled": [],
        "held_back": ["even", "sum"],
        "refused": ["even", "sum"],
        "stuck": [],
        "retired": ["even"],
        "schedules": 7,
        "schedules_lost": [],
        "edits": {"kept": ["odd"], "lost_on_changed": [], "lost_on_unchanged": ["prime", "dot"]},
        "tags": {"kept": [], "lost_on_changed": ["even", "sum"], "lost_on_unchanged": ["root"]},
        "orphans": [
            {"card": {"id": "odd", "number": 1}, "reason": "gone"},
            {"card": {"id": "sum", "number": 2}, "reason": "gap"},
        ],
        "media_missing": [],
    }


def test_a_released_course_costs_only_what_staff_changed(course: Write, mkdeck: Run) -> None:
    here = course(files(), "decks/numbers").parents[1]
    assert mkdeck("release", cwd=here, env={"SOURCE_DATE_EPOCH": str(FIRST)}).code == 0
    course(files(odd=QUESTIONS["odd"].replace("One", "Seven")), "decks/numbers")
    done = mkdeck("rehearse", "build/numbers.apkg", cwd=here, env={"SOURCE_DATE_EPOCH": str(LATER)})
    assert done == Outcome(
        0,
        """\
notes new          0
notes updated      1
notes untouched    5
notes conflicting  0
notes twice        0
changes missed     0
schedules kept     7 of 7
edits kept         2 of 3
tags kept          3 of 3
cards orphaned     0
media missing      0

warning: the student's edit is lost, as the question changed: odd
"""
        + (HELD_BACK + "odd\n" + OWN_FIELD + "odd\n\nA student loses nothing else.\n"),
        "",
    )


def test_the_course_is_found_among_those_here(old: Path, course: Write, mkdeck: Run) -> None:
    here = course(files(settings="{course: Others, id: others}"), "decks/others").parents[1]
    at_first = {"SOURCE_DATE_EPOCH": str(FIRST)}
    assert mkdeck("rehearse", old, cwd=here) == Outcome(
        2,
        "",
        f"mkdeck: {old} was made of none of the courses here (decks/others); name the one to compile, or a package.\n",
    )
    course(files(), "decks/numbers")
    assert mkdeck("rehearse", old, cwd=here, env=at_first) == Outcome(0, UNCHANGED, "")
    assert mkdeck("rehearse", old, "decks", cwd=here, env=at_first) == Outcome(0, UNCHANGED, "")
    done = mkdeck("rehearse", old, "decks/others", cwd=here, env=at_first)
    assert (done.code, done.out.splitlines()[0]) == (1, "notes new          6")


@pytest.mark.parametrize("place", ["build", "elsewhere"])
def test_a_course_is_compiled_as_it_would_be_built_there(place: str, course: Write, mkdeck: Run) -> None:
    here = course({"1.yaml": "{deck: D, questions: [{id: q1, type: short-answer, question: a, answer: b}]}"}).parent
    assert mkdeck("build", "course", "-o", place, cwd=here, env={"SOURCE_DATE_EPOCH": "1700000000"}).code == 0
    done = mkdeck("rehearse", next((here / place).glob("*.apkg")), "course", cwd=here)
    assert "notes updated      0\n" in done.out
    assert (done.code, done.err) == (0, "")


def test_a_course_with_errors_is_not_rehearsed(old: Path, course: Write, mkdeck: Run) -> None:
    folder = course(files(odd="type: true-false, question: One is odd."))
    assert mkdeck("rehearse", old, "1.yaml", cwd=folder) == Outcome(
        1,
        "",
        "1.yaml:2:3: error: odd: `answer` is missing [schema]\n.: not rehearsed, 1 error.\n",
    )


def test_a_schedule_that_changed_is_named(old: Path) -> None:
    package = read_package(old)
    performance = perform(package, old, package, old, lambda _done, _all: None)
    after = performance.after
    schedules = dict(after.schedules)
    answered, gone = (make_guid("numbers", "sum", "cloze"), 1), (make_guid("numbers", "dot", "standard"), 0)
    schedules[answered] = schedules[answered]._replace(reps=9)
    del schedules[gone]
    found = judge(package, package, replace(performance, after=replace(after, schedules=schedules)))
    assert (found.ok, found.schedules, found.schedules_lost) == (False, 7, (Card("sum", 2), Card("dot", 1)))
    assert found.edits == Own(kept=("odd", "prime", "dot"))


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "can't be read: No such file or directory"), (b"text", "is no package that mkdeck made")],
)
def test_what_is_no_package_is_refused(
    content: bytes | None, message: str, old: Path, tmp_path: Path, mkdeck: Run
) -> None:
    path = tmp_path / "deck.apkg"
    if content:
        path.write_bytes(content)
    refused = Outcome(2, "", f"mkdeck: {path} {message}.\n")
    assert mkdeck("rehearse", path, old) == refused
    assert mkdeck("rehearse", old, path) == refused


def test_foreign_and_broken_packages_are_refused(old: Path, mkdeck: Run) -> None:
    foreign = doctor(old, sql="""UPDATE col SET models = replace(models, '"Question"', '"Front"')""")
    assert mkdeck("rehearse", old, foreign) == Outcome(2, "", f"mkdeck: {foreign} is no package that mkdeck made.\n")
    broken = doctor(old, leave_out="0")
    assert mkdeck("rehearse", broken, old) == Outcome(
        2, "", f"mkdeck: Anki refuses {broken}: 0 missing from archive.\n"
    )


def test_without_anki_it_says_how_to_get_it(old: Path, mkdeck: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "anki", None)
    expected = f"mkdeck: a rehearsal needs the real Anki: {write_install_command('rehearse')}\n"
    assert mkdeck("rehearse", old, old) == Outcome(2, "", expected)


def test_a_process_of_its_own_prints_the_report_alone_and_leaves_nothing_behind(old: Path, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    env = {**os.environ, "TMPDIR": str(scratch)}
    command: list[str | Path] = [sys.executable, "-m", "mkdeck", "rehearse", old, old]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=True)
    assert (done.stdout, done.stderr) == (UNCHANGED, "")
    assert list(scratch.iterdir()) == []


def test_no_other_command_imports_anki() -> None:
    code = """
import sys, pkgutil, mkdeck.cli
for module in pkgutil.iter_modules(mkdeck.cli.__path__, "mkdeck.cli."):
    __import__(module.name)
print(sorted(name for name in sys.modules if name.split(".")[0] == "anki"))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")


@pytest.mark.parametrize("guid", ["", "alike"])
def test_notes_that_cannot_be_told_apart_are_not_rehearsed(
    guid: str, course: Write, mkdeck: Run, tmp_path: Path
) -> None:
    one, two = "{id: one, type: true-false, question: Q, answer: true}", "{id: two, type: cloze, question: '{{c1::R}}'}"
    course({"course.yaml": "{course: C, id: c}", "1.yaml": f"questions: [{one}, {two}]"})
    assert mkdeck("build", "course", "-o", ".", cwd=tmp_path).code == 0
    with zipfile.ZipFile(tmp_path / "c.apkg") as archive, sqlite3.connect(":memory:") as database:
        database.deserialize(archive.read("collection.anki2"))
        database.execute("UPDATE notes SET guid = ?", (guid,))
        database.commit()
        with zipfile.ZipFile(tmp_path / "old.apkg", "w") as changed:
            changed.writestr("collection.anki2", database.serialize())
            changed.writestr("media", "{}")
    database.close()
    done = mkdeck("rehearse", "old.apkg", "c.apkg", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "mkdeck: old.apkg can't be rehearsed: notes of it have no guid, or one that another has too, so no student has "
        "each.\n"
    )
