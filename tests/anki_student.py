"""A student with a real Anki: takes packages, studies, edits notes, and takes the next package."""

from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.consts import QUEUE_TYPE_REV
from anki.notes import Note
from anki.scheduler.v3 import CardAnswer, Scheduler

if TYPE_CHECKING:  # anki.cards can't be the first module of anki that is imported
    from anki.cards import Card

CardKey = tuple[str, int]
"""A card by its note's guid and its ordinal."""

_NEW_CARD = ()
_LEARNING = (CardAnswer.GOOD,)
_YOUNG = (CardAnswer.EASY,)
_RELEARNING = (CardAnswer.EASY, CardAnswer.GOOD, CardAnswer.AGAIN)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_BLOCKS = frozenset("blockquote dd details div dl dt h1 h2 h3 h4 li ol p pre section summary table tr ul".split())


@dataclass(frozen=True, slots=True)
class Taken:
    """How many notes of a package were new, updated, already there, at odds with the student's, or left out."""

    new: int = 0
    updated: int = 0
    duplicate: int = 0
    conflicting: int = 0
    left_out: int = 0


class NoteState(NamedTuple):
    """A note as the student has it."""

    notetype: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]


class DeckState(NamedTuple):
    """A deck as the student has it: HTML description, desired retention in percent or None, cards in order of due."""

    description: str
    retention: int | None
    cards: tuple[CardKey, ...]


class Schedule(NamedTuple):
    """All that Anki knows about a card's schedule: its row, and one row for each review.

    `data` is Anki's own JSON: memory state, desired retention, position among the new cards.
    """

    type: int
    queue: int
    due: int
    ivl: int
    factor: int
    reps: int
    lapses: int
    left: int
    odue: int
    odid: int
    flags: int
    data: str
    reviews: tuple[tuple[int, ...], ...]


class Student:
    """A fresh collection in a folder, which is made if need be; close it, or use it in a `with` block."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.collection = Collection(str(folder / "collection.anki2"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the collection; nothing else works afterwards."""
        self.collection.close()

    def take(self, package: Path) -> Taken:
        """Import a package with the options that a student has who never looked at them."""
        # The message's own defaults are those of Anki's import screen: update notes and note types if newer;
        # no merging of note types, no scheduling, no deck options.
        request = ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions())
        log = self.collection.import_anki_package(request).log
        self.collection.models._clear_cache()  # as Anki's window does after every import
        return Taken(
            new=len(log.new),
            updated=len(log.updated),
            duplicate=len(log.duplicate),
            conflicting=len(log.conflicting),
            left_out=len(log.missing_notetype) + len(log.missing_deck) + len(log.empty_first_field),
        )

    def study(self, *, spread: bool = True) -> None:
        """Study all cards with Anki's scheduler (FSRS), in order of due.

        With `spread` cards end up in turn new, learning, young, relearning, mature, new and suspended, mature and
        suspended, learning and flagged, mature and flagged; without it each is answered once with Easy.
        """
        self.collection.set_config("fsrs", True)
        for i, card in enumerate(self._cards()):
            match i % 9 if spread else 2:
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

    def schedules(self) -> dict[CardKey, Schedule]:
        """Give the schedule of every card."""
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

    def notes(self) -> dict[str, NoteState]:
        """Give every note by its guid."""
        notes = [self.collection.get_note(note_id) for note_id in self.collection.find_notes("")]
        states = {
            note.guid: NoteState(str(self._notetype(note)["name"]), tuple(note.fields), tuple(note.tags))
            for note in notes
        }
        assert len(states) == len(notes), "two notes have one guid"
        return states

    def note(self, guid: str) -> Note:
        """Give a note as Anki's own object."""
        ((note_id,),) = self._rows("SELECT id FROM notes WHERE guid = ?", guid)
        return self.collection.get_note(note_id)

    def render(self, guid: str, ordinal: int = 0) -> tuple[str, str]:
        """Give the HTML of a card's front and back, without the CSS; a broken template raises Anki's TemplateError."""
        (card,) = [card for card in self.note(guid).cards() if card.ord == ordinal]
        # Rendered through Card alone, an error would come as the card's text.
        self.collection._backend.render_existing_card(card_id=card.id, browser=False, partial_render=True)
        output = card.render_output(reload=True)
        return output.question_text, output.answer_text

    def decks(self) -> dict[str, DeckState]:
        """Give every deck by its whole name, without the one that Anki always has."""
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
        """Give the names of all files in the media folder."""
        return {path.name for path in Path(self.collection.media.dir()).iterdir()}

    def check_media(self) -> list[str]:
        """Run Anki's "Check Media"; give the names of missing and unused files."""
        found = self.collection.media.check()
        return [*found.missing, *found.unused]

    def fix_integrity(self) -> list[str]:
        """Run Anki's "Check Database"; give the problems that it mended."""
        text, ok = self.collection.fix_integrity()
        return [] if ok else text.splitlines()

    def _cards(self) -> list["Card"]:
        return [self.collection.get_card(card_id) for card_id in self.collection.find_cards("", order="c.due, c.ord")]

    def _answer(self, card: "Card", ratings: Sequence["CardAnswer.Rating.V"]) -> None:
        scheduler = self.collection.sched
        assert isinstance(scheduler, Scheduler)
        for rating in ratings:
            card.start_timer()
            states = self.collection._backend.get_scheduling_states(card.id)
            scheduler.answer_card(scheduler.build_answer(card=card, states=states, rating=rating))
            card.load()

    def _ripen(self, card: "Card", days: int) -> None:
        """Make it a review card with an interval of so many days, half of which have passed."""
        self._answer(card, (CardAnswer.EASY, CardAnswer.GOOD))
        assert card.queue == QUEUE_TYPE_REV
        card.ivl = days
        card.due = self.collection.sched.today + days // 2
        self.collection.update_card(card)

    def _set_changed(self, note: Note, at: int | None) -> None:
        if at is not None:
            assert self.collection.db
            self.collection.db.execute("UPDATE notes SET mod = ? WHERE id = ?", at, note.id)

    def _notetype(self, note: Note) -> dict[str, Any]:
        notetype = note.note_type()
        assert notetype
        return notetype

    def _rows(self, query: str, *values: str | int) -> list[list[Any]]:
        assert self.collection.db
        rows: list[list[Any]] = [list(row) for row in self.collection.db.all(query, *values)]
        return rows


def read_card(page: str) -> list[str]:
    """Give the lines that a student sees on a side of a card, where no script runs and no hint has been opened."""
    reader = _CardReader()
    reader.feed(page)
    reader.close()
    return [line for line in (" ".join(line.split()) for line in "".join(reader.text).split("\n")) if line]


class _CardReader(HTMLParser):
    """Reads what the CSS shows: feedback on the back only, the hint and the invitation on the front only."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.open: list[tuple[str, set[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS or tag == "br":
            self.text.append("\n")
        if tag not in _VOID:
            self.open.append((tag, set((dict(attrs).get("class") or "").split())))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.text.append("\n")
        if any(name == tag for name, _ in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        classes = set[str]().union(*(each for _, each in self.open))
        tags = {tag for tag, _ in self.open}
        folded = "details" in tags and "summary" not in tags
        if "answered" in classes:
            hidden = folded or "invitation" in classes or {"front", "hint"} <= classes
        else:
            hidden = folded or "feedback" in classes
        if not hidden:
            self.text.append(data if "pre" in tags else data.replace("\n", " "))
