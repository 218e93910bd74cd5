"""Numbers such as weights, points and places, as other programs write them."""

import math
import re
from collections.abc import Sequence

_MAX_DIGITS = 9
"""More digits than a place or a count has; Python itself refuses to read some thousands of them."""


def read_number(text: str) -> float | None:
    """Return a number with a point or a comma before its fraction; None where it is no finite one."""
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def to_number(text: str) -> float:
    """Return a number. Raises ValueError where it is no finite one."""
    if (number := read_number(text)) is None:
        raise ValueError(f"'{text}' is no number")
    return number


def read_count(text: str) -> int | None:
    """Return a whole number written in digits alone; None where it is none, or more than anybody counts to."""
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) <= _MAX_DIGITS else None


def read_counts(text: str) -> list[int]:
    """Return the whole numbers in a text; one that is more than anybody counts to is -1."""
    counts = (read_count(digits) for digits in re.findall(r"\d+", text))
    return [-1 if count is None else count for count in counts]


def find_order(places: Sequence[int | None], items: int) -> list[int] | None:
    """Return numbers from 1, of which each of so many items has one, from 0; None where they are not those."""
    order = [place - 1 for place in places if place is not None]
    return order if items and len(order) == len(places) and sorted(order) == list(range(items)) else None
