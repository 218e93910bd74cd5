"""The rows of the manual's page of changes, and the mark of their tests."""

import re
from collections.abc import Callable
from pathlib import Path

PAGE = (Path(__file__).parents[2] / "src/mkdeck/manual/changes.md").read_text("utf-8")


def row(_first_cell: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Mark the test of a row of the table, by the row's first cell."""
    return lambda test: test


def find_tested() -> set[str]:
    """Return the first cells by which tests of this folder are marked.

    They are read from the files, as whoever runs one of these imports no other.
    """
    texts = (path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    return {cell for text in texts for cell in re.findall(r'^@row\("(.*)"\)$', text, re.MULTILINE)}


def read_rows() -> list[str]:
    table = PAGE.split("| I change | what Anki does | what mkdeck does about it |\n|---|---|---|\n", 1)[1]
    return [line.split("|")[1].strip() for line in table.split("\n\n", 1)[0].splitlines()]
