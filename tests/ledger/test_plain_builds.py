"""Proves that plain builds, never released, cost a student nothing: what did not change keeps its time, row by row."""

from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

import pytest

from ledger.drafts import Drafts
from mkdeck import compile as compile_package
from mkdeck.apkg.read import read_package
from mkdeck.rehearsal.states import CardKey, Taken
from students.rows import read_rows
from students.term import (
    ALL,
    FIRST,
    HEAD,
    NOTES,
    ODD,
    ONE,
    PRIME,
    ROOT,
    SECOND,
    SETTINGS,
    SUM,
    WEEK,
    ZERO,
    guid,
    replace,
)

NO_BUILD = "  draft, never released: no earlier build is here, so every note counts as new\n"
NO_CHANGE = "  draft, never released: no note has changed since the last build\n"


@dataclass(frozen=True)
class Row:
    """What staff write, what becomes of the package's notes, which notes change, and which cards come."""

    files: dict[str, str]
    taken: Taken
    changed: frozenset[str] = frozenset()
    new: tuple[tuple[CardKey, str], ...] = ()


FIRST_FILE = HEAD + ODD + PRIME + ZERO + ONE + SUM + ROOT
ALL_BUT_ROOT = HEAD + ODD + PRIME + ZERO + ONE + SUM
RETIRED = replace(ROOT, "answer: Three.", "answer: Three.\n  retired: Too easy.")
AS_TYPE = "- {id: prime, type: short-answer, question: What is prime?, answer: Five.}\n"
AS_GAP = replace(ODD, "type: multiple-choice", "type: multiple-choice\n  card: cloze")
TWO = "- {id: two, type: short-answer, question: What is two?, answer: Even.}\n"
FIRST_DECK, RENAMED = "Numbers::1 First", "Numbers::1 Primes"
ROWS = {
    "nothing": Row({}, Taken(duplicate=NOTES)),
    "a text, a choice, the right answer, a tag": Row(
        {
            "1.yaml": HEAD
            + replace(ODD, "Two", "Eight")
            + PRIME
            + ZERO
            + replace(ONE, "answer: false", "answer: true")
            + SUM
            + ROOT,
            "2.yaml": replace(SECOND, "answer: 4.\n", "answer: 4.\n  tags: [squares]\n"),
        },
        Taken(updated=3, duplicate=NOTES - 3),
        frozenset({guid("odd"), guid("one"), guid("many-2")}),
    ),
    "the type, between multiple choice, true/false and short answer": Row(
        {"1.yaml": replace(FIRST_FILE, PRIME, AS_TYPE)},
        Taken(updated=1, duplicate=NOTES - 1),
        frozenset({guid("prime")}),
    ),
    "the order of questions": Row({"1.yaml": HEAD + ROOT + SUM + ONE + ZERO + PRIME + ODD}, Taken(duplicate=NOTES)),
    "the file that a question stands in, with the deck's name as before": Row(
        {"1.yaml": ALL_BUT_ROOT, "3.yaml": "deck: 1 First\nquestions:\n" + ROOT}, Taken(duplicate=NOTES)
    ),
    "a new question, a new gap": Row(
        {"1.yaml": replace(FIRST_FILE, "is {{c2::two}}", "is {{c2::two}}, {{c3::surely}}") + TWO},
        Taken(new=1, updated=1, duplicate=NOTES - 1),
        frozenset({guid("sum", gap=True)}),
        (((guid("two"), 0), FIRST_DECK), ((guid("sum", gap=True), 2), FIRST_DECK)),
    ),
    "a deck's name, or the deck of a question": Row(
        {"1.yaml": replace(FIRST_FILE, "deck: 1 First", "deck: 1 Primes") + TWO},
        Taken(new=1, duplicate=NOTES),
        new=(((guid("two"), 0), RENAMED),),
    ),
    "the course's name": Row(
        {"course.yaml": replace(SETTINGS, "course: Numbers", "course: N")},
        Taken(duplicate=NOTES),
        frozenset(ALL),  # the name of their note types, and nothing else
    ),
    "`card: basic` to `cloze`, or back": Row(
        {"1.yaml": replace(FIRST_FILE, ODD, AS_GAP)},
        Taken(new=1, duplicate=NOTES - 1),
        new=(((guid("odd", gap=True), 0), FIRST_DECK),),
    ),
    "a gap's number": Row(
        {"1.yaml": replace(FIRST_FILE, "{{c2::two}}", "{{c3::two}}")},
        Taken(updated=1, duplicate=NOTES - 1),
        frozenset({guid("sum", gap=True)}),
        (((guid("sum", gap=True), 2), FIRST_DECK),),
    ),
    "a question is deleted": Row({"1.yaml": ALL_BUT_ROOT}, Taken(duplicate=NOTES - 1)),
    "a question is retired": Row(
        {"1.yaml": ALL_BUT_ROOT + RETIRED}, Taken(updated=1, duplicate=NOTES - 1), frozenset({guid("root")})
    ),
    "a question's `id`": Row(
        {"1.yaml": replace(FIRST_FILE, "id: root", "id: square-root")},
        Taken(new=1, duplicate=NOTES - 1),
        new=(((guid("square-root"), 0), FIRST_DECK),),
    ),
    "the course's language, or a newer mkdeck": Row(
        {"course.yaml": replace(SETTINGS, "id: numbers", "id: numbers, language: de")},
        Taken(updated=2, duplicate=NOTES - 2),
        frozenset({guid("one"), guid("zero", gap=True)}),
    ),
    "`report`": Row(
        {"course.yaml": replace(SETTINGS, "id: numbers", "id: numbers, report: 'https://a.example/{id}'")},
        Taken(duplicate=NOTES),
    ),
    "the `tags` of the course or a deck, a deck's `source`": Row(
        {"course.yaml": replace(SETTINGS, "[all]", "[every]")}, Taken(updated=NOTES), frozenset(ALL)
    ),
    "questions' ids, swapped or numbered anew": Row(
        {
            "1.yaml": HEAD
            + replace(ODD, "id: odd", "id: prime")
            + replace(PRIME, "id: prime", "id: odd")
            + ZERO
            + ONE
            + SUM
            + ROOT
        },
        Taken(updated=2, duplicate=NOTES - 2),
        frozenset({guid("odd"), guid("prime")}),
    ),
    "a deck's description": Row(
        {"1.yaml": replace(FIRST_FILE, "To begin with.", "It begins.")}, Taken(duplicate=NOTES)
    ),
}
TOUCHED = "a text, where Anki tagged the note *leech*, or a student edited or tagged it, between release and import"
"""What students do, not staff: the same for builds and releases."""
OF_MEDIA, ASKED_AGAIN, COURSE_ID = (
    "a picture, a sound, a video",
    "a retired question is asked again",
    "the course's `id`",
)


