"""`mkdeck site`: pages for students, to put on a web server or to open as they are."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mkdeck.cli.options import BUILD, PATHS, SITE, choose_courses, choose_time
from mkdeck.cli.progress import show_progress
from mkdeck.cli.report import count, plural, show_diagnostics
from mkdeck.course.discovery import show_path
from mkdeck.course.home import find_place, list_former_places
from mkdeck.diagnostics import CommandError
from mkdeck.ledger.clock import keeps_times

if TYPE_CHECKING:
    from mkdeck.compiler import Compiled


@click.command("site")
@PATHS
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=lambda: find_place(SITE),
    help="Folder for the site; by default `public` here, or from inside a course that of its repository.",
)
@click.option("--manual", is_flag=True, help="Make pages of mkdeck's own manual instead, in the folder `manual` there.")
def command(paths: tuple[Path, ...], output: Path, *, manual: bool) -> None:
    """Make pages for students: the package, a self-test of every deck, and sheets to print.

    The pages work from a web server, under any path, and as plain files; nothing on them needs the network. Files of
    an earlier site are replaced or removed; other files in the folder stay. A course with errors makes no site.
    """
    if manual:
        _make_manual(paths, output / "manual")
        return
    from mkdeck.cli.summary import describe_drafts, describe_state, explain_emptiness
    from mkdeck.compiler import check_beside, compile_course
    from mkdeck.course.shelf import Shelf
    from mkdeck.ledger.standing import Targets
    from mkdeck.site.placing import holds_courses, open_site
    from mkdeck.site.writing import write_site

    time = choose_time()
    courses: dict[str, Compiled] = {}
    shelf = Shelf()
    failed = False
    # What students have is the site's own package; where it has none yet, that of a plain build.
    targets = Targets((output, find_place(BUILD), *list_former_places(BUILD)), keep_times=keeps_times(os.environ))
    for path in choose_courses(paths):
        with show_progress(str(path)) as progress:
            compiled = check_beside(compile_course(path, time, progress, targets=targets), path, shelf)
        show_diagnostics(compiled.diagnostics)
        if compiled.broken:
            click.echo(f"{path}: {count(compiled.diagnostics)}.", err=True)
            failed = True
        elif not compiled.package.notes:
            click.echo(f"{path}: left out, {explain_emptiness(compiled)}.", err=True)
        else:
            courses[compiled.course.settings.id] = compiled
    if failed:
        click.echo(f"{output}: no site is made as long as there are errors.", err=True)
        sys.exit(1)
    if not courses:
        raise CommandError(f"{output}: no site is made, as there is no question to ask.")
    for compiled in courses.values():
        _check_output(output, compiled)
    with open_site(output) as folder:
        # Where a shelf has become one course, links of students to its pages stay what they were.
        made = write_site(list(courses.values()), folder, shelf=holds_courses(output))
    parts = (plural(made.courses, "course"), plural(made.decks, "deck"), plural(made.questions, "question"))
    click.echo(f"{output / 'index.html'}: {', '.join(parts)}")
    for compiled in courses.values():
        click.echo(f"  {compiled.course.settings.course}: {describe_state(compiled)}")
        for line in describe_drafts(compiled):
            click.echo(f"    {line}")


def _make_manual(paths: tuple[Path, ...], output: Path) -> None:
    from mkdeck.site.manual import write_manual
    from mkdeck.site.placing import open_site

    if paths:
        raise click.UsageError("--manual makes pages of mkdeck's manual, which is of no course; leave the path away.")
    with open_site(output) as folder:
        pages = write_manual(folder)
    click.echo(f"{output / 'index.html'}: {plural(pages, 'page')} of the manual")


def _check_output(output: Path, compiled: "Compiled") -> None:
    """Refuse to mix pages with what they are made of."""
    folder = output.resolve()
    files = [source.path for source in compiled.course.sources] + [media.path for media in compiled.package.media]
    inside = next((path for path in files if path.resolve().is_relative_to(folder)), None)
    if inside:
        raise CommandError(
            f"{output} holds {show_path(inside)}, which the site is made of; choose a folder for pages alone with -o."
        )
