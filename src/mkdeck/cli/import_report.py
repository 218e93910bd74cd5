"""What became of an import's files, as people read it."""

import click

from mkdeck.cli.report import plural
from mkdeck.course.discovery import COURSE_FILE, show_path
from mkdeck.importers.pipeline import ALREADY_THERE, Account, Batch, is_deck


def report_batch(batch: Batch) -> None:
    """Say what became of each file, and what was written."""
    for account in batch.accounts:
        _report_account(account)
    if not batch.pages:
        click.echo(f"{show_path(batch.target)}: nothing new, so nothing was written.")
        return
    media = f", {plural(len(batch.media), 'media file')}" if batch.media else ""
    decks = sum(is_deck(path) and path.name != COURSE_FILE for path in batch.pages)
    where = f" in {plural(decks, 'deck')}" if batch.folder == batch.target else ""
    click.echo(f"{show_path(batch.target)}: {plural(batch.imported, 'question')}{where} written{media}.")
    if batch.undecided:
        who = "question does" if batch.undecided == 1 else "questions do"
        where = f"`mkdeck check {show_path(batch.target)}`"
        click.echo(f"{batch.undecided:,} {who} not say what is right: decide where {where} points.")


def _report_account(account: Account) -> None:
    for skipped in account.skipped:
        click.echo(f"{account.place(skipped.member, skipped.line)}: skipped: {skipped.reason}")
    for remark in account.remarks:
        click.echo(f"{account.place(remark.member, remark.line)}: note: {remark.message}")
    click.echo(
        f"{account.name} ({account.format}): {account.found:,} found = "
        f"{account.imported:,} imported + {len(account.skipped):,} skipped"
    )


def has_known(account: Account) -> bool:
    """Whether a file has questions that the deck had already."""
    return any(skipped.reason == ALREADY_THERE for skipped in account.skipped)