@pytest.mark.parametrize("name", ROWS)
def test_a_row_of_the_table_holds_for_plain_builds(name: str, drafts: Drafts) -> None:
    row = ROWS[name]
    drafts.edit("root", "prime", "many-0")
    drafts.write(row.files)
    assert drafts.release() == ""
    assert drafts.student.take(drafts.package) == row.taken
    drafts.assert_kept(besides=row.changed, new=dict(row.new))
    edited = {guid(each) for each in ("root", "prime", "many-0")} - (row.changed if row.taken.updated else set())
    own = {note for note, state in drafts.student.notes().items() if state.fields[4] == "My own hint."}
    assert own == edited
    before = drafts.package.read_bytes()
    drafts.remember()
    assert drafts.release() == ""  # and once more, which is nothing new
    assert drafts.package.read_bytes() == before
    assert drafts.said == NO_CHANGE.strip()
    assert drafts.student.take(drafts.package).updated == 0
    drafts.assert_kept()


def test_a_row_about_media_and_one_about_asking_again(drafts: Drafts) -> None:
    asked = "- {id: dot, type: short-answer, question: '![](dot.png)', answer: A dot.}\n"
    drafts.write(
        {"3.yaml": f"deck: 3 Third\nquestions:\n{asked}", "dot.png": "\x89PNG a dot", "1.yaml": ALL_BUT_ROOT + RETIRED}
    )
    assert drafts.release() == ""
    assert drafts.student.take(drafts.package) == Taken(new=1, updated=1, duplicate=NOTES - 1)
    drafts.remember()
    drafts.edit("prime", "many-0")
    drafts.write({"dot.png": "\x89PNG a blacker dot", "1.yaml": FIRST_FILE})
    assert drafts.release() == ""
    assert drafts.student.take(drafts.package) == Taken(updated=2, duplicate=NOTES - 1)
    drafts.assert_kept(besides={guid("dot"), guid("root")})


