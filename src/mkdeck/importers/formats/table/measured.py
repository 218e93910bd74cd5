"""Cells that say what else is right beside an answer: the tolerance of a number, other words."""

import re

from mkdeck.importers.drafting.measures import Measure, is_number, read_measure, read_written

_RANGE = re.compile(r"(?P<low>\S+?)\s*(?:-|\u2013|\bto\b|\bbis\b)\s*(?P<high>\S+)")
_SIGNS = re.compile(r"\A\s*(?:±|\+/-|\+-)\s*")
_SHARE = re.compile(r"(?P<number>\S+)\s*(?:%|percent|prozent)", re.IGNORECASE)
_APART = re.compile(r"[;|\n]")


def read_measured(answer: str, tolerance: str) -> Measure | None:
    """Return a number with the tolerance of another cell, or with its own, or a range; None where it is no number."""
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
