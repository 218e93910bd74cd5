"""Compare two editions of a course as a student would: what is new, what reads otherwise, what costs something."""

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import TypeVar

from mkdeck.diff.editions import Edition
from mkdeck.diff.looks import TemplateChange, compare_templates
from mkdeck.diff.matching import Key, Matching, find_swapped, index_notes, match_notes
from mkdeck.diff.words import ATTRIBUTE, DIGEST, Piece, compare_words, show
from mkdeck.notes.note import Note
from mkdeck.notetypes import CONTEXT, NAMES, name_field
from mkdeck.questions.feedback import join_feedback
from mkdeck.questions.occlusion import LABELS, join_labels, read_stem

Value = TypeVar("Value")

ONLY_MARKUP = "only the markup differs"
"""Said of a text whose words are the same."""
_SHOWN = {CONTEXT: "Context", LABELS: "Labels"}
"""What spare fields are called that hold something."""
# A retirement's date is that of the release; until then it is the date of each build, which nobody wrote.
_DATE = re.compile(r"(\A|<li>)\d{4}-\d\d-\d\d: ")
_SPOT = re.compile(r'<div class="spots?\b[^>]*>')
_GAP = re.compile(r"\{\{c\d+::")
_MEDIA = re.compile(r'(?<=src=")[^"]+|(?<=\[sound:)[^\[\]]+')


