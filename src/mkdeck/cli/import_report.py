"""What became of an import's files, as people read it."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from mkdeck.cli.saying import say, tell
from mkdeck.course.discovery import COURSE_FILE, show_argument, show_path
from mkdeck.importers.pipeline import Account, Batch, is_deck
from mkdeck.importers.writing.append import ALREADY_ELSEWHERE, ALREADY_THERE
from mkdeck.text.english import plural


def report_batch(batch: Batch) -> None:
    """Say what became of each file, and what was written."""
    tell(
        target=show_path(batch.target),
        written=[show_path(path) for path in batch.pages],
        media=[file.name for file in batch.media],
        questions=batch.imported,
        undecided=batch.undecided,
        files=[_describe(account) for account in batch.accounts],
    )
    for account in batch.accounts:
        _report_account(account)
    if batch.pages:
        _report_written(batch)
    else:
        say(f"{show_path(batch.target)}: nothing new, so nothing was written.")


def _report_written(batch: Batch) -> None:
    """Say what was written, and what of it waits for a decision."""
    media = f", {plural(len(batch.media), 'media file')}" if batch.media else ""
    decks = sum(is_deck(path) and path.name != COURSE_FILE for path in batch.pages)
    where = f" in {plural(decks, 'deck')}" if batch.folder == batch.target else ""
    say(f"{show_path(batch.target)}: {plural(batch.imported, 'question')}{where} written{media}.")
    if batch.undecided:
        who, until = ("question does", "it is a draft") if batch.undecided == 1 else ("questions do", "they are drafts")
        where = f"`mkdeck check {show_argument(show_path(batch.target))}`"
        say(f"{batch.undecided:,} {who} not say what is right: decide where {where} points; until then {until}.")


def _describe(account: Account) -> dict[str, object]:
    """Return what became of a file as a JSON object."""
    return {
        "file": account.name,
        "format": account.format,
        "found": account.found,
        "imported": account.imported,
        "skipped": [
            {"place": account.place(each.member, each.line), "line": each.line, "reason": each.reason}
            for each in account.skipped
        ],
        "notes": [
            {"place": account.place(each.member, each.line), "line": each.line, "message": each.message}
            for each in account.remarks
        ],
    }


def _report_account(account: Account) -> None:
    for skipped in account.skipped:
        say(f"{account.place(skipped.member, skipped.line)}: skipped: {skipped.reason}")
    for remark in account.remarks:
        say(f"{account.place(remark.member, remark.line)}: note: {remark.message}")
    say(
        f"{account.name} ({account.format}): {account.found:,} found = "
        f"{account.imported:,} imported + {len(account.skipped):,} skipped"
    )


def report_repeated(files: Iterable[Path], named: Iterable[Path]) -> None:
    """Say of each file how often it was named, where that is more than once."""
    times = Counter(file.resolve() for file in named)
    for file in files:
        if times[file.resolve()] > 1:
            say(f"{show_path(file)}: note: named {times[file.resolve()]} times, and imported once")


def has_found(batch: Batch) -> bool:
    """Whether any question was imported, or was there already."""
    return any(
        account.imported
        or any(skipped.reason.startswith((ALREADY_THERE, ALREADY_ELSEWHERE)) for skipped in account.skipped)
        for account in batch.accounts
    )
