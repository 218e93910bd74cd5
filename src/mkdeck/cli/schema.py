"""`mkdeck schema`: the source format as JSON Schema, for editors that check while one types."""

import json

import click

from mkdeck.course.model import json_schema


@click.command("schema")
@click.argument("kind", type=click.Choice(["deck", "course"]), default="deck")
def command(kind: str) -> None:
    """Print the JSON Schema of a deck file, or of `course.yaml`."""
    click.echo(json.dumps(json_schema("course" if kind == "course" else "deck"), indent=2))
