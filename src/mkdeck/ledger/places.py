"""Where ledgers lie, by names alone, and whether their courses lie there, too."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from mkdeck.course.discovery import COURSE_FILE, LEDGER_FILE
from mkdeck.diagnostics import CommandError
from mkdeck.files.git import run_git


def find_lost(folder: Path) -> list[Path]:
    """Return the ledgers without a course in a folder, beside it, above it, and in the folders of all these."""
    return _select_lost(_list_near(folder))


def find_committed(folder: Path) -> list[Path]:
    """Return the ledgers without a course that git knows, wherever in its repository they lie."""
    return _select_lost(_list_committed(folder))


def find_others(ledger_path: Path) -> list[Path]:
    """Return the ledgers of other courses near one, as `find_lost` and `find_committed` look for those without any.

    What lies in another repository, as in a second clone, is left out.
    """
    own = ledger_path.resolve()
    home = _find_repository(own)
    found = _select((*_list_near(ledger_path.parent), *_list_committed(ledger_path.parent)))
    others = (path for path in found if path.resolve() != own and _has_course(path))
    return [path for path in others if _find_repository(path.resolve()) == home]


def _find_repository(path: Path) -> Path | None:
    return next((each for each in path.parents if (each / ".git").exists()), None)


def tell_stem(path: Path) -> str:
    """Return the name, without its ending, of the loose file that a ledger is of; none for that of a folder."""
    return path.name.removesuffix(LEDGER_FILE).removesuffix(".")


def _list_near(folder: Path) -> Iterator[Path]:
    bases = (folder, folder.resolve().parent)
    places = (place for base in bases for place in (str(base), *_list_folders(base)))
    return (Path(place, name) for place in places for name in _list(place) if name.endswith(LEDGER_FILE))


def _list_committed(folder: Path) -> Iterator[Path]:
    try:
        names = run_git(folder, "ls-files", "-z", "--", f":/*{LEDGER_FILE}").stdout.split("\0")
    except (CommandError, OSError):
        return iter(())
    base = folder.resolve()
    return (Path(os.path.normpath(base / name)) for name in names if name)


def _select_lost(paths: Iterable[Path]) -> list[Path]:
    return [path for path in _select(paths) if not _has_course(path)]


def _select(paths: Iterable[Path]) -> list[Path]:
    """Return those of these paths where a ledger lies, each once."""
    named = (path for path in paths if path.name == LEDGER_FILE or path.name.endswith(f".{LEDGER_FILE}"))
    found = {path.resolve(): path for path in named if path.is_file()}
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
