"""Where ledgers lie, by names alone, and whether their courses lie there, too."""

import os
from collections.abc import Iterator
from pathlib import Path

from mkdeck.course.discovery import COURSE_FILE, LEDGER_FILE
from mkdeck.diagnostics import CommandError
from mkdeck.files.git import run_git


def find_lost(folder: Path) -> list[Path]:
    """Return the ledgers without a course in a folder, beside it, above it, and in the folders of all these."""
    bases = (folder, folder.resolve().parent)
    places = (place for base in bases for place in (str(base), *_list_folders(base)))
    return _select(Path(place, name) for place in places for name in _list(place) if name.endswith(LEDGER_FILE))


def find_committed(folder: Path) -> list[Path]:
    """Return the ledgers without a course that git knows, wherever in its repository they lie."""
    try:
        names = run_git(folder, "ls-files", "-z", "--", f":/*{LEDGER_FILE}").stdout.split("\0")
    except (CommandError, OSError):
        return []
    return _select(folder / name for name in names if name)


def tell_stem(path: Path) -> str:
    """Return the name, without its ending, of the loose file that a ledger is of; none for that of a folder."""
    return path.name.removesuffix(LEDGER_FILE).removesuffix(".")


def _select(paths: Iterator[Path]) -> list[Path]:
    named = (path for path in paths if path.name == LEDGER_FILE or path.name.endswith(f".{LEDGER_FILE}"))
    found = {path.resolve(): path for path in named if path.is_file() and not _has_course(path)}
    return list(found.values())


def _has_course(path: Path) -> bool:
    is_course = (path.parent / COURSE_FILE).exists()
    stem = tell_stem(path)
    if not stem or is_course:  # in a course's folder, the ledger of a loose file is nobody's
        return is_course and not stem
    return any(name.startswith(stem) and name[len(stem) :].lower() in (".yaml", ".yml") for name in _list(path.parent))


def _list(place: Path | str) -> list[str]:
    """List the names in a folder; nothing where others take it away meanwhile, or it can't be read."""
    try:
        with os.scandir(place) as entries:
            return sorted(each.name for each in entries)
    except OSError:
        return []


def _list_folders(base: Path) -> list[str]:
    """List the folders in a folder, where hundreds may lie: the disk is not asked about each, as Path does."""
    try:
        with os.scandir(base) as entries:
            return sorted(each.path for each in entries if not each.name.startswith(".") and each.is_dir())
    except OSError:
        return []
