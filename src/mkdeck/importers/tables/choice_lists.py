"""All choices of a question in one cell: lines, parts between `|` or `;`, or JSON."""

import json
import re
from dataclasses import replace
from string import ascii_uppercase

from mkdeck.importers.tables.answer_keys import Choice, find_readings

Found = tuple[list[tuple[Choice, bool | None]], str]

_LABEL = re.compile(r"[(\[]?([A-Za-z]|\d{1,2})[)\].:]\s*(\S.*)", re.DOTALL)
_BEFORE_LABEL = re.compile(r"(?<=\S)[\s,]+(?=[(\[]?[A-H][)\].:]\s*\S)")
_TEXTS = ("text", "answer", "option", "label", "value", "content")
_FLAGS = ("iscorrect", "correct", "is_correct", "right")


def split_choices(cells: list[str], said: list[str]) -> Found:
    """Part the choices of a row; gives them, and whether each says of itself that it is right, or a fault.

    Choices between commas only are taken for such if what the row says to be right is one of them.
    """
    if len(cells) > 1:
        return drop_labels(_number(cells)), ""
    (cell,) = cells
    if cell[:1] in "[{" and (found := _read_json(cell)):
        return found, ""
    for sign in ("\n", "|", ";"):
        parts = [part.strip() for part in cell.split(sign) if part.strip()]
        if len(parts) > 1:
            return drop_labels(_number(parts)), ""
    lettered = _number([part.strip() for part in _BEFORE_LABEL.split(cell)])
    if len(lettered) > 1 and (found := drop_labels(lettered)) != lettered:
        return found, ""
    choices = _number([part.strip() for part in cell.split(",") if part.strip()])
    if len(choices) > 1 and said and all("text" in find_readings(s, [c for c, _ in choices], None) for s in said):
        return choices, ""
    return [], "the choices in one cell can't be told apart; part them with | or ;"


def drop_labels(choices: list[tuple[Choice, bool | None]]) -> list[tuple[Choice, bool | None]]:
    """Take letters or numbers off the texts of choices, if every text starts with its own."""
    matches = [_LABEL.fullmatch(choice.text) for choice, _ in choices]
    own = [
        match and match[1].upper() in (choice.letter, str(choice.number))
        for match, (choice, _) in zip(matches, choices, strict=True)
    ]
    if len(choices) < 2 or not all(own):
        return choices
    return [
        (replace(choice, text=match[2] if match else ""), marked)
        for match, (choice, marked) in zip(matches, choices, strict=True)
    ]


def _number(texts: list[str]) -> list[tuple[Choice, bool | None]]:
    return [(Choice(text, ascii_uppercase[i % 26], i + 1), None) for i, text in enumerate(texts)]


def _read_json(cell: str) -> list[tuple[Choice, bool | None]]:
    """Read a list of texts or objects, or an object of letters and texts; nothing if it is none of them."""
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError):
        return []
    if isinstance(value, dict):
        if not all(isinstance(each, str | int | float) for each in value.values()):
            return []
        names = [str(name).upper() for name in value]
        choices = _number([str(each) for each in value.values()])
        return [
            (Choice(c.text, name if len(name) == 1 and name.isalpha() else c.letter, c.number), marked)
            for (c, marked), name in zip(choices, names, strict=True)
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
    return [(choice, flag) for (choice, _), flag in zip(_number(texts), flags, strict=True)]
