"""The courses that a command works on."""

from pathlib import Path

import click

from mkdeck.cli import DECKS
from mkdeck.course.discovery import COURSE_FILE, find_courses

PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
"""Folders of courses or deck files; by default `decks`, or the course in this folder."""


def choose_courses(paths: tuple[Path, ...]) -> list[Path]:
    """Find the courses behind the arguments of a command, or behind their absence."""
    if not paths:
        here = Path(DECKS) if Path(DECKS).is_dir() else Path()
        if here == Path() and not Path(COURSE_FILE).is_file():
            raise click.UsageError("there is no folder 'decks' here; name a course's folder or a YAML file.")
        paths = (here,)
    return find_courses(paths)
