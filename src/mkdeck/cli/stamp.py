"""`mkdeck stamp`: write missing ids into the files."""

import os
import sys
from pathlib import Path

import click

from mkdeck.cli.options import PATHS, choose_checked
from mkdeck.cli.report import count, plural, show_diagnostics
from mkdeck.compiler import compile_course
from mkdeck.course.loading import Course, Deck
from mkdeck.course.stamp import add_ids, write_source
from mkdeck.diagnostics import CommandError
from mkdeck.ledger.clock import read_time


@click.command("stamp")
@PATHS
def command(paths: tuple[Path, ...]) -> None:
    """Write an id into every question that has none.

    The id is made of the question's first words and is the one that builds have used so far, so students notice
    nothing. Nothing else in the files changes. A course with errors is left alone.
    """
    failed, refused = False, 0
    time, _ = read_time(os.environ)
    for path in choose_checked(paths):
        compiled = compile_course(path, time)
        if compiled.broken:
            errors = [each for each in compiled.diagnostics if each.severity == "error"]
            show_diagnostics(errors)
            click.echo(f"{path}: not stamped, {count(errors)}.", err=True)
            failed = True
        elif not any(entry.provisional for entry in compiled.course.entries):
            click.echo(f"{path}: every question has an id.")
        else:
            refused += sum(_stamp(deck, compiled.course) for deck in compiled.course.decks)
    if refused:
        raise CommandError(f"{plural(refused, 'question')} could not be stamped.")
    if failed:
        sys.exit(1)


def _stamp(deck: Deck, course: Course) -> int:
    """Write ids into a deck's file, and count the questions that can't have one."""
    ids = {entry.index: entry.id for entry in course.entries if entry.provisional and entry.deck is deck}
    if not ids:
        return 0
    done = add_ids(deck.source, ids)
    if done.count:
        write_source(deck.source, done.text)
        click.echo(f"{deck.source.name}: {plural(done.count, 'id')} written.")
    for each in done.refused:
        click.echo(each, err=True)
    return len(done.refused)
