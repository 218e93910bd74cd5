"""Do something again at every save."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click
from watchfiles import Change, watch

from mkdeck.cli.saying import explain
from mkdeck.cli.stopping import Stopped, recall_stop
from mkdeck.diagnostics import CommandError

_STEP, _LONGEST = 50, 1000
"""Milliseconds without a save that end a row of saves, and how long such a row may be."""
_TURN_MILLISECONDS = 100
"""Milliseconds until it is known that nothing was saved, which is when the first work begins: no save is missed."""


def repeat(work: Callable[[], object], paths: Iterable[Path], output: Path) -> None:
    """Do something, and again whenever a file in or beside these paths changes, until Ctrl+C; mistakes don't end it.

    What lies in `output`, and what starts with a dot, is nobody's source.
    """
    paths = list(paths)
    folders = {path if path.is_dir() else path.parent for path in paths}
    whole = any(path.is_dir() for path in paths)
    made = output.resolve()

    def matters(_change: Change, name: str) -> bool:
        path = Path(name)
        return not path.name.startswith(".") and not path.is_relative_to(made) and ".git" not in path.parts

    begun, files = False, _Files(_list_files(folders, whole=whole))
    try:
        for changes in watch(
            *folders,
            watch_filter=matters,
            step=_STEP,
            debounce=_LONGEST,
            rust_timeout=_TURN_MILLISECONDS,
            yield_on_timeout=True,
            recursive=whole,
        ):
            if files.take(changes) or not begun:
                _try(work)
            if not begun:
                click.echo("Waiting for the next save; Ctrl+C ends it.", err=True)
                begun = True
    except KeyboardInterrupt as error:
        if isinstance(stop := recall_stop(error), Stopped):
            raise stop from None
        click.echo(err=True)  # below the ^C that the terminal shows


class _Files:
    """Files and when they were saved: one save may be told of in several steps, of which the first was built already.

    So may a save from before the first build; `there` are the files that are there by then.
    """

    def __init__(self, there: Iterable[Path]) -> None:
        self.seen = {path: _stamp(path) for path in there}

    def take(self, changes: Iterable[tuple[Change, str]]) -> bool:
        """Look at the files that are told of; gives whether any is not as it was seen last."""
        now = {path: _stamp(path) for path in {Path(name).resolve() for _, name in changes}}
        saved = any(path not in self.seen or self.seen[path] != stamp for path, stamp in now.items())
        self.seen |= now
        return saved


def _list_files(folders: Iterable[Path], *, whole: bool) -> Iterator[Path]:
    """Yield the files in some folders, and in the folders in these where they are watched as a whole."""
    for folder in folders:
        for place, below, names in os.walk(folder.resolve()):
            below[:] = [each for each in below if whole and not each.startswith(".")]
            yield from (Path(place) / name for name in names)


def _stamp(path: Path) -> tuple[int, int] | None:
    """Return what tells one state of a file from another; none where it is not there."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size


def _try(work: Callable[[], object]) -> None:
    """Do something; what is missing just now, as a file is that is being renamed, may be there at the next save."""
    try:
        work()
    except (CommandError, OSError) as error:
        click.echo(f"mkdeck: {explain(error)}", err=True)
