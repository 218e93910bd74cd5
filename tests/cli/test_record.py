"""Proves that a build which takes its record's word says what a build without one would say."""

import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run, Write
from mkdeck.cli import build_cache

TIME = {"SOURCE_DATE_EPOCH": "1700000000"}
QUESTION = "questions: [{id: %s, type: short-answer, question: %s, answer: Yes.}]"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
FILES = {
    "c/course.yaml": "{course: Colours, id: colours, style: look/own.css}",
    "c/1/a.yaml": QUESTION % ("a", '"Blue? ![Sky](../img/a.svg)"'),
    "c/1/b.yaml": QUESTION % ("b", '"Red? ![Rose](b%20c.svg) ![Ruby](ä.svg)"'),
    "c/1/b c.svg": DRAWING,
    "c/1/ä.svg": DRAWING,
    "c/_old/x.yaml": QUESTION % ("x", "Old?"),
    "c/img/a.svg": DRAWING,
    "c/look/own.css": "p { margin: 0 }",
    "elsewhere/a.svg": DRAWING,
    "elsewhere/own.css": "p { margin: 0 }",
    "elsewhere/notes.txt": "No deck.",
    "decks/d.yaml": QUESTION % ("d", "Grey?"),
}


def _link(path: Path, to: str) -> None:
    """Put a link in the place of whatever is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(to)


def _rename(path: Path, name: str) -> None:
    path.rename(path.with_name(name))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a link to decks": lambda root: _link(root / "c/sub", "../decks"),
    "a link to decks, deeper": lambda root: _link(root / "c/1/sub", "../../decks"),
    "a link to what is left out": lambda root: _link(root / "c/sub", "_old"),
    "a link to a deck": lambda root: _link(root / "c/d.yaml", "../decks/d.yaml"),
    "a link to nothing": lambda root: _link(root / "c/d.yaml", "nothing"),
    "decks behind a link": lambda root: (root / "elsewhere/x.yaml").write_text("deck: X"),
    "settings of another name": lambda root: (root / "c/course.yml").touch(),
    "settings in capitals": lambda root: (root / "c/1/Course.YAML").touch(),
    "a course inside": lambda root: (root / "c/1/course.yaml").touch(),
    "a deck that was left out": lambda root: _rename(root / "c/_old", "old"),
    "a deck that is left out": lambda root: _rename(root / "c/1/b.yaml", "_b.yaml"),
    "a deck of another name": lambda root: _rename(root / "c/1/b.yaml", "0.yml"),
    "a deck gone": lambda root: (root / "c/1/b.yaml").unlink(),
    "a pipe": lambda root: os.mkfifo(root / "c/1/c.yaml"),
    "a folder called like a deck": lambda root: (root / "c/1/c.yaml").mkdir(),
    "a deck not in UTF-8": lambda root: (root / "c/1/b.yaml").write_bytes(b"\xff"),
    "a ledger": lambda root: (root / "c/mkdeck.lock").touch(),
    "a folder called like the ledger": lambda root: (root / "c/mkdeck.lock").mkdir(),
    "a picture from outside": lambda root: _link(root / "c/img/a.svg", "../../elsewhere/a.svg"),
    "pictures from outside": lambda root: _link(root / "c/img", "../elsewhere"),
    "a picture in another case": lambda root: _rename(root / "c/img/a.svg", "A.svg"),
    "a folder of pictures in another case": lambda root: _rename(root / "c/img", "IMG"),
    "a picture in another case beside it": lambda root: (root / "c/img/A.svg").write_text("<svg/>"),
    "a picture in another form of Unicode": lambda root: _rename(
        root / "c/1/ä.svg", unicodedata.normalize("NFD", "ä.svg")
    ),
    "a picture called as it is written": lambda root: (root / "c/1/b%20c.svg").write_text("<svg/>"),
    "a picture gone": lambda root: (root / "c/img/a.svg").unlink(),
    "an empty picture": lambda root: (root / "c/img/a.svg").write_text(""),
    "a large picture": lambda root: (root / "c/img/a.svg").write_text(DRAWING + " " * 6 * 2**20),
    "a style from outside": lambda root: _link(root / "c/look/own.css", "../../elsewhere/own.css"),
    "a folder of styles from outside": lambda root: _link(root / "c/look", "../elsewhere"),
    "a style gone": lambda root: (root / "c/look/own.css").unlink(),
    "another style": lambda root: (root / "c/look/own.css").write_text("p { margin: 1px }"),
    "a style that loads": lambda root: (root / "c/look/own.css").write_text("@import 'x.css';"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_second_build_says_what_a_first_one_would(change: str, course: Write, mkdeck: Run) -> None:
    root = course(FILES, "root")
    _link(root / "c/more", "../elsewhere")
    assert mkdeck("build", "c", cwd=root, env=TIME)[0] == 0
    CHANGES[change](root)
    said = mkdeck("build", "c", cwd=root, env=TIME)
    package = root / "build/colours.apkg"
    made = package.read_bytes() if said[0] == 0 else b""
    shutil.rmtree(root / "build")
    assert said == mkdeck("build", "c", cwd=root, env=TIME)
    assert made == (package.read_bytes() if package.exists() else b"")


@pytest.mark.parametrize(
    ("folder", "course_path", "output"), [("c", "../c", "../build"), ("c", ".", "../build"), (".", "c", "c/../build")]
)
def test_a_second_build_from_elsewhere_names_files_from_there(
    folder: str, course_path: str, output: str, course: Write, mkdeck: Run
) -> None:
    root = course({**FILES, "c/1/a.yaml": "questions: [{type: short-answer, question: Blue?, answer: Yes.}]"}, "root")
    assert mkdeck("build", root / "c", "-o", root / "build", cwd=root, env=TIME)[0] == 0
    for named in (root / "c", course_path):
        said = mkdeck("build", named, "-o", output, cwd=root / folder, env=TIME)
        shutil.rmtree(root / "build")
        assert said == mkdeck("build", named, "-o", output, cwd=root / folder, env=TIME)


def test_a_loose_file_is_built_anew_when_its_picture_is_another(course: Write, mkdeck: Run) -> None:
    root = course({"a.yaml": QUESTION % ("a", '"![](a.svg) Blue?"'), "a.svg": DRAWING, "b/a.svg": DRAWING}, "root")
    (root / "loose").mkdir()
    for name in ("a.yaml", "a.svg"):
        (root / name).rename(root / "loose" / name)
    assert mkdeck("build", "loose/a.yaml", cwd=root)[0] == 0
    _link(root / "loose/a.svg", "../b/a.svg")
    assert mkdeck("build", "loose/a.yaml", cwd=root)[2] == (
        "loose/a.yaml:1:56: error: a: 'a.svg' lies outside the course's folder; copy it into the course [media]\n"
        "loose/a.yaml: not built, 1 error.\n"
    )


def test_what_a_build_does_not_look_at_makes_no_work(course: Write, mkdeck: Run) -> None:
    root = course(FILES, "root")
    said = mkdeck("build", "-o", "build", cwd=root / "c", env=TIME)  # in the course itself
    package = root / "c/build/colours.apkg"
    before = package.stat()
    (root / "c/notes.txt").write_text("Ask about green.")
    (root / "c/img/b.svg").write_text(DRAWING)
    (root / "c/_old/course.yaml").touch()
    (root / "c/.git").mkdir()
    (root / "c/.git/course.yaml").touch()
    assert mkdeck("build", "-o", "build", cwd=root / "c", env=TIME) == said
    assert (package.stat().st_ino, package.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert mkdeck("check", cwd=root / "c")[:2] == (0, "")


def test_another_mkdeck_builds_anew(
    course: Write, mkdeck: Run, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    # An installed package may be older than the one before it, and may have fewer files.
    own = tmp_path / "mkdeck"
    (own / "cli").mkdir(parents=True)
    for name in ("cli/build_cache.py", "other.py"):
        (own / name).touch()
    root = course(FILES, "root")
    monkeypatch.setattr("mkdeck.cli.build_cache.__file__", str(own / "cli/build_cache.py"))
    request.addfinalizer(build_cache._find_own.cache_clear)
    changes: list[Callable[[], object]] = [
        lambda: os.utime(own / "other.py", (0, 0)),
        (own / "other.py").unlink,
        (own / "words.toml").touch,
    ]
    for change in changes:
        build_cache._find_own.cache_clear()  # as a run of its own
        assert mkdeck("build", "c", cwd=root, env=TIME)[0] == 0
        before = (root / "build/colours.apkg").stat().st_ino
        assert mkdeck("build", "c", cwd=root, env=TIME)[0] == 0
        assert (root / "build/colours.apkg").stat().st_ino == before
        change()
        build_cache._find_own.cache_clear()
        assert mkdeck("build", "c", cwd=root, env=TIME)[0] == 0
        assert (root / "build/colours.apkg").stat().st_ino != before


def test_a_build_with_nothing_to_do_loads_nothing_that_reads_texts() -> None:
    code = "import sys, mkdeck.cli.build; print(sorted({'comrak', 'nh3', 'mkdeck.text.markdown'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
