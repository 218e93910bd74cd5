"""Play a student who studies one package and takes the next, with the real Anki (extra `rehearse`)."""

import io
from contextlib import redirect_stdout
from importlib.util import find_spec
from pathlib import Path

from mkdeck.apkg.read import read_package
from mkdeck.compiler import Progress
from mkdeck.diagnostics import CommandError
from mkdeck.origin import write_install_command
from mkdeck.rehearsal.verdict import Rehearsal, judge


def has_anki() -> bool:
    """Whether the extra is installed."""
    return find_spec("anki") is not None


def require_anki() -> None:
    """Raise CommandError, which says how to install the extra, where it is missing."""
    if not has_anki():
        raise CommandError(f"a rehearsal needs the real Anki: {write_install_command('rehearse')}")


def rehearse(old: Path, new: Path, progress: Progress = lambda _done, _all: None) -> Rehearsal:
    """Let a student study the package `old` and take the package `new`; a card takes about a millisecond.

    `progress` is called with (cards studied, of how many). Raises CommandError where Anki is not installed or
    refuses a package, where a file is no package that mkdeck made, and where the old one's notes can't be told apart.
    """
    require_anki()
    from mkdeck.rehearsal.performance import perform  # noqa: PLC0415 - Anki is large, and need not be there

    old_package, new_package = read_package(old), read_package(new)
    guids = [note.guid for note in old_package.notes]
    if "" in guids or len(set(guids)) < len(guids):
        raise CommandError(
            f"{old} can't be rehearsed: notes of it have no guid, or one that another has too, so no student has each."
        )
    # Some versions of Anki print when something takes them long.
    with redirect_stdout(io.StringIO()):
        performance = perform(old_package, old, new_package, new, progress)
    return judge(old_package, new_package, performance)
