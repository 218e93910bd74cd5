"""`mkdeck new`: a course to start from, and the repository around it."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from mkdeck.course.discovery import show_argument
from mkdeck.course.home import DECKS
from mkdeck.course.places import read_place
from mkdeck.course.scaffold.repository import IGNORED, PIPELINES, SETTINGS, UNKNOWN, Service
from mkdeck.files.git import find_remote_address, is_ignored
from mkdeck.origin import find_origin

if TYPE_CHECKING:
    from mkdeck.course.scaffold import Made


@click.command("new")
@click.argument("name")
@click.option("--ci", "service", type=click.Choice(sorted(PIPELINES)), help="Write the pipeline of this service, too.")
def command(name: str, service: str | None) -> None:
    """Make a course folder with a question of each type, which builds at once.

    NAME is the course's name, such as "Deep Learning", or a path that ends in it, such as decks/biology. What its
    repository lacks is made, too: .gitignore, README.md, settings for VS Code, and a pipeline if you ask for one. Its
    repository is that of git; without git, the folder above `decks`, or the course's own folder. Files that are there
    stay.
    """
    from mkdeck.course.scaffold import make_course

    place = read_place(name, windows=os.name == "nt")
    origin = find_origin()
    address = origin.address or find_remote_address(Path(origin.path))
    made = make_course(place, address, cast("Service | None", service))
    click.echo(f"{made.folder} is made. Build it with: mkdeck build {show_argument(str(made.folder))}")
    root = Path(os.path.relpath(made.layout.root))
    if made.added:
        click.echo(f"With it: {', '.join((root / each).as_posix() for each in made.added)}")
    for each in _advise(made, root, named=bool(address)):
        click.echo(each)


def _advise(made: "Made", root: Path, *, named: bool) -> Iterator[str]:
    """Say what is left to do by hand: in files that were there, and where nobody else finds this mkdeck."""
    for each, text in made.kept.items():
        advice = _advise_on(made, each, text)
        if advice:
            yield f"{(root / each).as_posix()} is there already and stays as it is{advice}"
    marks = {name: UNKNOWN if UNKNOWN in text else "MKDECK" for name, text in made.added.items() if "MKDECK" in text}
    if marks and not named:
        places = " and ".join(f"{(root / name).as_posix()} ({mark})" for name, mark in marks.items())
        yield f"This mkdeck is from a folder of this machine. For others, write its git address into {places}."


def _advise_on(made: "Made", name: str, text: str) -> str:
    """Say what a file lacks that was there; empty where it lacks nothing."""
    path = made.layout.root / name
    there = path.read_text("utf-8", "replace") if path.is_file() else ""
    if name == IGNORED:
        return _advise_on_ignored(there, text, path.parent)
    if name == SETTINGS:
        return _advise_on_settings(there, text)
    if name in {place for place, _ in PIPELINES.values()}:
        return _advise_on_pipeline(there, made.layout.below)
    return ""


def _advise_on_ignored(there: str, text: str, folder: Path) -> str:
    lines, known = (line for line in text.splitlines() if line.startswith("/")), there.splitlines()
    missing = [each for each in lines if each not in known and not is_ignored(folder, f"{each[1:]}x.apkg")]
    return f"; add to it: {' '.join(missing)}" if missing else ""


def _advise_on_settings(there: str, text: str) -> str:
    schemas = json.loads(text)["yaml.schemas"]
    missing = {file: globs for file, globs in schemas.items() if json.dumps(globs[0]) not in there}
    return f'; add to its "yaml.schemas": {json.dumps(missing)[1:-1]}' if missing else ""


def _advise_on_pipeline(there: str, below: str) -> str:
    if "mkdeck check" not in there:
        return "; it runs no `mkdeck check` yet."
    found_anyway = below in ("", DECKS) or f" {below}" in there
    return "" if found_anyway else f"; name {below} in its commands, too."
