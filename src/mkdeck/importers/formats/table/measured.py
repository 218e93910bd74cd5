"""Cells that say what else is right beside an answer: the tolerance of a number, other words."""

import re
from dataclasses import replace

from mkdeck.importers.drafting.measures import Measure, is_number, read_measure, read_written
from mkdeck.questions.units import take_unit

_RANGE = re.compile(r"(?P<low>\S+?)\s*(?:-|\u2013|\bto\b|\bbis\b)\s*(?P<high>\S+)")
_SIGNS = re.compile(r"\A\s*(?:±|\+/-|\+-)\s*")
_SHARE = re.compile(r"(?P<number>\S+)\s*(?:%|percent|prozent)", re.IGNORECASE)
_SHARES = ("%", "‰")
_APART = re.compile(r"[;|\n]")


def read_measured(answer: str, tolerance: str, unit: str) -> tuple[Measure | None, tuple[str, ...]]:
    """Return a number with the tolerance of another cell, or with its own, or a range; and what staff should look at.

    The measure is None where it is no number. Its unit may stand in its cells, too. In `71 ± 5 %` of a share in %,
    people mean points, and may mean a share of the share.
    """
    is_share = unit in _SHARES
    measure = _read(take_unit(answer, unit) or answer, tolerance if is_share else take_unit(tolerance, unit))
    if not measure or not is_share or not measure.room.endswith(unit):
        return measure, ()
    comment = f"The source's tolerance is '{measure.room}': here that is so many points, no share of the answer."
    return replace(measure, tolerance=measure.room.removesuffix(unit).strip()), (comment,)


def _read(answer: str, tolerance: str) -> Measure | None:
    bare = _SIGNS.sub("", tolerance).strip()
    if not bare:
        range_ = _RANGE.fullmatch(answer.strip())
        if range_ and is_number(range_["low"]) and is_number(range_["high"]):
            return Measure(range_["low"], high=range_["high"])
        return read_written(answer) or read_measure(answer)
    share = _SHARE.fullmatch(bare)
    room = share["number"] if share else bare
    if not is_number(answer.strip()) or not is_number(room):
        return None
    return Measure(answer.strip(), f"{room} %" if share else room)


def split_accepted(cell: str) -> list[str]:
    """Return the texts of a cell that are accepted, too: parted by semicolons, bars or lines, or else by commas."""
    parts = _APART.split(cell)
    return [text for each in (parts if len(parts) > 1 else cell.split(",")) if (text := each.strip())]
