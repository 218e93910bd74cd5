"""Courses side by side, of which none may be taken for another, neither here nor by Anki."""

from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Shelf:
    """Courses side by side: the path of each by its id, and how names were written first, by their folded forms."""

    paths: dict[str, Path] = field(default_factory=dict)
    spelled: dict[str, str] = field(default_factory=dict)

    def takes(self, course_id: str, name: str, path: Path) -> bool:
        """Put a course on the shelf; whether nobody could take it for another one there."""
        return self.paths.setdefault(course_id, path) == path and not find_other_spelling(name, self.spelled)


def find_other_spelling(name: str, spelled: dict[str, str]) -> tuple[str, str] | None:
    """Return the first of a deck and those above it whose name stood in other case before, and how it stood there.

    `spelled` gives the first spelling of each name by its folded form, and gets these.
    """
    names = accumulate(name.split("::"), lambda above, part: f"{above}::{part}")
    pairs = [(each, spelled.setdefault(each.casefold(), each)) for each in names]
    return next((pair for pair in pairs if pair[0] != pair[1]), None)
