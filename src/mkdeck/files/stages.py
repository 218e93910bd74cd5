"""Put files in place whole: a reader sees the old one or the new one, never a half.

What is not yet in place has a name of its own kind and is held by a lock, which ends with its process. So whoever
comes next can tell what a killed run left, and sweep it away, from what a living one works on.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from mkdeck.diagnostics import CommandError
from mkdeck.files.digests import find_digest
from mkdeck.files.journal import settle, take_back

_SUFFIX = ".mkdeck-part"
_SHOWN_CHARACTERS = 40
"""How much of its target's name a temporary file shows: in any script it fits the 255 bytes that a name may have."""


@contextmanager
def open_in_one_step(path: Path, known: str | None = None) -> Iterator[BinaryIO]:
    """Open a temporary file beside the path that takes its place when all went well.

    The folder is made if need be; an older file's permissions are kept; a link stays a link. With `known`, the digest
    of what stands there, CommandError is raised where something else does by then. OSErrors about the temporary
    file name the path itself.
    """
    named, path = path, path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep(path.parent)
    try:
        handle, temporary = _make_temporary(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(named)) from error
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            temporary.chmod(choose_mode(path))
            if known is not None:
                check_unchanged(named, known)
            if sys.platform != "win32":  # where an open file could not be put in place
                temporary.replace(path)  # before its lock ends
        if sys.platform == "win32":
            temporary.replace(path)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename in (None, str(temporary)):
            raise OSError(error.errno, error.strerror or str(error), str(named)) from error
        raise


def check_unchanged(path: Path, known: str | None) -> None:
    """Raise CommandError if a file is no longer what it was when mkdeck read it."""
    if find_digest(path) != known:
        raise CommandError(
            f"{path} was saved by somebody else while mkdeck worked on it, and stays as it is now; run this again."
        )


@contextmanager
def open_folder_in_one_step(path: Path) -> Iterator[Path]:
    """Open a temporary folder beside the path that takes its place when all went well.

    At the path there is nothing, or an empty folder. Folders above are made if need be. OSErrors name the path.
    """
    named, path = path, path.resolve()
    made = _make_folders(path.parent)
    try:
        with open_stage(path.parent, path.name) as stage:
            new = stage / "new"
            new.mkdir()
            yield new
            if sys.platform == "win32" and path.exists():
                path.rmdir()
            new.replace(path)
    except BaseException as error:
        _remove_folders(made)
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror or str(error), str(named)) from error
        raise


@contextmanager
def open_temporary_folder() -> Iterator[Path]:
    """Return a folder in the system's own place for such; it is gone afterwards, or when the next one is made."""
    with open_stage(Path(tempfile.gettempdir()), "mkdeck-", hidden=False) as folder:
        yield folder


@contextmanager
def open_stage(folder: Path, name: str, *, hidden: bool = True) -> Iterator[Path]:
    """Return a folder inside a folder to make ready in what comes into its place; it is gone afterwards."""
    sweep(folder)
    while True:
        prefix = f".{name[:_SHOWN_CHARACTERS]}." if hidden else name
        stage = Path(tempfile.mkdtemp(prefix=prefix, suffix=_SUFFIX, dir=folder))
        with _held(stage) as held:
            if held:
                try:
                    yield stage
                finally:
                    take_back(stage)
                    shutil.rmtree(stage, ignore_errors=True)
                return


def _make_folders(path: Path) -> list[Path]:
    """Make a folder and those above it; gives those that were not there, the outermost first."""
    new = [each for each in (path, *path.parents) if not each.exists()][::-1]
    path.mkdir(parents=True, exist_ok=True)
    return new


def _remove_folders(folders: list[Path]) -> None:
    """Remove folders that were made, but for those that hold anything."""
    for each in reversed(folders):
        with suppress(OSError):
            each.rmdir()


def sweep(folder: Path) -> None:
    """Remove what killed runs left in a folder. What a living one holds, and what can't be opened or removed, stays."""
    if sys.platform == "win32":  # where no temporary file is held
        return
    with suppress(OSError):
        for path in [each for each in folder.iterdir() if _is_temporary(each.name)]:
            with suppress(OSError):
                handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
                try:
                    _lock(handle)
                    if os.fstat(handle).st_uid == os.geteuid():
                        _remove(path)
                finally:
                    os.close(handle)


def _remove(path: Path) -> None:
    if path.is_dir():
        settle(path)
        shutil.rmtree(path)
    else:
        path.unlink()


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Hold a folder that was just made; gives False where a sweep was quicker."""
    if sys.platform == "win32":
        yield True
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        yield False
        return
    try:
        yield _keep(handle, folder)
    finally:
        os.close(handle)


def _make_temporary(path: Path) -> tuple[int, Path]:
    """Make a file beside a path, and hold it."""
    while True:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:_SHOWN_CHARACTERS]}.", suffix=_SUFFIX, dir=path.parent)
        if _keep(handle, Path(name)):
            return handle, Path(name)
        os.close(handle)


def _keep(handle: int, path: Path) -> bool:
    """Hold what was just made; False where a sweep, which may come in between, took it for something left."""
    if sys.platform == "win32":
        return True
    import fcntl  # noqa: PLC0415 - exists elsewhere only

    with suppress(OSError):  # where a disk has no locks, nothing is swept
        fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except FileNotFoundError:
        return False


def _is_temporary(name: str) -> bool:
    return name.startswith((".", "mkdeck-")) and name.endswith(_SUFFIX)


def choose_mode(path: Path) -> int:
    """Return the permissions of a file that is written anew: as it had them, or as a new one gets them."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


@contextmanager
def hold(path: Path) -> Iterator[bool]:
    """Hold a file for oneself as long as the context lasts; gives False where somebody else holds it.

    The lock is the system's own, on the file itself: it leaves nothing behind and ends with the process.
    """
    with path.open("r+b" if sys.platform == "win32" else "rb") as file:
        try:
            _lock(file.fileno())
        except OSError:
            yield False
        else:
            yield True


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - exists on Windows only

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - exists elsewhere only

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