def test_another_course_id_makes_another_course(drafts: Drafts) -> None:
    drafts.write({"course.yaml": replace(SETTINGS, "id: numbers", "id: figures")})
    assert drafts.release() == ""
    assert drafts.said == NO_BUILD.strip()
    assert read_package(drafts.home / "build/figures.apkg").times != read_package(drafts.package).times


def test_every_row_is_played() -> None:
    assert {*ROWS, OF_MEDIA, ASKED_AGAIN, COURSE_ID, TOUCHED} == set(read_rows())


def test_a_second_within_the_second_arrives(drafts: Drafts) -> None:
    """Staff build, look, mend and build again at once; a student may have taken either."""
    for i, text in enumerate(("Which is odd?", "Which one is odd?", "Which of these is odd?")):
        drafts.weeks = 0
        drafts.write({"1.yaml": replace(FIRST_FILE, "Which number is odd?", text)})
        assert drafts.release() == ""
        assert drafts.student.take(drafts.package) == Taken(updated=1, duplicate=NOTES - 1), i
        assert drafts.front("odd")[0] == text


def test_a_clock_that_was_set_back(drafts: Drafts) -> None:
    drafts.write({"1.yaml": replace(FIRST_FILE, "Which number is odd?", "Which is odd?")})
    drafts.weeks = -4
    assert drafts.release() == ""
    assert drafts.student.take(drafts.package) == Taken(updated=1, duplicate=NOTES - 1)


def test_what_a_build_says_of_itself(drafts: Drafts) -> None:
    assert drafts.run("build", "course").out.endswith(NO_CHANGE)
    drafts.write({"1.yaml": replace(FIRST_FILE, "Which number is odd?", "Which is odd?") + TWO})
    assert drafts.release() == ""
    assert drafts.said == "draft, never released: 2 of 13 notes new or changed since the last build"
    assert drafts.run("site", "course", "--draft").out.splitlines()[1:] == ["  Numbers: " + NO_CHANGE.strip()]
    rmtree(drafts.home / "build")
    drafts.weeks += 1
    assert drafts.run("build", "course").out.endswith(NO_BUILD)
    assert drafts.run("build", "course", "-o", "other").out.endswith(NO_BUILD)
    fixed = drafts.mkdeck("build", "course", "-o", "fixed", cwd=drafts.home, env={"SOURCE_DATE_EPOCH": str(FIRST)})
    assert fixed.out.endswith("\n  draft, never released: every note has the time that SOURCE_DATE_EPOCH says\n")

    assert drafts.run("release", "course", "--no-rehearsal").code == 0
    assert drafts.run("build", "course").out.endswith("\n  release 1\n")
    drafts.write({"1.yaml": replace(FIRST_FILE, "Which number is odd?", "Which is odd?") + TWO + "\n"})
    assert drafts.run("build", "course").out.endswith("\n  release 1\n")
    drafts.write({"1.yaml": FIRST_FILE, "2.yaml": SECOND})
    drafts.clock.now += WEEK
    assert drafts.run("build", "course").out.endswith("\n  differs from release 1 in 2 notes\n")
    assert drafts.run("site", "course", "--draft").out.splitlines()[1:] == [
        "  Numbers: differs from release 1 in 2 notes"
    ]
    drafts.write({"1.yaml": replace(FIRST_FILE, "To begin with.", "It begins.") + TWO})
    rmtree(drafts.home / "build")
    drafts.write(
        {"1.yaml": replace(replace(FIRST_FILE, "To begin with.", "It begins."), "number is odd", "is odd") + TWO}
    )
    assert drafts.run("build", "course").out.endswith(
        "\n  differs from release 1 in no note, but in the look, the order, a deck's description, or as it joins "
        "several releases\n"
    )


def test_the_first_release_after_drafts_costs_nothing(drafts: Drafts) -> None:
    drafts.edit("root", "prime", "many-0")
    drafts.write({"1.yaml": replace(FIRST_FILE, "Which number is odd?", "Which is odd?")})
    drafts.weeks += 1
    drafts.clock.now = FIRST + drafts.weeks * WEEK
    assert drafts.run("release", "course", "--no-rehearsal").code == 0
    assert drafts.student.take(drafts.package) == Taken(updated=1, duplicate=NOTES - 1)
    drafts.assert_kept(besides={guid("odd")})


