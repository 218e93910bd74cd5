"""Proves that a release which no branch holds any more is not forgotten while git has it."""

import re
from collections.abc import Callable

import pytest

from ledger.team import Team, read_answers
from mkdeck.rehearsal.student import Student


def forget_by_reset(team: Team) -> None:
    team.git("reset", "-q", "--hard", "HEAD~1")


def forget_by_force(team: Team) -> None:
    """Take over what somebody else pushed by force."""
    team.git("clone", "-q", "--bare", ".", "build/server")
    team.git("remote", "add", "origin", "build/server")
    team.git("--git-dir=build/server", "branch", "-f", "main", "main~1")
    team.git("fetch", "-q")
    team.git("reset", "-q", "--hard", "origin/main")
    team.git("branch", "-q", "--set-upstream-to=origin/main")


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("forget", [forget_by_reset, forget_by_force])
def test_a_release_that_no_branch_holds_any_more_reaches_students(
    kept: bool, forget: Callable[[Team], None], team: Team, student: Student
) -> None:
    team.release()
    team.write({"one": "Wrong", "two": "Even", "three": "Prime"})
    student.take(team.release())
    forget(team)
    if not kept:
        (team.home / "build/demo.apkg").unlink()
    found = team.run("check", "course")
    grave, none_has = ("error", "; if none has, delete build/demo.apkg") if kept else ("warning", "")
    assert re.sub(r"ours [0-9a-f]{7}", "ours ?", re.sub(r"commit [0-9a-f]{7}", "commit ?", found.out)) == (
        f"course/mkdeck.lock:1:1: {grave}: release 2 of 2023-11-16 was made in commit ?, which no branch holds any "
        "more, and this ledger does not know it; what it gave to students would stay with them, so if any has it, run "
        f"`git merge -s ours ?` and then `mkdeck release --merge course`, which change no question{none_has} [ledger]\n"
    )
    assert found.code == kept
    merge, release = re.findall("`(?:git|mkdeck) (.*?)`", found.out)
    team.git(*merge.split())
    assert team.run(*release.split()).code == 0
    assert team.run("check", "course").out == ""
    student.take(team.release())
    assert read_answers(student) == {"one": "Odd", "two": "Even", "three": "Prime"}


def test_a_release_that_was_given_up_is_told_of_once(team: Team) -> None:
    team.release()
    team.write({"one": "Wrong", "two": "Even", "three": "Prime"})
    team.release()
    forget_by_reset(team)
    (team.home / "build/demo.apkg").unlink()
    team.write({"one": "Odd", "two": "Even", "three": "Later"})
    team.release()
    assert team.run("check", "course").out == ""


def test_a_branch_from_before_the_first_release_is_told_of_it(team: Team) -> None:
    team.commit()
    team.git("branch", "side")
    team.release()
    team.git("checkout", "-q", "side")
    (team.home / "build/demo.apkg").unlink()
    assert re.sub("commit [0-9a-f]{7}", "commit ?", team.run("check", "course").out) == (
        "course/mkdeck.lock:1:1: warning: release 1 of 2023-11-15 was made on the branch main, in commit ?, and no "
        "ledger here knows it; join the branches first, or what they release reaches students bit by bit [ledger]\n"
    )
