"""A course's place as somebody typed it, on a system that may not be theirs."""

import re
import unicodedata
from pathlib import Path, PureWindowsPath

from mkdeck.diagnostics import CommandError

_OF_WINDOWS = re.compile(r"[A-Za-z]:[\\/]|\\")
"""The start of a path with a drive, from a drive's root, or to a share."""
RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Names of devices, which no folder can have where the course is cloned on Windows.

Source: Microsoft Learn, "Naming Files, Paths, and Namespaces", as for the signs below.
"""
_FORBIDDEN = re.compile(r'[<>:"|?*\\]')


def fits_windows(name: str) -> bool:
    """Whether Windows can have a file or a folder of this name."""
    device = unicodedata.normalize("NFKC", name.partition(".")[0]).rstrip().lower()
    return device not in RESERVED and not _FORBIDDEN.search(name) and not name.endswith((".", " "))


def read_place(typed: str, *, windows: bool) -> Path:
    """Return the path that was typed, in which a backslash parts folders on any system.

    Raises CommandError where it leads to a drive that is not there, or looks as if it did.
    """
    if windows:
        path = PureWindowsPath(typed)
        if path.drive and not path.root:
            raise CommandError(
                f"'{typed}' starts like a drive; write a name without '{path.drive}', and change it in course.yaml."
            )
        return Path(typed)
    if _OF_WINDOWS.match(typed):
        raise CommandError(
            f"'{typed}' is a path from a drive of Windows, and here is none; write a path from this folder, such as "
            "decks/biology. For a backslash in a course's name, write it into course.yaml."
        )
    return Path(typed.replace("\\", "/"))
