"""What a run that changes several files is about to do, so that whoever finds it half done can take it back.

It stands in the folder that the files are staged in, beside their new contents, `0.new`, and the old ones, `0.old`.
"""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mkdeck.files.digests import find_digest

_FILE = "journal.json"


@dataclass(frozen=True, slots=True)
class Change:
    """A file that changes: its path, and the digests of its old content (none where it is new) and its new one."""

    path: Path
    old: str | None
    new: str


def write_journal(stage: Path, changes: Sequence[Change], folders: Sequence[Path]) -> None:
    """Say what is about to change, and which folders are made for it."""
    home = stage.parent
    record = {
        "changes": [[os.path.relpath(each.path, home), each.old, each.new] for each in changes],
        "folders": [os.path.relpath(each, home) for each in folders],
    }
    (stage / "journal").write_text(json.dumps(record), "utf-8")
    (stage / "journal").replace(stage / _FILE)


def end_journal(stage: Path) -> None:
    """Say that all is done."""
    (stage / _FILE).unlink()


def settle(stage: Path) -> None:
    """Take back what a killed run left half done inside the folder that its stage is in.

    What it had done whole stays, and so does all where somebody has changed anything of it since.
    """
    changes, folders = _read(stage)
    home = stage.parent.resolve()
    if not all(path.resolve().is_relative_to(home) for path in [*(each.path for each in changes), *folders]):
        return  # a link leads out of the folder, or the journal came from elsewhere
    found = [find_digest(each.path) for each in changes]
    is_whole = all(digest == each.new for digest, each in zip(found, changes, strict=True))
    is_known = all(digest in (each.old, each.new) for digest, each in zip(found, changes, strict=True))
    if is_known and not is_whole:
        take_back(stage)


def take_back(stage: Path) -> None:
    """Take back whatever of a journal was done, if anything: what is new goes, what was there comes back."""
    changes, folders = _read(stage)
    for i, each in enumerate(changes):
        if each.old != each.new == find_digest(each.path):
            if each.old is None:
                each.path.unlink()
            else:
                (stage / f"{i}.old").replace(each.path)
    for folder in reversed(folders):
        with suppress(OSError):  # something of somebody else's is in it, or it was not made yet
            folder.rmdir()


def _read(stage: Path) -> tuple[list[Change], list[Path]]:
    """Read a journal; nothing where there is none, since nothing was moved yet."""
    try:
        record = json.loads((stage / _FILE).read_text("utf-8"))
        changes = [Change(stage.parent / path, old, new) for path, old, new in record["changes"]]
        return changes, [stage.parent / path for path in record["folders"]]
    except (OSError, ValueError, TypeError, KeyError):
        return [], []
