"""Proves that imports go one way: only the command line knows click, only packages know genanki and SQLite."""

import ast
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "mkdeck"


@cache
def imports() -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found += ((name, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.append((name, node.module))
    return found


def importers_of(*modules: str) -> set[str]:
    return {
        name.partition("/")[0]
        for name, module in imports()
        if any(module == each or module.startswith(f"{each}.") for each in modules)
    }


def test_only_the_command_line_knows_click() -> None:
    assert importers_of("click") == {"cli"}


def test_nobody_imports_the_command_line() -> None:
    assert importers_of("mkdeck.cli") <= {"cli", "__main__.py"}


def test_only_packages_know_genanki_and_sqlite() -> None:
    assert importers_of("genanki", "sqlite3") == {"apkg"}


def test_only_the_rehearsal_knows_anki() -> None:
    assert importers_of("anki") <= {"rehearsal"}


def test_stages_do_not_look_ahead() -> None:
    order = ["source.py", "model.py", "courses.py", "notes.py", "compiler.py"]
    for i, stage in enumerate(order):
        for later in order[i + 1 :]:
            assert stage not in importers_of(f"mkdeck.{later.removesuffix('.py')}"), f"{stage} imports {later}"
