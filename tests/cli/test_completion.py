"""Proves that shells complete commands, options, rules, formats and courses, by the script that mkdeck prints."""

import contextlib
import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import Run, Write
from growth import PATIENCE
from mkdeck.importers.recognise import format_names

FILES = {
    "decks/bees/course.yaml": "{course: Bees, id: bees}",
    "decks/bees/01.yaml": "questions: []",
    "decks/birds/course.yaml": "{course: Birds, id: birds}",
    "decks/birds/01.yaml": "questions: []",
    "quiz.txt": "",
}
SHELLS = [
    pytest.param(s, marks=pytest.mark.skipif(not shutil.which(s), reason=f"no {s} here"))
    for s in ("bash", "zsh", "fish")
]
ASK = {
    "bash": """
        source mkdeck.bash
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
        _mkdeck_completion mkdeck 2> said
        printf '%s\\n' "${COMPREPLY[@]}"
    """,
    "zsh": """
        autoload -U compinit; compinit -u
        source mkdeck.zsh
        words=("$@"); CURRENT=$#
        compadd() { [[ $1 == -U ]] && print -l -- ${(P)${@[-1]}} }
        _describe() { print -l -- ${${(P)${@[-1]}}%%:*} }
        _mkdeck_completion
    """,
    "fish": "source mkdeck.fish; complete -C (string join ' ' -- $argv) | string replace -r '\\t.*' ''",
}


@pytest.fixture
def path(tmp_path: Path) -> dict[str, str]:
    """Give variables with which a shell finds this mkdeck by its name."""
    command = tmp_path / "bin/mkdeck"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mkdeck "$@"\n')
    command.chmod(0o755)
    return {**os.environ, "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}"}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["mkdeck", "com"], ["completion"]),
        (["mkdeck", "completion", ""], ["bash", "fish", "zsh"]),
        (["mkdeck", "check", "--explain", "clo"], ["cloze", "cloze-hint"]),
        (["mkdeck", "check", "--rules", "math,cloze-"], ["math,cloze-hint"]),
        (["mkdeck", "check", "--format", "gi"], ["github", "gitlab"]),
        (["mkdeck", "import", "--from", "m"], [name for name in format_names() if name.startswith("m")]),
        (["mkdeck", "build", "--fr"], ["--frozen"]),
        (["mkdeck", "build", ""], ["decks/bees", "decks/birds"]),
        (["mkdeck", "release", "decks/be"], ["decks/bees"]),
        (["mkdeck", "diff", "decks/bi"], ["decks/birds"]),
        (["mkdeck", "help", "stamp"], ["stamp"]),
    ],
    ids=" ".join,
)
def test_shells_offer_what_there_is(
    shell: str, typed: list[str], offered: list[str], mkdeck: Run, course: Write, path: dict[str, str]
) -> None:
    folder = course(FILES)
    (folder / f"mkdeck.{shell}").write_text(mkdeck("completion", shell).out)
    arguments = (
        ["--norc", "-c", ASK[shell], shell] if shell == "bash" else ["-c", ASK[shell], *["zsh"] * (shell == "zsh")]
    )
    done = subprocess.run(
        [shell, *arguments, *typed], cwd=folder, env=path, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == offered, done.stderr


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("mkdeck check --explain unpin", "mkdeck check --explain unpinned-last "),
        ("mkdeck build decks/bi", "mkdeck build decks/birds "),
        ("mkdeck build decks/bees/0", "mkdeck build decks/bees/01.yaml "),
        ("mkdeck import qu", "mkdeck import quiz.txt "),
    ],
)
def test_a_tab_completes_in_a_real_bash(
    typed: str, completed: str, mkdeck: Run, course: Write, path: dict[str, str]
) -> None:
    folder = course(FILES)
    (folder / "rc").write_text("PS1='> '\nbind 'set enable-bracketed-paste off'\n" + mkdeck("completion", "bash").out)
    master, slave = pty.openpty()
    shell = subprocess.Popen(
        ["bash", "--noprofile", "--rcfile", "rc", "-i"],
        cwd=folder,
        env={**path, "TERM": "dumb"},
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    )
    os.close(slave)
    _await(master, "> ")
    os.write(master, typed.encode() + b"\t")
    got = _await(master, completed)
    shell.kill()
    shell.wait()
    os.close(master)
    assert completed in got


def _await(master: int, wanted: str) -> str:
    """Read what a terminal gets until something is there, as long as one may have to wait for it."""
    got, end = "", time.monotonic() + PATIENCE
    while wanted not in got and time.monotonic() < end:
        if select.select([master], [], [], 1)[0]:
            with contextlib.suppress(OSError):
                got += os.read(master, 4096).decode()
    return got


def test_a_shell_that_is_not_known_is_named(mkdeck: Run) -> None:
    done = mkdeck("completion", "tcsh")
    assert done.code == 2
    assert done.err.endswith(
        "Error: Invalid value for '{bash|fish|zsh}': 'tcsh' is not one of 'bash', 'fish', 'zsh'.\n"
    )


def test_the_script_needs_no_bash_to_be_printed(mkdeck: Run) -> None:
    done = mkdeck("completion", "bash", env={"PATH": ""})
    assert (done.code, done.err) == (0, "")
    assert "complete -o nosort -F _mkdeck_completion mkdeck" in done.out
