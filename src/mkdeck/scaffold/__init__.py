"""The files of a new course."""

import json
import re
import shutil
import tempfile
from importlib.resources import files
from pathlib import Path

from mkdeck.diagnostics import EnvironmentFault
from mkdeck.identity import make_slug
from mkdeck.model import json_schema

_FILES = ("course.yaml", "01-first-questions.yaml")
_PLAIN = re.compile(r"[^\W\d_][\w .,()/+-]*(?<! )")


def make_course(path: Path) -> Path:
    """Make a course's folder, whose last part is the course's name; whole or not at all.

    A name with spaces or capitals gives a folder without. Raises EnvironmentFault if something is there already.
    """
    name = path.name
    if not name:
        raise EnvironmentFault("a course needs a name, such as `mkdeck new decks/biology`.")
    slug = make_slug(name)
    folder = path.parent / slug
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise EnvironmentFault(f"{folder} is there already; choose another name.")
    words = {"name": name if _PLAIN.fullmatch(name) else json.dumps(name, ensure_ascii=False), "id": slug}
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{slug}.", dir=folder.parent))
    try:
        for file in _FILES:
            text = (files("mkdeck.scaffold") / file).read_text("utf-8")
            filled = re.sub(r"\[\[(\w+)\]\]", lambda match: words[match[1]], text)
            (new / file).write_text(filled, "utf-8", newline="\n")
        write_schemas(new / ".schema")
        new.chmod(0o755)
        new.replace(folder)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    return folder


def write_schemas(folder: Path) -> None:
    """Write the JSON Schemas that the files of a course name in their first line."""
    folder.mkdir()
    (folder / "deck.json").write_text(json.dumps(json_schema("deck"), indent=2) + "\n", "utf-8", newline="\n")
    (folder / "course.json").write_text(json.dumps(json_schema("course"), indent=2) + "\n", "utf-8", newline="\n")
