"""Which releases each one was made after, as git knows it: on two branches, neither follows the other.

A ledger numbers its releases by their times, so that one of a branch may stand between two of another.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mkdeck.apkg.release import Mark, Release
from mkdeck.ledger.history import EVERYWHERE, read_history
from mkdeck.ledger.ledger import Ledger, find_ledger
from mkdeck.ledger.text import read_releases


@dataclass(frozen=True, slots=True)
class Lineage:
    """The releases of a ledger: those that each was made after, and the commit that has each first, as far as known."""

    releases: tuple[Release, ...]
    before: Mapping[Mark, frozenset[Mark]]
    commits: Mapping[Mark, str]

    @property
    def heads(self) -> tuple[Release, ...]:
        """Return the releases after which none was made yet: one, or the last of each branch that was joined."""
        return self._find_last(each.mark for each in self.releases)

    def find_parents(self, release: Release) -> tuple[Release, ...]:
        """Return the releases that one was made after directly: none for a first one, several where it joined them."""
        return self._find_last(self.before[release.mark])

    def find_commit(self, release: Release) -> str | None:
        """Return the first commit whose ledger ends with a release."""
        return self.commits.get(release.mark)

    def find_line(self, release: Release) -> frozenset[Mark]:
        """Return a release and all that it was made after."""
        return self.before[release.mark] | {release.mark}

    def _find_last(self, marks: Iterable[Mark]) -> tuple[Release, ...]:
        within = set(marks)
        passed = {each for later in within for each in self.before.get(later, ())}
        return tuple(each for each in self.releases if each.mark in within - passed)


def read_lineage(course_path: Path, ledger: Ledger) -> Lineage:
    """Read the lineage of a course's ledger from git, and from its file; without both, each follows the one before."""
    # A ledger that was joined numbers by time, so it names more before a release than its own ledger did, never less.
    before = _list_before(ledger.releases)
    found: list[tuple[str, frozenset[Mark]]] = []
    for commit, text in _list_texts(find_ledger(course_path)):
        course_id, releases = read_releases(text)
        marks = frozenset(each.mark for each in releases)
        if course_id == ledger.course_id and marks <= before.keys():
            found.append((commit, marks))
            for each, earlier in _list_before(releases).items():
                before[each] &= earlier
    commits: dict[Mark, str] = {}
    for commit, marks in found:  # the newest first, so the oldest one counts
        commits |= {each: commit for each in marks if commit and marks == before[each] | {each}}
    return Lineage(ledger.releases, before, commits)


def _list_texts(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the texts of a ledger, that of its file first, by the commits that have them, the newest first."""
    yield "", path.read_text("utf-8-sig", "replace") if path.is_file() else ""
    yield from ((each.commit, each.text) for each in read_history(path, EVERYWHERE))


def _list_before(releases: Iterable[Release]) -> dict[Mark, frozenset[Mark]]:
    """Return by release those with a lower number."""
    releases = tuple(releases)
    return {each.mark: frozenset(one.mark for one in releases if one.number < each.number) for each in releases}
