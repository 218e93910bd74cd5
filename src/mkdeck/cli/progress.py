"""A progress bar for work that takes long, on a terminal only."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

PATIENCE = 1.0
"""Seconds before a bar appears."""


@contextmanager
def show_progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function to call with (done, of how many); it shows a bar if the work takes over a second."""
    started = time.monotonic()
    bar: Any = None
    shown = 0

    def tick(done: int, total: int) -> None:
        nonlocal bar, shown
        if bar is None:
            if done % 64 or time.monotonic() - started < PATIENCE:
                return
            bar = click.progressbar(length=total, label=label, file=sys.stderr).__enter__()
        if done - shown >= total // 100 or done == total:
            bar.update(done - shown)
            shown = done

    try:
        yield tick if sys.stderr.isatty() else lambda _done, _total: None
    finally:
        if bar is not None:
            bar.__exit__(None, None, None)
