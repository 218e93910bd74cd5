"""Proves that a command which is stopped leaves nothing in the temporary folder, or the next one sweeps it away."""

import ctypes
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from apart import Apart, wait_at
from conftest import Run, Write
from mkdeck.cli.stopping import stopped_in_order

FILES = {
    "course.yaml": "{course: C, id: c}",
    "1.yaml": "questions: [{id: a, type: true-false, question: Q, answer: true}]",
}
MORE = "questions: [{id: a, type: true-false, question: Q!, answer: true}]"
WAITING = wait_at("mkdeck.rehearsal.student.Student.study", "mkdeck.release.editions._compile")
COMMANDS = [
    ("rehearse", "out/c.apkg", "course"),
    ("release", "course", "-o", "out", "--rehearsal"),
    ("diff", "HEAD:", "course"),
]


@pytest.fixture
def home(course: Write, mkdeck: Run, tmp_path: Path) -> Path:
    """Give a folder with a course that was released and changed since, in git, and an empty `tmp`."""
    course(FILES)
    assert mkdeck("release", "course", "-o", "out", cwd=tmp_path, env={"SOURCE_DATE_EPOCH": "1700000000"}).code == 0
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "course"], cwd=tmp_path, check=True)
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, "commit", "-q", "-m", "One"], cwd=tmp_path, check=True)
    course({"1.yaml": MORE})
    (tmp_path / "tmp").mkdir()
    return tmp_path


def start(home: Path, *args: str) -> Apart:
    """Start a command that waits in the middle of its work, and come back when it does."""
    process = Apart(home, *args, first=WAITING, env={"TMPDIR": str(home / "tmp")})
    process.wait()
    return process


def left(home: Path) -> set[str]:
    return {path.name for path in (home / "tmp").glob("mkdeck-*")}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.parametrize("args", COMMANDS, ids=lambda args: str(args[0]))
def test_a_signal_leaves_nothing(args: tuple[str, ...], number: signal.Signals, home: Path) -> None:
    before = {path: path.read_bytes() for path in (home / "out").iterdir()}
    process = start(home, *args)
    assert left(home)
    process.send(number)
    done = process.finish()
    assert (done.returncode, done.stdout) == (128 + number, "")
    assert done.stderr == "\nmkdeck: stopped; what was not finished is as it was before.\n"
    assert not left(home)
    assert {path: path.read_bytes() for path in (home / "out").iterdir()} == before


def test_what_was_killed_is_swept_by_the_next_and_what_lives_stays(
    home: Path, mkdeck: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = home / "tmp/mkdeck-projects"
    others.mkdir()
    living = start(home, *COMMANDS[0])
    of_living = left(home) - {others.name}
    for args in COMMANDS:
        killed = start(home, *args)
        assert left(home) > of_living | {others.name}
        killed.send(signal.SIGKILL)
        killed.finish()
    monkeypatch.setattr("tempfile.tempdir", str(home / "tmp"))
    assert mkdeck("diff", "HEAD:", "course", cwd=home).code == 1
    assert left(home) == of_living | {others.name}
    living.send(signal.SIGTERM)
    living.finish()
    assert left(home) == {others.name}


def test_a_signal_that_is_ignored_stays_so(home: Path) -> None:
    # As under nohup.
    code = """
import os, signal
signal.signal(signal.SIGHUP, signal.SIG_IGN)
import mkdeck.rehearsal.student as student
student.Student.study = lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGHUP)
from mkdeck.cli import main
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", code, *COMMANDS[0]], cwd=home, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_ctrl_c_while_modules_are_loaded_is_no_traceback(home: Path) -> None:
    code = """
import os, signal, sys
class Finder:
    def find_spec(self, name, path, target=None):
        if name == "click":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
from mkdeck.__main__ import main
main()
"""
    done = subprocess.run([sys.executable, "-c", code, "build"], cwd=home, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "\nmkdeck: stopped.\n")


def _drop(number: int) -> None:
    """Raise a signal where code in C drops what its handler raises, and work on, though not for ever."""
    ctypes.CFUNCTYPE(None)(lambda: signal.raise_signal(number))()
    for _ in range(30_000):
        time.sleep(0.001)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_what_code_in_c_drops_stops_all_the_same(number: signal.Signals, capfd: pytest.CaptureFixture[str]) -> None:
    handler = signal.getsignal(number)
    with pytest.raises(KeyboardInterrupt), stopped_in_order():
        _drop(number)
    assert signal.getsignal(number) == handler
    assert capfd.readouterr().err == ""


class _Hasty(threading.Timer):
    """Comes to its end before who sets it goes on, as on a busy machine; the first one alone."""

    made = 0

    def start(self) -> None:
        super().start()
        type(self).made += 1
        if self.made == 1:
            self.join()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_it_does_so_on_a_busy_machine(
    number: signal.Signals, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Hasty, "made", 0)
    monkeypatch.setattr(threading, "Timer", _Hasty)
    test_what_code_in_c_drops_stops_all_the_same(number, capfd)
    assert _Hasty.made == 2
