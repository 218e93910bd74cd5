"""Proves that a pipe in the place of a file keeps no command waiting, and that a huge file is not read at all."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import Run
from mkdeck.site.placing import MANIFEST

SETTINGS = "{course: Demo, id: demo, style: style.css}\n"
QUESTION = "{id: one, type: short-answer, question: '![A bee](bee.png)', answer: A bee}"
HUGE_BYTES = 3 * 2**30
PNG = b"\x89PNG\r\n\x1a\n"
NO_FILE = "mkdeck: {} is a pipe or a device, not a {}.{}\n"


@pytest.fixture(autouse=True)
def _alarm() -> Iterator[None]:
    """End a command that waits for ever."""

    def end(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(120)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a folder with a course in it, which has a picture and a style."""
    folder = tmp_path / "course"
    folder.mkdir()
    for name, text in {"course.yaml": SETTINGS, "1.yaml": f"questions: [{QUESTION}]\n", "style.css": "a {}"}.items():
        (folder / name).write_text(text)
    (folder / "bee.png").write_bytes(PNG)
    return tmp_path


def make_huge(path: Path) -> None:
    with path.open("wb") as file:
        file.write(PNG)
        file.truncate(HUGE_BYTES)


Put = Callable[[Path], None]


@pytest.mark.parametrize(
    ("put", "said"),
    [
        (os.mkfifo, NO_FILE.format("course/CHANGES.md", "file", " Nothing is released.")),
        (make_huge, "mkdeck: course/CHANGES.md is larger than 64 MB; shorten it. Nothing is released.\n"),
    ],
)
def test_news_for_students(put: Put, said: str, home: Path, mkdeck: Run) -> None:
    put(home / "course/CHANGES.md")
    assert mkdeck("release", "course", "--no-rehearsal", cwd=home) == (2, "", said)


@pytest.mark.parametrize(
    ("file", "put", "said"),
    [
        (
            "style.css",
            os.mkfifo,
            "'style.css' is a pipe or a device, not a file; the path is relative to course.yaml [course]",
        ),
        (
            "style.css",
            make_huge,
            "'style.css' is larger than 16 MB, and every card would load it [course]",
        ),
        ("bee.png", os.mkfifo, "'bee.png' is a pipe or a device, not a file [media]"),
        (
            "bee.png",
            make_huge,
            "'bee.png' is larger than 1 GB, too much to be part of a deck; shorten it, or link to it [media]",
        ),
    ],
)
def test_what_a_course_is_made_of(file: str, put: Put, said: str, home: Path, mkdeck: Run) -> None:
    (home / "course" / file).unlink()
    put(home / "course" / file)
    told = mkdeck("check", "course", cwd=home).out
    assert re.sub(r"^course/\S+ error: (one: )?", "", told) == f"{said}\n"
    assert mkdeck("build", "course", cwd=home).code == 1


@pytest.mark.parametrize("command", ["rehearse", "diff"])
def test_a_package(command: str, home: Path, mkdeck: Run) -> None:
    os.mkfifo(home / "old.apkg")
    assert mkdeck(command, "old.apkg", "course", cwd=home) == (2, "", NO_FILE.format("old.apkg", "package", ""))


def test_the_record_of_a_build(home: Path, mkdeck: Run) -> None:
    built = mkdeck("build", "course", cwd=home)
    (record,) = (home / "build").glob(".*.json")
    record.unlink()
    os.mkfifo(record)
    assert mkdeck("build", "course", cwd=home).code == built.code == 0


def test_the_list_of_a_sites_files(home: Path, mkdeck: Run) -> None:
    assert mkdeck("site", "course", "--draft", "-o", "public", cwd=home).code == 0
    (home / "public" / MANIFEST).unlink()
    os.mkfifo(home / "public" / MANIFEST)
    done = mkdeck("site", "course", "--draft", "-o", "public", cwd=home)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"mkdeck: public/{MANIFEST}: it is a pipe or a device, not a file.\n"


def test_what_stands_beside_a_course(home: Path, mkdeck: Run) -> None:
    (home / ".git").mkdir()
    os.mkfifo(home / "README.md")
    assert mkdeck("check", "course", cwd=home).code == 0
