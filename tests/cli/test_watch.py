"""Proves that `mkdeck build --watch` builds at every save, goes on after mistakes, and ends well."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from watchfiles import Change

from conftest import Run, Write
from growth import PATIENCE
from mkdeck.cli.watching import repeat
from saves import save

DECK = "questions: [{id: a, type: short-answer, question: %s?, answer: So.}]"
CHANGED = "  draft, never released: 1 of 1 note new or changed since the last build\n"


@contextmanager
def watching(folder: Path, *args: str) -> Iterator["subprocess.Popen[str]"]:
    """Give a build that watches; it is killed where a test takes longer than anybody waits.

    It ends at Ctrl+C wherever tests run: what runs in the background of a shell has that signal switched off.
    """
    command = ["env", "--default-signal=INT", sys.executable, "-u", "-m", "mkdeck", "build", "--watch", *args]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        guard = threading.Timer(PATIENCE, process.kill)
        guard.start()
        try:
            yield process
        finally:
            guard.cancel()
            process.kill()


def read(process: "subprocess.Popen[str]", lines: int) -> list[str]:
    assert process.stdout
    return [process.stdout.readline() for _ in range(lines)]


def read_error(process: "subprocess.Popen[str]") -> str:
    assert process.stderr
    return process.stderr.readline()


def test_it_builds_at_every_save_until_it_is_ended(course: Write) -> None:
    folder = course({"decks/bees/course.yaml": "{course: Bees, id: bees}", "decks/bees/a.yaml": DECK % "Why"})
    with watching(folder) as process:
        assert read(process, 2)[0].startswith("build/bees.apkg: Bees, 1 note, 1 card, 1 deck (")
        assert read_error(process) == "Waiting for the next save; Ctrl+C ends it.\n"
        save(folder / "decks/bees/a.yaml", DECK % "Why not")
        assert read(process, 2)[1] == CHANGED
        save(folder / "decks/bees/a.yaml", "questions: [")
        assert read_error(process).startswith("decks/bees/a.yaml:2:1: error: not valid YAML")
        assert read_error(process) == "decks/bees: not built, 1 error.\n"
        (folder / "decks/bees/a.yaml").unlink()
        assert read_error(process) == "mkdeck: decks/bees holds no deck file; add a file such as 01-first.yaml.\n"
        save(folder / "decks/bees/a.yaml", DECK % "Why now")
        assert read(process, 2)[1] == CHANGED
        save(folder / "decks/wasps/course.yaml", "{course: Wasps, id: wasps}")
        save(folder / "decks/wasps/a.yaml", DECK % "Who")
        while not (found := read(process, 2))[0].startswith("build/wasps.apkg"):
            assert found[0].startswith("build/bees.apkg")  # which the end of the process is not
        process.send_signal(signal.SIGINT)
        assert process.wait() == 0


def test_its_own_packages_are_no_saves(course: Write) -> None:
    folder = course({"course.yaml": "{course: Bees, id: bees}", "a.yaml": DECK % "Why"})
    with watching(folder, "-o", "build") as process:
        read(process, 2)
        read_error(process)
        save(folder / "build/notes.md", "Mine")
        save(folder / "a.yaml", DECK % "Why not")
        assert read(process, 2)[1] == CHANGED
        save(folder / "build/notes.md", "Mine, too")
        save(folder / "a.yaml", DECK % "Why now")
        assert read(process, 2)[1] == CHANGED


def test_what_lies_where_packages_are_made_and_what_is_hidden_is_no_source(
    course: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = course({"course.yaml": "{course: Bees, id: bees}", "a.yaml": DECK % "Why"})
    asked: list[Callable[[Change, str], bool]] = []

    def tell(*_paths: Path, watch_filter: Callable[[Change, str], bool], **_options: object) -> list[object]:
        asked.append(watch_filter)
        return []

    monkeypatch.setattr("mkdeck.cli.watching.watch", tell)
    repeat(lambda: None, [folder], folder / "build")
    names = ("a.yaml", "week/b.yaml", "build", "build/bees.apkg", "build/notes.md", ".a.yaml", ".git/index")
    assert [name for name in names if asked[0](Change.added, str(folder / name))] == ["a.yaml", "week/b.yaml"]


def test_a_signal_ends_it_at_work_and_while_it_waits(course: Write) -> None:
    folder = course({"course.yaml": "{course: Bees, id: bees}", "a.yaml": DECK % "Why"})
    for wait in (0, 1):
        with watching(folder) as process:
            read_error(process)
            time.sleep(wait)
            process.send_signal(signal.SIGTERM)
            assert process.wait() == 128 + signal.SIGTERM


def test_a_loose_file_is_watched(course: Write) -> None:
    folder = course({"bees.yaml": DECK % "Why"})
    with watching(folder, "bees.yaml") as process:
        assert read(process, 2)[0].startswith("build/bees.apkg: bees, 1 note")
        read_error(process)
        save(folder / "bees.yaml", DECK % "Why not")
        assert read(process, 2)[1] == CHANGED


def test_what_makes_no_sense_beside_it_is_refused(course: Write, mkdeck: Run) -> None:
    folder = course({"bees.yaml": DECK % "Why"})
    for option in (["--format", "json"], ["--frozen"]):
        done = mkdeck("build", "bees.yaml", "--watch", *option, cwd=folder)
        assert (done.code, done.out) == (2, "")
        assert done.err.endswith(
            "Error: --watch is for people at work; it goes neither with --format json nor --frozen.\n"
        )


def test_what_was_saved_before_the_first_build_and_is_told_of_late_is_built_once(
    course: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = course({"course.yaml": "{course: Bees, id: bees}", "week/a.yaml": DECK % "Why"})
    built: list[str] = []

    def tell(*_paths: Path, **_options: object) -> Iterator[set[tuple[Change, str]]]:
        yield set()
        yield {(Change.added, str(folder / "week/a.yaml"))}
        yield {(Change.modified, str(folder / "course.yaml"))}
        assert len(built) == 1
        save(folder / "week/a.yaml", DECK % "Why not")
        yield {(Change.modified, str(folder / "week/a.yaml"))}
        assert len(built) == 2
        yield {(Change.added, str(folder / "week/a.yaml"))}
        (folder / "week/a.yaml").unlink()
        yield {(Change.deleted, str(folder / "week/a.yaml"))}

    monkeypatch.setattr("mkdeck.cli.watching.watch", tell)
    repeat(lambda: built.append("built"), [folder], folder / "build")
    assert len(built) == 3
