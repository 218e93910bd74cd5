"""Read YAML files as plain text values.

Every scalar is the text that stands in the file; nothing becomes a number, a date or a boolean here.
"""

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from mkdeck.course.discovery import STDIN
from mkdeck.course.yaml_apart import find_more
from mkdeck.course.yaml_errors import LINE_BREAK, MAX_DEPTH, TOO_DEEP, explain, line_and_column
from mkdeck.course.yaml_lists import find_split
from mkdeck.course.yaml_places import find_conflicts
from mkdeck.course.yaml_pointer import Pointer
from mkdeck.course.yaml_scalars import SYNTAX_RULE, Doubt, find_doubts, unescape
from mkdeck.diagnostics import Finding, Loc, Span
from mkdeck.files.standard_input import read_standard_input

Value = str | list["Value"] | dict[str, "Value"]

MAX_BYTES = 64 * 1024 * 1024
_TOO_LARGE = f"the file is larger than {MAX_BYTES // 2**20} MB; split it into several decks"
MAX_ALIASED = 1_000_000
"""How many values and characters aliases may add to a file; an alias bomb reaches it at once."""

_TAGS = {
    yaml.ScalarNode: "tag:yaml.org,2002:str",
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}
_BOMS = {
    codecs.BOM_UTF32_LE: "UTF-32",  # starts like that of UTF-16
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
_SIGNS = frozenset("&!>")
"""Those of YAML that a text may begin with and lose."""
_PLAIN_TAGS = frozenset(_TAGS.values())


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read: `name` is how it is shown to people, `text` its whole content without a BOM.

    `questions` are the indexes in the text at which the lines start where its questions do, once it was read as a deck.
    They follow from the text.
    """

    path: Path
    name: str
    text: str
    questions: tuple[int, ...] = field(default=(), compare=False)


def read(path: Path, name: str) -> tuple[Source, list[Finding]]:
    """Read a UTF-8 file; what is not UTF-8, or too large, is a finding and an empty source.

    So is a file that can't be read at all.
    """
    try:
        if path == STDIN:
            return _decode(path, name, read_standard_input(MAX_BYTES))
        if path.exists() and not path.is_file():
            return Source(path, name, ""), [_at(name, 1, 1, "this is a pipe or a device, not a file")]
        if path.stat().st_size > MAX_BYTES:
            return Source(path, name, ""), [_at(name, 1, 1, _TOO_LARGE)]
        raw = path.read_bytes()
    except OSError as error:
        return Source(path, name, ""), [_at(name, 1, 1, f"the file can't be read: {error.strerror or error}")]
    return _decode(path, name, raw)


def _decode(path: Path, name: str, raw: bytes) -> tuple[Source, list[Finding]]:
    if len(raw) > MAX_BYTES:
        return Source(path, name, ""), [_at(name, 1, 1, _TOO_LARGE)]
    for bom, encoding in _BOMS.items():
        if raw.startswith(bom):
            message = f"the file is saved as {encoding}; save it as UTF-8"
            return Source(path, name, ""), [_at(name, 1, 1, message)]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        line, column = line_and_column(before, len(before))
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8"
        return Source(path, name, ""), [_at(name, line, column, message)]
    return Source(path, name, text), []


def load(source: Source) -> tuple[Value, list[Finding]]:
    """Turn a file's YAML into dicts, lists and strings; an empty file is an empty dict.

    Duplicate keys, foreign tags, deep nesting and alias bombs are findings. With any finding of syntax the
    value is an empty dict; with duplicate keys the first one counts.
    """
    _, value, findings = _read_tree(source)
    return value, findings


def load_deck(source: Source) -> tuple[Source, Value, list[Finding]]:
    """Turn a deck file's YAML into values, as `load` does, and note where its questions start."""
    node, value, findings = _read_tree(source)
    listed = node and Pointer(source.text).child(node, "questions", on_key=False)
    # The lines of a list among questions, alone, may be taken for those of the question in it.
    if isinstance(listed, yaml.SequenceNode) and all(isinstance(each, yaml.MappingNode) for each in listed.value):
        marks = [each.start_mark for each in listed.value]
        source = replace(source, questions=tuple(mark.index - mark.column for mark in marks))
    return source, value, findings


def _read_tree(source: Source) -> tuple[yaml.Node | None, Value, list[Finding]]:
    """Return a file's tree, its values, and what is wrong with them."""
    if conflicts := list(find_conflicts(source.text)):
        return None, {}, [_at(source.name, each.line + 1, each.column + 1, each.message) for each in conflicts]
    try:
        node = compose(source.text)
    except yaml.YAMLError as error:
        first = explain(source.text, error)
        more = find_more(source.text, first[0], compose)
        return None, {}, [_at(source.name, *each) for each in (first, *more)]
    if node is None:
        return None, {}, []
    reader = _Reader(source, budget=2 * len(source.text) + MAX_ALIASED)
    try:
        value = reader.value(node, (), 0)
    except _TooMuchError as error:
        mark = error.node.start_mark
        return None, {}, [_at(source.name, mark.line + 1, mark.column + 1, str(error))]
    return node, value, [replace(each, question=_question_at(value, each.loc)) for each in reader.findings]


def compose_questions(source: Source, key: str = "questions") -> Iterator[yaml.MappingNode]:
    """Yield the node of each question of a deck file, in order; for edits in place (see `stamp`).

    `key` names the list that they stand in.
    """
    node = Pointer(source.text).child(compose(source.text), key, on_key=False)
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
            raise yaml.MarkedYAMLError(problem=TOO_DEEP, problem_mark=mark)

    def ascend_resolver(self) -> None:
        self.depth -= 1


class _TooMuchError(Exception):
    def __init__(self, message: str, node: yaml.Node) -> None:
        super().__init__(message)
        self.node = node


class _Reader:
    """One walk over the nodes of one file."""

    def __init__(self, source: Source, budget: int) -> None:
        self.name = source.name
        self.text = source.text
        self.budget = budget
        self.findings: list[Finding] = []
        self.doubtful = " #" in source.text or "\t#" in source.text  # quicker by far than any pattern
        self.escaped = "\\" in source.text
        self.looked_at: dict[int, str] = {}  # texts that aliases repeat are looked at once

    def value(self, node: yaml.Node, loc: Loc, depth: int) -> Value:
        self.budget -= 1
        if self.budget < 0:
            raise _TooMuchError("aliases make this file far larger than it looks; write the text out", node)
        if depth > MAX_DEPTH:
            raise _TooMuchError(TOO_DEEP, node)
        if node.tag not in _PLAIN_TAGS:
            self.add(node, loc, f"the YAML tag '{_tag(node.tag)}' is not allowed; write the plain text")
        if isinstance(node, yaml.ScalarNode):
            self.budget -= len(node.value)
            return self.scalar(node, loc)
        if isinstance(node, yaml.SequenceNode):
            if node.flow_style and len(node.value) > 1 and id(node) not in self.looked_at:
                self.looked_at[id(node)] = ""
                self.doubt(node, loc, find_split(node.value, str(loc[-1]) if loc else ""))
            return [self.value(child, (*loc, i), depth + 1) for i, child in enumerate(node.value)]
        return self.mapping(node, loc, depth)

    def mapping(self, node: yaml.Node, loc: Loc, depth: int) -> dict[str, Value]:
        """Return a mapping by its keys, of which the first of each counts, and name keys that are none."""
        mapping: dict[str, Value] = {}
        merged: dict[str, Value] = {}  # apart, as a key may stand beside it on purpose
        for key, child in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.add(key, loc, "a key must be one word; text that starts with '{' or '[' needs single quotes")
            elif key.value == "<<" and not key.style:
                self.add(key, loc, "'<<' takes keys from elsewhere, which mkdeck does not; write them out here", 2)
                merged = _merge(self.value(child, loc, depth + 1))
            elif key.value in mapping:
                self.add(key, loc, f"'{key.value}' stands here twice; remove one of the two", len(key.value))
            else:
                mapping[key.value] = self.value(child, (*loc, key.value), depth + 1)
        return {**merged, **mapping}

    def scalar(self, node: yaml.ScalarNode, loc: Loc) -> str:
        """Return the text of a scalar, and name what of it YAML reads otherwise than it looks."""
        if id(node) in self.looked_at:
            return self.looked_at[id(node)]
        value = str(node.value)
        if self.escaped and node.style == '"':
            meant, doubts = unescape(self.text, node)
            self.doubt(node, loc, doubts)
            value = str(getattr(compose(meant), "value", "")) if meant else value
            self.looked_at[id(node)] = value
        if self.may_lose(node):
            self.doubt(node, loc, find_doubts(self.text, node, loc))
            self.looked_at[id(node)] = value
        return value

    def may_lose(self, node: yaml.ScalarNode) -> bool:
        """Whether YAML may leave something out of a scalar, or join its lines."""
        start, end = node.start_mark, node.end_mark
        if node.style == "|":
            return False
        if (self.doubtful and not node.style) or end.line > start.line:
            return True
        return self.text[start.index : start.index + 1] in _SIGNS

    def doubt(self, node: yaml.Node, loc: Loc, doubts: Iterable[Doubt]) -> None:
        """Say what is doubtful about a text, at its place."""
        mark = node.start_mark
        line, start, done = mark.line, mark.index - mark.column, mark.index
        for each in doubts:
            for end in LINE_BREAK.finditer(self.text, done, each.at):
                line, start = line + 1, end.end()
            done = max(done, each.at)
            span = Span(self.name, line + 1, each.at - start + 1, each.length)
            self.findings.append(Finding(self.name, loc, each.rule, each.message, span=span))

    def add(self, node: yaml.Node, loc: Loc, message: str, length: int = 1) -> None:
        mark = node.start_mark
        self.findings.append(replace(_at(self.name, mark.line + 1, mark.column + 1, message, length), loc=loc))


def compose(text: str) -> yaml.Node | None:
    """Return the tree of a text, none of an empty one. Raises YAMLError where it is no YAML."""
    loader = _Loader(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    except RecursionError:
        raise yaml.MarkedYAMLError(problem="nested too deep") from None
    finally:
        loader.dispose()
    return node


def _at(name: str, line: int, column: int, message: str, length: int = 1) -> Finding:
    return Finding(name, (), SYNTAX_RULE, message, span=Span(name, line, column, length))


def _question_at(value: Value, loc: Loc) -> str | None:
    """Return the id of the question that a path leads into."""
    match loc, value:
        case ("questions", int(i), *_), {"questions": list(questions)}:
            question = questions[i]
            declared = question.get("id") if isinstance(question, dict) else None
            return declared if isinstance(declared, str) else None
    return None


def _merge(value: Value) -> dict[str, Value]:
    """Return the keys that '<<' means, so that they are not said to be missing too."""
    values = value if isinstance(value, list) else [value]
    return {key: each for mapping in reversed(values) if isinstance(mapping, dict) for key, each in mapping.items()}


def _tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
