"""`mkdeck release --merge`: one ledger that knows what every branch released."""

from collections.abc import Collection
from pathlib import Path

from mkdeck.cli.holding import hold_course
from mkdeck.cli.saying import say, tell
from mkdeck.course.discovery import show_path
from mkdeck.course.loading import load_course
from mkdeck.course.yaml_source import read
from mkdeck.diagnostics import CommandError
from mkdeck.files.stages import open_in_one_step
from mkdeck.ledger.history import join_with_history
from mkdeck.ledger.ledger import Ledger, LedgerError, find_ledger
from mkdeck.ledger.text import write_ledger
from mkdeck.release.changelog import find_changelog, read_changelog
from mkdeck.release.joining import EDITIONS_MIXED, settle_changelog
from mkdeck.text.english import plural


def merge_ledgers(courses: Collection[Path]) -> None:
    """Write into each course the ledger that knows what its own and those in git know, both sides of a merge included.

    Raises CommandError where a ledger is damaged, or where the only course has none.
    """
    for path in courses:
        with hold_course(path):
            _merge(path, alone=len(courses) == 1)


def _merge(path: Path, *, alone: bool) -> None:
    ledger_path = find_ledger(path)
    name = show_path(ledger_path)
    text = ""
    if ledger_path.exists():
        source, findings = read(ledger_path, name)
        if findings:
            raise CommandError(f"{name} can't be joined: {findings[0].message}.")
        text = source.text.replace("\r\n", "\n")  # which git writes on Windows
    try:
        ledger, restored = join_with_history(ledger_path, text, load_course(path).settings.id)
    except LedgerError as error:
        raise CommandError(f"{name}:{error.line} can't be joined: {error}.") from error
    if not ledger and alone:
        raise CommandError(f"there is no ledger to join: neither {name} nor git has one of this course.")
    _join_changelog(path, ledger, restored=restored)
    known = len(ledger.releases) if ledger else 0
    told = tell(path=path.as_posix(), ledger=ledger_path.as_posix(), releases=known, joined=False)
    if not ledger:
        say(f"{name}: nothing to join; the course was never released.")
        return
    joined = write_ledger(ledger)
    if joined == text:
        say(f"{name}: nothing to join; it knows {plural(len(ledger.releases), 'release')}, as many as git does.")
        return
    with open_in_one_step(ledger_path) as file:
        file.write(joined.encode())
    told["joined"] = True
    knows = f"it knows {plural(len(ledger.releases), 'release')} now. Commit it, and run `mkdeck release`"
    if restored:
        say(f"{name}: brought back from git, {knows}, so that students get what was taken back since.")
    else:
        say(f"{name}: joined, {knows}, so that students of either side get all.")


def _join_changelog(path: Path, ledger: Ledger | None, *, restored: bool) -> None:
    """Keep what both sides of a merge tell students; anything else is for staff to see."""
    place = find_changelog(path)
    if not place.is_file():
        return
    there = place.read_bytes()
    try:
        changelog = read_changelog(path)
    except CommandError:
        return
    text, in_order = settle_changelog(path, changelog.text, ledger, restored=restored)
    joined = changelog.encode(text)
    if joined != there:
        with open_in_one_step(place, changelog.digest) as file:
            file.write(joined)
    name = show_path(place)
    if not in_order:
        say(f"{name}: {EDITIONS_MIXED}.", err=True)
    elif joined != there:
        say(f"{name}: {'brought back from git' if restored else 'joined'}; look whether it reads well.")
