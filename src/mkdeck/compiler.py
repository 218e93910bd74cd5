"""The whole pipeline on one page: a course's folder to a package."""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from mkdeck import checks
from mkdeck.apkg.package import DeckInfo, Package, Times
from mkdeck.checks import Case, History, deck_name, duplicate_id, released
from mkdeck.course.drafts import soften
from mkdeck.course.loading import Course, KnownDecks, load_course
from mkdeck.course.shelf import Shelf
from mkdeck.course.style import read_style
from mkdeck.course.yaml_source import Source
from mkdeck.diagnostics import Diagnostic, Finding, has_errors
from mkdeck.ignores import add_late, locate_unignored
from mkdeck.ledger.corrections import tell_corrections
from mkdeck.ledger.ledger import LEDGER_RULE, Ledger
from mkdeck.ledger.loading import LedgerFile, load_ledger
from mkdeck.ledger.past import check_past
from mkdeck.ledger.renumbering import find_renumbered
from mkdeck.ledger.standing import NO_TARGETS, Standing, Targets, find_retirement, find_standing
from mkdeck.ledger.unreleased import Unreleased, compare_with_ledger, compare_with_nothing
from mkdeck.notes.lookups import Lookup, digest_css, list_lookups
from mkdeck.notes.note import Note
from mkdeck.notes.notes import KnownNotes, Notes, make_notes
from mkdeck.notes.scripted import find_scripted
from mkdeck.notetypes import NoteType, make_notetypes
from mkdeck.questions.question import REVERSE

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


@dataclass(frozen=True, slots=True)
class Known:
    """What was read and written of one course when it was compiled before, to be used again where nothing changed."""

    decks: KnownDecks = field(default_factory=KnownDecks)
    notes: KnownNotes = field(default_factory=dict)


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
    known: Known | None = None,
) -> Compiled:
    """Read and check a course, write its notes, and compare them with its ledger and with what stands at its targets.

    `time` is what new and changed notes carry, in seconds since 1970. For a release, `releasing` holds the ids that
    staff forget on purpose; what must not be released is then an error. `renumbered` says that ids were given to other
    questions on purpose. `with_drafts` takes questions that are not ready into the package, for staff to
    look at; they are not compared with what was released. `asked` are the rules of style that are wanted. What is in
    `known` and has not changed is not read and written anew. Mistakes are diagnostics, never exceptions.
    """
    known = known or Known()
    inputs = _read_inputs(path, time, targets, known, is_release=releasing is not None, with_drafts=with_drafts)
    course, ledger, settings = inputs.course, inputs.file.ledger, inputs.course.settings
    done = count(1)
    notes = make_notes(course, inputs.find_retirement, lambda: progress(next(done), len(course.entries)), known.notes)
    notetypes = inputs.make_notetypes(notes)
    whole = make_package(course, notes, notetypes)
    package = replace(whole, notes=tuple(_leave_out_drafts(course, whole.notes)))

    unreleased = _compare(package, inputs, is_release=releasing is not None)
    stops = targets.frozen or releasing is not None
    past = check_past(inputs.file, course, unreleased, package.notes, inputs.packages, stops=stops)
    others = find_renumbered(package.notes, unreleased, ledger, settings.report) if ledger else {}
    history = inputs.tell_history(unreleased, {} if renumbered else others)
    against = checks.check(Case(course, notes.notes, history, releasing, asked))
    found = [*inputs.findings, *against, *notes.findings, *past]
    findings = soften(course, found, released.RULE, with_drafts=with_drafts)
    told = tell_corrections(whole, ledger, settings)
    return Compiled(
        course=course,
        package=replace(told, times=unreleased.times, digest=unreleased.digest, release=inputs.file.latest),
        ledger=ledger,
        unreleased=unreleased,
        stands=inputs.standing.here if targets.keep_times else None,
        diagnostics=locate_unignored(course, findings, inputs.sources, asked),
        lookups=list_lookups(notes.found),
        style=digest_css(inputs.style),
        renumbered=others,
        descriptions=notes.own_descriptions,
        asked=asked,
    )


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What a course is compiled from: its files, its CSS, its ledger, and what stands at its targets.

    `packages` are the places of its packages, and `time` is now.
    """

    course: Course
    style: str
    file: LedgerFile
    packages: tuple[Path, ...]
    standing: Standing
    time: int
    findings: tuple[Finding, ...]

    @property
    def sources(self) -> list[Source]:
        """Return the files in which a finding may have its place."""
        return [*self.course.sources, *([self.file.source] if self.file.source else [])]

    def find_retirement(self, question_id: str) -> int:
        """Return when a question was retired."""
        return find_retirement(question_id, self.course.settings.id, self.file.ledger, self.standing, self.time)

    def make_notetypes(self, notes: Notes) -> tuple[NoteType, NoteType]:
        """Make the note types that these notes need."""
        settings = self.course.settings
        tasks = {entry.question.task for entry in self.course.entries}
        return make_notetypes(
            settings.id,
            settings.course,
            settings.language,
            turns=settings.turn,
            # Anki puts a deck's name on a card as if it were HTML.
            topic=settings.topic and not any("<" in deck.name for deck in self.course.decks),
            report=settings.report,
            style=self.style,
            tasks=tasks | find_scripted(notes.notes),
            own_ids=[each.id for each in self.course.entries if each.id.endswith(REVERSE) and not each.turned],
        )

    def tell_history(self, unreleased: Unreleased, renumbered: Mapping[str, str]) -> History | None:
        """Return the course's ledger for the rules that look at it; None where there is none to go by."""
        ledger, source = self.file.ledger, self.file.source
        return History(ledger, source, unreleased, renumbered) if ledger and source else None


def _read_inputs(
    path: Path, time: int, targets: Targets, known: Known, *, is_release: bool, with_drafts: bool
) -> _Inputs:
    """Read all that a course is compiled from."""
    course = load_course(path, with_drafts=with_drafts, known=known.decks)
    style, style_findings = read_style(course)
    file = load_ledger(path, course.settings.id)
    # An Anki up to 24.11 writes down the time of import, and leaves out a change that is older: so what a release
    # changes gets the time of the release, also where a draft had it before.
    lends = not (file.ledger and is_release)
    packages = targets.list_places(course.settings.id)
    standing = find_standing(packages if targets.keep_times else (), course.settings.id, file.ledger, time, lends=lends)
    return _Inputs(course, style, file, packages, standing, time, (*course.findings, *file.findings, *style_findings))


def _compare(package: Package, inputs: _Inputs, *, is_release: bool) -> Unreleased:
    """Compare a package with its ledger; a course that was never released has none before its first release."""
    ledger, report = inputs.file.ledger, inputs.course.settings.report
    if ledger or is_release:
        return compare_with_ledger(package, ledger, inputs.time, inputs.standing, report)
    return compare_with_nothing(package, inputs.time, inputs.standing)


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
