"""A course as the page shows it: every question with its cards and what is wrong with it.

What can't be read for the moment keeps its last good state, so that a slip of the keyboard empties nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import yaml

from mkdeck.compiler import Compiled
from mkdeck.course.loading import Course, Deck
from mkdeck.course.yaml_source import Source, compose_questions
from mkdeck.diagnostics import Diagnostic, Finding
from mkdeck.identity import NoteClass
from mkdeck.notes.media import Media, MediaFinder
from mkdeck.notes.note import Note
from mkdeck.notetypes import NoteType
from mkdeck.preview.drawing import Drawing, find_sketch, read_drawing
from mkdeck.questions.question import REVERSE

_Place = tuple[int, bool]
"""The index of a question in its file, and whether it is the one that asks it the other way round."""
_MAX_CARDS = 500
"""Of one question."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question in its place: the `index`-th of its file.

    `key` tells it from all others; `note` is None as long as nothing could be made of it; `stale` says that the file
    has moved on, and this is what it held when it could last be read; `turned` that it asks the question there the
    other way round; `draft` that it is not ready. `picture` is that of an occlusion of which nothing could be made
    yet, for which masks can be drawn.
    """

    key: str
    id: str
    source: Source
    index: int
    deck: str
    kind: str
    note: Note | None
    stale: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()
    turned: bool = False
    picture: Media | None = None
    draft: bool = False

    @property
    def drawing(self) -> Drawing | None:
        """Return what masks can be drawn on."""
        return read_drawing(self.note, self.picture)

    @property
    def cards(self) -> tuple[int, ...]:
        """Return the ordinals to show: those of the note, or the one that says why the question is retired."""
        if self.note is None:
            return ()
        return tuple(number for number in self.note.cards if 0 <= number < _MAX_CARDS) or (0,)

    @property
    def retired(self) -> bool:
        """Whether new students get no card of it."""
        return self.note is not None and not self.note.cards

    @property
    def tags(self) -> tuple[str, ...]:
        """Return its tags, with those of its deck and course."""
        return self.note.tags if self.note else ()

    @property
    def line(self) -> int:
        """Return the line on which it starts, or 0."""
        lines = find_lines(self.source)
        return lines[self.index][0] if self.index < len(lines) else 0


@dataclass(frozen=True)
class View:
    """A course at one moment; `faults` are what belongs to no question, and `lost` the files that can't be read."""

    name: str
    items: tuple[Item, ...]
    decks: Mapping[str, str]
    notetypes: Mapping[NoteClass, NoteType]
    media: Mapping[str, Media]
    faults: tuple[Diagnostic, ...]
    lost: frozenset[str]
    errors: int
    warnings: int
    trouble: str = ""

    @cached_property
    def recalls(self) -> bool:
        """Whether something of what can't be read is shown as it was."""
        return bool(self.lost) and any(item.stale for item in self.items)

    @cached_property
    def by_key(self) -> dict[str, Item]:
        """Return every question by its key."""
        return {item.key: item for item in self.items}


@lru_cache(maxsize=512)
def find_lines(source: Source) -> tuple[tuple[int, int], ...]:
    """Return the first and last line of every question of a deck file; none if it is not valid YAML."""
    try:
        nodes = list(compose_questions(source))
    except yaml.YAMLError:
        return ()
    return tuple((node.start_mark.line + 1, node.end_mark.line + (node.end_mark.column > 0)) for node in nodes)


def make_view(compiled: Compiled, previous: View | None) -> View:
    """Make the view of a course that was just compiled, with what is left of the view before it."""
    course = compiled.course
    errors = [each for each in course.findings if each.severity == "error"]
    settings_name = course.settings_source.name if course.settings_source else ""
    if previous and any(each.file == settings_name for each in errors):
        # Without its settings every deck of the course has another name: nothing would be where it was.
        lost = previous.lost | {settings_name}
        return _finish(previous, [replace(each, stale=True) for each in previous.items], compiled, lost)
    found, lost = _collect(course, compiled.package.notes, errors, previous)
    package, old = compiled.package, previous or _NOTHING
    sketched = {item.picture.name: item.picture for item in found if item.picture}
    view = View(
        name=course.settings.course,
        items=(),
        decks={deck.name: deck.description for deck in package.decks},
        notetypes={**old.notetypes, **{each.note_class: each for each in package.notetypes}},
        # A question in its last good state may show what the course no longer uses.
        media={**(old.media if errors else {}), **sketched, **{media.name: media for media in package.media}},
        faults=(),
        lost=lost,
        errors=0,
        warnings=0,
    )
    return _finish(view, list(_name(found)), compiled, lost)


_NOTHING = View("", (), {}, {}, {}, (), frozenset(), 0, 0)


def _finish(view: View, items: list[Item], compiled: Compiled, lost: frozenset[str]) -> View:
    """Return a view with these questions, and with all that there is to say."""
    attached, faults = _attach(items, compiled.diagnostics, lost)
    errors = sum(each.severity == "error" for each in compiled.diagnostics)
    return replace(
        view,
        items=attached,
        faults=faults,
        lost=lost,
        errors=errors,
        warnings=len(compiled.diagnostics) - errors,
        trouble="",
    )


