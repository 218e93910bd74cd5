"""Where ledgers lie, by names alone, and whether their courses lie there, too."""

from collections.abc import Iterator
from pathlib import Path

from mkdeck.course.discovery import COURSE_FILE, LEDGER_FILE
from mkdeck.diagnostics import CommandError
from mkdeck.files.git import run_git


def find_lost(folder: Path) -> list[Path]:
    """Return the ledgers without a course in a folder, beside it, above it, and in the folders of all these."""
    places = (each for base in (folder, folder.resolve().parent) for each in (base, *_list_folders(base)))
    return _select(path for place in places for path in _glob(place, f"*{LEDGER_FILE}"))


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
    return any(each.stem == stem and each.suffix.lower() in (".yaml", ".yml") for each in _glob(path.parent, "*.[yY]*"))


def _glob(place: Path, pattern: str) -> list[Path]:
    """List what matches in a folder; nothing where others take it away meanwhile, or it can't be read."""
    try:
        return sorted(place.glob(pattern))
    except OSError:
        return []


def _list_folders(base: Path) -> list[Path]:
    try:
        return sorted(each for each in base.iterdir() if not each.name.startswith(".") and each.is_dir())
    except OSError:
        return []
