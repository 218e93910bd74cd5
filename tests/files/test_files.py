"""Proves that files are put in place whole whoever else writes there, and that only what is left is swept away."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mkdeck.files.stages import hold, open_in_one_step

NOBODY = 65534
LEAVE = """
import os, signal, sys
from pathlib import Path
from mkdeck.files.stages import open_in_one_step
with open_in_one_step(Path(sys.argv[1])):
    os.kill(os.getpid(), signal.SIGKILL)
"""
WRITE = """
import sys
from pathlib import Path
from mkdeck.files.stages import open_in_one_step
for _ in range(int(sys.argv[2])):
    with open_in_one_step(Path(sys.argv[1])) as file:
        file.write(sys.argv[3].encode() * 10_000)
"""


def write(path: Path, content: bytes) -> None:
    with open_in_one_step(path) as file:
        file.write(content)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def leave(path: Path) -> Path:
    """Leave what a killed run leaves; gives its path."""
    before = set(path.parent.iterdir())
    subprocess.run([sys.executable, "-c", LEAVE, path], check=False)
    (left,) = set(path.parent.iterdir()) - before
    return left


def test_what_a_killed_run_left_is_swept_away_by_whoever_writes_there_next(tmp_path: Path) -> None:
    leave(tmp_path / "a.yaml")
    write(tmp_path / "b.yaml", b"b")
    assert names(tmp_path) == ["b.yaml"]


def test_what_a_living_run_writes_stays(tmp_path: Path) -> None:
    with open_in_one_step(tmp_path / "a") as file:
        file.write(b"one")
        write(tmp_path / "a", b"two")
        write(tmp_path / "b", b"three")
    assert names(tmp_path) == ["a", "b"]
    assert (tmp_path / "a").read_bytes() == b"one"


def test_files_of_others_stay(tmp_path: Path) -> None:
    others = [".a.part", ".a.12345678.part", ".a", "a.mkdeck-part"]
    for name in others:
        (tmp_path / name).write_text("mine")
    write(tmp_path / "a", b"")
    assert names(tmp_path) == sorted(["a", *others])


def test_what_another_user_left_stops_nobody(tmp_path: Path) -> None:
    left = leave(tmp_path / "a")
    left.chmod(0)  # which keeps out its owner as well, but for root
    opened = [each for each in (tmp_path, *tmp_path.parents) if each.stat().st_uid == os.getuid()]
    modes = {each: each.stat().st_mode & 0o777 for each in opened}
    user = os.geteuid()
    try:
        for each, mode in modes.items():
            each.chmod(mode | (0o777 if each == tmp_path else 0o555))
        if user == 0:
            os.seteuid(NOBODY)
        write(tmp_path / "a", b"x")
    finally:
        if user == 0:
            os.seteuid(user)
        for each, mode in modes.items():
            each.chmod(mode)
    assert names(tmp_path) == sorted([left.name, "a"])


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to(path.name)])
def test_what_is_no_file_stops_nobody(make: Callable[[Path], Any], tmp_path: Path) -> None:
    left = leave(tmp_path / "a")
    left.unlink()
    make(left)
    write(tmp_path / "a", b"")
    assert (tmp_path / "a").read_bytes() == b""


@pytest.mark.parametrize("step", [(tempfile, "mkstemp"), (Path, "replace"), (os, "fsync")])
def test_another_writer_at_any_step_takes_nothing_away(
    step: tuple[Any, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, name = step
    original = getattr(owner, name)

    def call(*args: Any, **kwargs: Any) -> Any:
        if name == "mkstemp":  # another comes after, and else before it
            made = original(*args, **kwargs)
        monkeypatch.setattr(owner, name, original)
        write(tmp_path / "a", b"other")
        return made if name == "mkstemp" else original(*args, **kwargs)

    monkeypatch.setattr(owner, name, call)
    write(tmp_path / "a", b"own")
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"own"


def test_four_writers_of_one_path_all_succeed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITE, str(tmp_path / "a"), "60"]
    writers = [subprocess.Popen([*command, letter], stderr=subprocess.PIPE, text=True) for letter in "abcd"]
    assert [writer.communicate()[1] for writer in writers] == [""] * 4
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() in [letter.encode() * 10_000 for letter in "abcd"]


@pytest.mark.parametrize("name", ["x" * 255, "字" * 85])
def test_a_name_may_be_as_long_as_the_disk_takes(name: str, tmp_path: Path) -> None:
    write(tmp_path / name, b"x")
    assert names(tmp_path) == [name]


def test_where_a_disk_has_no_locks_files_are_written_and_nothing_is_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = leave(tmp_path / "a")
    fcntl = pytest.importorskip("fcntl")

    def refuse(*_: object) -> None:
        raise OSError(45, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", refuse)
    write(tmp_path / "a", b"x")
    assert names(tmp_path) == sorted([left.name, "a"])


def test_one_holds_a_file_and_the_next_does_not(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with hold(tmp_path / "a") as first, hold(tmp_path / "a") as second:
        assert (first, second) == (True, False)
