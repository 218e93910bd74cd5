"""Questions to notes: what stands in each field, which cards a note has, which media it needs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Literal

from mkdeck.course.loading import Course, Entry
from mkdeck.course.model import CourseSettings
from mkdeck.diagnostics import Finding
from mkdeck.identity import make_guid
from mkdeck.notes.descriptions import Farewell, describe_decks, shorten
from mkdeck.notes.directions import set_directions
from mkdeck.notes.media import Media, MediaFinder
from mkdeck.notes.note import RETIRED_TAG, Note, show_day
from mkdeck.notes.texts import TextWriter
from mkdeck.notetypes import CONTEXT, NAMES, find_words
from mkdeck.notetypes.report_address import write_in_note
from mkdeck.questions.keys import Style
from mkdeck.text.anki_markup import fill_gaps
from mkdeck.text.faults import Fault
from mkdeck.text.markdown import unwrap

Shown = tuple[Media | Fault, Fault | None]
"""What was found behind a reference, and what is doubtful about it."""
_NO_FIELDS = dict.fromkeys(NAMES, "")


@dataclass(frozen=True, slots=True)
class Notes:
    """All notes of a course in source order, their media by name, and what was wrong with their texts.

    `descriptions` are those that Anki gets, as HTML by the decks' whole names, `own_descriptions` what the decks' files
    say alone; `found` gives the file behind each reference, by the folder of its deck file.
    """

    notes: tuple[Note, ...]
    media: tuple[Media, ...]
    descriptions: dict[str, str]
    own_descriptions: Mapping[str, str]
    findings: tuple[Finding, ...]
    found: Mapping[tuple[Path, str], tuple[Media, Fault | None]]


@dataclass(slots=True)
class _Common:
    """What the questions of a course share while they become notes."""

    course: Course
    words: Mapping[str, str]
    finder: MediaFinder
    retired_at: Callable[[str], int]
    shared: dict[tuple[str, str, str, bool], "_Shared"] = field(default_factory=dict)
    """What several questions say alike, by deck file, key, text, and whether the question itself says it."""

    def finds_again(self, entry: Entry, written: "_Written") -> bool:
        """Whether what a note was made of beside its course is still as it was: its media, and when it was retired."""
        farewell, folder = written.farewell, entry.deck.source.path.parent
        return (not farewell or farewell.date == show_day(self.retired_at(entry.id))) and all(
            self.finder.look(reference, folder) == found for reference, found in written.shown.items()
        )


@dataclass(frozen=True, slots=True)
class _Shared:
    page: str = ""
    media: dict[str, Media] = field(default_factory=dict)
    shown: dict[str, Shown] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Written:
    """What came of a question, and what stood behind its references."""

    media: dict[str, Media]
    findings: list[Finding]
    note: Note
    farewell: Farewell | None
    shown: dict[str, Shown]


@dataclass(frozen=True, slots=True)
class _WrittenDeck:
    """What came of the questions of a deck, and of what."""

    settings: CourseSettings
    entries: tuple[Entry, ...]
    written: tuple[_Written, ...]

    def fits(self, entries: Sequence[Entry], common: _Common) -> bool:
        """Whether the same would come of these entries."""
        return (
            self.settings == common.course.settings
            and len(self.entries) == len(entries)
            and all(map(_is_same, self.entries, entries))
            and all(map(common.finds_again, entries, self.written))
        )


KnownNotes = dict[str, _WrittenDeck]
"""Notes that were made before, by the deck's file: those of a deck that is the same need not be made again."""


def make_notes(
    course: Course,
    retired_at: Callable[[str], int],
    tick: Callable[[], object] = lambda: None,
    known: KnownNotes | None = None,
) -> Notes:
    """Make the notes of a course.

    `retired_at` gives the time (seconds since 1970) at which a question, by its id, was retired; `tick` is called
    once for each note.
    """
    common = _Common(course, find_words(course.settings.language), MediaFinder(course.root), retired_at)
    notes: list[Note] = []
    media: dict[str, Media] = {}
    findings: list[Finding] = []
    farewells: list[Farewell] = []
    for written in _write_all(common, {} if known is None else known):
        notes.append(written.note)
        media |= written.media
        findings += written.findings
        if written.farewell:
            farewells.append(written.farewell)
        tick()
    filled = {note.deck for note in notes if note.cards}
    texts, wrong = _describe(common)
    descriptions = describe_decks(course.settings, texts, filled, farewells, common.words["no_longer_asked"])
    return Notes(
        tuple(notes), tuple(sorted(media.values())), descriptions, texts, (*findings, *wrong), common.finder.found
    )


