"""A course as the page shows it: every question with its cards and what is wrong with it.

What can't be read for the moment keeps its last good state, so that a slip of the keyboard empties nothing.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from mkdeck.compiler import Compiled
from mkdeck.course.loading import Course, Deck
from mkdeck.diagnostics import Diagnostic, Finding
from mkdeck.identity import NoteClass
from mkdeck.notes.media import Media, MediaFinder
from mkdeck.notes.note import Note
from mkdeck.notetypes import NoteType
from mkdeck.preview.attachment import attach, name_items
from mkdeck.preview.drawing import find_sketch
from mkdeck.preview.item import Item
from mkdeck.questions.question import REVERSE

_Place = tuple[int, bool]
"""The index of a question in its file, and whether it is the one that asks it the other way round."""


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


def make_view(compiled: Compiled, previous: View | None) -> View:
    """Make the view of a course that was just compiled, with what is left of the view before it."""
    course = compiled.course
    errors = _list_errors(course)
    settings_name = course.settings_source.name if course.settings_source else ""
    if previous and any(each.file == settings_name for each in errors):
        # Without its settings every deck of the course has another name: nothing would be where it was.
        lost = previous.lost | {settings_name}
        return _finish(previous, [replace(each, stale=True) for each in previous.items], compiled, lost)
    found, lost = _collect(course, compiled.package.notes, errors, previous)
    package, old = compiled.package, previous or _NOTHING
    view = View(
        name=course.settings.course,
        items=(),
        decks={deck.name: deck.description for deck in package.decks},
        notetypes={**old.notetypes, **{each.note_class: each for each in package.notetypes}},
        # A question in its last good state may show what the course no longer uses.
        media={**(old.media if errors else {}), **_list_media(compiled, found)},
        faults=(),
        lost=lost,
        errors=0,
        warnings=0,
    )
    return _finish(view, name_items(found), compiled, lost)


def revise_view(compiled: Compiled, previous: View, deck: Deck) -> View:
    """Make the view of a course of which one deck file changed, as it is now, and nothing else."""
    course, name = compiled.course, deck.source.name
    if previous.lost or previous.trouble:
        return make_view(compiled, previous)
    was = _find_items(previous, course, name)
    place = course.find_place(deck)
    found, lost = _collect(
        replace(course, decks=(deck,), entries=course.entries[place]),
        compiled.package.notes[place],
        [each for each in _list_errors(course) if each.file == name],
        replace(previous, items=previous.items[was]),
    )
    items = [*previous.items[: was.start], *found, *previous.items[was.stop :]]
    if lost or len({item.id for item in items}) < len(items):
        return make_view(compiled, previous)
    items = name_items(items)
    stop = was.start + len(found)
    attached, faults = attach(items[was.start : stop], _list_about(compiled, name, found), lost)
    elsewhere = (each for each in previous.faults if each.span.file != name)
    errors, warnings = _count(compiled)
    return replace(
        previous,
        items=(*items[: was.start], *attached, *items[stop:]),
        media={**previous.media, **_list_media(compiled, found)},
        faults=tuple(sorted([*elsewhere, *faults])),
        errors=errors,
        warnings=warnings,
    )


def _list_errors(course: Course) -> list[Finding]:
    return [each for each in course.findings if each.severity == "error"]


def _list_about(compiled: Compiled, name: str, items: Iterable[Item]) -> list[Diagnostic]:
    """Return what is said of a file, or of its questions."""
    ids = {item.id for item in items}
    return [each for each in compiled.diagnostics if each.span.file == name or each.question in ids]


def _find_items(view: View, course: Course, name: str) -> slice:
    """Return where the questions of a file stand among those of a view."""
    order = {each.source.name: i for i, each in enumerate(course.decks)}
    ends = (
        bisect(view.items, order[name], key=lambda item: order[item.source.name])
        for bisect in (bisect_left, bisect_right)
    )
    return slice(*ends)


def _list_media(compiled: Compiled, items: Iterable[Item]) -> dict[str, Media]:
    """Return by their names the pictures on which these questions' places are drawn, and all that the course shows."""
    drawn = {item.picture.name: item.picture for item in items if item.picture}
    return drawn | {media.name: media for media in compiled.package.media}


def _count(compiled: Compiled) -> tuple[int, int]:
    """Return how many errors and how many warnings there are."""
    errors = sum(each.severity == "error" for each in compiled.diagnostics)
    return errors, len(compiled.diagnostics) - errors


_NOTHING = View("", (), {}, {}, {}, (), frozenset(), 0, 0)


def _finish(view: View, items: list[Item], compiled: Compiled, lost: frozenset[str]) -> View:
    """Return a view with these questions, and with all that there is to say."""
    attached, faults = attach(items, compiled.diagnostics, lost)
    errors, warnings = _count(compiled)
    return replace(view, items=attached, faults=faults, lost=lost, errors=errors, warnings=warnings, trouble="")


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
            items += _list_stale(old)
            continue
        mixed = _keep_deck(sound[name], old) if name in spoilt else sound[name]
        mixed |= _recall_all(old, deck, broken.get(name, {}), taken, finder)
        items += [mixed[place] for place in sorted(mixed)]
    return items, frozenset(lost)


def _list_stale(items: Iterable[Item]) -> Iterator[Item]:
    return (replace(each, stale=True, diagnostics=()) for each in items if each.note)


def _keep_deck(sound: dict[_Place, Item], old: Sequence[Item]) -> dict[_Place, Item]:
    """Return the questions of a file whose head has an error under the name that its deck had before, if it had any."""
    return {place: replace(item, deck=old[0].deck) for place, item in sound.items()} if old else sound


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
            question = entry.question
            sound[deck.source.name][place] = Item(
                "",
                entry.id,
                deck.source,
                entry.index,
                deck.name,
                question.type,
                note,
                turned=entry.turned,
                draft=question.draft,
            )
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


def _recall_all(
    old: Sequence[Item],
    deck: Deck,
    missing: Mapping[_Place, str | None],
    taken: set[str],
    finder: MediaFinder,
) -> dict[_Place, Item]:
    """Return the last good state of the questions of a deck that can't be read, given by their places."""
    found = {place: _recall(old, deck, place, name, taken, finder) for place, name in missing.items()}
    return {place: item for place, item in found.items() if item}


def _recall(
    old: Sequence[Item], deck: Deck, place: _Place, question_id: str | None, taken: set[str], finder: MediaFinder
) -> Item | None:
    """Return the last good state of a broken question, by its id, or else by its place; or one without a note.

    None for the one that would ask it the other way round, if none did.
    """
    index, turned = place
    for item in old:
        same = item.id == question_id if question_id else item.index == index
        if same and item.turned == turned and item.note and item.id not in taken:
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
