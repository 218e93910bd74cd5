"""What several commands are told: the courses that they work on, where packages go, and the time."""

import os
from pathlib import Path

import click

from mkdeck.cli.completing import complete_course
from mkdeck.course.discovery import find_courses, show_path
from mkdeck.course.foreign import is_foreign
from mkdeck.course.home import find_here, find_place
from mkdeck.ledger.clock import read_time

BUILD = "build"
SITE = "public"
PATHS = click.argument(
    "paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...", shell_complete=complete_course
)
"""Folders of courses or deck files; by default `decks`, or the course in this folder."""
OUTPUT = click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=lambda: find_place(BUILD),
    help="Folder for the packages; by default `build` here, or from inside a course that of its repository.",
)


def choose_courses(paths: tuple[Path, ...]) -> list[Path]:
    """Find the courses behind the arguments of a command, or behind their absence."""
    if not paths:
        here = find_here()
        if not here:
            raise click.UsageError("there is no folder 'decks' here; name a course's folder or a YAML file.")
        paths = (here,)
    return find_courses(paths)


def choose_checked(paths: tuple[Path, ...]) -> list[Path]:
    """Find the courses behind files that may be of anything, as hooks of git name them; say which are no decks."""
    foreign = [path for path in paths if is_foreign(path)]
    for path in foreign:
        click.echo(f"{show_path(path)}: no deck, as it has no `questions:`; left alone.", err=True)
    rest = tuple(path for path in paths if path not in foreign)
    return choose_courses(rest) if rest or not paths else []


def choose_time() -> int:
    """Return the time of new content, in seconds since 1970; say so where the environment names none of use."""
    time, warning = read_time(os.environ)
    if warning:
        click.echo(f"mkdeck: {warning}.", err=True)
    return time
