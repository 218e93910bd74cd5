"""Diagnostics as people and machines read them."""

import hashlib
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import zip_longest
from pathlib import Path

import click

from mkdeck.cli.arrangement import arrange, cells, wrap
from mkdeck.cli.saying import dump_json, is_for_programs
from mkdeck.diagnostics import Diagnostic
from mkdeck.text.english import plural

_COLOURS = {"error": "red", "warning": "yellow"}

_KEPT = "\u00a0\u3000\u200d"
"""Blanks, and what joins emoji, which Python calls unprintable."""
SHOWN_WARNINGS = 20
"""How many warnings are shown where the course itself is not asked about."""


def write_text(diagnostics: Iterable[Diagnostic], *, with_source: bool, width: int = 100) -> Iterator[str]:
    """Write `file:line:column: severity: message [rule]`.

    Where asked for, as on a terminal, lines are wrapped, and what is said of a place ends with its line and a caret.
    """
    said = list(diagnostics)
    for diagnostic, following in zip_longest(said, said[1:]):
        span = diagnostic.span
        severity = click.style(diagnostic.severity, fg=_COLOURS[diagnostic.severity], bold=True)
        line = (
            f"{_printable(span.file)}:{span.line}:{span.column}: {severity}: "
            f"{_printable(_say(diagnostic))} [{diagnostic.rule}]"
        )
        yield from wrap(line, width) if with_source else [line]
        if with_source and diagnostic.text.strip() and not (following and following.span == span):
            yield from _point(diagnostic, width)


def _say(diagnostic: Diagnostic) -> str:
    """Return what is wrong, behind the question that it is about."""
    return f"{diagnostic.question}: {diagnostic.message}" if diagnostic.question else diagnostic.message


def write_json(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """Write one JSON list of objects."""
    yield dump_json([describe(each) for each in diagnostics])


def describe(diagnostic: Diagnostic) -> dict[str, str | int | None]:
    """Return a diagnostic as a JSON object."""
    return {
        "file": diagnostic.span.file,
        "line": diagnostic.span.line,
        "column": diagnostic.span.column,
        "length": diagnostic.span.length,
        "severity": diagnostic.severity,
        "rule": diagnostic.rule,
        "question": diagnostic.question,
        "message": diagnostic.message,
    }


def write_github(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """Write workflow commands, which GitHub shows beside the line.

    Files are named from the root of the git work tree that they are in, whatever folder mkdeck runs in.
    Source: GitHub Docs, "Workflow commands for GitHub Actions", setting an error message.
    """
    name = cache(_name_from_root)
    for each in diagnostics:
        place = f"file={_property(name(each.span.file))},line={each.span.line},col={each.span.column}"
        yield f"::{each.severity} {place},title={_property('mkdeck ' + each.rule)}::{_data(_say(each))}"


def write_gitlab(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """Write a Code Quality report, which GitLab shows beside the line, and what of it a merge request changes.

    So a finding is known again by what it says, not by its line. Files are named as for GitHub.
    Source: GitLab Docs, "Code Quality", the format of a report.
    """
    name = cache(_name_from_root)
    seen: Counter[str] = Counter()
    found = []
    for each in diagnostics:
        told = "\0".join((name(each.span.file), each.rule, _say(each)))
        seen[told] += 1
        found.append(
            {
                "description": _say(each),
                "check_name": f"mkdeck {each.rule}",
                "fingerprint": hashlib.sha256(f"{told}\0{seen[told]}".encode("utf-8", "surrogateescape")).hexdigest(),
                "severity": {"error": "major", "warning": "minor"}[each.severity],
                "location": {"path": name(each.span.file), "lines": {"begin": each.span.line}},
            }
        )
    yield dump_json(found)


FORMATS: dict[str, Callable[[Iterable[Diagnostic]], Iterator[str]]] = {
    "json": write_json,
    "github": write_github,
    "gitlab": write_gitlab,
}


def show_diagnostics(diagnostics: list[Diagnostic]) -> None:
    """Show people every error, but not an endless list of warnings."""
    if is_for_programs():
        return
    arranged = arrange(diagnostics) if diagnostics else []
    errors = [each for each in arranged if each.severity == "error"]
    warnings = [each for each in arranged if each.severity == "warning"]
    width = shutil.get_terminal_size().columns
    for line in write_text(warnings[:SHOWN_WARNINGS] + errors, with_source=sys.stderr.isatty(), width=width):
        click.echo(line, err=True)
    if len(warnings) > SHOWN_WARNINGS:
        rest = plural(len(warnings) - SHOWN_WARNINGS, "more warning")
        click.echo(f"... and {rest}; `mkdeck check` lists all.", err=True)


def count(diagnostics: list[Diagnostic]) -> str:
    """Return in words how many errors and warnings there are."""
    errors = sum(each.severity == "error" for each in diagnostics)
    parts = [(errors, "error"), (len(diagnostics) - errors, "warning")]
    return ", ".join(plural(number, word) for number, word in parts if number) or "no errors"


def _name_from_root(file: str) -> str:
    path = Path(file).parent.resolve() / Path(file).name
    root = next((folder for folder in path.parents if (folder / ".git").exists()), None)
    return path.relative_to(root).as_posix() if root else file


def _point(diagnostic: Diagnostic, width: int) -> Iterator[str]:
    """Write the source line, cut to the width around the place, and a caret below it."""
    from wcwidth import iter_graphemes, iter_graphemes_reverse

    span = diagnostic.span
    number = f"{span.line:>6} | "
    room = max(40, width - len(number) - 2)
    text, at = _printable(diagnostic.text.replace("\t", " ")), span.column - 1
    start = (
        0
        if _fit(iter_graphemes(text), room - 12) >= at
        else at - _fit(iter_graphemes_reverse(text[:at]), room // 2 - 1)
    )
    end = start + _fit(iter_graphemes(text[start : start + 4 * room]), room)
    shown = ("…" if start else "") + text[start:end]
    before = ("…" if start else "") + text[start:at]
    length = max(1, min(span.length, end - at))
    marked = cells(text[at : at + length]) or 1
    yield number + shown.rstrip()
    yield " " * 7 + "| " + " " * cells(before) + click.style("^" + "~" * (marked - 1), fg="cyan", bold=True)


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() or c in _KEPT else "\ufffd" for c in text)


def _fit(graphemes: Iterable[str], columns: int) -> int:
    """Count the characters of the first graphemes that so many terminal columns hold."""
    length = 0
    for grapheme in graphemes:
        columns -= cells(grapheme)
        if columns < 0:
            break
        length += len(grapheme)
    return length


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
