"""The JSON Schemas in a course's folder, and the first line by which its files name them."""

import json
import os
from pathlib import Path
from typing import Literal

from mkdeck.course.model import json_schema

FOLDER = ".schema"
Kind = Literal["deck", "course"]


def write_schemas() -> dict[str, str]:
    """Write the schemas by their paths in the course's folder."""
    return {f"{FOLDER}/{kind}.json": f"{json.dumps(json_schema(kind), indent=2)}\n" for kind in ("deck", "course")}


def write_first_line(kind: Kind, folder: str = FOLDER) -> str:
    """Write the line that tells an editor's YAML language server which schema a file has."""
    return f"# yaml-language-server: $schema={folder}/{kind}.json\n"


def find_first_line(deck: Path, root: Path) -> str:
    """Write the first line of a deck file, if there is a schema in its folder or in one above, up to `root`."""
    for folder in (deck.parent, *deck.parent.parents):
        if (folder / FOLDER / "deck.json").is_file():
            return write_first_line("deck", Path(os.path.relpath(folder / FOLDER, deck.parent)).as_posix())
        if folder == root:
            break
    return ""
