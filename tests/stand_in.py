"""A command `mkdeck` for shells, soon there: it hands its streams to a process that forks from one that has mkdeck.

That process opens its streams, and closes them, as a Python does that starts and ends.
"""

import contextlib
import io
import json
import os
import socket
import sys
import tempfile
import traceback
from collections.abc import Iterator
from multiprocessing import parent_process
from multiprocessing.connection import wait
from pathlib import Path

from apart import start
from mkdeck.cli import main

_COMMAND = """\
#!{python} -IS
import json, os, socket, sys
def is_open(number):
    try:
        return bool(os.fstat(number))
    except OSError:
        return False
streams = [number for number in range(3) if is_open(number)]
with socket.socket(socket.AF_UNIX) as door:
    door.connect({door!r})
    here = os.open(".", os.O_RDONLY)
    said = json.dumps([streams, sys.argv, dict(os.environ)]).encode()
    socket.send_fds(door, [len(said).to_bytes(4, "big")], [here, *streams])
    door.sendall(said)
    code = door.recv(1)
sys.exit(code[0] if code else "mkdeck is gone")
"""
_BY_PYTHON = 120
"""The code of a Python that could not write, in the end, what it still had."""


@contextlib.contextmanager
def stand_in() -> Iterator[Path]:
    """Put a command `mkdeck` into a folder, where it works as long as the block lasts; gives the folder."""
    # A socket's path is to be short.
    with tempfile.TemporaryDirectory(prefix="stand-in-") as folder, socket.socket(socket.AF_UNIX) as listening:
        door = f"{folder}/door"
        listening.bind(door)
        listening.listen()
        command = Path(folder) / "mkdeck"
        command.write_text(_COMMAND.format(python=sys.executable, door=door))
        command.chmod(0o755)
        server = start(_serve, listening)
        try:
            yield command.parent
        finally:
            server.terminate()
            server.join()
            server.close()


def _serve(listening: socket.socket) -> None:
    """Let a process of its own answer each caller, as long as there are tests."""
    tests = parent_process()
    assert tests
    while tests.sentinel not in wait([listening, tests.sentinel]):
        caller, _ = listening.accept()
        child = os.fork()
        if not child:
            listening.close()
            _answer(caller)
        caller.close()
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def _answer(caller: socket.socket) -> None:
    """Do what a caller wants, in its folder and on its streams, and tell its code."""
    code = 1
    try:
        size, fds, _, _ = socket.recv_fds(caller, 4, 4)
        said = bytearray()
        while len(said) < int.from_bytes(size, "big"):
            said += caller.recv(1 << 16)
        streams, sys.argv, env = json.loads(said)
        os.fchdir(fds[0])
        os.environ.clear()
        os.environ.update(env)
        for number in range(3):
            os.close(number)
        for number, fd in zip(streams, fds[1:], strict=True):
            os.dup2(fd, number)
        for fd in fds:
            os.close(fd)
        sys.stdin, sys.stdout, sys.stderr = (_open(number) for number in range(3))
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 - whoever called is to read what it was
        traceback.print_exc()
    finally:
        caller.send(bytes([_end() or code]))
        os._exit(0)


def _open(number: int) -> io.TextIOWrapper | None:
    """Open a standard stream, if there is one, as Python does, and with the variables that it reads."""
    try:
        os.fstat(number)
    except OSError:
        return None
    is_unbuffered = bool(os.environ.get("PYTHONUNBUFFERED")) and number > 0
    encoding, _, errors = os.environ.get("PYTHONIOENCODING", "").partition(":")
    stream = open(  # noqa: SIM115 - no path, and for as long as there is this process
        number, "wb" if number else "rb", 0 if is_unbuffered else -1, closefd=False
    )
    return io.TextIOWrapper(
        stream,
        encoding or None,
        "backslashreplace" if number == 2 else errors or "strict",
        None if number == 0 else "\n",
        line_buffering=number == 2 or stream.isatty(),
        write_through=is_unbuffered,
    )


def _end() -> int:
    """Write what streams still hold; gives the code of a Python that can't, or 0."""
    code = 0
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream and not stream.closed:
                stream.flush()
        except (OSError, ValueError) as error:
            code = _BY_PYTHON
            with contextlib.suppress(OSError, AttributeError):
                print(f"Exception ignored in: {stream}\n{error!r}", file=sys.stderr)
    return code
