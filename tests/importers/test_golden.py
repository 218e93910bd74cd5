"""Proves what each format becomes: beside every input lie the YAML and the account that it must give.

A folder whose name ends like that of an archive stands for this archive.
"""

import fnmatch
from pathlib import Path
from shutil import copytree, rmtree

import pytest

from conftest import Run
from importers.sources import find_sources, read_source
from mkdeck.checks import find_rules

INPUTS = find_sources()


NOTE = "which-note-stays: these lines run together"
"""A note of another tool stays as it is."""


@pytest.mark.parametrize("source", INPUTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_file_becomes_what_lies_beside_it(source: Path, tmp_path: Path, mkdeck: Run) -> None:
    copytree(source.parent, tmp_path, dirs_exist_ok=True, ignore=lambda _, names: fnmatch.filter(names, "*.yaml"))
    if source.is_dir():
        rmtree(tmp_path / source.name)
        (tmp_path / source.name).write_bytes(read_source(source))
    done = mkdeck("import", source.name, cwd=tmp_path)
    assert done.code == 0, done.err
    assert (tmp_path / f"{source.stem}.yaml").read_text("utf-8") == source.with_suffix(".yaml").read_text("utf-8")
    assert done.out == source.with_suffix(".log").read_text("utf-8")
    assert f"({source.parent.name})" in done.out, "recognised by its content"


def is_of_style(line: str) -> bool:
    """Whether a finding is about how well a question asks, which its source decides."""
    return find_rules()[line.rpartition("[")[2].rstrip("]")].rule.style


@pytest.mark.parametrize("source", INPUTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_deck_has_no_fault_but_what_the_source_leaves_open(source: Path, tmp_path: Path, mkdeck: Run) -> None:
    (tmp_path / source.name).write_bytes(read_source(source))
    mkdeck("import", tmp_path / source.name, "-o", tmp_path / "deck.yaml")
    log = source.with_suffix(".log").read_text("utf-8")
    checked = mkdeck("check", tmp_path / "deck.yaml")
    findings = [line for line in checked.out.splitlines() if not is_of_style(line) and NOTE not in line]
    assert all("[no-right-choice]" in line or "`answer` is missing" in line for line in findings), checked.out
    (said,) = [line.split()[0] for line in log.splitlines() if "not say what is right" in line] or ["0"]
    assert len(findings) == int(said)
