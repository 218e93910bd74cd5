"""Proves that a package is written whole or not at all, and that one sentence says what stands in its way."""

import errno
import os
import signal
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from apart import kill_at, run_apart
from apkg.honey import COURSE, RECORD, TIME
from conftest import Run, Write

MOMENTS = ("zipfile.ZipFile.open", "zipfile.ZipFile._write_end_record", "os.fsync", "pathlib.Path.replace")
"""From the first byte of the new package to the last."""


class Killed(BaseException):
    """What no handler of errors catches."""


def _kill(*_: object, **__: object) -> NoReturn:
    raise Killed


def _refuse(*_: object, **__: object) -> NoReturn:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("how", [_kill, _refuse])
def test_a_build_that_stops_in_the_middle_leaves_the_old_package_whole(
    moment: str,
    how: Callable[..., NoReturn],
    course: Write,
    mkdeck: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    course(COURSE)
    mkdeck("build", "course", cwd=tmp_path, env={"SOURCE_DATE_EPOCH": str(TIME)})
    package = tmp_path / "build/ueber-alles.apkg"
    old = package.read_bytes()
    (tmp_path / "course/2/2.yaml").write_text("questions: [{id: new, type: short-answer, question: A?, answer: B.}]")
    with monkeypatch.context() as patch:
        patch.setattr(moment, how)
        if how is _kill:
            with pytest.raises(Killed):
                mkdeck("build", "course", cwd=tmp_path)
        else:
            assert mkdeck("build", "course", cwd=tmp_path) == (
                2,
                "",
                "mkdeck: build/ueber-alles.apkg can't be written: No space left on device.\n",
            )
    assert sorted(RECORD.sub("RECORD", path.name) for path in package.parent.iterdir()) == ["RECORD", package.name]
    assert package.read_bytes() == old


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_build_that_is_killed_outright_leaves_the_old_package_whole_and_the_next_build_works(
    moment: str, course: Write, tmp_path: Path
) -> None:
    course(COURSE)
    (tmp_path / "build").mkdir()
    package = tmp_path / "build/ueber-alles.apkg"
    package.write_bytes(b"the old package")
    assert run_apart(tmp_path, "build", "course", first=kill_at(1, moment)).returncode == -signal.SIGKILL
    assert package.read_bytes() == b"the old package"
    assert run_apart(tmp_path, "build", "course").returncode == 0
    with zipfile.ZipFile(package) as archive:
        assert archive.testzip() is None


def test_the_next_build_sweeps_away_what_a_killed_one_left(course: Write, tmp_path: Path) -> None:
    course(COURSE)
    assert run_apart(tmp_path, "build", "course", first=kill_at(1, "os.fsync")).returncode == -signal.SIGKILL
    assert run_apart(tmp_path, "build", "course").returncode == 0
    names = sorted(RECORD.sub("RECORD", path.name) for path in (tmp_path / "build").iterdir())
    assert names == ["RECORD", "ueber-alles.apkg"]


def test_a_second_build_finds_the_same_errors_as_a_first_one(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    course(COURSE)
    assert mkdeck("build", "course", cwd=tmp_path)[0] == 0
    course({"2/course.yaml": "{course: Inner, id: inner}"})
    first, second = (mkdeck("build", "course", *args, cwd=tmp_path) for args in (("-o", "elsewhere"), ()))
    assert first[0] == 1
    assert second == first


def test_an_output_folder_that_cannot_be_made_gives_one_sentence(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    course({**COURSE, "file": "not a folder"})
    assert mkdeck("build", "course", "-o", "course/file/build", cwd=tmp_path) == (
        2,
        "",
        "mkdeck: course/file/build/ueber-alles.apkg can't be written: Not a directory.\n",
    )


def test_an_output_folder_that_is_a_file_gives_one_sentence(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    course({**COURSE, "file": "not a folder"})
    code, out, err = mkdeck("build", "course", "-o", "course/file", cwd=tmp_path)
    assert (code, out) == (2, "")
    assert err.splitlines()[-1] == "Error: Invalid value for '-o' / '--output': Directory 'course/file' is a file."


def test_a_folder_in_the_place_of_the_package_gives_one_sentence(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    course(COURSE)
    (tmp_path / "build/ueber-alles.apkg").mkdir(parents=True)
    assert mkdeck("build", "course", cwd=tmp_path) == (
        2,
        "",
        "mkdeck: build/ueber-alles.apkg can't be written: Is a directory.\n",
    )
    assert [path.name for path in (tmp_path / "build").iterdir()] == ["ueber-alles.apkg"]


def test_a_folder_without_permission_gives_one_sentence(
    course: Write,
    mkdeck: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    course(COURSE)
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    assert mkdeck("build", "course", cwd=tmp_path) == (
        2,
        "",
        "mkdeck: build/ueber-alles.apkg can't be written: Permission denied.\n",
    )


def test_media_that_change_while_the_package_is_written_give_one_sentence(
    course: Write,
    mkdeck: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = course(COURSE)
    real = zipfile.ZipFile.writestr

    def change(*args: Any, **kwargs: Any) -> None:
        (folder / "img/tone.mp3").write_bytes(b"another tone")
        real(*args, **kwargs)

    monkeypatch.setattr(zipfile.ZipFile, "writestr", change)
    code, out, err = mkdeck("build", "course", cwd=tmp_path)
    assert (code, out) == (2, "")
    assert err == f"mkdeck: {folder}/img/tone.mp3 changed while mkdeck worked with it; run mkdeck again.\n"
    assert list((tmp_path / "build").iterdir()) == []


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664), (0o000, 0o666)])
def test_a_new_package_has_the_permissions_that_the_umask_leaves(
    umask: int, mode: int, course: Write, mkdeck: Run, tmp_path: Path
) -> None:
    course(COURSE)
    old = os.umask(umask)
    try:
        assert mkdeck("build", "course", cwd=tmp_path)[0] == 0
    finally:
        os.umask(old)
    assert (tmp_path / "build/ueber-alles.apkg").stat().st_mode & 0o7777 == mode


def test_a_package_that_is_replaced_keeps_its_permissions_and_its_link(
    course: Write, mkdeck: Run, tmp_path: Path
) -> None:
    course(COURSE)
    (tmp_path / "build").mkdir()
    shared = tmp_path / "shared.apkg"
    shared.write_bytes(b"old")
    shared.chmod(0o640)
    (tmp_path / "build/ueber-alles.apkg").symlink_to(shared)
    assert mkdeck("build", "course", cwd=tmp_path)[0] == 0
    assert (tmp_path / "build/ueber-alles.apkg").is_symlink()
    assert zipfile.is_zipfile(shared)
    assert shared.stat().st_mode & 0o7777 == 0o640
