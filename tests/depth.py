"""How much is tried of what is alike: a sample each time, and all of it where HYPOTHESIS_PROFILE is deep."""

import os
from collections.abc import Sequence
from typing import TypeVar

DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
_DEEPER = 10

T = TypeVar("T")


def count(few: int) -> int:
    """Return how many examples hypothesis makes up: a few, or many times as many."""
    return few * _DEEPER if DEEP else few


def spread(everything: Sequence[T], turn: int, share: int = 3) -> Sequence[T]:
    """Return every third, evenly spread, another third with each turn; everything where all is to be tried."""
    return everything if DEEP else everything[turn % share :: share]
