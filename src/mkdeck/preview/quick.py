"""Compile one deck file of a large course anew, and leave the others as they were.

What this file says is exact but for what depends on other files, such as two questions with one id; the whole
course, compiled soon after, has the last word.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from mkdeck import checks
from mkdeck.checks import Case, released
from mkdeck.compiler import Compiled, paused_collector
from mkdeck.course.drafts import soften
from mkdeck.course.loading import Course, Deck, Entry, enter, read_deck
from mkdeck.course.yaml_source import Source
from mkdeck.diagnostics import Diagnostic, Finding
from mkdeck.ignores import locate_unignored
from mkdeck.ledger.corrections import list_told
from mkdeck.ledger.ledger import Ledger
from mkdeck.ledger.standing import NOTHING, find_retirement
from mkdeck.notes.media import Media
from mkdeck.notes.note import Note
from mkdeck.notes.notes import Notes, make_notes
from mkdeck.questions.question import Question


def recompile_deck(last: Compiled, path: Path, time: int, *, style: bool = True) -> Compiled | None:
    """Compile a deck file that was saved into what was compiled last; None if it is no deck file of that course.

    Without `style`, what rules of style said of the file stands as it was, so that the card is on the screen sooner.
    Raises CommandError if the file can't be read.
    """
    old = find_deck(last, path)
    if old is None:
        return None
    with paused_collector():
        return _recompile(last, old, time, last.asked if style else frozenset())


def find_deck(last: Compiled, path: Path) -> Deck | None:
    """Return the deck of a file; none if it is no deck file of that course."""
    place = path.resolve()
    return next((deck for deck in last.course.decks if deck.source.path.resolve() == place), None)


def _recompile(last: Compiled, old: Deck, time: int, asked: frozenset[str]) -> Compiled:
    course, ledger, name = last.course, last.ledger, old.source.name
    deck, questions, findings = read_deck(
        old.source.path, course.settings, loose=course.settings_source is None, with_drafts=True
    )
    entries = tuple(enter_anew(course, old, deck, questions))
    own = tuple(entry for entry in entries if entry.deck is deck)
    elsewhere = [finding for finding in course.findings if finding.file != name]
    whole = replace(put_deck(course, old, deck), entries=entries, findings=(*elsewhere, *findings))
    part = replace(course, decks=(deck,), entries=own, findings=tuple(findings))
    made = make_own_notes(part, ledger, time)
    notes = _replace_notes(last, old, entries, list_told(made.notes, ledger, course.settings))
    against = [*findings, *checks.check(Case(part, made.notes, asked=asked)), *made.findings]
    found = locate_own(part, against, deck.source, asked)
    waiting = last.asked - asked
    diagnostics = [each for each in last.diagnostics if each.span.file != name or each.rule in waiting]
    diagnostics += [each for each in found if each.span.file == name]
    package = replace(last.package, notes=notes, media=join_media(last, made))
    return replace(last, course=whole, package=package, diagnostics=sorted(diagnostics, key=lambda each: each.span))


def put_deck(course: Course, old: Deck, deck: Deck) -> Course:
    """Return a course with a deck in the place of another."""
    return replace(course, decks=tuple(deck if each is old else each for each in course.decks))


def make_own_notes(part: Course, ledger: Ledger | None, time: int) -> Notes:
    """Make the notes of a part of a course; what is retired there is so since the ledger says, or now."""
    settings = part.settings
    when = partial(find_retirement, course_id=settings.id, ledger=ledger, standing=NOTHING, time=time)
    return make_notes(part, when)


def join_media(last: Compiled, made: Notes) -> tuple[Media, ...]:
    """Return what a course showed before, and what some of its notes do now."""
    return tuple(sorted({each.name: each for each in (*last.package.media, *made.media)}.values()))


def locate_own(
    part: Course, findings: Iterable[Finding], source: Source, asked: frozenset[str] = frozenset()
) -> list[Diagnostic]:
    """Return what is said of a part of a course that stands in a file, with its places there."""
    softened = soften(part, findings, released.RULE, with_drafts=True)
    return locate_unignored(part, softened, [source], asked, whole=False)


def _replace_notes(last: Compiled, old: Deck, entries: Iterable[Entry], made: Iterable[Note]) -> tuple[Note, ...]:
    """Return the notes of entries: those of decks that stay, and of the other one new ones."""
    was = zip(last.course.entries, last.package.notes, strict=True)
    kept = iter([note for entry, note in was if entry.deck is not old])
    staying = {id(deck) for deck in last.course.decks if deck is not old}
    new = iter(made)
    return tuple(next(kept) if id(entry.deck) in staying else next(new) for entry in entries)


def enter_anew(course: Course, old: Deck, deck: Deck, questions: dict[int, Question]) -> Iterator[Entry]:
    """Yield the entries of the whole course, those of one deck made of its new questions."""
    before: dict[int, dict[int, Question]] = {}
    for entry in course.entries:
        if not entry.turned:
            before.setdefault(id(entry.deck), {})[entry.index] = entry.question
    return enter((deck, questions) if each is old else (each, before.get(id(each), {})) for each in course.decks)
