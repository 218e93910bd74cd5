"""Find courses and their deck files on disk, by their names alone."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from mkdeck.diagnostics import EnvironmentFault

COURSE_FILE = "course.yaml"
_UNDECODED = re.compile("[\udc80-\udcff]")
"""What stands for bytes of a file name that are no text (PEP 383)."""
_SUFFIXES = (".yaml", ".yml")
_COURSE_FILES = (COURSE_FILE, "course.yml")


def find_courses(paths: tuple[Path, ...]) -> list[Path]:
    """Find the courses behind paths: folders with a course.yaml, and loose files, in natural order.

    A file or folder inside a course stands for that course. Raises EnvironmentFault where there is nothing.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise EnvironmentFault(f"{path} does not exist; name a course's folder or a YAML file.")
        if not path.is_dir() and not path.is_file():
            raise EnvironmentFault(f"{path} is a pipe or a device; name a course's folder or a YAML file.")
        inside = _course_around(path)
        courses = [inside] if inside else list(_courses_below(path))
        if not courses:
            raise EnvironmentFault(f"{path} holds no course and no deck file; `mkdeck new NAME` makes a course.")
        found.update(dict.fromkeys(courses))
    return list(found)


def natural_key(path: Path) -> tuple[tuple[tuple[int, int, str], ...], ...]:
    """Sort as people count: unit 2 before unit 10."""
    return tuple(
        tuple(
            (0, int(piece), "") if piece.isdecimal() else (1, 0, piece)
            for piece in re.split(r"(\d+)", part.casefold())
            if piece
        )
        for part in path.parts
    )


def _course_around(path: Path) -> Path | None:
    """Give the course that a path is, or lies in."""
    start = (path if path.is_dir() else path.parent).resolve()
    for folder in (start, *start.parents):
        if (folder / COURSE_FILE).is_file():
            return _relative(folder)
    return None


def _courses_below(path: Path) -> Iterator[Path]:
    if path.is_file() or (path / COURSE_FILE).is_file():
        yield path
    else:
        for child in sorted(path.iterdir(), key=natural_key):
            if child.name.startswith((".", "_")):
                continue
            if child.is_symlink() and path.resolve().is_relative_to(child.resolve()):
                continue  # a circle
            if child.is_dir():
                # A folder of loose files is no course: only course.yaml makes one.
                yield from (each for each in _courses_below(child) if each.is_dir())
            elif child.suffix.lower() in _SUFFIXES and child.is_file():
                if child.name.lower() in _COURSE_FILES:
                    raise EnvironmentFault(f"{show_path(child)} would be no course's settings; call it {COURSE_FILE}.")
                yield child


def find_deck_files(folder: Path) -> Iterator[Path]:
    """Find the deck files of a course's folder, in natural order; some may be links to nothing, or pipes."""
    for path in sorted(folder.rglob("*"), key=natural_key):
        if path.suffix.lower() not in _SUFFIXES or path.name.lower() in _COURSE_FILES or path.is_dir():
            continue
        if not _is_hidden(path, folder):
            if _UNDECODED.search(path.name):
                raise EnvironmentFault(f"the file name {path.name!a} in {show_path(folder)} is no UTF-8; rename it.")
            yield path


def find_left_out(folder: Path) -> Iterator[tuple[Path, str]]:
    """Find what in a course's folder looks as if it were part of the course but is not, each with what to do."""
    root = folder.resolve()
    for path in folder.rglob("*"):
        if _is_hidden(path, folder):
            continue
        if path.name.lower() in _COURSE_FILES and path.name != COURSE_FILE:
            yield path, f"a course's settings are in {COURSE_FILE}; rename this file"
        elif path.is_dir() and not os.access(path, os.R_OK | os.X_OK):
            yield path, "this folder can't be read; allow it, or start its name with '_' to leave it out"
        elif path.is_dir() and path.is_symlink():
            real = path.resolve()
            is_read = real.is_relative_to(root) and not _is_hidden(real, root)
            if not is_read and any(each.suffix.lower() in _SUFFIXES for each in real.iterdir()):
                yield (
                    path,
                    "decks behind a link are not read; copy the folder, or start its name with '_' to leave it out",
                )


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)


def name_loose(path: Path) -> str:
    """Name the course of a loose file by its stem. Raises EnvironmentFault where the stem can't be a name."""
    name = path.stem.strip()
    if not name.isprintable() or not name:
        raise EnvironmentFault(f"the file name {path.name!a} can't be the name of a course; rename the file.")
    return name


def _relative(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_absolute() and path.is_relative_to(here) else path


def show_path(path: Path) -> str:
    """Name a file as people know it: from the folder they are in, with '/' between folders."""
    return _relative(path).as_posix()
