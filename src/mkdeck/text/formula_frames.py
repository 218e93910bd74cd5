"""What is open where a walk through the TeX of a formula stands, and which arguments are still to come there."""

from collections import Counter
from dataclasses import dataclass

MODES = {"m": "math", "o": "math", "t": "text", "c": "chemistry", "n": "name", "w": "name", "d": "name"}
"""What an argument is read as, by its letter (see text/tex.py)."""


@dataclass(slots=True)
class Frame:
    """What is open: braces (`{`), square brackets of a command, `begin`, `left`, `$` in text, a `gap`, the `formula`.

    `awaited` are the arguments that the last command in it still takes (see text/tex.py), `command` is that command.
    """

    kind: str
    mode: str = "math"
    awaited: str = ""
    command: str = ""
    braced: bool = False
    near: str = ""
    start: int = 0  # where in the TeX a gap's text starts

    def take_wanted(self) -> str:
        """Return the argument for which a group or a gap stands here, if any, and take it off the awaited ones."""
        if "o" in self.awaited[:1]:
            self.awaited = self.awaited[1:]
        if self.awaited.startswith("w") and self.awaited.strip("w"):
            self.awaited = self.awaited.lstrip("w")
        wanted, self.awaited = self.awaited[:1], self.awaited[1:]
        return wanted

    def take_bracket(self) -> str:
        """Return the argument in square brackets for which a `[` stands here, if any, and take it off the others."""
        if not self.awaited.startswith(("o", "w")):
            return ""
        wanted, self.awaited = self.awaited[0], self.awaited[1:]
        return wanted

    def take_sign(self) -> None:
        """Take off the argument that a single sign is, with those in square brackets before it that are left out."""
        self.awaited = self.awaited.lstrip("ow")[1:]


class Frames:
    """All that is open, one inside the other, from the formula inwards."""

    def __init__(self) -> None:
        self.stack = [Frame("formula")]
        self.kinds = Counter[str]()

    @property
    def inmost(self) -> Frame:
        """Return what was opened last."""
        return self.stack[-1]

    def has(self, kind: str) -> bool:
        """Whether something of a kind is open."""
        return bool(self.kinds[kind])

    def find_gap(self) -> Frame:
        """Return the inmost open gap. Raises StopIteration where none is."""
        return next(frame for frame in reversed(self.stack) if frame.kind == "gap")

    def push(self, frame: Frame) -> None:
        """Open something."""
        self.stack.append(frame)
        self.kinds[frame.kind] += 1

    def pop(self) -> Frame:
        """Close what was opened last, and return it."""
        frame = self.stack.pop()
        self.kinds[frame.kind] -= 1
        return frame
