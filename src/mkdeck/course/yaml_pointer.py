"""From a path to a value, such as `questions.3.hint`, to the line where it stands in the YAML."""

from bisect import bisect_right
from collections.abc import Sequence

import yaml

from mkdeck.diagnostics import Finding, Loc, Rule, Span
from mkdeck.text.spans import blank_code


class Pointer:
    """Find the nodes and the words that findings are about in a file, or in some of its lines.

    `starts` are the indexes at which the lines of the file start, and `offset` is the one at which the text does.
    """

    def __init__(self, text: str, starts: Sequence[int] = (0,), offset: int = 0) -> None:
        self.text = text
        self.starts = starts
        self.offset = offset
        self.above = bisect_right(starts, offset) - 1
        self.keys: dict[int, dict[str, tuple[yaml.Node, yaml.Node]]] = {}
        self.visible: dict[int, str] = {}
        self.passed: dict[tuple[int, Rule], int] = {}

    def child(self, node: yaml.Node | None, part: str | int, *, on_key: bool) -> yaml.Node | None:
        """Return the node of an item or of a value, or of its key; None where there is none."""
        match node, part:
            case yaml.SequenceNode(value=items), int(i) if i < len(items):
                item: yaml.Node = items[i]
                return item
            case yaml.MappingNode(), str(key) if pair := self._list_keys(node).get(key):
                return pair[0 if on_key else 1]
        return None

    def _list_keys(self, node: yaml.MappingNode) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        """Return the nodes of the keys and values of a mapping, by the text of the key; the first of each counts."""
        if id(node) not in self.keys:
            pairs = [(key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode)]
            self.keys[id(node)] = {key.value: (key, value) for key, value in reversed(pairs)}
        return self.keys[id(node)]

    def find(self, near: str, start: int, end: int, rule: Rule) -> int:
        """Return the next place of some words in a value, from 0, or -1: not in code, where they stand elsewhere too.

        The findings of one rule go through a value in its order, so each goes on where the one before ended.
        """
        if start not in self.visible:
            self.visible[start] = blank_code(self.text[start:end])
        behind = self.passed.get((start, rule), 0)
        for text in (self.visible[start], self.text[start:end]):
            at = text.find(near, behind)
            at = text.find(near) if at < 0 else at
            if at >= 0:
                self.passed[start, rule] = at + len(near)
                return start + at
        return -1


def find_span(pointer: Pointer, node: yaml.Node | None, finding: Finding, loc: Loc) -> Span:
    """Return the place of a finding in its file, at this path below a node."""
    if node is None:
        return Span(finding.file, 1, 1)
    for i, part in enumerate(loc):
        last = i == len(loc) - 1
        child = pointer.child(node, part, on_key=finding.on_key and last)
        if child is None:
            break
        node = child
    start, end = node.start_mark, node.end_mark
    near = finding.near.strip().partition("\n")[0]
    if near:
        at = pointer.find(near, start.index, end.index, finding.rule)
        if at >= 0:
            at += pointer.offset
            line = bisect_right(pointer.starts, at)
            return Span(finding.file, line, at - pointer.starts[line - 1] + 1, len(near))
    length = end.column - start.column if end.line == start.line else 1
    return Span(finding.file, pointer.above + start.line + 1, start.column + 1, max(1, length))
