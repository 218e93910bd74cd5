"""What other ledgers, git and packages at hand know of a course's releases and its own ledger does not."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from mkdeck.course.loading import Course
from mkdeck.diagnostics import Finding
from mkdeck.ledger.history_faults import check_history
from mkdeck.ledger.left_out import check_left_out
from mkdeck.ledger.loading import LedgerFile
from mkdeck.ledger.lost import check_lost
from mkdeck.ledger.unreleased import Unreleased
from mkdeck.notes.note import Note


def check_past(
    file: LedgerFile,
    course: Course,
    unreleased: Unreleased,
    notes: Sequence[Note],
    packages: Iterable[Path],
    *,
    stops: bool,
) -> list[Finding]:
    """Return what is wrong with a ledger in the light of what is known beside it; nothing of one that can't be read.

    `packages` are places where the course's own may stand. With `stops`, as for a release, what is wrong is an error.
    """
    if file.findings:
        return []
    lost = [] if file.ledger else list(check_lost(file, course, notes, stops=stops))
    if lost:
        return lost
    left_out = check_left_out(file, stops=stops) if unreleased.gone else ()
    return [*left_out, *check_history(file, packages, unreleased.digests, stops=stops)]
