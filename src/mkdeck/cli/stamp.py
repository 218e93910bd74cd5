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
from mkdeck.course.stamp import add_ids, write_source
from mkdeck.diagnostics import CommandError
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
            refused += sum(_stamp(deck, compiled.course, told["files"]) for deck in compiled.course.decks)
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


def _stamp(deck: Deck, course: Course, files: list[dict[str, object]]) -> int:
    """Write ids into a deck's file, and count the questions that can't have one; `files` is told to programs."""
    ids = {entry.index: entry.id for entry in course.entries if entry.provisional and entry.deck is deck}
    if not ids:
        return 0
    done = add_ids(deck.source, ids)
    if done.count:
        write_source(deck.source, done.text)
        say(f"{deck.source.name}: {plural(done.count, 'id')} written.")
    files.append({"file": deck.source.name, "ids": done.count, "refused": list(done.refused)})
    for each in done.refused:
        say(each, err=True)
    return len(done.refused)
