"""`mkdeck build`: every course to its package."""

import os
import shutil
import sys
from pathlib import Path

import click

from mkdeck.apkg.package import Times
from mkdeck.apkg.write import write_package
from mkdeck.cli.paths import PATHS, choose_courses
from mkdeck.cli.progress import show_progress
from mkdeck.cli.report import count, plural, write_text
from mkdeck.clock import read_time
from mkdeck.compiler import Compiled, compile_course, make_package

SHOWN_WARNINGS = 20


@click.command("build")
@PATHS
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build"),
    show_default=True,
    help="Folder for the packages.",
)
def command(paths: tuple[Path, ...] = (), output: Path = Path("build")) -> None:
    """Build the package of every course: <output>/<course id>.apkg.

    PATH is a course's folder, a folder of courses, or a single deck file; by default the folder `decks`. A course with
    errors makes no package, and the one that was there before stays.
    """
    time, warning = read_time(os.environ)
    if warning:
        click.echo(f"mkdeck: {warning}.", err=True)
    failed = False
    built: dict[str, Path] = {}
    for path in choose_courses(paths):
        with show_progress(str(path)) as progress:
            compiled = compile_course(path, time, progress)
        _show(compiled)
        name = compiled.course.settings.id
        if compiled.broken:
            click.echo(f"{path}: not built, {count(compiled.diagnostics)}.", err=True)
            failed = True
        elif name in built:
            click.echo(f"{path}: not built, its id '{name}' is that of {built[name]}.", err=True)
            failed = True
        else:
            built[name] = path
            target = output / f"{name}.apkg"
            write_package(make_package(compiled, Times.all_at(time)), target)
            click.echo(_summary(compiled, target))
    if failed:
        sys.exit(1)


def _show(compiled: Compiled) -> None:
    """Show every error, but not an endless list of warnings."""
    errors = [each for each in compiled.diagnostics if each.severity == "error"]
    warnings = [each for each in compiled.diagnostics if each.severity == "warning"]
    shown = sorted(errors + warnings[:SHOWN_WARNINGS], key=lambda each: each.span)
    width = shutil.get_terminal_size().columns
    for line in write_text(shown, with_source=sys.stderr.isatty(), width=width):
        click.echo(line, err=True)
    if len(warnings) > SHOWN_WARNINGS:
        rest = plural(len(warnings) - SHOWN_WARNINGS, "more warning")
        click.echo(f"... and {rest}; `mkdeck check` lists all.", err=True)


def _summary(compiled: Compiled, target: Path) -> str:
    notes = compiled.notes.notes
    cards = sum(len(note.cards) for note in notes)
    parts = [
        plural(len(notes), "note"),
        plural(cards, "card"),
        plural(len({note.deck for note in notes}), "deck"),
    ]
    if compiled.notes.media:
        parts.append(plural(len(compiled.notes.media), "media file"))
    size = target.stat().st_size
    shown = f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{size / 2**10:.0f} kB"
    return f"{target}: {compiled.course.settings.course}, {', '.join(parts)} ({shown})"
