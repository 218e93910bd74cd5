"""Proves that a file which another program has open, as on Windows, is named, with what to do, and nothing is lost."""

import os
from pathlib import Path

import pytest

from conftest import Run, Write
from mkdeck import diagnostics

COURSE = {
    "decks/bees/course.yaml": "{course: Bees, id: bees}",
    "decks/bees/1.yaml": "deck: One\nquestions:\n  - {type: true-false, question: Bees fly., answer: true}\n",
}
ADVICE = "Access is denied; close the program that has it open, or allow writing there, and run this again."


@pytest.fixture
def home(course: Write) -> Path:
    return course(COURSE)


def lock(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let nothing take the place of a file of this name, as if a program had it open on Windows."""
    replace = os.replace

    def refuse(source: str | Path, target: str | Path) -> None:
        if Path(target).name == name:
            raise PermissionError(13, "Access is denied", str(source), None, str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(diagnostics, "_OPEN_IS_LOCKED", True)


def read_all(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("name", "args", "failed"),
    [
        ("bees.apkg", ["build"], "build/bees.apkg can't be written"),
        ("1.yaml", ["stamp"], "decks/bees/1.yaml"),
        ("one.html", ["site", "--draft", "-o", "web"], "web/one.html can't be written"),
    ],
)
def test_a_file_that_another_program_has_open_is_named(
    home: Path, mkdeck: Run, monkeypatch: pytest.MonkeyPatch, name: str, args: list[str], failed: str
) -> None:
    lock(monkeypatch, name)
    done = mkdeck(args[0], "decks/bees", *args[1:], cwd=home)
    assert (done.code, done.err.splitlines()[-1]) == (2, f"mkdeck: {failed}: {ADVICE}")


@pytest.mark.parametrize(
    ("name", "failed"),
    [
        ("bees.apkg", "build/bees.apkg can't be released"),
        ("mkdeck.lock", "decks/bees/mkdeck.lock can't be written"),
        ("CHANGES.md", "decks/bees/CHANGES.md can't be written"),
        ("bees-release-1.md", "build/bees-release-1.md can't be written"),
    ],
)
def test_a_release_that_a_program_stops_leaves_all_as_it_was(
    home: Path, mkdeck: Run, monkeypatch: pytest.MonkeyPatch, name: str, failed: str
) -> None:
    assert mkdeck("stamp", "decks/bees", cwd=home).code == 0
    assert mkdeck("build", "decks/bees", cwd=home).code == 0
    before = read_all(home)
    with monkeypatch.context() as patch:
        lock(patch, name)
        done = mkdeck("release", "decks/bees", cwd=home)
    assert (done.code, done.err.splitlines()[-1]) == (2, f"mkdeck: {failed}: {ADVICE} Nothing has changed.")
    assert read_all(home) == before
    assert mkdeck("release", "decks/bees", cwd=home).code == 0
