"""`mkdeck diff`: what students would see change."""

import os
import sys
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import click

from mkdeck.apkg.release import Release
from mkdeck.cli.completing import complete_course
from mkdeck.cli.options import BUILD, choose_courses
from mkdeck.cli.progress import show_progress
from mkdeck.cli.report import count, show_diagnostics
from mkdeck.cli.saying import dump_json
from mkdeck.cli.summary import explain_redraft
from mkdeck.compiler import compile_course
from mkdeck.course.home import find_here, find_place
from mkdeck.diagnostics import CommandError
from mkdeck.diff.changes import Changes, compare
from mkdeck.diff.editions import Edition
from mkdeck.diff.matching import Key
from mkdeck.diff.report import Line, LinePiece, outline, write_markdown
from mkdeck.diff.values import make_json
from mkdeck.ledger.clock import keeps_times, read_time
from mkdeck.ledger.standing import Targets
from mkdeck.notes.note import show_day
from mkdeck.release.editions import Revision, find_path, is_course, pair_revisions, read_revisions
from mkdeck.release.previous import find_last_releases, find_released_package
from mkdeck.text.english import plural

NOWHERE = "nothing"
"""What stands in place of a course that one side does not have."""
_MARKS = {"gone": ("[-", "-]"), "new": ("{+", "+}")}
_COLOURS = {"gone": "red", "new": "green", "name": "cyan"}


@click.command("diff")
@click.argument("old", required=False, shell_complete=complete_course)
@click.argument("new", required=False, shell_complete=complete_course)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="json holds everything, text and markdown what people read.",
)
def command(old: str | None, new: str | None, output_format: str) -> None:
    """Show what students would see change from OLD to NEW.

    Each of them is a package, a course's folder or a deck file, or a course as it was in git: HEAD~3: for the course
    here, HEAD~3:decks/biology for one by its path. By default the last release is compared with the courses here; a
    course named alone is compared with its last release. Exit code 1 if anything differs.
    """
    if old and not new and is_course(old):
        old, new = None, old
    befores, afters = _read(old, new)
    broken = _tell_broken([*befores, *afters])
    pairs = _pair_with_releases(afters) if old is None else _pair(befores, afters)
    if broken and not pairs:
        sys.exit(1)
    compared = [
        (before, after, compare(before.edition, after.edition, _list_earlier(after) if old is None else ()))
        for before, after in pairs
    ]
    _show(compared, output_format)
    if broken or _differ(compared):
        sys.exit(1)


def _list_earlier(now: Revision) -> Container[Key]:
    """Return the notes that a release of a course had, the last one or any before it."""
    return now.ledger.notes if now.ledger else ()


def _differ(compared: Iterable[tuple[Revision, Revision, Changes]]) -> bool:
    return any(changes for _, _, changes in compared)


def _tell_broken(revisions: Iterable[Revision]) -> bool:
    """Say what is wrong with courses that have errors, and whether any has."""
    broken = [each for each in revisions if each.broken]
    for each in broken:
        show_diagnostics(list(each.diagnostics))
        click.echo(f"{each.name}: not compared, {count(list(each.diagnostics))}.", err=True)
    return bool(broken)


def _pair(befores: list[Revision], afters: list[Revision]) -> list[tuple[Revision, Revision]]:
    """Put sound courses beside what they were; what is on one side only stands beside nothing."""
    nothing = Revision(NOWHERE, Edition())
    pairs = ((before or nothing, after or nothing) for before, after in pair_revisions(befores, afters))
    return [pair for pair in pairs if not any(each.broken for each in pair)]


def _pair_with_releases(afters: list[Revision]) -> list[tuple[Revision, Revision]]:
    """Put each sound course beside its last release; of several, those that have none are named, and left out."""
    found: list[tuple[Revision, Revision]] = []
    failed: list[CommandError] = []
    for now in (each for each in afters if not each.broken):
        try:
            found += [(before, now) for before in _find_last_releases(now)]
        except CommandError as error:
            failed.append(error)
    if failed and not found:
        raise failed[0]
    for each in failed:
        click.echo(f"mkdeck: {each}", err=True)
    return found