def test_the_ledger_goes_before_what_stands_there(drafts: Drafts) -> None:
    """An old build that was put back does not keep a text from those who took a later release."""
    assert drafts.run("release", "course", "--no-rehearsal").code == 0
    old = drafts.package.read_bytes()
    drafts.clock.now += WEEK
    drafts.write({"1.yaml": replace(FIRST_FILE, "Which number is odd?", "Which is odd?")})
    assert drafts.run("release", "course", "--no-rehearsal").code == 0
    assert drafts.student.take(drafts.package) == Taken(updated=1, duplicate=NOTES - 1)
    drafts.package.write_bytes(old)
    drafts.clock.now += WEEK
    drafts.write({"1.yaml": FIRST_FILE})
    assert drafts.run("build", "course").out.endswith("\n  differs from release 2 in 1 note\n")
    assert drafts.student.take(drafts.package) == Taken(updated=1, duplicate=NOTES - 1)
    assert drafts.front("odd")[0] == "Which number is odd?"


def test_a_draft_that_is_taken_back_arrives(drafts: Drafts) -> None:
    """Who took the draft gets the released text again, with the next build and the next release."""
    draft = replace(FIRST_FILE, "Which number is odd?", "Which is odd?").replace(ROOT, RETIRED)
    taken_back = Taken(updated=2, duplicate=NOTES - 2)
    for way in ("build", "release"):
        drafts.write({"1.yaml": FIRST_FILE})
        drafts.clock.now += WEEK
        assert drafts.run("release", "course", "--no-rehearsal").code == 0
        drafts.student.take(drafts.package)
        drafts.clock.now += WEEK
        drafts.write({"1.yaml": draft})
        assert drafts.run("build", "course").code == 0
        assert drafts.student.take(drafts.package) == Taken(updated=2, duplicate=NOTES - 2)
        drafts.clock.now += WEEK
        drafts.write({"1.yaml": FIRST_FILE})
        options = ("--no-rehearsal",) if way == "release" else ()
        assert drafts.run(way, "course", *options).code == 0
        assert drafts.student.take(drafts.package) == taken_back
        assert drafts.front("odd")[0] == "Which number is odd?"
        assert drafts.front("root")[0] == "What is the root of nine?"
    assert drafts.run("build", "course").out.endswith("\n  release 3\n")


def test_what_was_only_tried_out_is_said_to_be_and_is_nothing_unreleased(drafts: Drafts) -> None:
    assert drafts.run("release", "course", "--no-rehearsal").code == 0
    released = drafts.package.read_bytes()
    assert drafts.run("site", "course").code == 0
    for text in (replace(FIRST_FILE, "Which number is odd?", "Which is odd?"), FIRST_FILE):
        drafts.clock.now += WEEK
        drafts.write({"1.yaml": text})
        done = drafts.run("build", "course")
    why = (
        "1 note was built otherwise since, so who has that package gets it back as released; if nobody has, delete the "
        "package and build again"
    )
    assert done.out.endswith(f"\n  release 1, and {why}\n")
    frozen = drafts.run("build", "--frozen", "course")
    assert (frozen.code, frozen.err) == (0, "")
    assert compile_package(drafts.home / "course", drafts.package.parent).state == "released"
    site = drafts.run("site", "course")
    assert site.out.endswith(f"\n  Numbers: release 1, and {why}\n")
    drafts.clock.now += WEEK
    dry = drafts.run("release", "course", "--dry-run")
    assert dry.err == f"course: it reads as release 1, but {why}.\n"
    drafts.package.unlink()
    assert drafts.run("build", "course").out.endswith("\n  release 1\n")
    assert drafts.package.read_bytes() == released
    assert drafts.run("release", "course", "--dry-run").out.startswith("course: nothing to release")


