"""A release that a ledger should know and does not, and who knows it: git, a package at hand, or another course."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from mkdeck.apkg.read import read_release
from mkdeck.apkg.release import Release
from mkdeck.course.discovery import show_path
from mkdeck.diagnostics import CommandError
from mkdeck.diff.matching import Key
from mkdeck.ledger.history import EVER, HERE, UPSTREAM, find_released, read_deleted, read_history, read_twins
from mkdeck.ledger.ledger import Ledger, LedgerError
from mkdeck.ledger.loading import LedgerFile
from mkdeck.ledger.text import parse_ledger, read_releases
from mkdeck.ledger.union import find_missing


@dataclass(frozen=True, slots=True)
class Unknown:
    """A release that a ledger should know and does not, and who knows it.

    `commit` is one whose ledger has it, not among those that lead here where `elsewhere` is true; `package` was made
    with it.
    """

    release: Release
    commit: str = ""
    package: str = ""
    elsewhere: bool = False


class Twin(NamedTuple):
    """The ledger of another course that has the same id, and its newest release that nobody else knows."""

    path: Path
    release: Release


class TakenOver(NamedTuple):
    """A release of another branch, the commit that has it, and how many questions are here as it gave them."""

    release: Release
    commit: str
    questions: int


def find_unknown(file: LedgerFile, packages: Iterable[Path], *, stops: bool) -> Unknown | None:
    """Find the newest release of a course that its ledger does not know, in git or in packages at these paths.

    With `stops`, git's whole history is searched for a ledger that was deleted where the course lay before.
    """
    here = find_released(file.course_id, read_history(file.path, HERE))
    if stops and not here and not file.ledger:
        here = find_released(file.course_id, read_deleted(file.path.parent))
    if missing := find_missing(file.ledger, here):
        return Unknown(missing[-1], commit=here[missing[-1]])
    return _find_packaged(file, packages)


def _find_packaged(file: LedgerFile, packages: Iterable[Path]) -> Unknown | None:
    """Find the newest release in packages that the ledger does not know, and a commit elsewhere in git that does."""
    made = {release: show_path(path) for path in packages if path.is_file() and (release := read_release(path))}
    missing = find_missing(file.ledger, made)
    if not missing:
        return None
    _check_still(file, missing[-1])
    for each, commit in find_released(file.course_id, read_history(file.path, EVER)).items():
        if each.mark == missing[-1].mark:
            return Unknown(each, commit=commit, package=made[missing[-1]], elsewhere=True)
    deleted = () if file.ledger else read_deleted(file.path.parent)
    for each, commit in find_released(file.course_id, deleted).items():
        if each.mark == missing[-1].mark:
            return Unknown(each, commit=commit, package=made[missing[-1]])
    return Unknown(missing[-1], package=made[missing[-1]])


def _check_still(file: LedgerFile, release: Release) -> None:
    """Raise CommandError where a ledger knows a release by now: it was made after the ledger was read."""
    try:
        text = file.path.read_text("utf-8-sig") if file.path.is_file() else ""
    except (OSError, ValueError):
        return
    if any(each.mark == release.mark for each in read_releases(text)[1]):
        raise CommandError(f"{file.name} was changed just now, as by a release; run this again.")


def find_upstream(file: LedgerFile) -> Unknown | None:
    """Find the newest release that the branch has which `git pull` would join here, as far as it was fetched."""
    there = find_released(file.course_id, read_history(file.path, UPSTREAM))
    missing = find_missing(file.ledger, there)
    return Unknown(missing[-1], commit=there[missing[-1]], elsewhere=True) if missing else None


def find_newer(file: LedgerFile) -> Unknown | None:
    """Find the newest release that git has elsewhere and that is later than the ledger's own.

    Older ones may well be given up.
    """
    there = find_released(file.course_id, read_history(file.path, EVER))
    after = file.ledger.latest.time if file.ledger else 0
    newer = [each for each in find_missing(file.ledger, there) if each.time > after]
    return Unknown(newer[-1], commit=there[newer[-1]], elsewhere=True) if newer else None


def find_twin(file: LedgerFile) -> Twin | None:
    """Find the newest release that another course of this id has in its ledger alone, and that ledger."""
    newest: Twin | None = None
    for path, text in read_twins(file.path).items():
        theirs, releases = read_releases(text)
        missing = find_missing(file.ledger, releases) if theirs == file.course_id else []
        if missing and (newest is None or missing[-1].mark > newest.release.mark):
            newest = Twin(path, missing[-1])
    return newest


def find_taken_over(path: Path, ledger: Ledger, digests: Mapping[Key, str]) -> TakenOver | None:
    """Find a release of another branch that a course has texts of, as after `git merge --squash`.

    `path` is that of the ledger, and `digests` are those of the course's notes. A branch whose texts are not here is
    none that was merged.
    """
    seen: set[Release] = set()
    for committed in read_history(path, EVER):
        course_id, releases = read_releases(committed.text)
        missing = find_missing(ledger, releases) if course_id == ledger.course_id else []
        if seen.issuperset(missing):
            continue
        seen.update(missing)
        if count := _count_taken(committed.text, ledger, digests):
            return TakenOver(missing[-1], committed.commit, count)
    return None


def _count_taken(text: str, ledger: Ledger, digests: Mapping[Key, str]) -> int:
    """Count the notes that a course has as another ledger's text gave them to students, and its own did not."""
    try:
        notes = parse_ledger(text, conflicts=True).notes
    except LedgerError:
        return 0
    same = [key for key, note in notes.items() if note.digest == digests.get(key)]
    return sum(key not in ledger.notes or ledger.notes[key].digest != notes[key].digest for key in same)
