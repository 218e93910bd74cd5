"""`mkdeck release`: publish a course, and write down what students got."""

import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from mkdeck.apkg.release import Release
from mkdeck.checks import released
from mkdeck.cli.holding import hold_course
from mkdeck.cli.merge import merge_ledgers
from mkdeck.cli.options import BUILD, OUTPUT, PATHS, SITE, choose_courses, choose_time
from mkdeck.cli.progress import show_progress
from mkdeck.cli.rehearsing import rehearse_release
from mkdeck.cli.report import count, describe, show_diagnostics
from mkdeck.cli.saying import say, tell, with_format
from mkdeck.cli.summary import ALL_NEW, describe_unasked, explain_emptiness, explain_redraft, summarise
from mkdeck.compiler import Compiled, check_beside, compile_course
from mkdeck.course.discovery import show_path
from mkdeck.course.home import find_place, list_former_places
from mkdeck.course.shelf import Shelf
from mkdeck.diagnostics import CommandError
from mkdeck.diff.changes import Changes, compare
from mkdeck.diff.matching import Key
from mkdeck.files.git import find_ignoring
from mkdeck.ledger.clock import keeps_times, show_time
from mkdeck.ledger.corrections import tell_corrections
from mkdeck.ledger.ledger import Ledger, find_ledger
from mkdeck.ledger.next_ledger import make_next_ledger
from mkdeck.ledger.standing import Targets
from mkdeck.notetypes import find_words
from mkdeck.rehearsal import has_anki, require_anki
from mkdeck.release.changelog import find_changelog, insert_edition, read_changelog, write_edition, write_first_edition
from mkdeck.release.corrections import find_corrected, list_corrected
from mkdeck.release.editions import make_edition
from mkdeck.release.joining import EDITIONS_MIXED, settle_changelog
from mkdeck.release.lost import find_lost
from mkdeck.release.news import guess_news, join_news, read_news
from mkdeck.release.notes import write_release_notes
from mkdeck.release.previous import find_last_releases
from mkdeck.release.publish import Publication, finish_publication, publish
from mkdeck.text.nearest import nearest


@click.command("release")
@PATHS
@OUTPUT
@with_format("courses")
@click.option("--dry-run", is_flag=True, help="Show the release notes and write nothing.")
@click.option(
    "--rehearsal/--no-rehearsal",
    default=None,
    help="First play a student who studied the last release; by default where the extra `rehearse` is installed.",
)
@click.option(
    "--merge",
    is_flag=True,
    help="Join the ledgers of two branches, or bring back what git has of a ledger, and publish nothing.",
)
@click.option("--forget", "forgotten", multiple=True, metavar="ID", help="Accept that this released question is gone.")
@click.option("--renumbered", is_flag=True, help="Accept that ids, and with them schedules, go to other questions.")
@click.option("--clock-was-ahead", is_flag=True, help="Release even if the time of the last release is in the future.")
def command(
    paths: tuple[Path, ...],
    output: Path,
    *,
    dry_run: bool,
    merge: bool,
    rehearsal: bool | None,
    forgotten: tuple[str, ...],
    renumbered: bool,
    clock_was_ahead: bool,
) -> None:
    """Publish courses: write package, ledger (mkdeck.lock), release notes and CHANGES.md together.

    Only notes that changed since the last release get a new time, so that a student's own changes to all others
    survive. Commit the ledger with the course. With nothing to release, nothing is written.
    """
    time = choose_time()
    if rehearsal:
        require_anki()
    courses = choose_courses(paths)
    if merge:
        others = {"--dry-run": dry_run, "--forget": forgotten, "--renumbered": renumbered}
        _refuse(
            others | {"--clock-was-ahead": clock_was_ahead}, "--merge publishes nothing, so {} does not go with it."
        )
        merge_ledgers(courses)
        return
    if len(courses) > 1:
        of_one = {"--forget": forgotten, "--renumbered": renumbered}
        _refuse(of_one, "{} needs the path of the one course that it is about.")
    rehearsed = has_anki() if rehearsal is None else rehearsal
    failed = False
    shelf = Shelf()
    for path in courses:
        with hold_course(path):
            compiled = _compile(path, output, time, forgotten, shelf, renumbered=renumbered)
            if compiled is None:
                failed = True
                continue
            if compiled.unreleased.anything and not clock_was_ahead:
                _check_clock(compiled.ledger, time)
            _release(path, compiled, output, time, dry_run=dry_run, rehearsal=rehearsed)
    if failed:
        sys.exit(1)


