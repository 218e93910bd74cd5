"""The files of a new course, and of the repository that it is in."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from mkdeck.course.discovery import LEDGER_FILE, survey
from mkdeck.course.names import find_fault
from mkdeck.course.places import RESERVED
from mkdeck.course.scaffold.filling import fill
from mkdeck.course.scaffold.repository import Layout, Service, find_layout, write_files
from mkdeck.course.schema_files import write_schemas
from mkdeck.course.yaml_errors import LINE_BREAK
from mkdeck.diagnostics import CommandError
from mkdeck.files.writes import Write, write_together
from mkdeck.identity import make_slug
from mkdeck.text.spans import FORBIDDEN

_FILES = ("course.yaml", "01-first-questions.yaml", "forgetting.svg")
_FOR_GIT = f"{LEDGER_FILE} merge=union\n"
"""With both sides' lines, a ledger is that of both (see ledger/text.py)."""
_PLAIN = re.compile(r"[^\W\d_][\w .,()/+-]*(?<! )")


@dataclass(frozen=True, slots=True)
class Made:
    """A new course: its folder, how its repository is laid out, and the repository's files by their path from its root.

    What was `added` is new; what is `kept` was there and stays as it was, whatever mkdeck would have written.
    """

    folder: Path
    layout: Layout
    added: dict[str, str]
    kept: dict[str, str]


def make_course(path: Path, mkdeck: str = "", service: Service | None = None) -> Made:
    """Make a course's folder, whose last part is the course's name, and what its repository lacks; all or nothing.

    A name with spaces or capitals gives a folder without. `mkdeck` is what pip installs elsewhere, and `service` the
    one whose pipeline is wanted. Raises CommandError if something is there already, or if no course can be called so.
    """
    is_repository = _is_repository(path)
    name = _name_course(path, is_repository=is_repository)
    slug = make_slug(name)
    folder = path if is_repository else path.parent / slug
    _check_free(folder, is_repository=is_repository)
    layout = find_layout(folder)
    words = {"name": name if _PLAIN.fullmatch(name) else json.dumps(name, ensure_ascii=False), "id": slug}
    beside = dict(write_files(layout, name, mkdeck, service))
    kept = {each: text for each, text in beside.items() if _is_there(layout.root / each)}
    added = {each: text for each, text in beside.items() if each not in kept}
    own = {each: text for each, text in _write_course(words) if not _is_there(folder / each)}
    # A root that is the course itself comes, or not, with all that is in it.
    root = layout.root if layout.course else folder
    homes: dict[Path, list[Write]] = {}
    for home, texts in ((folder, own), (root, added)):
        homes.setdefault(home, []).extend(Write(home / each, text.encode(), None) for each, text in texts.items())
    write_together(homes)
    return Made(folder, layout, added, kept)


def _write_course(words: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name in _FILES:
        yield name, fill((files("mkdeck.course.scaffold") / name).read_text("utf-8"), words)
    yield ".gitattributes", _FOR_GIT
    yield from write_schemas().items()


def _is_repository(path: Path) -> bool:
    try:
        return (path / ".git").exists()
    except OSError:  # a name of a course may be longer than one of a folder
        return False


def _name_course(path: Path, *, is_repository: bool) -> str:
    """Return the name of a course, which one that is a whole repository has from its folder; raise CommandError."""
    name = path.name or (Path.cwd().name if is_repository else "")
    if fault := _find_fault(path, name):
        raise CommandError(f"this can't be a course's name, such as biology or decks/biology: {fault}.")
    return name


def _check_free(folder: Path, *, is_repository: bool) -> None:
    """Raise CommandError where a new course would come to files that are there, but for what a new repository has."""
    taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    if taken and is_repository:
        found = survey(folder)
        taken = bool(found.decks or found.nested or any((folder / name).exists() for name in _FILES))
    if taken:
        raise CommandError(f"{folder} is there already; choose another name.")


def _is_there(path: Path) -> bool:
    """Whether a file is there, or one that says the same, such as `readme.rst`."""
    if path.name == "README.md":
        return path.parent.is_dir() and any(each.stem.lower() == "readme" for each in path.parent.iterdir())
    return path.exists() or path.is_symlink()


def _find_fault(path: Path, name: str) -> str:
    """Say why no course can be named like the last part of a path; empty where one can."""
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
