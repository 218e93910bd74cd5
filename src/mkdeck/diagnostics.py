"""What mkdeck has to say about a course: findings, and where in a file they stand."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

Severity = Literal["error", "warning"]
Loc = tuple[str | int, ...]
"""A path of keys and list positions into a file, such as `("questions", 3, "choices", 0)`."""


_OPEN_IS_LOCKED = sys.platform == "win32"
"""Whether a file that a program has open can't be replaced."""


class CommandError(Exception):
    """Say in one sentence what in the surroundings failed and what to do; exit code 2."""


def tell_reason(error: OSError) -> str:
    """Return why a file can't be used, with what to do where another program may hold it."""
    reason = error.strerror or str(error)
    if _OPEN_IS_LOCKED and isinstance(error, PermissionError):
        return f"{reason.rstrip('.')}; close the program that has it open, or allow writing there, and run this again"
    return reason


@dataclass(frozen=True, slots=True)
class Rule:
    """What a course is checked for: its id, as people read it, and how grave it is to go against it.

    `severity` is the usual one. `otherwise` is that of some of its findings, as its page says, and `in_release` of what
    is a warning until students would get it. A rule is its id: one at another severity is the same rule. A `style` is
    about how well a question asks, not how it is written down; `by_default` is false for what is found on demand only.
    """

    id: str
    severity: Severity = field(compare=False)
    otherwise: Severity | None = field(default=None, compare=False)
    in_release: Severity | None = field(default=None, compare=False)
    style: bool = field(default=False, compare=False)
    by_default: bool = field(default=True, compare=False)

    def at(self, severity: Severity) -> "Rule":
        """Return the rule at another of its severities. Raises ValueError if it does not state that one."""
        if severity not in (self.severity, self.otherwise, self.in_release):
            raise ValueError(f"'{self.id}' finds no {severity}")
        return replace(self, severity=severity)

    def when(self, *, releasing: bool) -> "Rule":
        """Return the rule as it is for a release, or else for a draft."""
        return self.at(self.in_release) if releasing and self.in_release else self

    @property
    def grade(self) -> str:
        """Return its severities in words."""
        usual = f"{self.severity} or {self.otherwise}" if self.otherwise else self.severity
        usual = usual if self.by_default else f"{usual}; off by default"
        return f"{usual}; {self.in_release} in a release" if self.in_release else usual


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

    Lines cost a second reading of the file, so only questions with findings pay for them (see `yaml_lookup.locate`).
    `near` is a piece of the text at `loc` that the finding is about; `on_key` points at the key, not its value.
    """

    file: str
    loc: Loc
    rule: Rule
    message: str
    question: str | None = None
    near: str = ""
    on_key: bool = False
    span: Span | None = None

    @property
    def severity(self) -> Severity:
        """Return how grave it is, by its rule."""
        return self.rule.severity


def has_errors(diagnostics: Iterable[Diagnostic | Finding]) -> bool:
    """Whether any of them stops a build."""
    return any(diagnostic.severity == "error" for diagnostic in diagnostics)