def _refuse(options: Mapping[str, object], why: str) -> None:
    """Refuse the first of these options that is given."""
    for option, given in options.items():
        if given:
            raise click.UsageError(why.format(option))


def _compile(
    path: Path, output: Path, time: int, forgotten: tuple[str, ...], shelf: Shelf, *, renumbered: bool
) -> Compiled | None:
    """Compile a course for its release; none where it has errors. `shelf` holds those before it."""
    # Before the first release, students have drafts, wherever builds and sites put them.
    drafts = () if find_ledger(path).exists() else _list_drafts()
    targets = Targets((output, *drafts), keep_times=keeps_times(os.environ))
    with show_progress(str(path)) as progress:
        compiled = compile_course(path, time, progress, frozenset(forgotten), renumbered=renumbered, targets=targets)
    compiled = check_beside(compiled, path, shelf)
    _check_released(path, compiled, forgotten)
    show_diagnostics(compiled.diagnostics)
    if compiled.broken:
        tell(path=path.as_posix(), released=False, diagnostics=[describe(each) for each in compiled.diagnostics])
        say(f"{path}: not released, {count(compiled.diagnostics)}.", err=True)
        _offer_lost(path, compiled, forgotten)
        return None
    gone = {question_id for question_id, _ in compiled.unreleased.gone}
    for question_id in forgotten:
        if question_id not in gone:
            raise CommandError(f"'{question_id}' can't be forgotten: it is not a released question that is gone.")
    if renumbered and not compiled.renumbered:
        raise CommandError(f"--renumbered is not needed: no id of {path} was given to another question.")
    return compiled


def _check_released(path: Path, compiled: Compiled, forgotten: Iterable[str]) -> None:
    """Raise CommandError for the first of these ids that no question was released with."""
    known = {question_id for question_id, _ in (compiled.ledger.notes if compiled.ledger else ())}
    for question_id in forgotten:
        if question_id not in known:
            meant = nearest(question_id, known) or "."
            raise CommandError(
                f"'{question_id}' can't be forgotten: no question of {path} was released with this id{meant}"
            )


def _offer_lost(path: Path, compiled: Compiled, forgotten: Collection[str]) -> None:
    """Show the questions that are gone as they were released, to put back; while anything can't be read, nothing is."""
    if any(each.severity == "error" and each.rule != released.RULE.id for each in compiled.diagnostics):
        return
    unreleased = compiled.unreleased
    gone = {question_id for question_id, _ in unreleased.gone} - {*forgotten, *unreleased.renamed}
    for lost in find_lost(path, gone):
        say(f"\nAs '{lost.id}' was released, to put back into {lost.file} with the reason:\n\n{lost.text}", err=True)


def _list_drafts() -> Iterator[Path]:
    for name in (BUILD, SITE):
        yield from (find_place(name), *list_former_places(name))


def _release(path: Path, compiled: Compiled, output: Path, time: int, *, dry_run: bool, rehearsal: bool) -> None:
    settings, told = compiled.course.settings, _tell(path, compiled)
    if not compiled.package.notes:
        say(f"{path}: nothing to release, {explain_emptiness(compiled)}.")
        return
    target = output / f"{settings.id}.apkg"
    if not dry_run:
        finish_publication(target, compiled.ledger, find_ledger(path), find_changelog(path))
    if not compiled.unreleased.anything:
        say(f"{path}: nothing to release; students have everything since release {_latest(compiled.ledger)}.")
        return
    _tell_of_redraft(path, compiled)
    changelog = read_changelog(path)
    told_before, in_order = settle_changelog(path, changelog.text, compiled.ledger)
    changes = _find_changes(path, target, compiled)
    differences = [each for _, each in changes]
    corrected = find_corrected(differences, compiled.unreleased, compiled.ledger)
    ledger = make_next_ledger(settings.id, compiled.package, compiled.ledger, compiled.unreleased, time, corrected)
    compiled = replace(compiled, package=tell_corrections(compiled.package, ledger, settings))
    notes = write_release_notes(compiled, ledger, changes, time)
    told |= {"release": ledger.latest.number, "release_notes": notes}
    edition = _write_edition(compiled, ledger, differences, corrected)
    if dry_run:
        left_out = [f"\n{path}: {each}." for each in describe_unasked(compiled)]
        shown = f"\n{show_path(changelog.path)} would get:\n\n{edition.rstrip()}"
        say("\n".join([notes.rstrip(), *left_out, shown]))
        return
    if rehearsal:
        rehearse_release(target, compiled)
    saved = output / f"{settings.id}-release-{ledger.latest.number}.md"
    package = replace(compiled.package, release=ledger.latest)
    text = insert_edition(told_before, settings.course, edition)
    publish(Publication(package, target, ledger, compiled.ledger, find_ledger(path), notes, saved, changelog, text))
    places = {
        "package": target,
        "ledger": find_ledger(path),
        "release_notes_file": saved,
        "changelog": changelog.path,
    }
    told |= {"released": True, **{name: place.as_posix() for name, place in places.items()}}
    say(notes.rstrip() + "\n")
    say("\n  ".join((summarise(compiled, target), *describe_unasked(compiled))))
    _tell_of_times(compiled, ledger, time)
    both = f"{find_ledger(path)}, and for students in {changelog.path}"
    if not in_order:
        say(f"{show_path(changelog.path)}: {EDITIONS_MIXED}.", err=True)
    say(f"Release {ledger.latest.number} is written down in {both}: commit both. Notes: {saved}")
    for file in (find_ledger(path), changelog.path):
        if why := find_ignoring(file):
            say(f"{show_path(file)} is left out by git ({why}), so no other machine has it; take that out.", err=True)


