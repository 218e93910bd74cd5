"""Fixtures: staff with a course in git, and two more students."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Run
from ledger.team import Team
from mkdeck.rehearsal.student import Student


@pytest.fixture
def team(tmp_path: Path, mkdeck: Run) -> Team:
    team = Team(tmp_path / "staff", mkdeck)
    team.write({"one": "Odd", "two": "Even", "three": "Prime"})
    return team


@pytest.fixture
def others(tmp_path: Path) -> Iterator[tuple[Student, Student]]:
    with Student(tmp_path / "left") as left, Student(tmp_path / "right") as right:
        yield left, right