def _write_all(common: _Common, known: KnownNotes) -> Iterator[_Written]:
    """Yield what comes of each question of a course."""
    for _, group in groupby(common.course.entries, lambda entry: id(entry.deck)):
        entries = tuple(group)
        name = entries[0].deck.source.name
        if (before := known.get(name)) and before.fits(entries, common):
            yield from before.written
            continue
        written: list[_Written] = []
        for entry in entries:
            written.append(_write_note(entry, common))
            yield written[-1]
        known[name] = _WrittenDeck(common.course.settings, entries, tuple(written))


def _is_same(one: Entry, other: Entry) -> bool:
    """Whether two entries are of one question in one deck, not only of equal ones."""
    same = one.question is other.question or one.turned
    return (
        same and (one.deck is other.deck) and (one.id, one.index, one.turned) == (other.id, other.index, other.turned)
    )


class _QuestionWriter(TextWriter):
    """Writes the texts of one question, with what its type asks of the course."""

    def __init__(self, entry: Entry, common: _Common) -> None:
        super().__init__(common.finder, entry.deck, entry)
        self.words = common.words
        self.style: Style = common.course.style(entry)


def _write_note(entry: Entry, common: _Common) -> _Written:
    question, settings = entry.question, common.course.settings
    writer = _QuestionWriter(entry, common)
    filled = question.fill(writer)
    fields = _NO_FIELDS | filled.fields
    cards, farewell = filled.cards, None
    if question.explanation:
        fields["Explanation"] = writer.write(question.explanation, "explanation").html
    if question.hint:
        fields["Hint"] = writer.write(question.hint, "hint", folded=True).html
    if question.retired:
        # Without cards, nobody gets it anew, and those who have it keep theirs, now with an empty front and a back of
        # Anki's own (see notetypes/templates/retired.css). Who never had it has a note that no screen of Anki's shows.
        # Check Database (23.12, 24.11, 26.09) makes an empty card of it, which Empty Cards takes away with the note;
        # the next edition then brings the note again, unseen.
        cards = ()
        fields["Text"] = fill_gaps(fields["Text"])
        date = show_day(common.retired_at(entry.id))
        why = unwrap(writer.write(question.retired, "retired").html)
        fields["Retired"] = f"{date}: {why}"
        farewell = Farewell(date, entry.deck.name, f"{shorten(fields['Text'])} ({why})")
    context = _write_shared("context", entry, common, writer)
    source = _write_shared("source", entry, common, writer)
    fields |= {
        CONTEXT: context.page,
        "Kind": question.type,
        "Source": unwrap(source.page),
        "Report": write_in_note(settings.report, settings.course, entry.deck.name) if settings.report else "",
        "Id": entry.id,
    }
    media = context.media | writer.media | source.media
    shown = context.shown | writer.shown | source.shown
    note = Note(
        id=entry.id,
        guid=make_guid(settings.id, entry.id, filled.note_class),
        note_class=filled.note_class,
        deck=entry.deck.name,
        fields=tuple(set_directions(fields).values()),
        tags=_collect_tags(entry, settings.tags),
        cards=cards,
        media=tuple(media),
    )
    # What is wrong with the texts of a question is said of it, not of the one that asks it the other way round.
    return _Written(media, [] if entry.turned else writer.findings, note, farewell, shown)


def _write_shared(key: Literal["context", "source"], entry: Entry, common: _Common, writer: TextWriter) -> _Shared:
    """Write what many questions of a deck say alike, and once."""
    own = entry.question.context if key == "context" else entry.question.source
    text = own or (entry.deck.settings.source if key == "source" else None)
    if not text:
        return _Shared()
    place = (entry.deck.source.name, key, text, bool(own))
    if known := common.shared.get(place):
        return known
    apart = TextWriter(common.finder, entry.deck, entry if own else None)
    shared = _Shared(apart.write(text, key).html, apart.media, apart.shown)
    writer.findings += apart.findings
    if not (own and apart.findings):  # what is wrong with it is said of every question that has it
        common.shared[place] = shared
    return shared


def _collect_tags(entry: Entry, of_course: tuple[str, ...]) -> tuple[str, ...]:
    retired = (RETIRED_TAG,) if entry.question.retired else ()
    return tuple(sorted({*of_course, *entry.deck.settings.tags, *entry.question.tags, *retired}))


def _describe(common: _Common) -> tuple[dict[str, str], list[Finding]]:
    """Write what decks say of themselves, by their names."""
    texts: dict[str, str] = {}
    findings: list[Finding] = []
    for deck in common.course.decks:
        own = deck.settings.description
        writer = TextWriter(common.finder, deck)
        texts[deck.name] = (writer.describe(own) if own else "") or texts.get(deck.name, "")
        findings += writer.findings
    return texts, findings
