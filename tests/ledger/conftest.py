"""Fixtures: staff with a course in git, two more students, and a course that is never released."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Run
from ledger.drafts import Clock, Drafts
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


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def drafts(tmp_path: Path, mkdeck: Run, student: Student, clock: Clock) -> Drafts:
    return Drafts(tmp_path, mkdeck, student, clock)
