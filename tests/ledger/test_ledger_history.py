"""Proves that a ledger which git set back or lost, or a package that tells of another release, is noticed."""

import os
import re
from pathlib import Path
from shutil import rmtree

import pytest

from conftest import Outcome, Run
from ledger.team import WAY_OUT, Team, part, read_answers
from mkdeck.apkg.read import read_release
from mkdeck.apkg.release import Release, read_comment, write_comment
from mkdeck.rehearsal.states import Taken
from mkdeck.rehearsal.student import Student

# A release that was reverted.


def test_a_release_that_git_reverted_stops_the_next_one(team: Team, student: Student) -> None:
    team.release()
    team.write({"one": "Wrong", "two": "Even", "three": "Prime"})
    student.take(team.release())
    team.git("revert", "--no-edit", "HEAD")
    said = (
        "course/mkdeck.lock:1:1: {}: this ledger does not know release 2 of 2023-11-16, which git has in commit ?; "
        f"students would keep what was taken back since, so {WAY_OUT} [ledger]\n"
    )
    assert team.run("check", "course").out.startswith("course/mkdeck.lock:1:1: warning: this ledger does not know")
    built = team.run("build", "course")
    assert (built.code, built.err) == (0, said.format("warning"))
    for args in (("release", "course"), ("release", "course", "--dry-run")):
        assert team.run(*args) == Outcome(1, "", said.format("error") + "course: not released, 1 error.\n")
    frozen = team.run("build", "--frozen", "course")
    assert frozen == Outcome(1, "", said.format("error") + "course: not built, 1 error.\n")

    joined = team.run("release", "--merge", "course")
    assert joined == Outcome(
        0,
        "course/CHANGES.md: brought back from git; look whether it reads well.\n"
        "course/mkdeck.lock: brought back from git, it knows 2 releases now. Commit it, and run `mkdeck release`, so "
        "that students get what was taken back since.\n",
        "",
    )
    assert student.take(team.release()) == Taken(updated=1, duplicate=2)
    assert read_answers(student)["one"] == "Odd"
    assert team.releases == [(1, 1), (2, 2), (3, 3)]
    again = "course/mkdeck.lock: nothing to join; it knows 3 releases, as many as git does.\n"
    assert team.run("release", "--merge", "course") == Outcome(0, again, "")


def test_a_build_with_nothing_new_but_in_git_notices_it(team: Team) -> None:
    team.release()
    assert team.run("build", "course", "-o", "kept").err == ""
    team.write({"one": "Wrong", "two": "Even", "three": "Prime"})
    team.release()
    team.git("revert", "--no-edit", "HEAD")
    assert "does not know release 2" in team.run("build", "course", "-o", "kept").err


def test_reverting_texts_alone_is_an_ordinary_change(team: Team, student: Student) -> None:
    team.release()
    team.write({"one": "Wrong", "two": "Even", "three": "Prime"})
    student.take(team.release())
    team.git("revert", "--no-commit", "HEAD")
    team.git("checkout", "HEAD", "--", "course/mkdeck.lock")
    team.commit()
    assert student.take(team.release()) == Taken(updated=1, duplicate=2)
    assert read_answers(student)["one"] == "Odd"


@pytest.mark.parametrize("back", ["git checkout HEAD~1 -- course/mkdeck.lock", "an old copy"])
def test_a_ledger_that_is_older_than_the_commit(back: str, team: Team) -> None:
    team.release()
    old = team.ledger.read_text()
    team.write({"one": "Other", "two": "Even", "three": "Prime"})
    team.release()
    if back.startswith("git"):
        team.git(*back.split()[1:])
    else:
        team.ledger.write_text(old)
    assert "does not know release 2 of 2023-11-16, which git has" in team.run("release", "course").err
    assert team.run("release", "--merge", "course").code == 0
    assert team.releases == [(1, 1), (2, 2)]
    assert team.run("build", "--frozen", "course").code == 0


