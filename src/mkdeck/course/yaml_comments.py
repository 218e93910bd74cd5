"""Comments of YAML that speak to mkdeck: `# mkdeck: ignore rule, rule`."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from mkdeck.course.yaml_errors import split_lines
from mkdeck.course.yaml_source import Source, compose
from mkdeck.diagnostics import Span

_COMMENT = re.compile(r"(?:(?<=\s)|^)#[ \t]*mkdeck:?[ \t]*ignore\b[ \t]*:?(?P<rules>.*)", re.MULTILINE)
_RULE = re.compile(r"[ \t]*(?P<comma>,)?[ \t]*(?P<rule>[\w-]+)")
_EMPTY = re.compile(r"[ \t]*(?:#.*)?")


@dataclass(frozen=True, slots=True)
class IgnoreComment:
    """A rule that a comment names, where it does so, and the first and the last line that it is about.

    `rule` is empty where the comment names none.
    """

    rule: str
    span: Span
    first: int
    last: int


def find_ignores(source: Source, rules: frozenset[str]) -> Iterator[IgnoreComment]:
    """Yield each rule that a comment of a file names: its first word, those behind commas, and known `rules` after it.

    What follows is the reason. Nothing of a file that is no YAML.
    """
    text = source.text
    if "mkdeck" not in text or not (matches := list(_COMMENT.finditer(text))):
        return
    try:
        scalars = sorted(_list_scalars(compose(text)), key=lambda node: node.start_mark.index)
    except yaml.YAMLError:
        return
    _, starts = split_lines(text)
    opened = [node.start_mark.index for node in scalars]
    for match in matches:
        before = bisect_right(opened, match.start()) - 1
        if before < 0 or not _holds(scalars[before], match.start(), text):
            line = bisect_right(starts, match.start()) - 1
            about = _find_next(text, starts, line) if not text[starts[line] : match.start()].strip() else line
            last = max([about, *(_last_line(node) for node in scalars if node.start_mark.line == about)])
            for rule, span in _locate_rules(match, rules, source.name, line, starts[line]):
                yield IgnoreComment(rule, span, about + 1, last + 1)


def _locate_rules(
    match: re.Match[str], rules: frozenset[str], name: str, line: int, start: int
) -> Iterator[tuple[str, Span]]:
    """Yield the rules that a comment names, and where in its line, which has this number from 0 and this start."""
    for rule, at in _list_rules(match["rules"], rules):
        column = (match.start("rules") + at if rule else match.start()) - start + 1
        yield rule, Span(name, line + 1, column, len(rule) or len(match.group()))


def _list_rules(text: str, rules: frozenset[str]) -> list[tuple[str, int]]:
    """Return the rules that a comment names, and where; an empty one where it names none."""
    found: list[tuple[str, int]] = []
    at = 0
    while match := _RULE.match(text, at):
        if found and not match["comma"] and match["rule"] not in rules:
            break
        found.append((match["rule"], match.start("rule")))
        at = match.end()
    return found or [("", 0)]


def _holds(scalar: yaml.ScalarNode, index: int, text: str) -> bool:
    """Whether a scalar has a place in its text: a comment may stand behind the `|` that opens a block."""
    start, end = scalar.start_mark.index, scalar.end_mark.index
    if scalar.style in ("|", ">"):
        start = text.find("\n", start, end)
    return 0 <= start <= index < end


def _last_line(scalar: yaml.ScalarNode) -> int:
    """Return the last line of a scalar: a block ends where the next line starts."""
    mark = scalar.end_mark
    return int(mark.line) if mark.column else max(int(mark.line) - 1, int(scalar.start_mark.line))


def _find_next(text: str, starts: list[int], line: int) -> int:
    """Return the next line that holds more than a comment, or the same one at the end."""
    for i in range(line + 1, len(starts)):
        end = starts[i + 1] if i + 1 < len(starts) else len(text)
        if not _EMPTY.fullmatch(text[starts[i] : end].rstrip("\r\n")):
            return i
    return line


def _list_scalars(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    """Yield the scalars of a tree, each once for every alias of it."""
    seen: set[int] = set()
    nodes = [node]
    while nodes:
        match each := nodes.pop():
            case yaml.ScalarNode():
                yield each
            case yaml.SequenceNode() if id(each) not in seen:
                seen.add(id(each))
                nodes += each.value
            case yaml.MappingNode() if id(each) not in seen:
                seen.add(id(each))
                nodes += [part for pair in each.value for part in pair]
