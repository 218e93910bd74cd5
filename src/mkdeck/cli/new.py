"""`mkdeck new`: a course to start from."""

from pathlib import Path

import click

from mkdeck.course.scaffold import make_course


@click.command("new")
@click.argument("name", type=click.Path(path_type=Path))
def command(name: Path) -> None:
    """Make a course folder with a question of each type, which builds at once.

    NAME is the course's name, such as "Deep Learning", or a path that ends in it, such as decks/biology.
    """
    folder = make_course(name)
    click.echo(f"{folder} is made. Build it with: mkdeck build {folder}")
