"""A course that is never released, and the clock by which it is built."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from conftest import Outcome, Run
from mkdeck.rehearsal.student import Student
from students.term import CARDS, COURSE, FIRST, NOTES, WEEK, Term

PACKAGE = "build/numbers.apkg"


class Clock:
    """The clock that mkdeck looks at."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = FIRST
        monkeypatch.setattr("mkdeck.ledger.clock.time", SimpleNamespace(time=lambda: self.now))


class Drafts(Term):
    """A course that is never released: staff run `mkdeck` again, a week later, into the same place."""

    def __init__(self, folder: Path, mkdeck: Run, student: Student, clock: Clock) -> None:
        super().__init__(folder, mkdeck, student)
        self.clock = clock
        self.begin(COURSE, NOTES, CARDS)

    def run(self, *args: str) -> Outcome:
        return self.mkdeck(*args, cwd=self.home)

    def release(self, *options: str) -> str:
        assert not options
        self.weeks += 1
        self.clock.now = FIRST + self.weeks * WEEK
        done = self.run("build", "course")
        assert done.code == 0, done.err
        self.said = done.out.splitlines()[1].strip()
        return done.err

    @property
    def package(self) -> Path:
        return self.home / PACKAGE