def _collect(
    course: Course, notes: Sequence[Note], errors: Iterable[Finding], previous: View | None
) -> tuple[list[Item], frozenset[str]]:
    """Put sound questions, and the last good state of the others, in the order of the files."""
    sound = _list_sound(course, notes, previous)
    broken, spoilt = _part_errors(errors, sound)
    before = _group(previous.items if previous else ())
    taken = {item.id for items in sound.values() for item in items.values()}
    items: list[Item] = []
    lost: set[str] = set()
    finder = MediaFinder(course.root)
    for deck in course.decks:
        name = deck.source.name
        old = before.get(name, [])
        if name in spoilt and not sound[name] and name not in broken:
            lost.add(name)
            items += [replace(each, stale=True, diagnostics=()) for each in old if each.note]
            continue
        mixed = sound[name]
        if name in spoilt and old:
            # What the head of the file says may be what is wrong, above all the deck's name.
            mixed = {place: replace(item, deck=old[0].deck) for place, item in mixed.items()}
        for place, question_id in broken.get(name, {}).items():
            if recalled := _recall(old, deck, place, question_id, taken, finder):
                mixed[place] = recalled
        items += [mixed[place] for place in sorted(mixed)]
    return items, frozenset(lost)


def _list_sound(course: Course, notes: Sequence[Note], previous: View | None) -> dict[str, dict[_Place, Item]]:
    """Return the questions that became notes, by their files and places; those that did not change as they were."""
    sound: dict[str, dict[_Place, Item]] = {deck.source.name: {} for deck in course.decks}
    known = {id(item.note): item for item in previous.items if not item.stale} if previous else {}
    for entry, note in zip(course.entries, notes, strict=True):
        deck, place = entry.deck, (entry.index, entry.turned)
        old = known.get(id(note))
        if old and old.note is note and old.source is deck.source and (old.index, old.turned) == place:
            sound[deck.source.name][place] = old
        else:
            item = Item(
                "", entry.id, deck.source, entry.index, deck.name, entry.question.type, note, draft=entry.question.draft
            )
            sound[deck.source.name][place] = replace(item, turned=True) if entry.turned else item
    return sound


def _part_errors(
    errors: Iterable[Finding], sound: Mapping[str, Mapping[_Place, Item]]
) -> tuple[dict[str, dict[_Place, str | None]], set[str]]:
    """Return the ids of what can't be read by files and places, and the files with errors in their heads."""
    broken: dict[str, dict[_Place, str | None]] = {}
    spoilt: set[str] = set()
    for error in errors:
        match error.loc:
            case ("questions", int(index), *keys):
                there, missing = sound.get(error.file, {}), broken.setdefault(error.file, {})
                if (index, False) not in there:
                    missing.setdefault((index, False), error.question)
                if (index, True) not in there and ((index, False) in missing or keys[:1] == ["reverse"]):
                    missing.setdefault((index, True), error.question and f"{error.question}{REVERSE}")
            case _:
                spoilt.add(error.file)
    return {file: missing for file, missing in broken.items() if missing}, spoilt


def _recall(
    old: Sequence[Item], deck: Deck, place: _Place, question_id: str | None, taken: set[str], finder: MediaFinder
) -> Item | None:
    """Return the last good state of a broken question, by its id, or else by its place; or one without a note.

    None for the one that would ask it the other way round, if none did.
    """
    index, turned = place
    for item in old:
        same = item.id == question_id if question_id else (item.index, item.turned) == place
        if same and item.note and item.id not in taken:
            draft = index in deck.drafts
            return replace(item, index=index, source=deck.source, stale=True, diagnostics=(), draft=draft)
    if turned:
        return None
    name = question_id or f"question {index + 1}"
    picture = find_sketch(deck, index, finder)
    return Item("", name, deck.source, index, deck.name, "", None, picture=picture, draft=index in deck.drafts)


def _group(items: Iterable[Item]) -> dict[str, list[Item]]:
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.source.name, []).append(item)
    return groups


def _name(items: Iterable[Item]) -> Iterator[Item]:
    """Yield every question with a key: its id, unless another has the same."""
    seen: dict[str, int] = {}
    for item in items:
        seen[item.id] = seen.get(item.id, 0) + 1
        key = item.id if seen[item.id] == 1 else f"{item.id}~{seen[item.id]}"
        yield item if item.key == key else replace(item, key=key)


def _attach(
    items: list[Item], diagnostics: Iterable[Diagnostic], lost: frozenset[str]
) -> tuple[tuple[Item, ...], tuple[Diagnostic, ...]]:
    """Put every diagnostic with the question that it is about; those about none are given apart."""
    by_id: dict[str, list[int]] = {}
    by_file: dict[str, list[int]] = {}
    for i, item in enumerate(items):
        by_id.setdefault(item.id, []).append(i)
        by_file.setdefault(item.source.name, []).append(i)

    def find_places(diagnostic: Diagnostic) -> list[int]:
        span = diagnostic.span
        places = by_id.get(diagnostic.question, []) if diagnostic.question else []
        if len(places) == 1 or span.file in lost:  # in which lines are no longer what they were
            return places
        here = [i for i in by_file.get(span.file, ()) if _covers(items[i], span.line)]
        return [i for i in places if i in here] or places or here

    found: dict[int, list[Diagnostic]] = {}
    faults: list[Diagnostic] = []
    for diagnostic in diagnostics:
        places = find_places(diagnostic)
        for i in places:
            found.setdefault(i, []).append(diagnostic)
        if not places:
            faults.append(diagnostic)
    attached = list(items)
    for i, item in enumerate(items):
        own = tuple(found.get(i, ()))
        if own != item.diagnostics:
            attached[i] = replace(item, diagnostics=own)
    return tuple(attached), tuple(faults)


def _covers(item: Item, line: int) -> bool:
    lines = find_lines(item.source)
    return item.index < len(lines) and lines[item.index][0] <= line <= lines[item.index][1]
