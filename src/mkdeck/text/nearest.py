"""The word that was meant."""

import difflib
from collections.abc import Iterable


def nearest(word: str, valid: Iterable[str], least: float = 0.6) -> str:
    """Ask whether the valid word that is nearest was meant; empty where none is at least so near, from 0 to 1."""
    near = difflib.get_close_matches(word.lower(), list(valid), n=1, cutoff=least)
    return f"; did you mean '{near[0]}'?" if near else ""
