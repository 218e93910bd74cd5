"""Past releases of a course, compiled again from the commits in which git has their ledgers."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from mkdeck.apkg.release import Release
from mkdeck.compiler import Compiled, compile_course
from mkdeck.course.discovery import find_courses
from mkdeck.diagnostics import CommandError
from mkdeck.diff.editions import Edition
from mkdeck.ledger.history import explain_blindness
from mkdeck.ledger.ledger import Ledger, find_ledger
from mkdeck.ledger.lineage import read_lineage
from mkdeck.release.editions import Watch, check_out, make_edition

_MAX_EDITIONS = 20
"""So many past editions are compared at most,"""
_MAX_NOTES = 20_000
"""and fewer where all of them would have more notes than that."""


def read_editions(
    course_path: Path, ledger: Ledger, latest: Edition, watch: Watch
) -> tuple[dict[int, Edition], dict[int, tuple[int, ...]]]:
    """Return what the latest releases held, by their numbers, as far as git tells; each costs a compile.

    And the numbers of those that each was made after.
    """
    most = max(1, min(_MAX_EDITIONS, _MAX_NOTES // max(1, len(latest.notes))))
    editions = {ledger.latest.number: latest}
    lineage = read_lineage(course_path, ledger)
    blind = bool(explain_blindness(find_ledger(course_path).parent))
    for release in ledger.releases[-1 - most : -1]:
        if commit := lineage.find_commit(release):
            with open_release(course_path, release, commit, watch) as past:
                if past and not _has_moved_on(past, blind=blind):
                    editions[release.number] = make_edition(past.package)
    parents = {each.number: tuple(one.number for one in lineage.find_parents(each)) for each in ledger.releases}
    return editions, parents


@contextmanager
def open_release(course_path: Path, release: Release, commit: str, watch: Watch) -> Iterator[Compiled | None]:
    """Compile the course as it was at the commit of a release; its media are there until the end.

    None where it can't be read, or its ledger is not that of the release.
    """
    with ExitStack() as stack:
        try:
            found, _, _ = stack.enter_context(check_out(commit, course_path))
            (course,) = find_courses((found,))
            with watch(f"release {release.number}") as progress:
                compiled = compile_course(course, release.time, progress)
        except CommandError:
            yield None
            return
        yield compiled if not compiled.broken and _holds(compiled, release) else None


def _has_moved_on(past: Compiled, *, blind: bool) -> bool:
    """Whether a course has other questions than its last release.

    A newer mkdeck may write the same text otherwise; only where git does not know its whole history may a commit be one
    that was made long after the release.
    """
    unreleased = past.unreleased
    others = unreleased.added or unreleased.gone or unreleased.restyled
    return bool(others or (blind and unreleased.changed))


def _holds(compiled: Compiled, release: Release) -> bool:
    """Whether a course as it was has the ledger of a release."""
    latest = compiled.ledger.latest if compiled.ledger else None
    return latest is not None and latest.mark == release.mark
