"""Proves that cards tell in which edition they were corrected, and that no note of a student is touched for it."""

import sqlite3
import subprocess
import zipfile
from pathlib import Path
from shutil import copy, rmtree

import pytest

from conftest import Outcome, Run, Write
from mkdeck.apkg.read import read_package
from mkdeck.compiler import compile_course
from mkdeck.importers.draft import Document
from mkdeck.importers.formats import apkg as apkg_format
from mkdeck.ledger.text import parse_ledger
from mkdeck.notetypes import languages
from mkdeck.rehearsal.student import Student

FIRST, WEEK = 1_700_000_000, 7 * 86_400
SETTINGS = "course: Honey\nid: honey\n"
DECK = """\
    deck: Bees
    questions:
      - {id: keeps, type: true-false, question: Honey keeps., answer: true, source: A book}
      - {id: comb, type: short-answer, question: What is wax for?, answer: Combs}
      - {id: gap, type: cloze, question: "Bees {{c1::dance}}."}
    """
SECOND = DECK.replace("Honey keeps.", "Honey keeps for years.").replace("{{c1::dance}}", "{{c1::dance and hum}}")
KEEPS = 'A book<span class="edition">Corrected in edition 2 (2023-11-21)</span>'
NOTHING = "course: nothing to release; students have everything since release 2.\n"
ALONE = '<span class="edition alone">Corrected in edition 2 (2023-11-21)</span>'


class Desk:
    """A course, and releases of it a week apart."""

    def __init__(self, mkdeck: Run, write: Write, home: Path) -> None:
        self.mkdeck, self.write, self.home, self.time = mkdeck, write, home, FIRST - WEEK

    def run(self, *args: str) -> Outcome:
        return self.mkdeck(*args, cwd=self.home, env={"SOURCE_DATE_EPOCH": str(self.time)})

    def release(self, deck: str, settings: str = SETTINGS, *args: str) -> Path:
        self.write({"course.yaml": settings, "1.yaml": deck})
        self.time += WEEK
        done = self.run("release", "course", "--no-rehearsal", *args)
        assert done.code == 0, done.err
        number = len(parse_ledger((self.home / "course" / "mkdeck.lock").read_text()).releases)
        return Path(copy(self.package, self.home / f"{number}.apkg"))

    def build(self) -> Path:
        self.time += WEEK
        assert self.run("build", "course").code == 0
        return self.package

    @property
    def package(self) -> Path:
        return self.home / "build" / "honey.apkg"


@pytest.fixture
def desk(mkdeck: Run, course: Write, tmp_path: Path) -> Desk:
    return Desk(mkdeck, course, tmp_path)


def read_sources(package: Path) -> dict[str, tuple[str, int]]:
    """Return the field `Source` and the time of each note, by its id, as they stand in the package."""
    with zipfile.ZipFile(package) as archive:
        content = archive.read("collection.anki2")
    database = sqlite3.connect(":memory:")
    database.deserialize(content)
    rows = [(fields.split("\x1f"), time) for fields, time in database.execute("select flds, mod from notes")]
    return {fields[9]: (fields[6], time) for fields, time in rows}


def test_only_what_was_corrected_says_so(desk: Desk) -> None:
    assert {text for text, _ in read_sources(desk.release(DECK)).values()} == {"A book", ""}
    new = "  - {id: new, type: true-false, question: Bees sleep., answer: true}\n    "
    second = read_sources(desk.release(SECOND + new))
    assert second == {
        "keeps": (KEEPS, FIRST + WEEK),
        "comb": ("", FIRST),
        "gap": (ALONE, FIRST + WEEK),
        "new": ("", FIRST + WEEK),
    }
    third = read_sources(desk.release(SECOND.replace("and hum", "or hum") + new))
    assert third["gap"] == ('<span class="edition alone">Corrected in edition 3 (2023-11-28)</span>', FIRST + 2 * WEEK)
    assert {key: third[key] for key in ("keeps", "comb", "new")} == {
        key: second[key] for key in ("keeps", "comb", "new")
    }


def test_a_build_of_what_was_released_has_its_very_bytes(desk: Desk) -> None:
    desk.release(DECK)
    released = desk.release(SECOND).read_bytes()
    assert desk.build().read_bytes() == released
    rmtree(desk.home / "build")
    assert desk.build().read_bytes() == released
    assert desk.run("build", "--frozen", "course").code == 0
    assert (
        desk.run("release", "course").out == "course: nothing to release; students have everything since release 2.\n"
    )
    assert desk.run("diff").code == 0 or desk.run("diff", "build/honey.apkg", "course").code == 0


