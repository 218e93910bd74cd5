"""A fault in one text, before anybody knows which file it stands in."""

from dataclasses import dataclass

from mkdeck.diagnostics import Rule, Severity

SCHEMA_RULE = Rule("schema", "error")
"""Texts can go against it by a character that none may hold; all else of it is found as files are read."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, by which rule, and the piece of the text (`near`) that it is about."""

    rule: Rule
    message: str
    near: str = ""

    @property
    def severity(self) -> Severity:
        """Return how grave it is, by its rule."""
        return self.rule.severity
