"""Write missing ids into a deck file, and leave every other byte of it as it is."""

import codecs
import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from mkdeck.course.yaml_source import Source, Value, compose_questions, load
from mkdeck.diagnostics import has_errors
from mkdeck.files.writes import Write

_LINE_END = re.compile(r"\r\n?|\n")
_KEY_SIGN = re.compile(r"\?[ \t]+\Z")
"""What stands before a key that is written as `? key`."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """A file's text with new ids, how many they are, and what to do about each question that could not get one."""

    text: str
    count: int
    refused: tuple[str, ...]


def add_ids(source: Source, ids: Mapping[int, str]) -> Stamped:
    """Write an id for each of these questions, by position, unless the file would then say anything else than before.

    The id is a line of its own below `type:`, indented like it, or above a question's first key where it can't be
    below; in a `{...}` question it follows the brace.
    """
    nodes = list(compose_questions(source))
    shared = {node for node, number in Counter(map(id, nodes)).items() if number > 1}
    insertions = {i: _insertion(source.text, nodes[i], new) for i, new in ids.items()}
    before, _ = load(source)

    def write(some: list[int]) -> str:
        """Return the text with the ids of some questions; empty if it would say something else."""
        pieces, done = list[str](), 0
        for at, line in sorted(insertions[i] for i in some):
            pieces += [source.text[done:at], line]
            done = at
        text = "".join([*pieces, source.text[done:]])
        after, findings = load(Source(source.path, source.name, text))
        new = {i: ids[i] for i in some}
        return "" if has_errors(findings) or _without_ids(after, new) != before else text

    def find_refused(some: list[int]) -> list[int]:
        """Find the questions that can't be stamped, in halves: they are few."""
        if write(some):
            return []
        if len(some) == 1:
            return some
        middle = len(some) // 2
        return find_refused(some[:middle]) + find_refused(some[middle:])

    refused = find_refused(sorted(ids)) if ids else []
    good = [i for i in sorted(ids) if i not in refused]
    text = write(good)
    if not text:
        refused, good, text = sorted(ids), [], source.text
    return Stamped(
        text,
        len(good),
        tuple(_refuse(source, nodes[i], ids[i], shared=id(nodes[i]) in shared) for i in refused),
    )


def make_write(source: Source, text: str) -> Write:
    """Return what puts a file's new text in place, with the BOM that it may have, if it still is what was read."""
    with source.path.open("rb") as there:
        bom = codecs.BOM_UTF8 if there.read(3) == codecs.BOM_UTF8 else b""
    known = hashlib.sha256(bom + source.text.encode()).hexdigest()
    return Write(source.path, bom + text.encode(), known)


def _insertion(text: str, node: yaml.MappingNode, new: str) -> tuple[int, str]:
    """Return where to put an id, and with what around it."""
    key, value = next((key, value) for key, value in node.value if key.value == "type")
    end = _LINE_END.search(text, value.end_mark.index)
    below = not node.flow_style and value.start_mark.index > key.start_mark.index and not _find_sign(text, key)
    if below and end:
        return end.end(), f"{' ' * key.start_mark.column}id: {new}{end.group()}"
    any_end = _LINE_END.search(text)
    newline = any_end.group() if any_end else "\n"
    if below:
        return len(text), f"{newline}{' ' * key.start_mark.column}id: {new}"
    first = node.value[0][0]
    sign = _find_sign(text, first)
    start = first.start_mark.index - len(sign)
    if node.flow_style:
        return start, f"id: {new}, "
    return start, f"id: {new}{newline}{' ' * (first.start_mark.column - len(sign))}"


def _find_sign(text: str, key: yaml.Node) -> str:
    """Return the sign before a key that is written as `? key`, with the spaces between."""
    at = key.start_mark.index
    match = _KEY_SIGN.search(text, max(0, at - 20), at)
    return match.group() if match else ""


def _refuse(source: Source, node: yaml.MappingNode, new: str, *, shared: bool) -> str:
    place = f"{source.name}:{node.start_mark.line + 1}"
    if shared:
        return (
            f"{place}: this question stands in the list again by an alias; write it out, and write `id: {new}` into it."
        )
    return f"{place}: this question can't be stamped without changing more; write `id: {new}` into it by hand."


def _without_ids(value: Value, ids: Mapping[int, str]) -> Value:
    if not isinstance(value, dict) or not isinstance(questions := value.get("questions"), list):
        return value
    bare: list[Value] = [
        {key: each for key, each in question.items() if key != "id" or each != ids.get(i)}
        if isinstance(question, dict) and i in ids
        else question
        for i, question in enumerate(questions)
    ]
    return {**value, "questions": bare}
