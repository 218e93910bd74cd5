"""Runs mkdeck in processes of their own, forked from one that has it imported: as easy to kill, and soon there.

What depends on how Python itself starts (its variables, its streams) needs a process that is started anew.
"""

import functools
import multiprocessing
import os
import pkgutil
import resource
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from functools import partial
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

import mkdeck
from growth import PATIENCE
from mkdeck.cli import main

_SERVER = multiprocessing.get_context("forkserver")
_MODULES = (each.name for each in pkgutil.walk_packages(mkdeck.__path__, "mkdeck."))
_SERVER.set_forkserver_preload(["pytest", *(name for name in _MODULES if name != "mkdeck.__main__"), "warmed"])

First = Callable[[], None]
"""What is done in the new process before mkdeck runs there; a function of this module: others are not known."""


class Apart:
    """A run of mkdeck in another process, whose streams are pipes."""

    def __init__(self, folder: Path, *args: str, first: First | None = None, env: Mapping[str, str] | None = None):
        stdin, self._stdin = _SERVER.Pipe(duplex=False)
        self._stdout, stdout = _SERVER.Pipe(duplex=False)
        self._stderr, stderr = _SERVER.Pipe(duplex=False)
        theirs = (stdin, stdout, stderr)
        self.args = args
        _start_server()
        self._process = _SERVER.Process(target=_run, args=(theirs, folder, args, first, {**os.environ, **(env or {})}))
        self._process.start()
        for stream in theirs:
            stream.close()

    def wait(self) -> None:
        """Wait until it has come where `wait_at` lets it wait."""
        assert self._stdout.poll(PATIENCE)
        said = os.read(self._stdout.fileno(), len(_WAITING))
        assert said == _WAITING, said or _read(self._stderr)

    def read_line(self) -> str:
        """Return the next line of its standard output."""
        assert self._stdout.poll(PATIENCE)
        with os.fdopen(os.dup(self._stdout.fileno()), "rb", buffering=0) as file:
            return file.readline().decode()

    def type(self, content: bytes) -> None:
        """Write to its standard input, which must not be more than a pipe holds."""
        os.write(self._stdin.fileno(), content)

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        assert self._process.pid
        os.kill(self._process.pid, number)

    def finish(self, encoding: str = "utf-8") -> CompletedProcess[str]:
        """Let it go on to its end; gives what it says from now on, and its code as subprocess does.

        It is killed where that takes longer than anybody waits.
        """
        self._stdin.close()
        guard = threading.Timer(PATIENCE, self._process.kill)
        guard.start()
        try:
            out, err = _read(self._stdout, encoding), _read(self._stderr, encoding)
            self._process.join()
        finally:
            guard.cancel()
        code = self._process.exitcode
        assert code is not None
        self._process.close()
        return CompletedProcess(self.args, code, out, err)


def start(work: Callable[..., object], *args: object) -> BaseProcess:
    """Start a function of a module in another process, which has mkdeck imported and ends with this one."""
    _start_server()
    process = _SERVER.Process(target=work, args=args, daemon=True)
    process.start()
    return process


def run_apart(
    folder: Path,
    *args: str,
    first: First | None = None,
    env: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    typed: bytes = b"",
) -> CompletedProcess[str]:
    """Run mkdeck in a folder in another process, to its end, with this as its standard input."""
    process = Apart(folder, *args, first=first, env=env)
    if typed:
        process.type(typed)
    return process.finish(encoding)


def kill_at(step: int, *names: str) -> First:
    """Let the process kill itself at the n-th call of these functions, as named by their modules: `os.fsync`."""
    return partial(_kill_at, step, names)


def wait_at(*names: str) -> First:
    """Let the process say so and wait when it first calls one of these functions, until it may go on."""
    return partial(_wait_at, names)


def put(name: str, value: object) -> First:
    """Let what is called so, as in `os.sep`, have another value."""
    return partial(_put, name, value)


def import_from(folder: Path) -> First:
    """Let Python find what is installed in a folder too, as PYTHONPATH does."""
    return partial(_import_from, str(folder))


def speak(encoding: str) -> First:
    """Let all streams have this encoding, as PYTHONIOENCODING does; what is said is to be read so too."""
    return partial(_speak, encoding)


def fill_disk() -> None:
    """Let no file grow: what writes gets an error as on a full disk, in other words."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def fill_disk_in_part() -> None:
    """Let no file grow beyond 150 bytes, so that the first of several may be written and another not."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (150, 150))


_WAITING = b"waiting\n"


@functools.cache
def _start_server() -> None:
    """Start what the others are forked from, which finds modules of the tests by this variable alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parent))
        forkserver.ensure_running()


def _read(stream: Connection, encoding: str = "utf-8") -> str:
    with os.fdopen(os.dup(stream.fileno()), encoding=encoding, newline="") as file:
        stream.close()
        return file.read()


def _run(
    streams: tuple[Connection, ...], folder: Path, args: tuple[str, ...], first: First | None, env: Mapping[str, str]
) -> None:
    for number, stream in enumerate(streams):
        os.dup2(stream.fileno(), number)
        stream.close()
    sys.stdin = os.fdopen(0)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    os.fsync = _skip
    sys.dont_write_bytecode = True
    sys.argv = ["mkdeck", *args]
    if first:
        first()
    main()


def _skip(fd: object) -> None:
    """Wait for no disk: no power is cut here, and it would take most of the time."""


def _put(name: str, value: object) -> None:
    home, _, last = name.rpartition(".")
    setattr(pkgutil.resolve_name(home), last, value)


def _import_from(folder: str) -> None:
    sys.path.insert(0, folder)
    # What was found without that folder is looked for anew.
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] == "mkdeck":
            for each in vars(module).values():
                if callable(clear := getattr(each, "cache_clear", None)):
                    clear()


def _speak(encoding: str) -> None:
    sys.stdin = os.fdopen(0, encoding=encoding)
    sys.stdout = os.fdopen(1, "w", encoding=encoding)
    sys.stderr = os.fdopen(2, "w", encoding=encoding, errors="backslashreplace")


def _kill_at(step: int, names: tuple[str, ...]) -> None:
    left = step

    def count() -> None:
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    _watch(names, count)


def _wait_at(names: tuple[str, ...]) -> None:
    waited = False

    def wait() -> None:
        nonlocal waited
        if not waited:
            waited = True
            os.write(1, _WAITING)
            os.read(0, 1)

    _watch(names, wait)


def _watch(names: tuple[str, ...], do: Callable[[], None]) -> None:
    """Do something before each call of these functions."""
    for name in names:
        home, _, last = name.rpartition(".")
        owner = pkgutil.resolve_name(home)
        setattr(owner, last, _do_first(do, getattr(owner, last)))


def _do_first(do: Callable[[], None], function: Callable[..., Any]) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        do()
        return function(*args, **kwargs)

    return call
