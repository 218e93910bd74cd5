"""Read a course's ledger, if it has one; what is wrong with its file are findings."""

from dataclasses import dataclass, replace
from pathlib import Path

from mkdeck.apkg.release import Release
from mkdeck.course.discovery import show_path
from mkdeck.course.yaml_source import Source, read
from mkdeck.diagnostics import Finding, Span
from mkdeck.ledger.ledger import LEDGER_RULE, Ledger, LedgerError, find_ledger
from mkdeck.ledger.text import parse_ledger


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """A course's ledger file, where it lies or would lie, the name that people know it by, and what it holds.

    No ledger and no source where there is none, no ledger where it is damaged. `course_id` is what the ledger says, or
    else the course.
    """

    course_path: Path
    path: Path
    name: str
    course_id: str
    ledger: Ledger | None = None
    source: Source | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def latest(self) -> Release | None:
        """Return the last release that the ledger knows."""
        return self.ledger.latest if self.ledger else None


def load_ledger(course_path: Path, course_id: str) -> LedgerFile:
    """Read the ledger of a course, which has this id."""
    path = find_ledger(course_path)
    file = LedgerFile(course_path, path, show_path(path), course_id)
    if not path.exists():
        return file
    source, findings = read(path, file.name)
    if findings:
        return replace(file, source=source, findings=tuple(findings))
    try:
        ledger = parse_ledger(source.text)
    except LedgerError as error:
        fault = Finding(file.name, (), LEDGER_RULE, str(error), span=Span(file.name, error.line, 1))
        return replace(file, source=source, findings=(fault,))
    return replace(file, course_id=ledger.course_id, ledger=ledger, source=source)
