"""Stop where the system asks for it as at Ctrl+C, so that whatever is half done is put away first."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_NAMES = ("SIGTERM", "SIGHUP")
"""What `kill`, a shutdown and a job's time limit send, and a terminal that is closed."""


class Stopped(KeyboardInterrupt):
    """Say which signal stopped the command."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


_raised: list[Stopped] = []


def recall_stop(error: KeyboardInterrupt) -> KeyboardInterrupt:
    """Return what really stopped the command: some libraries drop what a handler raises, and say it was Ctrl+C."""
    return _raised[-1] if _raised else error


def find_ending() -> list[signal.Signals]:
    """Return the signals that would end the process at once, where the system has them."""
    return [signal.Signals[name] for name in _NAMES if name in signal.Signals.__members__]


@contextmanager
def stopped_in_order() -> Iterator[None]:
    """Let each signal that would end the process at once raise Stopped instead; one that is ignored stays so."""
    before = {}
    _raised.clear()
    if threading.current_thread() is threading.main_thread():
        for number in find_ending():
            if signal.getsignal(number) == signal.SIG_DFL:
                before[number] = signal.signal(number, _stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, _frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)  # a second one would stop the putting away
    _raised.append(Stopped(number))
    raise _raised[-1]
