"""A student with a real Anki: takes packages, studies, edits notes, and takes the next package.

Needs the extra `rehearse`, so only what plays a student may import this file.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest, ImportLogWithChanges
from anki.dbproxy import DBProxy
from anki.import_export_pb2 import ImportAnkiPackageUpdateCondition as Condition
from anki.notes import Note, NoteId
from anki.scheduler.v3 import Scheduler

from mkdeck.rehearsal.states import CardKey, DeckState, Fate, NoteState, Schedule, Taken

if TYPE_CHECKING:  # anki.cards can't be the first module of anki that is imported
    from anki.cards import Card

Rating = Literal[1, 3, 4]
AGAIN: Rating = 1
GOOD: Rating = 3
EASY: Rating = 4

_IF_NEWER = Condition.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER
_ALWAYS = Condition.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_ALWAYS

_NEW_CARD = ()
_LEARNING = (GOOD,)
_YOUNG = (EASY,)
_RELEARNING = (EASY, GOOD, AGAIN)
_MATURE = (EASY, GOOD)

_OF_STUDYING = "last review time"
"""Anki may find the second of an answer other than noted, where one student answers so fast."""
_REBUILT = "Database rebuilt and optimized."


_IN_ORDER = """
    SELECT notes.id FROM notes LEFT JOIN cards ON cards.nid = notes.id GROUP BY notes.id
    ORDER BY min(CASE cards.type WHEN 0 THEN cards.due ELSE json_extract(cards.data, '$.pos') END), notes.id
