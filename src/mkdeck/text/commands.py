"""The commands and environments of a formula, and which of them Anki's MathJax knows."""

import difflib
import re
import tomllib
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from mkdeck.text.tex import ARGUMENTS

_TOKEN = re.compile(r"\\(?P<command>[A-Za-z]+\*?|.)|(?P<brace>[{}])", re.DOTALL)
_VERB = re.compile(r"\\verb\*?([^A-Za-z\s])(.{0,200}?)\1")
_NAME = re.compile(r"\s*\*?\s*\{\s*\\?([^{}]+?)\s*\}|\s*\\([A-Za-z]+)")
_OPENS_GROUP = re.compile(r"\s*\{")
_TEXTS = frozenset(name for name, takes in ARGUMENTS.items() if takes[-1] in "tc")
"""Commands whose last argument is text or chemistry, which has rules of its own."""
_DEFINING = frozenset(
    "newcommand renewcommand def let DeclareMathOperator DeclarePairedDelimiter DeclarePairedDelimiterX "
    "DeclarePairedDelimiterXPP newenvironment renewenvironment".split()
)
_LEAST_LIKENESS = 0.7


@dataclass(frozen=True, slots=True)
class Commands:
    """What a formula uses and brings along: environments start with `begin `, packages with `require `."""

    used: tuple[str, ...]
    defined: frozenset[str]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("mkdeck.text") / "mathjax.toml").read_text("utf-8"))


@cache
def list_known(key: str) -> frozenset[str]:
    """Return the names that MathJax knows: `commands`, `physics`, `environments` or `packages`."""
    return frozenset(_table()[key].split())


@cache
def list_replaced() -> frozenset[str]:
    """Return the names that MathJax does not know, but has others for."""
    return frozenset(_table()["instead"])


@lru_cache(maxsize=1 << 14)
def read_commands(tex: str) -> Commands:
    """Return the commands, environments and packages of a formula, and which of them it defines itself."""
    tex = _VERB.sub(" ", tex)
    used: list[str] = []
    defined: set[str] = set()
    at = 0
    while match := _TOKEN.search(tex, at):
        at = match.end()
        name = (match["command"] or "").rstrip("*")
        if not name.isalpha():
            continue
        if name in ("begin", "require") and (named := _NAME.match(tex, at)) and named[1]:
            used.append(f"{name} {named[1]}")
            at = named.end()
        elif name in _DEFINING and (named := _NAME.match(tex, at)):
            defined.add(named[1] or named[2])
            at = named.end()
        else:
            used.append(name)
            at = skip_group(tex, at) if name in _TEXTS else at
    return Commands(tuple(used), frozenset(defined))


def skip_group(tex: str, at: int) -> int:
    """Return where the braces that open at a place, or behind blanks, close again; the place itself where none do."""
    if not (opened := _OPENS_GROUP.match(tex, at)):
        return at
    start = opened.end() - 1
    depth = 0
    for match in _TOKEN.finditer(tex, start):
        depth += {"{": 1, "}": -1}.get(match["brace"] or "", 0)
        if not depth:
            return match.end()
    return at


def find_unknown(commands: Commands, brought: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    r"""Yield each command, environment or package that MathJax does not know, and what to write instead.

    `brought` are names that the card defines. What comes with `\require{physics}` is known where the formula says so.
    """
    known = list_known("commands") | (list_known("physics") if "require physics" in brought else frozenset())
    for each in dict.fromkeys(commands.used):
        what, _, name = each.rpartition(" ")
        if name in brought:
            continue
        if what == "begin" and name not in list_known("environments"):
            yield f"\\begin{{{name}}}", _name_nearest(name, list_known("environments"), "\\begin{{{}}}")
        elif what == "require" and name not in list_known("packages"):
            yield f"\\require{{{name}}}", ""
        elif not what and name not in known:
            yield f"\\{name}", suggest(name)


def suggest(name: str) -> str:
    """Return what to write for a command that MathJax does not know; empty where nothing is near."""
    if instead := _table()["instead"].get(name):
        return str(instead)
    if name in list_known("physics"):
        return "\\require{physics} before it"
    return _name_nearest(name, list_known("commands"), "\\{}")


def _name_nearest(name: str, valid: frozenset[str], form: str) -> str:
    near = difflib.get_close_matches(name, sorted(valid), n=1, cutoff=_LEAST_LIKENESS)
    return form.format(near[0]) if near else ""
