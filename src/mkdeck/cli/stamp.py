"""`mkdeck stamp`: write missing ids into the files."""

import os
import sys
from pathlib import Path

import click

from mkdeck.cli.options import PATHS, choose_checked
from mkdeck.cli.report import count, describe, show_diagnostics
from mkdeck.cli.saying import say, tell, with_format
from mkdeck.compiler import Compiled, compile_course
from mkdeck.course.loading import Course, Deck
from mkdeck.course.stamp import Stamped, add_ids, make_write
from mkdeck.diagnostics import CommandError
from mkdeck.files.writes import write_together
from mkdeck.ledger.clock import read_time
from mkdeck.text.english import plural


@click.command("stamp")
@PATHS
@with_format("courses")
def command(paths: tuple[Path, ...]) -> None:
    """Write an id into every question that has none.

    The id is made of the question's first words and is the one that builds have used so far, so students notice
    nothing. Nothing else in the files changes. A course with errors is left alone.
    """
    failed, refused = False, 0
    time, _ = read_time(os.environ)
    for path in choose_checked(paths, takes_stdin=False):
        compiled = compile_course(path, time, with_drafts=True)
        if compiled.broken:
            _refuse(path, compiled)
            failed = True
        elif not any(entry.provisional for entry in compiled.course.entries):
            tell(path=path.as_posix(), files=[], diagnostics=[])
            say(f"{path}: every question has an id.")
        else:
            told = tell(path=path.as_posix(), files=[], diagnostics=[])
            refused += _stamp(path, compiled.course, told["files"])
    if refused:
        raise CommandError(f"{plural(refused, 'question')} could not be stamped.")
    if failed:
        sys.exit(1)


def _refuse(path: Path, compiled: Compiled) -> None:
    """Say what is wrong with a course that is left alone."""
    errors = [each for each in compiled.diagnostics if each.severity == "error"]
    tell(path=path.as_posix(), files=[], diagnostics=[describe(each) for each in errors])
    show_diagnostics(errors)
    say(f"{path}: not stamped, {count(errors)}.", err=True)


def _stamp(path: Path, course: Course, files: list[dict[str, object]]) -> int:
    """Write ids into all files of a course or into none, and count the questions that can't have one.

    `files` is told to programs.
    """
    stamped = [(deck, done) for deck in course.decks if (done := _add_ids(deck, course))]
    folder = path if path.is_dir() else path.parent
    write_together({folder: [make_write(deck.source, done.text) for deck, done in stamped if done.count]})
    for deck, done in stamped:
        if done.count:
            say(f"{deck.source.name}: {plural(done.count, 'id')} written.")
        files.append({"file": deck.source.name, "ids": done.count, "refused": list(done.refused)})
        for each in done.refused:
            say(each, err=True)
    return sum(len(done.refused) for _, done in stamped)


def _add_ids(deck: Deck, course: Course) -> Stamped | None:
    """Return a deck's file with an id in every question; None where all have one."""
    ids = {entry.index: entry.id for entry in course.entries if entry.provisional and entry.deck is deck}
    return add_ids(deck.source, ids) if ids else None
