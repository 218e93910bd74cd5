"""Changes as plain values, for JSON: everything about them, fields and templates as HTML."""

from mkdeck.diff.changes import Changes, NoteChange, TextChange
from mkdeck.diff.notices import list_notices
from mkdeck.diff.words import show
from mkdeck.notes.note import Note
from mkdeck.notetypes import FIELDS


def make_json(changes: Changes) -> dict[str, object]:
    """Return everything about the changes as values that JSON can hold; fields and templates as HTML."""
    return {
        "notice": list(list_notices(changes)),
        "added": [_note_json(note) for note in changes.added],
        "changed": [_change_json(each) for each in changes.changed],
        "moved": [{"id": each.note.id, "before": each.before, "after": each.note.deck} for each in changes.moved],
        "retired": [{"id": note.id, "why": show(note.retired)} for note in changes.retired],
        "unretired": [_note_json(note) for note in changes.unretired],
        "removed": [_note_json(note) for note in changes.removed],
        "restyled": [{"before": _note_json(was), "after": _note_json(now)} for was, now in changes.restyled],
        "reordered": list(changes.reordered),
        "templates": [
            {"class": each.note_class, "part": each.part, "before": each.before, "after": each.after}
            for each in changes.templates
        ],
        "descriptions": [{"deck": each.name} | _text_json(each) for each in changes.descriptions],
        "other_course": changes.other_course,
    }


def _change_json(change: NoteChange) -> dict[str, object]:
    return {
        "id": change.note.id,
        "class": change.note.note_class,
        "deck": change.note.deck,
        "fields": [{"field": text.name} | _text_json(text) for text in change.fields],
        "tags_gone": list(change.tags_gone),
        "tags_new": list(change.tags_new),
        "gaps_gone": list(change.gaps_gone),
        "gaps_new": list(change.gaps_new),
        "handovers": [{"gap": each.number, "before": each.before, "after": each.after} for each in change.handovers],
    }


def _note_json(note: Note) -> dict[str, object]:
    names = (name for name, _ in FIELDS[note.note_class])
    return {
        "id": note.id,
        "class": note.note_class,
        "deck": note.deck,
        "tags": list(note.tags),
        "cards": len(note.cards),
        "fields": {name: field for name, field in zip(names, note.fields, strict=True) if field},
    }


def _text_json(change: TextChange) -> dict[str, object]:
    return {
        "words": [list(piece) for piece in change.pieces],
        "remarks": list(change.remarks),
        "before": change.before,
        "after": change.after,
    }
