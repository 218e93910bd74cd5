"""The rules of `mkdeck check`, one file each: its docstring is the rule's page, with what fails and what passes.

A rule's file states the rule as `RULE`: its id, which is the file's name with hyphens, and its severity. Where texts or
files are checked as they are read, the code that does so and the rule's file share that value; else the file has a
`check`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from mkdeck.course.loading import Course
from mkdeck.diagnostics import Finding, Rule

if TYPE_CHECKING:  # importers check drafts, and read no ledger
    from mkdeck.course.yaml_source import Source
    from mkdeck.ledger.ledger import Ledger
    from mkdeck.ledger.unreleased import Unreleased
    from mkdeck.notes.note import Note


@dataclass(frozen=True, slots=True)
class History:
    """A course's ledger as it was read, and how the course differs from it.

    `renumbered` gives, by id, questions that have the text of another released id, and that id; it is empty where that
    is on purpose.
    """

    ledger: "Ledger"
    source: "Source"
    unreleased: "Unreleased"
    renumbered: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """A course that rules look at, and what is known of it.

    `notes` are those of its entries, in their order, or none where they are not made yet. For a release, `releasing`
    holds the ids that staff forget on purpose. `asked` are the rules that are asked for by name.
    """

    course: Course
    notes: "tuple[Note, ...]" = ()
    history: History | None = None
    releasing: frozenset[str] | None = None
    asked: frozenset[str] = frozenset()

    @property
    def is_release(self) -> bool:
        """Whether students would get the course."""
        return self.releasing is not None


Check = Callable[[Case], Iterator[Finding]]
"""Yields what a case has against a rule."""


@dataclass(frozen=True, slots=True)
class RuleFile:
    """What the file of a rule states: the rule, its page, and its check where it has one of its own."""

    rule: Rule
    page: str
    check: Check | None


@cache
def find_rules() -> dict[str, RuleFile]:
    """Return the file of every rule by the rule's id, in the order of the alphabet."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    files = [RuleFile(each.RULE, (each.__doc__ or "").strip(), getattr(each, "check", None)) for each in modules]
    return {file.rule.id: file for file in sorted(files, key=lambda file: file.rule.id)}


def check(case: Case) -> Iterator[Finding]:
    """Yield what a case has against any rule."""
    for file in find_rules().values():
        if file.check and (file.rule.by_default or file.rule.id in case.asked):
            yield from file.check(case)
