"""Proves that git is asked where a repository is around a course, however that is told, and nowhere else."""

import os
import subprocess
from pathlib import Path

import pytest

from conftest import Run, Write
from demo_course import FILES
from mkdeck.files.git import is_in_repository, read_blobs, run_git


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a file that tells what git was asked since now, a line each time."""
    path = tmp_path / "asked"
    path.touch()
    command = tmp_path / "bin" / "git"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\necho "$*" >> "{path}"\nexit 128\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    return path


def test_git_is_asked_nothing_where_there_is_no_repository(course: Write, mkdeck: Run, asked: Path) -> None:
    folder = course(FILES)
    for command in (["check"], ["build"], ["build"], ["release", "--no-rehearsal"], ["diff"]):
        done = mkdeck(*command, cwd=folder)
        assert done.code == 0, done.err
    assert asked.read_text() == ""
    (folder.parent / ".git").mkdir()
    assert mkdeck("check", cwd=folder).code == 0
    assert asked.read_text()


@pytest.mark.parametrize("kind", ["a repository", "a worktree", "a broken one", "a variable"])
def test_a_repository_is_seen_as_git_sees_it(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    courses = tmp_path / "courses"
    inside = courses / "decks" / "biology"
    inside.mkdir(parents=True)
    (tmp_path / "link").symlink_to(inside)
    assert not is_in_repository(inside)
    if kind == "a repository":
        subprocess.run(["git", "init", "--quiet", courses], check=True)
    elif kind == "a worktree":
        (courses / ".git").write_text("gitdir: elsewhere\n")
    elif kind == "a broken one":
        (courses / ".git").symlink_to("nowhere")
    else:
        monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere.git"))
    assert is_in_repository(inside)
    assert is_in_repository(tmp_path / "link")


def test_of_no_objects_nothing_is_read(tmp_path: Path, asked: Path) -> None:
    assert read_blobs(tmp_path, []) == []
    assert asked.read_text() == ""


def test_what_is_said_where_there_is_none_is_what_git_says(tmp_path: Path) -> None:
    command = ["git", "-C", str(tmp_path), "log"]
    git = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"LC_ALL": "C"})
    done = run_git(tmp_path, "log")
    assert (done.returncode, done.stdout, done.stderr) == (git.returncode, git.stdout, git.stderr)
