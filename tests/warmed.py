"""Lets mkdeck read and compile, in a process that others are forked from, what it else does when it first needs it."""

import contextlib
import gc
import io
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout

from mkdeck.cli import main

_COMMANDS = (("new", "course"), ("check", "course"), ("build", "course"), ("site", "course", "--draft"))


@contextlib.contextmanager
def _in_a_folder_of_its_own() -> Iterator[None]:
    argv, silent = sys.argv, io.StringIO()
    with tempfile.TemporaryDirectory() as folder, chdir(folder), redirect_stdout(silent), redirect_stderr(silent):
        yield
    sys.argv = argv
    tempfile.tempdir = None  # where that is depends on variables of each run


with _in_a_folder_of_its_own():
    for command in _COMMANDS:
        sys.argv = ["mkdeck", *command]
        with contextlib.suppress(SystemExit):
            main()
# Children share what is there: they look at none of it when they collect garbage, so none of it is copied.
gc.collect()
gc.freeze()
