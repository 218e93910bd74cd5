"""Write changes for people and machines: an outline of lines, Markdown, and plain values for JSON.

The outline says everything once, so that a terminal and a release note cannot tell different stories.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from textwrap import shorten
from typing import Literal

from mkdeck.diff.changes import Changes, NoteChange, TemplateChange, TextChange
from mkdeck.diff.words import Piece, show
from mkdeck.notes.note import Note
from mkdeck.notetypes import FIELDS

Span = tuple[Literal["same", "gone", "new", "name"], str]
"""A piece of a line; a `name` is a question's id."""

SHOWN_IDS = 10
"""How many ids stand in one line."""
SHOWN_LINES = 6
"""Texts of so many lines are shown whole, of longer ones only what changed and the lines around it."""

_RETIRED = [name for name, _ in FIELDS["standard"]].index("Retired")
_NOTICES = {
    "added": ("Students get {} new question.", "Students get {} new questions."),
    "gaps_new": ("Students get {} new card, of a new gap.", "Students get {} new cards, of new gaps."),
    "changed": (
        "{} question changes and keeps its schedule. What students changed or tagged themselves there is replaced.",
        "{} questions change and keep their schedules. What students changed or tagged themselves there is replaced.",
    ),
    "moved": (
        "{} question is in another deck. Whoever has it already finds it in the old one.",
        "{} questions are in another deck. Whoever has them already finds them in the old one.",
    ),
    "retired": (
        "{} question is no longer asked. Its card is empty, and Tools > Empty Cards in Anki deletes it.",
        "{} questions are no longer asked. Their cards are empty, and Tools > Empty Cards in Anki deletes them.",
    ),
    "unretired": ("{} retired question is asked again.", "{} retired questions are asked again."),
    "removed": (
        "{} question is gone from the course. Whoever has it keeps it as it is, for ever.",
        "{} questions are gone from the course. Whoever has them keeps them as they are, for ever.",
    ),
    "restyled": (
        "{} question comes as a new card, and the old card stays beside it.",
        "{} questions come as new cards, and the old cards stay beside them.",
    ),
    "gaps_gone": (
        "{} card stays although its gap is gone, and asks nothing.",
        "{} cards stay although their gaps are gone, and ask nothing.",
    ),
    "handovers": (
        "{} card asks for what another one asked for, and keeps its own schedule.",
        "{} cards ask for what others asked for, and keep their own schedules.",
    ),
    "reordered": (
        "Who is new to the course meets {} question in another place.",
        "Who is new to the course meets {} questions in another place.",
    ),
    "templates": ("Cards look or behave differently; their schedules stay.",) * 2,
    "descriptions": ("{} deck has another description.", "{} decks have another description."),
}
_STYLES = {"standard": "a card without a gap", "cloze": "a card with gaps"}
_CARDS = {"standard": "Cards without a gap", "cloze": "Cards with gaps"}
_LENGTHS = {"same": 160, "gone": 1000, "new": 1000}
_MARKDOWN = re.compile(
    r"(`[^`\n]+`)|([`*~$]|(?<!\w)_|_(?!\w)|\\(?=[!-/:-@\[-`{-~]|$)|<(?=[A-Za-z/!?])|\](?=[(\[:])|&(?=#?\w+;))"
)
_BLOCK_START = re.compile(r"^(\d*)([-+.)>]|#+)(?=\s)")
_MARKS = {"gone": "~~", "new": "**", "name": "`"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the outline; depth 0 is a heading, and what is below it is deeper."""

    depth: int
    spans: tuple[Span, ...]


def write_markdown(changes: Changes) -> str:
    """Write the changes as Markdown, as in release notes: ~~gone~~ and **new** words, headings of the second level."""
    lines: list[str] = []
    for line in outline(changes):
        if line.depth:
            lines.append("  " * (line.depth - 1) + "- " + _BLOCK_START.sub(r"\1\\\2", _write_spans(line.spans)))
        else:
            lines += ["", "## " + _write_spans(line.spans), ""]
    return "\n".join(lines).strip() + "\n"


def make_json(changes: Changes) -> dict[str, object]:
    """Return everything about the changes as values that JSON can hold; fields and templates as HTML."""
    return {
        "notice": list(notice(changes)),
        "added": [_note_json(note) for note in changes.added],
        "changed": [
            {
                "id": each.note.id,
                "class": each.note.note_class,
                "deck": each.note.deck,
                "fields": [{"field": text.name} | _text_json(text) for text in each.fields],
                "tags_gone": list(each.tags_gone),
                "tags_new": list(each.tags_new),
                "gaps_gone": list(each.gaps_gone),
                "gaps_new": list(each.gaps_new),
                "handovers": [
                    {"gap": handover.number, "before": handover.before, "after": handover.after}
                    for handover in each.handovers
                ],
            }
            for each in changes.changed
        ],
        "moved": [{"id": each.note.id, "before": each.before, "after": each.note.deck} for each in changes.moved],
        "retired": [{"id": note.id, "why": show(note.fields[_RETIRED])} for note in changes.retired],
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


def outline(changes: Changes) -> Iterator[Line]:
    """Yield all there is to read about the changes, line by line."""
    sections: dict[str, Iterable[Line]] = {
        "What students will notice": (_line(1, each) for each in notice(changes) or ("Nothing.",)),
        "Added": map(_introduce, changes.added),
        "Changed": _outline_changed(changes.changed),
        "Moved": _outline_moved(changes),
        "Retired": (_item(note.id, show(note.fields[_RETIRED]).partition("\n")[0]) for note in changes.retired),
        "Asked again": map(_introduce, changes.unretired),
        "Gone without being retired": map(_introduce, changes.removed),
        "Another kind of card": (
            _item(now.id, f"{_STYLES[was.note_class]} before, {_STYLES[now.note_class]} now")
            for was, now in changes.restyled
        ),
        "Order": [Line(1, (("same", "In another place: "), *_names(changes.reordered)))] if changes.reordered else [],
        "Look": _outline_templates(changes.templates),
        "Descriptions": (line for each in changes.descriptions for line in _outline_text(each, 1)),
    }
    for title, lines in sections.items():
        for i, line in enumerate(lines):
            if not i:
                yield _line(0, title)
            yield line


def notice(changes: Changes) -> tuple[str, ...]:
    """Say in plain words what students will notice."""
    if changes.other_course:
        return ("The course has another id: students get every question a second time, and start from nothing.",)
    counts = {name: len(getattr(changes, name)) for name in _NOTICES if hasattr(changes, name)}
    for name in ("gaps_new", "gaps_gone", "handovers"):
        counts[name] = sum(len(getattr(each, name)) for each in changes.changed)
    return tuple(
        (one if counts[name] == 1 else many).format(f"{counts[name]:,}")
        for name, (one, many) in _NOTICES.items()
        if counts[name]
    )


def _outline_changed(changed: Iterable[NoteChange]) -> Iterator[Line]:
    """Yield each change once, with all the questions that have it in common."""
    alike: dict[tuple[object, ...], list[NoteChange]] = {}
    for each in changed:
        texts = tuple((text.name, text.pieces, text.remarks) for text in each.fields)
        tags = (each.tags_gone, each.tags_new)
        alike.setdefault((texts, *tags, each.gaps_gone, each.gaps_new, each.handovers), []).append(each)
    for group in alike.values():
        change = group[0]
        where = f" ({change.note.deck})" if len(group) == 1 and change.note.deck else ""
        yield Line(1, (*_names([each.note.id for each in group]), ("same", where)))
        for text in change.fields:
            yield from _outline_text(text, 2)
        if change.tags_gone or change.tags_new:
            gone: list[Span] = [("gone", f" {tag}") for tag in change.tags_gone]
            new: list[Span] = [("new", f" {tag}") for tag in change.tags_new]
            yield Line(2, (("same", "Tags:"), *gone, *new))
        for number in change.gaps_new:
            yield _line(2, f"Gap {number} is new.")
        for number in change.gaps_gone:
            yield _line(2, f"Gap {number} is gone; its card stays with students.")
        for handover in change.handovers:
            title = f"Gap {handover.number} keeps its schedule and changes its text: "
            yield Line(2, (("same", title), ("gone", handover.before), ("same", " "), ("new", handover.after)))


def _outline_text(change: TextChange, depth: int) -> Iterator[Line]:
    """Yield a changed text: beside its name where one line is enough, else below it."""
    title: Span = ("same", f"{change.name}: ")
    lines = _excerpt(change.pieces)
    if len(lines) == 1:
        yield Line(depth, (title, *lines[0]))
    elif lines:
        yield _line(depth, f"{change.name}:")
        yield from (Line(depth + 1, line) for line in lines)
    for remark in change.remarks:
        yield Line(depth, (title, ("same", remark)))


def _outline_moved(changes: Changes) -> Iterator[Line]:
    by_decks = sorted(changes.moved, key=lambda move: (move.before, move.note.deck))
    for (before, after), group in groupby(by_decks, key=lambda move: (move.before, move.note.deck)):
        names = _names([move.note.id for move in group])
        yield Line(1, (*names, ("same", f": from '{before}' to '{after}'")))


def _outline_templates(templates: Iterable[TemplateChange]) -> Iterator[Line]:
    for note_class, group in groupby(templates, key=lambda each: each.note_class):
        yield _line(1, f"{_CARDS[note_class]}: {', '.join(each.part for each in group)}")


def _excerpt(pieces: Iterable[Piece]) -> list[tuple[Span, ...]]:
    """Return the lines that changed, and one around each; long stretches are cut in their middle."""
    lines: list[list[Span]] = [[]]
    for kind, text in pieces:
        first, *rest = text.split("\n")
        lines[-1] += [_cut(kind, first)] if first else []
        lines += [[_cut(kind, part)] if part else [] for part in rest]
    lines = [line for line in lines if line]
    changed = [any(kind != "same" for kind, _ in line) for line in lines]
    shown: list[tuple[Span, ...]] = []
    left_out = False
    for i, line in enumerate(lines):
        if len(lines) <= SHOWN_LINES or any(changed[max(0, i - 1) : i + 2]):
            shown += [(("same", "…"),)] if left_out else []
            shown.append(tuple(line))
            left_out = False
        else:
            left_out = True
    return [*shown, (("same", "…"),)] if left_out and shown else shown


def _cut(kind: Literal["same", "gone", "new"], text: str) -> Span:
    half = _LENGTHS[kind] // 2
    if len(text) <= 2 * half:
        return kind, text
    before, after = text[:half].rpartition(" "), text[-half:].partition(" ")
    return kind, f"{before[0] or before[2]} … {after[2] or after[0]}"


def _introduce(note: Note) -> Line:
    where = f" ({note.deck})" if note.deck else ""
    return Line(1, (("name", note.id), ("same", f"{where}: {shorten(show(note.fields[0]), 120, placeholder=' …')}")))


def _item(question_id: str, text: str) -> Line:
    return Line(1, (("name", question_id), ("same", f": {text}")))


def _line(depth: int, text: str) -> Line:
    return Line(depth, (("same", text),))


def _names(ids: Iterable[str]) -> Iterator[Span]:
    every = list(ids)
    for i, each in enumerate(every[:SHOWN_IDS]):
        if i:
            yield "same", ", "
        yield "name", each
    if len(every) > SHOWN_IDS:
        yield "same", f" and {len(every) - SHOWN_IDS:,} more"


def _write_spans(spans: Iterable[Span]) -> str:
    """Write a line in Markdown, with spaces between marks and words that have none, as marks need them."""
    out = ""
    marked = False
    for kind, text in spans:
        bare = text.strip()
        if not bare:
            out += text
            continue
        escaped = bare if kind == "name" else _MARKDOWN.sub(lambda match: match[1] or "\\" + match[2], bare)
        mark = _MARKS.get(kind, "")
        words = kind in ("gone", "new")
        if (words or marked) and out and not out[-1].isspace() and not text[0].isspace():
            out += " "
        out += text[: len(text) - len(text.lstrip())] + mark + escaped + mark + text[len(text.rstrip()) :]
        marked = words
    return out.rstrip()


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
