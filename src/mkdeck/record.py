"""What a build was made of, kept beside its package, so that the next build knows when there is nothing to do."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from mkdeck import __version__
from mkdeck.diagnostics import Diagnostic, Span
from mkdeck.files import open_in_one_step
from mkdeck.ledger import find_ledger
from mkdeck.shelf import COURSE_FILE, find_deck_files

_LIBRARIES = ("anyascii", "comrak", "genanki", "nh3", "Pygments")
"""Those whose release may change what a build writes."""


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """A build without errors: a digest of what it read, those of its media, its style and its package, what it said."""

    inputs: str
    files: dict[str, str]
    package: str
    course_id: str
    released: bool
    summary: str
    diagnostics: list[Diagnostic]


def find_record(output: Path, course_path: Path) -> Path:
    """Give the place of the record of a course's builds into a folder."""
    name = hashlib.sha256(str(course_path.resolve()).encode()).hexdigest()[:12]
    return output / f".{name}.mkdeck.json"


def read_current(path: Path, inputs: str, output: Path) -> BuildRecord | None:
    """Read a record if its build would come out the same today and its package is still there."""
    try:
        data = json.loads(path.read_text("utf-8"))
        record = BuildRecord(
            **{
                **data,
                "diagnostics": [Diagnostic(**{**each, "span": Span(**each["span"])}) for each in data["diagnostics"]],
            }
        )
        current = (
            record.inputs == inputs
            and record.package == digest_file(output / f"{record.course_id}.apkg")
            and all(digest == digest_file(Path(name)) for name, digest in record.files.items())
        )
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


def digest_inputs(course_path: Path, environment: Mapping[str, str]) -> str:
    """Digest all that a build of a course reads but media and style; how files are named on the command line counts."""
    if course_path.is_dir():
        files = [*sorted(course_path.rglob(COURSE_FILE)), *find_deck_files(course_path)]
    else:
        files = [course_path]
    ledger = find_ledger(course_path)
    own = max(path.stat().st_mtime_ns for path in Path(__file__).parent.rglob("*") if path.suffix != ".pyc")
    parts = [__version__, str(own), *map(version, _LIBRARIES), environment.get("SOURCE_DATE_EPOCH", "")]
    for file in [*files, *([ledger] if ledger.exists() else [])]:
        try:
            parts += [str(file), digest_file(file) if file.is_file() else ""]
        except OSError as error:  # which the build will say
            parts += [str(file), str(error)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def digest_file(path: Path) -> str:
    """Give the SHA-256 of a file's content: 0.07 s for 100 MB, and unlike size and time it can't be set back."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
