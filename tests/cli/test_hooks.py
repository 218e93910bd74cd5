"""Proves that the hooks for git check and stamp just what a commit changes, whatever files of a repository they get."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from apart import run_apart
from conftest import Outcome, Run, Write

ROOT = Path(__file__).parents[2]
HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
}
NEW = "questions:\n- type: true-false\n  question: Does it rain?\n  answer: true\n"
FILES = {
    "decks/bees/course.yaml": "{course: Bees, id: bees}",
    "decks/bees/01.yaml": "questions: [{id: a, type: true-false, question: Is it?, answer: true}]",
    "decks/bees/02.yaml": NEW,
    "decks/bees/notes.md": "Notes",
    "decks/rain.yaml": "questions: [{id: b, type: true-false, question: Q, answer: perhaps}]",
    "docker-compose.yml": "services: {web: {image: nginx}}",
    ".github/workflows/mkdeck.yml": "{name: mkdeck, on: push}",
    ".pre-commit-config.yaml": "repos: []",
    "README.md": "# Ours",
}


def run_hook(hook: str, folder: Path, *files: str) -> Outcome | None:
    """Run a hook on those of the changed files that it wants, as pre-commit does; none where it wants none."""
    about = HOOKS[hook]
    assert about["types"] == ["yaml"]
    wanted = [f for f in files if f.endswith((".yaml", ".yml")) and not re.search(about["exclude"], f)]
    if not wanted:
        return None
    name, *command = about["entry"].split()
    assert name == "mkdeck"
    done = run_apart(folder, *command, *wanted)
    return Outcome(done.returncode, done.stdout, done.stderr)


def test_hooks_say_what_pre_commit_needs() -> None:
    assert set(HOOKS) == {"mkdeck-check", "mkdeck-stamp"}
    for hook in HOOKS.values():
        assert {"id", "name", "entry", "language"} < set(hook)
        assert (hook["language"], hook["require_serial"]) == ("python", True)


@pytest.mark.parametrize(
    "files",
    [
        ["decks/bees/02.yaml"],
        ["decks/bees/course.yaml"],
        ["decks/bees/01.yaml", "decks/bees/02.yaml", "decks/bees/course.yaml"],
        ["decks/bees/notes.md", "decks/bees/01.yaml", ".pre-commit-config.yaml", "README.md"],
    ],
)
def test_a_changed_file_stands_for_its_course_and_for_no_other(files: list[str], course: Write) -> None:
    done = run_hook("mkdeck-check", course(FILES), *files)
    assert done
    assert (done.code, done.err) == (0, "2 questions checked: 1 warning.\n")
    assert done.out == (
        "decks/bees/02.yaml:2:3: warning: does-it-rain: no id; 'does-it-rain' is used until `mkdeck stamp` writes it "
        "[missing-id]\n"
    )


def test_files_of_other_tools_are_left_alone(course: Write, mkdeck: Run) -> None:
    folder = course(FILES)
    said = "docker-compose.yml: no deck, as it has no `questions:`; left alone.\n"
    assert run_hook("mkdeck-check", folder, ".github/workflows/mkdeck.yml", ".pre-commit-config.yaml") is None
    assert run_hook("mkdeck-check", folder, "docker-compose.yml") == (0, "", f"{said}0 questions checked: no errors.\n")
    assert run_hook("mkdeck-stamp", folder, "docker-compose.yml") == (0, "", said)
    done = mkdeck("check", ".github/workflows/mkdeck.yml", ".pre-commit-config.yaml", "README.md", cwd=folder)
    assert (done.code, done.out, done.err.count("left alone")) == (0, "", 3)
    named = mkdeck("build", "docker-compose.yml", cwd=folder)
    assert named.code == 1


def test_a_loose_deck_with_a_slip_in_its_first_key_is_no_file_of_another_tool(course: Write) -> None:
    for text in ("question: [{id: b}]", "qestions: []", "Questions: []", "deck: A", "- type: true-false", "a: [", ""):
        done = run_hook("mkdeck-check", course({"loose.yaml": text}), "loose.yaml")
        assert done, text
        assert (done.code, "left alone" in done.err) == (1, False), text


def test_an_error_stops_a_commit(course: Write) -> None:
    done = run_hook("mkdeck-check", course(FILES), "decks/rain.yaml", "decks/bees/01.yaml")
    assert done
    assert done.code == 1
    assert "decks/rain.yaml:1:60: error: b: `answer` must be true or false [schema]" in done.out


def test_ids_are_written_into_the_course_of_a_changed_file_alone(course: Write) -> None:
    folder = course(FILES | {"decks/wasps/course.yaml": "{course: W, id: w}", "decks/wasps/1.yaml": NEW})
    done = run_hook("mkdeck-stamp", folder, "decks/bees/course.yaml")
    assert done == (0, "decks/bees/02.yaml: 1 id written.\n", "")
    assert "  id: does-it-rain\n" in (folder / "decks/bees/02.yaml").read_text("utf-8")
    assert (folder / "decks/wasps/1.yaml").read_text("utf-8") == NEW
    again = run_hook("mkdeck-stamp", folder, "decks/bees/02.yaml")
    assert again == (0, "decks/bees: every question has an id.\n", "")
