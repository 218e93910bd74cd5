"""Numbers with what they leave open: a tolerance, or a range."""

import re
from dataclasses import dataclass

from mkdeck.importers.drafting.numbers import read_number

_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class Measure:
    """A number as its source writes it; `tolerance` is how far off is right, as far as `high` all from it is right."""

    number: str
    tolerance: str = ""
    high: str = ""

    @property
    def room(self) -> str:
        """Return the tolerance, where it lets anything else pass."""
        return "" if read_number(self.tolerance.rstrip("% ")) == 0 else self.tolerance.removeprefix("-")

    @property
    def written(self) -> str:
        """Return all of it as people write it."""
        if self.high:
            return f"{self.number} \u2013 {self.high}"
        return f"{self.number} ± {self.room}" if self.room else self.number


def read_measure(text: str) -> Measure | None:
    """Read a number, one with its tolerance (`5:0.1`) or a range (`1..5`); None where it is none of them.

    Source: MoodleDocs, "GIFT format"; the tolerance is absolute.
    """
    low, dots, high = map(str.strip, text.partition(".."))
    if dots and is_number(low) and is_number(high):
        return Measure(low, high=high)
    value, colon, tolerance = map(str.strip, text.partition(":"))
    if not is_number(value) or (colon and tolerance and not is_number(tolerance)):
        return None
    return Measure(value, tolerance)


def is_number(text: str) -> bool:
    """Whether a text is a number in digits, with a point or a comma."""
    return bool(_NUMBER.fullmatch(text))
