"""Whether a count is more than chance gives."""

from collections.abc import Sequence
from math import sqrt

FAR = 3.0
"""Standard deviations, beyond which chance goes in one course of a thousand."""


def measure_excess(count: int, chances: Sequence[float]) -> float:
    """Return by how many standard deviations a count of hits is above what chances of single tries give."""
    spread = sqrt(sum(chance * (1 - chance) for chance in chances))
    return (count - sum(chances)) / spread if spread else 0.0
