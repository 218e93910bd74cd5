"""What mkdeck has to say about a course: findings, and where in a file they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
Loc = tuple[str | int, ...]
"""A path of keys and list positions into a file, such as `("questions", 3, "choices", 0)`."""


class CommandError(Exception):
    """Say in one sentence what in the surroundings failed and what to do; exit code 2."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file: 1-based line and column, and how many characters of that line it covers."""

    file: str
    line: int
    column: int
    length: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One mistake or doubt, at its place, as it is shown to people.

    `text` is the source line that `span` points into (empty where there is none).
    """

    span: Span
    severity: Severity
    rule: str
    message: str
    question: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic that knows its path in the file, but not yet its line.

    Lines cost a second reading of the file, so only files with findings pay for them (see `source.locate`).
    `near` is a piece of the text at `loc` that the finding is about; `on_key` points at the key, not its value.
    """

    file: str
    loc: Loc
    severity: Severity
    rule: str
    message: str
    question: str | None = None
    near: str = ""
    on_key: bool = False
    span: Span | None = None


def has_errors(diagnostics: Iterable[Diagnostic | Finding]) -> bool:
    """Whether any of them stops a build."""
    return any(diagnostic.severity == "error" for diagnostic in diagnostics)
