"""`mkdeck rehearse`: what the next package costs a student, before students take it."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from mkdeck.apkg.read import ReadPackage, read_package
from mkdeck.apkg.write import write_package
from mkdeck.cli.build import show_diagnostics
from mkdeck.cli.paths import choose_courses
from mkdeck.cli.progress import show_progress
from mkdeck.cli.report import count
from mkdeck.compiler import compile_course
from mkdeck.course.loading import load_course
from mkdeck.diagnostics import CommandError
from mkdeck.files.stages import open_temporary_folder
from mkdeck.identity import make_guid
from mkdeck.ledger.clock import read_time
from mkdeck.rehearsal import rehearse, require_anki
from mkdeck.rehearsal.verdict import Orphan, OrphanReason, Own, Rehearsal

SHOWN_IDS = 10
_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
_ORPHANED: dict[OrphanReason, str] = {
    "gone": "stays, though its question is gone",
    "class": "stays beside the new one, as its question became a cloze or ceased to be one",
    "gap": "stays, though no gap has its number",
    "guid": "stays beside the new one, as its course has another id",
}


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

    NEW is a package, or a course that is compiled as it is now; by default the course among those here that OLD was
    made of. Exit code 1 if the student would lose a schedule, a change of their own to a question that staff did not
    change, or a change by staff, or would have a question twice. Needs mkdeck[rehearse].
    """
    require_anki()
    with open_temporary_folder() as folder:
        if new is not None and new.suffix.lower() == ".apkg":
            package = new
        else:
            new = _find_course(old, read_package(old), new)
            package = folder / "new.apkg"
            _compile(new, package)
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


def write_rehearsal(rehearsal: Rehearsal) -> Iterator[str]:
    """Write a table of numbers, then the questions behind those that matter, and a verdict."""
    r = rehearsal
    rewritten = f"({len(r.rewritten):,} with nothing new)" if r.rewritten else ""
    rows: list[tuple[str, int, str]] = [
        ("notes new", len(r.new), ""),
        ("notes updated", len(r.updated), rewritten),
        ("notes untouched", len(r.untouched), ""),
        ("notes conflicting", len(r.conflicting), ""),
        ("notes twice", len(r.doubled), ""),
        ("changes missed", len(r.missed), ""),
        ("schedules kept", r.schedules - len(r.schedules_lost), f"of {r.schedules:,}"),
        ("edits kept", len(r.edits.kept), f"of {r.edits.count:,}"),
        ("tags kept", len(r.tags.kept), f"of {r.tags.count:,}"),
        ("cards orphaned", len(r.orphans), ""),
        ("media missing", len(r.media_missing), ""),
    ]
    width = max(len(f"{number:,}") for _, number, _ in rows)
    for label, number, remark in rows:
        yield f"{label:<17}  {number:>{width},} {remark}".rstrip()
    yield ""
    findings = list(_explain(rehearsal))
    for severity, what, names in findings:
        yield f"{click.style(severity, fg=_COLOURS[severity], bold=True)}: {what}: {_list(names)}"
    if findings:
        yield ""
    if not r.ok:
        yield "A student loses or misses what they should not: see the errors above."
    else:
        yield "A student loses nothing else." if findings else "A student loses nothing."


def _explain(rehearsal: Rehearsal) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Yield severity, what happens, and to whom, where it happens to anyone."""
    r = rehearsal
    cards = [f"{card.id} (card {card.number})" for card in r.schedules_lost]
    found: list[tuple[str, str, Sequence[str]]] = [
        ("error", "the note conflicts with the student's, which keeps the old text for ever", r.conflicting),
        ("error", "the student has the question twice", r.doubled),
        ("error", "the question changed, but Anki does not take the change, as it is not newer", r.missed),
        ("error", "the schedule is lost", cards),
        ("error", "the change never arrives where the note was touched after the release", r.stuck),
        *_explain_own("edit", r.edits),
        *_explain_own("tag", r.tags),
        *(("warning", f"the card {what}", _name_cards(r.orphans, reason)) for reason, what in _ORPHANED.items()),
        ("warning", "the file is missing", r.media_missing),
        (
            "note",
            "where Anki's tag leech or a student touches the note first, the change needs Update notes: Always",
            [each for each in r.held_back if each not in r.stuck],
        ),
        ("note", "the question is retired; Anki's Empty Cards offers to delete its cards", r.retired),
    ]
    return (each for each in found if each[2])


def _explain_own(what: str, own: Own) -> Iterator[tuple[str, str, Sequence[str]]]:
    yield "error", f"the student's {what} is lost, though nothing changed in the question", own.lost_on_unchanged
    yield "warning", f"the student's {what} is lost, as the question changed", own.lost_on_changed


def _name_cards(orphans: Sequence[Orphan], reason: OrphanReason) -> list[str]:
    return [f"{each.card.id} (card {each.card.number})" for each in orphans if each.reason == reason]


def _list(names: Sequence[str]) -> str:
    rest = len(names) - SHOWN_IDS
    return ", ".join(names[:SHOWN_IDS]) + (f" and {rest:,} more" if rest > 0 else "")


def _find_course(old: Path, package: ReadPackage, named: Path | None) -> Path:
    """Find the course to compile: the one that was named, or the one that the old package was made of."""
    courses = choose_courses((named,) if named else ())
    if named and len(courses) == 1:
        return courses[0]
    for path in courses:
        course_id = load_course(path).settings.id
        if any(make_guid(course_id, note.id, note.note_class) == note.guid for note in package.notes[:1]):
            return path
    raise CommandError(
        f"{old} was made of none of the courses here ({', '.join(map(str, courses))}); name the one to compile, or a "
        "package."
    )


def _compile(course: Path, target: Path) -> None:
    """Build a course as `mkdeck build` does; exit with 1 if it has errors."""
    time, warning = read_time(os.environ)
    if warning:
        click.echo(f"mkdeck: {warning}.", err=True)
    with show_progress(str(course)) as progress:
        compiled = compile_course(course, time, progress)
    if compiled.broken:
        show_diagnostics(compiled.diagnostics)
        click.echo(f"{course}: not rehearsed, {count(compiled.diagnostics)}.", err=True)
        sys.exit(1)
    write_package(compiled.package, target)
