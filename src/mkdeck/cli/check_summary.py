"""What `mkdeck check --summary` writes: a page about each course."""

import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

import click

from mkdeck.cli.report import count
from mkdeck.cli.saying import dump_json
from mkdeck.compiler import Compiled
from mkdeck.course.discovery import show_path
from mkdeck.diagnostics import CommandError
from mkdeck.files.stages import open_in_one_step
from mkdeck.summary.figures import Figures, measure

_FULL = "█"


def write_summary(courses: Iterable[Compiled], output_format: str, output: Path | None) -> bool:
    """Write the page of each course in its turn, to standard output or into a file; whether none has errors.

    Raises CommandError where the file is what a page is made of.
    """
    figures: list[Figures] = []
    broken: list[str] = []
    for each in courses:
        if output:
            _check_output(output, each)
        figures.append(measure(each))
        if each.broken:
            broken.append(f"{figures[-1].course}: {count(each.diagnostics)}")
    text = _write(figures, output_format, to_file=output is not None)
    if output:
        with open_in_one_step(output) as file:
            file.write(text.encode())
        click.echo(f"{show_path(output)}: written.", err=True)
    else:
        click.echo(text, nl=False)
    for said in broken:
        click.echo(f"{said}; `mkdeck check` without --summary lists them.", err=True)
    return not broken


def _write(courses: list[Figures], output_format: str, *, to_file: bool) -> str:
    if output_format == "json":
        return dump_json([asdict(each) for each in courses]) + "\n"
    if output_format == "html":
        from mkdeck.summary.page import write_page

        return write_page(courses)
    return "".join(f"{line}\n" for line in _write_lines(courses, plain=not (to_file or _can_show(_FULL))))


def _write_lines(courses: list[Figures], *, plain: bool) -> Iterator[str]:
    from mkdeck.summary.lines import write_lines

    width = shutil.get_terminal_size().columns
    for i, each in enumerate(courses):
        if i:
            yield from ("", "")
        yield from write_lines(each, width=width, plain=plain)


def _can_show(sign: str) -> bool:
    try:
        sign.encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _check_output(output: Path, compiled: Compiled) -> None:
    """Refuse to write over what the page is made of."""
    if output.is_dir():
        raise CommandError(f"{output} is a folder; name a file with -o.")
    read = [source.path for source in compiled.course.sources] + [media.path for media in compiled.package.media]
    if output.exists() and any(path.exists() and path.samefile(output) for path in read):
        raise CommandError(f"{output} is a file of the course; choose another name with -o.")