@dataclass(frozen=True, slots=True)
class TextChange:
    """A field, or a deck's description: its HTML before and after, its words, and what words do not show."""

    name: str
    before: str
    after: str
    pieces: tuple[Piece, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """A cloze number that stands on other text now, so that the schedule of the one goes to the other."""

    number: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class NoteChange:
    """A note that reads otherwise: its fields, its tags, and the cloze numbers that came, went or changed places."""

    note: Note
    fields: tuple[TextChange, ...]
    tags_gone: tuple[str, ...]
    tags_new: tuple[str, ...]
    gaps_gone: tuple[int, ...]
    gaps_new: tuple[int, ...]
    handovers: tuple[Handover, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A note and the deck it came from."""

    note: Note
    before: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs between two editions.

    `removed` are gone without having been retired, `cleared` after it; `restyled` are pairs of one id and two classes,
    and `returning` those of them, by their ids, whose class is that of an edition before the old one; `reordered` are
    the ids that stand elsewhere among the others; `other_course` tells that the course's id, and so every note's
    identity, is another.
    """

    added: tuple[Note, ...] = ()
    changed: tuple[NoteChange, ...] = ()
    moved: tuple[Move, ...] = ()
    retired: tuple[Note, ...] = ()
    unretired: tuple[Note, ...] = ()
    removed: tuple[Note, ...] = ()
    cleared: tuple[Note, ...] = ()
    restyled: tuple[tuple[Note, Note], ...] = ()
    returning: frozenset[str] = frozenset()
    reordered: tuple[str, ...] = ()
    templates: tuple[TemplateChange, ...] = ()
    descriptions: tuple[TextChange, ...] = ()
    other_course: bool = False

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return any(getattr(self, each.name) for each in fields(self))


def compare(old: Edition, new: Edition, earlier: Container[Key] = ()) -> Changes:
    """Compare two editions of a course; notes are matched by question id and class.

    `earlier` are the notes that editions before the old one had.
    """
    before, after = index_notes(old.notes), index_notes(new.notes)
    matching = match_notes(before, after)
    restyled = {now.id for _, now in matching.restyled.values()}
    moved = tuple(_find_moved(matching))
    return Changes(
        added=tuple(now for now in matching.come.values() if now.id not in restyled and not now.retired),
        changed=tuple(_find_changed(matching)),
        moved=moved,
        retired=tuple(_find_retired(before, after, restyled)),
        unretired=tuple(now for was, now in matching.kept.values() if was.retired and not now.retired),
        removed=tuple(was for was in matching.gone.values() if not was.retired),
        cleared=tuple(was for was in matching.gone.values() if was.retired),
        restyled=tuple(matching.restyled.values()),
        returning=frozenset(now.id for _, now in matching.restyled.values() if now.key in earlier),
        reordered=_find_reordered([note.id for note in old.notes], _list_in_place(matching, moved)),
        templates=tuple(compare_templates(old, new)),
        descriptions=tuple(_compare_descriptions(old, new)),
        other_course=any(was.guid != now.guid for was, now in matching.kept.values()),
    )


def _find_moved(matching: Matching[Note]) -> Iterator[Move]:
    for was, now in matching.find_moved().values():
        if not was.retired and not now.retired:
            yield Move(now, was.deck)


def _list_in_place(matching: Matching[Note], moved: Iterable[Move]) -> list[str]:
    """Return the ids of questions that were and are asked, in the same deck."""
    elsewhere = {move.note.id for move in moved}
    asked = (now.id for was, now in matching.kept.values() if not was.retired and not now.retired)
    return [each for each in asked if each not in elsewhere]


def _find_changed(matching: Matching[Note]) -> Iterator[NoteChange]:
    """Yield what reads otherwise, but for what was retired or is asked again, of which that is told."""
    for was, now in matching.kept.values():
        if bool(was.retired) == bool(now.retired) and (change := _compare_notes(was, now)):
            yield change


def _find_retired(before: Mapping[Key, Note], after: Mapping[Key, Note], restyled: Container[str]) -> Iterator[Note]:
    """Yield the notes that are retired and were not, or that came so."""
    for key, note in after.items():
        was = before.get(key)
        if note.retired and note.id not in restyled and not (was and was.retired):
            yield note


def _compare_notes(old: Note, new: Note) -> NoteChange | None:
    if (old.fields, old.tags, old.cards) == (new.fields, new.tags, new.cards):
        return None
    change = NoteChange(
        note=new,
        fields=tuple(_compare_fields(old, new)),
        tags_gone=_list_lost(old.tags, new.tags),
        tags_new=_list_lost(new.tags, old.tags),
        gaps_gone=_list_lost(_list_gaps(old), _list_gaps(new)),
        gaps_new=_list_lost(_list_gaps(new), _list_gaps(old)),
        handovers=tuple(_find_handovers(old, new)) if old.note_class == "cloze" and new.cards else (),
    )
    return change if any(getattr(change, each.name) for each in fields(change)[1:]) else None


def _compare_fields(old: Note, new: Note) -> Iterator[TextChange]:
    for name, before, after in zip(NAMES, _read_fields(old), _read_fields(new), strict=True):
        # Where mistakes are reported is told by the templates; no note changes for it.
        shown = _SHOWN.get(name) or name_field(name, new.note_class)
        change = _compare_texts(shown, before, after) if name != "Report" else None
        if change:
            yield change


def _list_lost(values: Iterable[Value], others: Container[Value]) -> tuple[Value, ...]:
    return tuple(each for each in values if each not in others)


def _list_gaps(note: Note) -> list[int]:
    """Return the numbers of a note's gaps, each of which has a card."""
    return sorted({ordinal + 1 for ordinal in note.cards})


def _find_handovers(old: Note, new: Note) -> Iterator[Handover]:
    was, now = old.gaps, new.gaps
    for number in find_swapped(was, now):
        yield Handover(number, show(was[number]), show(now[number]))


def _read_fields(note: Note) -> tuple[str, ...]:
    """Return the fields as they are read: all feedback at its choice, and a picture once, with its labels."""
    if note[LABELS]:
        fields = note.name_fields()
        return note.put(Text=read_stem(note["Text"]), Answer="", **{LABELS: join_labels(fields)}).fields
    text, choices, answer, *rest = note.fields
    return text, *join_feedback(choices, answer), *rest


def _compare_texts(name: str, before: str, after: str) -> TextChange | None:
    if before == after or _DATE.sub(r"\1", before) == _DATE.sub(r"\1", after):
        return None
    pieces = compare_words(show(_DATE.sub(r"\1", before)), show(_DATE.sub(r"\1", after)))
    if all(kind == "same" for kind, _ in pieces):
        pieces = ()
    return TextChange(name, before, after, pieces, tuple(_find_unseen(before, after, worded=bool(pieces))))


def _find_unseen(before: str, after: str, *, worded: bool) -> Iterator[str]:
    """Yield what differs between two fields beside their words."""
    replaced = _find_replaced(before, after)
    if replaced:
        yield f"the content of {', '.join(replaced)} is another"
    if worded:
        return
    if _find_all("href", before) != _find_all("href", after):
        yield "a link leads elsewhere"
    elif _find_mixing(before) != _find_mixing(after):
        yield "the choices are mixed in another way"
    elif _SPOT.findall(before) != _SPOT.findall(after):
        yield "the places on the picture change"
    elif _GAP.findall(before) != _GAP.findall(after):
        yield "gaps have other numbers"
    elif not replaced:
        yield ONLY_MARKUP


def _find_replaced(before: str, after: str) -> list[str]:
    """Return the names of media that both fields show, of other content each."""
    old, new = ({DIGEST.sub("", name): name for name in _MEDIA.findall(page)} for page in (before, after))
    return [name for name in old if name in new and old[name] != new[name]]


def _find_all(attribute: str, page: str) -> list[str]:
    return [value for name, value in ATTRIBUTE.findall(page) if name == attribute]


def _find_mixing(page: str) -> list[tuple[bool, bool]]:
    """Return whether each element keeps its choices in their order, and stays at its own place."""
    classes = (each.split() for each in _find_all("class", page))
    return [("fixed" in each, "pinned" in each) for each in classes]


def _compare_descriptions(old: Edition, new: Edition) -> Iterator[TextChange]:
    known = {name.casefold(): text for name, text in old.descriptions.items()}
    for name, after in new.descriptions.items():
        change = _compare_texts(name, known.get(name.casefold(), after), after)
        if change and not after:
            change = replace(change, remarks=("students keep the old one, as Anki never empties a description",))
        if change:
            yield change


def _find_reordered(old: list[str], new: list[str]) -> tuple[str, ...]:
    """Return as few ids as possible without which the others stand in their old order (longest increasing run)."""
    place = {each: i for i, each in enumerate(old)}
    ends: list[int] = []  # the lowest place at which a run of each length ends
    lengths: list[int] = []
    for each in new:
        length = bisect_left(ends, place[each])
        ends[length : length + 1] = [place[each]]
        lengths.append(length)
    wanted = len(ends) - 1
    stays: set[str] = set()
    for each, length in zip(reversed(new), reversed(lengths), strict=True):
        if length == wanted:
            stays.add(each)
            wanted -= 1
    return tuple(each for each in new if each not in stays)
