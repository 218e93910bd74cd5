"""`mkdeck site`: pages for students, to put on a web server or to open as they are."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mkdeck.cli.options import BUILD, PATHS, SITE, Place, choose_courses, choose_time
from mkdeck.cli.progress import show_progress
from mkdeck.cli.report import count, show_diagnostics
from mkdeck.course.counts import say_questions
from mkdeck.course.discovery import show_path
from mkdeck.course.home import find_place, list_former_places
from mkdeck.diagnostics import CommandError
from mkdeck.ledger.clock import keeps_times
from mkdeck.text.english import plural

if TYPE_CHECKING:
    from mkdeck.compiler import Compiled
    from mkdeck.ledger.standing import Targets
    from mkdeck.site.offers import Offer


@click.command("site")
@PATHS
@click.option(
    "-o",
    "--output",
    type=Place(file_okay=False, path_type=Path),
    default=lambda: find_place(SITE),
    help="Folder for the site; by default `public` here or, inside a course, the `public` of its repository.",
)
@click.option("--draft", is_flag=True, help="Offer the course as it stands, released or not, for download.")
@click.option("--manual", is_flag=True, help="Make pages of mkdeck's own manual instead, in the folder `manual` there.")
def command(paths: tuple[Path, ...], output: Path, *, draft: bool, manual: bool) -> None:
    """Make pages for students: the released package, a self-test of every deck, and sheets to print.

    Students download the last release, also where the course has moved on; a course that was never released has its
    pages, and nothing to download.

    The pages work from a web server, under any path, and as plain files; nothing on them needs the network. Files of
    an earlier site are replaced or removed; other files in the folder stay. A course with errors makes no site.
    """
    if manual:
        _make_manual(paths, output / "manual")
        return
    from mkdeck.cli.summary import describe_state, describe_unasked
    from mkdeck.files.stages import open_temporary_folder
    from mkdeck.ledger.standing import Targets
    from mkdeck.site.offers import find_offer
    from mkdeck.site.placing import holds_courses, holds_one_course, open_site
    from mkdeck.site.writing import write_site

    # What students have is the site's own package; where it has none yet, that of a plain build.
    builds = (find_place(BUILD), *list_former_places(BUILD))
    courses = _compile(paths, output, Targets((output, *builds), keep_times=keeps_times(os.environ)))
    for compiled in courses.values():
        _check_output(output, compiled)
    moves = len(courses) > 1 and holds_one_course(output)
    offered: list[tuple[Compiled, Offer | None]] = []
    with open_site(output) as folder, open_temporary_folder() as packages:
        for path, compiled in courses.items():
            places = Targets((*builds, output)).list_places(compiled.course.settings.id)
            offered += [(compiled, find_offer(compiled, path, places, output, packages, show_progress, draft=draft))]
        # Where a shelf has become one course, links of students to its pages stay what they were.
        made = write_site(offered, folder, shelf=holds_courses(output))
    parts = (plural(made.courses, "course"), plural(made.decks, "deck"), say_questions(made.questions, made.turned))
    click.echo(f"{output / 'index.html'}: {', '.join(parts)}")
    if moves:
        click.echo(
            f"  a course had its pages in {output} itself; now each has a folder there, so the addresses that students "
            "have change: tell them, or make a site of each course, with a path and -o"
        )
    for compiled, offer in offered:
        click.echo(f"  {compiled.course.settings.course}: {describe_state(compiled)}")
        for line in _describe_offer(compiled, offer):
            click.echo(f"    {line}")
        for line in describe_unasked(compiled):
            click.echo(f"    {line}")


def _compile(paths: tuple[Path, ...], output: Path, targets: "Targets") -> "dict[Path, Compiled]":
    """Compile courses, say what is wrong with them, and give those with questions; exits with 1 if any has errors."""
    from mkdeck.cli.summary import explain_emptiness
    from mkdeck.compiler import check_beside, compile_course
    from mkdeck.course.shelf import Shelf

    time, shelf = choose_time(), Shelf()
    courses: dict[Path, Compiled] = {}
    failed = False
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
            courses[path] = compiled
    if failed:
        click.echo(f"{output}: no site is made as long as there are errors.", err=True)
        sys.exit(1)
    if not courses:
        raise CommandError(f"{output}: no site is made, as there is no question to ask.")
    return courses


def _describe_offer(compiled: "Compiled", offer: "Offer | None") -> Iterator[str]:
    """Say what students download where that is not what they see."""
    if not offer or not offer.linked:
        yield "nothing to download, as it was never released: run `mkdeck release` first, or say `--draft`"
        if offer:
            yield f"the draft that was there stays, and no page names it: {offer.path}"
    elif offer.release and compiled.unreleased.differs:
        yield f"students download release {offer.release.number}; the self-test has the course as it stands"


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