def _find_last_releases(now: Revision) -> list[Revision]:
    """Return the last release of a course, or that of each branch that was joined."""
    if now.course is None or now.path is None:
        raise click.UsageError(f"{now.name} is a package; name the one to compare it with first.")
    target = _find_target(now)
    found = find_last_releases(now.path, target, now.ledger, show_progress)
    if not found and now.ledger is None:
        raise CommandError(
            f"{now.name} was never released, so there is nothing to compare it with. `mkdeck release` makes the first "
            "release; or name a package or a git revision, such as `mkdeck diff HEAD:`."
        )
    if not found:
        raise CommandError(
            f"the last release of {now.name} is not here, neither as {target}{_is_draft(target)} nor in git; "
            "name a package or a git revision to start from."
        )
    if now.ledger is None:
        click.echo(f"{now.name} was never released; this compares it with the package that was built last.", err=True)
    return [replace(before, name=_name_release(release, before.name)) for release, before in found]


def _name_release(release: Release | None, place: str) -> str:
    return f"release {release.number} of {show_day(release.time)} ({place})" if release else place


def _is_draft(target: Path) -> str:
    return " (a later build has taken its place)" if target.exists() else ""


def _read(old: str | None, new: str | None) -> tuple[list[Revision], list[Revision]]:
    """Read both sides; where no path is named, it is that of the other side, or the folder of the courses here."""
    time, _ = read_time(os.environ)
    here = find_here() or Path()
    named = find_path(new) or find_path(old)
    if new is None:
        if not named:
            choose_courses(())  # says what to do where there is none
        new = str(named or here)
    befores = read_revisions(old, named or here, time, show_progress) if old is not None else []
    return befores, read_revisions(new, named or here, time, show_progress)


def _show(compared: list[tuple[Revision, Revision, Changes]], output_format: str) -> None:
    if output_format == "json":
        found = [
            {"old": old.name, "new": new.name, "equal": not changes} | make_json(changes)
            for old, new, changes in compared
        ]
        click.echo(dump_json(found))
        return
    between = ""
    for old, new, changes in compared:
        names = f"{old.name} → {new.name}"
        if output_format == "markdown":
            click.echo(f"{between}# {names}\n\n{write_markdown(changes)}", nl=False)
            between = "\n"
        elif changes:
            click.echo(between + click.style(names, bold=True))
            for line in write_text(outline(changes)):
                click.echo(line)
            between = "\n"
        else:
            click.echo(f"{names}: no difference{_explain_sameness(old, new)}.", err=True)


def _explain_sameness(before: Revision, now: Revision) -> str:
    """Return what may differ all the same where a course reads as another edition does."""
    if not (before.course or now.course):
        return ""
    drafts = now.course.drafts if now.course else 0
    unread = f", nor {'does' if drafts == 1 else 'do'} {plural(drafts, 'draft')}" if drafts else ""
    return f" for students; comments and layout do not count{unread}{_find_redraft(now)}"


def _find_redraft(now: Revision) -> str:
    """Return what was built otherwise since the last release, where the package at hand is another one."""
    target = _find_target(now)
    if not (now.path and now.ledger and target.is_file()) or find_released_package(target, now.ledger):
        return ""
    time, _ = read_time(os.environ)
    targets = Targets((target.parent,), keep_times=keeps_times(os.environ))
    unreleased = compile_course(now.path, time, targets=targets).unreleased
    return f". But {explain_redraft(unreleased)}" if unreleased.anything and not unreleased.differs else ""


def _find_target(now: Revision) -> Path:
    return find_place(BUILD) / f"{now.course.settings.id if now.course else ''}.apkg"


def write_text(lines: Iterable[Line]) -> Iterator[str]:
    """Write an outline for a terminal: [-gone-] and {+new+} words, in colours too."""
    for line in lines:
        if not line.depth:
            yield ""
        text = "".join(map(_write_piece, line.pieces))
        yield "  " * line.depth + (text if line.depth else click.style(text, bold=True))


def _write_piece(piece: LinePiece) -> str:
    kind, text = piece
    text = "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in text)
    bare = text.strip()
    if kind == "same" or not bare:
        return text
    before, after = _MARKS.get(kind, ("", ""))
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{lead}{click.style(before + bare + after, fg=_COLOURS[kind])}{trail}"
