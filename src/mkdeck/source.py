"""Read YAML files as plain text values, and find the line of any of them again.

Every scalar is the text that stands in the file; nothing becomes a number, a date or a boolean here.
"""

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from mkdeck.diagnostics import Diagnostic, EnvironmentFault, Finding, Loc, Span

Value = str | list["Value"] | dict[str, "Value"]

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 40
_TOO_DEEP = f"lists and mappings are nested more than {MAX_DEPTH} deep"
_TOO_DEEP_TO_SCAN = "exceeded maximum nesting depth"  # what libyaml says of brackets, from 0.2.6 on
MAX_ALIASED = 1_000_000
"""How many values and characters aliases may add to a file; an alias bomb reaches it at once."""

_UNREADABLE = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_TAGS = {
    yaml.ScalarNode: "tag:yaml.org,2002:str",
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}
_PLAIN_TAGS = frozenset(_TAGS.values())

_HINTS = (
    ("mapping values are not allowed", "text that contains ': ' needs quotes, or a block that starts with '|'"),
    ("'\\t' that cannot start", "indent with spaces, not with tabs"),
    ("cannot start any token", "text that starts with this character needs quotes, or a block that starts with '|'"),
    ("undefined alias", "text that starts with '*' needs quotes"),
    ("quoted scalar", "a quotation mark is not closed; in single quotes, write '' for an apostrophe"),
    ("flow", "text that starts with '{' or '[' needs quotes, or a block that starts with '|'"),
    ("block", "look at the indentation here, and for a quotation mark in the middle of the line above"),
    ("expected ':'", "a line is not indented like its neighbours, or a ':' is missing"),
    ("document", "a file holds one document; remove the line '---' or '...'"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read: `name` is how it is shown to people, `text` its whole content without a BOM."""

    path: Path
    name: str
    text: str


def read(path: Path, name: str) -> tuple[Source, list[Finding]]:
    """Read a UTF-8 file; what is not UTF-8, or too large, is a finding and an empty source.

    Raises EnvironmentFault if the file can't be read at all.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            message = f"the file is larger than {MAX_BYTES // 2**20} MB; split it into several decks"
            return Source(path, name, ""), [_at(name, 1, 1, message)]
        raw = path.read_bytes()
    except OSError as error:
        raise EnvironmentFault(f"{name} can't be read: {error.strerror}.") from error
    for bom in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if raw.startswith(bom):
            message = "the file is saved as UTF-16; save it as UTF-8"
            return Source(path, name, ""), [_at(name, 1, 1, message)]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        line, column = _line_and_column(before, len(before))
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8"
        return Source(path, name, ""), [_at(name, line, column, message)]
    return Source(path, name, text), []


def load(source: Source) -> tuple[Value, list[Finding]]:
    """Turn a file's YAML into dicts, lists and strings; an empty file is an empty dict.

    Duplicate keys, foreign tags, deep nesting and alias bombs are findings. With any finding of syntax the
    value is an empty dict; with duplicate keys the first one counts.
    """
    try:
        node = _compose(source.text)
    except yaml.YAMLError as error:
        return {}, [_syntax(source, error)]
    if node is None:
        return {}, []
    reader = _Reader(source.name, budget=2 * len(source.text) + MAX_ALIASED)
    try:
        return reader.value(node, (), 0), reader.findings
    except _TooMuchError as error:
        mark = error.node.start_mark
        return {}, [_at(source.name, mark.line + 1, mark.column + 1, str(error))]


def locate(findings: Iterable[Finding], sources: Iterable[Source]) -> list[Diagnostic]:
    """Give every finding its line and column; sorted by file, line, column; each said once."""
    by_name = {source.name: source for source in sources}
    by_file: dict[str, list[Finding]] = {}
    for finding in findings:
        by_file.setdefault(finding.file, []).append(finding)
    found: set[Diagnostic] = set()
    for name, group in by_file.items():
        source = by_name.get(name)
        lines = _LINE_BREAK.split(source.text) if source else []
        starts = [0, *(each.end() for each in _LINE_BREAK.finditer(source.text))] if source else [0]
        node = None
        if source and any(finding.span is None for finding in group):
            node = _compose(source.text)
        for finding in group:
            span = finding.span or _span(source, node, finding, starts)
            text = lines[span.line - 1] if span.line <= len(lines) else ""
            found.add(Diagnostic(span, finding.severity, finding.rule, finding.message, finding.question, text))
    return sorted(found, key=lambda d: (d.span, d.severity, d.rule, d.message))


def compose_questions(source: Source, key: str = "questions") -> Iterator[yaml.MappingNode]:
    """Yield the node of each question of a deck file, in order; for edits in place (see `stamp`).

    `key` names the list that they stand in.
    """
    node = _child(_compose(source.text), key, on_key=False)
    if isinstance(node, yaml.SequenceNode):
        yield from node.value


class _Loader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]  # the C loader where there is one
    """YAML whose scalars are all text: no tag is guessed, which also halves the time."""

    def resolve(self, kind: type[yaml.Node], _value: object, _implicit: object) -> str:
        return _TAGS[kind]

    # Called on the way in and out of every node: the place to stop before the C stack overflows.
    depth = 0

    def descend_resolver(self, parent: yaml.Node | None, _index: object) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH + 1:
            mark = parent.start_mark if parent else None
            raise yaml.MarkedYAMLError(problem=_TOO_DEEP, problem_mark=mark)

    def ascend_resolver(self) -> None:
        self.depth -= 1


class _TooMuchError(Exception):
    def __init__(self, message: str, node: yaml.Node) -> None:
        super().__init__(message)
        self.node = node


class _Reader:
    """One walk over the nodes of one file."""

    def __init__(self, name: str, budget: int) -> None:
        self.name = name
        self.budget = budget
        self.findings: list[Finding] = []

    def value(self, node: yaml.Node, loc: Loc, depth: int) -> Value:
        self.budget -= 1
        if self.budget < 0:
            raise _TooMuchError("aliases make this file far larger than it looks; write the text out", node)
        if depth > MAX_DEPTH:
            raise _TooMuchError(_TOO_DEEP, node)
        if node.tag not in _PLAIN_TAGS:
            self.add(node, f"the YAML tag '{_tag(node.tag)}' is not allowed; write the plain text")
        if isinstance(node, yaml.ScalarNode):
            self.budget -= len(node.value)
            return str(node.value)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*loc, i), depth + 1) for i, child in enumerate(node.value)]
        mapping: dict[str, Value] = {}
        for key, child in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.add(key, "a key must be one word; text that starts with '{' or '[' needs quotes")
            elif key.value in mapping:
                self.add(key, f"'{key.value}' stands here twice; remove one of the two", len(key.value))
            else:
                mapping[key.value] = self.value(child, (*loc, key.value), depth + 1)
        return mapping

    def add(self, node: yaml.Node, message: str, length: int = 1) -> None:
        mark = node.start_mark
        self.findings.append(_at(self.name, mark.line + 1, mark.column + 1, message, length))


