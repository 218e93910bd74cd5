"""Proves that students download what was released, wherever the course stands by now, and a draft on demand alone."""

import hashlib
import json
import subprocess
from pathlib import Path
from shutil import rmtree

import pytest

from conftest import Outcome, Run, Write
from mkdeck.diagnostics import CommandError

FIRST, WEEK = 1_700_000_000, 7 * 86_400
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30"/></svg>'
FILES = {
    "course.yaml": "course: Honey\nid: honey\n",
    "01.yaml": """\
        deck: Bees
        questions:
          - {id: keeps, type: true-false, question: Honey keeps., answer: true}
          - {id: comb, type: short-answer, question: "What is this? ![comb](comb.svg)", answer: A comb}
    """,
    "comb.svg": SVG,
}
LATER = {"01.yaml": FILES["01.yaml"].replace("Honey keeps.", "Honey spoils."), "comb.svg": SVG.replace("40", "50")}
NOTHING = "nothing to download, as it was never released: run `mkdeck release` first, or say `--draft`"


class Desk:
    """A course in a folder, and the commands that staff run on it, a week apart."""

    def __init__(self, mkdeck: Run, course: Write, home: Path) -> None:
        self.mkdeck, self.write, self.home, self.time = mkdeck, course, home, FIRST
        course(FILES)

    def run(self, *args: str) -> Outcome:
        self.time += WEEK
        return self.mkdeck(*args, cwd=self.home, env={"SOURCE_DATE_EPOCH": str(self.time)})

    def release(self) -> bytes:
        assert self.run("release", "course", "--no-rehearsal").code == 0
        return (self.home / "build" / "honey.apkg").read_bytes()

    def commit(self) -> None:
        self.git("add", "course")
        self.git("commit", "-q", "-m", "Release")

    def git(self, *args: str) -> None:
        who = ("-c", "user.name=Staff", "-c", "user.email=staff@example.org")
        subprocess.run(["git", *who, *args], cwd=self.home, check=True, capture_output=True)

    @property
    def offered(self) -> Path:
        return self.home / "public" / "honey.apkg"

    @property
    def page(self) -> str:
        return (self.home / "public" / "index.html").read_text("utf-8")

    @property
    def edition(self) -> dict[str, object]:
        found: dict[str, object] = json.loads((self.home / "public" / "edition.json").read_text("utf-8"))
        return found


@pytest.fixture
def desk(mkdeck: Run, course: Write, tmp_path: Path) -> Desk:
    return Desk(mkdeck, course, tmp_path)


def test_what_was_never_released_has_pages_and_nothing_to_download(desk: Desk) -> None:
    made = desk.run("site", "course")
    assert (made.code, made.err) == (0, "")
    assert made.out.splitlines() == [
        "public/index.html: 1 course, 1 deck, 2 questions",
        "  Honey: draft, never released: every note has the time that SOURCE_DATE_EPOCH says",
        f"    {NOTHING}",
    ]
    assert not desk.offered.exists()
    assert "download" not in desk.page
    assert 'href="bees.html"' in desk.page
    assert not (desk.home / "public" / "edition.json").exists()


def test_a_draft_is_offered_on_demand_and_stays_for_the_next_build_to_be_compared_with(desk: Desk) -> None:
    assert desk.run("site", "course", "--draft").code == 0
    draft = desk.offered.read_bytes()
    assert '<a class="button primary" href="honey.apkg" download>' in desk.page
    assert not (desk.home / "public" / "edition.json").exists(), "a draft is no edition"
    made = desk.run("site", "course")
    assert made.out.splitlines()[2:] == [
        f"    {NOTHING}",
        "    the draft that was there stays, and no page names it: public/honey.apkg",
    ]
    assert desk.offered.read_bytes() == draft
    assert "honey.apkg" not in desk.page
    assert desk.run("site", "course").code == 0
    assert desk.offered.read_bytes() == draft, "nor does another site take it away"


def test_a_release_is_offered_with_what_programs_need_to_know(desk: Desk) -> None:
    released = desk.release()
    made = desk.run("site", "course")
    assert made.out.splitlines()[1:] == ["  Honey: release 1"]
    assert desk.offered.read_bytes() == released
    assert desk.edition == {
        "format": 1,
        "course": "honey",
        "edition": 1,
        "time": "2023-11-21T22:13:20Z",
        "package": "honey.apkg",
        "size": len(released),
        "sha256": hashlib.sha256(released).hexdigest(),
        "feed": "feed.xml",
    }
    assert "Edition 1, 2023-11-21" in desk.page