def test_a_draft_that_is_taken_back_arrives_at_who_missed_a_build(drafts: Drafts) -> None:
    assert drafts.run("release", "course", "--no-rehearsal").code == 0
    texts = (replace(FIRST_FILE, "Which number is odd?", "Which is odd?"), FIRST_FILE, FIRST_FILE + TWO)
    for i, text in enumerate(texts):
        drafts.clock.now += WEEK
        drafts.write({"1.yaml": text})
        assert drafts.run("build", "course").code == 0
        if i == 0:
            drafts.student.take(drafts.package)
    assert drafts.student.take(drafts.package) == Taken(new=1, updated=1, duplicate=NOTES - 1)
    assert drafts.front("odd")[0] == "Which number is odd?"
    drafts.clock.now += WEEK
    assert drafts.run("release", "course", "--no-rehearsal").code == 0
    assert drafts.student.take(drafts.package).updated == 2
    assert drafts.run("build", "course").out.endswith("\n  release 2\n")


def test_a_build_without_the_ledger_makes_nothing_new_once_it_is_there(drafts: Drafts) -> None:
    """A colleague built before they pulled the first release; their next build and release cost nobody an edit."""
    assert drafts.run("release", "course", "--no-rehearsal").code == 0
    ledger, released = drafts.home / "course/mkdeck.lock", drafts.package.read_bytes()
    drafts.student.take(drafts.package)
    kept = ledger.read_text()
    drafts.clock.now += WEEK
    ledger.unlink()
    drafts.package.unlink()
    assert drafts.run("build", "course").out.endswith(NO_BUILD)
    ledger.write_text(kept)
    assert drafts.run("build", "course").out.endswith("\n  release 1\n")
    assert drafts.package.read_bytes() == released
    drafts.edit("root", "prime")
    drafts.clock.now += WEEK
    drafts.write({"1.yaml": replace(FIRST_FILE, "Which number is odd?", "Which is odd?")})
    assert drafts.run("release", "course", "--no-rehearsal").code == 0
    assert drafts.student.take(drafts.package) == Taken(updated=1, duplicate=NOTES - 1)


def test_a_look_that_is_taken_back_arrives(drafts: Drafts) -> None:
    assert drafts.run("release", "course", "--no-rehearsal").code == 0
    plain = drafts.front("odd")
    for settings in (replace(SETTINGS, "id: numbers", "id: numbers, report: 'https://a.example/{id}'"), SETTINGS):
        drafts.clock.now += WEEK
        drafts.write({"course.yaml": settings})
        assert drafts.run("build", "course").code == 0
        assert drafts.student.take(drafts.package) == Taken(duplicate=NOTES)
    assert "a.example" not in drafts.student.render(guid("odd"))[1]
    assert drafts.front("odd") == plain


def test_a_draft_after_a_release_keeps_its_times_until_it_is_released(drafts: Drafts) -> None:
    assert drafts.run("release", "course", "--no-rehearsal").code == 0
    drafts.clock.now += WEEK
    drafts.write({"1.yaml": replace(FIRST_FILE, "Which number is odd?", "Which is odd?")})
    assert drafts.run("build", "course").code == 0
    drafted = read_package(drafts.package).times[guid("odd")]
    drafts.clock.now += WEEK
    drafts.write({"1.yaml": replace(FIRST_FILE, "Which number is odd?", "Which is odd?") + TWO})
    assert drafts.run("build", "course").code == 0
    times = read_package(drafts.package).times
    assert (times[guid("odd")], times[guid("two")]) == (drafted, drafts.clock.now)
    drafts.clock.now += WEEK
    assert drafts.run("release", "course", "--no-rehearsal").code == 0
    assert read_package(drafts.package).times[guid("odd")] == drafts.clock.now


@pytest.mark.parametrize("there", [b"", b"no package", None])
def test_whatever_stands_there_a_build_replaces_it(there: bytes | None, drafts: Drafts, tmp_path: Path) -> None:
    if there is None:
        other = "questions: [{id: odd, type: short-answer, question: Why?, answer: So.}]\n"
        (tmp_path / "bees.yaml").write_text(other)
        assert drafts.run("build", "bees.yaml", "-o", "bees").code == 0
        there = (tmp_path / "bees/bees.apkg").read_bytes()
    drafts.package.write_bytes(there)
    drafts.weeks += 1
    assert drafts.run("build", "course").out.endswith(NO_BUILD)
    assert len(read_package(drafts.package).notes) == NOTES


