"""Past releases of a course, compiled again from the commits in which git has their ledgers."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdeck.apkg.release import Release
from mkdeck.compiler import Compiled, compile_course
from mkdeck.course.discovery import find_courses
from mkdeck.diagnostics import CommandError
from mkdeck.ledger.history import read_history
from mkdeck.ledger.ledger import Ledger, find_ledger
from mkdeck.ledger.text import read_releases
from mkdeck.release.editions import Watch, check_out


def find_commits(course_path: Path, ledger: Ledger) -> dict[Release, str]:
    """Return the commit in which git has each release of a course first, as far as it has them and tells them."""
    known = {(each.time, each.digest): each for each in ledger.releases}
    commits: dict[Release, str] = {}
    for committed in read_history(find_ledger(course_path)):  # the newest first, so the oldest one counts
        course_id, releases = read_releases(committed.text)
        if course_id == ledger.course_id and releases:
            latest = max(releases, key=lambda each: each.number)
            if release := known.get((latest.time, latest.digest)):
                commits[release] = committed.commit
    return commits


@contextmanager
def open_release(course_path: Path, release: Release, commit: str, watch: Watch) -> Iterator[Compiled | None]:
    """Compile the course as it was at the commit of a release; its media are there until the end.

    None where it can't be read, or its questions are not those that were released.
    """
    try:
        with check_out(commit, course_path) as (found, _, _):
            (course,) = find_courses((found,))
            with watch(f"release {release.number}") as progress:
                compiled = compile_course(course, release.time, progress)
            yield compiled if not compiled.broken and _holds(compiled, release) else None
    except CommandError:
        yield None


def _holds(compiled: Compiled, release: Release) -> bool:
    """Whether a course as it was has the notes of a release; newer templates may have changed since."""
    ledger, unreleased = compiled.ledger, compiled.unreleased
    if not ledger or (ledger.latest.time, ledger.latest.digest) != (release.time, release.digest):
        return False
    return not (unreleased.added or unreleased.changed or unreleased.gone or unreleased.restyled)
