"""`mkdeck new`: a course to start from."""

import os

import click

from mkdeck.course.places import read_place
from mkdeck.course.scaffold import make_course


@click.command("new")
@click.argument(
    "name",
)
def command(name: str) -> None:
    """Make a course folder with a question of each type, which builds at once.

    NAME is the course's name, such as "Deep Learning", or a path that ends in it, such as decks/biology.
    """
    folder = make_course(read_place(name, windows=os.name == "nt"))
    click.echo(f"{folder} is made. Build it with: mkdeck build {folder}")
