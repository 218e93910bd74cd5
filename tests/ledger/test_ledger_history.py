"""Proves that a ledger which git set back, lost or parted is noticed, and joined so that no student misses anything."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import rmtree

import pytest

from conftest import Outcome
from mkdeck.apkg.package import Release, read_comment, write_comment
from mkdeck.ledger.text import parse_ledger
from mkdeck.rehearsal.states import Taken
from mkdeck.rehearsal.student import Student

DAY = 86_400
START = 1_700_000_000
SETTINGS = "{course: Demo, id: demo}\n"
WAY_OUT = "run `mkdeck release --merge course`, which brings it back"

Run = Callable[..., Outcome]


def question(name: str, answer: str) -> str:
    return f"- {{id: {name}, type: short-answer, question: 'What is {name}?', answer: {answer}}}\n"


class Team:
    """Staff with a course in git, and a clock that goes on by a day with every release."""

    def __init__(self, home: Path, mkdeck: Run) -> None:
        self.home = home
        self.mkdeck = mkdeck
        self.days = 0
        home.mkdir()
        self.git("init", "-q", "-b", "main")
        (home / ".gitignore").write_text("*.apkg\nbuild/\nkept/\npackages/\n.*.json\n")

    def git(self, *args: str, code: int = 0) -> str:
        own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_EDITOR": "true", "GIT_CONFIG_NOSYSTEM": "1"}
        said = ("-c", "user.name=Staff", "-c", "user.email=staff@example.org")
        done = subprocess.run(
            ["git", *said, *args], cwd=self.home, env=os.environ | own, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout.strip()

    def write(self, first: dict[str, str], second: dict[str, str] | None = None) -> None:
        files = {"course.yaml": SETTINGS}
        for name, questions in (("1.yaml", first), ("2.yaml", second)):
            if questions:
                files[name] = "questions:\n" + "".join(question(*each) for each in questions.items())
        for name, text in files.items():
            path = self.home / "course" / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)

    def run(self, *args: str) -> Outcome:
        done = self.mkdeck(*args, cwd=self.home, env={"SOURCE_DATE_EPOCH": str(START + self.days * DAY)})
        return Outcome(done.code, done.out, re.sub(r"commit [0-9a-f]{7}\b", "commit ?", done.err))

    def release(self, *options: str) -> Path:
        """Release, commit, and give the package, kept by its number."""
        self.days += 1
        done = self.run("release", "course", "--no-rehearsal", *options)
        assert done.code == 0, done.err
        self.commit()
        kept = self.home / "packages" / f"{self.days}.apkg"
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes((self.home / "build/demo.apkg").read_bytes())
        return kept

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "Work")

    @property
    def ledger(self) -> Path:
        return self.home / "course/mkdeck.lock"

    @property
    def releases(self) -> list[tuple[int, int]]:
        """Number and day of each release that the ledger knows."""
        return [(each.number, (each.time - START) // DAY) for each in parse_ledger(self.ledger.read_text()).releases]


@pytest.fixture
def team(tmp_path: Path, mkdeck: Run) -> Team:
    team = Team(tmp_path / "staff", mkdeck)
    team.write({"one": "Odd", "two": "Even", "three": "Prime"})
    return team


@pytest.fixture
def others(tmp_path: Path) -> Iterator[tuple[Student, Student]]:
    with Student(tmp_path / "left") as left, Student(tmp_path / "right") as right:
        yield left, right


def read_answers(student: Student) -> dict[str, str]:
    return {state.fields[9]: re.sub("<.*?>", "", state.fields[2]) for state in student.notes().values()}


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
    team.ledger.write_text(old)
    team.days += 1
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


# Two branches that both released.


def part(team: Team) -> tuple[Path, Path]:
    """Release on two branches from one start; gives the packages of the branch `side` and of main."""
    team.write({"one": "Odd", "two": "Even"}, {"three": "Prime", "four": "Square"})
    team.release()
    team.git("checkout", "-q", "-b", "side")
    team.write({"one": "Odd", "two": "Even too"}, {"three": "Prime", "four": "Square", "six": "Even"})
    side = team.release()
    team.git("checkout", "-q", "main")
    team.write({"zero": "Even", "one": "Odd too", "two": "Even"}, {"three": "Prime", "four": "Square"})
    return side, team.release()


def join_texts(team: Team) -> None:
    team.write(
        {"zero": "Even", "one": "Odd too", "two": "Even too"}, {"three": "Prime", "four": "Square", "six": "Even"}
    )


@pytest.mark.parametrize("way", ["union", "--merge", "both sides by hand", "one side"])
def test_takers_of_either_branch_get_everything(way: str, team: Team, others: tuple[Student, Student]) -> None:
    if way == "union":
        team.mkdeck("new", "made", cwd=team.home)
        (team.home / "made/.gitattributes").rename(team.home / "course/.gitattributes")
        rmtree(team.home / "made")
    packages = part(team)
    for student, package in zip(others, packages, strict=True):
        student.take(package)
        student.study()
        for note, state in student.notes().items():
            if state.fields[9] == "four":
                student.edit(note, "Hint", "My own hint.", at=START + 4 * DAY)
    team.git("merge", "-q", "side", code=1)
    join_texts(team)
    if way != "union":
        assert team.run("release", "course").err.endswith(
            "error: the ledger has a merge conflict; `mkdeck release --merge` joins both sides [ledger]\n"
            "course: not released, 1 error.\n"
        )
    if way == "both sides by hand":
        team.ledger.write_text(re.sub(r"(?m)^[<=>]{7}.*\n", "", team.ledger.read_text()))
    elif way == "one side":
        team.git("checkout", "--theirs", "--", "course/mkdeck.lock")
        assert "does not know release 2 of 2023-11-17, which git has in commit" in team.run("release", "course").err
    if way in ("--merge", "one side"):
        assert team.run("release", "--merge", "course").code == 0
        assert team.releases == [(1, 1), (2, 2), (3, 3)]
    team.commit()
    last = team.release()
    assert team.releases == [(1, 1), (2, 2), (3, 3), (4, 4)]
    for student, new in zip(others, ("zero", "six"), strict=True):
        before = student.schedules()
        assert student.take(last) == Taken(new=1, updated=1, duplicate=4), new
        assert student.schedules() | before == student.schedules()
        assert read_answers(student) == {
            "zero": "Even",
            "one": "Odd too",
            "two": "Even too",
            "three": "Prime",
            "four": "Square",
            "six": "Even",
        }
        assert [state.fields[4] for state in student.notes().values() if state.fields[9] == "four"] == ["My own hint."]
    assert team.run("build", "--frozen", "course").code == 0


def test_a_note_that_both_branches_changed_reaches_both(team: Team, others: tuple[Student, Student]) -> None:
    team.release()
    team.git("checkout", "-q", "-b", "side")
    team.write({"one": "Left", "two": "Even", "three": "Prime"})
    left = team.release()
    team.git("checkout", "-q", "main")
    team.write({"one": "Right", "two": "Even", "three": "Prime"})
    right = team.release()
    team.git("merge", "-q", "side", code=1)
    team.write({"one": "Left", "two": "Even", "three": "Prime"})
    assert team.run("release", "--merge", "course").code == 0
    team.commit()
    last = team.release()
    for student, package in zip(others, (left, right), strict=True):
        student.take(package)
        student.take(last)
        assert read_answers(student)["one"] == "Left"


def test_a_question_that_one_branch_let_go_stays_gone(team: Team) -> None:
    team.release()
    team.git("checkout", "-q", "-b", "side")
    team.write({"one": "Odd", "two": "Even"})
    team.release("--forget", "three")
    team.git("checkout", "-q", "main")
    team.write({"one": "Odd too", "two": "Even", "three": "Prime"})
    team.release()
    team.git("merge", "-q", "side", code=1)
    team.write({"one": "Odd too", "two": "Even"})
    assert team.run("release", "--merge", "course").code == 0
    team.commit()
    team.release()


def test_a_release_beside_another_branch_says_so(team: Team) -> None:
    team.release()
    team.git("checkout", "-q", "-b", "side")
    team.write({"one": "Left", "two": "Even", "three": "Prime"})
    team.release()
    team.git("checkout", "-q", "main")
    team.write({"one": "Right", "two": "Even", "three": "Prime"})
    team.days += 1
    done = team.run("release", "course", "--no-rehearsal")
    said = (
        "course/mkdeck.lock:1:1: warning: release 2 of 2023-11-16 was made on another branch, in commit ?, and this "
        "ledger does not know it; join the branches first, or what they release reaches students bit by bit [ledger]\n"
    )
    assert (done.code, done.err.startswith(said)) == (0, True)


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


@pytest.mark.parametrize("said", ["9" * 12, "9" * 5_000, "-1", "1.5", "", "\u0661"])
def test_a_forged_comment_tells_no_release(said: str) -> None:
    assert read_comment(f"mkdeck abc {said} beef") == ("abc", None)


def test_a_comment_reads_back() -> None:
    assert read_comment(write_comment("abc", Release(3, 1_700_000_000, "beef"))) == (
        "abc",
        Release(0, 1_700_000_000, "beef"),
    )
    assert read_comment(write_comment("abc", None)) == ("abc", None)


# What `release --merge` leaves alone.


@pytest.mark.parametrize("options", [("--dry-run",), ("--forget", "one"), ("--renumbered",)])
def test_joining_goes_with_no_option_of_a_release(options: tuple[str, ...], team: Team) -> None:
    team.release()
    team.ledger.unlink()
    done = team.run("release", "--merge", *options, "course")
    assert done.code == 2
    assert done.err.endswith(f"Error: --merge publishes nothing, so {options[0]} does not go with it.\n")
    assert not team.ledger.exists()


def test_a_ledger_with_line_ends_of_windows_has_nothing_to_join(team: Team) -> None:
    team.release()
    written = team.ledger.read_bytes().replace(b"\n", b"\r\n")
    team.ledger.write_bytes(written)
    said = "course/mkdeck.lock: nothing to join; it knows 1 release, as many as git does.\n"
    assert team.run("release", "--merge", "course") == (0, said, "")
    assert team.ledger.read_bytes() == written


def test_a_ledger_that_an_editor_gave_a_byte_order_mark_is_the_one_that_was_read(team: Team) -> None:
    team.release()
    team.ledger.write_bytes(b"\xef\xbb\xbf" + team.ledger.read_bytes())
    team.write({"one": "Odd too", "two": "Even", "three": "Prime"})
    team.release()
    assert team.releases == [(1, 1), (2, 2)]


def test_joining_all_courses_of_a_shelf_passes_by_what_was_never_released(team: Team) -> None:
    team.release()
    known = team.ledger.read_text()
    new = team.home / "a-new-one"
    new.mkdir()
    (new / "1.yaml").write_text("questions:\n" + question("one", "Odd"))
    (new / "course.yaml").write_text("{course: New, id: new}")
    team.ledger.unlink()
    done = team.run("release", "--merge", "a-new-one", "course")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("a-new-one/mkdeck.lock: nothing to join; the course was never released.\n")
    assert team.ledger.read_text() == known