@pytest.mark.parametrize("where", ["build", "site", "git"])
def test_a_course_that_has_moved_on_offers_its_last_release(where: str, desk: Desk) -> None:
    desk.git("init", "-q")
    released = desk.release()
    if where == "site":
        assert desk.run("site", "course").code == 0
    if where == "git":
        desk.commit()
    if where != "build":
        rmtree(desk.home / "build")
    desk.write(LATER)
    made = desk.run("site", "course")
    assert (made.code, made.err) == (0, "")
    assert made.out.splitlines()[1:] == [
        "  Honey: differs from release 1 in 2 notes",
        "    students download release 1; the self-test has the course as it stands",
    ]
    assert desk.offered.read_bytes() == released
    assert (desk.edition["edition"], desk.edition["sha256"]) == (1, hashlib.sha256(released).hexdigest())
    assert "Edition 1, 2023-11-21" in desk.page
    assert "Honey spoils." in (desk.home / "public" / "bees.html").read_text("utf-8")
    drafted = desk.run("site", "course", "--draft")
    assert drafted.out.splitlines()[1:] == ["  Honey: differs from release 1 in 2 notes"]
    assert desk.offered.read_bytes() != released
    assert not (desk.home / "public" / "edition.json").exists()


def test_git_offers_the_last_of_several_releases(desk: Desk) -> None:
    desk.git("init", "-q")
    desk.release()
    desk.commit()
    desk.write(LATER)
    second = desk.release()
    desk.commit()
    desk.write({"01.yaml": FILES["01.yaml"]})
    desk.commit()
    rmtree(desk.home / "build")
    assert desk.run("site", "course").code == 0
    assert desk.offered.read_bytes() == second


def test_a_release_that_nobody_has_any_more_is_an_error_that_says_what_to_do(desk: Desk) -> None:
    desk.release()
    assert desk.run("site", "course").code == 0
    before = {path: path.read_bytes() for path in (desk.home / "public").rglob("*") if path.is_file()}
    rmtree(desk.home / "build")
    desk.offered.write_bytes(b"no package")
    desk.write(LATER)
    made = desk.run("site", "course")
    assert (made.code, made.out) == (2, "")
    assert made.err == (
        "mkdeck: course: release 1, which students would download, is neither at hand nor in git; put its package at "
        "build/honey.apkg, run `mkdeck release`, or say `--draft` to offer the course as it stands.\n"
    )
    after = {path: path.read_bytes() for path in (desk.home / "public").rglob("*") if path.is_file()}
    assert after == before | {desk.offered: b"no package"}


def test_each_course_of_a_shelf_offers_its_own(desk: Desk) -> None:
    desk.release()
    desk.write({"course.yaml": "course: Wax\nid: wax\n", "01.yaml": FILES["01.yaml"], "comb.svg": SVG}, name="wax")
    made = desk.run("site", "course", "wax")
    assert made.out.splitlines()[1:] == [
        "  Honey: release 1",
        "  Wax: draft, never released: every note has the time that SOURCE_DATE_EPOCH says",
        f"    {NOTHING}",
    ]
    public = desk.home / "public"
    assert {each.relative_to(public).as_posix() for each in public.rglob("*") if each.suffix in (".apkg", ".json")} == {
        "honey/edition.json",
        "honey/honey.apkg",
        "mkdeck-site.json",
    }


def test_a_clone_with_the_end_of_history_alone_is_told_how_to_get_the_rest(desk: Desk) -> None:
    desk.git("init", "-q")
    desk.release()
    desk.commit()
    desk.write(LATER)
    desk.commit()
    desk.git("clone", "-q", "--depth=1", desk.home.as_uri(), str(desk.home / "clone"))
    made = desk.mkdeck("site", "course", cwd=desk.home / "clone", env={"SOURCE_DATE_EPOCH": str(desk.time)})
    assert (made.code, made.out) == (2, "")
    assert made.err.endswith(
        " Note that git has only the end of its history here, so that a ledger which went back in it could not be "
        "noticed; `git fetch --unshallow` gets the rest (in GitHub Actions, `fetch-depth: 0`).\n"
    )


def test_what_fails_while_a_past_release_is_open_is_told_as_it_is(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise CommandError("the disk is full.")

    desk.git("init", "-q")
    desk.release()
    desk.commit()
    desk.write(LATER)
    rmtree(desk.home / "build")
    monkeypatch.setattr("mkdeck.site.offers.write_package", fail)
    assert desk.run("site", "course", "-o", "public") == Outcome(2, "", "mkdeck: the disk is full.\n")
