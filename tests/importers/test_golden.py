"""Proves what each format becomes: beside every input lie the YAML and the account that it must give."""

import fnmatch
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from conftest import Outcome

HERE = Path(__file__).parent
INPUTS = sorted(path for path in HERE.glob("*/*") if path.is_file() and path.suffix not in (".yaml", ".log"))


@pytest.mark.parametrize("source", INPUTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_file_becomes_what_lies_beside_it(source: Path, tmp_path: Path, mkdeck: Callable[..., Outcome]) -> None:
    copytree(source.parent, tmp_path, dirs_exist_ok=True, ignore=lambda _, names: fnmatch.filter(names, "*.yaml"))
    done = mkdeck("import", source.name, cwd=tmp_path)
    assert done.code == 0, done.err
    assert (tmp_path / f"{source.stem}.yaml").read_text("utf-8") == source.with_suffix(".yaml").read_text("utf-8")
    assert done.out == source.with_suffix(".log").read_text("utf-8")
    assert f"({source.parent.name})" in done.out, "recognised by its content"


@pytest.mark.parametrize("source", INPUTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_deck_has_no_fault_but_what_the_source_leaves_open(
    source: Path, tmp_path: Path, mkdeck: Callable[..., Outcome]
) -> None:
    mkdeck("import", source, "-o", tmp_path / "deck.yaml")
    log = source.with_suffix(".log").read_text("utf-8")
    checked = mkdeck("check", tmp_path / "deck.yaml")
    findings = checked.out.splitlines()
    assert all("[no-right-choice]" in line or "`answer` is missing" in line for line in findings), checked.out
    (said,) = [line.split()[0] for line in log.splitlines() if "not say what is right" in line] or ["0"]
    assert len(findings) == int(said)
