"""Packages of Anki, `.apkg` and `.colpkg`, of its older and its newer form.

A package that mkdeck made comes back as the course that it was, also where Anki exported it again; notes that others
made become questions as well as their fields tell. Where other formats name a line, here it is the note's number.
"""

from dataclasses import dataclass, field, replace

from mkdeck.apkg.archive import Archive, BrokenPackageError, is_package
from mkdeck.apkg.collection import Collection, StoredNote, StoredNotetype, read_collection, sort_by_place
from mkdeck.apkg.read import find_class
from mkdeck.identity import NoteClass
from mkdeck.importers.anki.notes import ForeignReader
from mkdeck.importers.decompiler.course import find_course, find_language, place_retired, read_outline
from mkdeck.importers.decompiler.files import PackageFiles, make_paths
from mkdeck.importers.decompiler.notes import OwnNote, OwnReader
from mkdeck.importers.decompiler.turned import fold_turned
from mkdeck.importers.draft import Document, Draft, Outline, Reading, Skipped
from mkdeck.importers.drafting.reading_builder import ReadingBuilder
from mkdeck.importers.errors import UnreadableError
from mkdeck.importers.writing.course import clean_deck, make_outline
from mkdeck.notes.corrections import take_off
from mkdeck.notetypes import find_words

_OLDER = "an older edition of the question '{}', whose newer one is here, too"
_SEVERAL = "this package is not one course of mkdeck's alone, so students would get its questions as new ones"


def recognise(document: Document) -> float:
    """Look for a zip file that holds a collection."""
    return 1.0 if is_package(document.content) else 0.0


def read(document: Document) -> Reading:
    """Read every note of the package. Raises UnreadableError where it is damaged."""
    if not document.content.startswith(b"PK"):
        raise UnreadableError("this is no package of Anki's, which is a zip file")
    try:
        with Archive(document.content) as archive:
            return _Package(archive, document.name).read()
    except BrokenPackageError as error:
        raise UnreadableError(f"this package can't be read: {error}") from error


@dataclass(slots=True)
class _Course:
    """The note types of one of mkdeck's courses, and its notes."""

    notetypes: dict[NoteClass, StoredNotetype] = field(default_factory=dict)
    notes: list[OwnNote] = field(default_factory=list)


class _Package:
    """One package on its way to a reading."""

    def __init__(self, archive: Archive, name: str) -> None:
        self.name = name
        self.exported = archive.exported
        self.collection: Collection = read_collection(archive.read_collection())
        self.files = PackageFiles(archive)
        self.paths = make_paths(self.files)
        self.courses: dict[str, _Course] = {}
        self.foreign: list[tuple[int, StoredNote]] = []
        self.reading = ReadingBuilder()

    def read(self) -> Reading:
        self._sort()
        if len(self.courses) == 1 and not self.foreign:
            (course,) = self.courses.values()
            outline = read_outline(
                course.notetypes, self.collection.decks.values(), course.notes, self.name, self.reading.remarks
            )
            decks = [clean_deck(deck.name) for deck in self.collection.decks.values()]
            course.notes = place_retired(course.notes, outline.settings, decks)
            self._read_own(course)
        else:
            outline = self._read_mixed()
        if self.exported or not outline.exact:
            self.reading.drafts = self._by_deck()
        return self.reading.build(outline=outline)

    def _sort(self) -> None:
        """Split the notes by who made them; ids of mkdeck's own tell nothing of their order."""
        notes, known = self.collection.notes, self.collection.notetypes
        own = any(note.notetype in known and find_class(known[note.notetype]) for note in notes)
        for number, note in enumerate(sort_by_place(notes) if own else notes, 1):
            notetype = self.collection.notetypes.get(note.notetype)
            note_class = find_class(notetype) if notetype else None
            if not notetype or not note_class or len(note.fields) != len(notetype.fields):
                self.foreign.append((number, note))
                continue
            name = notetype.course_id or notetype.name.removesuffix(" (cloze)")
            course = self.courses.setdefault(name, _Course())
            course.notetypes.setdefault(note_class, notetype)
            course.notes.append(
                OwnNote(number, note_class, self._deck(note), take_off(note.fields), note.tags, note.guid, note.time)
            )

    def _deck(self, note: StoredNote) -> str:
        decks = self.collection.decks
        return next((clean_deck(decks[each].name) for each, _ in note.cards if each in decks), "")

    def _read_own(self, course: _Course) -> None:
        reader = OwnReader(self.files, self.paths, find_words(find_language(course.notetypes)))
        newest = {note["Id"]: note.number for note in sorted(course.notes, key=lambda note: (note.time, note.number))}
        drafts: list[Draft] = []
        for note in course.notes:
            if newest[note["Id"]] != note.number:
                self.reading.skip(note.number, _OLDER.format(note["Id"]))
                continue
            with self.reading.question(note.number):
                drafts.append(replace(reader.read(note), deck=note.deck))
        self.reading.drafts += fold_turned(drafts)
        self.reading.remarks += reader.remarks

    def _read_mixed(self) -> Outline:
        for course in self.courses.values():
            course.notes = place_retired(course.notes, None, ())
            self._read_own(course)
        if self.courses:
            self.reading.remark(1, _SEVERAL)
        reader = ForeignReader(self.files)
        for number, note in self.foreign:
            for found in reader.read_stored(number, note, self.collection):
                if isinstance(found, Skipped):
                    self.reading.skipped.append(found)
                else:
                    self.reading.add(replace(found, deck=self._deck(note)))
        self.reading.remarks += reader.remarks
        root = find_course([draft.deck for draft in self.reading.drafts])
        return make_outline(root or self.name.rpartition("/")[2].partition(".")[0])

    def _by_deck(self) -> list[Draft]:
        """Put the questions of each deck together, in the order of the decks' first questions."""
        decks: dict[str, list[Draft]] = {}
        for draft in self.reading.drafts:
            decks.setdefault(draft.deck, []).append(draft)
        return [draft for deck in decks.values() for draft in deck]
