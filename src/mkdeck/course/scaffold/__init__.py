"""The files of a new course."""

import json
import re
from importlib.resources import files
from pathlib import Path

from mkdeck.course.discovery import LEDGER_FILE
from mkdeck.course.names import find_fault
from mkdeck.course.places import RESERVED
from mkdeck.course.schema_files import FOLDER, write_schemas
from mkdeck.course.yaml_errors import LINE_BREAK
from mkdeck.diagnostics import CommandError
from mkdeck.files.stages import open_folder_in_one_step
from mkdeck.identity import make_slug
from mkdeck.text.spans import FORBIDDEN

_FILES = ("course.yaml", "01-first-questions.yaml", "forgetting.svg")
_FOR_GIT = f"{LEDGER_FILE} merge=union\n"
"""With both sides' lines, a ledger is that of both (see ledger/text.py)."""
_PLAIN = re.compile(r"[^\W\d_][\w .,()/+-]*(?<! )")


def make_course(path: Path) -> Path:
    """Make a course's folder, whose last part is the course's name; whole or not at all.

    A name with spaces or capitals gives a folder without. Raises CommandError if something is there already, or
    if no course can be called so.
    """
    name = path.name
    if fault := _find_fault(path):
        raise CommandError(f"this can't be a course's name, such as biology or decks/biology: {fault}.")
    slug = make_slug(name)
    folder = path.parent / slug
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CommandError(f"{folder} is there already; choose another name.")
    words = {"name": name if _PLAIN.fullmatch(name) else json.dumps(name, ensure_ascii=False), "id": slug}
    with open_folder_in_one_step(folder) as new:
        for file in _FILES:
            text = (files("mkdeck.course.scaffold") / file).read_text("utf-8")
            filled = re.sub(r"\[\[(\w+)\]\]", lambda match: words[match[1]], text)
            (new / file).write_text(filled, "utf-8", newline="\n")
        (new / ".gitattributes").write_text(_FOR_GIT, "utf-8", newline="\n")
        (new / FOLDER).mkdir()
        for file, text in write_schemas().items():
            (new / file).write_text(text, "utf-8", newline="\n")
    return folder


def _find_fault(path: Path) -> str:
    """Say why no course can be named like the last part of a path; empty where one can."""
    name = path.name
    if not name:
        return f"'{path}' is a folder, not a name"
    if name == "..":
        return "'..' is the folder above, not a name"
    shown = name if name.isprintable() else ascii(name)[1:-1]
    if any("\ud800" <= character <= "\udfff" for character in name):  # PEP 383: bytes that are no text
        return f"'{shown}' is not UTF-8"
    if LINE_BREAK.search(name):
        return f"'{shown}' has a line break"
    if bad := FORBIDDEN.search(name):
        return f"'{shown}' has the control character U+{ord(bad.group()):04X}"
    if not any(character.isalnum() for character in name):
        return f"'{shown}' has no letter and no digit"
    if make_slug(name) in RESERVED:
        return f"Windows can have no folder called '{make_slug(name)}'"
    return find_fault(name)
