"""Leave out the warnings that staff ignore on purpose, and say which `ignore` has nothing to ignore."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter

from mkdeck.checks import find_rules
from mkdeck.checks.unused_ignore import RULE
from mkdeck.course.loading import Course, Entry
from mkdeck.course.yaml_comments import IgnoreComment, find_ignores
from mkdeck.course.yaml_lookup import locate
from mkdeck.course.yaml_source import Source
from mkdeck.diagnostics import Diagnostic, Finding, Loc, has_errors
from mkdeck.text.nearest import nearest

_ORDER = attrgetter("span", "severity", "rule", "message")


@dataclass(slots=True)
class _Ignore:
    """A rule in a key `ignore`: where it stands, and whether it had an effect."""

    file: str
    loc: Loc
    rule: str
    question: str | None = None
    used: bool = False


@dataclass(frozen=True, slots=True)
class _Ignores:
    """The keys `ignore` of a course, by what they are about."""

    course: tuple[_Ignore, ...]
    decks: Mapping[str, tuple[_Ignore, ...]]
    questions: Mapping[tuple[str, int], tuple[_Ignore, ...]] = field(default_factory=dict)

    def find(self, finding: Finding) -> Iterator[_Ignore]:
        """Yield each ignore that is about a finding."""
        match finding.loc:
            case ("questions", int(index), *_):
                yield from self._name(self.questions.get((finding.file, index), ()), finding)
        yield from self._name(self.decks.get(finding.file, ()), finding)
        yield from self._name(self.course, finding)

    @staticmethod
    def _name(ignores: Iterable[_Ignore], finding: Finding) -> Iterator[_Ignore]:
        return (each for each in ignores if each.rule == finding.rule.id)

    def __iter__(self) -> Iterator[_Ignore]:
        yield from self.course
        for each in (*self.decks.values(), *self.questions.values()):
            yield from each


def locate_unignored(
    course: Course, findings: Iterable[Finding], sources: Iterable[Source], asked: frozenset[str], *, whole: bool = True
) -> list[Diagnostic]:
    """Return the findings of a course that nobody ignores, with their places, sorted; errors can't be ignored.

    `asked` are the rules of style that were looked at. With the `whole` course, an ignore without effect is a finding,
    too, unless errors may hide what it is for.
    """
    findings, sources = list(findings), list(sources)
    ignores = _list_ignores(course)
    kept = [each for each in findings if each.severity == "error" or not _use(ignores.find(each))]
    rules = frozenset(find_rules())
    comments = {each.name: found for each in sources if (found := list(find_ignores(each, rules)))}
    shown, effective = _drop_commented(locate(kept, sources), comments)
    if not whole:
        return shown
    hidden, named = _list_hidden(course, findings), chain.from_iterable(comments.values())
    idle = [*_find_unused(ignores, hidden, asked), *_find_idle(named, effective, hidden, asked)]
    unused = [each for each in idle if not _use(ignores.find(each))]
    return sorted([*shown, *locate(unused, sources)], key=_ORDER) if unused else shown


def _list_hidden(course: Course, findings: Iterable[Finding]) -> set[str]:
    """Return the files in which errors, or questions that are not ready, may hide what an ignore is for."""
    broken = {each.file for each in findings if each.severity == "error"}
    return broken | {deck.source.name for deck in course.decks if deck.drafts}


def add_late(
    course: Course,
    diagnostics: list[Diagnostic],
    findings: Iterable[Finding],
    sources: Iterable[Source],
    asked: frozenset[str],
) -> list[Diagnostic]:
    """Add what is found once a course was checked, unless somebody ignores it; such an ignore then has an effect."""
    findings = list(findings)
    if not findings:
        return diagnostics
    late = locate_unignored(course, findings, sources, asked)
    idle = {each for each in late if each.rule == RULE.id}
    kept = [each for each in diagnostics if each.rule != RULE.id or each in idle or has_errors(findings)]
    return sorted([*kept, *(each for each in late if each not in idle)], key=lambda each: each.span)


def _use(ignores: Iterator[_Ignore]) -> bool:
    """Whether there is an ignore; all of them have an effect."""
    found = list(ignores)
    for each in found:
        each.used = True
    return bool(found)


def _list_ignores(course: Course) -> _Ignores:
    settings = course.settings_source
    return _Ignores(
        tuple(_Ignore(settings.name, loc, rule) for loc, rule in _number(course.settings.ignore)) if settings else (),
        {
            deck.source.name: tuple(_Ignore(deck.source.name, loc, rule) for loc, rule in _number(deck.settings.ignore))
            for deck in course.decks
            if deck.settings.ignore
        },
        {
            (entry.deck.source.name, entry.index): _list_of_question(entry)
            for entry in course.entries
            if entry.question.ignore and not entry.turned
        },
    )


def _list_of_question(entry: Entry) -> tuple[_Ignore, ...]:
    where = ("questions", entry.index)
    return tuple(
        _Ignore(entry.deck.source.name, (*where, *loc), rule, entry.id) for loc, rule in _number(entry.question.ignore)
    )


def _number(rules: Iterable[str]) -> Iterator[tuple[Loc, str]]:
    return ((("ignore", i), rule.strip()) for i, rule in enumerate(rules))


def _drop_commented(
    diagnostics: list[Diagnostic], comments: Mapping[str, list[IgnoreComment]]
) -> tuple[list[Diagnostic], set[IgnoreComment]]:
    """Return what no comment ignores, and the comments that had an effect."""
    kept: list[Diagnostic] = []
    effective: set[IgnoreComment] = set()
    for each in diagnostics:
        about = [
            comment
            for comment in comments.get(each.span.file, ())
            if comment.rule == each.rule and comment.first <= each.span.line <= comment.last
        ]
        if about and not has_errors([each]):
            effective |= set(about)
        else:
            kept.append(each)
    return kept, effective


def _find_unused(ignores: _Ignores, broken: set[str], asked: frozenset[str]) -> Iterator[Finding]:
    """Yield a finding for each ignore in a key that had no effect."""
    for each in ignores:
        hidden = bool(broken) if each in ignores.course else each.file in broken
        if message := _explain(each.rule, asked, used=each.used, hidden=hidden):
            yield Finding(each.file, each.loc, RULE, message, each.question)


def _find_idle(
    comments: Iterable[IgnoreComment], effective: set[IgnoreComment], broken: set[str], asked: frozenset[str]
) -> Iterator[Finding]:
    """Yield a finding for each comment that had no effect."""
    for each in comments:
        hidden = each.span.file in broken
        if message := _explain(each.rule, asked, used=each in effective, hidden=hidden):
            yield Finding(each.span.file, (), RULE, message, span=each.span)


def _explain(rule: str, asked: frozenset[str], *, used: bool, hidden: bool) -> str:
    """Return what is wrong with an ignore; empty where nothing is, or where errors may hide what it is for."""
    rules = find_rules()
    if not rule:
        return "this says no rule to ignore; write `# mkdeck: ignore RULE`"
    if rule not in rules:
        return f"there is no rule '{rule}'" + (nearest(rule, rules) or "; `mkdeck check --explain` lists all")
    stated = rules[rule].rule
    if "warning" not in (stated.severity, stated.otherwise):
        return f"'{rule}' finds errors only, which can't be ignored; remove this"
    if used or hidden or rule == RULE.id or (stated.style and rule not in asked):
        return ""
    return f"'{rule}' finds nothing here; remove this"
