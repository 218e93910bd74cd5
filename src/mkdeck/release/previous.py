"""Find what students got last: the package, if it is at hand, or else the course as git has it."""

from pathlib import Path

from mkdeck.apkg.read import ReadPackage, read_package
from mkdeck.apkg.release import Release
from mkdeck.diagnostics import CommandError
from mkdeck.ledger.digests import make_digest
from mkdeck.ledger.ledger import Ledger
from mkdeck.ledger.lineage import Lineage, read_lineage
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


def find_last_releases(
    course_path: Path, target: Path, ledger: Ledger | None, watch: Watch
) -> list[tuple[Release | None, Revision]]:
    """Find the editions that students got last, of the course at this path, whose package would stand at `target`.

    One, or that of each branch that released before they were joined, with its release. Without a ledger that is
    whatever package stands there, and no release. None where package and git do not have all of them.
    """
    if ledger is None:
        return [(None, Revision(target.as_posix(), make_edition(read_package(target))))] if target.is_file() else []
    lineage = read_lineage(course_path, ledger)
    found: list[tuple[Release | None, Revision]] = []
    for release in lineage.heads:
        package = find_released_package(target, ledger) if release == ledger.latest else None
        revision = (
            Revision(target.as_posix(), make_edition(package))
            if package
            else _find_in_git(course_path, release, lineage, watch)
        )
        if not revision:
            return []
        found.append((release, revision))
    return found


def _find_in_git(course_path: Path, release: Release, lineage: Lineage, watch: Watch) -> Revision | None:
    """Compile the course as it was when its ledger was first committed with this as its last release."""
    commit = lineage.find_commit(release)
    if not commit:
        return None
    try:
        (found,) = read_revisions(f"{commit[:12]}:{course_path}", course_path, release.time, watch)
    except (CommandError, ValueError):
        return None
    return None if found.broken else found
