"""The whole pipeline on one page: a course's folder to a package."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mkdeck import checks
from mkdeck.apkg.package import DeckInfo, Package, Times
from mkdeck.courses import Course, load_course
from mkdeck.diagnostics import Diagnostic, has_errors
from mkdeck.notes import Notes, make_notes
from mkdeck.notetypes import make_notetypes
from mkdeck.source import locate

Progress = Callable[[int, int], object]
"""Called with how many questions are done, of how many."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A course with its notes and everything there is to say about them, sorted."""

    course: Course
    notes: Notes
    diagnostics: list[Diagnostic]

    @property
    def broken(self) -> bool:
        """Tell whether the course has errors; then there is no package."""
        return has_errors(self.diagnostics)


def compile_course(path: Path, time: int, progress: Progress = lambda _done, _all: None) -> Compiled:
    """Read and check a course and write its notes; mistakes are diagnostics, never exceptions.

    `time` is when whatever is new counts as made, in seconds since 1970.
    """
    with paused_collector():
        return _compile(path, time, progress)


def _compile(path: Path, time: int, progress: Progress) -> Compiled:
    course = load_course(path)
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        progress(done, len(course.entries))

    notes = make_notes(course, lambda _id: time, tick)
    findings = [*course.findings, *checks.check(course), *notes.findings]
    return Compiled(course, notes, locate(findings, course.sources) if findings else [])


@contextmanager
def paused_collector() -> Iterator[None]:
    """Keep the collector from walking the same hundred thousands of values again and again: a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def make_package(compiled: Compiled, times: Times) -> Package:
    """Put the notes of a sound course into a package."""
    settings, notes = compiled.course.settings, compiled.notes
    used = {note.note_class for note in notes.notes}
    filled = {note.deck for note in notes.notes}
    notetypes = make_notetypes(settings.id, settings.course, settings.language)
    return Package(
        notetypes=tuple(notetype for notetype in notetypes if notetype.note_class in used),
        decks=tuple(
            DeckInfo(name, description, settings.retention)
            for name, description in notes.descriptions.items()
            if name in filled
        ),
        notes=notes.notes,
        media=notes.media,
        times=times,
    )
