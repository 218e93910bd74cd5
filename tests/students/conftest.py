"""Fixtures: a student in their first week, and one who never took an earlier release."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Run
from mkdeck.rehearsal.student import Student
from students.term import CARDS, COURSE, NOTES, Term


@pytest.fixture
def term(tmp_path: Path, mkdeck: Run, student: Student) -> Term:
    term = Term(tmp_path, mkdeck, student)
    term.begin(COURSE, NOTES, CARDS)
    return term


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[Student]:
    """Give a student who never took an earlier release."""
    with Student(tmp_path / "newcomer") as student:
        yield student
