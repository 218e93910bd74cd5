"""Put files in place whole: a reader sees the old one or the new one, never a half."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_SUFFIX = ".part"


@contextmanager
def open_in_one_step(path: Path) -> Iterator[BinaryIO]:
    """Open a temporary file beside the path that takes its place when all went well.

    The folder is made if need be; an older file's permissions are kept; a link stays a link. OSErrors about the
    temporary file name the path itself.
    """
    named, path = path, path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{path.name[:100]}."
    _sweep(path.parent, prefix)
    try:
        handle, name = tempfile.mkstemp(prefix=prefix, suffix=_SUFFIX, dir=path.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(named)) from error
    try:
        with os.fdopen(handle, "w+b") as file:
            if sys.platform != "win32":  # where a locked file could not be put in place
                _lock(file.fileno())
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_mode(path))
        Path(name).replace(path)
    except BaseException as error:
        Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename in (None, name):
            raise OSError(error.errno, error.strerror or str(error), str(named)) from error
        raise


def _sweep(folder: Path, prefix: str) -> None:
    """Remove what a killed run left; a run that goes on holds its file."""
    for path in folder.iterdir():
        if path.name.startswith(prefix) and path.name.endswith(_SUFFIX) and sys.platform != "win32":
            with hold(path) as held:
                if held:
                    path.unlink(missing_ok=True)


def _mode(path: Path) -> int:
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
