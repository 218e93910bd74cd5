"""Match the notes of two editions of a course as students' collections do: by question and class."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from mkdeck.identity import NoteClass
from mkdeck.notes.note import Note

Key = tuple[str, NoteClass]
"""A question's id, and the class of its note."""


class _Known(Protocol):
    """A note of the older edition, or what a ledger knows of one."""

    @property
    def deck(self) -> str: ...


Old = TypeVar("Old", bound=_Known)


@dataclass(frozen=True, slots=True)
class Matching(Generic[Old]):
    """Two editions side by side, by key: `kept` notes are in both, `come` ones only in the new, in its order.

    What the new edition does not have is `gone`, in the old one's order; or it is `restyled`, where its question is a
    note of another class now, and stands with that note in the new one's order.
    """

    kept: Mapping[Key, tuple[Old, Note]]
    come: Mapping[Key, Note]
    gone: Mapping[Key, Old]
    restyled: Mapping[Key, tuple[Old, Note]]

    def find_moved(self) -> dict[Key, tuple[Old, Note]]:
        """Return the notes whose deck has another name, as Anki tells names apart: not by the case of letters."""
        return {key: (was, now) for key, (was, now) in self.kept.items() if was.deck.casefold() != now.deck.casefold()}


def match_notes(old: Mapping[Key, Old], new: Mapping[Key, Note]) -> Matching[Old]:
    """Match the notes of two editions."""
    ids = {question_id for question_id, _ in new}
    missing = {key: was for key, was in old.items() if key not in new}
    return Matching(
        kept={key: (old[key], now) for key, now in new.items() if key in old},
        come={key: now for key, now in new.items() if key not in old},
        gone={key: was for key, was in missing.items() if key[0] not in ids},
        restyled=dict(_find_restyled(missing, new)),
    )


def _find_restyled(missing: Mapping[Key, Old], new: Mapping[Key, Note]) -> Iterator[tuple[Key, tuple[Old, Note]]]:
    """Yield what is missing and stands as a note of the other class."""
    by_id = {key[0]: (key, was) for key, was in missing.items()}
    for now in new.values():
        if now.id in by_id:
            key, was = by_id[now.id]
            yield key, (was, now)


def find_swapped(old: Mapping[int, str], new: Mapping[int, str]) -> list[int]:
    """Return the cloze numbers, sorted, that stand on another gap's text now, or whose text has another number now.

    Both give, by number, the text behind a gap or its digest.
    """
    return [
        number
        for number, text in sorted(old.items())
        if number in new and new[number] != text and (text in new.values() or new[number] in old.values())
    ]


def index_notes(notes: tuple[Note, ...]) -> dict[Key, Note]:
    """Return notes by question and class, in their order."""
    return {note.key: note for note in notes}
