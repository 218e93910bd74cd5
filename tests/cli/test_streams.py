"""Proves that work is done and said where streams are closed, full or unread, and where names are no text."""

import os
import re
import shlex
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Protocol

import pytest

from conftest import Run, Write

GOOD = "questions: [{id: a, type: true-false, question: Q, answer: true}]"
BROKEN = "{id: %s, type: true-false, question: Q, answer: perhaps}"
BAD = f"questions: [{BROKEN % 'a'}]"
BUILT = (
    "build/c.apkg: C, 1 note, 1 card, 1 deck (N kB)\n"
    "  draft, never released: no earlier build is here, so every note counts as new\n"
)
FULL = "mkdeck: standard output can't be written: No space left on device.\n"


class Shell(Protocol):
    """Runs a line of bash where `mkdeck` is this one; gives the code of its first command, and what came out."""

    def __call__(self, folder: Path, line: str) -> tuple[int, str, str]: ...


def run(folder: Path, line: str, path: str | None = None) -> tuple[int, str, str]:
    line, env = f"{line}; exit ${{PIPESTATUS[0]}}", {**os.environ, "PATH": path or os.environ["PATH"]}
    done = subprocess.run(["bash", "-c", line], cwd=folder, env=env, capture_output=True, text=True, check=False)
    return done.returncode, re.sub(r"\b\d+ kB", "N kB", done.stdout), done.stderr


def anew(folder: Path, line: str) -> tuple[int, str, str]:
    """Let each mkdeck be a Python of its own from its start to its end."""
    return run(folder, f'mkdeck() {{ {shlex.quote(sys.executable)} -m mkdeck "$@"; }}; {line}')


@pytest.fixture
def shell(quick: Path) -> Shell:
    """Let each mkdeck open its streams as a Python that starts, and close them as one that ends."""
    path = f"{quick.parent}{os.pathsep}{os.environ['PATH']}"
    return lambda folder, line: run(folder, line, path)


@pytest.fixture
def good(course: Write) -> Path:
    return course({"course.yaml": "{course: C, id: c}", "1.yaml": GOOD}).parent


@pytest.fixture
def bad(course: Write) -> Path:
    """Give the folder that a course lies in of which more is said than a buffer of Python holds."""
    questions = "".join(f"\n- {BROKEN % f'a{i}'}" for i in range(1, 400))
    return course({"course.yaml": "{course: C, id: c}", "1.yaml": f"questions:{questions}"}).parent


@pytest.mark.parametrize("closed", ["0<&-", "2>&-", "1>&-", "0<&- 1>&- 2>&-", "2>/dev/full"])
@pytest.mark.parametrize("unbuffered", ["", "PYTHONUNBUFFERED=1 "])
def test_a_build_needs_no_streams(closed: str, unbuffered: str, good: Path, shell: Shell) -> None:
    code, out, err = shell(good, f"{unbuffered}mkdeck build course {closed}")
    assert (code, err) == (0, "")
    assert out in ("" if "1>&-" in closed else BUILT, "")[: 1 if "1>&-" not in closed else 2]
    assert (good / "build/c.apkg").is_file()


@pytest.mark.parametrize(("command", "code"), [("check course", 1), ("build course", 1), ("diff nothing", 2)])
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_the_code_says_what_nobody_hears(command: str, code: int, closed: str, bad: Path, shell: Shell) -> None:
    assert shell(bad, f"mkdeck {command} {closed}")[0] == code


@pytest.mark.parametrize("unbuffered", ["", "PYTHONUNBUFFERED=1 "])
@pytest.mark.parametrize(
    "command", ["check course", "check --format json course", "schema", "--help", "check --explain html", "--version"]
)
def test_a_full_disk_is_named(command: str, unbuffered: str, bad: Path, shell: Shell) -> None:
    code, out, err = shell(bad, f"{unbuffered}mkdeck {command} >/dev/full")
    assert (code, out, err.splitlines(keepends=True)[-1]) == (2, "", FULL)


def test_what_is_built_is_there_though_the_disk_of_its_report_is_full(good: Path, shell: Shell) -> None:
    assert shell(good, "mkdeck build course >/dev/full") == (2, "", FULL)
    assert (good / "build/c.apkg").is_file()


