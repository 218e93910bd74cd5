"""Standard streams that may be closed, on a full disk, or a pipe that nobody reads any more."""

import codecs
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_LEGIBLE = "mkdeck.legible"
_STAND_INS = str.maketrans(
    {
        "→": "->",
        "✓": "+",
        "✔": "+",
        "✗": "x",
        "…": "...",
        "•": "*",
        "×": "x",
        "−": "-",
        "±": "+/-",
        "█": "#",
        "\u00a0": " ",
    }
    | dict.fromkeys("–—", "-")
    | dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("‘’‚", "'")
)
"""What mkdeck's own texts show on terminals that know few characters."""


def _show_legibly(error: UnicodeError) -> tuple[str | bytes, int]:
    """Write signs that a terminal does not know as people would by hand, and letters as Python does."""
    if isinstance(error, UnicodeEncodeError) and (sign := error.object[error.start]).translate(_STAND_INS) != sign:
        return sign.translate(_STAND_INS), error.start + 1
    if isinstance(error, UnicodeEncodeError):
        error.end = error.start + 1  # what follows may be a sign
    return codecs.backslashreplace_errors(error)


codecs.register_error(_LEGIBLE, _show_legibly)


class _Outlet(io.RawIOBase):
    """Pass on what is written, until that fails; then it goes nowhere, and the work that writes it goes on.

    `fault` says why it failed; that a reader had enough, as `head` has, is none.
    """

    def __init__(self, raw: io.RawIOBase) -> None:
        super().__init__()
        self.raw = raw
        self.works = True
        self.fault: OSError | None = None

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self.raw.isatty()

    def fileno(self) -> int:
        return self.raw.fileno()

    def write(self, data: bytes, /) -> int | None:  # type: ignore[override]  # narrower, as BufferedWriter calls it
        if self.works:
            try:
                return self.raw.write(data)
            except BrokenPipeError:
                self.works = False
            except OSError as error:
                self.works, self.fault = False, error
        return len(data)


@contextmanager
def open_streams() -> Iterator[list[OSError]]:
    """Open a place for every standard stream, and show terminals that know few characters what they can show.

    Gives a list that is filled in the end with why what was written to standard output or error is not there.
    """
    _fill_closed()
    before = sys.stdin, sys.stdout, sys.stderr
    faults: list[OSError] = []
    with open(os.devnull, "r+", encoding="utf-8") as nowhere:  # noqa: PTH123 - no path of anybody's
        sys.stdin = sys.stdin or nowhere
        outlets = []
        for name in ("stdout", "stderr"):
            stream = getattr(sys, name)
            buffer = getattr(stream, "buffer", None)
            raw = getattr(buffer, "raw", buffer)  # with PYTHONUNBUFFERED there is no buffer
            if stream is None:
                setattr(sys, name, nowhere)
            elif isinstance(raw, io.RawIOBase):
                outlet = _Outlet(raw)
                outlets.append(outlet)
                stream.flush()
                opened = io.TextIOWrapper(
                    io.BufferedWriter(outlet),  # type: ignore[type-var]  # any RawIOBase will do
                    encoding=stream.encoding,
                    errors=_LEGIBLE,
                    line_buffering=stream.line_buffering,
                )
                setattr(sys, name, opened)
        try:
            yield faults
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            faults += [outlet.fault for outlet in outlets if outlet.fault]
            sys.stdin, sys.stdout, sys.stderr = before


def _fill_closed() -> None:
    """Open what is closed, or else the next file that is opened would be a standard stream."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            with suppress(OSError):
                os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
