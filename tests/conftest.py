"""Fixtures: a student with a real Anki, courses on disk, and the command line as its users see it."""

import gc
import io
import itertools
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple, Protocol

import pytest
from hypothesis import HealthCheck, settings

import starting  # noqa: F401 - before the rest, so that it holds for the rest
from accessibility import Axe
from browser import Browser, find_chromium
from depth import count
from mathjax import MathJax, fetch_mathjax
from mkdeck.cli import main
from mkdeck.rehearsal.student import Student
from stand_in import stand_in

# By chance, tests find new mistakes on a developer's machine; in CI the same code always gets the same verdict.
# Nothing is judged by how long it takes, as a busy machine takes long over everything.
settings.register_profile("here", deadline=None, max_examples=count(50), suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("here"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

AXE = "axe-core@4.11.0"
_OWN_VARIABLES = ("SOURCE_DATE_EPOCH", "MKDECK_DEBUG")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Let nobody look for garbage among the tests themselves, neither while they are collected nor later."""
    gc.disable()
    yield
    gc.freeze()
    gc.enable()


class Outcome(NamedTuple):
    """What a command leaves behind: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


class Run(Protocol):
    """Runs `mkdeck *args`, optionally in a folder `cwd` and with more variables `env`."""

    def __call__(self, *args: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Outcome: ...


class Build(Protocol):
    """Builds a course into a folder of its own, and gives the package's path."""

    def __call__(self, course: Path, time: int = ...) -> Path: ...


class Write(Protocol):
    """Writes a course's files into a folder of this name, and gives the folder."""

    def __call__(self, files: Mapping[str, str | bytes], name: str = ...) -> Path: ...


def _run(*args: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Outcome:
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name in _OWN_VARIABLES:
            patch.delenv(name, raising=False)
        for name, value in (env or {}).items():
            patch.setenv(name, value)
        if cwd:
            patch.chdir(cwd)
        patch.setattr(sys, "argv", ["mkdeck", *map(str, args)])
        with pytest.raises(SystemExit) as stop:
            main()
    assert isinstance(stop.value.code, int)
    return Outcome(stop.value.code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="session", autouse=True)
def power() -> Iterator[None]:
    """Let nobody wait until the disk has what it was given: no power is cut here, and it takes long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let each temporary folder lie in one of its own: mkdeck looks around a course, and there would be thousands.

    They are numbered as they are made, as pytest would look through all of them for the next number of each name.
    """
    base, numbers = tmp_path_factory.getbasetemp(), itertools.count()

    def make_alone(basename: str, numbered: bool = True) -> Path:  # noqa: ARG001 - as pytest calls it
        folder = base / f"{basename}{next(numbers)}" / "alone"
        folder.mkdir(parents=True)
        return folder

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tmp_path_factory, "mktemp", make_alone)
        yield


@pytest.fixture(scope="session")
def mkdeck() -> Run:
    """Run `mkdeck *args` in this process; gives (code, out, err).

    SOURCE_DATE_EPOCH and MKDECK_DEBUG are unset unless `env` sets them.
    """
    return _run


@pytest.fixture(scope="session")
def quick() -> Iterator[Path]:
    """Give a command `mkdeck` for shells and other programs that is soon there."""
    with stand_in() as folder:
        yield folder / "mkdeck"


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build a course, `build(course, time=1_700_000_000)`, into a folder of its own; gives the package's path."""

    def make(course: Path, time: int = 1_700_000_000) -> Path:
        folder = tmp_path_factory.mktemp("build")
        code, _, err = _run("build", course, "-o", folder, env={"SOURCE_DATE_EPOCH": str(time)})
        assert code == 0, err
        (package,) = folder.glob("*.apkg")
        return package

    return make


@pytest.fixture
def course(tmp_path: Path) -> Write:
    """Write a course's files, `course({"course.yaml": ..., "01.yaml": ...}, name="course")`; gives its folder.

    Texts are dedented. Files of an earlier call that are not named again stay.
    """

    def write(files: Mapping[str, str | bytes], name: str = "course") -> Path:
        folder = tmp_path / name
        for relative, content in files.items():
            path = folder / relative
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else dedent(content).encode())
        return folder

    return write


@pytest.fixture
def student(tmp_path: Path) -> Iterator[Student]:
    """Give a student whose Anki is fresh."""
    with Student(tmp_path / "student") as student:
        yield student


@pytest.fixture(scope="session")
def running_chromium() -> Iterator[Browser]:
    """Give a browser for all tests, which are skipped where there is none, except in CI."""
    if not find_chromium() and not os.environ.get("CI"):
        pytest.skip("there is no Chromium on this machine")
    with Browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def chromium(running_chromium: Browser) -> Browser:
    """Give a browser for all tests of a file, with a page that knows nothing of other files."""
    running_chromium.start_over()
    return running_chromium


@pytest.fixture(scope="session")
def axe(pytestconfig: pytest.Config) -> Axe:
    """Give axe-core, from npm; a test is skipped where there is none, except in CI."""
    cache = pytestconfig.cache
    folder = (cache.mkdir("axe") if cache else Path()) / AXE
    archive = folder / f"{AXE.replace('@', '-')}.tgz"
    if not archive.exists():
        folder.mkdir(parents=True, exist_ok=True)
        try:
            subprocess.run(
                ["npm", "pack", "--silent", AXE, f"--pack-destination={folder}"],
                check=True,
                capture_output=True,
                timeout=60,
            )
        except (OSError, subprocess.SubprocessError) as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"npm did not give {AXE}: {error}")
    with tarfile.open(archive) as tar:
        script = tar.extractfile("package/axe.min.js")
        assert script
        return Axe(script.read().decode())


@pytest.fixture(scope="module")
def mathjax(chromium: Browser, pytestconfig: pytest.Config) -> MathJax:
    """Give Anki's MathJax, from PyPI; a test is skipped where there is none, except in CI."""
    folder = (pytestconfig.cache.mkdir("mathjax") if pytestconfig.cache else Path()) / "anki"
    if not folder.exists():
        try:
            fetch_mathjax(folder)
        except (OSError, subprocess.SubprocessError) as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"PyPI did not give Anki's MathJax: {error}")
    return MathJax(chromium, folder)
