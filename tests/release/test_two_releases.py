"""Proves that students and staff are told what is true after two branches released and were joined."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from browser import Browser
from conftest import Outcome, Run
from repository import Repository

START, HOUR = 1_700_000_000, 3_600
ATOM = "{http://www.w3.org/2005/Atom}"
TEXTS = {"one": "Bread", "two": "Bees", "three": "Mould", "four": "Yeast"}
EDITIONS = """\
# Kitchen

## Edition 4, 2023-11-15

Corrected: 2

- What is Honeybees?
- What is Fungi?

## Edition 3, 2023-11-15

Corrected: 1

- What is Honeybees?

## Edition 2, 2023-11-15

Corrected: 1

- What is Fungi?

## Edition 1, 2023-11-14

The first edition · Questions: 4
"""


class Pair(Repository):
    """Two people with a course in git, whose releases are an hour apart."""

    def __init__(self, home: Path, mkdeck: Run) -> None:
        super().__init__(home, "build/", "public/", ".*.json")
        self.mkdeck, self.time, self.texts = mkdeck, START, dict(TEXTS)
        (home / ".gitattributes").write_text("course/mkdeck.lock merge=union\n")

    def write(self, **texts: str) -> None:
        """Write each question into a file of its own, so that git joins texts by itself."""
        self.texts |= texts
        folder = self.home / "course"
        folder.mkdir(exist_ok=True)
        (folder / "course.yaml").write_text("{course: Kitchen, id: kitchen}\n")
        for name, text in self.texts.items():
            entry = f"{{id: {name}, type: short-answer, question: What is {text}?, answer: Food}}"
            (folder / f"{name}.yaml").write_text(f"deck: Kitchen\nquestions:\n  - {entry}\n")

    def run(self, *args: str) -> Outcome:
        return self.mkdeck(*args, cwd=self.home, env={"SOURCE_DATE_EPOCH": str(self.time)})

    def release(self, **texts: str) -> Outcome:
        self.write(**texts)
        self.time += HOUR
        done = self.run("release", "course", "--no-rehearsal")
        assert done.code == 0, done.err
        self.commit()
        return done

    def part(self) -> None:
        """Release 1, then release 2 on both branches, on one day; main is checked out."""
        self.release()
        self.git("checkout", "-q", "-b", "anna")
        self.time += 2 * HOUR
        self.release(three="Fungi")
        self.texts["three"] = "Mould"
        self.git("checkout", "-q", "main")
        self.release(two="Honeybees")
        self.texts["three"] = "Fungi"

    @property
    def changes(self) -> Path:
        return self.home / "course/CHANGES.md"


@pytest.fixture
def pair(tmp_path: Path, mkdeck: Run) -> Pair:
    return Pair(tmp_path / "staff", mkdeck)


def read_sections(text: str) -> list[str]:
    return re.findall(r"^#+ .*", text, re.MULTILINE)


def join(pair: Pair, way: str) -> None:
    """Merge the other branch, in one of the ways in which people do."""
    if way == "union":
        with (pair.home / ".gitattributes").open("a") as file:
            file.write("CHANGES.md merge=union\n")
        pair.commit()
        pair.git("merge", "-q", "anna")
    elif way == "conflict":
        pair.git("merge", "-q", "anna", code=1)
        assert "<<<<<<<" in pair.changes.read_text()
    elif way == "--merge":
        pair.git("merge", "-q", "anna", code=1)
        told = pair.run("release", "--merge", "course")
        assert (told.code, told.err) == (0, "")
        assert told.out.startswith("course/CHANGES.md: joined; look whether it reads well.\n")
        assert read_sections(pair.changes.read_text())[1:3] == ["## Edition 3, 2023-11-15", "## Edition 2, 2023-11-15"]
        pair.commit()
    elif way == "ours":
        pair.git("merge", "-q", "anna", code=1)
        pair.git("checkout", "--ours", "course/CHANGES.md")
        pair.commit()


@pytest.mark.parametrize("way", ["union", "conflict", "--merge", "ours"])
def test_the_joined_edition_tells_what_either_side_gets(way: str, pair: Pair) -> None:
    pair.part()
    join(pair, way)
    assert pair.run("build", "course").code == 0
    told = pair.run("diff", "course")
    assert told.code == 1
    assert re.findall(r"^release (\d) of 2023-11-15 \([0-9a-f]{12}:course\) → course$", told.out, re.MULTILINE) == [
        "2",
        "3",
    ]
    done = pair.release()
    assert done.err == ""
    assert "Nothing" not in done.out
    assert re.findall(r"^## .*", done.out, re.MULTILINE)[:2] == [
        "## Since release 2 of 2023-11-15",
        "## Since release 3 of 2023-11-15",
    ]
    assert pair.changes.read_text() == EDITIONS


def test_so_it_is_with_releases_in_the_other_order(pair: Pair) -> None:
    pair.part()
    pair.git("checkout", "-q", "anna")
    pair.git("merge", "-q", "main", code=1)
    pair.release()
    assert pair.changes.read_text() == EDITIONS


def test_what_staff_wrote_by_hand_stays(pair: Pair) -> None:
    pair.release()
    pair.git("checkout", "-q", "-b", "anna")
    pair.release(three="Fungi")
    pair.texts["three"] = "Mould"
    pair.changes.write_text(pair.changes.read_text().replace("- What is Fungi?", "- What is Fungi? (Thanks!)"))
    pair.commit()
    pair.git("checkout", "-q", "main")
    pair.release(two="Honeybees")
    text = pair.changes.read_text().replace("# Kitchen\n", "# Kitchen\n\nAsk us in room 5.\n")
    pair.changes.write_text(f"{text}\n## Before\n\nThere was a book.\n")
    pair.commit()
    pair.git("merge", "-q", "anna", code=1)
    pair.release(three="Fungi")
    text = pair.changes.read_text()
    assert text.startswith("# Kitchen\n\nAsk us in room 5.\n\n## Edition 4, ")
    assert text.endswith("\n\n## Before\n\nThere was a book.\n")
    assert "\n- What is Fungi? (Thanks!)\n" in text
    assert [each[11] for each in read_sections(text)[1:5]] == ["4", "3", "2", "1"]


def test_what_staff_wrote_after_the_branches_met_is_left_to_them(pair: Pair) -> None:
    pair.part()
    join(pair, "union")
    mixed = pair.changes.read_text().replace("- What is Fungi?", "- What fungi are.")
    pair.changes.write_text(mixed)
    done = pair.release()
    assert done.err == (
        "course/CHANGES.md: the editions of two branches stand in it otherwise than mkdeck.lock numbers them, and "
        "can't be told apart for sure; number their headings as there, and look whether each lists what is its own.\n"
    )
    text = pair.changes.read_text()
    assert [line for line in mixed.splitlines() if line not in text] == []
    assert read_sections(text)[1] == "## Edition 4, 2023-11-15"


def test_the_next_release_is_an_ordinary_one(pair: Pair) -> None:
    pair.part()
    join(pair, "conflict")
    pair.release()
    done = pair.release(one="Toast")
    assert "Since release" not in done.out
    text = pair.changes.read_text()
    assert text == EDITIONS.replace(
        "# Kitchen\n",
        "# Kitchen\n\n## Edition 5, 2023-11-15\n\nCorrected: 1\n\n- What is Toast?\n",
    )


def test_in_the_middle_of_a_merge_nothing_is_said_to_be_missing(pair: Pair) -> None:
    pair.part()
    pair.git("merge", "-q", "--no-commit", "anna", code=1)
    told = pair.run("diff", "course")
    assert (told.code, told.err, told.out.count(" → course\n")) == (1, "", 2)
    pair.time += HOUR
    done = pair.run("release", "course", "--dry-run")
    assert (done.code, done.err) == (0, "")


def test_the_page_of_editions_compares_each_with_the_one_before_on_its_branch(pair: Pair, chromium: Browser) -> None:
    pair.part()
    join(pair, "conflict")
    pair.release()
    assert pair.run("site", "course").code == 0
    page = pair.home / "public/editions.html"
    chromium.visit(page.as_uri(), page.parent.as_uri())
    shown = chromium.run(
        "Object.fromEntries([...document.querySelectorAll('section.edition')]"
        ".map(each => [each.id, each.innerText.replace(/\\n+/g, '\\n').split('\\n').slice(1).join('|')]))"
    )
    assert shown == {
        "edition-4": "This is the latest edition.|Since edition 2, 2023-11-15 · Since edition 3, 2023-11-15|"
        "Corrected: 2|What is Bees? Honeybees?|Kitchen|What is Mould? Fungi?|Kitchen",
        "edition-3": "Since edition 1, 2023-11-14|Corrected: 1|What is Bees? Honeybees?|Kitchen",
        "edition-2": "Corrected: 1|What is Mould? Fungi?|Kitchen",
        "edition-1": "The first edition",
    }
    feed = ET.fromstring((pair.home / "public/feed.xml").read_text())  # noqa: S314 - we wrote it
    entry = feed.findall(f"{ATOM}entry")[1]
    assert entry.findtext(f"{ATOM}content") == (
        "<p>Since edition 1, 2023-11-14</p><h2>Corrected: 1</h2><ul><li>What is Honeybees?</li></ul>"
    )


def test_after_a_revert_the_release_that_was_reverted_is_what_students_have(pair: Pair) -> None:
    pair.release()
    kept = "retired: Nobody knows."
    pair.write()
    deck = pair.home / "course/four.yaml"
    deck.write_text(deck.read_text().replace("answer: Food", f"answer: Food, {kept}"))
    pair.time += HOUR
    assert pair.run("release", "course", "--no-rehearsal").code == 0
    pair.commit()
    section = pair.changes.read_text().partition("## Edition 1")[0].removeprefix("# Kitchen\n\n")
    pair.git("revert", "--no-edit", "HEAD")
    assert pair.run("build", "course").code == 0
    assert pair.run("release", "--merge", "course").code == 0
    done = pair.release()
    assert done.err == ""
    assert pair.changes.read_text() == (
        "# Kitchen\n\n## Edition 3, 2023-11-15\n\nAsked again: 1\n\n- What is Yeast?\n\n"
        f"{section}## Edition 1, 2023-11-14\n\nThe first edition · Questions: 4\n"
    )


def revert_merge(pair: Pair) -> None:
    """Release in the middle of a merge, and revert that as a whole."""
    pair.part()
    join(pair, "conflict")
    pair.release()
    pair.git("revert", "--no-edit", "-m", "1", "HEAD")
    assert read_sections(pair.changes.read_text())[1:] == ["## Edition 2, 2023-11-15", "## Edition 1, 2023-11-14"]


def test_after_the_revert_of_a_merge_no_edition_of_either_branch_is_lost(pair: Pair) -> None:
    revert_merge(pair)
    joined = pair.run("release", "--merge", "course")
    assert (joined.code, joined.err) == (0, "")
    assert joined.out.startswith("course/CHANGES.md: brought back from git; look whether it reads well.\n")
    assert pair.changes.read_text() == EDITIONS


def test_what_staff_wrote_after_the_revert_of_a_merge_stays_and_the_gap_is_named(pair: Pair) -> None:
    revert_merge(pair)
    pair.changes.write_text(pair.changes.read_text() + "\nBy hand.\n")
    joined = pair.run("release", "--merge", "course")
    assert joined.code == 0
    assert joined.err == (
        "course/CHANGES.md: the editions of two branches stand in it otherwise than mkdeck.lock numbers them, and "
        "can't be told apart for sure; number their headings as there, and look whether each lists what is its own.\n"
    )
    assert "By hand." in pair.changes.read_text()


def test_a_heading_that_staff_wrote_anew_stays_the_only_one(pair: Pair) -> None:
    pair.release()
    pair.release(two="Honeybees")
    mine = pair.changes.read_text().replace("## Edition 2, 2023-11-15", "## News for the exam")
    assert "News" in mine
    pair.changes.write_text(mine)
    pair.release(three="Fungi")
    text = pair.changes.read_text()
    assert read_sections(text)[1:] == [
        "## Edition 3, 2023-11-15",
        "## News for the exam",
        "## Edition 1, 2023-11-14",
    ]
    assert pair.run("release", "--merge", "course").code == 0
    assert pair.changes.read_text() == text
