"""Proves that package, ledger and notes of a release come together or not at all, and that what is said of it is so."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Outcome, Run, Write
from demo_course import Release
from mkdeck.apkg.read import read_package
from mkdeck.ledger.text import parse_ledger

FIRST, LATER, LATEST = 1_700_000_000, 1_700_600_000, 1_701_200_000
SETTINGS = "{course: Demo, id: demo}"
DECK = "questions:\n  - {id: one, type: true-false, question: One is odd., answer: true}\n"
CHANGED = DECK + "  - {id: two, type: true-false, question: Two is even., answer: true}\n"


@pytest.fixture
def release(mkdeck: Run, tmp_path: Path) -> Release:
    def run(time: int, *args: str) -> Outcome:
        variables = {"SOURCE_DATE_EPOCH": str(time)}
        return mkdeck("release", "course", "-o", "out", "--no-rehearsal", *args, cwd=tmp_path, env=variables)

    return run


@pytest.fixture
def changed(course: Write, release: Release) -> Path:
    """Give the folder of a course that was released, and has one question more since."""
    folder = course({"course.yaml": SETTINGS, "1.yaml": DECK})
    assert release(FIRST).code == 0
    return course({"1.yaml": CHANGED}) and folder


def look(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


READ_ONLY = OSError(30, "Read-only file system")
STOPPED = KeyboardInterrupt()
TO_ITS_PLACE = 7
"""Which move of a file is that of the package, behind those of notes, three stages, the ledger and the changelog."""


def fail_at(patch: pytest.MonkeyPatch, owner: Any, name: str, number: int, *faults: BaseException | None) -> None:
    """Let the n-th call of a method and those after it fail, each with its own fault, and all others with the last."""
    original, calls = getattr(owner, name), 0

    def call(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        fault = faults[min(calls - number, len(faults) - 1)] if calls >= number else None
        if fault:
            raise fault
        return original(*args, **kwargs)

    patch.setattr(owner, name, call)


@pytest.mark.parametrize("faults", [(READ_ONLY,), (READ_ONLY, None), (STOPPED, None), (STOPPED, READ_ONLY)], ids=str)
def test_a_package_that_finds_no_place_takes_the_ledger_back(
    faults: tuple[BaseException | None, ...],
    changed: Path,
    release: Release,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = look(tmp_path)
    with monkeypatch.context() as patch:
        fail_at(patch, Path, "replace", TO_ITS_PLACE, *faults)
        done = release(LATER)
    assert done == (
        (2, "", "mkdeck: out/demo.apkg can't be released: Read-only file system. Nothing has changed.\n")
        if faults[0] is READ_ONLY
        else (130, "", "\nmkdeck: stopped; what was not finished is as it was before.\n")
    )
    assert look(tmp_path) == before
    assert release(LATEST).code == 0
    assert parse_ledger((changed / "mkdeck.lock").read_text()).latest.time == LATEST


@pytest.mark.parametrize(
    ("faults", "reason"),
    [((READ_ONLY,), "Read-only file system"), ((STOPPED, STOPPED), "it was stopped")],
    ids=["read-only", "stopped twice"],
)
def test_where_nothing_can_be_taken_back_either_it_says_so_and_the_next_run_ends_it(
    faults: tuple[BaseException, ...],
    reason: str,
    changed: Path,
    release: Release,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = (tmp_path / "out/demo.apkg").read_bytes()
    with monkeypatch.context() as patch:
        fail_at(patch, Path, "replace", TO_ITS_PLACE, *faults)
        original = Path.open
        patch.setattr(Path, "open", lambda self, *how, **keys: fail_to_open(original, self, *how, **keys))
        done = release(LATER)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"mkdeck: out/demo.apkg can't be written: {reason}. course/mkdeck.lock says release 2 already, and can't be "
        "put back either. Run `mkdeck release` again when the disk is in order: it puts the package in place, which is "
        "out/.demo.apkg.release-2 now.\n"
    )
    assert (tmp_path / "out/demo.apkg").read_bytes() == old
    assert parse_ledger((changed / "mkdeck.lock").read_text()).latest.time == LATER
    assert release(LATEST) == (
        0,
        "course: nothing to release; students have everything since release 2.\n",
        "",
    )
    assert [note.id for note in read_package(tmp_path / "out/demo.apkg").notes] == ["one", "two"]
    assert sorted(look(tmp_path / "out")) == ["demo-release-1.md", "demo-release-2.md", "demo.apkg"]


def fail_to_open(original: Callable[..., Any], path: Path, mode: str = "r", *rest: Any, **keys: Any) -> Any:
    if mode == "r+b":
        raise READ_ONLY
    return original(path, mode, *rest, **keys)


def test_notes_that_were_there_come_back(
    changed: Path, release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out/demo-release-2.md").write_text("Written by hand.\n")
    before = look(tmp_path)
    with monkeypatch.context() as patch:
        fail_at(patch, Path, "replace", TO_ITS_PLACE - 2, READ_ONLY, None)
        assert release(LATER).code == 2
    assert look(tmp_path) == before
    assert changed.is_dir()


@pytest.mark.parametrize("there", ["of a colleague", "no ledger", "none"])
def test_a_ledger_that_came_meanwhile_is_not_written_over(
    there: str, changed: Path, release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = changed / "mkdeck.lock"
    colleague = ledger.read_text().replace("2023-11-14T22:13:20Z", "2023-11-14T22:13:21Z")
    come = {"of a colleague": colleague, "no ledger": "<<<<<<< HEAD\n"}.get(there)
    original = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if target.name == ".mkdeck.lock.release-2":
            if come is None:
                ledger.unlink()
            else:
                ledger.write_text(come)
        return original(self, target)

    before = look(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        done = release(LATER)
        assert (done.code, done.out) == (2, "")
        assert done.err == (
            "mkdeck: course/mkdeck.lock was changed while this release was made, as a `git pull` does. Nothing has "
            "changed; look at it, and release again.\n"
        )
    kept = {} if come is None else {"course/mkdeck.lock": come.encode()}
    assert look(tmp_path) == {name: each for name, each in before.items() if name != "course/mkdeck.lock"} | kept