@pytest.mark.parametrize("unbuffered", ["", "PYTHONUNBUFFERED=1 "])
@pytest.mark.parametrize(("command", "code"), [("check course", 1), ("schema", 0), ("check --format json course", 1)])
def test_who_has_read_enough_stops_nothing(command: str, code: int, unbuffered: str, bad: Path, shell: Shell) -> None:
    got, out, err = shell(bad, f"{unbuffered}mkdeck {command} | head -c 5")
    assert (got, len(out)) == (code, 5)
    assert err == "" or err.endswith(" checked: 399 errors.\n")


def test_all_courses_are_built_though_nobody_reads_on(course: Write, tmp_path: Path, shell: Shell) -> None:
    for i in range(3):
        course({"course.yaml": f"{{course: C, id: c{i}}}", "1.yaml": GOOD}, name=f"decks/{i}")
    code, _, err = shell(tmp_path, "mkdeck build | true")
    assert (code, err) == (0, "")
    assert len(list((tmp_path / "build").glob("*.apkg"))) == 3


def test_a_folder_that_was_deleted_is_named(tmp_path: Path, shell: Shell) -> None:
    gone = f"mkdir gone; cd {shlex.quote(str(tmp_path / 'gone'))}; rmdir ../gone; "
    message = "mkdeck: the folder that you are in was deleted or moved; `cd` into it anew.\n"
    for command in ("build", "check decks", "new a", "import a.gift", "diff"):
        assert shell(tmp_path, f"{gone}mkdeck {command}") == (2, "", message)
    assert shell(tmp_path, f"{gone}mkdeck --version")[0] == 0


@pytest.mark.parametrize("unbuffered", ["", "PYTHONUNBUFFERED=1 "])
def test_a_build_needs_no_streams_where_python_starts_anew(unbuffered: str, good: Path) -> None:
    assert anew(good, f"{unbuffered}mkdeck build course 0<&- 1>&- 2>&-") == (0, "", "")
    assert (good / "build/c.apkg").is_file()


@pytest.mark.parametrize("unbuffered", ["", "PYTHONUNBUFFERED=1 "])
def test_nothing_is_heard_where_python_starts_anew(unbuffered: str, bad: Path) -> None:
    assert anew(bad, f"{unbuffered}mkdeck check course >&-")[:2] == (1, "")
    assert anew(bad, f"{unbuffered}mkdeck schema >/dev/full") == (2, "", FULL)
    code, out, err = anew(bad, f"{unbuffered}mkdeck check course | head -c 5")
    assert (code, len(out)) == (1, 5)
    assert err == "" or err.endswith(" checked: 399 errors.\n")


# Names that are no text.

NAME = os.fsdecode(b"b\xffd")


@pytest.fixture
def undecoded(course: Write) -> Path:
    """Give the folder that a course of such a name lies in."""
    try:
        return course({"course.yaml": "{course: C, id: c}", "1.yaml": GOOD}, name=NAME).parent
    except OSError:
        pytest.skip("no file can have such a name here")


def test_a_course_in_a_folder_whose_name_is_no_text(undecoded: Path, mkdeck: Run) -> None:
    for command in (("check",), ("build",), ("build",), ("stamp",), ("release", "-o", "out"), ("site", "-o", "public")):
        assert mkdeck(command[0], NAME, *command[1:], cwd=undecoded).code == 0, command
    (undecoded / NAME / "1.yaml").write_text(BAD)
    done = mkdeck("check", NAME, cwd=undecoded)
    assert done.out == r"b\xffd/1.yaml:1:60: error: a: `answer` must be true or false [schema]" + "\n"


def test_a_package_whose_name_is_no_text_is_rehearsed(undecoded: Path, mkdeck: Run) -> None:
    assert mkdeck("build", NAME, "-o", NAME + "2", cwd=undecoded).code == 0
    done = mkdeck("rehearse", f"{NAME}2/c.apkg", NAME, cwd=undecoded)
    assert (done.code, done.err) == (0, "")


def test_a_course_whose_name_is_no_text_is_shown(undecoded: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    (undecoded / NAME / "2.yaml").write_text(BAD)
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdeck", "preview", "--no-open", "--port", str(port), os.fsencode(NAME)],
        cwd=undecoded,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        assert process.stdout.readline().startswith(f"http://127.0.0.1:{port}/ shows C;")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
            assert page.url.endswith("/courses/b_d/")
            assert rb"b\xffd/2.yaml" in page.read()
    finally:
        process.terminate()
        process.communicate()
