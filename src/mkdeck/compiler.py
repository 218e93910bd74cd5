"""The whole pipeline on one page: a course's folder to a package."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from mkdeck import checks
from mkdeck.apkg.package import DeckInfo, Package, Times
from mkdeck.checks import Case, History, duplicate_id
from mkdeck.course.discovery import show_path
from mkdeck.course.loading import Course, load_course
from mkdeck.course.style import read_style
from mkdeck.course.yaml_source import Source, locate, read
from mkdeck.diagnostics import Diagnostic, Finding, Span, has_errors
from mkdeck.identity import NOTE_CLASSES, make_guid
from mkdeck.ledger.history import check_history
from mkdeck.ledger.ledger import LEDGER_RULE, Ledger, LedgerError, find_ledger
from mkdeck.ledger.lost import check_lost
from mkdeck.ledger.renumbering import find_renumbered
from mkdeck.ledger.standing import join_standing, read_standing
from mkdeck.ledger.text import parse_ledger
from mkdeck.ledger.unreleased import Unreleased, compare_with_ledger, compare_with_nothing
from mkdeck.notes.lookups import Lookup, digest_css, list_lookups
from mkdeck.notes.notes import Notes, make_notes
from mkdeck.notetypes import make_notetypes


@dataclass(frozen=True, slots=True)
class Targets:
    """Where packages of a course stand that students may have: folders in which `<course id>.apkg` is looked for.

    Without `keep_times` they do not lend their times to equal notes; `frozen` makes it an error that a ledger does not
    know a release that it should know.
    """

    folders: tuple[Path, ...] = ()
    keep_times: bool = True
    frozen: bool = False

    def find(self, course_id: str) -> list[Path]:
        """Return the places of a course's packages; a site of several courses has a folder for each."""
        names = (f"{course_id}.apkg", f"{course_id}/{course_id}.apkg")
        return [folder / name for folder in self.folders for name in names]


Progress = Callable[[int, int], object]
"""Called with how many questions are done, of how many."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A course with its package, what of it is unreleased, and everything there is to say about it, sorted.

    `lookups` and `style`, the digest of the course's own CSS, are what the package was made of beside YAML;
    `renumbered` gives, by id, questions that have the text of another released id, and that id; `stands` is true where
    a package of the course was found at a target, whose times its equal notes keep, and none where times are fixed.
    """

    course: Course
    package: Package
    ledger: Ledger | None
    unreleased: Unreleased
    stands: bool | None
    diagnostics: list[Diagnostic]
    lookups: tuple[Lookup, ...]
    style: str
    renumbered: dict[str, str]

    @property
    def broken(self) -> bool:
        """Whether the course has errors; then its package must not be used."""
        return has_errors(self.diagnostics)


def compile_course(
    path: Path,
    time: int,
    progress: Progress = lambda _done, _all: None,
    releasing: frozenset[str] | None = None,
    *,
    renumbered: bool = False,
    targets: Targets | None = None,
) -> Compiled:
    """Read and check a course, write its notes, and compare them with its ledger and with what stands at its targets.

    `time` is what new and changed notes carry, in seconds since 1970. For a release, `releasing` holds the ids that
    staff forget on purpose; what must not be released is then an error. `renumbered` says that ids were given to other
    questions on purpose. Mistakes are diagnostics, never exceptions.
    """
    with paused_collector():
        return _compile(path, time, progress, releasing, targets or Targets(), renumbered=renumbered)


