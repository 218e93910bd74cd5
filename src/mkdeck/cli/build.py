"""`mkdeck build`: every course to its package."""

import os
import sys
from collections.abc import Iterable
from dataclasses import astuple
from pathlib import Path

import click

from mkdeck.cli.build_cache import BuildRecord, digest_inputs, find_record, read_current, write_record
from mkdeck.cli.options import BUILD, OUTPUT, PATHS, choose_courses, choose_time
from mkdeck.cli.progress import show_progress
from mkdeck.cli.report import count, describe, show_diagnostics
from mkdeck.cli.saying import is_for_programs, say, tell, with_format
from mkdeck.course.home import find_here, find_place, list_former_places
from mkdeck.course.shelf import Shelf
from mkdeck.diagnostics import Diagnostic
from mkdeck.ledger.clock import keeps_times

UNRELEASED = "there is something unreleased; run `mkdeck release`"


@click.command("build")
@PATHS
@OUTPUT
@with_format("courses")
@click.option("--frozen", is_flag=True, help="Fail when a course holds anything that was not released; for CI.")
@click.option("--watch", is_flag=True, help="Build again at every save, until Ctrl+C.")
def command(paths: tuple[Path, ...], output: Path, *, frozen: bool, watch: bool) -> None:
    """Build the package of every course: <output>/<course id>.apkg.

    PATH is a course's folder, a folder of courses, or a single deck file; by default the folder `decks`, or the course
    that you are in. A course with errors makes no package, and the one that was there before stays.
    """
    if watch:
        from mkdeck.cli.watching import repeat

        if is_for_programs() or frozen:
            raise click.UsageError("--watch is for people at work; it goes neither with --format json nor --frozen.")
        courses = choose_courses(paths)
        here = find_here()
        shelves = [path for path in paths if path.is_dir()] if paths or not here else [here]
        repeat(lambda: _build_all(paths, output, frozen=False), [*courses, *shelves], output)
    elif not _build_all(paths, output, frozen=frozen):
        sys.exit(1)


def _build_all(paths: tuple[Path, ...], output: Path, *, frozen: bool) -> bool:
    """Build the courses behind the arguments; whether all of them could be."""
    time = choose_time()
    failed = False
    shelf = Shelf()
    for path in choose_courses(paths):
        record = _update(path, output, time, shelf, frozen=frozen)
        if record and frozen and not record.released:
            say(f"{path}: {UNRELEASED}.", err=True)
            failed = True
        failed = failed or record is None
    return not failed


def _update(path: Path, output: Path, time: int, shelf: Shelf, *, frozen: bool) -> BuildRecord | None:
    """Build a course where anything of it changed, and say what its package is; none if it may not be built."""
    record_path, inputs = find_record(output, path), digest_inputs(path, output, os.environ)
    record = read_current(record_path, inputs, output)
    # What git knows of releases may have changed since, and stands in no record.
    if record and not frozen and _finds_same(record, path) and shelf.takes(record.course_id, record.name, path):
        show_diagnostics(record.diagnostics)
        _tell(path, record.diagnostics, **record.figures)
        say(record.summary)
        return record
    record = _build(path, output, time, inputs, shelf, frozen=frozen)
    if record:
        write_record(record, record_path)
    return record


def _finds_same(record: BuildRecord, path: Path) -> bool:
    """Whether media and style of a course are those of its record."""
    if not record.media and record.style is None:
        return True
    from mkdeck.notes.lookups import Lookup, find_same, read_same

    root = path if path.is_dir() else path.parent
    lookups = (Lookup(*each) for each in record.media)
    return read_same(record.style, record.css, root) and find_same(lookups, root)


def _build(path: Path, output: Path, time: int, inputs: str, shelf: Shelf, *, frozen: bool) -> BuildRecord | None:
    """Build one course and say so; none if it has errors, or what it may not. `shelf` holds those before it."""
    from mkdeck.compiler import paused_collector

    with paused_collector():  # until what was compiled is gone, or the collector walks through all of it
        return _build_course(path, output, time, inputs, shelf, frozen=frozen)


def _build_course(
    path: Path, output: Path, time: int, inputs: str, shelf: Shelf, *, frozen: bool
) -> BuildRecord | None:
    from mkdeck.apkg.write import write_package
    from mkdeck.cli.summary import describe_state, describe_unasked, explain_emptiness, list_figures, summarise
    from mkdeck.compiler import check_beside, compile_course
    from mkdeck.files.digests import digest_file
    from mkdeck.ledger.standing import Targets

    former = list_former_places(BUILD) if output == find_place(BUILD) else ()
    targets = Targets((output, *former), keep_times=keeps_times(os.environ), frozen=frozen)
    with show_progress(str(path)) as progress:
        alone = compile_course(path, time, progress, targets=targets)
    compiled = check_beside(alone, path, shelf)
    show_diagnostics(compiled.diagnostics)
    if compiled.broken:
        _tell(path, compiled.diagnostics)
        say(f"{path}: not built, {count(compiled.diagnostics)}.", err=True)
        return None
    course_id = compiled.course.settings.id
    if frozen and compiled.unreleased.differs:
        _tell(path, compiled.diagnostics, unreleased=True)
        say(f"{path}: not built, {UNRELEASED}.", err=True)
        return None
    figures: dict[str, str | int | None] = {}
    target, package = output / f"{course_id}.apkg", ""
    if compiled.package.notes:
        write_package(compiled.package, target)
        figures = list_figures(compiled, target)
        package, summary = digest_file(target), summarise(compiled, target)
        first, again = (describe_state(compiled, again=again) for again in (False, True))
        say("\n  ".join((summary, first, *describe_unasked(compiled))))
        summary = "\n  ".join((summary, again, *describe_unasked(compiled)))
    else:
        summary = f"{path}: nothing to build, {explain_emptiness(compiled)}."
        say(summary)
    _tell(path, compiled.diagnostics, **figures)
    return BuildRecord(
        inputs=inputs,
        media=[astuple(each) for each in compiled.lookups],
        style=compiled.course.settings.style,
        css=compiled.style,
        package=package,
        course_id=course_id,
        name=compiled.course.settings.course,
        released=not compiled.unreleased.differs,
        summary=summary,
        diagnostics=alone.diagnostics,
        figures=figures,
    )


def _tell(path: Path, diagnostics: Iterable[Diagnostic], **figures: object) -> None:
    """Add a course to what programs are told; without figures of its package it was not built."""
    tell(
        path=path.as_posix(),
        **figures,
        built="package" in figures,
        diagnostics=[describe(each) for each in diagnostics],
    )