def _tell_of_redraft(path: Path, compiled: Compiled) -> None:
    """Say so where a release would give students only what they have."""
    if compiled.ledger and not compiled.unreleased.differs:
        why = explain_redraft(compiled.unreleased)
        say(f"{path}: it reads as release {_latest(compiled.ledger)}, but {why}.", err=True)


def _tell(path: Path, compiled: Compiled) -> dict[str, Any]:
    """Add to what programs are told the course that is to be released, and return its part, for what more there is."""
    settings = compiled.course.settings
    return tell(
        path=path.as_posix(),
        id=settings.id,
        name=settings.course,
        released=False,
        release=_latest(compiled.ledger) or None,
        diagnostics=[describe(each) for each in compiled.diagnostics],
    )


def _write_edition(compiled: Compiled, ledger: Ledger, changes: list[Changes], corrected: frozenset[Key]) -> str:
    """Write what the release changes for students, as its changelog says it."""
    settings, notes = compiled.course.settings, compiled.package.notes
    words = find_words(settings.language)
    if not changes and not compiled.ledger:
        asked = sum(not entry.turned and not entry.question.retired for entry in compiled.course.entries)
        return write_first_edition(ledger.latest, asked, words)
    news = join_news([read_news(each, list_corrected(each)) for each in changes])
    if not changes and compiled.ledger:
        news = guess_news(notes, compiled.unreleased, compiled.ledger, corrected)
    return write_edition(ledger.latest, news, settings.course, words)


def _tell_of_times(compiled: Compiled, ledger: Ledger, time: int) -> None:
    """Say what the times of a release mean for those who have the course already."""
    if not compiled.ledger and compiled.stands is False:
        say(f"  {ALL_NEW}")
    if compiled.ledger and time < ledger.latest.time:
        say(
            f"What this release changes carries a time that is yet to come; until {show_time(ledger.latest.time)}, "
            "each import replaces what students changed on these questions."
        )


def _find_changes(path: Path, target: Path, compiled: Compiled) -> list[tuple[Release, Changes]]:
    """Return what changed since the last release, or that of each branch; nothing, which is said, if one is missing."""
    if not compiled.ledger:
        return []
    now = make_edition(compiled.package)
    found = find_last_releases(path, target, compiled.ledger, show_progress)
    if found or not target.exists():
        earlier = compiled.ledger.notes
        return [(release, compare(before.edition, now, earlier)) for release, before in found if release]
    say(
        f"{path}: {target} is a later build than the last release, and git does not have the release, so the notes "
        "name ids alone; commit mkdeck.lock after every release.",
        err=True,
    )
    return []


def _check_clock(ledger: Ledger | None, time: int) -> None:
    if ledger and time <= ledger.newest_time:
        raise CommandError(
            f"the clock says {show_time(time)}, but what students have is of {show_time(ledger.newest_time)}, so Anki "
            "would not see what is new. Where the clock is wrong now, set it (or SOURCE_DATE_EPOCH) right, and release "
            f"again; where it was wrong at release {ledger.latest.number}, `--clock-was-ahead` releases with a later "
            "time than that."
        )


def _latest(ledger: Ledger | None) -> int:
    return ledger.latest.number if ledger else 0