def test_a_ledger_that_is_older_than_the_package_at_hand(team: Team) -> None:
    team.release()
    old = team.ledger.read_text()
    team.write({"one": "Other", "two": "Even", "three": "Prime"})
    team.release()
    team.git("checkout", "-q", "--orphan", "elsewhere")
    team.git("branch", "-q", "-D", "main")
    team.git("reflog", "expire", "--expire=now", "--all")
    team.ledger.write_text(old)
    team.days += 1
    said = "course/mkdeck.lock:1:1: error: this ledger does not know the release of 2023-11-16 that build/demo.apkg was"
    package = (team.home / "build/demo.apkg").read_bytes()
    assert team.run("check", "course").out.startswith(said)
    built = team.run("build", "course")  # which would destroy the only trace
    assert (built.code, built.err.startswith(said)) == (1, True)
    assert (team.home / "build/demo.apkg").read_bytes() == package
    done = team.run("release", "course", "--no-rehearsal")
    assert done == Outcome(
        1,
        "",
        "course/mkdeck.lock:1:1: error: this ledger does not know the release of 2023-11-16 that build/demo.apkg was "
        "made after; students would keep what was taken back since, so get the one that does from who released, or "
        "delete build/demo.apkg if no student has it [ledger]\ncourse: not released, 1 error.\n",
    )
    (team.home / "build/demo.apkg").unlink()
    assert team.run("release", "course", "--no-rehearsal").code == 0


# A ledger that is gone.


def test_a_ledger_that_is_gone_while_git_has_one(team: Team, student: Student) -> None:
    student.take(team.release())
    team.git("revert", "--no-edit", "HEAD")
    (team.home / "course").mkdir(exist_ok=True)
    team.write({"one": "Odd", "two": "Even", "three": "Prime"})
    said = (
        "course/mkdeck.lock:1:1: error: the ledger is gone that knew release 1 of 2023-11-15, which git has in commit "
        f"?; without it every note would count as new, so {WAY_OUT}; if no student has any release, give the course "
        "another `id` instead, and it starts anew [ledger]\n"
    )
    for args in (("release", "course"), ("build", "--frozen", "course")):
        assert team.run(*args).err.startswith(said)
    assert team.run("release", "--merge", "course").code == 0
    assert team.releases == [(1, 1)]
    assert team.run("release", "course").out == (
        "course: nothing to release; students have everything since release 1.\n"
    )


def test_a_ledger_that_is_gone_while_the_package_is_here(team: Team) -> None:
    team.days += 1
    assert team.run("release", "course").code == 0
    team.ledger.unlink()
    assert team.run("release", "course") == Outcome(
        1,
        "",
        "course/mkdeck.lock:1:1: error: the ledger is gone that knew the release of 2023-11-15 that build/demo.apkg "
        "was made after; without it every note would count as new, so get the one that does from who released, or "
        "delete build/demo.apkg if no student has it [ledger]\ncourse: not released, 1 error.\n",
    )
    assert team.run("release", "--merge", "course") == Outcome(
        2, "", "mkdeck: there is no ledger to join: neither course/mkdeck.lock nor git has one of this course.\n"
    )


def test_another_course_in_the_same_place_starts_anew(team: Team) -> None:
    team.release()
    team.ledger.unlink()
    (team.home / "course/course.yaml").write_text("{course: Other, id: other}\n")
    team.days += 1
    assert team.run("release", "course").code == 0


@pytest.mark.parametrize("depth", ["1", ""])
def test_a_shallow_clone_says_what_it_cannot_see(depth: str, team: Team, mkdeck: Run, tmp_path: Path) -> None:
    team.release()
    team.write({"one": "Other", "two": "Even", "three": "Prime"})
    team.release()
    options = (f"--depth={depth}",) if depth else ()
    team.git("clone", "-q", *options, f"file://{team.home}", str(tmp_path / "clone"))
    done = mkdeck("build", "--frozen", "course", cwd=tmp_path / "clone")
    shallow = (
        "course/mkdeck.lock:1:1: warning: git has only the end of its history here, so that a ledger which went back "
        "in it could not be noticed; `git fetch --unshallow` gets the rest (in GitHub Actions, `fetch-depth: 0`) "
        "[ledger]\n"
    )
    assert (done.code, done.err) == (0, shallow if depth else "")


