"""Stop where the system asks for it as at Ctrl+C, so that whatever is half done is put away first."""

import _thread
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

_NAMES = ("SIGTERM", "SIGHUP")
"""What `kill`, a shutdown and a job's time limit send, and a terminal that is closed."""
_MOMENT_S = 0.01
_Handler = Any
"""What `signal.signal` takes and returns."""


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
    before: dict[int, _Handler] = {}
    _raised.clear()
    tell_unraisable = sys.unraisablehook

    def repeat(dropped: "sys.UnraisableHookArgs") -> None:
        """Stop a moment later where code in C dropped what a handler raised, and would go on as if nothing was."""
        if not isinstance(dropped.exc_value, KeyboardInterrupt):
            tell_unraisable(dropped)
            return
        number = dropped.exc_value.number if isinstance(dropped.exc_value, Stopped) else signal.SIGINT
        before.setdefault(number, signal.signal(number, postpone))
        _send_later(number)

    def postpone(number: int, frame: FrameType | None) -> None:
        """Stop, but not within `repeat`, as on a busy machine where a moment is over early: there it would be lost."""
        if _is_within(frame, repeat.__code__):
            _send_later(number)
        elif number == signal.SIGINT:
            signal.default_int_handler(number, frame)
        else:
            _stop(number, frame)

    sys.unraisablehook = repeat
    if threading.current_thread() is threading.main_thread():
        for each in find_ending():
            if signal.getsignal(each) == signal.SIG_DFL:
                before[each] = signal.signal(each, _stop)
    try:
        yield
    finally:
        sys.unraisablehook = tell_unraisable
        for number, handler in before.items():
            signal.signal(number, handler)


def _send_later(number: int) -> None:
    threading.Timer(_MOMENT_S, _thread.interrupt_main, (number,)).start()


def _is_within(frame: FrameType | None, code: CodeType) -> bool:
    """Whether a frame, or one that called it, runs this code."""
    while frame and frame.f_code is not code:
        frame = frame.f_back
    return frame is not None


def _stop(number: int, _frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)  # a second one would stop the putting away
    _raised.append(Stopped(number))
    raise _raised[-1]
