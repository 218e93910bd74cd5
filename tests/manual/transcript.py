"""Plays the console sessions of a page: commands in their order, edits that comments tell, and what a terminal got.

What differs from run to run is the same in both: days, names of commits, sizes of packages. A line `...` on the page
stands for any lines.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SESSION = re.compile(r"^```console\n(\$ .*?\n|# In .*?\n)```$", re.MULTILINE | re.DOTALL)
_EDIT = re.compile(r'# In (?P<file>\S+), "(?P<old>[^"]+)" becomes "(?P<new>[^"]+)"\.')
_SAME = [
    (re.compile(r"\b20\d\d-\d\d-\d\d\b"), "2026-09-01"),
    (re.compile(r"\b[0-9a-f]{12}\b"), "0123456789ab"),
    (re.compile(r"\b\d+ kB\b"), "60 kB"),
]


@dataclass(frozen=True, slots=True)
class Step:
    """A command or an edit, and what follows it on the page."""

    typed: str
    shown: str


def find_steps(page: str) -> list[Step]:
    """Return the steps of all sessions of a page; sessions without `$` are for people alone."""
    return [step for session in _SESSION.findall(page) for step in _split(session)]


def _split(session: str) -> Iterator[Step]:
    typed, shown = "", ""
    for line in session.splitlines(keepends=True):
        if line.startswith(("$ ", "# In ")):
            if typed:
                yield Step(typed, shown)
            typed, shown = line.rstrip("\n"), ""
        else:
            shown += line
    yield Step(typed, shown)


def play(step: Step, folder: Path) -> str:
    """Do a step in a folder; return what a terminal got."""
    if step.typed.startswith("# "):
        edit = _EDIT.fullmatch(step.typed)
        assert edit, step.typed
        file = folder / edit["file"]
        before = file.read_text("utf-8")
        assert before.count(edit["old"]) == 1, step.typed
        file.write_text(before.replace(edit["old"], edit["new"]), "utf-8")
        return ""
    command = re.sub(r"^mkdeck\b", f"'{sys.executable}' -m mkdeck", step.typed.removeprefix("$ "))
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return _even_out(done.stdout)


def fits(shown: str, got: str) -> bool:
    """Whether a page shows what a terminal got."""
    parts = re.split(r"^\.\.\.\n", _even_out(shown), flags=re.MULTILINE)
    return re.fullmatch("(?:.*\n)*".join(map(re.escape, parts)), got) is not None


def _even_out(text: str) -> str:
    for pattern, same in _SAME:
        text = pattern.sub(same, text)
    return text
