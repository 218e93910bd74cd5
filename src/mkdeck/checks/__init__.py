"""The rules of `mkdeck check`, one file each: its docstring is the rule's page, with what fails and what passes.

A rule's file states the rule as `RULE`: its id, which is the file's name with hyphens, and its severity. Where texts or
files are checked as they are read, the code that does so and the rule's file share that value; else the file has a
`check`. Other packages add rules of their own as entry points `mkdeck.rules` (see plugins.py).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from mkdeck.checks.prose.choices import ChoiceEntry
from mkdeck.checks.prose.formulas import Formula, list_formulas
from mkdeck.checks.prose.languages import find_language
from mkdeck.course.loading import Course, Entry
from mkdeck.diagnostics import Finding, Rule
from mkdeck.plugins import Plugin, load_plugins
from mkdeck.questions.multiple_choice import MultipleChoice

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


@dataclass(frozen=True)
class Case:
    """A course that rules look at, and what is known of it.

    `notes` are those of its entries, in their order, or none where they are not made yet. For a release, `releasing`
    holds the ids that staff forget on purpose. `asked` are the rules of style that are wanted.
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

    @cached_property
    def language(self) -> str:
        """Return the language of the course's texts; empty where it is not the one that the course declares."""
        return find_language(self.course)

    @cached_property
    def asked_entries(self) -> tuple[Entry, ...]:
        """Return the questions that are still asked, each once, even where a second card turns it round."""
        return tuple(entry for entry in self.course.entries if not entry.question.retired and not entry.turned)

    @cached_property
    def formulas(self) -> tuple[list[Formula], ...]:
        """Return the formulas of each note."""
        return tuple(map(list_formulas, self.notes))

    @cached_property
    def choice_entries(self) -> tuple[ChoiceEntry, ...]:
        """Return the multiple-choice questions that are still asked."""
        pairs = ((entry, entry.question) for entry in self.asked_entries)
        return tuple(ChoiceEntry(entry, question) for entry, question in pairs if isinstance(question, MultipleChoice))

    @cached_property
    def keyed_entries(self) -> tuple[tuple[ChoiceEntry, int], ...]:
        """Return those of them that have one right choice, and the place of it."""
        return tuple((each, key) for each in self.choice_entries if (key := each.only_key) is not None)


Check = Callable[[Case], Iterator[Finding]]
"""Yields what a case has against a rule."""


def point_at(entry: Entry, rule: Rule, message: str, *key: str | int, near: str = "") -> Finding:
    """Return a finding about what stands below these keys of a question."""
    return Finding(entry.deck.source.name, ("questions", entry.index, *key), rule, message, entry.id, near)


def point_at_course(case: Case, rule: Rule, message: str) -> Finding:
    """Return a finding about a whole course: at its name, or at the head of its only file."""
    settings = case.course.settings_source
    return Finding((settings or case.course.decks[0].source).name, ("course",) if settings else (), rule, message)


@dataclass(frozen=True, slots=True)
class RuleFile:
    """What the file of a rule states: the rule, its page, and its check where it has one of its own."""

    rule: Rule
    page: str
    check: Check | None


@cache
def find_rules() -> dict[str, RuleFile]:
    """Return the file of every rule by the rule's id, in the order of the alphabet."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__) if not found.ispkg]
    files = [RuleFile(each.RULE, (each.__doc__ or "").strip(), getattr(each, "check", None)) for each in modules]
    plugins = load_plugins("mkdeck.rules", {file.rule.id for file in files}, ("check",))
    files += [_adopt(name, plugin) for name, plugin in plugins.items()]
    return {file.rule.id: file for file in sorted(files, key=lambda file: file.rule.id)}


def _adopt(name: str, plugin: Plugin) -> RuleFile:
    """Return the file of a rule of another package, which says whose fault it is where the rule fails."""
    rule, own_check = getattr(plugin.module, "RULE", None), getattr(plugin.module, "check", None)
    if not isinstance(rule, Rule) or rule.id != name or own_check is None:
        raise plugin.fail(f"has to state it as RULE, a mkdeck.diagnostics.Rule with the id '{name}'")

    def check(case: Case) -> Iterator[Finding]:
        with plugin.blamed():
            for finding in own_check(case):
                if not isinstance(finding, Finding) or finding.rule != rule:
                    raise plugin.fail("yields what is no mkdeck.diagnostics.Finding of this rule")
                yield finding

    return RuleFile(rule, (plugin.module.__doc__ or "").strip(), check)


@cache
def list_style() -> frozenset[str]:
    """Return the rules of style that are wanted where nobody names any."""
    rules = (file.rule for file in find_rules().values())
    return frozenset(rule.id for rule in rules if rule.style and rule.by_default)


def check(case: Case) -> Iterator[Finding]:
    """Yield what a case has against any rule."""
    for file in find_rules().values():
        if file.check and (not file.rule.style or file.rule.id in case.asked):
            yield from file.check(case)