def _compose(text: str) -> yaml.Node | None:
    loader = _Loader(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    except RecursionError:
        raise yaml.MarkedYAMLError(problem="nested too deep") from None
    finally:
        loader.dispose()
    return node


def _at(name: str, line: int, column: int, message: str, length: int = 1) -> Finding:
    return Finding(name, (), "error", "syntax", message, span=Span(name, line, column, length))


def _syntax(source: Source, error: yaml.YAMLError) -> Finding:
    if isinstance(error, yaml.reader.ReaderError):
        match = _UNREADABLE.search(source.text)
        at = match.start() if match else 0
        code = ord(source.text[at]) if match else 0
        line, column = _line_and_column(source.text, at)
        return _at(source.name, line, column, f"the character U+{code:04X} can't stand in a text file; remove it")
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    context = getattr(error, "context", None) or ""
    said = f"{context}: {problem}" if context else problem
    hint = next((hint for words, hint in _HINTS if words in said), "")
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if problem in (_TOO_DEEP, _TOO_DEEP_TO_SCAN):
        return _at(source.name, line, column, _TOO_DEEP)
    return _at(source.name, line, column, f"not valid YAML: {problem}" + (f" ({hint})" if hint else ""))


def _tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def _child(node: yaml.Node | None, part: str | int, *, on_key: bool) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        child: yaml.Node = node.value[part]
        return child
    if isinstance(node, yaml.MappingNode):
        return next((key if on_key else value for key, value in node.value if key.value == part), None)
    return None


def _span(source: Source | None, node: yaml.Node | None, finding: Finding, starts: list[int]) -> Span:
    if source is None or node is None:
        return Span(finding.file, 1, 1)
    for i, part in enumerate(finding.loc):
        last = i == len(finding.loc) - 1
        child = _child(node, part, on_key=finding.on_key and last)
        if child is None:
            break
        node = child
    start, end = node.start_mark, node.end_mark
    near = finding.near.strip().partition("\n")[0]
    if near:
        at = source.text.find(near, start.index, end.index)
        if at >= 0:
            line = bisect_right(starts, at)
            return Span(finding.file, line, at - starts[line - 1] + 1, len(near))
    length = end.column - start.column if end.line == start.line else 1
    return Span(finding.file, start.line + 1, start.column + 1, max(1, length))


def _line_and_column(text: str, index: int) -> tuple[int, int]:
    breaks = list(_LINE_BREAK.finditer(text, 0, index))
    return len(breaks) + 1, index - (breaks[-1].end() if breaks else 0) + 1
