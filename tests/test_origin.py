"""Proves that what messages and pages say of the installation installs this mkdeck, with pip itself."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from mkdeck import origin
from mkdeck.origin import Origin, find_origin, write_install_command

ROOT = Path(__file__).parents[1]
ADDRESS = "git+https://git.example.org/teaching/mkdeck"
PACKED = ("pyproject.toml", "README.md", "LICENSE", "src")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a git repository of mkdeck alone, in a folder with a blank in its name."""
    folder = tmp_path_factory.mktemp("origin") / "my mkdeck"
    folder.mkdir()
    for name in PACKED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    shutil.copytree(folder, folder.with_name("bare"))
    git = ["git", "-c", "user.name=Staff", "-c", "user.email=staff@example.org"]
    for arguments in (["init", "-q"], ["add", "--all"], ["commit", "-q", "-m", "All"]):
        subprocess.run([*git, *arguments], cwd=folder.with_name("bare"), check=True)
    return folder


@pytest.fixture(autouse=True)
def address(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let git find the repository at an address of the net."""
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", f"url.file://{repository.with_name('bare')}.insteadOf")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", ADDRESS.removeprefix("git+"))


def ask_commit(folder: Path) -> str:
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def pip(*arguments: str | Path, folder: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with what builds mkdeck, which pip would get anew each time.

    A test is skipped where no registry gives it, except in CI.
    """
    folder = tmp_path_factory.mktemp("builder")
    requires = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    # The last is what it asks for where files stay where they are.
    done = pip("--no-compile", "--target", folder, *requires, "editables", folder=folder)
    if done.returncode and not os.environ.get("CI"):
        pytest.skip(f"pip got nothing to build with: {done.stderr[-200:]}")
    assert not done.returncode, done.stderr
    return folder


def dry_run(arguments: str, folder: Path) -> list[dict[str, object]]:
    """Return what pip would install."""
    options = ("--dry-run", "--no-deps", "--ignore-installed", "--no-build-isolation", "--report", "-")
    done = pip(*options, *shlex.split(arguments), folder=folder)
    assert not done.returncode, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)["install"]
    return found


@pytest.mark.parametrize("kind", ["path", "editable", "git"])
def test_pip_takes_what_messages_say(
    kind: str, repository: Path, builder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(builder))
    bare = repository.with_name("bare")
    origins = {
        "path": Origin(path=str(repository)),
        "editable": Origin(path=str(repository), editable=True),
        "git": Origin(address=f"{ADDRESS}@{ask_commit(bare)}"),
    }
    monkeypatch.setattr(origin, "find_origin", lambda: origins[kind])
    command = write_install_command("rehearse")
    start = f"{sys.executable} -m pip install "
    assert command.startswith(start)
    (found,) = dry_run(command.removeprefix(start), repository)
    assert isinstance(found["metadata"], dict)
    assert found["metadata"]["name"] == "anki-mkdeck"
    assert (found["requested_extras"], found["requested"]) == (["rehearse"], True)


def test_the_readme_says_the_same() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    said = re.findall(r"pip install ('[^']+'|[^`\s]+)", readme)
    assert "mkdeck" in said  # which is warned of
    mine = {each for each in said if each not in ("mkdeck", "'.[test]'")}
    assert mine == {".", "git+ADDRESS", "'.[rehearse]'", "'anki-mkdeck[rehearse] @ git+ADDRESS'"}
    assert Origin(address="git+ADDRESS").write_arguments("rehearse") == '"anki-mkdeck[rehearse] @ git+ADDRESS"'


def test_where_nothing_is_known_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(origin, "find_origin", Origin)
    assert write_install_command("rehearse") == f'{sys.executable} -m pip install "anki>=25.9"'
    monkeypatch.setattr(sys, "executable", "/my python/bin/python")
    assert write_install_command("rehearse") == '"/my python/bin/python" -m pip install "anki>=25.9"'


def test_this_mkdeck_was_installed_from_somewhere() -> None:
    found = find_origin()
    assert not found.path or Path(found.path).is_dir()
