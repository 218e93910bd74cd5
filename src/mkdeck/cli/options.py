"""What several commands are told: the courses that they work on, where packages go, and the time."""

import os
from pathlib import Path

import click

from mkdeck.cli import DECKS
from mkdeck.course.discovery import COURSE_FILE, find_courses
from mkdeck.ledger.clock import read_time

OUTPUT_FOLDER = Path("build")
SITE_FOLDER = Path("public")
PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
"""Folders of courses or deck files; by default `decks`, or the course in this folder."""
OUTPUT = click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=OUTPUT_FOLDER,
    show_default=True,
    help="Folder for the packages.",
)


def choose_courses(paths: tuple[Path, ...]) -> list[Path]:
    """Find the courses behind the arguments of a command, or behind their absence."""
    if not paths:
        here = Path(DECKS) if Path(DECKS).is_dir() else Path()
        if here == Path() and not Path(COURSE_FILE).is_file():
            raise click.UsageError("there is no folder 'decks' here; name a course's folder or a YAML file.")
        paths = (here,)
    return find_courses(paths)


def choose_time() -> int:
    """Return the time of new content, in seconds since 1970; say so where the environment names none of use."""
    time, warning = read_time(os.environ)
    if warning:
        click.echo(f"mkdeck: {warning}.", err=True)
    return time
