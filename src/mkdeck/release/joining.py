"""Join what two branches wrote into `CHANGES.md`: each edition once, whole, under the number that the ledger gives it.

Git joins lines, not editions: it drops lines that are equal in two of them, mixes their lists, and knows no numbers.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mkdeck.apkg.release import Mark, Release
from mkdeck.diagnostics import CommandError
from mkdeck.files.git import read_blobs, run_git
from mkdeck.ledger.history import EVERYWHERE
from mkdeck.ledger.ledger import Ledger, find_ledger
from mkdeck.ledger.lineage import Lineage, read_lineage
from mkdeck.ledger.text import read_releases
from mkdeck.release.changelog import find_changelog, insert_edition

_MAX_COMMITS = 100
"""So many of the latest commits of ledger and changelog are looked through."""
_BEFORE_SECTION = re.compile(r"^(?=## )", re.MULTILINE)
_NUMBER = re.compile(r"\d+")
_MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")

EDITIONS_MIXED = (
    "the editions of two branches stand in it otherwise than mkdeck.lock numbers them, and can't be told apart for "
    "sure; number their headings as there, and look whether each lists what is its own"
)


@dataclass(frozen=True, slots=True)
class _Side:
    """A changelog as a branch had it: what stands above its sections, those of editions, and any other ones."""

    top: str
    editions: Mapping[Mark, str]
    others: tuple[str, ...]
    text: str


def settle_changelog(
    course_path: Path, text: str, ledger: Ledger | None, *, restored: bool = False
) -> tuple[str, bool]:
    """Return a changelog's text with the editions of branches that were joined, and whether it reads as the ledger.

    Where no branches were joined since the last release, it stays as staff left it; only with a ledger that was
    `restored`, it gets back what was reverted with that.
    """
    lineage = read_lineage(course_path, ledger) if ledger and text.strip() else None
    if not lineage:
        return text, True
    if len(lineage.heads) == 1:
        return _bring_back(course_path, text, lineage) if restored else (text, True)
    joined = _join_editions(course_path, text, lineage)
    if joined is not None:
        return joined, True
    found = _list_numbers(text)
    common = frozenset.intersection(*map(lineage.find_line, lineage.heads))
    parted = {each.number for each in lineage.releases if each.mark not in common}
    return text, found == sorted(set(found), reverse=True) and parted.issubset(found)


def _bring_back(course_path: Path, text: str, lineage: Lineage) -> tuple[str, bool]:
    """Return a changelog's text with those editions that were reverted, and whether it has all that git has.

    Before branches were joined, an edition may have had another number. So the file comes back as it was last, unless
    staff wrote something else into it since.
    """
    last = next(_find_sides(course_path, lineage), None)
    if last and not _list_lines(_write_unnumbered(text)) - _list_lines(_write_unnumbered(last.text)):
        return last.text, True
    newest = max(_list_numbers(text), default=len(lineage.releases))
    for release in lineage.releases[newest:]:
        commit = lineage.find_commit(release)
        side = _read_side(course_path, commit) if commit else None
        if side and (section := side.editions.get(release.mark)):
            text = insert_edition(text, "", f"{section}\n")
    return text, not last or set(_list_numbers(last.text)).issubset(_list_numbers(text))


def _join_editions(course_path: Path, text: str, lineage: Lineage) -> str | None:
    """Return a changelog's text with the editions of all branches that were joined; None where git does not have them.

    So it is, too, where the text holds lines that none of the branches has: staff wrote them after the branches met.
    """
    sides = list(_find_sides(course_path, lineage))
    if len(sides) < len(lineage.heads):
        return None
    top, sections = _join_tops(sides), _join_sections(course_path, sides, lineage)
    if top is None or sections is None:
        return None
    others = dict.fromkeys(each for side in sides for each in side.others)
    parts = (top, *sections, *others)
    joined = "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"
    return None if _list_lines(text) - _list_lines(joined, *(each.text for each in sides)) else joined


def _join_tops(sides: Iterable[_Side]) -> str | None:
    """Return what stands above all sections, if one side has all of it."""
    tops = [each.top for each in sides]
    longest = max(tops, key=len)
    return None if _list_lines(*tops) - _list_lines(longest) else longest


def _join_sections(course_path: Path, sides: Iterable[_Side], lineage: Lineage) -> list[str] | None:
    """Return the sections of all editions, the newest first, unless two sides edited one of them."""
    sections: list[str] = []
    for release in reversed(lineage.releases):
        written = _find_written(course_path, release, sides, lineage)
        if len(written) > 1:
            return None
        sections += [_renumber(each, release.number) for each in written]
    return sections


def _find_written(course_path: Path, release: Release, sides: Iterable[_Side], lineage: Lineage) -> set[str]:
    """Return the texts that sides have of an edition: one, unless both edited it."""
    written = {each.editions[release.mark] for each in sides if release.mark in each.editions}
    if len(written) > 1 and (commit := lineage.find_commit(release)):
        first = _read_side(course_path, commit)
        written.discard(first.editions.get(release.mark, "") if first else "")
    return written


def _find_sides(course_path: Path, lineage: Lineage) -> Iterator[_Side]:
    """Yield the changelog of each branch as it was last, before the branches were joined."""
    for head in lineage.heads:
        line = lineage.find_line(head)
        for commit, marks in _list_commits(course_path):
            if marks == line:
                if side := _read_side(course_path, commit):
                    yield side
                break


def _list_commits(course_path: Path) -> Iterator[tuple[str, frozenset[Mark]]]:
    """Yield the commits that touch ledger or changelog, the newest first, and what releases the ledger has there."""
    ledger, changelog = find_ledger(course_path), find_changelog(course_path)
    folder = ledger.parent
    asked = ("log", f"-{_MAX_COMMITS}", "--full-history", "--ignore-missing", "--format=%H", *EVERYWHERE, "--")
    try:
        commits = run_git(folder, *asked, ledger.name, changelog.name).stdout.split()
        texts = read_blobs(folder, [f"{each}:./{ledger.name}" for each in commits])
    except (CommandError, OSError):
        return
    for commit, text in zip(commits, texts, strict=True):
        yield commit, frozenset(each.mark for each in read_releases(text)[1])


def _read_side(course_path: Path, commit: str) -> _Side | None:
    """Read the changelog of a commit, whose ledger has a number for each edition; None where two have one number."""
    path, ledger = find_changelog(course_path), find_ledger(course_path)
    text, releases = read_blobs(path.parent, [f"{commit}:./{each.name}" for each in (path, ledger)])
    numbers = {each.number: each.mark for each in read_releases(releases)[1]}
    top, *sections = _split(text)
    editions: dict[Mark, str] = {}
    others: list[str] = []
    for section in sections:
        number = _find_number(section)
        found = None if number is None else numbers.get(number)
        if found is None:
            others.append(section.strip("\n"))
        elif found in editions:
            return None
        else:
            editions[found] = section.strip("\n")
    return _Side(top, editions, tuple(others), text)


def _list_numbers(text: str) -> list[int]:
    """Return the numbers of the editions that a changelog has, in its order."""
    return [number for each in _split(text)[1:] if (number := _find_number(each)) is not None]


def _find_number(section: str) -> int | None:
    """Return the first number in the heading of a section."""
    number = _NUMBER.search(section.partition("\n")[0])
    return int(number[0]) if number else None


def _split(text: str) -> list[str]:
    """Return what stands above the first section, and the sections."""
    return _BEFORE_SECTION.split(text.removeprefix("\ufeff"))


def _write_unnumbered(text: str) -> str:
    """Return a changelog's text without the numbers of its editions."""
    top, *sections = _split(text)
    return "".join([top, *(_renumber(each, 0) for each in sections)])


def _renumber(section: str, number: int) -> str:
    heading, newline, rest = section.partition("\n")
    return _NUMBER.sub(str(number), heading, count=1) + newline + rest


def _list_lines(*texts: str) -> set[str]:
    """Return the lines that say something, without what git writes around conflicts."""
    lines = {line.strip() for text in texts for line in text.removeprefix("\ufeff").split("\n")}
    return {line for line in lines if line and not line.startswith(_MARKS)}
