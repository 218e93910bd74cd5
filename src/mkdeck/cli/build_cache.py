"""What a build was made of, kept beside its package, so that the next build knows when there is nothing to do."""

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from mkdeck import __version__
from mkdeck.course.discovery import COURSE_FILE, survey
from mkdeck.diagnostics import Diagnostic, Span
from mkdeck.files.digests import digest_file
from mkdeck.files.git import describe_refs
from mkdeck.files.stages import open_in_one_step
from mkdeck.ledger.ledger import find_ledger
from mkdeck.ledger.places import find_lost
from mkdeck.plugins import list_stamps

_LIBRARIES = tuple("anyascii comrak genanki imagesize math-core nh3 pydantic Pygments PyYAML tinycss2".split())
"""Those whose release may change what a build writes or says."""


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """A build without errors: digests of what it read and looked for, and of its package, and what it said.

    `inputs` digests the YAML and all that is found by name; each of `media` is (folder, reference, name, digest,
    doubt), as in `lookups.Lookup`; `style` is what the course names as its CSS, and `css` digests it. `figures` is
    what programs get.
    """

    inputs: str
    media: list[tuple[str, str, str, str, str]]
    style: str | None
    css: str
    package: str
    course_id: str
    name: str
    released: bool
    summary: str
    diagnostics: list[Diagnostic]
    figures: dict[str, str | int | None]


def find_record(output: Path, course_path: Path) -> Path:
    """Return the place of the record of a course's builds into a folder."""
    name = hashlib.sha256(os.fsencode(course_path.resolve())).hexdigest()[:12]
    return output / f".{name}.mkdeck.json"


def read_current(path: Path, inputs: str, output: Path) -> BuildRecord | None:
    """Read a record if its build read the same YAML and its package is still there; the rest is in notes/lookups.py."""
    try:
        data = json.loads(path.read_text("utf-8") if path.is_file() else "")
        record = BuildRecord(
            **{
                **data,
                "media": [tuple(each) for each in data["media"]],
                "diagnostics": [Diagnostic(**{**each, "span": Span(**each["span"])}) for each in data["diagnostics"]],
            }
        )
        current = record.inputs == inputs and record.package == digest_file(output / f"{record.course_id}.apkg")
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return record if current else None


def write_record(record: BuildRecord, path: Path) -> None:
    """Keep a record; that it can't be kept is no fault, only slower next time."""
    try:
        with open_in_one_step(path) as file:
            file.write(json.dumps(asdict(record)).encode())
    except OSError:
        pass


def digest_inputs(course_path: Path, output: Path, environment: Mapping[str, str]) -> str:
    """Digest what a build of a course reads or finds by name, but for media and style.

    So count other courses inside it and what is left out; how files are named on the command line, and from which
    folder; and mkdeck itself.
    """
    ledger = find_ledger(course_path)
    files = [course_path, ledger]
    # What git knows of releases is said, too, and a ledger that lies elsewhere.
    parts = [describe_refs(ledger.parent)] if ledger.exists() else [str(path) for path in find_lost(ledger.parent)]
    parts += [str(Path.cwd()), str(output), environment.get("SOURCE_DATE_EPOCH", ""), sys.version, *_find_own()]
    if course_path.is_dir():
        found = survey(course_path)
        files += [course_path / COURSE_FILE, *found.decks]
        parts += [str(path) for path in found.nested]
        parts += [f"{path}: {message}" for path, message in found.left_out]
    for file in files:
        try:
            parts += [str(file), digest_file(file) if file.is_file() else str(file.exists())]
        except OSError as error:  # which the build will say
            parts += [str(file), str(error)]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


@cache
def _find_own() -> tuple[str, ...]:
    """Return what tells one mkdeck from another: its files, which may be older than those before, and its libraries."""
    files = sorted(path for path in Path(__file__).parents[1].rglob("*") if path.suffix != ".pyc")
    return (
        __version__,
        *map(version, _LIBRARIES),
        *list_stamps(),
        *(f"{path} {path.stat().st_mtime_ns}" for path in files),
    )
