"""Find the lines of findings again in the YAML that they are about.

Positions cost time and memory, and most values never need theirs. So a file is read again for them, and of it only the
lines of those questions that have findings, where these lines can be read alone.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

import yaml

from mkdeck.course.yaml_apart import has_anchor
from mkdeck.course.yaml_errors import split_lines
from mkdeck.course.yaml_pointer import Pointer, find_span
from mkdeck.course.yaml_source import Source, compose
from mkdeck.diagnostics import Diagnostic, Finding, Loc, Span


def locate(findings: Iterable[Finding], sources: Iterable[Source]) -> list[Diagnostic]:
    """Return every finding with its line and column; sorted by file, line, column; each said once."""
    by_name = {source.name: source for source in sources}
    by_file: dict[str, list[Finding]] = {}
    for finding in findings:
        by_file.setdefault(finding.file, []).append(finding)
    found: dict[tuple[object, ...], Diagnostic] = {}
    for name, group in by_file.items():
        for each in _locate_in(by_name.get(name), group):
            # What questions share by an anchor stands in one place, and is said of the first of them.
            found.setdefault(_order(each), each)
    return [found[key] for key in sorted(found)]


def _order(diagnostic: Diagnostic) -> tuple[object, ...]:
    """Return what findings are sorted by, and alike in: of plain values, which are compared far quicker than places."""
    at = diagnostic.span
    return at.file, at.line, at.column, at.length, diagnostic.severity, diagnostic.rule, diagnostic.message


def _locate_in(source: Source | None, findings: list[Finding]) -> Iterator[Diagnostic]:
    """Yield the findings of one file with their places; of a file that was not read, only its name is known."""
    lookup = _Lookup(source) if source else None
    for finding in findings:
        span = finding.span or (lookup.find(finding) if lookup else Span(finding.file, 1, 1))
        line = lookup.lines[span.line - 1] if lookup and span.line <= len(lookup.lines) else ""
        yield Diagnostic(span, finding.severity, finding.rule.id, finding.message, finding.question, line)


class _Lookup:
    """Finds places in one file."""

    def __init__(self, source: Source) -> None:
        self.text = source.text
        self.lines, self.starts = split_lines(source.text)
        # An alias needs its anchor, wherever it stands.
        self.questions = () if has_anchor(source.text) else source.questions
        self.extracts: dict[int, _Extract | None] = {}

    @cached_property
    def whole(self) -> "_Extract":
        """Return the whole file."""
        return _Extract(compose(self.text), Pointer(self.text, self.starts))

    def find(self, finding: Finding) -> Span:
        """Return the place of a finding."""
        match finding.loc:
            case ("questions", int(index), *below) if extract := self.find_question(index):
                return extract.find(finding, tuple(below))
        return self.whole.find(finding, finding.loc)

    def find_question(self, index: int) -> "_Extract | None":
        """Return a question; None where its lines can't be read alone."""
        if index not in self.extracts:
            self.extracts[index] = self.read_question(index) if index < len(self.questions) else None
        return self.extracts[index]

    def read_question(self, index: int) -> "_Extract | None":
        start = self.questions[index]
        end = self.questions[index + 1] if index + 1 < len(self.questions) else len(self.text)
        text = self.text[start:end]
        try:
            node = compose(text)
        except yaml.YAMLError:
            return None
        match node:
            case yaml.SequenceNode(flow_style=False, value=[question]) if question.start_mark.line == 0:
                return _Extract(question, Pointer(text, self.starts, start))
        return None


class _Extract(NamedTuple):
    """The node that some lines of a file hold, and where these stand."""

    node: yaml.Node | None
    pointer: Pointer

    def find(self, finding: Finding, loc: Loc) -> Span:
        """Return the place of a finding, which stands at this path below the node."""
        return find_span(self.pointer, self.node, finding, loc)