"""


class Student:
    """A fresh collection in a folder, which is made if need be; close it, or use it in a `with` block."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.collection = Collection(str(folder / "collection.anki2"))
        # What a power cut would do to this collection is nobody's worry, and waiting for the disk takes longest.
        self._database.execute("PRAGMA synchronous = OFF")
        self._note_ids: dict[str, NoteId] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the collection; nothing else works afterwards."""
        self.collection.close()

    def take(self, package: Path, *, always: bool = False) -> Taken:
        """Import a package and count what became of its notes (see `take_and_list`)."""
        return Taken(**{fate: len(notes) for fate, notes in self.take_and_list(package, always=always).items()})

    def take_and_list(
        self, package: Path, *, always: bool = False, merge: bool = False
    ) -> dict[Fate, list[tuple[str, ...]]]:
        """Import a package with the options that a student has who never looked at them.

        With `merge`, "Merge note types" is ticked. Where a student added a field or a template to a note type, Anki
        refuses updates of its notes without (`conflicting`), and puts new ones into another, with a `+` behind its
        name. With it, they arrive, also later; schedules stay, own cards too, and an own field is emptied on the notes
        that are updated. An own field touches all notes of its type, an own template none; a field with another name,
        own templates' texts and own styles stand in no way.

        With `always`, "Update notes" is at "Always". A note is then updated wherever its time is not the package's, and
        loses the student's own fields and tags, also where the package has nothing new; schedules, flags and suspended
        cards stay. Without, a note is ignored that was touched after its time in the package, now and ever after, until
        a later release changes it again. A student's edit or tag touches it, and Anki's own tag `leech`, find and
        replace; answering, flags, suspending, burying, other decks, and new due dates touch only cards. All measured
        with 26.09. Anki keeps "Always" for the next import.

        Gives the fields of its notes by what became of them: plain text, each field cut to 80 bytes. Raises Anki's
        AnkiException if the package is broken.
        """
        # The message's own defaults are those of Anki's import screen: update notes and note types if newer;
        # no merging of note types, no scheduling, no deck options.
        condition = _ALWAYS if always else _IF_NEWER
        options = ImportAnkiPackageOptions(update_notes=condition, merge_notetypes=merge)
        request = ImportAnkiPackageRequest(package_path=str(package), options=options)
        log = self.collection.import_anki_package(request).log
        self.collection.models._clear_cache()  # noqa: SLF001 - as Anki's window does after every import
        self._note_ids.clear()
        fates: dict[Fate, Iterable[ImportLogWithChanges.Note]] = {
            "new": log.new,
            "updated": log.updated,
            "duplicate": log.duplicate,
            "conflicting": log.conflicting,
            "left_out": [*log.missing_notetype, *log.missing_deck, *log.empty_first_field],
        }
        return {fate: [tuple(note.fields) for note in notes] for fate, notes in fates.items()}

    def study(self, *, spread: bool = True, progress: Callable[[int, int], object] = lambda _done, _all: None) -> None:
        """Study all cards with Anki's scheduler (FSRS), in order of due.

        With `spread` cards end up in turn new, learning, young, relearning, mature, new and suspended, mature and
        suspended, learning and flagged, mature and flagged, overdue; without it each is answered once with Easy.
        `progress` is called with (done, of how many).
        """
        self.collection.set_config("fsrs", True)
        cards = self._cards()
        for i, card in enumerate(cards):
            match i % 10 if spread else 2:
                case 0:
                    self._answer(card, _NEW_CARD)
                case 1:
                    self._answer(card, _LEARNING)
                case 2:
                    self._answer(card, _YOUNG)
                case 3:
                    self._answer(card, _RELEARNING)
                case 4:
                    self._ripen(card, days=30 + i)
                case 5:
                    self.collection.sched.suspend_cards([card.id])
                case 6:
                    self._ripen(card, days=60 + i)
                    self.collection.sched.suspend_cards([card.id])
                case 7:
                    self._answer(card, _LEARNING)
                    self.collection.set_user_flag_for_cards(1 + i % 7, [card.id])
                case 8:
                    self._ripen(card, days=120 + i)
                    self.collection.set_user_flag_for_cards(1 + i % 7, [card.id])
                case 9:
                    self._ripen(card, days=10, due=-3)
            progress(i + 1, len(cards))

    def schedules(self) -> dict[CardKey, Schedule]:
        """Return the schedule of every card."""
        reviews: dict[int, list[tuple[int, ...]]] = {}
        for card_id, *review in self._rows("SELECT cid, id, ease, ivl, lastIvl, factor, time, type FROM revlog"):
            reviews.setdefault(card_id, []).append(tuple(review))
        columns = ", ".join(f"c.{name}" for name in Schedule._fields if name != "reviews")
        query = f"SELECT n.guid, c.ord, c.id, {columns} FROM cards c JOIN notes n ON n.id = c.nid"  # noqa: S608 - own names
        return {
            (guid, ordinal): Schedule._make([*row, tuple(reviews.get(card_id, ()))])
            for guid, ordinal, card_id, *row in self._rows(query)
        }

    def edit(self, guid: str, field: str, text: str, *, at: int | None = None) -> None:
        """Change a field of a note, now or as if at a time in seconds since 1970."""
        note = self.note(guid)
        note[field] = text
        self.collection.update_note(note)
        self._set_changed(note, at)

    def tag(self, guid: str, tag: str, *, at: int | None = None) -> None:
        """Add a tag to a note, now or as if at a time in seconds since 1970."""
        note = self.note(guid)
        self.collection.tags.bulk_add([note.id], tag)
        self._set_changed(note, at)

    def add_field(self, name: str, times: Mapping[str, int]) -> None:
        """Add a field to every note type that has notes; these count as changed at their times, by guid."""
        models = self.collection.models
        for (notetype_id,) in self._rows("SELECT DISTINCT mid FROM notes"):
            if notetype := models.get(notetype_id):
                models.add_field(notetype, models.new_field(name))
                models.update_dict(notetype)
        for guid, time in times.items():
            self._database.execute("UPDATE notes SET mod = ? WHERE guid = ?", time, guid)

    def notes(self) -> dict[str, NoteState]:
        """Return every note by its guid. Raises ValueError if two have the same."""
        listed = self.list_notes()
        if len(states := dict(listed)) != len(listed):
            raise ValueError("two notes have one guid")
        return states

    def list_notes(self) -> list[tuple[str, NoteState]]:
        """Return every note with its guid, in the order in which they came when they were new."""
        notes = [self.collection.get_note(note_id) for (note_id,) in self._rows(_IN_ORDER)]
        return [(note.guid, NoteState(_name_notetype(note), tuple(note.fields), tuple(note.tags))) for note in notes]

    def note(self, guid: str) -> Note:
        """Return a note as Anki's own object; of two with one guid the older."""
        if guid not in self._note_ids:  # Anki has no index on guids
            self._note_ids = dict(self._rows("SELECT guid, id FROM notes ORDER BY id DESC"))
        return self.collection.get_note(self._note_ids[guid])

    def render(self, guid: str, ordinal: int = 0) -> tuple[str, str]:
        """Return the HTML of a card's front and back, without CSS; a broken template raises Anki's TemplateError."""
        (card,) = [card for card in self.note(guid).cards() if card.ord == ordinal]
        # Rendered through Card alone, an error would come as the card's text.
        backend = self.collection._backend  # noqa: SLF001 - there is no other way to it
        backend.render_existing_card(card_id=card.id, browser=False, partial_render=True)
        output = card.render_output(reload=True)
        return output.question_text, output.answer_text

    def decks(self) -> dict[str, DeckState]:
        """Return every deck by its whole name, without the one that Anki always has."""
        cards: dict[int, list[CardKey]] = {}
        rows = self._rows("SELECT c.did, n.guid, c.ord FROM cards c JOIN notes n ON n.id = c.nid ORDER BY c.due, c.ord")
        for deck_id, guid, ordinal in rows:
            cards.setdefault(deck_id, []).append((guid, ordinal))
        return {
            deck["name"]: DeckState(deck["desc"], deck.get("desiredRetention"), tuple(cards.get(deck["id"], ())))
            for deck in self.collection.decks.all()
            if deck["id"] != 1
        }

    def media_files(self) -> set[str]:
        """Return the names of all files in the media folder."""
        return {path.name for path in Path(self.collection.media.dir()).iterdir()}

    def missing_media(self) -> list[str]:
        """Return the names of files that notes ask for and the media folder lacks."""
        return sorted(self.collection.media.check().missing)

    def check_media(self) -> list[str]:
        """Run Anki's "Check Media"; give the names of missing and unused files."""
        found = self.collection.media.check()
        return [*found.missing, *found.unused]

    def fix_integrity(self) -> list[str]:
        """Run Anki's "Check Database"; give the problems that it mended."""
        text, ok = self.collection.fix_integrity()
        mended = [] if ok else [line for line in text.splitlines() if _OF_STUDYING not in line]
        return [] if mended == [_REBUILT] else mended

    def _cards(self) -> list["Card"]:
        return [self.collection.get_card(card_id) for card_id in self.collection.find_cards("", order="c.due, c.ord")]

    def _answer(self, card: "Card", ratings: Sequence[Rating]) -> None:
        scheduler = Scheduler(self.collection)
        for rating in ratings:
            card.start_timer()
            scheduler.answerCard(card, rating)

    def _ripen(self, card: "Card", days: int, due: int | None = None) -> None:
        """Make it a review card with an interval of so many days, due in so many, by default when half have passed."""
        self._answer(card, _MATURE)
        card.ivl = days
        card.due = self.collection.sched.today + (days // 2 if due is None else due)
        self.collection.update_card(card)

    def _set_changed(self, note: Note, at: int | None) -> None:
        if at is not None:
            self._database.execute("UPDATE notes SET mod = ? WHERE id = ?", at, note.id)

    def _rows(self, query: str, *values: str | int) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._database.all(query, *values)]

    @property
    def _database(self) -> DBProxy:
        if self.collection.db is None:
            raise RuntimeError("the student's collection is closed")
        return self.collection.db


def _name_notetype(note: Note) -> str:
    notetype = note.note_type()
    return str(notetype["name"]) if notetype else ""