def test_a_student_keeps_own_edits_wherever_only_the_line_is_another(desk: Desk, student: Student) -> None:
    first, second = desk.release(DECK), desk.release(SECOND)
    student.take(first)
    (comb,) = student.collection.find_notes("Id:comb")
    (keeps,) = student.collection.find_notes("Id:keeps")
    note = student.collection.get_note(comb)
    note["Explanation"] = "My own words"
    student.collection.update_note(note)
    student.take(second)
    assert student.collection.get_note(comb)["Explanation"] == "My own words"
    assert student.collection.get_note(keeps)["Source"] == KEEPS
    note = student.collection.get_note(keeps)
    note["Explanation"] = "Mine, too"
    student.collection.update_note(note)
    off = desk.release(SECOND.replace("What is wax for?", "What is wax good for?"), SETTINGS + "editions: false\n")
    assert read_sources(off) == {
        "keeps": ("A book", FIRST + WEEK),
        "comb": ("", FIRST + 2 * WEEK),
        "gap": ("", FIRST + WEEK),
    }
    student.take(off)
    assert student.collection.get_note(keeps)["Explanation"] == "Mine, too"


def test_switching_it_off_or_on_is_nothing_to_release(desk: Desk) -> None:
    desk.release(DECK)
    desk.release(SECOND)
    for settings in (SETTINGS + "editions: false\n", SETTINGS):
        desk.write({"course.yaml": settings})
        assert (
            desk.run("release", "course").out
            == "course: nothing to release; students have everything since release 2.\n"
        )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("source: A book", "source: Another book"),
        ("source: A book", "source: A book, tags: [wax]"),
        ("Honey keeps.", "'Honey  keeps.'"),
    ],
)
def test_another_tag_or_source_corrects_nothing(old: str, new: str, desk: Desk) -> None:
    desk.release(DECK)
    later = read_sources(desk.release(DECK.replace(old, new).replace("Combs", "For combs")))
    assert "edition" not in later["keeps"][0]
    assert later["comb"][0] == ALONE


def test_where_the_last_release_is_not_at_hand_all_that_changed_counts_as_corrected(desk: Desk) -> None:
    desk.release(DECK)
    rmtree(desk.home / "build")
    later = read_sources(desk.release(DECK.replace("source: A book", "source: A book, tags: [wax]")))
    assert later["keeps"][0] == KEEPS


@pytest.mark.parametrize("at_hand", [True, False])
def test_a_retired_question_and_one_that_is_asked_again_are_not_corrected(desk: Desk, *, at_hand: bool) -> None:
    desk.release(DECK)
    desk.release(DECK.replace("source: A book", "source: A book, retired: It is known."))
    if not at_hand:
        rmtree(desk.home / "build")
    assert {text for text, _ in read_sources(desk.release(DECK)).values()} == {"A book", ""}


def test_what_reads_a_package_does_not_see_the_line(desk: Desk, tmp_path: Path) -> None:
    desk.release(DECK)
    package = desk.release(SECOND)
    assert [note["Source"] for note in read_package(package).notes] == ["A book", "", ""]
    reading = apkg_format.read(Document("honey.apkg", package.read_bytes()))
    assert [draft.source for draft in reading.drafts] == ["A book", "", ""]
    (desk.home / "site").mkdir()
    assert desk.run("site", "course", "-o", "site").code == 0
    assert "Corrected in edition" not in (tmp_path / "site" / "bees.html").read_text()


def test_two_branches_number_it_as_the_joined_ledger_does(desk: Desk) -> None:
    def git(*args: str) -> None:
        who = ("-c", "user.name=Staff", "-c", "user.email=staff@example.org")
        subprocess.run(["git", *who, *args], cwd=desk.home, check=True, capture_output=True)

    (desk.home / ".gitattributes").write_text("mkdeck.lock merge=union\n*.yaml merge=union\n")
    git("init", "-q", "-b", "main")
    desk.release(DECK)
    git("add", "course", ".gitattributes")
    git("commit", "-q", "-m", "1")
    git("checkout", "-q", "-b", "other")
    desk.release(DECK.replace("Honey keeps.", "Honey keeps for years."))
    git("commit", "-q", "-a", "-m", "2, there")
    git("checkout", "-q", "main")
    desk.release(DECK.replace("{{c1::dance}}", "{{c1::dance and hum}}"))
    git("commit", "-q", "-a", "-m", "2, here")
    git("merge", "-q", "-X", "ours", "other")
    joined = parse_ledger((desk.home / "course" / "mkdeck.lock").read_text())
    assert [each.number for each in joined.releases] == [1, 2, 3]
    assert {note.id: note.corrected for note in joined.notes.values() if note.corrected} == {"keeps": 2, "gap": 3}


def test_every_language_has_the_line() -> None:
    for language, words in languages().items():
        assert words["corrected_in"].format(n=5, date="2026-10-14") != words["corrected_in"], language


def test_the_preview_shows_it(desk: Desk) -> None:
    desk.release(DECK)
    desk.release(SECOND)
    compiled = compile_course(desk.home / "course", FIRST + 3 * WEEK, with_drafts=True)
    assert [note["Source"] for note in compiled.package.notes] == [KEEPS, "", ALONE]
