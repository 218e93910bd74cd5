"""A fault in one text, before anybody knows which file it stands in."""

from dataclasses import dataclass

from mkdeck.diagnostics import Severity


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, by which rule, and the piece of the text (`near`) that it is about."""

    severity: Severity
    rule: str
    message: str
    near: str = ""
