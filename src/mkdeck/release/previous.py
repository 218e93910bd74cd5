"""Find what students got last: the package, if it is at hand, or else the course as git has it."""

from pathlib import Path

from mkdeck.apkg.read import ReadPackage, read_package
from mkdeck.diagnostics import CommandError
from mkdeck.files.git import run_git
from mkdeck.ledger.digests import make_digest
from mkdeck.ledger.ledger import Ledger, LedgerError, find_ledger
from mkdeck.ledger.text import parse_ledger
from mkdeck.release.editions import Revision, Watch, make_edition, read_revisions


def find_released_package(target: Path, ledger: Ledger) -> ReadPackage | None:
    """Read the package at a path if it is the latest release of this ledger."""
    if not target.is_file():
        return None
    try:
        package = read_package(target)
    except CommandError:
        return None
    if package.digest:
        return package if package.digest == ledger.latest.digest else None
    shipped = {key: (note.digest, note.time) for key, note in ledger.shipped.items()}
    found = {note.key: (make_digest(note), package.times[note.guid]) for note in package.notes}
    return package if found == shipped else None


def find_last_release(course_path: Path, target: Path, ledger: Ledger | None, watch: Watch) -> Revision | None:
    """Find the edition that students got last, of the course at this path, whose package would stand at `target`.

    Without a ledger that is whatever package stands there. None if neither package nor git has it.
    """
    if ledger is None:
        return Revision(target.as_posix(), make_edition(read_package(target))) if target.is_file() else None
    package = find_released_package(target, ledger)
    if package:
        return Revision(target.as_posix(), make_edition(package))
    return _find_in_git(course_path, ledger, watch)


def _find_in_git(course_path: Path, ledger: Ledger, watch: Watch) -> Revision | None:
    """Compile the course as it was when its ledger was last committed, if that is the ledger of today."""
    ledger_path = find_ledger(course_path)
    try:
        commit = run_git(ledger_path.parent, "log", "-1", "--format=%H", "--", ledger_path.name).stdout.strip()
        if not commit:
            return None
        text = run_git(ledger_path.parent, "show", f"{commit}:./{ledger_path.name}").stdout
        if parse_ledger(text).releases != ledger.releases:
            return None
        (found,) = read_revisions(f"{commit[:12]}:{course_path}", course_path, ledger.newest_time, watch)
    except (LedgerError, CommandError, ValueError):
        return None
    return None if found.broken else found
