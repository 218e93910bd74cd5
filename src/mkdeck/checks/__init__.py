"""The rules of `mkdeck check`, one file each: its docstring is the rule's page, with what fails and what passes."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from mkdeck.course.loading import Course
from mkdeck.diagnostics import Finding


class Rule(Protocol):
    """A rule's module. Where `check` finds nothing, the text or the schema is checked as it is read."""

    __doc__: str

    def check(self, course: Course) -> Iterator[Finding]:
        """Yield what the course has against this rule."""
        ...


def find_rules() -> dict[str, Rule]:
    """Return every rule by its name, which is its file's name with hyphens."""
    return {
        module.name.replace("_", "-"): cast("Rule", import_module(f"{__name__}.{module.name}"))
        for module in iter_modules(__path__)
    }


def check(course: Course) -> Iterator[Finding]:
    """Yield what a course has against any rule, but for `released`, which needs its ledger too."""
    for name, rule in find_rules().items():
        if hasattr(rule, "check") and name != "released":
            yield from rule.check(course)
