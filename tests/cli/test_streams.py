"""Proves that work is done and said where streams are closed, full or unread, and where names are no text."""

import os
import re
import shlex
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

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


def shell(folder: Path, line: str) -> tuple[int, str, str]:
    """Run a line of bash where `mkdeck` is this one; gives the code of its first command, and what came out."""
    command = f'mkdeck() {{ {shlex.quote(sys.executable)} -m mkdeck "$@"; }}; {line}; exit ${{PIPESTATUS[0]}}'
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, re.sub(r"\b\d+ kB", "N kB", done.stdout), done.stderr


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
def test_a_build_needs_no_streams(closed: str, unbuffered: str, good: Path) -> None:
    code, out, err = shell(good, f"{unbuffered}mkdeck build course {closed}")
    assert (code, err) == (0, "")
    assert out in ("" if "1>&-" in closed else BUILT, "")[: 1 if "1>&-" not in closed else 2]
    assert (good / "build/c.apkg").is_file()


@pytest.mark.parametrize(("command", "code"), [("check course", 1), ("build course", 1), ("diff nothing", 2)])
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_the_code_says_what_nobody_hears(command: str, code: int, closed: str, bad: Path) -> None:
    assert shell(bad, f"mkdeck {command} {closed}")[0] == code


@pytest.mark.parametrize("unbuffered", ["", "PYTHONUNBUFFERED=1 "])
@pytest.mark.parametrize(
    "command", ["check course", "check --format json course", "schema", "--help", "check --explain html", "--version"]
)
def test_a_full_disk_is_named(command: str, unbuffered: str, bad: Path) -> None:
    code, out, err = shell(bad, f"{unbuffered}mkdeck {command} >/dev/full")
    assert (code, out, err.splitlines(keepends=True)[-1]) == (2, "", FULL)


def test_what_is_built_is_there_though_the_disk_of_its_report_is_full(good: Path) -> None:
    assert shell(good, "mkdeck build course >/dev/full") == (2, "", FULL)
    assert (good / "build/c.apkg").is_file()


@pytest.mark.parametrize("unbuffered", ["", "PYTHONUNBUFFERED=1 "])
@pytest.mark.parametrize(("command", "code"), [("check course", 1), ("schema", 0), ("check --format json course", 1)])
def test_who_has_read_enough_stops_nothing(command: str, code: int, unbuffered: str, bad: Path) -> None:
    got, out, err = shell(bad, f"{unbuffered}mkdeck {command} | head -c 5")
    assert (got, len(out)) == (code, 5)
    assert err == "" or err.endswith(" checked: 399 errors.\n")


def test_all_courses_are_built_though_nobody_reads_on(course: Write, tmp_path: Path) -> None:
    for i in range(3):
        course({"course.yaml": f"{{course: C, id: c{i}}}", "1.yaml": GOOD}, name=f"decks/{i}")
    code, _, err = shell(tmp_path, "mkdeck build | true")
    assert (code, err) == (0, "")
    assert len(list((tmp_path / "build").glob("*.apkg"))) == 3


def test_a_folder_that_was_deleted_is_named(tmp_path: Path) -> None:
    gone = f"mkdir gone; cd {shlex.quote(str(tmp_path / 'gone'))}; rmdir ../gone; "
    message = "mkdeck: the folder that you are in was deleted or moved; `cd` into it anew.\n"
    for command in ("build", "check decks", "new a", "import a.gift", "diff"):
        assert shell(tmp_path, f"{gone}mkdeck {command}") == (2, "", message)
    assert shell(tmp_path, f"{gone}mkdeck --version")[0] == 0


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
