"""How work grows with its input, told without a clock on the wall, so that a busy machine changes no verdict.

`count_lines` counts the lines of Python that run: the same number each time, but blind to what C does, such as a
pattern that goes back and forth. `assert_time_keeps_pace` compares the CPU time of two sizes, which sees all.
"""

import gc
import math
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest

PATIENCE = 120.0
"""Seconds until a test no longer waits for what it waits for; a busy machine is far quicker than that."""

_ENOUGH = 0.02
"""Seconds of CPU below which a time tells nothing of how it grows."""
_SLACK = 2.0
"""How many times as long as its share a larger input may take; squares exceed it at once, logarithms never do."""
ROUNDS = 4
_TELLING = 0.04
"""Seconds of CPU from which on no step, such as memory that leaves a cache, passes for growth."""
LIMIT = 60.0
"""Seconds of CPU after which what is measured is stopped: far more than a slow machine needs for what grows alike."""


class _TooLongError(BaseException):
    """Not an Exception, so that nothing takes it for a mistake of its own."""


@contextmanager
def cpu_limit(seconds: float = LIMIT) -> Iterator[None]:
    """Fail what would run for ever, once this process has spent so many seconds of CPU on it."""

    def stop(_signal: int, _frame: object) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    except _TooLongError:
        pytest.fail(f"not done after {seconds:g} s of CPU")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def count_lines(work: Callable[[], object]) -> int:
    """Count the lines of Python that run, each time that they run, in this thread."""
    lines = 0

    def trace(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return lines


def assert_time_keeps_pace(work: Callable[[int], object], many: int, what: str = "") -> None:
    """Assert that the CPU time of `work(size)` grows hardly faster than the size, up to `many` of `what`.

    A quarter of the size is compared, as a square shows most plainly at the largest sizes. The two are measured in
    turns, and the least of each counts. What is done at once with the largest size needs no more; what seems to grow
    in a short time is tried with larger sizes, as a square stays one.
    """
    while grown := _find_growth(work, many):
        few, least, most = grown
        if least >= _TELLING:
            times = f"{few} took {least:.3f} s, {many} takes {most:.2f} s"
            power = math.log(most / least, many / few)
            pytest.fail(f"{f'{what}: ' if what else ''}{times}: it grows with the power {power:.1f}")
        many *= 2


def _find_growth(work: Callable[[int], object], many: int) -> tuple[int, float, float] | None:
    """Return a quarter of a size, its time and that of the whole if that is too long for its share, else None."""
    few = many // 4
    share = _SLACK * many / few
    most = _measure(work, many)
    if most < _ENOUGH:
        return None
    least = _measure(work, few)
    for _ in range(ROUNDS):
        if most < _ENOUGH or most <= share * least:
            return None
        least, most = min(least, _measure(work, few)), min(most, _measure(work, many))
    return few, least, most


def _measure(work: Callable[[int], object], size: int) -> float:
    """Give the seconds of CPU that a size takes, never 0; garbage of other tests is not counted."""
    gc.disable()
    try:
        with cpu_limit(LIMIT):
            started = time.process_time()
            work(size)
            return time.process_time() - started + 1e-6
    finally:
        gc.enable()
