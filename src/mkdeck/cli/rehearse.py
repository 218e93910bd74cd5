"""`mkdeck rehearse`: what the next package costs a student, before students take it."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import click

from mkdeck.apkg.read import ReadPackage, read_package
from mkdeck.apkg.write import write_package
from mkdeck.cli.options import BUILD, choose_courses, choose_time
from mkdeck.cli.progress import show_progress
from mkdeck.cli.rehearsal_report import write_rehearsal
from mkdeck.cli.report import count, show_diagnostics
from mkdeck.compiler import compile_course
from mkdeck.course.home import find_place, list_former_places
from mkdeck.course.loading import load_course
from mkdeck.diagnostics import CommandError
from mkdeck.files.stages import open_temporary_folder
from mkdeck.ledger.clock import keeps_times
from mkdeck.ledger.standing import Targets
from mkdeck.rehearsal import rehearse, require_anki


@click.command("rehearse")
@click.argument("old", type=click.Path(path_type=Path), metavar="OLD.apkg")
@click.argument("new", type=click.Path(path_type=Path), required=False, metavar="[NEW]")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json names every question, text the first few of each kind.",
)
def command(old: Path, new: Path | None, output_format: str) -> None:
    """Play a student who studies the package OLD, changes some notes, and imports NEW, with the real Anki.

    NEW is a package, or a course that is compiled as it is now, where OLD stands; by default the course here from
    which OLD was made.
    Exit code 1 if the student would lose a schedule, a change of their own to a question that staff did not
    change, or a change by staff, or would have a question twice. Needs the extra `rehearse`, and says how to
    install it.
    """
    require_anki()
    with open_temporary_folder() as folder:
        if new is not None and new.suffix.lower() == ".apkg":
            package = new
        else:
            new = _find_course(old, read_package(old), new)
            package = folder / "new.apkg"
            _compile(new, package, old)
        with show_progress(f"studying {old}") as progress:
            rehearsal = rehearse(old, package, progress)
    if output_format == "json":
        packages = {"old": old.as_posix(), "new": new.as_posix()}
        shown = {"packages": packages, "ok": rehearsal.ok, **asdict(rehearsal)}
        click.echo(json.dumps(shown, indent=2))
    else:
        for line in write_rehearsal(rehearsal):
            click.echo(line)
    if not rehearsal.ok:
        sys.exit(1)


def _find_course(old: Path, package: ReadPackage, named: Path | None) -> Path:
    """Find the course to compile: the one that was named, or the one that the old package was made of."""
    courses = choose_courses((named,) if named else ())
    if named and len(courses) == 1:
        return courses[0]
    for path in courses:
        if package.is_of(load_course(path).settings.id):
            return path
    raise CommandError(
        f"{old} was made of none of the courses here ({', '.join(map(str, courses))}); name the one to compile, or a "
        "package."
    )


def _compile(course: Path, target: Path, old: Path) -> None:
    """Build a course as `mkdeck build` does, also where the old package stands; exit with 1 if it has errors."""
    time = choose_time()
    folders = dict.fromkeys((find_place(BUILD), *list_former_places(BUILD), old.parent))
    targets = Targets(tuple(folders), keep_times=keeps_times(os.environ))
    with show_progress(str(course)) as progress:
        compiled = compile_course(course, time, progress, targets=targets)
    if compiled.broken:
        show_diagnostics(compiled.diagnostics)
        click.echo(f"{course}: not rehearsed, {count(compiled.diagnostics)}.", err=True)
        sys.exit(1)
    write_package(compiled.package, target)
