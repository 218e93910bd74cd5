"""The text of questions that were released and are gone, as git has it: ready to be put back."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from mkdeck.course.yaml_source import Source, compose_questions
from mkdeck.diagnostics import CommandError
from mkdeck.files.git import read_blobs, run_git
from mkdeck.ledger.ledger import find_ledger
from mkdeck.questions.keys import REASON_TO_COME

_REASON = f"retired: {REASON_TO_COME}"


@dataclass(frozen=True, slots=True)
class LostQuestion:
    """A question as it was released: its file, by its path in the course, and its YAML with a reason to fill in."""

    id: str
    file: str
    text: str


def find_lost(course_path: Path, ids: Collection[str]) -> list[LostQuestion]:
    """Return the questions with these ids as they were when the ledger was last committed; those that git has."""
    ledger = find_ledger(course_path)
    folder = ledger.parent
    try:
        commit = run_git(folder, "log", "-1", "--format=%H", "--", ledger.name).stdout.strip()
        if not ids or not commit:
            return []
        inside = "." if course_path.is_dir() else course_path.name
        listed = run_git(folder, "ls-tree", "-r", "-z", "--name-only", commit, "--", inside).stdout
        names = [name for name in listed.split("\0") if name.endswith((".yaml", ".yml"))]
        texts = read_blobs(folder, [f"{commit}:./{name}" for name in names])
    except (CommandError, OSError):
        return []
    found = (each for name, text in zip(names, texts, strict=True) for each in _find_in(name, text, ids))
    return sorted(found, key=lambda each: (each.file, each.id))


def _find_in(name: str, text: str, ids: Collection[str]) -> Iterator[LostQuestion]:
    if not any(each in text for each in ids):
        return
    try:
        for node in compose_questions(Source(Path(name), name, text)):
            pairs = (pair for pair in node.value if all(isinstance(each, yaml.ScalarNode) for each in pair))
            said = {key.value: value.value for key, value in pairs}
            if said.get("id") in ids:
                yield LostQuestion(said["id"], name, _cut(text, node, is_retired="retired" in said))
    except (yaml.YAMLError, AttributeError):
        return  # what is no deck, or was broken, holds no question that could be released


def _cut(text: str, node: yaml.MappingNode, *, is_retired: bool) -> str:
    """Return a question as an entry of a list, as far in as the file has its entries."""
    begin, column = node.start_mark.index, node.start_mark.column
    written = text[begin : node.end_mark.index].rstrip()
    before = text[begin - column : begin]
    indent = before[: before.index("-")] if before.strip() == "-" else "  "
    if node.flow_style:
        return f"{indent}- {written}" if is_retired else f"{indent}- {written[:-1].rstrip(', ')}, {_REASON}}}"
    first, *more = written.splitlines()
    while more and _is_comment_before(more[-1], column):
        more.pop()
    lines = [f"{indent}- {first}", *(f"{indent}  {_dedent(line, column)}".rstrip() for line in more)]
    return "\n".join(lines if is_retired else [*lines, f"{indent}  {_REASON}"])


def _is_comment_before(line: str, column: int) -> bool:
    """Whether a last line belongs to what follows: it is blank, or a comment that stands further out."""
    text = line.lstrip()
    return not text or (text.startswith("#") and len(line) - len(text) < column)


def _dedent(line: str, column: int) -> str:
    return line[column:] if not line[:column].strip() else line.lstrip()
