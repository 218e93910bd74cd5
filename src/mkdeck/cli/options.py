"""What several commands are told: the courses that they work on, where packages go, and the time."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from mkdeck.cli.completing import complete_course
from mkdeck.course.discovery import STDIN, find_courses, show_path
from mkdeck.course.foreign import is_foreign
from mkdeck.course.home import find_here, find_place
from mkdeck.ledger.clock import read_time

BUILD = "build"
SITE = "public"


class Place(click.Path):
    """Where something is written; a dash, which elsewhere is standard output, is no place."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path. Fails where it is a dash alone."""
        if str(value) == "-":
            self.fail("mkdeck writes to a place with a name, not to '-'.", param, ctx)
        return super().convert(value, param, ctx)


PATHS = click.argument(
    "paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...", shell_complete=complete_course
)
"""Folders of courses or deck files; by default `decks`, or the course in this folder."""
OUTPUT = click.option(
    "-o",
    "--output",
    type=Place(file_okay=False, path_type=Path),
    default=lambda: find_place(BUILD),
    help="Folder for the packages; by default `build` here or, inside a course, the `build` of its repository.",
)


def choose_courses(paths: tuple[Path, ...]) -> list[Path]:
    """Find the courses behind the arguments of a command, or behind their absence."""
    if not paths:
        here = find_here()
        if not here:
            raise click.UsageError(
                "there is no folder 'decks' here; name a course's folder or a YAML file. `mkdeck new decks/NAME` makes "
                "a course."
            )
        paths = (here,)
    return find_courses(paths)


def choose_checked(paths: tuple[Path, ...], *, takes_stdin: bool) -> list[Path]:
    """Find the courses behind files that may be of anything, as hooks of git name them; say which are no decks.

    Standard input is one of them where `takes_stdin`.
    """
    foreign = _find_foreign(paths)
    piped = [STDIN] if takes_stdin and STDIN in paths else []
    rest = tuple(path for path in paths if path not in [*foreign, *piped])
    if piped:
        invite()
    return [*(choose_courses(rest) if rest or not paths else []), *piped]


def _find_foreign(paths: Iterable[Path]) -> list[Path]:
    """Return the files that are no decks, and name them."""
    foreign = [path for path in paths if path != STDIN and is_foreign(path)]
    for path in foreign:
        click.echo(f"{show_path(path)}: no deck, as it has no `questions:`; left alone.", err=True)
    return foreign


def invite() -> None:
    """Say to who sits at a terminal that what they type is waited for, and how it ends."""
    if sys.stdin.isatty():
        ends = "Ctrl+Z and Enter end" if os.name == "nt" else "Ctrl+D on an empty line ends"
        click.echo(f"mkdeck: reads what you type or paste here; {ends} it.", err=True)


def choose_time() -> int:
    """Return the time of new content, in seconds since 1970; say so where the environment names none of use."""
    time, warning = read_time(os.environ)
    if warning:
        click.echo(f"mkdeck: {warning}.", err=True)
    return time
