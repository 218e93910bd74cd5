"""Fixtures: a course to release, and one that was released."""

from pathlib import Path

import pytest

from conftest import Outcome, Run, Write
from demo_course import FILES, FIRST, Release


@pytest.fixture
def release(mkdeck: Run, tmp_path: Path) -> Release:
    """Run `mkdeck release course -o out --no-rehearsal` with more arguments, `release(time, *args)`."""

    def run(time: int, *args: str) -> Outcome:
        command = ("release", "course", "-o", "out", "--no-rehearsal", *args)
        return mkdeck(*command, cwd=tmp_path, env={"SOURCE_DATE_EPOCH": str(time)})

    return run


@pytest.fixture
def released(course: Write, release: Release) -> Path:
    """Give the folder of a course that was released once."""
    folder = course(FILES)
    assert release(FIRST).code == 0
    return folder
