"""Write changes for people: an outline of lines, and Markdown.

The outline says everything once, so that a terminal and a release note cannot tell different stories.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, starmap
from typing import Literal

from mkdeck.diff.changes import Changes, NoteChange, TextChange
from mkdeck.diff.looks import TemplateChange
from mkdeck.diff.notices import list_notices
from mkdeck.diff.telling import list_told
from mkdeck.diff.words import Piece, show
from mkdeck.notes.note import Note
from mkdeck.text.words import cut_words

LinePiece = tuple[Literal["same", "gone", "new", "name"], str]
"""A piece of a line; a `name` is a question's id."""

SHOWN_IDS = 10
"""How many ids stand in one line."""
SHOWN_LINES = 6
"""Texts of so many lines are shown whole, of longer ones only what changed and the lines around it."""

_STYLES = {"standard": "a card without a gap", "cloze": "a card with gaps"}
_CARDS = {"standard": "Cards without a gap", "cloze": "Cards with gaps"}
_TASKS = {"numeric": "Unit", "ordering": "Items", "matching": "Sides", "statements": "Statements"}
"""What stands in the field of choices, by the types that have none."""
_MAX_LENGTHS = {"same": 160, "gone": 1000, "new": 1000}
"""Characters of a piece that are shown."""
_MARKDOWN = re.compile(
    r"""
    (?P<code> `[^`\n]+` )
    | \\\( (?P<math> [^\n]+? ) \\\)
    | \\\[ (?P<display> [^\n]+? ) \\\]
    | (?P<sign>
        [`*~$] | (?<!\w)_ | _(?!\w)
        | \\(?=[!-/:-@\[-`{-~]|$)            # before what it would escape
        | <(?=[A-Za-z/!?])                   # of a tag
        | \](?=[(\[:])                       # of a link
        | &(?=\#?\w+;)                       # of an entity
      )
    """,
    re.VERBOSE,
)
_BLOCK_START = re.compile(r"^(\d*)([-+.)>]|#+)(?=\s)")
_MARKS = {"gone": "~~", "new": "**", "name": "`"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the outline; depth 0 is a heading, and what is below it is deeper."""

    depth: int
    pieces: tuple[LinePiece, ...]


def write_markdown(changes: Changes) -> str:
    """Write the changes as Markdown, as in release notes: ~~gone~~ and **new** words, headings of the second level."""
    lines: list[str] = []
    for line in outline(changes):
        if line.depth:
            lines.append("  " * (line.depth - 1) + "- " + _BLOCK_START.sub(r"\1\\\2", _write_pieces(line.pieces)))
        else:
            lines += ["", "## " + _write_pieces(line.pieces), ""]
    return "\n".join(lines).strip() + "\n"


def write_plain(text: str) -> str:
    """Write a line of plain text as Markdown that shows it as it is, with formulas between dollars."""
    return _BLOCK_START.sub(r"\1\\\2", _write_pieces((("same", text),)))


def outline(changes: Changes) -> Iterator[Line]:
    """Yield all there is to read about the changes, line by line."""
    sections: dict[str, Iterable[Line]] = {
        "What students will notice": (_line(1, each) for each in list_notices(changes) or ("Nothing.",)),
        "Added": map(_introduce, changes.added),
        "Changed": _outline_changed(changes.changed),
        "Moved": _outline_moved(changes),
        "Retired": map(_outline_retired, changes.retired),
        "Asked again": map(_introduce, changes.unretired),
        "Gone without being retired": map(_introduce, changes.removed),
        "Gone after being retired": map(_outline_retired, changes.cleared),
        "Another kind of card": starmap(_outline_restyled, changes.restyled),
        "Order": [Line(1, (("same", "In another place: "), *_names(changes.reordered)))] if changes.reordered else [],
        "Look": _outline_templates(changes.templates),
        "Descriptions": (line for each in changes.descriptions for line in _outline_text(each, 1)),
    }
    for title, lines in sections.items():
        for i, line in enumerate(lines):
            if not i:
                yield _line(0, title)
            yield line


def _outline_retired(note: Note) -> Line:
    return _item(note.id, show(note.retired).partition("\n")[0])


def _outline_restyled(was: Note, now: Note) -> Line:
    return _item(now.id, f"{_STYLES[was.note_class]} before, {_STYLES[now.note_class]} now")


def _outline_changed(changed: Iterable[NoteChange]) -> Iterator[Line]:
    """Yield each change once, with all the questions that have it in common."""
    alike: dict[tuple[object, ...], list[NoteChange]] = {}
    for each in changed:
        texts = tuple((text.name, text.pieces, text.remarks) for text in list_told(each))
        tags = (each.tags_gone, each.tags_new)
        alike.setdefault((texts, *tags, each.gaps_gone, each.gaps_new, each.handovers), []).append(each)
    for group in alike.values():
        deck = group[0].note.deck
        where = f" ({deck})" if len(group) == 1 and deck else ""
        yield Line(1, (*_names([each.note.id for each in group]), ("same", where)))
        yield from _outline_change(group[0])


def _outline_change(change: NoteChange) -> Iterator[Line]:
    same_type = all(text.name != "Kind" for text in change.fields)
    task = _TASKS.get(change.note["Kind"], "Choices") if same_type else "Choices"
    for text in list_told(change):
        yield from _outline_text(replace(text, name=task) if text.name == "Choices" else text, 2)
    if change.tags_gone or change.tags_new:
        gone: list[LinePiece] = [("gone", f" {tag}") for tag in change.tags_gone]
        new: list[LinePiece] = [("new", f" {tag}") for tag in change.tags_new]
        yield Line(2, (("same", "Tags:"), *gone, *new))
    yield from _outline_gaps(change)


def _outline_gaps(change: NoteChange) -> Iterator[Line]:
    """Yield a line for each gap that is new or gone, or has another text."""
    for number in change.gaps_new:
        yield _line(2, f"Gap {number} is new.")
    for number in change.gaps_gone:
        yield _line(2, f"Gap {number} is gone; its card stays with students.")
    for handover in change.handovers:
        title = f"Gap {handover.number} keeps its schedule and changes its text: "
        yield Line(2, (("same", title), ("gone", handover.before), ("same", " "), ("new", handover.after)))


def _outline_text(change: TextChange, depth: int) -> Iterator[Line]:
    """Yield a changed text: beside its name where one line is enough, else below it."""
    title: LinePiece = ("same", f"{change.name}: ")
    lines = excerpt(change.pieces)
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


def excerpt(pieces: Iterable[Piece]) -> list[tuple[LinePiece, ...]]:
    """Return the lines that changed, and one around each; long stretches are cut in their middle."""
    lines = _part_lines(pieces)
    changed = [any(kind != "same" for kind, _ in line) for line in lines]
    shown: list[tuple[LinePiece, ...]] = []
    left_out = False
    for i, line in enumerate(lines):
        if len(lines) <= SHOWN_LINES or any(changed[max(0, i - 1) : i + 2]):
            shown += [(("same", "…"),)] if left_out else []
            shown.append(line)
            left_out = False
        else:
            left_out = True
    return [*shown, (("same", "…"),)] if left_out and shown else shown


def _part_lines(pieces: Iterable[Piece]) -> list[tuple[LinePiece, ...]]:
    """Return the lines of a text that hold anything."""
    lines: list[list[LinePiece]] = [[]]
    for kind, text in pieces:
        first, *rest = text.split("\n")
        lines[-1] += [_cut(kind, first)] if first else []
        lines += [[_cut(kind, part)] if part else [] for part in rest]
    return [tuple(line) for line in lines if line]


def _cut(kind: Literal["same", "gone", "new"], text: str) -> LinePiece:
    half = _MAX_LENGTHS[kind] // 2
    if len(text) <= 2 * half:
        return kind, text
    before, after = text[:half].rpartition(" "), text[-half:].partition(" ")
    return kind, f"{before[0] or before[2]} … {after[2] or after[0]}"


def _introduce(note: Note) -> Line:
    where = f" ({note.deck})" if note.deck else ""
    return Line(1, (("name", note.id), ("same", f"{where}: {cut_words(show(note['Text']), 120)}")))


def _item(question_id: str, text: str) -> Line:
    return Line(1, (("name", question_id), ("same", f": {text}")))


def _line(depth: int, text: str) -> Line:
    return Line(depth, (("same", text),))


def _names(ids: Iterable[str]) -> Iterator[LinePiece]:
    every = list(ids)
    for i, each in enumerate(every[:SHOWN_IDS]):
        if i:
            yield "same", ", "
        yield "name", each
    if len(every) > SHOWN_IDS:
        yield "same", f" and {len(every) - SHOWN_IDS:,} more"


def _write_pieces(pieces: Iterable[LinePiece]) -> str:
    """Write a line in Markdown, with spaces between marks and words that have none, as marks need them."""
    out = ""
    marked = False
    for kind, text in pieces:
        bare = text.strip()
        if not bare:
            out += text
            continue
        escaped = bare if kind == "name" else _MARKDOWN.sub(_escape, bare)
        mark = _MARKS.get(kind, "")
        words = kind in ("gone", "new")
        if (words or marked) and out and not out[-1].isspace() and not text[0].isspace():
            out += " "
        out += text[: len(text) - len(text.lstrip())] + mark + escaped + mark + text[len(text.rstrip()) :]
        marked = words
    return out.rstrip()


def _escape(match: re.Match[str]) -> str:
    """Write formulas between dollars, as `CHANGES.md` and questions have them."""
    if formula := match["math"] or match["display"]:
        dollars = "$" if match["math"] else "$$"
        return f"{dollars}{formula.strip()}{dollars}"
    return match["code"] or "\\" + match["sign"]
