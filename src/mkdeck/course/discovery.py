"""Find courses and their deck files on disk, by their names alone."""

import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mkdeck.diagnostics import CommandError, Rule

COURSE_RULE = Rule("course", "error", "warning")

COURSE_FILE = "course.yaml"
STDIN = Path("-")
"""What stands for standard input where a file is named."""
LEDGER_FILE = "mkdeck.lock"
_UNDECODED = re.compile("[\udc80-\udcff]")
"""What stands for bytes of a file name that are no text (PEP 383)."""
DECK_SUFFIXES = (".yaml", ".yml")
_COURSE_FILES = (COURSE_FILE, "course.yml")


def find_courses(paths: tuple[Path, ...]) -> list[Path]:
    """Find the courses behind paths: folders with a course.yaml, and loose files, in natural order.

    A file or folder inside a course stands for that course. Raises CommandError where there is nothing.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise CommandError(f"{path} does not exist; name a course's folder or a YAML file.")
        if not path.is_dir() and not path.is_file():
            raise CommandError(f"{path} is a pipe or a device; name a course's folder or a YAML file.")
        inside = find_course_around(path)
        courses = [inside] if inside else list(_courses_below(path))
        if not courses:
            raise CommandError(f"{path} holds no course and no deck file; `mkdeck new NAME` makes a course.")
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


def find_course_around(path: Path) -> Path | None:
    """Return the course that a path is, or lies in."""
    start = (path if path.is_dir() else path.parent).resolve()
    for folder in (start, *start.parents):
        if _has_settings(folder):
            return _relative(folder)
    return None


def _has_settings(folder: Path) -> bool:
    """Whether a folder is a course's. Raises CommandError where its settings are there, and are no file.

    Without them its decks would be courses of their own, and all that students have would come anew.
    """
    place = folder / COURSE_FILE
    if place.is_file():
        return True
    if not place.is_symlink() and not place.exists():
        return False
    other = "a pipe or a device" if place.exists() else "a link that leads nowhere"
    what = "a folder" if place.is_dir() else other
    raise CommandError(f"{show_path(place)} is {what}, where a course has its settings; put the file there again.")


def _courses_below(path: Path) -> Iterator[Path]:
    if path.is_file() or _has_settings(path):
        yield path
        return
    for child in sorted(path.iterdir(), key=natural_key):
        if _is_hidden(child.name) or _is_circle(child, path):
            continue
        if child.is_dir():
            # A folder of loose files is no course: only course.yaml makes one.
            yield from filter(Path.is_dir, _courses_below(child))
        elif child.suffix.lower() in DECK_SUFFIXES and child.is_file():
            if child.name.lower() in _COURSE_FILES:
                raise CommandError(f"{show_path(child)} would be no course's settings; call it {COURSE_FILE}.")
            yield child


def _is_circle(child: Path, folder: Path) -> bool:
    """Whether a link leads to the folder that it is in, or above it."""
    return child.is_symlink() and folder.resolve().is_relative_to(child.resolve())


@dataclass(frozen=True, slots=True)
class Survey:
    """What a course's folder holds, by names alone.

    `decks` are its deck files in natural order, of which some may be links to nothing, or pipes; `nested` are settings
    of courses inside it; `left_out` is what looks as if it were part of the course but is not, with what to do.
    """

    decks: tuple[Path, ...]
    nested: tuple[Path, ...]
    left_out: tuple[tuple[Path, str], ...]


def survey(folder: Path) -> Survey:
    """Look through a course's folder. Raises CommandError where a deck file's name is no text."""
    found = sorted(_walk(folder), key=natural_key)
    decks = [path for path in found if _is_deck(path)]
    if odd := next((path.name for path in decks if _UNDECODED.search(path.name)), None):
        raise CommandError(f"the file name {odd!a} in {show_path(folder)} is no UTF-8; rename it.")
    nested = [path for path in found if path.name == COURSE_FILE and path.parent != folder]
    return Survey(tuple(decks), tuple(nested), tuple(_find_left_out(folder, found)))


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the folders and YAML files in a folder, but nothing behind links, and nothing that its name leaves out.

    Of other files, such as 100,000 pictures, nothing but the name is looked at.
    """
    for where, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not _is_hidden(name)]
        named = (name for name in files if name.lower().endswith(DECK_SUFFIXES))
        yield from (Path(where, name) for name in (*folders, *named) if not _is_hidden(name))


def _is_deck(path: Path) -> bool:
    return path.suffix.lower() in DECK_SUFFIXES and path.name.lower() not in _COURSE_FILES and not path.is_dir()


def _find_left_out(folder: Path, found: list[Path]) -> Iterator[tuple[Path, str]]:
    root = folder.resolve()
    for path in found:
        if path.name.lower() in _COURSE_FILES and path.name != COURSE_FILE:
            yield path, f"a course's settings are in {COURSE_FILE}; rename this file"
        elif not path.is_dir():
            continue
        elif not os.access(path, os.R_OK | os.X_OK):
            yield path, "this folder can't be read; allow it, or start its name with '_' to leave it out"
        elif path.is_symlink() and _hides_decks(path.resolve(), root):
            yield path, "decks behind a link are not read; copy the folder, or start its name with '_' to leave it out"


def _hides_decks(real: Path, root: Path) -> bool:
    """Whether a folder behind a link holds decks that are not read at its own place in the course, either."""
    is_read = real.is_relative_to(root) and not any(map(_is_hidden, real.relative_to(root).parts))
    return not is_read and any(each.suffix.lower() in DECK_SUFFIXES for each in real.iterdir())


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "_"))


def name_loose(path: Path) -> str:
    """Name the course of a loose file by its stem. Raises CommandError where the stem can't be a name."""
    name = "standard input" if path == STDIN else path.stem.strip()
    if not name.isprintable() or not name:
        raise CommandError(f"the file name {path.name!a} can't be the name of a course; rename the file.")
    return name


def _relative(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_absolute() and path.is_relative_to(here) else path


def show_path(path: Path) -> str:
    r"""Name a file as people know it: from the folder they are in, with '/' between folders.

    Bytes of a name that are no text stand there as \xff does.
    """
    if path == STDIN:
        return "<stdin>"
    return os.fsencode(_relative(path).as_posix()).decode("utf-8", "backslashreplace")


def show_argument(name: str) -> str:
    """Write a file's name as it stands in a command, in quotation marks where a shell would read it otherwise."""
    quoted = shlex.quote(name)
    return f'"{name}"' if quoted != name and os.name == "nt" else quoted
