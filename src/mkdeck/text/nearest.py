"""The word that was meant."""

import difflib
from collections.abc import Iterable


def nearest(word: str, valid: Iterable[str]) -> str:
    """Ask whether the valid word that is nearest was meant; empty where none is near."""
    near = difflib.get_close_matches(word.lower(), list(valid), n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""
