"""Where courses are worked on: which courses are meant by who names none, and where packages and pages go."""

import os
from pathlib import Path

from mkdeck.course.discovery import find_course_around

DECKS = "decks"


def find_here() -> Path | None:
    """Return what commands work on without a path: the folder `decks`, or the course around the current folder.

    None where there is neither. Who stands in `decks` means it, too.
    """
    if Path(DECKS).is_dir():
        return Path(DECKS)
    return Path() if find_course_around(Path()) or Path.cwd().name == DECKS else None


def find_place(name: str) -> Path:
    """Return the folder `name`, such as `build`, for what is made of the courses here, seen from the current folder.

    It lies in the current folder. From within a course, or from `decks`, it lies beside `decks`; else in the root of
    git's work tree, also where that is the course itself, as nothing but what git ignores may lie outside of it; and
    else beside the course.
    """
    return Path(os.path.relpath(_find_home() / name))


def list_former_places(name: str) -> tuple[Path, ...]:
    """List other folders `name` that may hold what was made from here: before `git init`, or by an older mkdeck."""
    course = find_course_around(Path())
    if not course:
        return ()
    places = (Path(name), Path(os.path.relpath(course.resolve().parent / name)))
    return tuple(each for each in dict.fromkeys(places) if each != find_place(name))


def _find_home() -> Path:
    here = Path.cwd()
    course = find_course_around(here)
    start = course.resolve() if course else here
    for folder in (start, *start.parents):
        if folder.name == DECKS:
            return folder.parent
        if (folder / ".git").exists():
            return folder if course else here
    return start.parent if course else here
