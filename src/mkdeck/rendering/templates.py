"""Anki's template language, as far as this project's own templates use it.

`{{Field}}`, `{{#Field}}...{{/Field}}`, `{{^Field}}...{{/Field}}`, `{{FrontSide}}`, `{{Subdeck}}`,
`{{cloze:Field}}` and `{{cloze-only:Field}}`.
Anything else is refused rather than shown otherwise than in Anki.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from mkdeck.notes.note import Note
from mkdeck.notetypes import NoteType, name_field
from mkdeck.text.anki_gaps import list_signs, reveal

_FRONT = "FrontSide"
_MARK = re.compile(r"\{\{(.+?)\}\}", re.DOTALL)
_EMPTY = re.compile(r"(?:\s|</?(?:br|div) ?/?>)*", re.IGNORECASE)
"""What a field may hold and still count as empty."""


class TemplateError(ValueError):
    """Say what in a template can't be shown."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The HTML of a card's front and back, as Anki's backend gives it to a client, `[sound:...]` included."""

    front: str
    back: str


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    filter: str


@dataclass(frozen=True, slots=True)
class _Section:
    name: str
    negated: bool
    parts: tuple["_Part", ...]


_Part = str | _Field | _Section


def render_card(notetype: NoteType, note: Note, ordinal: int, *, marked: bool = False) -> Sides:
    """Render one card of a note; raises TemplateError if a template goes beyond what is known here.

    With `marked`, gaps in math are marked as `typeset` understands it.
    """
    fields = {name_field(name, note.note_class): text for name, text in note.name_fields().items()}
    fields["Subdeck"] = note.deck.rpartition("::")[2]
    front = _render(_parse(notetype.front), fields, ordinal + 1, question=True, marked=marked)
    back = _render(_parse(notetype.back), fields | {_FRONT: front}, ordinal + 1, question=False, marked=marked)
    return Sides(front, back)


def _render(parts: tuple[_Part, ...], fields: Mapping[str, str], number: int, *, question: bool, marked: bool) -> str:
    def value(name: str) -> str:
        if name not in fields:
            raise TemplateError(f"the field '{name}' of a template does not exist")
        return fields[name]

    filters: Mapping[str, Callable[[str], str]] = {
        "": str,
        "cloze": lambda text: reveal(text, number, question=question, marked=marked),
        "cloze-only": lambda text: list_signs(text, number, question=question),
    }
    return _write(parts, value, filters)


def _write(parts: tuple[_Part, ...], value: Callable[[str], str], filters: Mapping[str, Callable[[str], str]]) -> str:
    out: list[str] = []
    for part in parts:
        if isinstance(part, str):
            out.append(part)
        elif isinstance(part, _Field):
            out.append(filters[part.filter](value(part.name)))
        elif bool(_EMPTY.fullmatch(value(part.name))) == part.negated:
            out.append(_write(part.parts, value, filters))
    return "".join(out)


@lru_cache(maxsize=64)
def _parse(template: str) -> tuple[_Part, ...]:
    """Parse a template into text, fields and sections."""
    stack: list[tuple[str, list[_Part]]] = [("", [])]
    at = 0
    for match in _MARK.finditer(template):
        stack[-1][1].append(template[at : match.start()])
        at = match.end()
        mark = match[1].strip()
        if mark[0] in "#^":
            stack.append((mark, []))
        elif mark[0] == "/":
            opener, parts = stack.pop()
            if opener[1:].strip() != mark[1:].strip():
                raise TemplateError(f"a template closes '{mark[1:]}', which is not open there")
            stack[-1][1].append(_Section(opener[1:].strip(), opener[0] == "^", tuple(parts)))
        else:
            *filters, name = mark.split(":")
            if filters not in ([], ["cloze"], ["cloze-only"]):
                raise TemplateError(f"a template uses '{mark}', whose filter is not known here")
            stack[-1][1].append(_Field(name, "".join(filters)))
    if len(stack) > 1:
        raise TemplateError(f"a template never closes '{stack[-1][0]}'")
    stack[0][1].append(template[at:])
    return tuple(stack[0][1])
