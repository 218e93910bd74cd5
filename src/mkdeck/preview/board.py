"""The latest view of one course, kept up with the files while they change."""

import asyncio
import contextlib
import gc
import time
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from watchfiles import Change, awatch

from mkdeck.compiler import Compiled, Known, compile_course
from mkdeck.course.yaml_pieces import split_pieces
from mkdeck.diagnostics import CommandError
from mkdeck.preview.edit import recompile_questions
from mkdeck.preview.quick import find_deck, recompile_deck
from mkdeck.preview.view import View, make_view, revise_view

_Shown = tuple[Compiled, View]

SLOW_SECONDS = 0.25
"""Seconds: a course that takes longer to compile is shown in two steps, the saved file first."""
_SETTLE_SECONDS = 0.3
"""Seconds without another save before a large course is compiled whole."""
_STEP, _LONGEST = 25, 200
"""Milliseconds: saves that follow each other this closely count as one, but not for longer than that."""
_MISSING_SECONDS = 0.1
"""Seconds in which a file that some editors remove before they write it is back."""


class _OutdatedError(Exception):
    """What is compiled is no longer wanted."""


class Board:
    """One course: its address on the page, its latest view, and a number that grows with each new one."""

    def __init__(self, name: str, path: Path, compiled: Compiled, known: Known, took: float, now: int) -> None:
        self.name = name
        self.path = path
        self.view = make_view(compiled, None)
        self.version = 1
        self.closed = False
        self._now = now
        self.compiled = compiled
        self._known = known
        self._slow = took > SLOW_SECONDS
        self._generation = 0
        self._rest: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        gc.freeze()

    async def follow(self, stop: asyncio.Event) -> None:
        """Take in every change of the course's files until told to stop."""
        if self._slow:
            self._rest = asyncio.create_task(asyncio.to_thread(self._find_pieces))
        async for changes in _watch(self.path, self.compiled, stop):
            await self.take(changes)
        if self._rest:
            self._rest.cancel()

    async def newer_than(self, version: int) -> int:
        """Wait for a view that is newer than one; gives its version."""
        while self.version <= version:
            await self._news.wait()
        return self.version

    def close(self) -> None:
        """Let nobody wait any longer: the server ends."""
        self.closed = True
        self.version += 1
        self._news.set()

    async def take(self, changes: Iterable[tuple[Change, str]]) -> None:
        """Show what changed in the files, and begin to look at the rest of the course."""
        self._generation += 1
        if self._rest:
            self._rest.cancel()  # its thread may go on for a little, but nobody waits for it any more
        paths = {Path(path) for _, path in changes}
        if any(change == Change.deleted for change, _ in changes):
            await asyncio.sleep(_MISSING_SECONDS)
        path = paths.pop() if self._slow and len(paths) == 1 else None
        seen = path is not None and await self._show(partial(self._compile_edit, path))
        self._rest = asyncio.create_task(self._compile_rest(path, seen=seen))

    async def rest(self) -> None:
        """Wait until the whole course is as its files are."""
        if self._rest:
            await self._rest

    async def _compile_rest(self, path: Path | None, *, seen: bool) -> None:
        """Compile a saved file, and then the whole course; `seen` says that its cards are shown already."""
        if seen:
            await asyncio.sleep(_SETTLE_SECONDS)  # pages are fetching them now
        if path:
            if not seen:
                await self._show(partial(self._compile_file, path, style=False))
            await self._show(partial(self._compile_file, path, style=True))
        if self._slow:
            await asyncio.sleep(_SETTLE_SECONDS)
        started = time.perf_counter()
        await self._show(partial(self._compile_whole, self._generation))
        self._slow = time.perf_counter() - started > SLOW_SECONDS

    def _compile_edit(self, path: Path) -> _Shown | None:
        compiled = recompile_questions(self.compiled, path, self._now)
        deck = compiled and find_deck(compiled, path)
        return (compiled, revise_view(compiled, self.view, deck)) if compiled and deck else None

    def _compile_file(self, path: Path, *, style: bool) -> _Shown | None:
        compiled = recompile_deck(self.compiled, path, self._now, style=style)
        return (compiled, make_view(compiled, self.view)) if compiled else None

    def _compile_whole(self, generation: int) -> _Shown:
        def go_on(_done: int, _all: int) -> None:
            if generation != self._generation:
                raise _OutdatedError

        asked = self.compiled.asked
        compiled = compile_course(self.path, self._now, go_on, with_drafts=True, asked=asked, known=self._known)
        return compiled, make_view(compiled, self.view)

    def _find_pieces(self) -> None:
        """Find out where questions stand, so that the next save need not."""
        for deck in self.compiled.course.decks:
            split_pieces(deck.source)

    async def _show(self, work: Callable[[], _Shown | None]) -> bool:
        """Show what comes of work in a thread, unless the files have changed again since; tells whether any does."""
        generation = self._generation
        try:
            shown = await asyncio.to_thread(work)
        except _OutdatedError:
            return False
        except (CommandError, OSError) as error:
            self._publish(replace(self.view, trouble=str(error)))
        except Exception as error:  # noqa: BLE001 - a bug must not end the page that somebody works with
            message = f"Something went wrong inside mkdeck ({type(error).__name__}: {error}); the page is as it was."
            self._publish(replace(self.view, trouble=message))
        else:
            if shown and generation == self._generation:
                self.compiled, view = shown
                self._publish(view)
            return shown is not None
        return False

    def _publish(self, view: View) -> None:
        if view == self.view:
            return
        self.view = view
        self.version += 1
        # A large course is millions of values without a cycle: the collector would walk them over and over.
        gc.freeze()
        news, self._news = self._news, asyncio.Event()
        news.set()


async def _watch(path: Path, compiled: Compiled, stop: asyncio.Event) -> AsyncIterator[set[tuple[Change, str]]]:
    """Yield what changes below a course's folder, or beside a loose file and where it takes media from."""
    root, folders, whole = _find_folders(path, compiled)

    def matters(_change: Change, changed: str) -> bool:
        return not any(part.startswith(".") for part in Path(changed).relative_to(root).parts)

    with contextlib.suppress(asyncio.CancelledError):
        async for changes in awatch(
            *folders, watch_filter=matters, recursive=whole, step=_STEP, debounce=_LONGEST, stop_event=stop
        ):
            yield changes


def _find_folders(path: Path, compiled: Compiled) -> tuple[Path, set[Path], bool]:
    """Return the folder of a course, the folders to watch, and whether all that is below them counts."""
    whole = path.is_dir()
    root = (path if whole else path.parent).resolve()
    media = set() if whole else {media.path.resolve().parent for media in compiled.package.media}
    return root, {root, *media}, whole
