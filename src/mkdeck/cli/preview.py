"""`mkdeck preview`: the course in a browser, as students will see it, at every save."""

import os
import re
import threading
import time
import webbrowser
from pathlib import Path

import click

from mkdeck.cli.options import PATHS, choose_courses
from mkdeck.cli.progress import show_progress
from mkdeck.diagnostics import CommandError
from mkdeck.ledger.clock import read_time

PORT = 8317
_UNDECODED = re.compile("[\ud800-\udfff]")
"""What stands for bytes of a file name that are no text (PEP 383), and can be in no address."""


@click.command("preview")
@PATHS
@click.option("--port", type=click.IntRange(0, 65535), help=f"Port of the page; {PORT} or a free one by default.")
@click.option(
    "--open/--no-open", "opens", default=True, help="Open the page in the browser, or only print its address."
)
def command(paths: tuple[Path, ...], port: int | None, *, opens: bool) -> None:
    """Show a course as students will see it, and again at every save.

    The page is for this machine only. It follows every save: cards, errors and warnings are those of the files as
    they are now. Ctrl+C ends it.
    """
    from mkdeck.checks import list_style
    from mkdeck.compiler import Known, compile_course
    from mkdeck.preview.board import Board
    from mkdeck.preview.server import HOST, open_socket, serve

    now, _ = read_time(os.environ)
    boards: list[Board] = []
    for path in choose_courses(paths):
        with show_progress(str(path)) as progress:
            started = time.perf_counter()
            known = Known()
            compiled = compile_course(path, now, progress, with_drafts=True, asked=list_style(), known=known)
            took = time.perf_counter() - started
        boards.append(Board(_name(path, {board.name for board in boards}), path, compiled, known, took, now))
    try:
        listener = open_socket(PORT if port is None else port)
    except CommandError:
        if port is not None:
            raise
        listener = open_socket(0)
    address = f"http://{HOST}:{listener.getsockname()[1]}/"
    click.echo(f"{address} shows {', '.join(board.view.name for board in boards)}; Ctrl+C ends it.")

    def open_page() -> None:
        # A browser that is started anew may run in the foreground.
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    serve(boards, listener, open_page if opens else lambda: None)


def _name(path: Path, taken: set[str]) -> str:
    """Name a course in the page's address: after its folder, as its id may be edited."""
    stem = _UNDECODED.sub("_", path.resolve().name if path.is_dir() else path.stem)
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name
