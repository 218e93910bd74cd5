"""All choices of a question in one cell: lines, parts between `|` or `;`, or JSON."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from string import ascii_uppercase

from mkdeck.importers.formats.table.answer_keys import RowChoice, find_readings

_LABEL = re.compile(r"[(\[]?([A-Za-z]|\d{1,2})[)\].:]\s*(\S.*)", re.DOTALL)
_BEFORE_LABEL = re.compile(r"(?<=[^\s,])[\s,]+(?=[(\[]?[A-H][)\].:]\s*\S)")
_TEXTS = ("text", "answer", "option", "label", "value", "content")
_FLAGS = ("iscorrect", "correct", "is_correct", "right")


def split_choices(cells: list[str], said: Iterable[str]) -> list[RowChoice]:
    """Split the choices of a row, each with whether it says of itself that it is right; none where that is unclear.

    What stands between commas is taken for choices only if what the row says to be right is one of them.
    """
    if len(cells) > 1:
        return drop_labels(number_choices(cells))
    (cell,) = cells
    if cell[:1] in "[{" and (found := _read_json(cell)):
        return found
    for sign in ("\n", "|", ";"):
        parts = [part.strip() for part in cell.split(sign) if part.strip()]
        if len(parts) > 1:
            return drop_labels(number_choices(parts))
    lettered = number_choices([part.strip() for part in _BEFORE_LABEL.split(cell)])
    if (found := drop_labels(lettered)) != lettered:
        return found
    choices = number_choices([part.strip() for part in cell.split(",") if part.strip()])
    readings = [find_readings(each, choices, None) for each in said]
    return choices if len(choices) > 1 and readings and all("text" in each for each in readings) else []


def drop_labels(choices: list[RowChoice]) -> list[RowChoice]:
    """Take letters or numbers off the texts of choices, if every text starts with its own."""
    matches = [_LABEL.fullmatch(choice.text) for choice in choices]
    labels = [match[1].upper() if match else "" for match in matches]
    own = all(label in (choice.letter, str(choice.number)) for label, choice in zip(labels, choices, strict=True))
    if len(choices) < 2 or not own:
        return choices
    return [replace(c, text=match[2] if match else "") for c, match in zip(choices, matches, strict=True)]


def number_choices(texts: Iterable[str]) -> list[RowChoice]:
    """Return texts the letters and numbers of their order."""
    return [RowChoice(text, ascii_uppercase[i % 26], i + 1) for i, text in enumerate(texts)]


def _read_json(cell: str) -> list[RowChoice]:
    """Read a list of texts or objects, or an object of letters and texts; nothing if it is none of them."""
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError):
        return []
    if isinstance(value, dict):
        if not all(isinstance(each, str | int | float) for each in value.values()):
            return []
        names = [str(name).upper() for name in value]
        choices = number_choices(str(each) for each in value.values())
        return [
            replace(choice, letter=name) if len(name) == 1 and name.isalpha() else choice
            for choice, name in zip(choices, names, strict=True)
        ]
    if not isinstance(value, list):
        return []
    texts: list[str] = []
    flags: list[bool | None] = []
    for each in value:
        fields = {str(k).lower(): v for k, v in each.items()} if isinstance(each, dict) else {"text": each}
        text = next((fields[name] for name in _TEXTS if name in fields), None)
        if isinstance(text, bool) or not isinstance(text, str | int | float) or not str(text).strip():
            return []
        flag = next((fields[name] for name in _FLAGS if name in fields), None)
        texts.append(str(text))
        flags.append(flag if isinstance(flag, bool) else None)
    return [replace(choice, marked=flag) for choice, flag in zip(number_choices(texts), flags, strict=True)]
