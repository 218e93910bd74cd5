"""The word that was meant."""

import difflib
from collections.abc import Iterable


def nearest(word: str, valid: Iterable[str], least: float = 0.6) -> str:
    """Ask whether the valid word that is nearest was meant; empty where none is at least so near, from 0 to 1."""
    near = find_nearest(word, valid, least)
    return f"; did you mean '{near}'?" if near else ""


def find_nearest(word: str, valid: Iterable[str], least: float = 0.6) -> str | None:
    """Return the valid word that is nearest to a word; None where none is at least so near, from 0 to 1."""
    return next(iter(difflib.get_close_matches(word.lower(), list(valid), n=1, cutoff=least)), None)
