"""Read a course's ledger, if it has one; what is wrong with its file are findings."""

from dataclasses import dataclass
from pathlib import Path

from mkdeck.apkg.release import Release
from mkdeck.course.discovery import show_path
from mkdeck.course.yaml_source import Source, read
from mkdeck.diagnostics import Finding, Span
from mkdeck.ledger.ledger import LEDGER_RULE, Ledger, LedgerError, find_ledger
from mkdeck.ledger.text import parse_ledger


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """What a course's ledger file holds; no ledger and no source where there is none, no ledger where it is damaged."""

    ledger: Ledger | None = None
    source: Source | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def latest(self) -> Release | None:
        """Return the last release that the ledger knows."""
        return self.ledger.latest if self.ledger else None


def load_ledger(course_path: Path) -> LedgerFile:
    """Read the ledger of a course."""
    path = find_ledger(course_path)
    if not path.exists():
        return LedgerFile()
    source, findings = read(path, show_path(path))
    if findings:
        return LedgerFile(None, source, tuple(findings))
    try:
        return LedgerFile(parse_ledger(source.text), source)
    except LedgerError as error:
        span = Span(source.name, error.line, 1)
        return LedgerFile(None, source, (Finding(source.name, (), LEDGER_RULE, str(error), span=span),))
