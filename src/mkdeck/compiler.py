"""The whole pipeline on one page: a course's folder to a package."""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path

from mkdeck import checks
from mkdeck.apkg.package import DeckInfo, Package, Times
from mkdeck.checks import Case, History, deck_name, duplicate_id, released
from mkdeck.course.drafts import soften
from mkdeck.course.loading import Course, load_course
from mkdeck.course.shelf import Shelf
from mkdeck.course.style import read_style
from mkdeck.diagnostics import Diagnostic, Finding, has_errors
from mkdeck.ignores import add_late, locate_unignored
from mkdeck.ledger.corrections import tell_corrections
from mkdeck.ledger.history import check_history
from mkdeck.ledger.ledger import LEDGER_RULE, Ledger
from mkdeck.ledger.loading import LedgerFile, load_ledger
from mkdeck.ledger.lost import check_lost
from mkdeck.ledger.renumbering import find_renumbered
from mkdeck.ledger.standing import NO_TARGETS, Targets, find_retirement, find_standing
from mkdeck.ledger.unreleased import Unreleased, compare_with_ledger, compare_with_nothing
from mkdeck.notes.lookups import Lookup, digest_css, list_lookups
from mkdeck.notes.note import Note
from mkdeck.notes.notes import Notes, make_notes
from mkdeck.notetypes import NoteType, make_notetypes

Progress = Callable[[int, int], object]
"""Called with how many questions are done, of how many."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A course with its package, what of it is unreleased, and everything there is to say about it, sorted.

    `lookups` and `style`, the digest of the course's own CSS, are what the package was made of beside YAML;
    `renumbered` gives, by id, questions that have the text of another released id, and that id; `stands` is true where
    a package of the course was found at a target, whose times its equal notes keep, and none where times are fixed;
    `descriptions` is what the files of decks say of them, as HTML by the decks' whole names; `asked` are the rules of
    style that were looked at.
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
    descriptions: Mapping[str, str]
    asked: frozenset[str] = frozenset()

    @property
    def broken(self) -> bool:
        """Whether the course has errors; then its package must not be used."""
        return has_errors(self.diagnostics)


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


@paused_collector()
def compile_course(
    path: Path,
    time: int,
    progress: Progress = lambda _done, _all: None,
    releasing: frozenset[str] | None = None,
    *,
    renumbered: bool = False,
    with_drafts: bool = False,
    targets: Targets = NO_TARGETS,
    asked: frozenset[str] = frozenset(),
) -> Compiled:
    """Read and check a course, write its notes, and compare them with its ledger and with what stands at its targets.

    `time` is what new and changed notes carry, in seconds since 1970. For a release, `releasing` holds the ids that
    staff forget on purpose; what must not be released is then an error. `renumbered` says that ids were given to other
    questions on purpose. `with_drafts` takes questions that are not ready into the package, for staff to
    look at; they are not compared with what was released. `asked` are the rules of style that are wanted. Mistakes are
    diagnostics, never exceptions.
    """
    course = load_course(path, with_drafts=with_drafts)
    settings = course.settings
    style, style_findings = read_style(course)
    notetypes = make_notetypes(
        settings.id,
        settings.course,
        settings.language,
        turns=settings.turn,
        # Anki puts a deck's name on a card as if it were HTML.
        topic=settings.topic and not any("<" in deck.name for deck in course.decks),
        report=settings.report,
        style=style,
        tasks={entry.question.task for entry in course.entries},
    )
    file = load_ledger(path)
    ledger = file.ledger
    # An Anki up to 24.11 writes down the time of import, and leaves out a change that is older: so what a release
    # changes gets the time of the release, also where a draft had it before.
    standing = find_standing(targets, settings.id, ledger, time, lends=not ledger or releasing is None)

    done = count(1)
    notes = make_notes(
        course,
        partial(find_retirement, course_id=settings.id, ledger=ledger, standing=standing, time=time),
        lambda: progress(next(done), len(course.entries)),
    )
    whole = make_package(course, notes, notetypes)
    package = replace(whole, notes=tuple(_leave_out_drafts(course, whole.notes))) if with_drafts else whole

    if ledger is None and releasing is None:
        unreleased = compare_with_nothing(package, time, standing)
    else:
        unreleased = compare_with_ledger(package, ledger, time, standing, settings.report)
    others = find_renumbered(package.notes, unreleased, ledger, settings.report) if ledger else {}

    history = History(ledger, file.source, unreleased, {} if renumbered else others) if ledger and file.source else None
    against = checks.check(Case(course, notes.notes, history, releasing, asked))
    stops = targets.frozen or releasing is not None
    past = _check_past(path, course, file, unreleased, package.notes, targets, stops=stops)
    found = [*course.findings, *file.findings, *style_findings, *against, *notes.findings, *past]
    findings = soften(course, found, released.RULE, with_drafts=with_drafts)
    sources = [*course.sources, *([file.source] if file.source else [])]
    told = tell_corrections(whole, ledger, settings)
    return Compiled(
        course=course,
        package=replace(
            told, times=unreleased.times, digest=unreleased.digest, release=ledger.latest if ledger else None
        ),
        ledger=ledger,
        unreleased=unreleased,
        stands=standing.here if targets.keep_times else None,
        diagnostics=locate_unignored(course, findings, sources, asked),
        lookups=list_lookups(notes.found),
        style=digest_css(style),
        renumbered=others,
        descriptions=notes.own_descriptions,
        asked=asked,
    )


def _leave_out_drafts(course: Course, notes: Iterable[Note]) -> Iterator[Note]:
    """Yield the notes of questions that are ready."""
    return (note for entry, note in zip(course.entries, notes, strict=True) if not entry.question.draft)


def check_beside(compiled: Compiled, path: Path, shelf: Shelf) -> Compiled:
    """Add what is wrong with a course beside those on the shelf, where it is put, too."""
    course = compiled.course
    taken = list(duplicate_id.check_beside(course, path, shelf))
    # What stands at the target is then that course's, and its release is none that this one's ledger should know.
    kept = [each for each in compiled.diagnostics if not taken or each.rule != LEDGER_RULE.id]
    late = taken or deck_name.check_beside(course, shelf)
    return replace(compiled, diagnostics=add_late(course, kept, late, course.sources, compiled.asked))


def make_package(course: Course, notes: Notes, notetypes: Iterable[NoteType]) -> Package:
    """Return the package of a course's notes, with the decks and note types that they use; times are yet to be set."""
    used = {note.note_class for note in notes.notes}
    filled = {note.deck for note in notes.notes}
    return Package(
        notetypes=tuple(notetype for notetype in notetypes if notetype.note_class in used),
        decks=tuple(
            DeckInfo(name, description, course.settings.retention)
            for name, description in notes.descriptions.items()
            if name in filled
        ),
        notes=notes.notes,
        media=notes.media,
        times=Times.all_at(0),
        course_id=course.settings.id,
    )


def _check_past(
    path: Path,
    course: Course,
    file: LedgerFile,
    unreleased: Unreleased,
    notes: Sequence[Note],
    targets: Targets,
    *,
    stops: bool,
) -> list[Finding]:
    """Return what other ledgers, git and packages at hand know of a course's releases and its ledger does not."""
    if file.findings:
        return []
    lost = [] if file.ledger else list(check_lost(path, course, notes, stops=stops))
    if lost:
        return lost
    course_id = course.settings.id
    packages = targets.list_places(course_id)
    return list(check_history(path, course_id, file.ledger, packages, unreleased.digests, stops=stops))
