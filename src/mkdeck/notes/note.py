"""A note as Anki gets it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from mkdeck.identity import NoteClass, make_guid
from mkdeck.notetypes import NAMES
from mkdeck.questions.occlusion import LABELS, join_labels
from mkdeck.text.anki_markup import read_gaps

RETIRED_TAG = "mkdeck::retired"

_PLACES = {name: i for i, name in enumerate(NAMES)}


@dataclass(frozen=True, slots=True)
class Note:
    """A note: `fields` in the order of `NAMES`, `cards` the ordinals of its cards."""

    id: str
    guid: str
    note_class: NoteClass
    deck: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    cards: tuple[int, ...]
    media: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, NoteClass]:
        """Return what tells one note from all others of the course."""
        return self.id, self.note_class

    def is_of(self, course_id: str) -> bool:
        """Whether the course with this id made the note."""
        return make_guid(course_id, self.id, self.note_class) == self.guid

    def __getitem__(self, name: str) -> str:
        """Return a field by its name in `NAMES`."""
        return self.fields[_PLACES[name]]

    def name_fields(self) -> dict[str, str]:
        """Return all fields by their names in `NAMES`."""
        return dict(zip(NAMES, self.fields, strict=True))

    def put(self, **fields: str) -> "Note":
        """Return the note with other texts in some fields."""
        return replace(self, fields=tuple(fields.get(name, text) for name, text in self.name_fields().items()))

    @property
    def gaps(self) -> dict[int, str]:
        """Return the text behind each cloze number: what its card asks for."""
        if self.note_class != "cloze":
            return {}
        return read_gaps(join_labels(self.name_fields()) if self[LABELS] else self["Text"])

    @property
    def retired(self) -> str:
        """Return when and why it was retired, `DATE: why`; empty while it is asked."""
        return self["Retired"]

    @property
    def retired_on(self) -> int | None:
        """Return the day on which it was retired, in seconds since 1970; none where it is asked, or says no day."""
        try:
            return int(datetime.fromisoformat(self.retired[:10]).replace(tzinfo=UTC).timestamp())
        except ValueError:
            return None


def show_day(seconds: int) -> str:
    """Return the day of a time (seconds since 1970), as notes and pages tell it."""
    return datetime.fromtimestamp(seconds, tz=UTC).date().isoformat()
