"""The formulas of a card, and the commands in them."""

import html
import re
from typing import NamedTuple

from mkdeck.notes.note import Note
from mkdeck.notetypes import CONTEXT
from mkdeck.questions.occlusion import LABELS
from mkdeck.text.commands import Commands, read_commands

_FORMULA = re.compile(r"\\\(((?:(?!\\\().)+?)\\\)|\\\[((?:(?!\\\[).)+?)\\\]", re.DOTALL)
_CODE = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)
_FIELDS = (CONTEXT, "Text", "Choices", "Hint", "Answer", LABELS, "Explanation")
"""Those that hold texts of staff, in the order in which a card shows them."""


class Formula(NamedTuple):
    """A formula as TeX, and its commands."""

    tex: str
    commands: Commands


def list_formulas(note: Note) -> list[Formula]:
    """Return all formulas of a card, in the order in which Anki sets them."""
    text = "\n".join(field for name in _FIELDS if "\\" in (field := note[name]))
    if not text or ("\\(" not in text and "\\[" not in text):
        return []
    page = _CODE.sub("", text)
    formulas = (html.unescape(match[1] or match[2]) for match in _FORMULA.finditer(page))
    return [Formula(tex, read_commands(tex)) for tex in formulas]
