"""A command `mkdeck` for shells, soon there: it hands its streams to a process that forks from one that has mkdeck."""

import contextlib
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
with socket.socket(socket.AF_UNIX) as door:
    door.connect({door!r})
    said = json.dumps([os.getcwd(), sys.argv, dict(os.environ)]).encode()
    socket.send_fds(door, [len(said).to_bytes(4, "big")], [0, 1, 2])
    door.sendall(said)
    code = door.recv(1)
sys.exit(code[0] if code else "mkdeck is gone")
"""


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
    """Do what a caller wants, on the caller's streams, and tell its code."""
    code = 1
    try:
        size, fds, _, _ = socket.recv_fds(caller, 4, 3)
        said = bytearray()
        while len(said) < int.from_bytes(size, "big"):
            said += caller.recv(1 << 16)
        for number, fd in enumerate(fds):
            os.dup2(fd, number)
            os.close(fd)
        sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w")
        folder, sys.argv, env = json.loads(said)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(env)
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 - whoever called is to read what it was
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        caller.send(bytes([code]))
        os._exit(0)
