"""The latest view of one course, kept up with the files while they change."""

import asyncio
import contextlib
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Iterable
from dataclasses import replace
from pathlib import Path

from watchfiles import Change, awatch

from mkdeck.compiler import Compiled, compile_course
from mkdeck.diagnostics import CommandError
from mkdeck.preview.quick import recompile_deck
from mkdeck.preview.view import View, make_view

SLOW = 0.25
"""Seconds: a course that takes longer to compile is shown in two steps, the saved file first."""
_SETTLE = 0.3
"""Seconds without another save before a large course is compiled whole."""
_STEP, _LONGEST = 25, 200
"""Milliseconds: saves that follow each other this closely count as one, but not for longer than that."""
_MISSING = 0.1
"""Seconds in which a file that some editors remove before they write it is back."""


class Board:
    """One course: its address on the page, its latest view, and a number that grows with each new one."""

    def __init__(self, name: str, path: Path, compiled: Compiled, took: float, now: int) -> None:
        self.name = name
        self.path = path
        self.view = make_view(compiled, None)
        self.version = 1
        self.closed = False
        self._now = now
        self._compiled = compiled
        self._slow = took > SLOW
        self._generation = 0
        self._whole: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        gc.freeze()

    async def follow(self, stop: asyncio.Event) -> None:
        """Take in every change of the course's files until told to stop."""
        async for changes in _watch(self.path, self._compiled, stop):
            await self._take(changes)
        if self._whole:
            self._whole.cancel()

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

    async def _take(self, changes: Iterable[tuple[Change, str]]) -> None:
        self._generation += 1
        generation = self._generation
        if self._whole:
            self._whole.cancel()  # its thread may go on, but nobody waits for it any more
        paths = {Path(path) for _, path in changes}
        if any(change == Change.deleted for change, _ in changes):
            await asyncio.sleep(_MISSING)
        if self._slow and len(paths) == 1:
            path = paths.pop()
            for style in (False, True):  # the card first
                work = asyncio.to_thread(recompile_deck, self._compiled, path, self._now, style=style)
                await self._show(work, generation)
        self._whole = asyncio.create_task(self._compile_whole(generation))

    async def _compile_whole(self, generation: int) -> None:
        if self._slow:
            await asyncio.sleep(_SETTLE)
        started = time.perf_counter()
        await self._show(
            asyncio.to_thread(compile_course, self.path, self._now, with_drafts=True, asked=self._compiled.asked),
            generation,
        )
        self._slow = time.perf_counter() - started > SLOW

    async def _show(self, work: Awaitable[Compiled | None], generation: int) -> None:
        """Show what was compiled, unless the files have changed again since."""
        try:
            compiled = await work
        except (CommandError, OSError) as error:
            self._publish(replace(self.view, trouble=str(error)))
        except Exception as error:  # noqa: BLE001 - a bug must not end the page that somebody works with
            message = f"Something went wrong inside mkdeck ({type(error).__name__}: {error}); the page is as it was."
            self._publish(replace(self.view, trouble=message))
        else:
            if compiled and generation == self._generation:
                self._compiled = compiled
                self._publish(await asyncio.to_thread(make_view, compiled, self.view))

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