@pytest.mark.parametrize("why", ["no git", "a repository of somebody else"])
def test_where_git_does_not_answer_a_frozen_build_says_what_it_cannot_see(
    why: str, team: Team, mkdeck: Run, tmp_path: Path
) -> None:
    """A container of CI often has no git, or another user than the one who fetched the repository."""
    team.release()
    env = {"PATH": str(tmp_path)} if why == "no git" else {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1", "LC_ALL": "C"}
    said = {
        "no git": "git is not installed",
        "a repository of somebody else": f"detected dubious ownership in repository at '{team.home}'",
    }[why]
    done = mkdeck("build", "--frozen", "course", cwd=team.home, env=env | {"GIT_CONFIG_GLOBAL": os.devnull})
    blind = (
        f"course/mkdeck.lock:1:1: warning: git does not answer here ({said}), so that a ledger which went back in its "
        "history could not be noticed [ledger]\n"
    )
    assert (done.code, done.err) == (0, blind)


def test_a_course_outside_git_has_no_history_to_miss(team: Team) -> None:
    team.release()
    rmtree(team.home / ".git")
    assert team.run("build", "--frozen", "course").err == ""


# What a package says of the release before it.


@pytest.mark.parametrize("kept", ["ours", "theirs"])
def test_a_squashed_branch_that_had_released_is_noticed(kept: str, team: Team, others: tuple[Student, Student]) -> None:
    packages = part(team)
    for student, package in zip(others, packages, strict=True):
        student.take(package)
    team.git("merge", "-q", "--squash", "side", code=1)
    team.git("checkout", f"--{kept}", "--", "course/mkdeck.lock")
    # What the side said of "two" is taken back.
    team.write({"zero": "Even", "one": "Odd too", "two": "Even"}, {"three": "Prime", "four": "Square", "six": "Even"})
    team.commit()
    if kept == "theirs":
        assert "does not know release 2 of 2023-11-17, which git has in commit ?" in team.run("release", "course").err
        return
    said = (
        "course/mkdeck.lock:1:1: warning: release 2 of 2023-11-16 was made on another branch, in commit ?, and a "
        "question stands here as it gave them to students; this ledger does not know it, and what was taken back since "
        "would stay with them. Where that branch was merged, as by `git merge --squash`, tell git by `git merge -s "
        "ours ?`, and run `mkdeck release --merge course` [ledger]\n"
    )
    team.days += 1
    done = team.run("release", "course", "--dry-run", "--no-rehearsal")
    commit = re.search(r"-s ours ([0-9a-f]{7})`", done.err)
    assert commit
    assert (done.code, done.err.replace(commit[1], "?")) == (0, said)

    team.git("merge", "-q", "-s", "ours", "-m", "Join", commit[1])
    assert team.run("release", "--merge", "course").code == 0
    team.commit()
    assert team.run("check", "course").out == ""
    joined = team.release()
    for student in others:
        student.take(joined)
        assert read_answers(student) == {
            "zero": "Even",
            "one": "Odd too",
            "two": "Even",
            "three": "Prime",
            "four": "Square",
            "six": "Even",
        }


def test_a_branch_that_was_not_merged_alarms_nobody(team: Team) -> None:
    part(team)
    assert team.run("check", "course").out == ""
    team.write({"zero": "Even", "one": "Odd three", "two": "Even"}, {"three": "Prime", "four": "Square", "five": "Odd"})
    team.days += 1
    assert team.run("release", "course", "--dry-run", "--no-rehearsal").err == ""


def test_a_release_that_the_upstream_has_stops_another_one(team: Team) -> None:
    team.release()
    team.git("init", "-q", "--bare", "-b", "main", "origin")
    team.git("remote", "add", "origin", "origin")
    team.git("push", "-q", "-u", "origin", "main")
    team.write({"one": "Their", "two": "Even", "three": "Prime"})
    team.release()
    team.git("push", "-q")
    team.git("reset", "-q", "--hard", "HEAD~1")
    (team.home / "build/demo.apkg").unlink()
    team.days += 1
    said = (
        "course/mkdeck.lock:1:1: {}: release 2 of 2023-11-16 was made on origin/main, in commit ?, and this ledger "
        "does not know it; run `git pull` first, or, if that branch is given up, `git branch --unset-upstream` "
        "[ledger]\n"
    )
    assert team.run("build", "course").err == said.format("warning")
    done = team.run("release", "course", "--no-rehearsal")
    assert done == Outcome(1, "", said.format("error") + "course: not released, 1 error.\n")
    team.git("branch", "--unset-upstream")
    warned = team.run("release", "course", "--dry-run").err
    assert "warning: release 2 of 2023-11-16 was made on the branch origin/main, in commit ?, and" in warned
    team.git("checkout", "-q", "--detach")
    later = "warning: release 2 of 2023-11-16 was made later than what is checked out, in commit ?, and this ledger"
    assert later in team.run("build", "course").err


@pytest.mark.parametrize("kept", [True, False])
def test_a_release_on_another_branch_is_named_and_stops_nothing(kept: bool, team: Team) -> None:
    team.release()
    team.git("checkout", "-q", "-b", "anna")
    team.write({"one": "Their", "two": "Even", "three": "Prime"})
    team.release()
    team.git("checkout", "-q", "main")
    if not kept:  # the package of that release
        (team.home / "build/demo.apkg").unlink()
    team.write({"one": "Odd", "two": "Even", "three": "Odd"})
    team.days += 1
    done = team.run("release", "course", "--no-rehearsal")
    said = (
        "course/mkdeck.lock:1:1: warning: release 2 of 2023-11-16 was made on the branch anna, in commit ?, and this "
        "ledger does not know it; join the branches first, or what they release reaches students bit by bit [ledger]\n"
    )
    assert (done.code, done.err.startswith(said), done.err.count("[ledger]")) == (0, True, 1)
    assert team.run("check", "course").out.count("ledger") == 0  # it is older now than what is released here


def test_a_branch_of_a_clone_is_named_once(team: Team) -> None:
    team.release()
    team.write({"one": "Odd", "two": "Even", "three": "Odd"})
    team.release()
    team.git("clone", "-q", ".", "theirs")
    team.git("-C", "theirs", "checkout", "-q", "-b", "mine", "HEAD~1")
    assert team.git("-C", "theirs", "branch", "-r").splitlines()[0] == "origin/HEAD -> origin/main"
    where = "release 2 of 2023-11-16 was made on the branch {},"
    assert where.format("main") in team.run("check", "theirs/course").out
    team.git("-C", "theirs", "branch", "-q", "-D", "main")
    assert where.format("origin/main") in team.run("check", "theirs/course").out


@pytest.mark.parametrize("first", [True, False])
def test_a_release_while_a_build_runs_is_not_taken_for_an_unknown_one(
    first: bool, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not first:
        team.release()
    before = None if first else team.ledger.read_text()
    team.write({"one": "Other", "two": "Even", "three": "Prime"})
    team.release()
    after = team.ledger.read_text()
    (team.home / ".git").rename(team.home / "no-git")
    if before:
        team.ledger.write_text(before)
    else:
        team.ledger.unlink()

    def read(path: Path) -> Release | None:
        team.ledger.write_text(after)
        return read_release(path)

    monkeypatch.setattr("mkdeck.ledger.unknown.read_release", read)
    said = "mkdeck: course/mkdeck.lock was changed just now, as by a release; run this again.\n"
    assert team.run("build", "course") == (2, "", said)
    assert team.run("build", "course").code == 0


def test_a_release_that_lies_in_the_stash_is_said_to(team: Team) -> None:
    team.release()
    team.write({"one": "Other", "two": "Even", "three": "Prime"})
    team.days += 1
    assert team.run("release", "course", "--no-rehearsal").code == 0
    team.git("stash", "-q")
    said = (
        "course/mkdeck.lock:1:1: warning: release 2 of 2023-11-16 lies in git's stash, and this ledger does not know "
        "it; get it back by `git stash pop {}` before you release [ledger]\n"
    )
    assert team.run("build", "course").err == said.format('"stash@{0}"')
    (team.home / "build/demo.apkg").unlink()
    team.write({"one": "Odd", "two": "Even", "three": "Later"})
    team.git("stash", "-q")
    assert team.run("check", "course").out == said.format('"stash@{1}"')
    team.git("stash", "pop", "-q", "stash@{1}")
    assert team.run("build", "--frozen", "course") == (
        0,
        "build/demo.apkg: Demo, 3 notes, 3 cards, 1 deck (16 kB)\n  release 2\n",
        "",
    )


@pytest.mark.parametrize("said", ["9" * 12, "9" * 5_000, "-1", "1.5", "", "\u0661"])
def test_a_forged_comment_tells_no_release(said: str) -> None:
    assert read_comment(f"mkdeck abc {said} beef") == ("abc", None)


def test_a_comment_reads_back() -> None:
    assert read_comment(write_comment("abc", Release(3, 1_700_000_000, "beef"))) == (
        "abc",
        Release(0, 1_700_000_000, "beef"),
    )
    assert read_comment(write_comment("abc", None)) == ("abc", None)