def test_a_site_takes_up_its_own_package_and_before_that_the_build(drafts: Drafts) -> None:
    for name, folder in (("public", "public"), ("shelf", "shelf/numbers")):
        if name == "shelf":
            drafts.write({"../other/course.yaml": "{course: O, id: o}", "../other/1.yaml": HEAD + ROOT})
        courses = ("course",) if name == "public" else ("course", "other")
        drafts.clock.now += WEEK
        assert drafts.run("site", *courses, "--draft", "-o", name).code == 0
        package = drafts.home / folder / "numbers.apkg"
        assert read_package(package).times == read_package(drafts.package).times
        drafts.clock.now += WEEK
        drafts.write({"1.yaml": replace(FIRST_FILE, "Which number is odd?", f"Which is odd, {name}?")})
        assert drafts.run("site", *courses, "--draft", "-o", name).code == 0
        times = read_package(package).times
        assert [each for each, time in times.items() if time == drafts.clock.now] == [guid("odd")]
        drafts.write({"1.yaml": FIRST_FILE})


def test_a_day_of_retirement_stays(drafts: Drafts) -> None:
    drafts.write({"1.yaml": ALL_BUT_ROOT + RETIRED})
    assert drafts.release() == ""
    (retired,) = (note.retired for note in read_package(drafts.package).notes if note.id == "root")
    drafts.write({"1.yaml": ALL_BUT_ROOT + replace(RETIRED, "Three.", "It is three.") + TWO})
    assert drafts.release() == ""
    assert [note.retired for note in read_package(drafts.package).notes if note.id == "root"] == [retired]
    drafts.weeks += 1
    drafts.clock.now = FIRST + drafts.weeks * WEEK
    assert drafts.run("release", "course", "--no-rehearsal").code == 0
    assert [note.retired for note in read_package(drafts.package).notes if note.id == "root"] == [retired]
    said = "\n  release 1\n  with 1 question that is retired, and asked no more\n"
    assert drafts.run("build", "course").out.endswith(said)


def test_a_draft_that_was_built_beside_the_site_is_taken_back_by_the_next_site(drafts: Drafts) -> None:
    """Who took the draft has the later text, and needs a later time to lose it again."""
    drafts.run("site", "course", "--draft")
    drafts.write({"1.yaml": replace(FIRST_FILE, "Which number is odd?", "Which is odd?")})
    assert drafts.release() == ""
    drafts.student.take(drafts.package)
    assert drafts.front("odd")[0] == "Which is odd?"
    drafts.write({"1.yaml": FIRST_FILE})
    drafts.clock.now += WEEK
    assert drafts.run("site", "course", "--draft").code == 0
    assert drafts.student.take(drafts.home / "public/numbers.apkg") == Taken(updated=1, duplicate=NOTES - 1)
    assert drafts.front("odd")[0] == "Which number is odd?"


def test_a_clock_behind_the_release_on_a_machine_without_a_build(drafts: Drafts) -> None:
    assert drafts.run("release", "course", "--no-rehearsal").code == 0
    rmtree(drafts.home / "build")
    drafts.write({"1.yaml": replace(FIRST_FILE, "Which number is odd?", "Which is odd?")})
    drafts.weeks = -20
    assert drafts.release() == ""
    assert drafts.student.take(drafts.package) == Taken(updated=1, duplicate=NOTES - 1)


@pytest.mark.parametrize("folder", ["build", "public"])
def test_the_first_release_finds_drafts_where_builds_and_sites_go(folder: str, drafts: Drafts) -> None:
    if folder == "public":
        assert drafts.run("site", "course", "--draft").code == 0
        rmtree(drafts.home / "build")
    drafts.edit("root", "prime", "many-0")
    drafts.clock.now += WEEK
    assert drafts.run("release", "course", "-o", "packages", "--no-rehearsal").code == 0
    assert drafts.student.take(drafts.home / "packages/numbers.apkg") == Taken(duplicate=NOTES)
    drafts.assert_kept()


def test_a_first_release_without_an_earlier_build_says_so(drafts: Drafts) -> None:
    rmtree(drafts.home / "build")
    assert drafts.run("release", "course", "--no-rehearsal").out.endswith(
        "\n  no earlier build is here, so every note counts as new\n"
        "Release 1 is written down in course/mkdeck.lock, and for students in course/CHANGES.md: commit both. "
        "Notes: build/numbers-release-1.md\n"
    )
