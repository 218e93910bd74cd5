"""A progress bar for work that takes long, on a terminal only."""

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import click

from mkdeck.cli.arrangement import cells
from mkdeck.cli.stopping import find_ending

PATIENCE_SECONDS = 1.0
"""Seconds before a bar appears."""


@contextmanager
def show_progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Return a function to call with (done, of how many); it shows a bar if the work takes over a second."""
    started = time.monotonic()
    bar: Any = None
    shown = 0

    def tick(done: int, total: int) -> None:
        nonlocal bar, shown
        raise_again()
        if not can_show:
            return
        if bar is None:
            if done % 64 or time.monotonic() - started < PATIENCE_SECONDS:
                return
            name, width, with_time = _fit(label, shutil.get_terminal_size().columns)
            bar = click.progressbar(
                length=total, label=name, width=width, show_eta=with_time, show_percent=True, file=sys.stderr
            ).__enter__()
        if done - shown >= total // 100 or done == total:
            bar.update(done - shown)
            shown = done

    can_show = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    try:
        with _remembered_stops() as raise_again:
            yield tick
            raise_again()
    finally:
        if bar is not None:
            bar.__exit__(None, None, None)


@contextmanager
def _remembered_stops() -> Iterator[Callable[[], None]]:
    """Return a function that raises KeyboardInterrupt if there was one: libraries drop what their callbacks raise."""
    caught: KeyboardInterrupt | None = None
    previous = {int(number): signal.getsignal(number) for number in (signal.SIGINT, *find_ending())}

    def remember(number: int, frame: FrameType | None) -> None:
        nonlocal caught
        handler = previous[number]
        try:
            if callable(handler):
                handler(number, frame)
        except KeyboardInterrupt as error:
            caught = error
            raise

    def raise_again() -> None:
        if caught:
            raise caught

    replaced = [number for number, handler in previous.items() if callable(handler)]
    for number in replaced:
        signal.signal(number, remember)
    try:
        yield raise_again
    finally:
        for number in replaced:
            signal.signal(number, previous[number])


def _fit(label: str, columns: int) -> tuple[str, int, bool]:
    """Return what of a label fits in a terminal, how wide its bar can be, and whether the time has room as well."""
    with_time = columns >= 40
    room = columns - 1 - len("  []  100%") - with_time * len("  00:00:00")
    bar = min(36, max(room // 3, 4))
    if cells(label) > room - bar:
        while label and cells(label) > room - bar - 1:
            label = label[1:]
        label = f"…{label}"
    return label, min(36, room - cells(label)), with_time
