"""Proves that mkdeck behaves in a terminal: colours, width, Ctrl+C, help and slips of the fingers."""

import contextlib
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import Run, Write
from mkdeck.cli import progress
from mkdeck.text.markdown import render

FAULTY = {
    "course.yaml": "{course: Check, id: check}",
    "a.yaml": "questions: [{id: a, type: true-false, question: Q, answer: perhaps}]",
}
COLOURED = "a.yaml:1:60: \x1b[31m\x1b[1merror\x1b[0m: a: `answer` must be true or false [schema]"
PLAIN = "a.yaml:1:60: error: a: `answer` must be true or false [schema]"


def _in_terminal(command: list[str], folder: Path, **variables: str) -> str:
    """Run a command with a terminal as its outputs; gives what the terminal got."""
    master, slave = pty.openpty()
    environment = {**{k: v for k, v in os.environ.items() if k != "NO_COLOR"}, "TERM": "xterm", **variables}
    process = subprocess.Popen(command, cwd=folder, stdout=slave, stderr=slave, env=environment)
    os.close(slave)
    got = _read(master)
    process.wait()
    return got.replace("\r\n", "\n")


def _read(master: int) -> str:
    """Read what a terminal got until nobody has it open any more, which Linux says with an error."""
    got = b""
    with contextlib.suppress(OSError):
        while more := os.read(master, 4096):
            got += more
    os.close(master)
    return got.decode()


@pytest.mark.parametrize(
    ("variables", "line"),
    [
        ({}, COLOURED),
        ({"NO_COLOR": ""}, COLOURED),  # "when present and not an empty string" (no-color.org)
        ({"NO_COLOR": "1"}, PLAIN),
        ({"TERM": "dumb"}, PLAIN),
    ],
)
@pytest.mark.parametrize("command", ["check", "build"])
def test_colours_can_be_switched_off(
    command: str, variables: dict[str, str], line: str, quick: Path, course: Write
) -> None:
    anew = [sys.executable, "-m", "mkdeck"]
    how = anew if command == "check" else [str(quick)]
    assert _in_terminal([*how, command, "."], course(FAULTY), **variables).splitlines()[0] == line


@pytest.mark.parametrize("columns", [20, 30, 40, 49, 50, 80, 200])
@pytest.mark.parametrize(
    "label", ["decks/a", "decks/a-course-with-quite-a-long-name", "decks/神经网络神经网络神经网络"]
)
def test_a_progress_bar_takes_one_line_of_any_terminal(
    columns: int, label: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    master, slave = pty.openpty()
    with os.fdopen(slave, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr(progress, "PATIENCE_SECONDS", 0)
        monkeypatch.setattr(sys, "stderr", terminal)
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setenv("TERM", "xterm")
        with progress.show_progress(label) as tick:
            for done in range(64, 641, 64):
                tick(done, 640)
    got = _read(master)
    lines = [re.sub(r"\x1b\[[?\d]*[a-z]", "", line) for line in re.split(r"[\r\n]+", got)]
    widths = {len(line) + sum(character > "\u3000" for character in line) for line in lines}
    assert 10 < max(widths) < columns
    assert any("100%" in line for line in lines)


def test_a_dumb_terminal_gets_no_progress_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    master, slave = pty.openpty()
    with os.fdopen(slave, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr(progress, "PATIENCE_SECONDS", 0)
        monkeypatch.setattr(sys, "stderr", terminal)
        monkeypatch.setenv("TERM", "dumb")
        with progress.show_progress("decks/a") as tick:
            tick(64, 64)
        terminal.write("end")
    assert _read(master) == "end"


def _cpu_time(pid: int) -> float:
    """Give the seconds of CPU that a process has had, which tell how far it is on any machine."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_ctrl_c_stops_and_says_what_is_true(tmp_path: Path) -> None:
    question = "  - {id: q%d, type: cloze, question: 'Some *words* with {{c1::a gap}} and $x_i^2$.'}\n"
    (tmp_path / "a.yaml").write_text("questions:\n" + "".join(question % i for i in range(20_000)))
    (tmp_path / "build").mkdir()
    (tmp_path / "build/a.apkg").write_bytes(b"the package that was there")
    for moment in (0.4, 0.9, 1.8):
        process = subprocess.Popen(
            [sys.executable, "-m", "mkdeck", "build", "a.yaml"], cwd=tmp_path, stderr=subprocess.PIPE, text=True
        )
        while _cpu_time(process.pid) < moment:
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
        assert err == "\nmkdeck: stopped; what was not finished is as it was before.\n"
        # A shell shows both as 130; Python ends by the signal itself where it comes in the middle of an import.
        assert process.returncode in (130, -signal.SIGINT)
        assert {path.name for path in (tmp_path / "build").iterdir()} == {"a.apkg"}
        assert (tmp_path / "build/a.apkg").read_bytes() == b"the package that was there"


def test_ctrl_c_while_a_picture_is_looked_up_is_not_lost() -> None:
    def interrupted(_reference: str) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render("![](a.png) and more", interrupted)


def test_ctrl_c_that_a_library_drops_is_not_lost() -> None:
    def work() -> None:
        with progress.show_progress("decks/a") as tick:
            with contextlib.suppress(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)
            tick(1, 2)
            pytest.fail("the work goes on")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize("args", [(), ("build",), ("import",)])
def test_help_has_a_short_name(args: tuple[str, ...], mkdeck: Run) -> None:
    short, long = mkdeck(*args, "-h"), mkdeck(*args, "--help")
    assert short == long
    assert (short.code, short.err) == (0, "")


@pytest.mark.parametrize(
    ("word", "advice"),
    [
        ("buidl", "did you mean 'build'?"),
        ("Check", "did you mean 'check'?"),
        ("xyz", "`mkdeck --help` lists all."),
    ],
)
def test_a_command_that_does_not_exist_is_named_with_the_nearest(word: str, advice: str, mkdeck: Run) -> None:
    done = mkdeck(word)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[-1] == f"Error: there is no command '{word}'; {advice}"
