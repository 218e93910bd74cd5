"""Numbers with what they leave open: a tolerance, or a range."""

import re
from dataclasses import dataclass

from mkdeck.importers.drafting.numbers import read_number

_WITH_ROOM = re.compile(r"(?P<number>\S+)\s*(?:±|\+/-|\+-)\s*(?P<room>[^\s%]+)\s*(?P<share>%?)")
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


def read_written(text: str) -> Measure | None:
    """Read what `Measure.written` writes: `5`, `5 ± 0.1`, `5 ± 2 %` or `4 \u2013 7`; None where it is none of them."""
    if is_number(text := text.strip()):
        return Measure(text)
    match = _WITH_ROOM.fullmatch(text)
    if match and is_number(match["number"]) and is_number(match["room"]):
        return Measure(match["number"], f"{match['room']} {match['share']}".strip())
    low, dash, high = (part.strip() for part in text.partition("\u2013"))
    return Measure(low, high=high) if dash and is_number(low) and is_number(high) else None


def is_number(text: str) -> bool:
    """Whether a text is a number in digits, with a point or a comma."""
    return bool(_NUMBER.fullmatch(text))
