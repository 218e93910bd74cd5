"""Proves that commands that mkdeck tells to run can be pasted where names of files have blanks."""

import re
import shlex
from pathlib import Path

import pytest

from conftest import Outcome, Run
from repository import Repository

DECK = "questions:\n- {id: one, type: short-answer, question: What is one?, answer: Odd}\n"
COMMAND = re.compile(r"mkdeck (?:build|check|stamp|release) [^`\n]+")


def find_command(done: Outcome) -> list[str]:
    """Give the arguments of the only command that names a file."""
    (command,) = set(COMMAND.findall(done.out + done.err))
    return shlex.split(command)[1:]


def test_a_course_that_is_made_can_be_built(mkdeck: Run, tmp_path: Path) -> None:
    command = find_command(mkdeck("new", "my decks/biology", cwd=tmp_path))
    assert command == ["build", "my decks/biology"]
    assert mkdeck(*command, cwd=tmp_path).code == 0


def test_questions_can_be_stamped(mkdeck: Run, tmp_path: Path) -> None:
    (tmp_path / "my quiz.yaml").write_text("questions:\n" + "- {type: true-false, question: Ice, answer: true}\n" * 2)
    command = find_command(mkdeck("check", "my quiz.yaml", cwd=tmp_path))
    assert command == ["stamp", "my quiz.yaml"]
    assert mkdeck(*command, cwd=tmp_path).code == 0


@pytest.mark.parametrize("more", [(), ("--append",)])
def test_what_an_import_leaves_open_can_be_checked(more: tuple[str, ...], mkdeck: Run, tmp_path: Path) -> None:
    (tmp_path / "bank.txt").write_text("1. Which floats?\nA. iron\nB. ice\n")
    if more:
        (tmp_path / "my quiz.yaml").write_text("deck: [Ice]\n")
    command = find_command(mkdeck("import", "bank.txt", "-o", "my quiz.yaml", *more, cwd=tmp_path))
    assert command == ["check", "my quiz.yaml"]
    assert "my quiz.yaml:" in mkdeck(*command, cwd=tmp_path).out


def test_a_ledger_can_be_brought_back(mkdeck: Run, tmp_path: Path) -> None:
    staff = Repository(tmp_path / "staff", "build/")
    course = staff.home / "my course"
    course.mkdir()
    (course / "course.yaml").write_text("{course: Demo, id: demo}\n")
    (course / "1.yaml").write_text(DECK)
    assert mkdeck("release", "my course", cwd=staff.home).code == 0
    staff.commit()
    (course / "mkdeck.lock").unlink()
    command = find_command(mkdeck("check", "my course", cwd=staff.home))
    assert command == ["release", "--merge", "my course"]
    assert mkdeck(*command, cwd=staff.home).code == 0
