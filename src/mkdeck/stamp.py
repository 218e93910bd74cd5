"""Write missing ids into a deck file, and leave every other byte of it as it is."""

import codecs
from collections.abc import Mapping

import yaml

from mkdeck.diagnostics import has_errors
from mkdeck.files import open_in_one_step
from mkdeck.source import Source, Value, compose_questions, load


def add_ids(source: Source, ids: Mapping[int, str]) -> str:
    """Give the file's text with an id for each of these questions, by position.

    The id is a line of its own below `type:`, indented like it; in a `{...}` question it follows the brace.
    Raises ValueError if the text would then say anything else than before.
    """
    text = source.text
    newline = "\r\n" if "\r\n" in text else "\n"
    insertions: list[tuple[int, str]] = []
    for i, node in enumerate(compose_questions(source)):
        if i in ids:
            insertions.append(_insertion(text, node, ids[i], newline))
    for at, line in sorted(insertions, reverse=True):
        text = text[:at] + line + text[at:]
    _verify(source, text, ids)
    return text


def write_source(source: Source, text: str) -> None:
    """Put a file's new text in place, with the BOM that it may have had."""
    with source.path.open("rb") as file:
        bom = codecs.BOM_UTF8 if file.read(3) == codecs.BOM_UTF8 else b""
    with open_in_one_step(source.path) as file:
        file.write(bom + text.encode())


def _insertion(text: str, node: yaml.MappingNode, new: str, newline: str) -> tuple[int, str]:
    if node.flow_style:
        return node.start_mark.index + 1, f"id: {new}, "
    key, value = next((key, value) for key, value in node.value if key.value == "type")
    line = f"{' ' * key.start_mark.column}id: {new}"
    end = text.find("\n", value.end_mark.index)
    if end < 0:
        return len(text), newline + line
    return end + 1, line + newline


def _verify(source: Source, text: str, ids: Mapping[int, str]) -> None:
    before, _ = load(source)
    after, findings = load(Source(source.path, source.name, text))
    if has_errors(findings) or _without_ids(after, ids) != before:
        raise ValueError(source.name)


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
