"""Units as people write them, compared in the way in which cards do (notetypes/templates/tasks/entry.js)."""

import html
import re
import unicodedata

_TAG = re.compile(r"<[^<>]*>")
_SIGNS = {
    r"\Omega": "Ω",
    r"\mu": "µ",
    r"\circ": "°",
    r"\degree": "°",
    r"\AA": "Å",
    r"\Angstrom": "Å",
    r"\euro": "€",
    r"\pounds": "£",
}
_COMMAND = re.compile(r"\\[A-Za-z]+|\\.", re.DOTALL)
_FRACTION = re.compile(r"\\[dt]?frac\s*\{(?P<above>[^{}]*)\}\s*\{(?P<below>[^{}]*)\}")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_LOOSE = re.compile(r"[\s()^·⋅∙*\u00d7]")
"""What is written in one way or another: m/s^2 and m/s², N m and N·m."""
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff]{4,}")
"""Capitals count in signs, as mW and MW differ, and not in words."""
_MOST_CHARACTERS = 200
"""Characters of a number with its unit; what is longer is something else."""


def write_unit(page: str) -> str:
    """Return the words of a unit that stands in HTML, its formulas as they would be typed."""
    text = html.unescape(_TAG.sub("", page))
    if "\\" not in text:
        return " ".join(text.split())
    text = _FRACTION.sub(r"\g<above>/\g<below>", text)
    text = _COMMAND.sub(lambda found: _SIGNS.get(found.group(), "%" if found.group() == r"\%" else ""), text)
    return " ".join(re.sub(r"[{}^]", "", text).split())


def fold_unit(unit: str) -> str:
    """Return what counts of a unit."""
    folded = _LOOSE.sub("", _DASHES.sub("-", unicodedata.normalize("NFKC", unit)))
    return _WORD.sub(lambda word: word.group().lower(), folded)


def take_unit(text: str, unit: str) -> str:
    """Take a unit off a typed number, behind or before it, as $ stands."""
    folded = fold_unit(unit) if len(text) <= _MOST_CHARACTERS else ""
    for i in range(len(text) if folded else 0):
        if fold_unit(text[i:]) == folded:
            return text[:i].strip()
        if fold_unit(text[: i + 1]) == folded:
            return text[i + 1 :].strip()
    return text
