"""`mkdeck import`: turn questions of other formats into YAML."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mkdeck.cli.report import plural
from mkdeck.diagnostics import EnvironmentFault
from mkdeck.files import open_in_one_step
from mkdeck.importers import format_names
from mkdeck.shelf import COURSE_FILE, show_path
from mkdeck.source import MAX_BYTES

if TYPE_CHECKING:
    from mkdeck.importers.batch import Account, Batch


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--from", "format_name", type=click.Choice(format_names()), help="Read as this format, whatever it looks like."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.yaml", help="Write one deck here."
)
@click.option("--append", is_flag=True, help="Add to a deck that is there, but for questions that it has already.")
@click.option("--force", is_flag=True, help="Write over a deck that is there.")
def command(files: tuple[Path, ...], format_name: str | None, output: Path | None, append: bool, force: bool) -> None:
    """Turn questions of other formats into YAML.

    The format is recognised by the content. Without -o, each FILE becomes a deck of its name beside it. Nothing is
    guessed: where a source does not tell what is right, the question says so, and `mkdeck check` names it. Pictures
    and sounds that a source holds go into the folder `media` beside the deck. With any error nothing is written.
    """
    from mkdeck.compiler import paused_collector
    from mkdeck.importers.batch import import_files
    from mkdeck.importers.draft import Document

    if append and force:
        raise click.UsageError("--append and --force exclude each other.")
    groups = [files] if output else [(file,) for file in files]
    targets = [output] if output else [file.with_suffix(".yaml") for file in files]
    _check_targets(files, targets, append=append, force=force)
    batches = []
    with paused_collector():
        for group, target in zip(groups, targets, strict=True):
            documents = [Document(show_path(file), _read(file), file.parent) for file in group]
            batches.append(import_files(documents, target, format_name, append=append))
    for batch in batches:
        _write(batch)
    for batch in batches:
        _report(batch)
    if not any(account.imported or _is_there(account) for batch in batches for account in batch.accounts):
        sys.exit(1)


def _check_targets(files: Iterable[Path], targets: list[Path], *, append: bool, force: bool) -> None:
    if len(set(targets)) < len(targets):
        raise click.UsageError("two of these files would become one deck; name it with -o.")
    sources = {file.resolve() for file in files}
    for target in targets:
        if target.suffix not in (".yaml", ".yml") or target.name == COURSE_FILE:
            raise click.UsageError(f"{target} is no name for a deck file; it ends in .yaml, and is not {COURSE_FILE}.")
        if target.resolve() in sources:
            raise click.UsageError(f"{target} is the file to import itself; name another deck with -o.")
        if target.exists() and not append and not force:
            raise EnvironmentFault(
                f"{show_path(target)} is there already; --append adds to it, --force writes over it, -o names another."
            )


def _read(file: Path) -> bytes:
    from mkdeck.importers import archives

    try:
        with file.open("rb") as opened:
            packed = archives.is_archive(opened.read(4))
        limit = archives.MAX_BYTES if packed else MAX_BYTES
        if file.stat().st_size > limit:
            advice = "export the questions without the course" if packed else "split it, and import the parts"
            raise EnvironmentFault(f"{file} is larger than {limit // 2**20} MB; {advice}.")
        return file.read_bytes()
    except OSError as error:
        raise EnvironmentFault(f"{file} can't be read: {error.strerror}.") from error


def _write(batch: "Batch") -> None:
    """Write a deck and its media; the media first, so that a deck never names a file that is not there."""
    if not batch.text:
        return
    folder = batch.target.parent
    for file in batch.media:
        with open_in_one_step(folder / file.name) as out:
            out.write(file.content)
    with open_in_one_step(batch.target) as out:
        out.write(batch.text.encode())


def _report(batch: "Batch") -> None:
    for account in batch.accounts:
        for skipped in account.skipped:
            click.echo(f"{account.place(skipped.member, skipped.line)}: skipped: {skipped.reason}")
        for remark in account.remarks:
            click.echo(f"{account.place(remark.member, remark.line)}: note: {remark.message}")
        click.echo(
            f"{account.name} ({account.format}): {account.found:,} found = "
            f"{account.imported:,} imported + {len(account.skipped):,} skipped"
        )
    if not batch.text:
        click.echo(f"{show_path(batch.target)}: nothing new, so nothing was written.")
        return
    media = f", {plural(len(batch.media), 'media file')}" if batch.media else ""
    click.echo(f"{show_path(batch.target)}: {plural(batch.imported, 'question')} written{media}.")
    if batch.undecided:
        who = "question does" if batch.undecided == 1 else "questions do"
        click.echo(f"{batch.undecided:,} {who} not say what is right: decide where `mkdeck check` points.")


def _is_there(account: "Account") -> bool:
    from mkdeck.importers.batch import ALREADY_THERE

    return any(skipped.reason == ALREADY_THERE for skipped in account.skipped)