def _compile(
    path: Path,
    time: int,
    progress: Progress,
    releasing: frozenset[str] | None,
    targets: Targets,
    *,
    renumbered: bool,
) -> Compiled:
    course = load_course(path)
    ledger, ledger_source, ledger_faults = _load_ledger(path)
    places = targets.find(course.settings.id)
    found = read_standing(places, course.settings.id) if targets.keep_times else []
    standing = join_standing(found, ledger, time)
    if ledger and releasing is not None:
        # An Anki up to 24.11 writes down the time of import, and leaves out a change that is older: so what a release
        # changes gets the time of the release, also where a draft had it before.
        standing = replace(standing, lends=False)
    done = 0

    def retired_at(question_id: str) -> int:
        known = ledger.retired_at(question_id) if ledger else None
        guids = (make_guid(course.settings.id, question_id, each) for each in NOTE_CLASSES)
        return known or next(filter(None, map(standing.find_retirement, guids)), time)

    def tick() -> None:
        nonlocal done
        done += 1
        progress(done, len(course.entries))

    notes = make_notes(course, retired_at, tick)
    style, style_faults = read_style(course)
    package = make_package(course, notes, style)
    is_draft = ledger is None and releasing is None
    report = course.settings.report
    unreleased = (
        compare_with_nothing(package, time, standing)
        if is_draft
        else compare_with_ledger(package, ledger, time, standing, report)
    )
    taken = find_renumbered(package.notes, unreleased, ledger, report) if ledger else {}
    history = (
        History(ledger, ledger_source, unreleased, {} if renumbered else taken) if ledger and ledger_source else None
    )
    against = checks.check(Case(course, notes.notes, history, releasing))
    findings = [*course.findings, *ledger_faults, *style_faults, *against, *notes.findings]
    stops = targets.frozen or releasing is not None
    lost = [] if ledger or ledger_faults else list(check_lost(path, course, notes.notes, stops=stops))
    findings += lost
    if not lost and not ledger_faults:
        findings += check_history(path, course.settings.id, ledger, places, unreleased.digests, stops=stops)
    sources = [*course.sources, *([ledger_source] if ledger_source else [])]
    diagnostics = locate(findings, sources) if findings else []
    return Compiled(
        course,
        replace(
            package,
            times=unreleased.times,
            digest=unreleased.digest,
            release=ledger.latest if ledger else None,
        ),
        ledger,
        unreleased,
        standing.here if targets.keep_times else None,
        diagnostics,
        list_lookups(notes.found),
        digest_css(style),
        taken,
    )


def compare_with_shelf(compiled: Compiled, path: Path, before: dict[str, Path]) -> Compiled:
    """Add an error where a course before this one has its id; `before` gives paths by id, and gets this one's."""
    course = compiled.course
    found = locate(duplicate_id.check_shelf(course, path, before), course.sources)
    # What stands at the target is then that course's, and its release is none that this one's ledger should know.
    kept = [each for each in compiled.diagnostics if not found or each.rule != LEDGER_RULE.id]
    return replace(compiled, diagnostics=sorted([*kept, *found], key=lambda each: each.span))


def make_package(course: Course, notes: Notes, style: str = "") -> Package:
    """Put the notes of a course into a package, whose times are yet to be set; `style` is the course's own CSS."""
    settings = course.settings
    used = {note.note_class for note in notes.notes}
    filled = {note.deck for note in notes.notes}
    notetypes = make_notetypes(
        settings.id,
        settings.course,
        settings.language,
        turns=settings.turn,
        report=settings.report,
        style=style,
    )
    return Package(
        notetypes=tuple(notetype for notetype in notetypes if notetype.note_class in used),
        decks=tuple(
            DeckInfo(name, description, settings.retention)
            for name, description in notes.descriptions.items()
            if name in filled
        ),
        notes=notes.notes,
        media=notes.media,
        times=Times.all_at(0),
        course_id=settings.id,
    )


@contextmanager
def paused_collector() -> Iterator[None]:
    """Keep the collector from walking the same hundred thousands of values again and again: a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _load_ledger(course_path: Path) -> tuple[Ledger | None, Source | None, list[Finding]]:
    path = find_ledger(course_path)
    if not path.exists():
        return None, None, []
    source, findings = read(path, show_path(path))
    if findings:
        return None, source, findings
    try:
        return parse_ledger(source.text), source, []
    except LedgerError as fault:
        span = Span(source.name, fault.line, 1)
        return None, source, [Finding(source.name, (), LEDGER_RULE, str(fault), span=span)]
