"""Write several files: all of them or none, though the disk is full, somebody saves one, or the run is killed."""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from mkdeck.files.journal import Change, end_journal, write_journal
from mkdeck.files.stages import check_unchanged, choose_mode, open_folder_in_one_step, open_in_one_step, open_stage


@dataclass(frozen=True, slots=True)
class Write:
    """A file to be written: its path, its new content, and the digest of what is known to stand there, if anything."""

    path: Path
    content: bytes = field(repr=False)
    known: str | None


def write_together(homes: Mapping[Path, Sequence[Write]]) -> None:
    """Write files into the folders that they lie in; a folder that is not there comes with all that is in it.

    Raises CommandError where a file is no longer as it was known, OSError where one can't be written; then
    nothing has changed. What a killed run leaves half done in a folder is taken back when mkdeck writes there again.
    """
    with ExitStack() as stack:
        ready: list[tuple[Path, Sequence[Write], list[Change]]] = []
        for home, writes in homes.items():
            if not home.exists():
                _fill(stack.enter_context(open_folder_in_one_step(home)), home, writes)
            else:
                stage = _enter_stage(stack, home, writes)
                ready.append((stage, writes, [_stage(stage, i, each) for i, each in enumerate(writes)]))
        for each in (each for writes in homes.values() for each in writes):
            check_unchanged(each.path, each.known)
        for stage, writes, changes in ready:
            _carry_out(stage, writes, changes)
        for stage, _, _ in ready:
            end_journal(stage)


def _enter_stage(stack: ExitStack, home: Path, writes: Sequence[Write]) -> Path:
    """Open a folder for what comes into one that is there; an OSError names what was to be written."""
    try:
        return stack.enter_context(open_stage(home, "writes"))
    except OSError as error:
        path = writes[-1].path if writes else home
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


def _carry_out(stage: Path, writes: Iterable[Write], changes: Sequence[Change]) -> None:
    """Move the files that are ready to their places, after all changes are in the journal."""
    folders = _find_missing(each.path.parent for each in changes)
    write_journal(stage, changes, folders)
    for folder in folders:
        folder.mkdir(exist_ok=True)
    for i, (write, change) in enumerate(zip(writes, changes, strict=True)):
        try:
            _move(stage / f"{i}.new", change.path)
        except OSError as error:
            raise OSError(error.errno, error.strerror or str(error), str(write.path)) from error


def _fill(folder: Path, home: Path, writes: Iterable[Write]) -> None:
    """Write the files of a folder that is not there yet into one that will be it."""
    for each in writes:
        path = folder / each.path.relative_to(home)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, each.content)


def _stage(stage: Path, number: int, write: Write) -> Change:
    """Make a file ready in the stage, and keep what it replaces there."""
    path, new, old = write.path.resolve(), stage / f"{number}.new", stage / f"{number}.old"
    try:
        _write(new, write.content)
        new.chmod(choose_mode(path))
        if write.known is not None and path.exists():
            _copy(path, old)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(write.path)) from error
    return Change(path, write.known, hashlib.sha256(write.content).hexdigest())


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _copy(path: Path, to: Path) -> None:
    try:
        to.hardlink_to(path)
    except OSError:  # not every disk has links
        shutil.copy2(path, to)


def _move(staged: Path, path: Path) -> None:
    try:
        staged.replace(path)
    except OSError as error:
        if error.errno != errno.EXDEV:  # a link may lead to another disk
            raise
        with staged.open("rb") as source, open_in_one_step(path) as file:
            shutil.copyfileobj(source, file)


def _find_missing(folders: Iterable[Path]) -> list[Path]:
    """Find which folders, and which above them, are not there yet; the outermost first."""
    missing = {each for folder in folders for each in (folder, *folder.parents) if not each.exists()}
    return sorted(missing)
