"""All choices of a question in one cell: lines, parts between `|` or `;`, or JSON."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from string import ascii_uppercase

from mkdeck.importers.formats.table.answer_keys import RowChoice, find_readings

_LABEL = re.compile(r"[(\[]?([A-Za-z]|\d{1,2})[)\].:]\s*(\S.*)", re.DOTALL)
_BEFORE_LABEL = re.compile(r"(?<=[^\s,])[\s,]+(?=[(\[]?[A-H][)\].:]\s*\S)")
_TEXTS = ("text", "answer", "option", "label", "value", "content")
_FLAGS = ("iscorrect", "correct", "is_correct", "right")


def split_choices(cells: list[str], answers: Iterable[str]) -> list[RowChoice]:
    """Split the choices of a row, each with whether it says of itself that it is right; none where that is unclear.

    What stands between commas is taken for choices only if what the row says to be right is one of them.
    """
    if len(cells) > 1:
        return drop_labels(number_choices(cells))
    (cell,) = cells
    if cell[:1] in "[{" and (found := _read_json(cell)):
        return found
    for sign in ("\n", "|", ";"):
        parts = _split_at(sign, cell)
        if len(parts) > 1:
            return drop_labels(number_choices(parts))
    return _split_at_labels(cell) or _split_at_commas(cell, answers)


def _split_at_labels(cell: str) -> list[RowChoice]:
    """Split choices before their letters; none where not each of them has its own."""
    lettered = number_choices([part.strip() for part in _BEFORE_LABEL.split(cell)])
    bare = drop_labels(lettered)
    return bare if bare != lettered else []


def _split_at_commas(cell: str, answers: Iterable[str]) -> list[RowChoice]:
    choices = number_choices(_split_at(",", cell))
    readings = [find_readings(each, choices, None) for each in answers]
    return choices if len(choices) > 1 and readings and all("text" in each for each in readings) else []


def _split_at(sign: str, cell: str) -> list[str]:
    return [part.strip() for part in cell.split(sign) if part.strip()]


def drop_labels(choices: list[RowChoice]) -> list[RowChoice]:
    """Take letters or numbers off the texts of choices, if every text starts with its own."""
    matches = [_LABEL.fullmatch(choice.text) for choice in choices]
    labels = [match[1].upper() if match else "" for match in matches]
    own = all(label in (choice.letter, str(choice.number)) for label, choice in zip(labels, choices, strict=True))
    if len(choices) < 2 or not own:
        return choices
    return [replace(c, text=match[2] if match else "") for c, match in zip(choices, matches, strict=True)]


def number_choices(texts: Iterable[str]) -> list[RowChoice]:
    """Return texts as choices, with the letters and numbers of their order."""
    return [RowChoice(text, _letter_of(i), i + 1) for i, text in enumerate(texts)]


def _read_json(cell: str) -> list[RowChoice]:
    """Read a list of texts or objects, or an object of letters and texts; nothing if it is none of them."""
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError):
        return []
    if isinstance(value, dict):
        return _read_object(value)
    if not isinstance(value, list):
        return []
    choices = [_read_entry(entry, i) for i, entry in enumerate(value)]
    found = [choice for choice in choices if choice]
    return found if len(found) == len(value) else []


def _read_object(value: dict[str, object]) -> list[RowChoice]:
    """Read choices by their letters, or by names of any kind in their order."""
    if not all(isinstance(text, str | int | float) for text in value.values()):
        return []
    names = [name.upper() for name in value]
    return [
        replace(choice, letter=name) if len(name) == 1 and name.isalpha() else choice
        for choice, name in zip(number_choices(map(str, value.values())), names, strict=True)
    ]


def _find_field(fields: Mapping[str, object], names: Iterable[str]) -> object:
    """Return the field that has the first of these names; None where none is there."""
    return next((fields[name] for name in names if name in fields), None)


def _read_entry(entry: object, place: int) -> RowChoice | None:
    """Read one choice of a list, which is a text or an object of a text and a flag; None if it is neither."""
    fields = {name.lower(): each for name, each in entry.items()} if isinstance(entry, dict) else {"text": entry}
    text = _find_field(fields, _TEXTS)
    if isinstance(text, bool) or not isinstance(text, str | int | float) or not str(text).strip():
        return None
    flag = _find_field(fields, _FLAGS)
    return RowChoice(str(text), _letter_of(place), place + 1, flag if isinstance(flag, bool) else None)


def _letter_of(place: int) -> str:
    return ascii_uppercase[place % len(ascii_uppercase)]
