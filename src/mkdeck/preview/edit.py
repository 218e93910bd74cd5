"""Compile the questions that a save changed anew, and leave all others as they were.

Said of these questions is what their own YAML and texts have against them. Rules look at them right afterwards, with
the whole file and then the whole course (see board.py); until then, what they said of lines that stay stands.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path

from mkdeck.checks import find_rules
from mkdeck.compiler import Compiled, paused_collector
from mkdeck.course.loading import Course, Deck, Entry, enter
from mkdeck.course.model import list_drafts, list_ids, parse_deck
from mkdeck.course.yaml_errors import split_lines
from mkdeck.course.yaml_pieces import Change, find_change
from mkdeck.course.yaml_source import Source, load, read
from mkdeck.diagnostics import Diagnostic, Finding
from mkdeck.ledger.corrections import list_told
from mkdeck.notes.note import Note
from mkdeck.preview.quick import enter_anew, find_deck, join_media, locate_own, make_own_notes, put_deck
from mkdeck.questions.question import Question

_GIVEN, _FILE = attrgetter("question.id"), attrgetter("span.file")


@dataclass(frozen=True, slots=True)
class _Part:
    """What stands now where a deck file changed, as a deck file of its own, whose questions count from 0."""

    change: Change
    deck: Deck
    questions: Mapping[int, Question]
    findings: tuple[Finding, ...]


def recompile_questions(last: Compiled, path: Path, time: int) -> Compiled | None:
    """Compile what changed in a deck file that was saved; none if that is more than some of its questions."""
    old = find_deck(last, path)
    if old is None:
        return None
    source, faults = read(old.source.path, old.source.name)
    if faults or "mkdeck:" in source.text + old.source.text:  # a comment may be about what is beside it
        return None
    with paused_collector():
        change = find_change(old.source, source) if _has_good_head(last.course, old) else None
        part = _read(change, old) if change else None
        return _recompile(last, old, source, part, time) if part else None


def _has_good_head(course: Course, deck: Deck) -> bool:
    """Whether nothing is wrong with a deck file but in its questions."""
    found = (each.loc for each in course.findings if each.file == deck.source.name)
    return all(len(loc) > 1 and loc[0] == "questions" for loc in found)


def _read(change: Change, old: Deck) -> _Part | None:
    """Read the questions that changed; none where YAML has more against them than against some of their texts."""
    data, doubts = load(change.part) if change.size else ({"questions": []}, [])
    if not data:
        return None
    _, questions, wrong = parse_deck(data, change.part.name) if change.size else (None, {}, [])
    deck = replace(old, source=change.part, ids=list_ids(data)[0], size=change.size, drafts=list_drafts(data))
    return _Part(change, deck, questions, (*doubts, *wrong))


def _recompile(last: Compiled, old: Deck, source: Source, part: _Part, time: int) -> Compiled | None:
    place = last.course.find_place(old)
    deck = _renew(old, source, part)
    entries = _enter(last.course, old, deck, part, place)
    course = replace(
        put_deck(last.course, old, deck),
        entries=entries,
        findings=tuple(_move_findings(last.course.findings, part)),
    )
    own = entries[course.find_place(deck)]
    stays = list(_list_staying(last, place, own, part.change))
    alone = _set_apart(last.course, part, [entry for entry, note in zip(own, stays, strict=True) if note is None])
    if alone is None:
        return None
    made = make_own_notes(alone, last.ledger, time)
    new = iter(list_told(made.notes, last.ledger, last.course.settings))
    notes = [note or next(new) for note in stays]
    package = replace(
        last.package,
        notes=(*last.package.notes[: place.start], *notes, *last.package.notes[place.stop :]),
        media=join_media(last, made),
    )
    # What is wrong with what the file says of all its questions was found when it was read.
    texts = (finding for finding in made.findings if finding.loc[0] == "questions")
    said = locate_own(alone, [*part.findings, *texts], part.change.part)
    return replace(last, course=course, package=package, diagnostics=_say(last.diagnostics, part, said))


def _list_staying(last: Compiled, place: slice, entries: Iterable[Entry], change: Change) -> Iterator[Note | None]:
    """Yield for each entry of a deck the note that it had when the deck had this place; None where it is to be made."""
    was = {
        (each.index, each.turned): note
        for each, note in zip(last.course.entries[place], last.package.notes[place], strict=True)
    }
    for entry in entries:
        note = was.get((_find_old(change, entry.index), entry.turned))
        yield note if note and note.id == entry.id else None


def _set_apart(course: Course, part: _Part, entries: Sequence[Entry]) -> Course | None:
    """Return a course of what is to be made alone; None where that is more than the part that changed."""
    first = part.change.first
    if any(not first <= entry.index < first + part.change.size for entry in entries):
        return None  # the ids of others depend on what changed
    own = tuple(replace(entry, deck=part.deck, index=entry.index - first) for entry in entries)
    return replace(course, decks=(part.deck,), entries=own, findings=part.findings)


def _find_old(change: Change, index: int) -> int:
    """Return where a question stood before the change; -1 if it changed."""
    if index < change.first:
        return index
    behind = index - change.first - change.size
    return change.last + behind if behind >= 0 else -1


def _find_new(change: Change, index: int) -> int:
    """Return where a question stands after the change; -1 if it changed."""
    if index < change.first:
        return index
    return index - change.last + change.first + change.size if index >= change.last else -1


def _renew(old: Deck, source: Source, part: _Part) -> Deck:
    """Return a deck as it is after the change."""
    change = part.change
    kept = {at: each for index, each in old.ids.items() if (at := _find_new(change, index)) >= 0}
    new = {index + change.first: each for index, each in part.deck.ids.items()}
    stay = {at for index in old.drafts if (at := _find_new(change, index)) >= 0}
    return replace(
        old,
        source=source,
        ids=dict(sorted({**kept, **new}.items())),
        size=old.size - (change.last - change.first) + change.size,
        drafts=frozenset(stay | {index + change.first for index in part.deck.drafts}),
    )


def _enter(course: Course, old: Deck, deck: Deck, part: _Part, place: slice) -> tuple[Entry, ...]:
    """Return the entries of the whole course."""
    change = part.change
    was = {each.index: each.question for each in course.entries[place] if not each.turned}
    kept = {at: question for index, question in was.items() if (at := _find_new(change, index)) >= 0}
    new = {index + change.first: question for index, question in part.questions.items()}
    questions = dict(sorted({**kept, **new}.items()))
    if not all(each.id for each in new.values()) or not all(map(_GIVEN, course.entries)):
        return tuple(enter_anew(course, old, deck, questions))
    return (*course.entries[: place.start], *enter([(deck, questions)]), *course.entries[place.stop :])


def _move_findings(findings: Iterable[Finding], part: _Part) -> Iterator[Finding]:
    """Yield what was found when the course was read, with the places of today, and what is found in the part."""
    change = part.change
    for each in findings:
        if each.file != part.deck.source.name:
            yield each
        elif (at := _find_new(change, int(each.loc[1]))) >= 0:
            lines = change.more_lines if at >= change.first else 0
            yield _shift(each, at - int(each.loc[1]), lines)
    for each in part.findings:
        yield _shift(each, change.first, change.skipped)


def _shift(finding: Finding, places: int, lines: int) -> Finding:
    """Return a finding with another place in its list, and another line if it knows one."""
    _, index, *keys = finding.loc
    span = finding.span and replace(finding.span, line=finding.span.line + lines)
    return replace(finding, loc=("questions", int(index) + places, *keys), span=span)


def _say(diagnostics: Iterable[Diagnostic], part: _Part, said: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return what was said of the course with the lines of today, and what is now said of the part."""
    change = part.change
    name = part.deck.source.name
    there = {line: number for number, line in reversed(list(enumerate(split_lines(change.part.text)[0], 1)))}
    begin, end = change.skipped + 2, change.skipped + 2 + change.old_lines
    now = {_move(each, change.skipped) for each in said}
    rules = find_rules()
    elsewhere: list[Diagnostic] = []
    for each in diagnostics:
        line = each.span.line
        if each.span.file != name:
            elsewhere.append(each)
        elif line < begin:
            now.add(each)
        elif line >= end:
            now.add(_move(each, change.more_lines))
        elif (rule := rules.get(each.rule)) and rule.check and each.text in there:
            now.add(_move(each, there[each.text] + change.skipped - line))
    at = bisect_left(elsewhere, name, key=_FILE)
    return [*elsewhere[:at], *sorted(now), *elsewhere[at:]]


def _move(diagnostic: Diagnostic, lines: int) -> Diagnostic:
    return replace(diagnostic, span=replace(diagnostic.span, line=diagnostic.span.line + lines))
